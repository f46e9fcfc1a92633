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
reason-domain-public = Bei einer der Maildomains kann jeder eine Adresse haben; sie kann keiner Organisation gehören.
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
