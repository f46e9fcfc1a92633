# Die Texte der Mails. Was ein Satz über das Ticket verrät, verrät er auch jedem, der die Mail liest:
# außer Nummer, Titel und Stand steht hier nichts.

greeting = Guten Tag!
greeting-name = Guten Tag { $name }!
farewell = Viele Grüße

open-ticket = Ticket öffnen
ticket-number = Ticket #{ $number }

## Wie man antwortet

reply-by-mail = Sie können auf diese Nachricht antworten oder im Ticket einen Kommentar hinterlassen.
reply-by-note = Wenn Sie auf diese Nachricht antworten, wird Ihre Antwort eine interne Notiz: Nur das Team liest sie.
reply-by-staff = Wenn Sie auf diese Nachricht antworten, geht Ihre Antwort an den Kunden.
reply-on-the-web = Bitte antworten Sie nicht auf diese Nachricht, sondern hinterlassen Sie im Ticket einen Kommentar.
contact = Fragen beantworten wir Ihnen unter { $contact }.

## Der Kommentar, wenn Mails Texte enthalten

comment-by = Nachricht von { $author }:
comment-files = { $count ->
    [one] Zu der Nachricht gehört eine weitere Datei. Sie finden sie im Ticket.
   *[other] Zu der Nachricht gehören { $count } weitere Dateien. Sie finden sie im Ticket.
}
comment = Neuer Kommentar:
comment-cut = Der Kommentar ist hier gekürzt; vollständig finden Sie ihn im Ticket.

## Was sich geändert hat

change-status = Status: { $from } → { $to }

## Eingangsbestätigung

confirmation-intro = Vielen Dank für Ihre Anfrage. Sie hat die Nummer #{ $number }.
confirmation-follows = Ihre frühere Anfrage { $before } ist seit Längerem geschlossen. Deshalb haben wir eine neue angelegt und mit ihr verknüpft.
confirmation-next = Wir sehen sie uns an und melden uns. Den Stand sehen Sie jederzeit hier
confirmation-role-address = Sie schreiben uns von einer Funktionsadresse, die mehrere Personen lesen können. Bitte verwenden Sie nach Möglichkeit Ihre persönliche Adresse: Dann sehen nur Sie Ihre Anfragen.
confirmation-notice = Bitte senden Sie uns keine vertraulichen und/oder personenbezogenen Daten, sondern anonymisierte Testdaten. Lässt es sich nicht vermeiden, verwenden Sie eine verschlüsselte .zip-Datei und teilen Sie uns das Kennwort ausschließlich telefonisch mit.

## Änderung

changed-intro = Es gab eine Änderung an Ihrem Ticket
changed-watcher-intro = Es gab eine Änderung an einem Ticket, das Sie beobachten
changed-staff-intro = Es gab eine Änderung an diesem Ticket
changed-mentioned-intro = Sie wurden in einer internen Notiz erwähnt
changed-new-intro = Es gibt ein neues Ticket
changed-assigned-intro = Dieses Ticket wurde Ihnen zugewiesen
changed-unassigned-intro = Für dieses Ticket ist niemand mehr zuständig
changed-further = { $count ->
    [one] Für ein weiteres Ticket dieser Warteschlange ist ebenfalls niemand mehr zuständig.
   *[other] Für { $count } weitere Tickets dieser Warteschlange ist ebenfalls niemand mehr zuständig.
}

## Rückfrage

question-intro = Wir haben eine Rückfrage zu Ihrem Ticket
question-closes = Ohne Ihre Antwort wird das Ticket am { $at } automatisch geschlossen.

## Bearbeitet

resolved-intro = Ihr Ticket ist aus unserer Sicht erledigt
resolved-closes = Es wird am { $at } automatisch geschlossen.
resolved-reopen = Haben Sie Einwände oder eine Rückfrage, genügt ein Kommentar: Das Ticket wird dann automatisch wieder geöffnet.

## Erinnerung

reminder-intro-PENDING = Wir warten noch auf Ihre Antwort zu Ihrem Ticket
reminder-intro-RESOLVED = Ihr Ticket ist aus unserer Sicht erledigt und wird bald geschlossen
reminder-closes = Es wird am { $at } automatisch geschlossen.
reminder-stop = Ist noch etwas offen, genügt ein Kommentar: Das Ticket bleibt dann geöffnet.

## Vereinbarte Zeiten, an Zuständige

sla-warning-intro-response = Die vereinbarte Reaktionszeit für dieses Ticket läuft bald ab
sla-warning-intro-restoration = Die vereinbarte Zeit bis zur Wiederherstellung läuft für dieses Ticket bald ab
sla-warning-due = Fällig am { $at }.
sla-breached-intro-response = Die vereinbarte Reaktionszeit für dieses Ticket ist überschritten
sla-breached-intro-restoration = Die vereinbarte Zeit bis zur Wiederherstellung ist für dieses Ticket überschritten
sla-breached-due = Fällig war es am { $at }.

## Frage an den Kunden

ask-solved = Ist Ihr Anliegen gelöst?
ask-solved-yes = Ja, gelöst
ask-solved-no = Nein, noch nicht
ask-satisfied = Wie zufrieden sind Sie mit der Bearbeitung?
ask-good = Gut
ask-bad = Schlecht

## Geschlossen

closed-intro = Ihr Ticket ist geschlossen
closed-reopen = Sie können es wieder öffnen, indem Sie einen Kommentar hinterlassen, ohne den Status wieder auf „geschlossen“ zu setzen.

## Geteilt

split-intro = Ein Teil Ihres Tickets { $from } hat jetzt die eigene Nummer #{ $number }
split-rest = Alles andere bearbeiten wir weiter unter { $from }.

## Passwort

password-request-subject = Ihr Passwort bei { $brand }
password-request-intro = Sie haben ein neues Passwort angefordert. Unter diesem Link legen Sie es fest
password-request-button = Passwort festlegen
password-request-ignore = Haben Sie kein neues Passwort angefordert, können Sie diese E-Mail ignorieren. An Ihrem Konto ändert sich nichts.

## Zwei-Faktor-Anmeldung

second-factor-subject = Zwei-Faktor-Anmeldung bei { $brand }
login-service-subject = Ihre Anmeldung bei { $brand }
second-factor-enabled-intro = Für Ihr Konto ist die Zwei-Faktor-Anmeldung eingerichtet. Nach dem Passwort werden Sie jetzt auch nach einem Code aus Ihrer Authenticator-App gefragt.
second-factor-disabled-intro = Die Zwei-Faktor-Anmeldung für Ihr Konto ist abgeschaltet. Zum Anmelden genügt wieder das Passwort.
second-factor-reset-intro = Wir haben die Zwei-Faktor-Anmeldung für Ihr Konto zurückgesetzt und alle Sitzungen beendet. Zum Anmelden genügt wieder das Passwort.
second-factor-recovery-code-used-intro = An Ihrem Konto hat sich jemand mit einem Wiederherstellungscode angemeldet. Der Code gilt jetzt nicht mehr. Neue Codes können Sie in Ihrem Profil erstellen.
second-factor-app-removed-intro = Die Authenticator-App wurde aus Ihrem Konto entfernt. Nach dem Passwort werden Sie jetzt nach einem Passkey gefragt.
second-factor-passkey-added-intro = Für Ihr Konto wurde ein Passkey hinzugefügt. Sie können sich damit ohne Passwort anmelden; das Passwort allein genügt nicht mehr.
second-factor-passkey-removed-intro = Ein Passkey wurde aus Ihrem Konto entfernt. Mit ihm kann sich niemand mehr anmelden.
second-factor-passkey-refused-intro = Wir haben eine Anmeldung mit einem Ihrer Passkeys abgelehnt, weil er kopiert worden zu sein scheint. Bitte entfernen Sie den Passkey, und fügen Sie einen neuen hinzu.
second-factor-identity-linked-intro = Mit Ihrem Konto ist jetzt der Anmeldedienst { $provider } verknüpft. Darüber können Sie sich ohne Passwort und zweiten Faktor anmelden.
second-factor-at = Zeitpunkt: { $at }
second-factor-unexpected = Haben Sie das nicht veranlasst, ändern Sie bitte sofort Ihr Passwort und sagen Sie uns Bescheid: { $url }

## Andere Adresse

address-changed-subject = Ihre E-Mail-Adresse bei { $brand }
address-changed-intro = Für Ihr Konto bei { $brand } gilt jetzt eine andere E-Mail-Adresse. An diese hier schreiben wir Ihnen nicht mehr.
address-changed-unexpected = Haben Sie das nicht veranlasst, sagen Sie uns bitte sofort Bescheid: { $url }

## Zusammenfassung

digest-subject = { $count ->
    [one] { $brand }: Neues in einem Ticket
   *[other] { $brand }: Neues in { $count } Tickets
}
digest-intro = { $count ->
    [one] In diesem Ticket gibt es Neues:
   *[other] In diesen Tickets gibt es Neues:
}
digest-NEW_TICKET = Neues Ticket
digest-ASSIGNED = Ihnen zugewiesen
digest-REPLIED = Neue Antwort
digest-WATCHED = Neues in einem Ticket, das Sie beobachten
digest-OVERDUE = Eine vereinbarte Zeit läuft ab
digest-MENTIONED = Sie wurden in einer internen Notiz erwähnt
digest-more = { $count ->
    [one] Dazu kommt ein weiteres Ticket.
   *[other] Dazu kommen { $count } weitere Tickets.
}
digest-change-link = Im Profil einstellen, wann Sie diese E-Mails bekommen
digest-change = Wann Sie diese E-Mails bekommen, stellen Sie in Ihrem Profil ein: { $url }/profile

## Einladung

invitation-subject = Ihr Zugang zu { $brand }
invitation-intro = Wir haben ein Konto für Sie vorbereitet. Unter diesem Link legen Sie Ihr Passwort fest
invitation-button = Passwort festlegen
invitation-login = Danach melden Sie sich mit Ihrer E-Mail-Adresse an: { $url }

link-expires = Der Link ist bis { $at } gültig und kann nur einmal verwendet werden.

## Beispiel

sample-title = Drucker druckt nicht
sample-title-other = Bildschirm bleibt dunkel
sample-comment =
    Guten Tag,

    welche Version verwenden Sie?
