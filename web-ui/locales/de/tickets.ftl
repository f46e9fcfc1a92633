# Listen und das Formular für ein neues Ticket.
tickets-mine = Meine Tickets
tickets-organisation = Meine Organisations Tickets
tickets-watching = Beobachtete Tickets
tickets-tabs = Wessen Tickets
tickets-none = Noch keine Tickets
tickets-none-hint = Haben Sie eine Frage oder ein Problem? Schreiben Sie uns.
tickets-none-waiting = Zurzeit wartet nichts auf Sie
tickets-create-first = Ticket erstellen
filter-all = Alle
filter-waiting = Wartet auf mich

column-number = #
column-title = Titel
column-status = Status
column-customer = Kunde
column-requester = Angefragt von
column-assignee = Zuständig
column-created = Erstellt am

turn-you = Wartet auf Sie
turn-customer = Wartet auf den Kunden
turn-us = Wartet auf uns
turn-support = Wartet auf unser Support-Team

new-title = Titel *
new-organisation = Für welche Organisation? *
new-organisation-pick = Bitte wählen
new-title-hint = Kurz und möglichst präzise, z. B. „Kein Platz in Datenbank“ statt „Datenbank-Problem“. Für jedes Thema bitte ein eigenes Ticket.
new-title-vague = Geht es etwas genauer? Ein treffender Titel hilft uns, schneller zu antworten.
new-text = Text *
new-note = Interne Notiz
new-text-staff = Text oder unten eine interne Notiz *
new-note-hint = Nur Ihr Team sieht das. Der Text darüber ist die Anfrage des Kunden. Fehlt er, genügt die Notiz; Dateien sind dann auch nur für Ihr Team.
new-text-placeholder = An dieser Stelle können Sie Ihre Anfrage formulieren und eine Datei hochladen....
new-status = Status
new-submit = Erstellen
new-customer-email = Kunde: E-Mail-Adresse, Name oder Organisation *
new-customer-name = Name des Kunden
new-customer-hint = Ist die Adresse neu, wird ein Konto angelegt. Die Bestätigung mit Nummer und Link geht an diese Adresse.
new-channel = Eingang über

files-label = Dateien
files-pick = Dateien wählen..
files-invite = oder hierher ziehen, Bildschirmfoto mit Strg+V einfügen
files-limits = Höchstens { $file } je Datei, zusammen { $message }.
files-anonymise = Bitte nur anonymisierte Testdaten hochladen.
files-secret = In Ihrem Text steht anscheinend ein Kennwort. Bitte teilen Sie uns das Kennwort eines Archivs nur telefonisch mit.
files-by-phone = Das Kennwort eines Archivs bitte nur telefonisch, nicht im Text.
files-kept = Gespeicherte Dateien
reason-draft-stale = In einem anderen Fenster haben Sie an diesem Entwurf weitergeschrieben. Öffnen Sie das Ticket noch einmal, um den anderen Text zu sehen. Speichern Sie hier noch einmal, ersetzt dieser Text den anderen.
reason-draft-file-gone = Eine Datei Ihres Entwurfs ist nicht mehr vorhanden. Bitte wählen Sie sie noch einmal aus.
files-lost = Ihre Dateien konnten nicht gespeichert werden. Bitte wählen Sie sie noch einmal aus.
files-crowded = Im Moment werden zu viele Dateien gleichzeitig gesendet. Bitte versuchen Sie es in einigen Sekunden noch einmal.
file-too-big = Zu groß: { $names }. Bitte verkleinern oder aufteilen.
file-too-big-js = zu groß
files-too-much-js = zusammen mehr als { $size }
file-remove = Entfernen

privacy-title = Bitte keine vertraulichen oder personenbezogenen Daten
privacy-text = Support-Anfragen dürfen im Regelfall keine vertraulichen und/oder personenbezogenen Daten enthalten, auch nicht in Bildschirmfotos, Log-Dateien oder PDF-Dokumenten. Sind sie ausnahmsweise nötig, packen Sie die Dateien in eine nach aktuellem Stand der Technik verschlüsselte .zip-Datei mit starkem Kennwort und nennen Sie uns das Kennwort ausschließlich telefonisch.
new-customer-anyway = Ticket trotzdem anlegen
reason-email-not-waiting = Diese E-Mail wurde schon gesendet.
reason-email-taken-back = Diese E-Mail wurde zurückgenommen. Sie kann nicht gesendet werden.
reason-recipient-unreachable = Der Empfänger ist nicht erreichbar: Das Konto ist deaktiviert oder hat keine nutzbare Adresse.

column-due = Frist
new-private = Privates Ticket
new-private-hint = Kollegen sehen es nicht, auch wenn Ihre Organisation Tickets freigibt.

new-customer-find = Kunden suchen
new-customer-matches = Gefundene Kunden
new-customer-known = Bekannt: { $name }
new-customer-open = Dieser Kunde hat schon offene Tickets:
new-customer-alike = ähnlich

new-similar = Ähnliche Tickets, vielleicht mit der Antwort:
new-similar-none = Keine ähnlichen Tickets gefunden.
new-similar-find = Ähnliche Tickets suchen
