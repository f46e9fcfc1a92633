# Was jede Seite umgibt.
skip-to-content = Zum Inhalt
navigation = Navigation
menu = Menü
overviews = Übersichten
recently-opened = Zuletzt geöffnet
recent-close = { $number } aus der Liste nehmen
recent-changed = (geändert)
search-label = Tickets durchsuchen
search-placeholder = Tickets durchsuchen
search-placeholder-staff = Nummer, Text, Kunde
new-ticket = Neues Ticket
logout = Abmelden
cancel-and-back = Abbrechen & Zurück
nobody = niemand

live-on = Live
live-reconnecting = Verbindung wird wiederhergestellt …
live-offline = keine Verbindung seit { $time }
live-stale = Stand von { $time }
live-out = Sie sind abgemeldet.
live-shut = Sie haben keinen Zugriff mehr. Ihr Text bleibt hier stehen, bis Sie die Seite verlassen.
live-changed = Die Seite wurde aktualisiert.

pages = Seiten
pages-previous = Neuere
pages-next = Weitere

keys-title = Alle Tasten
keys-new = neues Ticket
keys-search = suchen
keys-move = wählen
keys-open = öffnen
keys-enter-name = Enter
keys-assign = mir zuweisen
keys-submit-name = Strg+Enter
keys-submit = absenden
keys-help = alle Tasten
keys-ctrl = Strg
keys-commands = Befehle
keys-anywhere = Überall
keys-list = Liste
keys-both = Ticket und Auswahl
keys-ticket = Ticket
keys-writing = Beim Schreiben
keys-undo = zurücknehmen
keys-tick = ankreuzen
keys-give = zuweisen
keys-tick-to = bis hier ankreuzen
keys-neighbours = nächstes, voriges
keys-filter = Filter
keys-fresh = neue anzeigen
keys-drop = Auswahl aufheben
keys-back = zur Übersicht
keys-mention = Person erwähnen (in Notizen)
keys-submit-as = absenden mit Status
keys-leave = Feld verlassen
keys-single = Einzelne Tasten verwenden (gilt für diesen Browser)
keys-close = Schließen

form-check-fields = Bitte prüfen Sie die markierten Felder. Ihre Eingaben sind noch da.

sending-slow = Der Server antwortet noch nicht. Ihre Eingaben und Dateien bleiben hier.
sending-offline = Noch nicht gesendet: keine Verbindung seit { $time }. Ihre Eingaben und Dateien bleiben hier. Gesendet wird, sobald die Verbindung wieder steht, und nur einmal.
sending-unavailable = Noch nicht gesendet: Der Dienst ist seit { $time } vorübergehend nicht erreichbar. Ihre Eingaben und Dateien bleiben hier. Gesendet wird, sobald er wieder antwortet, und nur einmal.
sending-refused = Der Server hat das nicht angenommen (Fehler { $code }). Ihre Eingaben und Dateien bleiben hier.
sending-session = Nicht gesendet: Ihre Anmeldung ist abgelaufen. Ihre Eingaben und Dateien bleiben hier. Bitte melden Sie sich in einem neuen Tab an, und senden Sie dann noch einmal.
sending-upload = { $name } wird gesendet
sending-uploading = Dateien gesendet: { $percent }
sending-now = Jetzt noch einmal versuchen
sending-stop = Nicht senden, weiter bearbeiten
draft-mark = Entwurf
draft-saved = Entwurf gespeichert { $time }
draft-unsaved = Entwurf noch nicht gespeichert
draft-too-long = Der Text ist zu lang für einen Entwurf und wird nicht gespeichert.
draft-elsewhere = In einem anderen Fenster haben Sie an diesem Entwurf weitergeschrieben. Dort steht:
draft-both = Beide Texte behalten
draft-mine = Nur diesen Text behalten
draft-theirs = Den anderen Text nehmen
draft-discard = Entwurf verwerfen
draft-discard-short = Verwerfen
draft-save = Entwurf speichern
draft-no-script = Ohne JavaScript wird Ihr Text nicht von selbst gespeichert. Speichern Sie den Entwurf, bevor Sie die Seite verlassen oder etwas anderes auf ihr absenden.

search-title = Suche
search-found = { $n ->
    [one] Ein Ticket gefunden für „{ $query }“.
   *[other] { $n } Tickets gefunden für „{ $query }“.
}
search-nothing = Nichts gefunden
search-ask = Wonach suchen Sie?
search-hint = Gesucht wird in Nummern, Titeln, Texten und Dateinamen der Tickets, die Sie sehen dürfen, und in den Namen der Kollegen, von denen sie sind. Wörter dürfen unvollständig sein; „Wörter in Anführungszeichen“ müssen genau so vorkommen.
quick-views = Übersichten
quick-tickets = Tickets
quick-organisation = Organisation
quick-search = Suchen
quick-notices = Neues
quick-oneself = Ich
back-to-desk = Zurück zum Schalter
