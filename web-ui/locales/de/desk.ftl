# Der Schreibtisch des Support-Teams.
view-waiting = Wartet auf uns
view-unassigned = Neu, nicht zugewiesen
view-mine = Mir zugewiesen
view-open = Offen
view-pending = In Rückfrage
view-resolved = Bearbeitet
view-all = Alle Tickets
desk-assigned = { $n ->
    [0] Kein Ticket zugewiesen.
    [one] Ein Ticket ist jetzt Ihnen zugewiesen.
   *[other] { $n } Tickets sind jetzt Ihnen zugewiesen.
}
desk-empty = Hier ist nichts zu tun
desk-empty-hint = Neue Tickets erscheinen automatisch.
pick-all = Alle auswählen

facts = Angaben zum Ticket
fact-status = Status
fact-assignee = Zuständig
fact-priority = Priorität
fact-queue = Warteschlange
fact-organisation = Organisation
fact-title = Titel
fact-tags = Schlagworte
fact-tags-hint = durch Kommas getrennt; gehört ein Komma zum Schlagwort, in Anführungszeichen
fact-tags-whole = Alle Schlagworte, durch Kommas getrennt
case-signature = Wird in der E-Mail angefügt:
memo-change = Notiz ändern
memo-add = Notiz über den Kunden
memo-label = Notiz über den Kunden
memo-hint = Nur Ihr Team sieht das. Leer: keine Notiz.
memo-save = Notiz speichern
memo-clash = Inzwischen hat { $by } die Notiz geändert; die aktuelle Fassung steht oben. Ihr Text ist noch da: Wenn Sie ihn speichern, ersetzt er sie.
memo-clash-system = Inzwischen wurde die Notiz geändert; die aktuelle Fassung steht oben. Ihr Text ist noch da: Wenn Sie ihn speichern, ersetzt er sie.
reason-memo-stale = Die Notiz hat sich inzwischen geändert.
reason-memo-too-long = Die Notiz ist länger als 5000 Zeichen.
reason-memo-of-staff = Notizen gibt es nur über Kunden.
fact-customer = Kunde
fact-undeliverable = E-Mails an diese Adresse kommen zurück und werden nicht mehr gesendet. Letzte Meldung:
fact-try-address = Erneut versuchen
fact-mail-failed = Die E-Mail mit dem Link für das Passwort kam nicht an:
fact-role-address = Funktionsadresse: Hier schreibt nicht unbedingt immer dieselbe Person.
fact-created = Erstellt am
fact-save = Angaben speichern
fact-history = Verlauf anzeigen ({ $n })

mark-new = Neu: Sie haben es noch nicht geöffnet
mark-replied = Der Kunde hat geantwortet
mark-held = Eine Antwort wird zurückgehalten
rail-unseen = { $n } ungelesen
fact-unknown-sender = Absender unbekannt
fact-customer-unknown = Die E-Mail enthält keine Adresse, an die man antworten könnte.
fact-customer-off = Das Konto ist deaktiviert; E-Mails erreichen diese Person nicht.
fact-customer-no-address = Keine erreichbare E-Mail-Adresse.

view-risk = Frist in Gefahr
view-mentioned = Ich wurde erwähnt
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
views-saved = Eigene
views-shared = Team
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
desk-filter-remove = Ohne { $key } { $value }
desk-search-hint = Gesucht wird in Nummern, Titeln, Texten, Dateinamen, Schlagworten, Personen mit ihren Adressen und Organisationen. Wörter dürfen unvollständig sein, „Wörter in Anführungszeichen“ stehen genau so. Eigenschaften grenzen ein: status:open, assignee:me, customer:name@example.org, tag:x, created:>2026-11-01. Ein Minus davor schließt aus.
search-not = nicht
search-key-status = Status
search-key-assignee = Zuständig
search-key-queue = Warteschlange
search-key-customer = Kunde
search-key-organisation = Organisation
search-key-organization = Organisation
search-key-org = Organisation
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
search-channel-API = API
search-assignee-me = mir
search-assignee-none = niemand
search-customer-me = ich
search-turn-us = uns
search-turn-staff = uns
search-turn-customer = den Kunden
search-is-unseen = ungelesen
search-is-escalated = überfällig
search-is-private = privat
search-is-at-risk = Frist in Gefahr
search-is-mentioned = wo ich erwähnt wurde
search-is-watching = von mir beobachtet
search-sort-due = Frist
search-sort-updated = letzter Änderung
search-sort-created = Erstellung
search-sort-priority = Priorität
reason-search-value = Nach „{ $term }“ kann nicht gesucht werden. Möglich sind zum Beispiel status:new,open, assignee:me oder none, priority:high, turn:us, is:unseen, created:>2026-11-01, updated:<7d und sort:due.
reason-query-required = Geben Sie erst eine Suche ein.
reason-views-too-many = Mehr Übersichten lassen sich nicht speichern.
fact-external-id = Externe ID

# Die Liste als Werkzeug.
view-changed = Übersicht geändert
view-reset = Zurücksetzen
view-save-short = Speichern
column-mark = Neues
column-last = Zuletzt
unassigned = niemandem zugewiesen
snippet-held = Antwort zurückgehalten: bitte prüfen
pick-one = { $number } auswählen
desk-preview = Vorschau
desk-preview-open = Öffnen
desk-work = Abarbeiten
desk-work-title = Übersicht abarbeiten: das erste Ticket öffnen
desk-select = Auswählen
desk-select-end = Auswahl beenden
desk-sort = Sortieren
sort-due = Frist zuerst
sort-waiting = Am längsten wartend zuerst
sort-down-updated = Letzte Änderung zuerst
sort-down-priority = Priorität
sort-down-created = Neueste zuerst
sort-created = Älteste zuerst
sort-column = Nach Spalte
desk-range = { $from }–{ $to } von { $total }
desk-range-one = { $from } von { $total }
desk-back = Zurück
desk-more = { $n ->
    [one] Ein weiteres
   *[other] Weitere { $n }
}
desk-fresh = { $n } neue anzeigen
desk-next = { $n } weitere anzeigen
desk-left = nicht mehr in dieser Liste
rail-house = Verwalten

bulk-label = Auswahl bearbeiten
bulk-selection = Auswahl
bulk-picked = { $n } ausgewählt
bulk-of-others = nicht Ihre: { $names }
bulk-assign = Zuweisen
bulk-assign-to = Zuweisen an
bulk-me = Mir
bulk-nobody = Niemandem
bulk-tag = Hinzufügen
bulk-untag = Entfernen
bulk-macro-menu = Makro
bulk-more = Mehr …
bulk-merge-into = Zusammenführen in Ticket
bulk-merge = Zusammenführen
bulk-merge-number = Geben Sie die Nummer des Tickets an, in das zusammengeführt wird.
bulk-drop = Auswahl aufheben
bulk-nothing = Wählen Sie zuerst Tickets aus.
bulk-no-tags = Es wurde nichts geändert. Bitte geben Sie mindestens ein Schlagwort ein.
bulk-no-act = Es wurde nichts geändert. Wählen Sie, was mit den Tickets geschehen soll.
bulk-assigned = { $n ->
    [0] Kein Ticket an { $name } zugewiesen.
    [one] Ein Ticket an { $name } zugewiesen.
   *[other] { $n } Tickets an { $name } zugewiesen.
}
bulk-unassigned = { $n ->
    [0] Kein Ticket geändert.
    [one] Ein Ticket ist jetzt niemandem zugewiesen.
   *[other] { $n } Tickets sind jetzt niemandem zugewiesen.
}
bulk-status = { $n ->
    [0] Kein Ticket geändert.
    [one] Ein Ticket ist jetzt „{ $name }“.
   *[other] { $n } Tickets sind jetzt „{ $name }“.
}
bulk-priority = { $n ->
    [0] Kein Ticket geändert.
    [one] Ein Ticket hat jetzt die Priorität „{ $name }“.
   *[other] { $n } Tickets haben jetzt die Priorität „{ $name }“.
}
bulk-queue = { $n ->
    [0] Kein Ticket verschoben.
    [one] Ein Ticket nach „{ $name }“ verschoben.
   *[other] { $n } Tickets nach „{ $name }“ verschoben.
}
bulk-macro = { $n ->
    [0] „{ $name }“ auf kein Ticket angewendet.
    [one] „{ $name }“ auf ein Ticket angewendet.
   *[other] „{ $name }“ auf { $n } Tickets angewendet.
}
bulk-tagged = { $n ->
    [0] Kein Ticket geändert.
    [one] { $name } bei einem Ticket hinzugefügt.
   *[other] { $name } bei { $n } Tickets hinzugefügt.
}
bulk-untagged = { $n ->
    [0] Kein Ticket geändert.
    [one] { $name } von einem Ticket entfernt.
   *[other] { $name } von { $n } Tickets entfernt.
}
bulk-merged = { $n ->
    [0] Nichts in #{ $name } zusammengeführt.
    [one] Ein Ticket in #{ $name } zusammengeführt.
   *[other] { $n } Tickets in #{ $name } zusammengeführt.
}
bulk-link-to = Verknüpfen mit Ticket
bulk-link = Verknüpfen
bulk-link-number = Geben Sie die Nummer des Tickets an, mit dem verknüpft wird.
bulk-linked = { $n ->
    [0] Nichts mit #{ $name } verknüpft.
    [one] Ein Ticket mit #{ $name } verknüpft.
   *[other] { $n } Tickets mit #{ $name } verknüpft.
}
bulk-undone = { $n ->
    [0] Nichts zurückgenommen.
    [one] Die Änderung an einem Ticket ist zurückgenommen.
   *[other] Die Änderungen an { $n } Tickets sind zurückgenommen.
}
bulk-undone-partly = Nur ein Teil ist zurückgenommen.
bulk-answer-undone-but = { $n ->
    [one] Die Antwort an { $numbers } ist zurückgenommen, nicht aber: { $what }. Das Ticket hat sich inzwischen geändert.
   *[other] Die Antworten an { $numbers } sind zurückgenommen, nicht aber: { $what }. Die Tickets haben sich inzwischen geändert.
}
bulk-undone-late = { $n ->
    [one] Zu spät: Die Antwort an { $numbers } wurde bereits gesendet. Alles andere ist dort zurückgenommen.
   *[other] Zu spät: Die Antworten an { $numbers } wurden bereits gesendet. Alles andere ist dort zurückgenommen.
}
bulk-taken = { $n ->
    [one] Eines davon war { $name } zugewiesen.
   *[other] { $n } davon waren { $name } zugewiesen.
}
bulk-failed = Nicht geändert: { $numbers }.
bulk-open-children = Noch offene untergeordnete Tickets von { $parent }: { $open }.
bulk-stays = Geschriebene Kommentare bleiben.
bulk-undo = Rückgängig
bulk-undo-some = { $n ->
    [one] Das eine zurücknehmen
   *[other] { $n } zurücknehmen
}

# Die Befehlspalette.
find-title = Befehle
find-placeholder = Befehl, Übersicht, Ticket oder Person
find-nothing = Nichts gefunden
find-run = ausführen
find-places = Gehe zu
find-new-also = anlegen, erstellen, aufmachen
find-tickets = Tickets
find-people = Personen und Organisationen
find-of-ticket = Befehle für #{ $number }
find-of-list = Befehle für die Auswahl oder #{ $number }
find-of-selection = Befehle für die Auswahl
find-only-tickets = nur Tickets
find-only-people = nur Personen
find-only-commands = nur Befehle
find-assign = Zuweisen an …
find-assign-also = zuteilen, übergeben, weitergeben, delegieren, Bearbeiter
find-take = Mir zuweisen
find-take-also = übernehmen, nehmen, annehmen, selbst
find-status = Status ändern
find-urgent = Priorität dringend
find-urgent-also = eilig, sofort, kritisch
find-high = Priorität hoch
find-high-also = wichtig
find-normal = Priorität normal
find-low = Priorität niedrig
find-tag = Schlagworte
find-tag-also = Label, Etikett, Tag
find-macro = Makro anwenden
find-move = Warteschlange wechseln oder zusammenführen
find-move-also = verschieben, weiterleiten, umleiten, Abteilung, Team
find-undo = Letzte Änderung zurücknehmen
find-undo-also = rückgängig
find-fresh = Neue Tickets anzeigen
find-fresh-also = aktualisieren, neu laden
find-filter = Filtern
find-filter-also = eingrenzen, einschränken
find-answer = Antworten
find-answer-also = schreiben, Kommentar, erwidern
find-note = Interne Notiz
find-note-also = Kommentar, vermerken, Vermerk
find-merge = Zusammenführen mit …
find-merge-also = Duplikat, doppelt, vereinen
find-split = Teilen
find-split-also = aufteilen, abtrennen, trennen
find-link = Verknüpfen
find-link-also = verbinden, übergeordnet, untergeordnet
find-redact = Schwärzen
find-redact-also = unkenntlich, löschen, entfernen
find-anywhere = Überall
find-status-also = schließen, zumachen, erledigen, abschließen, lösen, beenden, bearbeitet, öffnen, wieder öffnen, Rückfrage
find-block = Textbaustein einfügen
find-block-also = Vorlage, Baustein, Standardantwort
find-unread-also = markieren, später
find-watch = Beobachten
find-unwatch = Nicht mehr beobachten
find-watch-also = folgen, abonnieren, mitlesen, benachrichtigen
find-private = Privat oder für die Organisation sichtbar
find-private-also = vertraulich, verbergen, geheim
find-print-also = Ausdruck, Papier, PDF
find-keys = Tasten zeigen
find-keys-also = Tastenkürzel, Tastatur, Shortcuts, Hilfe
find-logout-also = ausloggen, beenden, Logout
find-notices-also = Benachrichtigungen, Glocke, Neuigkeiten
find-look-also = dunkel, hell, Dunkelmodus, Nachtmodus, Farben, Design
find-admin-people = Personen verwalten
find-admin-organisations = Organisationen verwalten
find-admin-queues = Warteschlangen verwalten
find-admin-agreements = Vereinbarungen verwalten
find-admin-macros = Makros verwalten
find-admin-texts = Textbausteine verwalten
find-admin-audit = Protokoll
search-unknown-QUEUE = Eine Warteschlange „{ $value }“ gibt es nicht.
search-unknown-ORGANISATION = Eine Organisation „{ $value }“ gibt es nicht.
search-unknown-PERSON = Eine Person mit der Adresse „{ $value }“ gibt es nicht.
search-unknown-TAG = Kein Ticket hat das Schlagwort „{ $value }“.
search-unknown-KEY = „{ $value }:“ ist kein Suchfilter; gesucht wird nach dem Text. Setzen Sie ihn in Anführungszeichen, damit immer nach dem Text gesucht wird.
search-unknown-near = „{ $value }:“ ist kein Suchfilter; gesucht wird nach dem Text. Meinten Sie „{ $nearest }:“? Setzen Sie den Text in Anführungszeichen, damit immer nach ihm gesucht wird.
