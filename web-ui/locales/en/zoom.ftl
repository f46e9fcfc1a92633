# One ticket with its conversation.
via-EMAIL = by email
via-WEB = on the web
via-PHONE = by phone
via-API = via API
zoom-queue = mailbox { $queue }
zoom-close = Close ticket
zoom-created = Thank you, your ticket #{ $number } has been created. The confirmation is on its way by email.
zoom-earlier = Show earlier comments
zoom-latest = To the latest comments
zoom-internal = internal, hidden from customers
zoom-automatic = automatic reply
zoom-support = Support
zoom-files-only = (files only)
zoom-settled = The customer writes that this ticket can be closed.
zoom-bounced = The last email to the customer bounced. The history shows the reason; please contact the customer in another way.
zoom-quiet = Nobody has written in this ticket yet. Add anything that helps us.
zoom-comment = Comment
zoom-text = Text
zoom-answer = Answer to customer
zoom-note = Internal note
zoom-visibility = Who can see it?
zoom-placeholder = Hello { $brand }, I would like to add the following information …
zoom-placeholder-staff = Your answer …
zoom-status = Status
zoom-status-after = Status afterwards
zoom-submit = Update
zoom-stale = The ticket has changed in the meantime. Your text is still there: please read what is new, then send it again.
zoom-sent-elsewhere = You have already replied here in another window. Please check, and send again if you want to send this as well.
zoom-meanwhile = Something new has arrived while you were writing. You can find it above in the conversation.

auto-close-before-customer-RESOLVED = We consider this matter settled. If we do not hear from you, it will be closed automatically on
auto-close-after-customer-RESOLVED = . If you have objections or questions, simply write a comment: the ticket will then be reopened.
auto-close-before-customer-PENDING = We are waiting for your answer. If we do not hear from you, this ticket will be closed automatically on
auto-close-after-customer-PENDING = . You can reopen it later by writing a comment.
auto-close-in = { $days ->
    [0] today
    [1] tomorrow
   *[other] in { $days } days
}
auto-close-before-staff-RESOLVED = If the customer does not object, this ticket will be closed automatically on
auto-close-after-staff-RESOLVED = .
auto-close-before-staff-PENDING = If the customer does not answer, this ticket will be closed automatically on
auto-close-after-staff-PENDING = .

preset-customer-NEW = new
preset-customer-OPEN = open
preset-customer-PENDING = open
preset-customer-RESOLVED = reopen
preset-customer-CLOSED = reopen
preset-staff = automatic
effect-customer-NEW = The ticket stays “new” until our support team has looked at it.
effect-customer-OPEN = The ticket stays “open”.
effect-customer-PENDING = Your comment changes the ticket from “awaiting reply” to “open”.
effect-customer-RESOLVED = Your comment reopens the ticket unless you choose “closed”.
effect-customer-CLOSED = Your comment reopens the ticket unless you choose “closed”.
effect-staff-NEW = Your answer changes the ticket to “open” unless you choose another status.
effect-staff-OPEN = The ticket stays “open” unless you choose another status.
effect-staff-PENDING = The ticket stays “awaiting reply” unless you choose another status.
effect-staff-RESOLVED = The ticket stays “resolved” unless you choose another status.
effect-staff-CLOSED = The ticket stays “closed” unless you choose another status.
effect-told = The customer gets an email.
effect-set = The ticket changes to “{ $status }”.
effect-stays = The ticket stays “{ $status }”.
effect-internal = Only the support team sees notes. A note does not change the status unless you choose one.

file-encrypted = encrypted
file-encrypted-title = encrypted; password by phone only
file-weak = weak encryption

event-status = Status:
the-system = System
change-assignee = assigned to { $name }
change-assignee-customer = { $name } is working on your ticket
change-assignee-none = unassigned
change-queue = Queue: { $from } → { $to }
change-organisation = Organisation: { $from } → { $to }
change-organisation-none = Organisation removed: { $from }
change-organisation-set = Organisation: { $to }
change-title = Title: “{ $from }” → “{ $to }”
title-removed = [removed]
change-tags = Tags: { $to }
change-tags-none = Tags removed
change-mail = Email to { $address } bounced: { $reason }
change-timer-CLOSE = could not be closed automatically – please check the status
change-timer-REMIND = could not send the reminder before closing
change-mentions = mentions { $ticket }
change-follows = continues { $ticket }
kind-CREATED = Ticket created
kind-COMMENTED = Comment
kind-STATUS_CHANGED = Status changed
kind-ASSIGNED = Assignment changed
kind-CHANGED = Changed
kind-MERGED = Merged
kind-UNMERGED = Merge undone
kind-SPLIT = Split
kind-LINKED = Links changed
kind-SLA_WARNING = Agreed time about to pass
kind-SLA_BREACHED = Agreed time passed
kind-AUTO_CLOSED = closed automatically
kind-MAIL_BOUNCED = Email could not be delivered
kind-REDACTED = Content removed

zoom-reply-received = Your reply by email has arrived. Our team is looking at it.
zoom-reply-held = A reply by email was held back. It is shown below as an internal comment.
zoom-customer-unknown = The sender is unknown, so nobody will get your answer.
zoom-customer-off = The customer's account is deactivated: they get no email and cannot read your answer.
zoom-customer-undeliverable = Emails to the customer bounce, so your answer is not sent to them. They can read it on the ticket page.
zoom-customer-no-address = The customer has no reachable email address, so your answer does not reach them.
zoom-stays-open = This ticket does not close automatically until you answer or choose a status: the customer could not be notified, or a reply is waiting for you.
email-WAITING = An email to { $address } is waiting to be sent{ $known ->
    [yes] : { $reason }
   *[no] .
} Since:
email-FAILED = An email to { $address } could not be delivered: { $reason } Written:
email-BOUNCED = An email to { $address } bounced: { $reason } Written:
email-HELD = An email to { $address } is held because too many emails were sent to this person in a short time. Written:
email-WITHDRAWN = An email to { $address } was not sent: { $reason } Written:
email-resend = Send again
mail-switched-off = The account is deactivated.
mail-no-address = There is no reachable address.
mail-undeliverable = An earlier email to this address bounced.
mail-ticket-hidden = The recipient can no longer see the ticket.
mail-comment-hidden = The recipient can no longer see the comment.
mail-taken-back = It was taken back before it was sent.
change-mail-withdrawn = Email to { $address } not sent: { $reason }
change-mail-waits = Email to { $address } is waiting again: { $reason }
change-mail-held = Too many emails to { $address }: automatic emails of this ticket are held until a team member answers or changes the ticket.
change-mail-held-answers = Too many answers from the team to { $address } within an hour: further ones are held. You can send each of them from the answer; new ones are sent again within an hour.
change-mail-held-person = Too many automatic emails to { $address } within an hour, across all tickets: further ones are held and listed on their tickets. Answers from the team are still sent.
change-mail-resent = Email to { $address } sent again

private = private
watchers = Watchers
watchers-none = Nobody
watchers-who-sees = Who can see this ticket?{ $n ->
    [0] {""}
    [one] {" "}({ $n } watcher)
   *[other] {" "}({ $n } watchers)
}
watchers-hint = Watchers can see the ticket, answer it, and get emails. You can add colleagues from your organisation.
watchers-hint-staff = Watchers get emails about public changes. Customers among them can see the ticket and answer it.
watcher-add = Add
watcher-remove = Remove
watch-oneself = Watch ticket
change-private = made private
change-private-ended = shared with colleagues
change-watcher-added = { $name } watches the ticket
change-watcher-removed = { $name } no longer watches the ticket
fact-private = Visibility
private-hint-staff = Only the customer and the watchers see the ticket, not the customer's colleagues.
watcher-email = Your colleague's email address
watcher-who = Email address or name
watcher-customer = Customer, sees the ticket
watcher-staff = Team
watcher-which = Who do you mean?
watcher-nobody = Nobody named “{ $name }” was found. If you enter an email address, an account is created if needed.
watcher-several = Several people match “{ $name }”. Choose one.
unwatch-oneself = Stop watching
private-save = Save

# Which colleagues are at the ticket.
presence-writing =
    { $n ->
    [one] { $names } is writing.
   *[other] { $names } are writing.
}
presence-looking =
    { $n ->
    [one] { $names } is looking at this ticket.
   *[other] { $names } are looking at this ticket.
}
change-external-id = External ID: { $to }
change-external-id-none = External ID removed

# How satisfied the customer is.
rate-title = Rating
rate-change = Change your rating
rate-question = How satisfied are you with our help?
rate-GOOD = Good
rate-BAD = Bad
rate-comment = Anything else you would like to tell us? (optional)
rate-submit = Send rating
rate-staff-GOOD = Rating: good
rate-staff-BAD = Rating: bad
kind-RATED = Rated
change-rating-GOOD = rated good
change-rating-BAD = rated bad
change-rating-comment = added a comment to the rating
files-all = All { $n } files as zip
fact-files = Files
notice-title = Privacy notice
notice-version = Version { $version }
notice-shown = Version { $version } was shown beside the form when this ticket was opened.
notice-since = In use since
notice-not-kept = The text of this version was not stored. It came from the configuration file, which now has another version.
emails-title = Emails of this ticket
emails-none = There are no emails about this ticket yet.
emails-queued = written
emails-accepted = accepted by the mail server
emails-WAITING = { $attempts ->
    [0] waiting to be sent
   *[other] waiting for the next attempt
}
emails-FAILED = not delivered
emails-BOUNCED = bounced
emails-HELD = held because too many emails were sent to this person in a short time
emails-WITHDRAWN = not sent
emails-taken-back = taken back
picture = Picture
picture-blocked = Not loaded: pictures on other servers tell the sender who reads the email.
