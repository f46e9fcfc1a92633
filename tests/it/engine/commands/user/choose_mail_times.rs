//! When people get the emails that they may switch off.

use std::time::Duration;

use engine::{
    Actor, ChooseNotice, Code, Letter, LetterKind, MailPace, MailTimes, Notice, Ticket, UpdateTicket,
};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    what_happens_in_quiet_hours_is_told_when_they_end,
    one_email_tells_of_many_tickets_and_only_of_those_that_its_reader_sees,
    what_runs_out_is_told_by_itself_and_customers_are_told_of_their_own_at_once,
    what_was_switched_off_meanwhile_is_not_told,
    times_that_are_none_are_refused
);

const HOUR: Duration = Duration::from_hours(1);

async fn choose(app: &TestApp, person: &Person, times: MailTimes) {
    app.engine.choose_mail_times(&person.actor, times).await.expect("chosen");
    assert_eq!(app.engine.mail_times(&person.actor).await.expect("times"), times);
}

/// Of a new ticket each of them is told, as people are who chose nothing; the people of tests are not.
async fn hear_of_new_tickets(app: &TestApp, people: &[&Person]) {
    for person in people {
        let choice = ChooseNotice { notice: Notice::NewTicket, email: Some(true), page: None };
        app.engine.choose_notice(&person.actor, choice).await.expect("chosen");
    }
}

fn to<'l>(letters: &'l [Letter], person: &Person) -> Vec<&'l Letter> {
    letters.iter().filter(|letter| letter.to.address == person.user.email).collect()
}

async fn assign(app: &TestApp, by: &Person, ticket: &Ticket, to: &Person) {
    let input =
        UpdateTicket { number: ticket.number, assignee: Some(Some(to.user.id)), ..UpdateTicket::default() };
    app.engine.update_ticket(&by.actor, input).await.expect("assigned");
}

async fn what_happens_in_quiet_hours_is_told_when_they_end(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    hear_of_new_tickets(&app, &[&jana, &ole]).await;
    // Tests begin at 17:00 in her time zone.
    let times = MailTimes { quiet: Some((16 * 60, 19 * 60)), ..MailTimes::default() };
    choose(&app, &jana, times).await;
    app.given().ticket(&anna, "Drucker").await;
    let letters = app.letters().await;
    assert_eq!((to(&letters, &jana).len(), to(&letters, &ole).len()), (0, 1), "{letters:?}");
    assert_eq!(to(&letters, &anna).len(), 1, "the confirmation goes out at once");
    assert_eq!(app.engine.mail_server().await.unwrap().waiting, 0, "it does not wait for the server");
    app.pass(HOUR).await;
    assert_eq!(to(&app.letters().await, &jana).len(), 0);
    app.pass(HOUR).await;
    let letters = app.letters().await;
    assert_eq!(
        to(&letters, &jana).iter().map(|letter| letter.kind).collect::<Vec<_>>(),
        [LetterKind::Changed]
    );
}

async fn one_email_tells_of_many_tickets_and_only_of_those_that_its_reader_sees(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ada = app.given().admin("ada@example.org").await;
    hear_of_new_tickets(&app, &[&jana]).await;
    choose(&app, &jana, MailTimes { pace: MailPace::Hourly, ..MailTimes::default() }).await;
    let first = app.given().ticket(&anna, "Drucker").await;
    let second = app.given().ticket(&anna, "Netz").await;
    assign(&app, &ada, &first, &jana).await;
    app.given().comment(&anna, &first, "Es klemmt.").await;
    app.given().comment(&anna, &first, "Immer noch.").await;
    assert_eq!(to(&app.letters().await, &jana).len(), 0, "they gather");
    app.pass(HOUR).await;
    let letters = app.letters().await;
    let digest = to(&letters, &jana);
    assert_eq!(digest.len(), 1, "{letters:?}");
    assert_eq!((digest[0].kind, digest[0].ticket.is_none()), (LetterKind::Digest, true));
    let told: Vec<_> = digest[0].news.iter().map(|news| (news.number, news.notices.clone())).collect();
    let of_first = vec![Notice::NewTicket, Notice::Assigned, Notice::Replied];
    assert_eq!(told, [(first.number, of_first), (second.number, vec![Notice::NewTicket])]);

    // What she does not see any more is not told, and an email that has nothing to tell does not go out.
    let third = app.given().ticket(&anna, "Telefon").await;
    let queue = app.engine.queues(&Actor::system()).await.unwrap()[0].id;
    app.engine.set_queue_members(&Actor::system(), queue, &[]).await.unwrap();
    app.pass(HOUR).await;
    let letters = app.letters().await;
    assert_eq!(to(&letters, &jana).len(), 0, "{} is none of hers: {letters:?}", third.number);
}

async fn what_runs_out_is_told_by_itself_and_customers_are_told_of_their_own_at_once(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    choose(&app, &jana, MailTimes { pace: MailPace::Daily, ..MailTimes::default() }).await;
    choose(&app, &anna, MailTimes { pace: MailPace::Daily, ..MailTimes::default() }).await;
    let calendar = app.given().calendar("Immer").await;
    let agreement = app.given().agreement(&calendar, 60, 120).await;
    let acme = app.given().organisation("Acme", true).await;
    app.given().agreed(&acme, &agreement).await;
    let cleo = app.given().member(&acme, "cleo@acme.example").await;
    let ticket = app.given().ticket(&cleo, "Drucker").await;
    let own = app.given().ticket(&anna, "Netz").await;
    assign(&app, &jana, &ticket, &jana).await;
    app.given().comment(&jana, &own, "Wir sehen nach.").await;
    let letters = app.letters().await;
    let kinds: Vec<_> = to(&letters, &anna).iter().map(|letter| letter.kind).collect();
    assert_eq!(kinds, [LetterKind::Confirmation, LetterKind::Changed]);
    assert_eq!(to(&letters, &jana).len(), 0, "{letters:?}");
    app.pass(4 * 24 * HOUR).await;
    let letters = app.letters().await;
    let told = to(&letters, &jana);
    assert!(told.iter().any(|letter| letter.kind == LetterKind::SlaBreached), "{letters:?}");
}

async fn what_was_switched_off_meanwhile_is_not_told(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ada = app.given().admin("ada@example.org").await;
    hear_of_new_tickets(&app, &[&jana]).await;
    choose(&app, &jana, MailTimes { pace: MailPace::Hourly, ..MailTimes::default() }).await;
    let off = |notice| ChooseNotice { notice, email: Some(false), page: None };
    let first = app.given().ticket(&anna, "Drucker").await;
    assign(&app, &ada, &first, &jana).await;
    app.engine.choose_notice(&jana.actor, off(Notice::NewTicket)).await.unwrap();
    app.pass(HOUR).await;
    let letters = app.letters().await;
    let told: Vec<_> = to(&letters, &jana)[0].news.iter().map(|news| news.notices.clone()).collect();
    assert_eq!(told, [vec![Notice::Assigned]]);

    let second = app.given().ticket(&anna, "Netz").await;
    assign(&app, &ada, &second, &jana).await;
    app.engine.choose_notice(&jana.actor, off(Notice::Assigned)).await.unwrap();
    app.pass(HOUR).await;
    assert_eq!(to(&app.letters().await, &jana).len(), 0, "there is nothing to tell");
}

async fn times_that_are_none_are_refused(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let usual = MailTimes::default();
    for (times, field) in [
        (MailTimes { daily_at: 1_440, ..usual }, "dailyAt"),
        (MailTimes { quiet: Some((1_440, 0)), ..usual }, "quietFrom"),
        (MailTimes { quiet: Some((0, 1_440)), ..usual }, "quietUntil"),
        (MailTimes { quiet: Some((60, 60)), ..usual }, "quietUntil"),
    ] {
        let refused = app.engine.choose_mail_times(&jana.actor, times).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some(field)));
    }
    assert_eq!(app.engine.mail_times(&jana.actor).await.unwrap(), usual);
    let (_, reads) = app.given().token(&jana, &["tickets:read"]).await;
    let refused = app.engine.choose_mail_times(&reads, usual).await.unwrap_err();
    assert_eq!(refused.code(), Code::Forbidden);
    let nobody = app.engine.choose_mail_times(&Actor::nobody(), usual).await.unwrap_err();
    assert_eq!(nobody.code(), Code::Unauthenticated);
}
