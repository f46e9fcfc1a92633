# Log-in and password.
login-title = Log in to { $brand }
login-identifier = User name / e-mail
login-password = Password
login-remember = Remember me
login-submit = Log in
login-forgotten = Forgotten your password?
login-registered = You are already registered if you have been in contact with our support team.
login-request-before = Request a new password
login-request-link = here
login-request-after = .
login-no-account-before = If you do not have an account yet, please write to
login-no-account-after = .
login-wrong = The user name or the password is wrong.
login-too-often = Too many attempts. Please wait a few minutes, or request a new password.
login-bye = You have been logged out.
login-first = Please log in to see the page.

password-request-title = Request a password
password-request-intro = We send you a link by which you set your first or a new password.
password-request-label = Please enter your user name or e-mail address *
password-request-submit = Submit
password-request-sent = If an account exists for what you entered, we have just sent an e-mail with a link. Please look in your spam folder, too.
password-request-again = Request a new link
password-to-login = To the log-in

password-reset-title = Set a new password
password-new = New password
password-again = Repeat the new password
password-not-the-same = The two entries differ.
password-reset-submit = Save password
password-reset-sessions = You are logged in afterwards. Sessions on other devices end.
password-link-expired = This link does not work any more: it has been used already, or it has expired.
password-rule-length = { $n ->
    [one] at least one character
   *[other] at least { $n } characters
}
password-rule-digits = { $n ->
    [one] at least one digit
   *[other] at least { $n } digits
}
password-rule-lower = { $n ->
    [one] at least one lower-case letter
   *[other] at least { $n } lower-case letters
}
password-rule-upper = { $n ->
    [one] at least one upper-case letter
   *[other] at least { $n } upper-case letters
}

# Where the links of an email lead that asks what became of a ticket.
feedback-title = Your ticket #{ $number }
feedback-title-expired = Link expired
feedback-expired = This link has expired or is invalid. Log in to find your ticket under "Tickets".
feedback-to-tickets = Go to tickets
feedback-to-ticket = Open ticket
feedback-to-solved = Is it solved?
feedback-to-rating = Rate
feedback-solved = Is your request solved?
feedback-solved-hint = The ticket is then closed. A comment opens it again at any time.
feedback-solved-submit = Yes, solved
feedback-solved-no = No, not yet
feedback-open = Not solved yet?
feedback-open-text = What is still open? (optional)
feedback-open-submit = Reopen ticket
feedback-open-no = It is solved after all
feedback-open-unsaid = My request is not solved yet.
feedback-done-solved = Thank you! The ticket is closed.
feedback-done-open = Thank you for telling us. The ticket is open again and we are looking into it.
feedback-done-rated = Thank you for your rating! You can change it here for 30 days.
feedback-status-NEW = This ticket is open.
feedback-status-OPEN = This ticket is open again.
feedback-status-PENDING = We are waiting for your answer on this ticket.
feedback-status-RESOLVED = This ticket is resolved.
feedback-status-CLOSED = This ticket is closed.
