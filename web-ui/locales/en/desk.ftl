# The desk of the support team.
view-waiting = Waiting for us
view-unassigned = New, unassigned
view-mine = Assigned to me
view-open = Open
view-pending = Awaiting reply
view-resolved = Resolved
view-all = All tickets
desk-assigned = { $n ->
    [0] No ticket assigned.
    [one] One ticket is now assigned to you.
   *[other] { $n } tickets are now assigned to you.
}
desk-empty = Nothing to do here
desk-empty-hint = New tickets appear automatically.
pick-all = Select all

facts = Facts about the ticket
fact-status = Status
fact-assignee = Assignee
fact-priority = Priority
fact-queue = Queue
fact-organisation = Organisation
fact-title = Title
fact-tags = Tags
fact-tags-hint = separated by commas; in double quotes if a comma is part of the tag
fact-tags-whole = All tags, separated by commas
case-signature = Added below in the email:
memo-change = Change note
memo-add = Note about the customer
memo-label = Note about the customer
memo-hint = Only your team sees this. Empty: no note.
memo-save = Save note
memo-clash = { $by } has changed the note in the meantime; the current text is shown above. Your text is still there: saving it replaces the note.
memo-clash-system = The note has changed in the meantime; the current text is shown above. Your text is still there: saving it replaces the note.
reason-memo-stale = The note has changed in the meantime.
reason-memo-too-long = The note is longer than 5,000 characters.
reason-memo-of-staff = Notes can be written only about customers.
fact-customer = Customer
fact-undeliverable = Emails to this address bounce and are not sent. The last error:
fact-try-address = Try again
fact-mail-failed = The email with the password link could not be delivered:
fact-role-address = Role address: it may not always be the same person who writes from it.
fact-created = Created
fact-save = Save facts
fact-history = Show history ({ $n })

mark-new = New: you have not opened it yet
mark-replied = The customer has replied
mark-held = A reply is held back
rail-unseen = { $n } unread
fact-unknown-sender = Unknown sender
fact-customer-unknown = The email contains no address to reply to.
fact-customer-off = The account is deactivated; this person gets no emails.
fact-customer-no-address = No reachable email address.

view-risk = At risk
view-mentioned = Mentions me
view-escalated = Overdue

clocks = Agreed times
clock-response = Response
clock-restoration = Restoration
clock-due = due
clock-met = ended
clock-why = why?
clock-used = { $elapsed } of { $target } used
clock-agreement = Agreement
clock-calendar = Calendar
clock-from = from
clock-to = to
clock-reason = counted?
clock-earlier = { $n ->
    [one] One earlier interval is not listed.
   *[other] { $n } earlier intervals are not listed.
}
due-run = { $amount }
due-soon = { $amount }
due-late = { $amount } over
due-paused = paused
due-met = ✓ met
due-missed = missed
due-none = no agreement
sla-BUSINESS_HOURS = counted
sla-OUTSIDE_HOURS = outside hours
sla-HOLIDAY = holiday
sla-PENDING = waiting for the customer: paused
sla-RESOLVED = resolved: paused

# The search of the desk and what of it is saved.
views-saved = My views
views-shared = Team views
view-save = Save as view
view-save-new = Save as new view
view-edit = Edit view
view-update = Save
view-name = Name
view-shared = For the whole team
view-up = Move up
view-down = Move down
view-delete = Delete
desk-filter = Filters
desk-query = Search as text
desk-search = Search
desk-found = { $n ->
    [one] One ticket found.
   *[other] { $n } tickets found.
}
desk-filter-remove = Without { $key } { $value }
desk-search-hint = The search covers numbers, titles, texts, file names, tags, people and their addresses, and organisations. Words may be incomplete; "words in quotes" are matched exactly. Narrow the search with status:open, assignee:me, customer:name@example.org, tag:x, created:>2026-11-01. A leading minus excludes.
search-not = not
search-key-status = Status
search-key-assignee = Assignee
search-key-queue = Queue
search-key-customer = Customer
search-key-organisation = Organisation
search-key-organization = Organisation
search-key-org = Organisation
search-key-tag = Tag
search-key-priority = Priority
search-key-channel = Channel
search-key-turn = Waiting for
search-key-is = Only
search-key-created = Created
search-key-updated = Updated
search-key-sort = Sorted by
search-channel-EMAIL = email
search-channel-WEB = web
search-channel-PHONE = phone
search-channel-API = API
search-assignee-me = me
search-assignee-none = nobody
search-customer-me = me
search-turn-us = us
search-turn-staff = us
search-turn-customer = the customer
search-is-unseen = unread
search-is-escalated = overdue
search-is-private = private
search-is-at-risk = at risk
search-is-mentioned = where I am mentioned
search-is-watching = watched by me
search-sort-due = due time
search-sort-updated = last change
search-sort-created = creation
search-sort-priority = priority
reason-search-value = “{ $term }” is not a valid search term. Examples: status:new,open, assignee:me or none, priority:high, turn:us, is:unseen, created:>2026-11-01, updated:<7d and sort:due.
reason-query-required = Enter a search first.
reason-views-too-many = No more views can be saved.
fact-external-id = External ID

# The list as a tool.
view-changed = View changed
view-reset = Reset
view-save-short = Save
column-mark = What is new
column-last = Updated
unassigned = assigned to nobody
snippet-held = Reply held back: please review
pick-one = Select { $number }
desk-preview = Preview
desk-preview-open = Open
desk-work = Work through
desk-work-title = Work through this view: open the first ticket
desk-select = Select
desk-select-end = Stop selecting
desk-sort = Sort
sort-due = Due first
sort-waiting = Longest waiting first
sort-down-updated = Last change first
sort-down-priority = Priority
sort-down-created = Newest first
sort-created = Oldest first
sort-column = By column
desk-range = { $from }–{ $to } of { $total }
desk-range-one = { $from } of { $total }
desk-back = Back
desk-more = { $n ->
    [one] One more
   *[other] { $n } more
}
desk-fresh = Show { $n } new
desk-next = Show { $n } more
desk-left = no longer in this list
rail-house = Manage

bulk-label = Change the selection
bulk-selection = Selection
bulk-picked = { $n } selected
bulk-of-others = not yours: { $names }
bulk-assign = Assign
bulk-assign-to = Assign to
bulk-me = Me
bulk-nobody = Nobody
bulk-tag = Add
bulk-untag = Remove
bulk-macro-menu = Macro
bulk-more = More …
bulk-merge-into = Merge into ticket
bulk-merge = Merge
bulk-merge-number = Enter the number of the ticket to merge into.
bulk-drop = Clear the selection
bulk-nothing = Select some tickets first.
bulk-no-tags = Nothing was changed. Please enter at least one tag.
bulk-no-act = Nothing was changed. Choose what to do with the tickets.
bulk-assigned = { $n ->
    [0] No ticket assigned to { $name }.
    [one] One ticket assigned to { $name }.
   *[other] { $n } tickets assigned to { $name }.
}
bulk-unassigned = { $n ->
    [0] No ticket changed.
    [one] One ticket is now unassigned.
   *[other] { $n } tickets are now unassigned.
}
bulk-status = { $n ->
    [0] No ticket changed.
    [one] One ticket is now "{ $name }".
   *[other] { $n } tickets are now "{ $name }".
}
bulk-priority = { $n ->
    [0] No ticket changed.
    [one] One ticket now has the priority "{ $name }".
   *[other] { $n } tickets now have the priority "{ $name }".
}
bulk-queue = { $n ->
    [0] No ticket moved.
    [one] One ticket moved to "{ $name }".
   *[other] { $n } tickets moved to "{ $name }".
}
bulk-macro = { $n ->
    [0] "{ $name }" applied to no ticket.
    [one] "{ $name }" applied to one ticket.
   *[other] "{ $name }" applied to { $n } tickets.
}
bulk-tagged = { $n ->
    [0] No ticket changed.
    [one] { $name } added to one ticket.
   *[other] { $name } added to { $n } tickets.
}
bulk-untagged = { $n ->
    [0] No ticket changed.
    [one] { $name } removed from one ticket.
   *[other] { $name } removed from { $n } tickets.
}
bulk-merged = { $n ->
    [0] Nothing merged into #{ $name }.
    [one] One ticket merged into #{ $name }.
   *[other] { $n } tickets merged into #{ $name }.
}
bulk-link-to = Link to ticket
bulk-link = Link
bulk-link-number = Enter the number of the ticket to link to.
bulk-linked = { $n ->
    [0] Nothing linked to #{ $name }.
    [one] One ticket linked to #{ $name }.
   *[other] { $n } tickets linked to #{ $name }.
}
bulk-undone = { $n ->
    [0] Nothing undone.
    [one] The change to one ticket is undone.
   *[other] The changes to { $n } tickets are undone.
}
bulk-undone-partly = Only a part is undone.
bulk-answer-undone-but = { $n ->
    [one] The reply to { $numbers } is taken back, but not: { $what }. The ticket has changed in the meantime.
   *[other] The replies to { $numbers } are taken back, but not: { $what }. The tickets have changed in the meantime.
}
bulk-undone-late = { $n ->
    [one] Too late: the reply to { $numbers } has already been sent. Everything else there is undone.
   *[other] Too late: the replies to { $numbers } have already been sent. Everything else there is undone.
}
bulk-taken = { $n ->
    [one] One of them was assigned to { $name }.
   *[other] { $n } of them were assigned to { $name }.
}
bulk-failed = Not changed: { $numbers }.
bulk-open-children = Child tickets of { $parent } are still open: { $open }.
bulk-stays = Comments that were written stay.
bulk-undo = Undo
bulk-undo-some = { $n ->
    [one] Undo the one change
   *[other] Undo { $n }
}

# The command palette.
find-title = Commands
find-placeholder = Command, view, ticket or person
find-nothing = Nothing found
find-run = run
find-places = Go to
find-new-also = create, add
find-tickets = Tickets
find-people = People and organisations
find-of-ticket = Commands for #{ $number }
find-of-list = Commands for the selection or #{ $number }
find-of-selection = Commands for the selection
find-only-tickets = tickets only
find-only-people = people only
find-only-commands = commands only
find-assign = Assign to …
find-assign-also = delegate, hand over, pass on, owner, assignee
find-take = Assign to me
find-take-also = take, claim, mine, myself
find-status = Change status
find-urgent = Priority urgent
find-urgent-also = critical, immediately, asap
find-high = Priority high
find-high-also = important
find-normal = Priority normal
find-low = Priority low
find-tag = Tags
find-tag-also = label, keyword
find-macro = Apply a macro
find-move = Change queue or merge
find-move-also = transfer, route, forward, team, department
find-undo = Undo the last change
find-undo-also = revert, take back, reverse
find-fresh = Show new tickets
find-fresh-also = refresh, reload, update
find-filter = Filter
find-filter-also = narrow, restrict
find-answer = Reply
find-answer-also = answer, respond, write, comment
find-note = Internal note
find-note-also = comment, remark
find-merge = Merge with …
find-merge-also = duplicate, combine, join
find-split = Split
find-split-also = separate, divide
find-link = Link
find-link-also = connect, relate, parent, child
find-redact = Redact
find-redact-also = black out, erase, delete, remove
find-anywhere = Anywhere
find-status-also = close, resolve, solve, done, finish, reopen, pending
find-block = Insert a text block
find-block-also = template, snippet, canned response
find-unread-also = unseen, later
find-watch = Watch
find-unwatch = Stop watching
find-watch-also = follow, subscribe, notify
find-private = Private or visible to the organisation
find-private-also = confidential, hide, secret
find-print-also = paper, PDF
find-keys = Show the keys
find-keys-also = shortcuts, keyboard, hotkeys, help
find-logout-also = sign out, log off, leave
find-notices-also = alerts, bell, news
find-look-also = dark, light, dark mode, night mode, theme, colours
find-admin-people = Manage people
find-admin-organisations = Manage organisations
find-admin-queues = Manage queues
find-admin-agreements = Manage agreements
find-admin-macros = Manage macros
find-admin-texts = Manage text blocks
find-admin-audit = Audit log
search-unknown-QUEUE = Queue “{ $value }” not found.
search-unknown-ORGANISATION = Organisation “{ $value }” not found.
search-unknown-PERSON = Nobody has the address “{ $value }”.
search-unknown-TAG = No ticket has the tag “{ $value }”.
search-unknown-KEY = “{ $value }:” is not a search filter; searching for the text. Put the text in quotes to always search for it as it is.
search-unknown-near = “{ $value }:” is not a search filter; searching for the text. Did you mean “{ $nearest }:”? Put the text in quotes to always search for it as it is.
