# Was die Mitglieder des Teams betrifft.
notices-centre = Mitteilungen
notices-intro = Hier steht, was Sie betrifft: Tickets, die Ihnen zugewiesen werden, Antworten Ihrer Kunden, Erwähnungen und Fristen.
notices-filter = Mitteilungen filtern
notices-show-unread = Ungelesen
notices-show-all = Alle
notices-show-assigned = Zugewiesen
notices-show-replied = Antworten
notices-show-mentioned = Erwähnungen
notices-show-due = Fristen
notices-show-new = Neue Tickets
notices-read = Gelesen
notices-read-all = Alle als gelesen markieren
notices-unread = (ungelesen)
notices-empty = Keine Mitteilungen
notices-choose = Worüber Sie benachrichtigt werden
notices-browser-on = In diesem Browser benachrichtigen
notices-browser-off = In diesem Browser nicht mehr benachrichtigen
notices-browser-denied = Dieser Browser lässt keine Benachrichtigungen zu. Erlauben Sie sie in seinen Einstellungen für diese Seite.
notices-browser-more = { $n ->
    [one] Eine neue Mitteilung
   *[other] { $n } neue Mitteilungen
}
notices-kind-ASSIGNED = Ihnen wurde ein Ticket zugewiesen
notices-kind-REPLIED = { $name } hat geantwortet
notices-kind-MENTIONED = { $name } hat Sie in einer internen Notiz erwähnt
notices-kind-DUE_SOON = Eine vereinbarte Zeit läuft bald ab
notices-kind-OVERDUE = Eine vereinbarte Zeit ist überschritten
notices-kind-NEW_TICKET = Neues Ticket von { $name }
