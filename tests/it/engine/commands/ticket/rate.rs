//! How a customer rates what became of a ticket.

use std::time::Duration;

use engine::{Code, Event, EventKind, LetterKind, Paging, RateTicket, Rating, ReportFilter, Status, Ticket};
use tests::{Person, TestApp, on_each_database};

const DAY: Duration = Duration::from_hours(24);

fn of(ticket: &Ticket, rating: Rating, comment: &str) -> RateTicket {
    RateTicket { number: ticket.number, rating, comment: comment.to_owned() }
}

async fn code(app: &TestApp, by: &Person, input: RateTicket) -> Option<Code> {
    app.engine.rate_ticket(&by.actor, input).await.err().map(|error| error.code())
}

async fn rated(app: &TestApp, by: &Person, ticket: &Ticket) -> Option<(Rating, String)> {
    let mut ratings = app.engine.ratings(&by.actor, &[ticket.id]).await.expect("ratings");
    ratings.remove(&ticket.id).map(|rating| (rating.rating, rating.comment))
}

async fn events(app: &TestApp, by: &Person, ticket: &Ticket) -> Vec<Event> {
    let page = app.engine.events(&by.actor, ticket.id, &Paging::default()).await.expect("events");
    page.items.into_iter().map(|(_, event)| event).filter(|event| event.kind == EventKind::Rated).collect()
}

on_each_database!(
    a_customer_rates_once_for_each_time_and_may_change_it_for_thirty_days,
    nobody_but_the_customer_who_opened_it_rates_a_ticket,
    a_rating_is_for_the_staff_alone_and_tells_nobody_by_email,
    a_report_counts_ratings_by_group,
    a_letter_asks_once_and_its_link_rates_without_a_login,
    what_was_written_with_a_rating_goes_with_the_person
);

async fn a_customer_rates_once_for_each_time_and_may_change_it_for_thirty_days(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    assert_eq!(
        code(&app, &maria, of(&ticket, Rating::Good, "")).await,
        Some(Code::BadUserInput),
        "it is new"
    );
    app.pass(DAY).await;
    let ticket = app.given().set(&jana, &ticket, Status::Resolved).await;
    assert!(app.engine.may_rate(&maria.actor, &ticket).await.expect("an answer"));
    app.engine.rate_ticket(&maria.actor, of(&ticket, Rating::Good, " Danke! \r\n")).await.expect("rated");
    app.engine.rate_ticket(&maria.actor, of(&ticket, Rating::Good, "Danke!")).await.expect("the same");
    assert_eq!(events(&app, &jana, &ticket).await.len(), 1, "what changes nothing leaves no trace");
    app.given().set(&jana, &ticket, Status::Closed).await;
    app.pass(29 * DAY).await;
    app.engine.rate_ticket(&maria.actor, of(&ticket, Rating::Bad, "Doch nicht.")).await.expect("changed");
    let told: Vec<_> = events(&app, &jana, &ticket).await.into_iter().map(|event| event.changes).collect();
    let fields =
        |changes: &Vec<engine::Change>| changes.iter().map(|one| one.field.clone()).collect::<Vec<_>>();
    assert_eq!(told.iter().map(fields).collect::<Vec<_>>(), [["rating", "ratingComment"]; 2]);
    assert!(!format!("{told:?}").contains("Danke"), "the journal does not repeat the comment");
    assert_eq!(rated(&app, &jana, &ticket).await, Some((Rating::Bad, "Doch nicht.".to_owned())));
    app.pass(DAY).await;
    assert_eq!(
        code(&app, &maria, of(&ticket, Rating::Good, "")).await,
        Some(Code::BadUserInput),
        "30 days are over"
    );
    // Reopened and finished anew, it is rated anew.
    app.given().comment(&maria, &ticket, "Es klemmt wieder.").await;
    assert_eq!(
        code(&app, &maria, of(&ticket, Rating::Good, "")).await,
        Some(Code::BadUserInput),
        "it is open"
    );
    app.pass(DAY).await;
    app.given().set(&jana, &ticket, Status::Resolved).await;
    assert_eq!(rated(&app, &jana, &ticket).await, None, "not yet this time");
    app.engine.rate_ticket(&maria.actor, of(&ticket, Rating::Good, "")).await.expect("rated anew");
    assert_eq!(rated(&app, &maria, &ticket).await, Some((Rating::Good, String::new())));
    let long = "x".repeat(2_001);
    assert_eq!(code(&app, &maria, of(&ticket, Rating::Good, &long)).await, Some(Code::BadUserInput));
}

async fn nobody_but_the_customer_who_opened_it_rates_a_ticket(app: TestApp) {
    let acme = app.given().organisation("Acme", true).await;
    let maria = app.given().member(&acme, "maria@acme.example").await;
    let cleo = app.given().member(&acme, "cleo@acme.example").await;
    let sam = app.given().customer("sam@elsewhere.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Closed).await;
    for (person, expected) in [(&cleo, Code::Forbidden), (&jana, Code::Forbidden), (&sam, Code::NotFound)] {
        assert_eq!(code(&app, person, of(&ticket, Rating::Bad, "")).await, Some(expected));
        assert!(!app.engine.may_rate(&person.actor, &ticket).await.expect("an answer"));
    }
    let (_, reads) = app.given().token(&maria, &["tickets:read"]).await;
    let refused = app.engine.rate_ticket(&reads, of(&ticket, Rating::Good, "")).await;
    assert_eq!(refused.map_err(|error| error.code()).map(drop), Err(Code::Forbidden));
    app.engine.rate_ticket(&maria.actor, of(&ticket, Rating::Good, "Fein")).await.expect("rated");
    assert_eq!(rated(&app, &cleo, &ticket).await, None, "a colleague reads the ticket, not the rating");
    assert_eq!(rated(&app, &sam, &ticket).await, None);
    let off = TestApp::with(app.backend, |settings| settings.tickets.satisfaction = false).await;
    let maria = off.given().customer("maria@example.org").await;
    let jana = off.given().agent("jana@example.org").await;
    let ticket = off.given().ticket_in(&maria, &jana, Status::Closed).await;
    assert!(!off.engine.may_rate(&maria.actor, &ticket).await.expect("an answer"), "nobody asks");
    assert_eq!(code(&off, &maria, of(&ticket, Rating::Good, "")).await, Some(Code::BadUserInput));
    assert!(off.letters().await.iter().all(|letter| letter.ask.is_none()));
}

async fn a_rating_is_for_the_staff_alone_and_tells_nobody_by_email(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Closed).await;
    app.letters().await;
    app.engine.rate_ticket(&maria.actor, of(&ticket, Rating::Bad, "")).await.expect("rated");
    assert_eq!(app.told().await, []);
    assert_eq!(events(&app, &maria, &ticket).await, []);
    let told = events(&app, &jana, &ticket).await;
    assert_eq!(told.iter().map(|event| event.actor).collect::<Vec<_>>(), [Some(maria.user.id)]);
    let after = app.engine.ticket(&maria.actor, ticket.number).await.expect("an answer").expect("a ticket");
    assert_eq!((after.version, after.status), (ticket.version, Status::Closed), "the ticket did not change");
}

async fn a_report_counts_ratings_by_group(app: TestApp) {
    let acme = app.given().organisation("Acme", true).await;
    let maria = app.given().member(&acme, "maria@acme.example").await;
    let sam = app.given().customer("sam@elsewhere.example").await;
    let jana = app.given().agent("jana@example.org").await;
    for (person, rating) in [(&maria, Rating::Good), (&maria, Rating::Bad), (&sam, Rating::Good)] {
        let ticket = app.given().ticket_in(person, &jana, Status::Closed).await;
        app.engine.rate_ticket(&person.actor, of(&ticket, rating, "")).await.expect("rated");
    }
    app.given().ticket_in(&sam, &jana, Status::Closed).await;
    let report = app.engine.report(&jana.actor, &ReportFilter::default()).await.expect("a report");
    assert_eq!((report.total.rated, report.total.satisfied), (3, 2));
    let by = |groups: &[engine::ReportGroup]| -> Vec<_> {
        groups
            .iter()
            .map(|group| (group.figures.created, group.figures.rated, group.figures.satisfied))
            .collect()
    };
    assert_eq!(by(&report.queues), [(4, 3, 2)]);
    let mut organisations = by(&report.organisations);
    organisations.sort_unstable();
    assert_eq!(organisations, [(2, 1, 1), (2, 2, 1)]);
}

async fn a_letter_asks_once_and_its_link_rates_without_a_login(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    let letters = app.letters().await;
    let resolved = letters.iter().find(|letter| letter.kind == LetterKind::Resolved).expect("a letter");
    let ask = resolved.ask.clone().expect("it asks");
    assert!(ask.solved && ask.satisfied);
    assert!(letters.iter().filter(|letter| letter.for_staff).all(|letter| letter.ask.is_none()));
    let token = ask.url.rsplit('/').next().expect("a token");
    for _ in 0..3 {
        let link = app.engine.letter_link(token).await.expect("an answer").expect("it works");
        assert_eq!((link.rating, link.may_rate, link.ticket.status), (None, true, Status::Resolved));
    }
    app.engine.rate_by_letter(token, Rating::Good, String::new()).await.expect("rated");
    assert_eq!(rated(&app, &jana, &ticket).await, Some((Rating::Good, String::new())));
    // One digit of the signature is another one, whatever it was.
    let (rest, last) = token.split_at(token.len() - 1);
    let forged = format!("{rest}{}", if last == "0" { "1" } else { "0" });
    for wrong in [forged.as_str(), "", "10001", "10001-1-0"] {
        let refused = app.engine.rate_by_letter(wrong, Rating::Bad, String::new()).await;
        let refused = refused.map_err(|error| (error.code(), error.field())).map(drop);
        assert_eq!(refused, Err((Code::BadUserInput, Some("token"))), "{wrong}");
        assert_eq!(app.engine.letter_link(wrong).await.expect("an answer"), None);
    }
    // It closes itself: that letter does not ask what was answered.
    app.pass(8 * DAY).await;
    let closed: Vec<_> =
        app.letters().await.into_iter().filter(|one| one.kind == LetterKind::Closed).collect();
    assert_eq!(closed.iter().map(|letter| letter.ask.clone()).collect::<Vec<_>>(), [None]);
    app.pass(30 * DAY).await;
    assert_eq!(app.engine.letter_link(token).await.expect("an answer"), None, "links end");
}

async fn what_was_written_with_a_rating_goes_with_the_person(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ada = app.given().admin("ada@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Closed).await;
    app.engine
        .rate_ticket(&maria.actor, of(&ticket, Rating::Bad, "Rufen Sie 030 123 an"))
        .await
        .expect("rated");
    let token = app.engine.export_user(&ada.actor, maria.user.id).await.expect("a token");
    let data = app.engine.exported_user(&token).await.expect("an answer").expect("data");
    assert!(String::from_utf8_lossy(&data).contains("Rufen Sie 030 123 an"), "it is handed out");
    app.engine.erase_user(&ada.actor, maria.user.id, "asked for it").await.expect("erased");
    assert_eq!(rated(&app, &jana, &ticket).await, Some((Rating::Bad, String::new())), "the figure stays");
}
