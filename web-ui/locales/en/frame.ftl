# What surrounds every page.
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
live-reconnecting = Reconnecting …
live-offline = No connection since { $time }
live-stale = As of { $time }
live-out = You are logged out.
live-shut = You no longer have access. Your text stays here until you leave the page.
live-changed = The page has been updated.

pages = Pages
pages-previous = Newer
pages-next = More

keys-title = All keys
keys-new = new ticket
keys-search = search
keys-move = move
keys-open = open
keys-enter-name = Enter
keys-assign = assign to me
keys-submit-name = Ctrl+Enter
keys-submit = send
keys-help = all keys
keys-ctrl = Ctrl
keys-commands = commands
keys-anywhere = Anywhere
keys-list = List
keys-both = Ticket and selection
keys-ticket = Ticket
keys-writing = Writing
keys-undo = undo
keys-tick = select
keys-give = assign
keys-tick-to = select up to here
keys-neighbours = next, previous
keys-filter = filter
keys-fresh = show new
keys-drop = clear the selection
keys-back = back to the view
keys-mention = mention someone (in notes)
keys-submit-as = send with a status
keys-leave = leave the field
keys-single = Use single keys (for this browser)
keys-close = Close

form-check-fields = Please check the marked fields. What you typed is still there.

sending-slow = The server has not answered yet. What you entered and your files stay here.
sending-offline = Not sent yet: no connection since { $time }. What you entered and your files stay here. They are sent as soon as the connection is back, and only once.
sending-unavailable = Not sent yet: the service has been temporarily unavailable since { $time }. What you entered and your files stay here. They are sent as soon as it answers again, and only once.
sending-refused = The server did not accept this (error { $code }). What you entered and your files stay here.
sending-session = Not sent: your session has ended. What you entered and your files stay here. Please log in in a new tab, then send again.
sending-upload = Sending { $name }
sending-uploading = Files sent: { $percent }
sending-now = Try again now
sending-stop = Do not send, keep editing
draft-mark = Draft
draft-saved = Draft saved { $time }
draft-unsaved = Draft not saved yet
draft-too-long = The text is too long for a draft and is not saved.
draft-elsewhere = You have gone on writing this draft in another window. It says there:
draft-both = Keep both texts
draft-mine = Keep this text only
draft-theirs = Take the other text
draft-discard = Discard draft
draft-discard-short = Discard
draft-save = Save draft
draft-no-script = Without JavaScript your text is not saved automatically. Save the draft before you leave the page or submit anything else on it.

search-title = Search
search-found = { $n ->
    [one] One ticket found for “{ $query }”.
   *[other] { $n } tickets found for “{ $query }”.
}
search-nothing = Nothing found
search-ask = What are you looking for?
search-hint = The search covers numbers, titles, texts and file names of the tickets that you may see, and the names of colleagues who opened them. Words may be incomplete; "words in quotes" are matched exactly.
quick-views = Views
quick-tickets = Tickets
quick-organisation = Organisation
quick-search = Search
quick-notices = Updates
quick-oneself = Me
back-to-desk = Back to the desk
