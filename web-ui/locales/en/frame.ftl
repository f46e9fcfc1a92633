# What surrounds every page.
language-own-name = English
skip-to-content = Skip to content
navigation = Navigation
menu = Menu
overviews = Overviews
recently-opened = Recently opened
recent-close = Remove { $number } from the list
recent-changed = (changed)
search-label = Search tickets
search-placeholder = Search tickets
search-placeholder-staff = Number, text, customer
new-ticket = New ticket
logout = Log out
cancel-and-back = Cancel & back
nobody = nobody

live-on = Live
live-off = Connection lost
live-changed = The page has been updated.

pages = Pages
pages-previous = Newer
pages-next = More

keys-title = Keys
keys-new = new ticket
keys-search = search
keys-move = select
keys-open = open
keys-enter-name = Enter
keys-assign = assign to me
keys-submit-name = Ctrl+Enter
keys-submit = send
keys-help = all keys
keys-close = Close

form-check-fields = Please check the marked fields. What you typed is still there.
leave-question = You have not sent what you typed. Leave the page all the same?

search-title = Search
search-found = { $n ->
    [one] One ticket found for “{ $query }”.
   *[other] { $n } tickets found for “{ $query }”.
}
search-nothing = Nothing found
search-ask = What are you looking for?
search-hint = The search covers numbers, titles, texts and file names of the tickets that you may see.
