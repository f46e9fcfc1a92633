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
