# Wörter, die Seiten und Mails gemeinsam haben. Die Namen hinter dem Strich sind die der Schnittstellen.

status-NEW = neu
status-OPEN = offen
status-PENDING = in Rückfrage
status-RESOLVED = bearbeitet
status-CLOSED = geschlossen

priority-LOW = niedrig
priority-NORMAL = normal
priority-HIGH = hoch
priority-URGENT = dringend

channel-EMAIL = E-Mail
channel-WEB = Web
channel-PHONE = Telefon
channel-API = API

role-CUSTOMER = Kunde
role-AGENT = Support
role-ADMIN = Verwaltung

visibility-PUBLIC = öffentlich
visibility-INTERNAL = intern

change-priority = Priorität: { $from } → { $to }

language-own-name = Deutsch
language-de = Deutsch
language-en = Englisch

written-no-subject = (kein Betreff)
written-erased-person = Gelöschte Person
written-erased-request = Gelöschte Anfrage
# {"{n}"} ersetzt das Programm durch die Zahl.
written-unopened-mails = Diese E-Mail enthielt mehr E-Mails, als geöffnet werden. Nicht geöffnet: {"{n}"}. Sie liegen hier als Dateien.
# {"{ticket}"} ersetzt das Programm durch die Adresse des Tickets.
written-unopened-mails-elsewhere = Diese E-Mail enthielt mehr E-Mails, als geöffnet werden. Nicht geöffnet: {"{n}"}. Sie liegen als Dateien in diesem Ticket: {"{ticket}"}

invitation-ACCEPTED = zugesagt
invitation-DECLINED = abgesagt
invitation-TENTATIVE = mit Vorbehalt zugesagt
invitation-DELEGATED = an jemand anderen weitergegeben
invitation-NEEDS-ACTION = noch keine Antwort
invitation-by-COUNTER = schlägt einen anderen Termin vor
invitation-by-DECLINECOUNTER = lehnt den vorgeschlagenen Termin ab
invitation-by-REFRESH = bittet um den aktuellen Stand des Termins
invitation-is-CANCEL = Abgesagt
invitation-is-COUNTER = Vorschlag für einen anderen Termin
invitation-is-DECLINECOUNTER = Vorgeschlagener Termin abgelehnt
invitation-is-REFRESH = Bitte um den aktuellen Stand des Termins
invitation-label-status = Stand
invitation-label-title = Termin
invitation-label-when = Wann
invitation-label-where = Wo
invitation-label-organizer = Organisiert von
