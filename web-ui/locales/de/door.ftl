# Anmelden und Passwort.
login-title = Anmelden bei { $brand }
login-identifier = Benutzername / E-Mail
login-password = Passwort
login-remember = An mich erinnern
login-submit = Anmelden
login-forgotten = Passwort vergessen?
login-registered = Sie sind bereits registriert, wenn Sie mit unserem Support Team Kontakt hatten.
login-request-before = Beantragen eines neuen Passworts
login-request-link = hier
login-request-after = .
login-no-account-before = Wenn Sie noch kein Konto haben, schreiben Sie uns bitte unter
login-no-account-after = {" "}an.
login-wrong = Benutzername oder Passwort ist falsch.
login-too-often = Zu viele Versuche. Bitte warten Sie einige Minuten, oder beantragen Sie ein neues Passwort.
login-bye = Sie sind abgemeldet.
login-first = Bitte melden Sie sich an, um die Seite zu sehen.

password-request-title = Passwort beantragen
password-request-intro = Wir senden Ihnen einen Link, mit dem Sie Ihr erstes oder ein neues Passwort festlegen.
password-request-label = Bitte geben Sie Ihren Benutzernamen oder E-Mail-Adresse ein *
password-request-submit = Übermitteln
password-request-sent = Wenn es ein Konto zu Ihrer Eingabe gibt, haben wir gerade eine E-Mail mit einem Link gesendet. Bitte sehen Sie auch im Spam-Ordner nach.
password-request-again = Neuen Link beantragen
password-to-login = Zur Anmeldung

password-reset-title = Neues Passwort festlegen
password-new = Neues Passwort
password-again = Neues Passwort wiederholen
password-not-the-same = Die beiden Eingaben sind verschieden.
password-reset-submit = Passwort speichern
password-reset-sessions = Danach sind Sie angemeldet. Anmeldungen auf anderen Geräten enden.
password-link-expired = Dieser Link gilt nicht mehr: Er wurde schon benutzt, oder er ist abgelaufen.
password-rule-length = { $n ->
    [one] mindestens ein Zeichen
   *[other] mindestens { $n } Zeichen
}
password-rule-digits = { $n ->
    [one] mindestens eine Ziffer
   *[other] mindestens { $n } Ziffern
}
password-rule-lower = { $n ->
    [one] mindestens ein Kleinbuchstabe
   *[other] mindestens { $n } Kleinbuchstaben
}
password-rule-upper = { $n ->
    [one] mindestens ein Großbuchstabe
   *[other] mindestens { $n } Großbuchstaben
}
