# The desk of the support team.
view-unassigned = New, unassigned
view-mine = Assigned to me
view-open = Open
view-pending = Awaiting reply
view-resolved = Resolved
view-all = All tickets
desk-assign = Assign to me
desk-assigned = { $n ->
    [one] One ticket is now assigned to you.
   *[other] { $n } tickets are now assigned to you.
}
desk-assign-failed = { $n ->
    [one] One ticket could not be assigned.
   *[other] { $n } tickets could not be assigned.
}
desk-assign-nothing = Please tick the tickets first.
desk-empty = Nothing to do here
desk-empty-hint = New tickets appear by themselves.
pick-all = Select all

facts = Facts about the ticket
fact-status = Status
fact-assignee = Assignee
fact-priority = Priority
fact-queue = Queue
fact-title = Title
fact-tags = Tags
fact-tags-hint = separated by commas; in double quotes if a comma is part of the tag
fact-customer = Customer
fact-mail-failed = The mail with the password link did not arrive:
fact-role-address = Address of a function: whoever writes here may not always be the same person.
fact-created = Created
fact-save = Save facts
fact-history = Show history ({ $n })

mark-new = New: nobody has opened it
mark-replied = The customer has replied
mark-held = A reply is held back
rail-unseen = { $n } unread
fact-customer-off = The account is deactivated; emails do not reach this person.
fact-customer-no-address = No reachable email address.

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
views-saved = Saved views
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
desk-filter-add = Add filter …
desk-filter-do = Add
desk-filter-remove = Without { $key } { $value }
desk-search-hint = Words may be incomplete; "words in quotes" are matched exactly. Narrow the search with status:open, assignee:me, customer:name@example.org, tag:x, created:>2026-11-01. A leading minus excludes.
search-not = not
search-key-status = Status
search-key-assignee = Assignee
search-key-queue = Queue
search-key-customer = Customer
search-key-organisation = Organisation
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
search-is-watching = watched by me
search-sort-due = due time
search-sort-updated = last change
search-sort-created = creation
search-sort-priority = priority
reason-search-value = The search contains an unknown value. Possible are, for example, status:new,open, assignee:me or none, priority:high, turn:us, is:unseen, created:>2026-11-01, updated:<7d and sort:due.
reason-query-required = Enter a search first.
reason-views-too-many = No more views can be saved.
fact-external-id = External ID
