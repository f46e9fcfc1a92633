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
fact-tags-hint = separated by commas
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
