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
login-late = Die Anmeldung hat zu lange gedauert. Bitte melden Sie sich noch einmal an.
login-first = Bitte melden Sie sich an, um die Seite zu sehen.
login-passkey = Mit Passkey anmelden
login-or = oder
login-with = Mit { $provider } anmelden

sign-in-failed = Anmeldung nicht möglich
sign-in-back = Zurück zum Profil
sign-in-contact = Fragen? Schreiben Sie uns:
sign-in-expired = Diese Anmeldung ist nicht mehr gültig: Sie hat zu lange gedauert, wurde bereits verwendet oder in einem anderen Browser begonnen. Bitte versuchen Sie es noch einmal.
sign-in-refused = Der Anmeldedienst hat die Anmeldung abgebrochen.
sign-in-away = Der Anmeldedienst ist im Moment nicht erreichbar. Bitte versuchen Sie es in einigen Minuten noch einmal.
sign-in-invalid = Die Antwort des Anmeldedienstes konnte nicht geprüft werden. Bitte versuchen Sie es noch einmal; wenn das nicht hilft, wenden Sie sich an den Support.
sign-in-deactivated = Dieses Konto ist deaktiviert. Bitte wenden Sie sich an den Support.
sign-in-no-account = Sie haben hier noch kein Konto. Bitte wenden Sie sich an den Support.
sign-in-no-address = Der Anmeldedienst hat keine E-Mail-Adresse übermittelt.
sign-in-unverified = Der Anmeldedienst hat Ihre E-Mail-Adresse nicht bestätigt. Bitte bestätigen Sie sie dort, und melden Sie sich dann noch einmal an.
sign-in-domain = Mit Ihrer E-Mail-Adresse können Sie sich bei diesem Anmeldedienst nicht anmelden.
sign-in-group = Keine Ihrer Gruppen darf sich hier anmelden. Bitte wenden Sie sich an den Support.
sign-in-no-groups = Der Anmeldedienst hat Ihre Gruppen nicht übermittelt. Deshalb kann Ihre Rolle nicht geprüft werden. Bitte wenden Sie sich an den Support.
sign-in-address-taken = Mit Ihrer E-Mail-Adresse gibt es bereits ein Konto. Bitte melden Sie sich mit Ihrem Passwort an, und verknüpfen Sie diese Anmeldung in Ihrem Profil.
sign-in-of-another = Diese Anmeldung ist bereits mit einem anderen Konto verknüpft.

reason-single-sign-on = Mit Ihrem Konto melden Sie sich über einen Anmeldedienst an. Passwörter und Passkeys werden nicht akzeptiert.
password-request-alone = Mitarbeitende, die sich über einen Anmeldedienst anmelden, erhalten keinen Link. Nutzen Sie dafür die Schaltfläche auf der Anmeldeseite.
code-title = Code eingeben
code-label = Code aus Ihrer Authenticator-App
code-hint = Sechs Ziffern. Jeder Code gilt nur einmal.
code-recovery = Wiederherstellungscode
code-recovery-hint = Einer der Codes, die Sie bei der Einrichtung gespeichert haben. Jeder gilt nur einmal.
code-submit = Anmelden
code-use-recovery = Wiederherstellungscode verwenden
code-use-app = Code aus der App verwenden
code-lost = Wenn Sie weder die App noch einen Wiederherstellungscode haben, kann Ihre Administration die Zwei-Faktor-Anmeldung zurücksetzen.
code-lost-any = Wenn Sie weder einen Passkey noch einen Wiederherstellungscode zur Hand haben, kann Ihre Administration den zweiten Faktor zurücksetzen.
code-too-often-minutes = { $n ->
    [one] Zu viele Versuche. Bitte warten Sie eine Minute.
   *[other] Zu viele Versuche. Bitte warten Sie { $n } Minuten.
}
code-too-often-hours = Zu viele Versuche. Bitte warten Sie { $n } Stunden.
code-title-any = Anmeldung bestätigen
code-passkey-hint = Ihr Konto ist durch einen zweiten Faktor geschützt.
code-use-passkey = Passkey verwenden
code-back = Zurück zur Anmeldung
reason-code-wrong = Dieser Code ist falsch oder wurde bereits verwendet.
reason-code-missing = Bitte geben Sie einen Code aus Ihrer Authenticator-App oder einen Wiederherstellungscode ein.
reason-passkey-missing = Bitte bestätigen Sie mit einem Passkey, oder geben Sie einen Wiederherstellungscode ein.

password-request-title = Passwort beantragen
password-request-about = Wir senden Ihnen einen Link, mit dem Sie Ihr erstes oder ein neues Passwort festlegen.
password-request-label = Bitte geben Sie Ihren Benutzernamen oder E-Mail-Adresse ein *
password-request-submit = Übermitteln
password-request-sent = Wenn es ein Konto zu Ihrer Eingabe gibt, haben wir gerade eine E-Mail mit einem Link gesendet. Bitte sehen Sie auch im Spam-Ordner nach.
password-request-again = Neuen Link beantragen
password-to-login = Zur Anmeldung

password-reset-title = Neues Passwort festlegen
password-new = Neues Passwort
password-again = Neues Passwort wiederholen
password-not-the-same = Die Passwörter stimmen nicht überein.
password-reset-submit = Passwort speichern
password-reset-sessions = Danach sind Sie angemeldet. Anmeldungen auf anderen Geräten enden.
password-link-expired = Dieser Link ist nicht mehr gültig: Er wurde bereits verwendet oder ist abgelaufen.
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

# Wohin die Links einer Mail führen, die fragt, was aus dem Ticket wurde.
feedback-title = Ihr Ticket #{ $number }
feedback-title-expired = Link abgelaufen
feedback-expired = Dieser Link ist abgelaufen oder ungültig. Ihr Ticket finden Sie nach der Anmeldung unter „Tickets“.
feedback-to-tickets = Zu den Tickets
feedback-to-ticket = Ticket öffnen
feedback-to-solved = Ist es gelöst?
feedback-to-rating = Bewerten
feedback-solved = Ist Ihr Anliegen gelöst?
feedback-solved-hint = Das Ticket wird dann geschlossen. Mit einem Kommentar öffnen Sie es jederzeit wieder.
feedback-solved-submit = Ja, gelöst
feedback-solved-no = Nein, noch nicht
feedback-open = Noch nicht gelöst?
feedback-open-text = Was ist noch offen? (freiwillig)
feedback-open-submit = Ticket wieder öffnen
feedback-open-no = Doch, es ist gelöst
feedback-open-unsaid = Das Anliegen ist noch nicht gelöst.
feedback-done-solved = Danke! Das Ticket ist geschlossen.
feedback-done-open = Danke für Ihre Rückmeldung. Das Ticket ist wieder offen, wir kümmern uns darum.
feedback-done-rated = Danke für Ihre Bewertung! Sie können sie hier 30 Tage lang ändern.
feedback-status-NEW = Dieses Ticket ist offen.
feedback-status-OPEN = Dieses Ticket ist wieder offen.
feedback-status-PENDING = Zu diesem Ticket warten wir auf Ihre Antwort.
feedback-status-RESOLVED = Dieses Ticket ist bearbeitet.
feedback-status-CLOSED = Dieses Ticket ist geschlossen.

unsubscribe-title = E-Mails abbestellen
unsubscribe-ask = Möchten Sie dazu keine E-Mails mehr bekommen?
unsubscribe-submit = Abbestellen
unsubscribe-done = Abbestellt. Dazu bekommen Sie keine E-Mails mehr:
unsubscribe-undo = Wieder abonnieren
unsubscribe-again = Sie bekommen dazu wieder E-Mails.
unsubscribe-profile = Alle Benachrichtigungen im Profil
unsubscribe-unknown = Dieser Link ist ungültig. Welche E-Mails Sie bekommen, wählen Sie nach der Anmeldung in Ihrem Profil.
