# Reports.
reports-title = Reports
reports-period = Period
reports-last = { $n ->
    [90] Quarter
   *[other] { $n } days
}
reports-from = from
reports-to = to
reports-apply = Apply
reports-all-queues = All queues
reports-all-organisations = All organisations
reports-all-agents = All assignees
reports-range = { $from } to { $to }
reports-at = As of { $at }
reports-what = What is counted here?
reports-what-period = Reports count the tickets you can see that were opened in the period, and what has become of them so far. “Closed” counts closings in the period, including automatic closings and merges, whenever the ticket was opened. “Open now”, status and age show the present. Days and hours are in your time zone.
reports-what-times = The first answer is the first public comment by the team. A ticket is done when it is resolved or closed; after reopening, the last time counts. Times are in business minutes if an agreement applies to the ticket, otherwise in elapsed time; time in pending does not count. At most half of the tickets took longer than the median.
reports-what-agreements = An agreed time is met if its clock ended in time, and breached as soon as it is exceeded, even if the clock still runs. Running clocks within their time are not counted.
reports-what-people = Figures by person count the current assignee. Agents see only themselves there; admins see everyone.
reports-as-table = As a table
reports-csv = Download CSV
reports-nothing = No data
reports-of = { $met } of { $all }
reports-p90 = 90% within { $time } · { $clock }
reports-business = business time
reports-elapsed = elapsed time
reports-mixed = { $business } of { $all } in business time
reports-tile-open = Open now
reports-tile-open-more = { $n } of them new
reports-tile-first = First answer, median
reports-tile-kept = Agreements met
reports-tile-kept-more = { $n } of { $all } breached
reports-tile-done = Resolved after, median
reports-tile-reopened = Reopened
reports-days = Created and closed by day
reports-days-sum = { $created } new · { $closed } closed
reports-days-told = { $created ->
    [one] 1 ticket was created,
   *[other] { $created } tickets were created,
} { $closed ->
    [one] 1 was closed.
   *[other] { $closed } were closed.
}
reports-days-most = Most on { $day }: { $n }.
reports-line-new = new
reports-line-closed = closed
reports-statuses = Now by status
reports-ages = Open by age
reports-age = { $n ->
    [one] up to 1 day
   *[other] up to { $n } days
}
reports-age-older = older
reports-agreements = Agreements met
reports-clock-RESPONSE = Response
reports-clock-RESTORATION = Restoration
reports-hours = Created by weekday and hour
reports-hours-told = Most on { $weekday } from { $hour }:00: { $n }.
reports-weekday-MONDAY = Monday
reports-weekday-TUESDAY = Tuesday
reports-weekday-WEDNESDAY = Wednesday
reports-weekday-THURSDAY = Thursday
reports-weekday-FRIDAY = Friday
reports-weekday-SATURDAY = Saturday
reports-weekday-SUNDAY = Sunday
reports-most = Most tickets
reports-by-queues = By queue
reports-by-organisations = By organisation
reports-by-agents = By person
reports-by-tags = By tag
reports-line-WITHOUT = none
reports-line-OTHERS = all others
reports-head-day = Day
reports-head-created = created
reports-head-closed = closed
reports-head-finished = done
reports-head-status = Status
reports-head-count = Count
reports-head-age = Age
reports-head-clock = Clock
reports-head-priority = Priority
reports-head-met = met
reports-head-breached = breached
reports-head-share = share
reports-head-queue = Queue
reports-head-organisation = Organisation
reports-head-agent = Assignee
reports-head-tag = Tag
reports-head-weekday = Weekday
reports-head-first-median = first answer (median)
reports-head-first-p90 = first answer (90%)
reports-head-done-median = resolved after (median)
reports-head-done-p90 = resolved after (90%)
reports-wrong-order = The last day must not be before the first day.
reports-wrong-days = A period must have 1 to 400 days.
reports-wrong-much = There are too many tickets in this period. Please choose a shorter one.
reports-wrong-date = Please enter dates such as 2026-11-30.
reports-wrong-filter = Reports cannot be filtered by this.
reports-tile-satisfied = Satisfaction
reports-satisfied-of = { $met } of { $all } ratings good
reports-head-rated = rated
reports-head-satisfied = satisfied
reports-head-satisfied-share = share satisfied
reports-what-satisfied = Satisfaction counts the ratings that customers gave these tickets, also after the period. A ticket that was reopened and finished again can have several.
