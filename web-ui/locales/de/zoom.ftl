# Ein Ticket mit seiner Unterhaltung.
via-EMAIL = per E-Mail
via-WEB = über das Web
via-PHONE = per Telefon
via-API = per API
zoom-queue = Postfach { $queue }
zoom-close = Ticket schließen
zoom-created = Vielen Dank, Ihr Ticket #{ $number } ist angelegt. Die Bestätigung kommt gleich per E-Mail.
zoom-earlier = Frühere Kommentare anzeigen
zoom-latest = Zu den neuesten Kommentaren
zoom-internal = intern, für Kunden unsichtbar
zoom-automatic = automatische Antwort
zoom-support = Support
zoom-files-only = (nur Dateien)
zoom-settled = Der Kunde schreibt, dass dieses Ticket geschlossen werden kann.
zoom-bounced = Die letzte E-Mail an den Kunden kam zurück. Den Grund finden Sie im Verlauf; bitte kontaktieren Sie den Kunden auf anderem Weg.
zoom-quiet = In diesem Ticket hat noch niemand geschrieben. Ergänzen Sie gern, was uns hilft.
zoom-comment = Kommentar
zoom-text = Text
zoom-answer = Antwort an Kunden
zoom-note = Interne Notiz
zoom-visibility = Wer kann es sehen?
zoom-placeholder = Hallo { $brand }, ich möchte hier noch folgende Informationen ergänzen …
zoom-placeholder-staff = Ihre Antwort …
zoom-status = Status
zoom-status-after = Status danach
zoom-submit = Aktualisieren
zoom-stale = Inzwischen hat sich das Ticket geändert. Ihr Text ist noch da: Bitte lesen Sie, was neu ist, und senden Sie ihn dann noch einmal ab.
zoom-sent-elsewhere = In einem anderen Fenster haben Sie hier schon geantwortet. Bitte sehen Sie nach und senden Sie noch einmal, wenn Sie das auch senden möchten.
zoom-meanwhile = Während Sie schreiben, ist etwas Neues hinzugekommen. Sie finden es oben in der Unterhaltung.

auto-close-before-customer-RESOLVED = Aus unserer Sicht ist dieser Vorgang erledigt. Ohne Rückmeldung wird er am
auto-close-after-customer-RESOLVED = {" "}automatisch geschlossen. Haben Sie Einwände oder Fragen, schreiben Sie einfach einen Kommentar: das Ticket wird dann wieder geöffnet.
auto-close-before-customer-PENDING = Wir warten auf Ihre Antwort. Ohne Rückmeldung wird dieses Ticket am
auto-close-after-customer-PENDING = {" "}automatisch geschlossen. Danach öffnen Sie es wieder, indem Sie einen Kommentar schreiben.
auto-close-in = { $days ->
    [0] heute
    [1] morgen
   *[other] in { $days } Tagen
}
auto-close-before-staff-RESOLVED = Ohne Rückmeldung des Kunden wird dieses Ticket am
auto-close-after-staff-RESOLVED = {" "}automatisch geschlossen.
auto-close-before-staff-PENDING = Ohne Antwort des Kunden wird dieses Ticket am
auto-close-after-staff-PENDING = {" "}automatisch geschlossen.

preset-customer-NEW = neu
preset-customer-OPEN = offen
preset-customer-PENDING = offen
preset-customer-RESOLVED = wieder öffnen
preset-customer-CLOSED = wieder öffnen
preset-staff = automatisch
effect-customer-NEW = Das Ticket bleibt „neu“, bis unser Support-Team es gesichtet hat.
effect-customer-OPEN = Das Ticket bleibt „offen“.
effect-customer-PENDING = Mit Ihrem Kommentar wechselt das Ticket von „in Rückfrage“ auf „offen“.
effect-customer-RESOLVED = Mit Ihrem Kommentar wird das Ticket wieder geöffnet, es sei denn, Sie wählen „geschlossen“.
effect-customer-CLOSED = Mit Ihrem Kommentar wird das Ticket wieder geöffnet, es sei denn, Sie wählen „geschlossen“.
effect-staff-NEW = Mit Ihrer Antwort wechselt das Ticket auf „offen“, wenn Sie keinen anderen Status wählen.
effect-staff-OPEN = Das Ticket bleibt „offen“, wenn Sie keinen anderen Status wählen.
effect-staff-PENDING = Das Ticket bleibt „in Rückfrage“, wenn Sie keinen anderen Status wählen.
effect-staff-RESOLVED = Das Ticket bleibt „bearbeitet“, wenn Sie keinen anderen Status wählen.
effect-staff-CLOSED = Das Ticket bleibt „geschlossen“, wenn Sie keinen anderen Status wählen.
effect-told = Der Kunde erhält eine E-Mail.
effect-set = Das Ticket wechselt auf „{ $status }“.
effect-stays = Das Ticket bleibt „{ $status }“.
effect-internal = Notizen sieht nur das Support-Team. Der Status ändert sich nur, wenn Sie einen wählen.

file-encrypted = verschlüsselt
file-encrypted-title = verschlüsselt; Kennwort nur telefonisch
file-weak = schwache Verschlüsselung

event-status = Status:
the-system = System
change-assignee = zugewiesen an { $name }
change-assignee-customer = { $name } bearbeitet Ihr Ticket
change-assignee-none = niemandem mehr zugewiesen
change-queue = Warteschlange: { $from } → { $to }
change-organisation = Organisation: { $from } → { $to }
change-organisation-none = Organisation entfernt: { $from }
change-organisation-set = Organisation: { $to }
change-title = Titel: „{ $from }“ → „{ $to }“
title-removed = [entfernt]
change-tags = Schlagworte: { $to }
change-tags-none = Schlagworte entfernt
change-mail = E-Mail an { $address } kam zurück: { $reason }
change-timer-CLOSE = konnte nicht automatisch geschlossen werden – bitte Status prüfen
change-timer-REMIND = Erinnerung vor dem Schließen konnte nicht verschickt werden
change-mentions = erwähnt { $ticket }
change-follows = setzt { $ticket } fort
kind-CREATED = Ticket angelegt
kind-COMMENTED = Kommentar
kind-STATUS_CHANGED = Status geändert
kind-ASSIGNED = Zuständigkeit geändert
kind-CHANGED = Geändert
kind-MERGED = Zusammengeführt
kind-UNMERGED = Zusammenführung aufgehoben
kind-SPLIT = Aufgeteilt
kind-LINKED = Verknüpfungen geändert
kind-SLA_WARNING = Frist läuft bald ab
kind-SLA_BREACHED = Frist überschritten
kind-AUTO_CLOSED = automatisch geschlossen
kind-MAIL_BOUNCED = E-Mail nicht zustellbar
kind-REDACTED = Inhalt entfernt

zoom-reply-received = Ihre Antwort per E-Mail ist eingegangen. Unser Team sieht sie sich an.
zoom-reply-held = Eine Antwort per E-Mail wird zurückgehalten. Sie steht unten als interner Kommentar.
zoom-customer-unknown = Der Absender ist unbekannt: Niemand bekommt Ihre Antwort.
zoom-customer-off = Das Konto des Kunden ist deaktiviert: Er bekommt keine E-Mail und kann Ihre Antwort nicht lesen.
zoom-customer-undeliverable = E-Mails an den Kunden kommen zurück: Ihre Antwort wird ihm nicht gesendet. Auf der Seite des Tickets kann er sie lesen.
zoom-customer-no-address = Der Kunde hat keine erreichbare E-Mail-Adresse: Er bekommt Ihre Antwort nicht.
zoom-stays-open = Dieses Ticket wird nicht automatisch geschlossen, bis Sie antworten oder einen Status wählen: Der Kunde konnte nicht benachrichtigt werden, oder eine Antwort wartet auf Sie.
email-WAITING = Eine E-Mail an { $address } wartet auf den Versand{ $known ->
    [yes] : { $reason }
   *[no] .
} Seit:
email-FAILED = Eine E-Mail an { $address } konnte nicht zugestellt werden: { $reason } Geschrieben:
email-BOUNCED = Eine E-Mail an { $address } ist zurückgekommen: { $reason } Geschrieben:
email-HELD = Eine E-Mail an { $address } wird zurückgehalten, weil in kurzer Zeit zu viele E-Mails an diese Person gingen. Geschrieben:
email-WITHDRAWN = Eine E-Mail an { $address } wurde nicht gesendet: { $reason } Geschrieben:
email-resend = Erneut senden
mail-switched-off = Das Konto ist deaktiviert.
mail-no-address = Es gibt keine erreichbare Adresse.
mail-undeliverable = Eine frühere E-Mail an diese Adresse kam zurück.
mail-ticket-hidden = Der Empfänger darf das Ticket nicht mehr sehen.
mail-comment-hidden = Der Empfänger darf den Kommentar nicht mehr sehen.
mail-taken-back = Sie wurde zurückgenommen, bevor sie gesendet war.
change-mail-withdrawn = E-Mail an { $address } nicht gesendet: { $reason }
change-mail-waits = E-Mail an { $address } wartet wieder: { $reason }
change-mail-held = Zu viele E-Mails an { $address }: Automatische E-Mails dieses Tickets werden zurückgehalten, bis jemand vom Team antwortet oder das Ticket ändert.
change-mail-held-answers = Zu viele Antworten des Teams an { $address } in einer Stunde: Weitere werden zurückgehalten. Sie lassen sich bei der Antwort einzeln senden; in einer Stunde werden neue wieder gesendet.
change-mail-held-person = Zu viele automatische E-Mails an { $address } in einer Stunde, aus allen Tickets: Weitere werden zurückgehalten und sind im jeweiligen Ticket aufgeführt. Antworten des Teams werden weiter gesendet.
change-mail-resent = E-Mail an { $address } erneut gesendet

private = privat
watchers = Beobachter
watchers-none = Niemand
watchers-who-sees = Wer sieht dieses Ticket?{ $n ->
    [0] {""}
    [one] {" "}({ $n } Beobachter)
   *[other] {" "}({ $n } Beobachter)
}
watchers-hint = Beobachter sehen das Ticket, können antworten und erhalten E-Mails. Hinzufügen können Sie Kollegen Ihrer Organisation.
watchers-hint-staff = Beobachter erhalten E-Mails zu öffentlichen Änderungen. Kunden unter ihnen sehen das Ticket und können antworten.
watcher-add = Hinzufügen
watcher-remove = Entfernen
watch-oneself = Ticket beobachten
change-private = privat geschaltet
change-private-ended = für Kollegen freigegeben
change-watcher-added = { $name } beobachtet das Ticket
change-watcher-removed = { $name } beobachtet das Ticket nicht mehr
fact-private = Sichtbarkeit
private-hint-staff = Nur der Kunde und die Beobachter sehen das Ticket, nicht seine Kollegen.
watcher-email = E-Mail-Adresse der Kollegin oder des Kollegen
watcher-who = E-Mail-Adresse oder Name
watcher-customer = Kunde, sieht das Ticket
watcher-staff = Team
watcher-which = Wer ist gemeint?
watcher-nobody = „{ $name }“ wurde nicht gefunden. Wenn Sie eine E-Mail-Adresse eingeben, wird bei Bedarf ein Konto angelegt.
watcher-several = Mehrere Personen passen zu „{ $name }“. Bitte wählen Sie eine aus.
unwatch-oneself = Nicht mehr beobachten
private-save = Speichern

# Which colleagues are at the ticket.
presence-writing =
    { $n ->
    [one] { $names } schreibt gerade.
   *[other] { $names } schreiben gerade.
}
presence-looking =
    { $n ->
    [one] { $names } sieht sich dieses Ticket an.
   *[other] { $names } sehen sich dieses Ticket an.
}
change-external-id = Externe ID: { $to }
change-external-id-none = Externe ID entfernt

# Wie zufrieden der Kunde ist.
rate-title = Bewertung
rate-change = Bewertung ändern
rate-question = Wie zufrieden sind Sie mit der Bearbeitung?
rate-GOOD = Gut
rate-BAD = Schlecht
rate-comment = Möchten Sie uns noch etwas sagen? (freiwillig)
rate-submit = Bewertung senden
rate-staff-GOOD = Bewertung: gut
rate-staff-BAD = Bewertung: schlecht
kind-RATED = Bewertet
change-rating-GOOD = Bewertung: gut
change-rating-BAD = Bewertung: schlecht
change-rating-comment = Bewertung kommentiert
files-all = Alle { $n } Dateien als ZIP
fact-files = Dateien
notice-title = Datenschutzhinweis
notice-version = Fassung { $version }
notice-shown = Fassung { $version } stand neben dem Formular, als dieses Ticket eröffnet wurde.
notice-since = In Gebrauch seit
notice-not-kept = Der Text dieser Fassung wurde nicht gespeichert. Er kam aus der Konfigurationsdatei, die jetzt eine andere Fassung hat.
emails-title = E-Mails dieses Tickets
emails-none = Zu diesem Ticket gibt es noch keine E-Mails.
emails-queued = geschrieben
emails-accepted = vom Mailserver angenommen
emails-WAITING = { $attempts ->
    [0] wartet auf den Versand
   *[other] wartet auf den nächsten Versuch
}
emails-FAILED = nicht zugestellt
emails-BOUNCED = zurückgekommen
emails-HELD = zurückgehalten, weil in kurzer Zeit zu viele E-Mails an diese Person gingen
emails-WITHDRAWN = nicht gesendet
emails-taken-back = zurückgenommen
picture = Bild
picture-blocked = Nicht geladen: Bilder von anderen Servern verraten dem Absender, wer die E-Mail liest.
