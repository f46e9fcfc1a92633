# Was jede Seite umgibt.
language-own-name = Deutsch
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
live-off = Verbindung unterbrochen
live-changed = Die Seite wurde aktualisiert.

pages = Seiten
pages-previous = Neuere
pages-next = Weitere

keys-title = Tasten
keys-new = neues Ticket
keys-search = suchen
keys-move = wählen
keys-open = öffnen
keys-enter-name = Enter
keys-assign = mir zuweisen
keys-submit-name = Strg+Enter
keys-submit = absenden
keys-help = alle Tasten
keys-close = Schließen

form-check-fields = Bitte prüfen Sie die markierten Felder. Ihre Eingaben sind noch da.
leave-question = Ihre Eingaben sind noch nicht abgeschickt. Seite trotzdem verlassen?

search-title = Suche
search-found = { $n ->
    [one] Ein Ticket gefunden für „{ $query }“.
   *[other] { $n } Tickets gefunden für „{ $query }“.
}
search-nothing = Nichts gefunden
search-ask = Wonach suchen Sie?
search-hint = Gesucht wird in Nummern, Titeln, Texten und Dateinamen der Tickets, die Sie sehen dürfen.
