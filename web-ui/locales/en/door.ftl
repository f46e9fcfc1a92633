# Login and password.
login-title = Log in to { $brand }
login-identifier = Username / email
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
login-wrong = Incorrect username or password.
login-too-often = Too many attempts. Please wait a few minutes, or request a new password.
login-bye = You have been logged out.
login-late = The login took too long. Please log in again.
login-first = Please log in to see the page.
login-passkey = Log in with a passkey
login-or = or
login-with = Log in with { $provider }

sign-in-failed = Login not possible
sign-in-back = Back to your profile
sign-in-contact = Questions? Write to us:
sign-in-expired = This login is no longer valid: it took too long, was already used or was started in another browser. Please try again.
sign-in-refused = The login service cancelled the login.
sign-in-away = The login service cannot be reached at the moment. Please try again in a few minutes.
sign-in-invalid = The response of the login service could not be verified. Please try again. If the problem persists, contact support.
sign-in-deactivated = This account is deactivated. Please contact support.
sign-in-no-account = You do not have an account here yet. Please contact support.
sign-in-no-address = The login service did not provide an email address.
sign-in-unverified = The login service has not verified your email address. Please verify it there, then log in again.
sign-in-domain = Your email address is not allowed to log in with this login service.
sign-in-group = None of your groups is allowed to log in. Please contact support.
sign-in-no-groups = The login service did not provide your groups, so your role cannot be checked. Please contact support.
sign-in-address-taken = An account with your email address already exists. Please log in with your password and link this login in your profile.
sign-in-of-another = This login is already linked to another account.

reason-single-sign-on = Your account uses single sign-on. Passwords and passkeys are not accepted.
password-request-alone = Staff with single sign-on do not get a link. Use the button on the login page instead.
code-title = Enter code
code-label = Code from your authenticator app
code-hint = Six digits. Each code works only once.
code-recovery = Recovery code
code-recovery-hint = One of the codes that you saved when you set this up. Each works only once.
code-submit = Log in
code-use-recovery = Use a recovery code
code-use-app = Use a code from the app
code-lost = If you have neither the app nor a recovery code, your administrator can reset two-factor authentication.
code-lost-any = If you have neither a passkey nor a recovery code at hand, your administrator can reset your second factor.
code-too-often-minutes = { $n ->
    [one] Too many attempts. Please wait a minute.
   *[other] Too many attempts. Please wait { $n } minutes.
}
code-too-often-hours = Too many attempts. Please wait { $n } hours.
code-title-any = Confirm your login
code-passkey-hint = Your account is protected by a second factor.
code-use-passkey = Use a passkey
code-back = Back to login
reason-code-wrong = This code is incorrect or was already used.
reason-code-missing = Please enter a code from your authenticator app or a recovery code.
reason-passkey-missing = Please confirm with a passkey, or enter a recovery code.

password-request-title = Request a password
password-request-about = We will send you a link to set your first or a new password.
password-request-label = Please enter your username or email address *
password-request-submit = Submit
password-request-sent = If an account exists for what you entered, we have just sent an email with a link. Please also check your spam folder.
password-request-again = Request a new link
password-to-login = Back to login

password-reset-title = Set a new password
password-new = New password
password-again = Repeat the new password
password-not-the-same = The passwords do not match.
password-reset-submit = Save password
password-reset-sessions = You will be logged in afterwards. Sessions on other devices will end.
password-link-expired = This link has expired or was already used.
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
feedback-solved-hint = The ticket will be closed. You can reopen it at any time with a comment.
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

unsubscribe-title = Unsubscribe
unsubscribe-ask = Stop getting emails about this?
unsubscribe-submit = Unsubscribe
unsubscribe-done = Unsubscribed. You no longer get emails about this:
unsubscribe-undo = Subscribe again
unsubscribe-again = You get emails about this again.
unsubscribe-profile = All notifications in your profile
unsubscribe-unknown = This link does not work. Log in to choose the emails you get in your profile.
