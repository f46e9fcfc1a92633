# Auswertung.
reports-title = Auswertung
reports-period = Zeitraum
reports-last = { $n ->
    [90] Quartal
   *[other] { $n } Tage
}
reports-from = von
reports-to = bis
reports-apply = Anwenden
reports-all-queues = Alle Warteschlangen
reports-all-organisations = Alle Organisationen
reports-all-agents = Alle Zuständigen
reports-range = { $from } bis { $to }
reports-at = Stand { $at }
reports-what = Was wird hier gezählt?
reports-what-period = Gezählt werden die Tickets, die Sie sehen dürfen und die im Zeitraum eröffnet wurden, und was bis jetzt daraus geworden ist. „Geschlossen“ zählt die Abschlüsse im Zeitraum, auch automatische und solche durch Zusammenführen, gleich wann das Ticket eröffnet wurde. „Offen jetzt“, Status und Alter gelten für den Augenblick. Tage und Stunden sind die Ihrer Zeitzone.
reports-what-times = Die erste Antwort ist der erste öffentliche Beitrag des Teams. Erledigt ist ein Ticket, wenn es als bearbeitet gilt oder geschlossen ist; nach einer Wiederöffnung zählt das letzte Mal. Gemessen wird in Minuten der Geschäftszeit, wenn für das Ticket eine Vereinbarung gilt, sonst in verstrichener Zeit; Zeit in Rückfrage zählt nicht. Der Median ist die Zeit, die höchstens die Hälfte der Tickets überschritt.
reports-what-agreements = Eine vereinbarte Zeit ist eingehalten, wenn die Uhr rechtzeitig endete, und verletzt, sobald sie überschritten ist, auch wenn sie noch läuft. Laufende Uhren innerhalb der Zeit zählen nicht.
reports-what-people = Nach Person zählt, wer jetzt zuständig ist. Mitglieder des Teams sehen dort nur sich selbst, die Verwaltung sieht alle.
reports-as-table = Als Tabelle
reports-csv = CSV herunterladen
reports-nothing = Keine Daten
reports-of = { $met } von { $all }
reports-p90 = 90 % in { $time } · { $clock }
reports-business = Geschäftszeit
reports-elapsed = verstrichene Zeit
reports-mixed = { $business } von { $all } in Geschäftszeit
reports-tile-open = Offen jetzt
reports-tile-open-more = davon { $n } neu
reports-tile-first = Erste Antwort, Median
reports-tile-kept = Vereinbarungen eingehalten
reports-tile-kept-more = { $n } von { $all } verletzt
reports-tile-done = Erledigt nach, Median
reports-tile-reopened = Wieder geöffnet
reports-days = Eingang und Abschluss je Tag
reports-days-sum = { $created } neu · { $closed } geschlossen
reports-days-told = { $created ->
    [one] Ein Ticket kam,
   *[other] { $created } Tickets kamen,
} { $closed ->
    [one] eines wurde geschlossen.
   *[other] { $closed } wurden geschlossen.
}
reports-days-most = Am meisten am { $day }: { $n }.
reports-line-new = neu
reports-line-closed = geschl.
reports-statuses = Jetzt nach Status
reports-ages = Offene nach Alter
reports-age = { $n ->
    [one] bis 1 Tag
   *[other] bis { $n } Tage
}
reports-age-older = älter
reports-agreements = Vereinbarungen eingehalten
reports-clock-RESPONSE = Reaktion
reports-clock-RESTORATION = Wiederherstellung
reports-hours = Eingang nach Wochentag und Stunde
reports-hours-told = Am meisten am { $weekday } ab { $hour } Uhr: { $n }.
reports-weekday-MONDAY = Montag
reports-weekday-TUESDAY = Dienstag
reports-weekday-WEDNESDAY = Mittwoch
reports-weekday-THURSDAY = Donnerstag
reports-weekday-FRIDAY = Freitag
reports-weekday-SATURDAY = Samstag
reports-weekday-SUNDAY = Sonntag
reports-most = Meiste Tickets
reports-by-queues = Nach Warteschlange
reports-by-organisations = Nach Organisation
reports-by-agents = Nach Person
reports-by-tags = Nach Schlagwort
reports-line-WITHOUT = ohne
reports-line-OTHERS = alle übrigen
reports-head-day = Tag
reports-head-created = neu
reports-head-closed = geschlossen
reports-head-finished = erledigt
reports-head-status = Status
reports-head-count = Anzahl
reports-head-age = Alter
reports-head-clock = Frist
reports-head-priority = Priorität
reports-head-met = eingehalten
reports-head-breached = verletzt
reports-head-share = Anteil
reports-head-queue = Warteschlange
reports-head-organisation = Organisation
reports-head-agent = Zuständig
reports-head-tag = Schlagwort
reports-head-weekday = Wochentag
reports-head-first-median = erste Antwort (Median)
reports-head-first-p90 = erste Antwort (90 %)
reports-head-done-median = erledigt nach (Median)
reports-head-done-p90 = erledigt nach (90 %)
reports-wrong-order = Der letzte Tag darf nicht vor dem ersten liegen.
reports-wrong-days = Ein Zeitraum muss 1 bis 400 Tage umfassen.
reports-wrong-much = In diesem Zeitraum liegen zu viele Tickets. Bitte wählen Sie einen kürzeren.
reports-wrong-date = Bitte geben Sie Tage wie 2026-11-30 an.
reports-wrong-filter = Danach kann hier nicht gefiltert werden.
reports-tile-satisfied = Zufriedenheit
reports-satisfied-of = { $met } von { $all } Bewertungen gut
reports-head-rated = bewertet
reports-head-satisfied = zufrieden
reports-head-satisfied-share = Anteil zufrieden
reports-what-satisfied = Zufriedenheit zählt die Bewertungen der Kunden zu diesen Tickets, auch wenn sie erst nach dem Zeitraum kamen. Ein Ticket, das wieder geöffnet und erneut abgeschlossen wurde, kann mehrere haben.
