# Der Schreibtisch des Support-Teams.
view-unassigned = Neu, nicht zugewiesen
view-mine = Mir zugewiesen
view-open = Offen
view-pending = In Rückfrage
view-resolved = Bearbeitet
view-all = Alle Tickets
desk-assign = Mir zuweisen
desk-assigned = { $n ->
    [one] Ein Ticket ist jetzt Ihnen zugewiesen.
   *[other] { $n } Tickets sind jetzt Ihnen zugewiesen.
}
desk-assign-failed = { $n ->
    [one] Ein Ticket konnte nicht zugewiesen werden.
   *[other] { $n } Tickets konnten nicht zugewiesen werden.
}
desk-assign-nothing = Bitte kreuzen Sie zuerst die Tickets an.
desk-empty = Hier ist nichts zu tun
desk-empty-hint = Neue Tickets erscheinen von selbst.
pick-all = Alle auswählen

facts = Angaben zum Ticket
fact-status = Status
fact-assignee = Zuständig
fact-priority = Priorität
fact-queue = Warteschlange
fact-title = Titel
fact-tags = Schlagworte
fact-tags-hint = durch Kommas getrennt
fact-customer = Kunde
fact-mail-failed = Die Mail mit dem Link für das Passwort kam nicht an:
fact-role-address = Funktionsadresse: Wer hier schreibt, ist nicht sicher dieselbe Person.
fact-created = Erstellt am
fact-save = Angaben speichern
fact-history = Verlauf anzeigen ({ $n })

mark-new = Neu: niemand hat es geöffnet
mark-replied = Der Kunde hat geantwortet
mark-held = Eine Antwort ist zurückgehalten
rail-unseen = { $n } ungelesen
fact-customer-off = Das Konto ist abgeschaltet; E-Mails erreichen diese Person nicht.
fact-customer-no-address = Keine erreichbare E-Mail-Adresse.

view-escalated = Frist überschritten

clocks = Vereinbarte Zeiten
clock-response = Reaktion
clock-restoration = Wiederherstellung
clock-due = fällig
clock-met = beendet
clock-why = warum?
clock-used = { $elapsed } von { $target } verbraucht
clock-agreement = Vereinbarung
clock-calendar = Kalender
clock-from = von
clock-to = bis
clock-reason = gezählt?
clock-earlier = { $n ->
    [one] Ein früherer Abschnitt ist nicht aufgeführt.
   *[other] { $n } frühere Abschnitte sind nicht aufgeführt.
}
due-run = { $amount }
due-soon = { $amount }
due-late = { $amount } über
due-paused = ruht
due-met = ✓ erfüllt
due-missed = verfehlt
due-none = keine Vereinbarung
sla-BUSINESS_HOURS = gezählt
sla-OUTSIDE_HOURS = außerhalb der Zeiten
sla-HOLIDAY = Feiertag
sla-PENDING = in Rückfrage: ruht
sla-RESOLVED = bearbeitet: ruht
