# What lets a person in: sessions and API tokens.
access-title = Sessions and API tokens
access-done-session = The session has ended.
access-done-others = All other sessions have ended.
access-done-token = The API token has been revoked.
access-done-identity = The link has been removed.
access-client-known = { $browser } on { $system }
access-unlink-named = Unlink { $provider }
access-unlink-hint = You can no longer log in by a service that you unlink. A role and organisations that came with it are taken back. Open sessions go on.
access-last-admin = This login made the last admin one. Please appoint another admin first.
access-sessions = Sessions
access-client = Browser
access-client-unknown = Unknown browser
access-since = Logged in since
access-used = Last used
access-current = This session
access-end = Log out
access-tokens = API tokens
access-name = Name
access-scopes = Scopes
access-created = Created
access-expires = Expires
access-never-expires = never
access-never-used = never
access-revoke = Revoke
access-no-sessions = There are no open sessions.
access-no-tokens = There are no API tokens.
access-hint = With an API token, a program acts in your name. Revoke every token that you do not recognise.
access-end-others = End all other sessions
access-identities = Login services
access-provider = Service
access-identity = Address there
access-linked-at = Linked on
access-unlink = Unlink
access-no-identities = No login service is linked.
access-link = Link { $provider }
access-linked = The login service is linked.
access-last = This is your only way to log in. Please set a password first, at “Forgotten your password?” on the log-in page, or link another service.
link-intro = Once { $provider } is linked, anybody who can log in there can log in here as you, without your password. Please confirm that it is you.
link-continue = Continue
link-proven = Confirmed.
link-go = Continue to { $provider }
reason-identity-required = Your log-in is older than 15 minutes. Please confirm that it is you.

# What is shown beside the password.
second-factor-title = Two-factor authentication
second-factor-off = Only the password is asked for when you log in. With an authenticator app on your phone, your account is protected even if somebody knows your password.
second-factor-on = Set up on
second-factor-unready = Your role requires two-factor authentication. Please set it up to continue.
second-factor-required = Your role requires two-factor authentication, so it cannot be turned off.
second-factor-begin = Set up
second-factor-change = Change
second-factor-password = Your password
second-factor-code = Code from the app, or recovery code
second-factor-scan = Scan this image with your authenticator app.
second-factor-qr = QR code for the authenticator app
second-factor-type = Or enter this key in the app:
second-factor-first-code = Code that the app shows now
second-factor-confirm = Confirm
second-factor-enabled = Two-factor authentication is set up.
second-factor-disabled = Two-factor authentication is turned off.
second-factor-codes = These are your recovery codes. With each of them you can log in once when you do not have your phone or passkey. Earlier codes do not work any more.
second-factor-codes-hint = Keep the codes in a safe place. They are not shown again.
second-factor-download = Download
second-factor-print = Print
second-factor-file = recovery-codes.txt
second-factor-go-on = Saved, continue
second-factor-left = { $n ->
    [0] You have no recovery codes left. Please make new ones.
    [one] You have one recovery code left.
   *[other] You have { $n } recovery codes left.
}
second-factor-renew = New recovery codes
second-factor-move = Set up another app
second-factor-disable = Turn off
second-factor-back = Back to your account
second-factor-log-out = Log out
reason-password-wrong = The password is wrong.
reason-set-up-expired = The set-up took too long. Please begin again.
reason-second-factor-off = Two-factor authentication is not set up.

# Passkeys: what is shown instead of the password.
passkey-title = Passkeys
passkey-intro = With a passkey, you log in without a password: by fingerprint, face, device PIN or security key. It counts as a second factor as well.
passkey-password-alone = Once you have a passkey, your password alone is no longer enough. You get recovery codes in case you lose the device.
passkey-added-on = Added on
passkey-used-on = last used on
passkey-never-used = not used yet
passkey-rename = Rename
passkey-remove = Remove
passkey-remove-named = Remove { $name }
passkey-remove-question = Remove the passkey “{ $name }”?
passkey-remove-last = Your password alone is enough to log in again then, and your recovery codes no longer work.
passkey-kept = Your role requires a second factor. To remove this passkey, add another one or set up an app first.
passkey-add = Add a passkey
passkey-make = Create passkey
passkey-make-hint = Give the passkey a name. Your browser then asks you where to save it.
passkey-name = Name
passkey-name-hint = For example the device or the password manager that holds it.
passkey-added = The passkey was added.
passkey-renamed = The passkey was renamed.
passkey-removed = The passkey was removed.
passkey-prove = Confirm with a passkey
passkey-proven = Confirmed with a passkey.
passkey-script = Passkeys need JavaScript. Please turn it on.
passkey-unavailable = Passkeys cannot be used here: they need an address with https and a name.
passkey-unsupported = This browser does not support passkeys here.
passkey-cancelled = This was cancelled or took too long.
passkey-elsewhere = Passkeys cannot be used at this address. Please open the page at its usual address.
passkey-failed = That did not work. Please try again.
passkey-app-instead = Set up an authenticator app instead
passkey-use = Use passkeys
passkey-some = { $n ->
    [one] You have one passkey.
   *[other] You have { $n } passkeys.
}
second-factor-by-passkey = After your password, you are asked for a passkey.
second-factor-begin-app = Set up an authenticator app
reason-passkey-wrong = This passkey was not accepted.
reason-passkey-known = This device already has a passkey for your account.
reason-passkey-none = There is no passkey for this account.
reason-passkeys-too-many = You have a great many passkeys. Please remove one first.
reason-passkeys-unavailable = Passkeys cannot be used here: they need an address with https and a name.
reason-ceremony-expired = This took too long. Please try again.
reason-log-in-again = Log in again first: for this, your log-in must not be older than 15 minutes.
