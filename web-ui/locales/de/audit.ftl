# Was im Protokoll steht.
audit-TEXT_BLOCK_CHANGED = Textbaustein geändert
audit-TEXT_BLOCK_CHANGED-ADDED = Textbaustein angelegt
audit-TEXT_BLOCK_CHANGED-REMOVED = Textbaustein gelöscht
audit-MACRO_CHANGED = Makro geändert
audit-MACRO_CHANGED-ADDED = Makro angelegt
audit-MACRO_CHANGED-REMOVED = Makro gelöscht
audit-EMAIL_TEMPLATE_CHANGED = E-Mail-Vorlage geändert
audit-VIEW_CHANGED-ADDED = Übersicht für alle freigegeben
audit-VIEW_CHANGED-REMOVED = Übersicht nicht mehr für alle
audit-ACTIVATION_CHANGED-SWITCHED_ON = Konto wieder aktiviert
audit-ACTIVATION_CHANGED-SWITCHED_OFF = Konto deaktiviert
audit-PASSWORD_ALLOWED-SWITCHED_ON = Passwort zugelassen
audit-PASSWORD_ALLOWED-SWITCHED_OFF = Passwort nicht mehr zugelassen
audit-MAILBOX_CHANGED-ADDED = Postfach hinzugefügt
audit-MAILBOX_CHANGED-REMOVED = Postfach gelöscht
audit-MAILBOX_CHANGED-PAUSED = Abruf des Postfachs pausiert
audit-MAILBOX_CHANGED-RESUMED = Abruf des Postfachs fortgesetzt
audit-gone = gibt es nicht mehr
audit-field-query = Suche
audit-field-text = Text
audit-field-html = HTML
audit-field-subject = Betreff
audit-field-locale = Sprache
audit-field-changes = Schritte
audit-field-timeZone = Zeitzone
audit-field-hours = Geschäftszeiten
audit-field-holidays = Feiertage
audit-field-holidayRegion = Feiertage von
audit-field-calendar = Kalender
audit-field-targets = Ziele (Reaktion/Wiederherstellung)
audit-field-senderName = Absendername
audit-field-senderAddress = Absenderadresse
audit-field-subjectTag = Kennung im Betreff
audit-field-content = Inhalt der E-Mails
audit-field-signature = Signatur
audit-field-resolvedClosesAfter = bearbeitete schließen nach
audit-field-pendingClosesAfter = Rückfragen schließen nach
audit-field-remindBefore = erinnern vorher
audit-field-noticeVersion = Fassung des Datenschutzhinweises
audit-macro-comment = Antwort
audit-macro-status = Status
audit-macro-assignee = Zuständig
audit-macro-queue = Warteschlange
audit-macro-priority = Priorität
audit-macro-title = Titel
audit-macro-addTags = Schlagworte hinzufügen
audit-macro-removeTags = Schlagworte entfernen
audit-macro-isPrivate = Sichtbarkeit
audit-days = { $n ->
    [one] ein Tag
   *[other] { $n } Tage
}
audit-business-days = { $n ->
    [one] ein Werktag
   *[other] { $n } Werktage
}
audit-hours = { $n ->
    [one] eine Stunde
   *[other] { $n } Stunden
}
audit-minutes = { $n ->
    [one] eine Minute
   *[other] { $n } Minuten
}
