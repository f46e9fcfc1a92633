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
    [one] The message has one more file, which you can find in the ticket.
   *[other] The message has { $count } more files, which you can find in the ticket.
}
comment = New comment:
comment-cut = The comment is shortened here; you can read all of it in the ticket.

## What changed

change-status = Status: { $from } → { $to }

## Confirmation

confirmation-intro = Thank you for your request. Its number is #{ $number }.
confirmation-follows = Your earlier request { $before } has been closed for some time. We have opened a new one and linked the two.
confirmation-next = We will look into it and get back to you. You can check its status at any time
confirmation-role-address = You are writing from a shared address that several people may read. If possible, please use your personal address, so that only you can see your requests.
confirmation-notice = Please do not send us confidential or personal data; use anonymised test data instead. If you need to send such data, use an encrypted .zip file and tell us its password by phone only.

## Change

changed-intro = There was a change to your ticket
changed-watcher-intro = There was a change to a ticket that you watch
changed-staff-intro = There was a change to this ticket
changed-mentioned-intro = You were mentioned in an internal note
changed-new-intro = There is a new ticket
changed-assigned-intro = This ticket was assigned to you
changed-unassigned-intro = This ticket no longer has an assignee
changed-further = { $count ->
    [one] One more ticket in this queue no longer has an assignee.
   *[other] { $count } more tickets in this queue no longer have an assignee.
}

## Question

question-intro = We have a question about your ticket
question-closes = If you do not answer, the ticket will be closed automatically on { $at }.

## Resolved

resolved-intro = As far as we can see, your ticket is resolved
resolved-closes = It will be closed automatically on { $at }.
resolved-reopen = If you disagree or have a question, just leave a comment: the ticket will be reopened automatically.

## Reminder

reminder-intro-PENDING = We are still waiting for your answer about your ticket
reminder-intro-RESOLVED = As far as we can see, your ticket is resolved and will close soon
reminder-closes = It will be closed automatically on { $at }.
reminder-stop = If something is still open, just leave a comment and the ticket will stay open.

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
password-request-intro = You requested a new password. Set it with this link
password-request-button = Set the password
password-request-ignore = If you did not request this, you can ignore this email. Nothing changes in your account.

## Two-factor authentication

second-factor-subject = Two-factor authentication at { $brand }
login-service-subject = Your login at { $brand }
second-factor-enabled-intro = Two-factor authentication is set up for your account. After your password, you are now also asked for a code from your authenticator app.
second-factor-disabled-intro = Two-factor authentication is turned off for your account. Your password alone is enough to log in again.
second-factor-reset-intro = We have reset two-factor authentication for your account and ended all sessions. Your password alone is enough to log in again.
second-factor-recovery-code-used-intro = Somebody logged in to your account with a recovery code. The code is no longer valid. You can create new codes in your profile.
second-factor-app-removed-intro = The authenticator app was removed from your account. After your password, you are now asked for a passkey.
second-factor-passkey-added-intro = A passkey was added to your account. You can log in with it without a password; the password alone is no longer enough.
second-factor-passkey-removed-intro = A passkey was removed from your account. Nobody can log in with it any more.
second-factor-passkey-refused-intro = We refused a login with one of your passkeys because it seems to have been copied. Please remove the passkey and add a new one.
second-factor-identity-linked-intro = The login service { $provider } is now linked to your account. You can log in with it, without your password and your second factor.
second-factor-at = Time: { $at }
second-factor-unexpected = If you did not expect this, change your password at once and let us know: { $url }

## Another address

address-changed-subject = Your email address at { $brand }
address-changed-intro = Your account at { $brand } now has another email address. We will no longer write to this one.
address-changed-unexpected = If you did not expect this, please let us know at once: { $url }

## Digest

digest-subject = { $count ->
    [one] { $brand }: updates to one ticket
   *[other] { $brand }: updates to { $count } tickets
}
digest-intro = { $count ->
    [one] There are updates to this ticket:
   *[other] There are updates to these tickets:
}
digest-NEW_TICKET = New ticket
digest-ASSIGNED = Assigned to you
digest-REPLIED = New reply
digest-WATCHED = Update to a ticket that you watch
digest-OVERDUE = An agreed time is about to pass or has passed
digest-MENTIONED = You were mentioned in an internal note
digest-more = { $count ->
    [one] There is one more ticket.
   *[other] There are { $count } more tickets.
}
digest-change-link = Choose in your profile when you get these emails
digest-change = Choose when you get these emails in your profile: { $url }/profile

## Invitation

invitation-subject = Your access to { $brand }
invitation-intro = We have prepared an account for you. Set your password with this link
invitation-button = Set the password
invitation-login = After that, log in with your email address: { $url }

link-expires = The link can be used once, until { $at }.

## Sample

sample-title = Printer does not print
sample-title-other = Screen stays dark
sample-comment =
    Hello,

    which version do you use?
