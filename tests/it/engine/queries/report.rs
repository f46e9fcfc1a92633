//! What a report counts, by whose clock and calendar, and for whom.

use std::time::Duration;

use engine::{
    Actor, AddComment, Priority, Report, ReportAgreement, ReportDay, ReportFilter, ReportHour, ReportKey,
    ReportTimes, Status, TicketFilter, UpdateTicket,
    sla::{ClockKind, Weekday},
};
use tests::{TestApp, on_each_database};

on_each_database!(
    a_report_measures_by_the_calendar_of_the_agreement_and_else_by_the_time_that_passed,
    a_status_that_is_taken_back_at_once_counts_for_nothing,
    agents_count_what_they_see_and_find_themselves_alone,
    a_report_covers_at_most_four_hundred_days_in_their_order,
);

const fn minutes(minutes: u64) -> Duration {
    Duration::from_mins(minutes)
}

async fn report(app: &TestApp, actor: &Actor) -> Report {
    app.engine.report(actor, &ReportFilter::default()).await.expect("a report")
}

async fn a_report_measures_by_the_calendar_of_the_agreement_and_else_by_the_time_that_passed(app: TestApp) {
    let given = app.given();
    let agreement = given.agreement(&given.calendar("Week").await, 60, 480).await;
    let organisation = given.organisation("Hochland", false).await;
    given.agreed(&organisation, &agreement).await;
    let kim = given.member(&organisation, "kim@hochland.example").await;
    let lou = given.customer("lou@example.org").await;
    let jana = given.agent("jana@example.org").await;
    let ada = given.admin("ada@example.org").await;
    // Friday at 16:30: what counts until Monday at 9:00 is half an hour and an hour.
    app.clock.advance(minutes(23 * 60 + 30 + 6 * 24 * 60));
    let kept = given.ticket(&kim, "Printer").await;
    app.clock.advance(minutes(20));
    given.comment(&jana, &kept, "Is it on?").await;
    app.clock.advance(minutes(2 * 24 * 60 + 16 * 60 + 10));
    given.set(&jana, &kept, Status::Resolved).await;
    let late = given.ticket(&kim, "Scanner").await;
    app.clock.advance(minutes(120));
    given.comment(&jana, &late, "Sorry for the wait.").await;
    let plain = given.ticket(&lou, "Phone").await;
    app.clock.advance(minutes(45));
    given.comment(&jana, &plain, "Done.").await;
    given.set(&jana, &plain, Status::Closed).await;

    let found = report(&app, &ada.actor).await;
    assert_eq!((found.total.created, found.closed, found.total.finished, found.reopened), (3, 1, 2, 0));
    let first = ReportTimes { count: 3, business: 2, median: Some(45), p90: Some(120) };
    assert_eq!(found.total.first_answer, first);
    let resolved = ReportTimes { count: 2, business: 1, median: Some(45), p90: Some(90) };
    assert_eq!(found.total.resolution, resolved);
    assert_eq!((found.total.met, found.total.breached), (2, 1));
    let line = |clock, met, breached| ReportAgreement { clock, priority: Priority::Normal, met, breached };
    assert_eq!(found.agreements, [line(ClockKind::Response, 1, 1), line(ClockKind::Restoration, 1, 0)]);
    let friday = "2019-02-01".parse().expect("a day");
    let monday = "2019-02-04".parse().expect("a day");
    let busy: Vec<_> = found.days.iter().filter(|day| day.created + day.closed > 0).copied().collect();
    let day = |date, created, closed| ReportDay { date, created, closed };
    assert_eq!(busy, [day(friday, 1, 0), day(monday, 2, 1)]);
    assert_eq!((found.days.len(), found.to), (30, monday));
    let hour = |weekday, hour| ReportHour { weekday, hour, created: 1 };
    assert_eq!(found.hours, [hour(Weekday::Monday, 9), hour(Weekday::Monday, 11), hour(Weekday::Friday, 16)]);
    let by_organisation: Vec<_> =
        found.organisations.iter().map(|group| (group.key.clone(), group.figures.created)).collect();
    let hochland = ReportKey::Named("Hochland".to_owned());
    assert_eq!(by_organisation, [(hochland, 2), (ReportKey::Without, 1)]);
    assert_eq!(found.ages.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [1, 0, 0, 0]);

    given.comment(&kim, &kept, "It is broken again.").await;
    let found = report(&app, &ada.actor).await;
    assert_eq!((found.reopened, found.total.finished, found.total.resolution.count), (1, 2, 1));
    let only = ReportFilter { organisation: Some(organisation.id), ..ReportFilter::default() };
    let found = app.engine.report(&ada.actor, &only).await.expect("a report");
    assert_eq!((found.total.created, found.closed), (2, 0));
}

async fn a_status_that_is_taken_back_at_once_counts_for_nothing(app: TestApp) {
    let undo = |settings: &mut engine::Settings| settings.tickets.undo_send = Duration::from_secs(10);
    let app = TestApp::with(app.backend, undo).await;
    let given = app.given();
    let lou = given.customer("lou@example.org").await;
    let jana = given.agent("jana@example.org").await;
    let ada = given.admin("ada@example.org").await;
    let ticket = given.ticket(&lou, "Phone").await;
    app.clock.advance(minutes(1));
    given.set(&jana, &ticket, Status::Open).await;
    for (seconds, counted) in [(5, 0), (20, 1)] {
        app.clock.advance(minutes(60));
        given.set(&jana, &ticket, Status::Closed).await;
        app.clock.advance(Duration::from_secs(seconds));
        given.set(&jana, &ticket, Status::Open).await;
        let found = report(&app, &ada.actor).await;
        let told = (found.closed, found.total.finished, found.reopened);
        assert_eq!(told, (counted, counted, counted), "taken back after {seconds} seconds");
    }
    let answer = AddComment {
        number: ticket.number,
        text: "Done.".to_owned(),
        status: Some(Status::Closed),
        ..AddComment::default()
    };
    let sent = app.engine.add_comment(&jana.actor, answer).await.expect("an answer").comment;
    assert_eq!(report(&app, &ada.actor).await.closed, 2);
    app.clock.advance(Duration::from_secs(5));
    app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
    assert_eq!(report(&app, &ada.actor).await.closed, 1, "so it is with what an answer did");
}

async fn agents_count_what_they_see_and_find_themselves_alone(app: TestApp) {
    let given = app.given();
    let kim = given.customer("kim@example.org").await;
    let jana = given.agent("jana@example.org").await;
    let cem = given.agent("cem@example.org").await;
    let ada = given.admin("ada@example.org").await;
    let billing = given.queue("Billing").await;
    for (title, agent) in [("One", &jana), ("Two", &cem), ("Three", &cem)] {
        let ticket = given.ticket(&kim, title).await;
        let queue = (title == "Three").then_some(billing.id);
        let assignee = Some(Some(agent.user.id));
        let input = UpdateTicket { number: ticket.number, assignee, queue, ..UpdateTicket::default() };
        app.engine.update_ticket(&ada.actor, input).await.expect("assigned");
    }
    for person in [&jana, &cem, &ada] {
        let all = app.engine.count_tickets(&person.actor, &TicketFilter::default()).await.expect("a count");
        assert_eq!(report(&app, &person.actor).await.total.created, all, "{}", person.user.name);
    }
    let names = |report: &Report| -> Vec<_> { report.agents.iter().map(|group| group.key.clone()).collect() };
    let agent = |name: &str| ReportKey::Named(name.to_owned());
    assert_eq!(names(&report(&app, &jana.actor).await), [agent(&jana.user.name)]);
    assert_eq!(names(&report(&app, &ada.actor).await), [agent(&cem.user.name), agent(&jana.user.name)]);
    let of_cem = ReportFilter { agent: Some(cem.user.id), ..ReportFilter::default() };
    let code = async |actor: &Actor| app.engine.report(actor, &of_cem).await.map_err(|error| error.code());
    assert!(code(&cem.actor).await.is_ok());
    assert_eq!(code(&jana.actor).await, Err(engine::Code::Forbidden));
    assert_eq!(code(&kim.actor).await, Err(engine::Code::Forbidden));
}

async fn a_report_covers_at_most_four_hundred_days_in_their_order(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let asked = async |from: Option<&str>, to: Option<&str>, days| {
        let day = |day: &str| day.parse().expect("a day");
        let filter = ReportFilter { from: from.map(day), to: to.map(day), days, ..ReportFilter::default() };
        match app.engine.report(&ada.actor, &filter).await {
            Ok(report) => Ok(report.days.len()),
            Err(error) => Err(error.field()),
        }
    };
    assert_eq!(asked(Some("2018-01-01"), Some("2019-02-04"), None).await, Ok(400));
    assert_eq!(asked(Some("2018-01-01"), Some("2019-02-05"), None).await, Err(Some("from")));
    assert_eq!(asked(Some("2019-01-02"), Some("2019-01-01"), None).await, Err(Some("to")));
    assert_eq!(asked(None, None, Some(0)).await, Err(Some("days")));
    assert_eq!(asked(None, None, Some(401)).await, Err(Some("days")));
    assert_eq!(asked(None, Some("2019-01-01"), Some(400)).await, Ok(400));
}
