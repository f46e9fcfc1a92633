# Die Verwaltung des Hauses.
admin-title = Verwaltung
admin-done = Gespeichert.
admin-people = { $n ->
    [one] Eine Person
   *[other] { $n } Personen
}
admin-find = Name oder Adresse
admin-find-submit = Suchen
admin-name = Name
admin-email = E-Mail-Adresse
admin-role = Rolle
admin-organisation = Organisation
admin-active = Aktiv
admin-none = keine
admin-by-domain = nach der Domain der Adresse
admin-save = Speichern
admin-create = Anlegen
admin-invite = Einladung mit einem Link für das Passwort senden
admin-new-person = Neue Person
admin-organisations = Organisationen
admin-domains = Maildomains, durch Kommas getrennt
admin-shares = Mitglieder sehen die Tickets der anderen
admin-confirm-free-mail = Domains zulassen, bei denen jeder eine Adresse bekommt (wer von dort schreibt, wird Mitglied)
admin-open-domains = Hier bekommt jeder eine Adresse und wird Mitglied, wenn er schreibt:
admin-joined-by-domain = Über die Maildomain beigetreten:
admin-new-organisation = Neue Organisation
admin-queues = Warteschlangen
admin-queues-hint = Angekreuzt ist, wer eine Warteschlange bearbeitet. Administratoren bearbeiten alle.
admin-new-queue = Neue Warteschlange
admin-mailboxes = Postfächer
admin-mailboxes-none = Es wird kein Postfach abgerufen.
admin-mailbox-fine = in Ordnung
admin-mailbox-failing = gestört seit
admin-mailbox-read = zuletzt gelesen
reason-name-required = Bitte geben Sie einen Namen ein.
reason-name-too-long = Der Name ist zu lang. Bitte kürzen Sie ihn.
reason-name-taken = Diesen Namen gibt es schon.
reason-email-taken = Für diese Adresse gibt es schon ein Konto.
reason-address-invalid = Das ist keine E-Mail-Adresse.
reason-address-taken = Diese Adresse gehört schon zu einer anderen Warteschlange.
reason-domain-invalid = Eine der Maildomains ist keine; schreiben Sie sie wie example.org.
reason-domain-public = Unter einer der Maildomains kann jeder eine Domain anmelden; sie kann keiner Organisation gehören.
reason-domain-free-mail = Bei einer der Maildomains kann jeder eine Adresse bekommen: Wer von dort schreibt, wird Mitglied und sieht geteilte Tickets. Bitte bestätigen Sie das, wenn Sie es wollen.
reason-user-name-taken = Diesen Benutzernamen gibt es schon.
reason-user-name-address = Ein Benutzername darf nicht wie eine E-Mail-Adresse aussehen.
reason-user-name-invalid = Ein Benutzername hat 2 bis 64 Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche.
reason-address-of-person = Das ist die Adresse einer Person. Bitte nehmen Sie eine, die nur der Warteschlange gehört.
reason-domain-taken = Eine der Maildomains gehört schon einer anderen Organisation.
reason-domains-too-many = Das sind zu viele Maildomains.
reason-organisation-unknown = Diese Organisation gibt es nicht mehr.
reason-member-unknown = Eine der Personen gehört nicht mehr zum Support-Team.
reason-last-admin = Das ist der letzte Administrator. Bitte ernennen Sie zuerst einen anderen.
admin-outgoing = E-Mail-Versand
admin-outgoing-fine = Der Mailserver nimmt E-Mails an.
admin-outgoing-failing = Es kann keine E-Mail verschickt werden seit
admin-outgoing-waiting = { $count ->
    [0] Es wartet keine E-Mail
    [one] Eine E-Mail wartet
   *[other] { $count } E-Mails warten
}
admin-outgoing-oldest = die älteste seit
admin-outgoing-last = zuletzt verschickt
