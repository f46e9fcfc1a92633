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
fact-tags-hint = durch Kommas getrennt; gehört ein Komma zum Schlagwort, in Anführungszeichen
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

# Die Suche der Übersichten und was davon gespeichert ist.
views-saved = Gespeicherte Übersichten
view-save = Als Übersicht speichern
view-save-new = Als neue Übersicht speichern
view-edit = Übersicht bearbeiten
view-update = Speichern
view-name = Name
view-shared = Für das ganze Team
view-up = Nach oben
view-down = Nach unten
view-delete = Löschen
desk-filter = Filter
desk-query = Suche als Text
desk-search = Suchen
desk-found = { $n ->
    [one] Ein Ticket gefunden.
   *[other] { $n } Tickets gefunden.
}
desk-filter-add = Filter hinzufügen …
desk-filter-do = Hinzufügen
desk-filter-remove = Ohne { $key } { $value }
desk-search-hint = Wörter dürfen unvollständig sein, „Wörter in Anführungszeichen“ stehen genau so. Eigenschaften grenzen ein: status:open, assignee:me, customer:name@example.org, tag:x, created:>2026-11-01. Ein Minus davor schließt aus.
search-not = nicht
search-key-status = Status
search-key-assignee = Zuständig
search-key-queue = Warteschlange
search-key-customer = Kunde
search-key-organisation = Organisation
search-key-tag = Schlagwort
search-key-priority = Priorität
search-key-channel = Kanal
search-key-turn = Wartet auf
search-key-is = Nur
search-key-created = Erstellt
search-key-updated = Geändert
search-key-sort = Sortiert nach
search-channel-EMAIL = E-Mail
search-channel-WEB = Web
search-channel-PHONE = Telefon
search-channel-API = Schnittstelle
search-assignee-me = mir
search-assignee-none = niemand
search-customer-me = ich
search-turn-us = uns
search-turn-staff = uns
search-turn-customer = den Kunden
search-is-unseen = ungelesen
search-is-escalated = überfällig
search-is-private = privat
search-is-watching = von mir beobachtet
search-sort-due = Frist
search-sort-updated = letzter Änderung
search-sort-created = Erstellung
search-sort-priority = Priorität
reason-search-value = Eine Angabe der Suche ist unbekannt. Möglich sind zum Beispiel status:new,open, assignee:me oder none, priority:high, turn:us, is:unseen, created:>2026-11-01, updated:<7d und sort:due.
reason-query-required = Geben Sie erst eine Suche ein.
reason-views-too-many = Mehr Übersichten lassen sich nicht speichern.
fact-external-id = Externe ID
