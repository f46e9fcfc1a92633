# The texts of the mails. Whatever a sentence tells of a ticket it tells to everyone who reads the mail:
# besides number, title and status there is nothing here.

greeting = Hello,
greeting-name = Hello { $name },
farewell = Kind regards

open-ticket = Open the ticket
ticket-number = Ticket #{ $number }

## How to answer

reply-by-mail = You can reply to this message or leave a comment in the ticket.
reply-by-note = If you reply to this message, your reply becomes an internal note that only the team can read.
reply-by-staff = If you reply to this message, your reply goes to the customer.
reply-on-the-web = Please do not reply to this message; leave a comment in the ticket instead.
contact = If you have questions, write to { $contact }.

## The comment, where mails carry texts

comment-by = Message from { $author }:
comment-files = { $count ->
    [one] The message has one more file, which you find in the ticket.
   *[other] The message has { $count } more files, which you find in the ticket.
}
comment = New comment:
comment-cut = The comment is cut here; the ticket has all of it.

## What changed

change-status = Status: { $from } → { $to }

## Confirmation

confirmation-intro = Thank you for your request. Its number is #{ $number }.
confirmation-follows = Your earlier request { $before } has been closed for some time. We have opened a new one and linked it to that one.
confirmation-next = We will look at it and get back to you. You can see where it stands at any time
confirmation-role-address = You write from a shared address that several people may read. If possible, please use your personal address: then only you see your requests.
confirmation-notice = Please do not send us confidential or personal data, but anonymised test data. Where that cannot be avoided, use an encrypted .zip file and tell us its password by telephone only.

## Change

changed-intro = There was a change to your ticket
changed-watcher-intro = There was a change to a ticket that you watch
changed-staff-intro = There was a change to this ticket
changed-mentioned-intro = You were mentioned in an internal note
changed-new-intro = There is a new ticket
changed-assigned-intro = This ticket was assigned to you
changed-unassigned-intro = This ticket has no assignee any more
changed-further = { $count ->
    [one] One more ticket of this queue has no assignee any more.
   *[other] { $count } more tickets of this queue have no assignee any more.
}

## Question

question-intro = We have a question about your ticket
question-closes = Without your answer the ticket closes automatically on { $at }.

## Resolved

resolved-intro = As far as we can see, your ticket is resolved
resolved-closes = It closes automatically on { $at }.
resolved-reopen = If you disagree or have a question, a comment is enough: the ticket is then reopened automatically.

## Reminder

reminder-intro-PENDING = We are still waiting for your answer about your ticket
reminder-intro-RESOLVED = As far as we can see, your ticket is resolved and will close soon
reminder-closes = It closes automatically on { $at }.
reminder-stop = If something is still open, a comment is enough: the ticket then stays open.

## Agreed times, to the staff

sla-warning-intro-response = The agreed response time for this ticket is about to run out
sla-warning-intro-restoration = The agreed restoration time for this ticket is about to run out
sla-warning-due = Due on { $at }.
sla-breached-intro-response = The agreed response time for this ticket has passed
sla-breached-intro-restoration = The agreed restoration time for this ticket has passed
sla-breached-due = It was due on { $at }.

## Asking the customer

ask-solved = Is your request solved?
ask-solved-yes = Yes, solved
ask-solved-no = No, not yet
ask-satisfied = How satisfied are you with our help?
ask-good = Good
ask-bad = Bad

## Closed

closed-intro = Your ticket is closed
closed-reopen = You can reopen it by leaving a comment without setting the status to “closed” again.

## Split

split-intro = A part of your ticket { $from } now has its own number, #{ $number }
split-rest = We continue to handle everything else as { $from }.

## Password

password-request-subject = Your password at { $brand }
password-request-intro = You asked for a new password. Set it at this link
password-request-button = Set the password
password-request-ignore = If you did not ask for this, there is nothing to do: nothing about your account changes.

## Two-factor authentication

second-factor-subject = Two-factor authentication at { $brand }
login-service-subject = Your log-in at { $brand }
second-factor-enabled-intro = Two-factor authentication is set up for your account. After your password, you are now also asked for a code from your authenticator app.
second-factor-disabled-intro = Two-factor authentication is turned off for your account. Your password alone is enough to log in again.
second-factor-reset-intro = We have reset two-factor authentication for your account and ended all sessions. Your password alone is enough to log in again.
second-factor-recovery-code-used-intro = Somebody logged in to your account with a recovery code. The code is no longer valid. You can create new codes in your profile.
second-factor-app-removed-intro = The authenticator app was removed from your account. After your password, you are now asked for a passkey.
second-factor-passkey-added-intro = A passkey was added to your account. You can log in with it without a password; the password alone is no longer enough.
second-factor-passkey-removed-intro = A passkey was removed from your account. Nobody can log in with it any more.
second-factor-passkey-refused-intro = We refused a log-in with one of your passkeys: there seems to be a copy of it. Please remove the passkey and add a new one.
second-factor-identity-linked-intro = The log-in service { $provider } is now linked to your account. You can log in through it, without your password and your second factor.
second-factor-at = Time: { $at }
second-factor-unexpected = If you did not expect this, change your password at once and let us know: { $url }

## Another address

address-changed-subject = Your email address at { $brand }
address-changed-intro = Your account at { $brand } has another email address now. We will not write to this one any more.
address-changed-unexpected = If you did not expect this, please let us know at once: { $url }

## Digest

digest-subject = { $count ->
    [one] { $brand }: news in one ticket
   *[other] { $brand }: news in { $count } tickets
}
digest-intro = { $count ->
    [one] There is news in this ticket:
   *[other] There is news in these tickets:
}
digest-NEW_TICKET = New ticket
digest-ASSIGNED = Assigned to you
digest-REPLIED = New reply
digest-WATCHED = News in a ticket that you watch
digest-OVERDUE = An agreed time is passing
digest-MENTIONED = You were mentioned in an internal note
digest-more = { $count ->
    [one] There is one more ticket.
   *[other] There are { $count } more tickets.
}
digest-change-link = Choose in your profile when you get these emails
digest-change = Choose when you get these emails in your profile: { $url }/profile

## Invitation

invitation-subject = Your access to { $brand }
invitation-intro = We have prepared an account for you. Set your password at this link
invitation-button = Set the password
invitation-login = After that, log in with your email address: { $url }

link-expires = The link works once and until { $at }.

## Sample

sample-title = Printer does not print
sample-title-other = Screen stays dark
sample-comment =
    Hello,

    which version do you use?
