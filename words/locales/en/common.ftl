# Words that pages and mails share. The names behind the dash are those of the interfaces.

status-NEW = new
status-OPEN = open
status-PENDING = awaiting reply
status-RESOLVED = resolved
status-CLOSED = closed

priority-LOW = low
priority-NORMAL = normal
priority-HIGH = high
priority-URGENT = urgent

channel-EMAIL = email
channel-WEB = web
channel-PHONE = phone
channel-API = API

role-CUSTOMER = customer
role-AGENT = support
role-ADMIN = admin

visibility-PUBLIC = public
visibility-INTERNAL = internal

change-priority = Priority: { $from } → { $to }

language-own-name = English
language-de = German
language-en = English

written-no-subject = (no subject)
written-erased-person = Erased person
written-erased-request = Erased request
# {"{n}"} is replaced by the number.
written-unopened-mails = This email contained more emails than can be opened. Not opened: {"{n}"}. They are attached here as files.
# {"{ticket}"} is replaced by the address of the ticket.
written-unopened-mails-elsewhere = This email contained more emails than can be opened. Not opened: {"{n}"}. They are files of this ticket: {"{ticket}"}

invitation-ACCEPTED = accepted
invitation-DECLINED = declined
invitation-TENTATIVE = tentatively accepted
invitation-DELEGATED = delegated
invitation-NEEDS-ACTION = no answer yet
invitation-by-COUNTER = proposes another time
invitation-by-DECLINECOUNTER = declines the proposed time
invitation-by-REFRESH = asks for the latest version of the event
invitation-is-CANCEL = Cancelled
invitation-is-COUNTER = Proposal for another time
invitation-is-DECLINECOUNTER = Proposed time declined
invitation-is-REFRESH = Request for the latest version of the event
invitation-label-status = Status
invitation-label-title = Event
invitation-label-when = When
invitation-label-where = Where
invitation-label-organizer = Organiser
