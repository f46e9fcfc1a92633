//! People who are copied in by mail, and colleagues who answer, watch the ticket.

use engine::{
    Actor, Address, AuthenticationResults, CreateOrganisation, IncomingMessage, LetterKind, MailboxSettings,
    MethodResult, Paging, Settings, UserFilter,
};
use tests::{MAILBOX, QUEUE, TestApp, on_each_database};

use super::{mail, receive};

const MARIA: &str = "maria@muster.example";
const PAUL: &str = "paul@muster.example";
const TOM: &str = "tom@partner.example";

fn to(addresses: &[&str]) -> Vec<Address> {
    let one = |address: &&str| Address { name: String::new(), address: (*address).to_owned() };
    addresses.iter().map(one).collect()
}

/// A mail to us with these people in Cc.
fn with_cc(id: &str, from: &str, cc: &[&str]) -> IncomingMessage {
    let addressees = to(&[&[MAILBOX], cc].concat());
    IncomingMessage { addressees, ..mail(id, from, "Drucker", "Geht nicht.") }
}

/// Who watches a ticket, by address.
async fn watching(app: &TestApp, number: i64) -> Vec<String> {
    let system = Actor::system();
    let ticket = app.engine.ticket(&system, number).await.unwrap().expect("a ticket");
    let of = app.engine.watchers_of(&system, &[ticket.id]).await.expect("an answer");
    let ids = of.get(&ticket.id).cloned().unwrap_or_default();
    let users = app.engine.users_by_id(&system, &ids).await.expect("an answer");
    ids.iter().map(|id| users[id].email.clone()).collect()
}

async fn open(app: &TestApp, message: IncomingMessage) -> i64 {
    receive(&app.engine, message).await.ticket.expect("a ticket")
}

on_each_database!(
    s13_whom_a_customer_copies_in_is_told_of_the_answers_and_may_read_the_ticket,
    who_does_not_know_that_the_desk_has_a_copy_does_not_watch,
    our_own_addresses_functions_lists_and_the_writer_do_not_watch,
    s13_a_colleague_who_answers_by_mail_watches_and_a_stranger_does_not,
    a_number_in_the_subject_alone_shows_a_ticket_to_nobody,
    who_was_taken_off_is_not_put_back_by_the_next_mail,
    who_was_taken_off_is_not_put_back_under_another_name_of_their_mailbox,
    a_mail_that_was_forged_copies_nobody_in,
    copies_do_not_watch_where_the_mailbox_says_so,
    new_senders_are_limited_for_copies_too
);

async fn s13_whom_a_customer_copies_in_is_told_of_the_answers_and_may_read_the_ticket(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let number = open(&app, with_cc("1@x", MARIA, &[TOM])).await;
    assert_eq!(watching(&app, number).await, [TOM]);
    assert_eq!(app.told().await, [(LetterKind::Confirmation, MARIA.to_owned())], "Tom has the mail itself");
    let ticket = app.engine.ticket(&jana.actor, number).await.unwrap().expect("a ticket");
    app.given().comment(&jana, &ticket, "Wir sehen nach.").await;
    let letters = app.letters().await;
    let to_tom = letters.iter().find(|letter| letter.to.address == TOM).expect("a letter to Tom");
    assert_eq!((to_tom.kind, to_tom.for_watcher), (LetterKind::Changed, true));
    // He answers it, and is heard like its customer.
    let answer = IncomingMessage {
        in_reply_to: vec![to_tom.message_id.clone()],
        ..mail("2@x", TOM, "Re: Drucker", "Bei uns auch.")
    };
    assert_eq!(receive(&app.engine, answer).await.ticket, Some(number));
    let told = app.told().await;
    assert!(told.contains(&(LetterKind::Changed, MARIA.to_owned())), "{told:?}");
    assert!(!told.iter().any(|(_, to)| to == TOM), "{told:?}");
}

/// A copy in Bcc: the mail names the desk nowhere, it only came there.
async fn who_does_not_know_that_the_desk_has_a_copy_does_not_watch(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let hidden = IncomingMessage { addressees: to(&[TOM]), ..mail("1@x", MARIA, "Drucker", "Geht nicht.") };
    let number = open(&app, hidden).await;
    assert_eq!(watching(&app, number).await, Vec::<String>::new());
    let ticket = app.engine.ticket(&jana.actor, number).await.unwrap().expect("a ticket");
    app.given().comment(&jana, &ticket, "Unter uns gesagt.").await;
    assert!(app.letters().await.iter().all(|letter| letter.to.address != TOM));
}

async fn our_own_addresses_functions_lists_and_the_writer_do_not_watch(app: TestApp) {
    app.given().agent("jana@example.org").await;
    let cc = [MARIA, MAILBOX, "noreply@partner.example", "dev-list@partner.example", "jana@example.org", TOM];
    let number = open(&app, with_cc("1@x", MARIA, &cc)).await;
    assert_eq!(watching(&app, number).await, [TOM]);
}

async fn s13_a_colleague_who_answers_by_mail_watches_and_a_stranger_does_not(app: TestApp) {
    let org = CreateOrganisation {
        name: "Muster".to_owned(),
        domains: vec!["muster.example".to_owned()],
        ..CreateOrganisation::default()
    };
    app.engine.create_organisation(&Actor::system(), org).await.expect("an organisation");
    let number = open(&app, with_cc("1@x", MARIA, &[])).await;
    let letter = app.letters().await.pop().expect("a confirmation");
    for (id, from) in [("2@x", PAUL), ("3@x", "eve@evil.example")] {
        let forwarded = IncomingMessage {
            in_reply_to: vec![letter.message_id.clone()],
            ..mail(id, from, "Re: Drucker", "Ich auch.")
        };
        assert_eq!(receive(&app.engine, forwarded).await.ticket, Some(number), "{from}");
    }
    assert_eq!(watching(&app, number).await, [PAUL]);
}

async fn a_number_in_the_subject_alone_shows_a_ticket_to_nobody(app: TestApp) {
    let number = open(&app, with_cc("1@x", MARIA, &[])).await;
    let subject = format!("[{}#{number}] Drucker", TestApp::settings().mail.subject_tag);
    let guessed = IncomingMessage { subject, ..with_cc("2@x", MARIA, &[TOM]) };
    receive(&app.engine, guessed).await;
    assert!(watching(&app, number).await.is_empty());
}

async fn who_was_taken_off_is_not_put_back_by_the_next_mail(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let number = open(&app, with_cc("1@x", MARIA, &[TOM])).await;
    let letter = app.letters().await.pop().expect("a confirmation");
    let filter = UserFilter { query: Some(TOM.to_owned()), ..UserFilter::default() };
    let tom = app.engine.users(&jana.actor, &filter, &Paging::default()).await.unwrap().items.remove(0).1;
    app.engine.unwatch_ticket(&jana.actor, number, Some(tom.id)).await.expect("taken off");
    let again =
        IncomingMessage { in_reply_to: vec![letter.message_id.clone()], ..with_cc("2@x", MARIA, &[TOM]) };
    assert_eq!(receive(&app.engine, again).await.ticket, Some(number));
    assert!(watching(&app, number).await.is_empty());
    app.engine.watch_ticket(&jana.actor, number, Some(tom.id), None).await.expect("by the staff");
    assert_eq!(watching(&app, number).await, [TOM]);
}

async fn who_was_taken_off_is_not_put_back_under_another_name_of_their_mailbox(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let muster = CreateOrganisation { name: "Muster".to_owned(), ..CreateOrganisation::default() };
    app.engine.create_organisation(&ada.actor, muster).await.expect("an organisation");
    let number = open(&app, with_cc("1@x", MARIA, &[PAUL])).await;
    let letter = app.letters().await.pop().expect("a confirmation");
    let filter = UserFilter { query: Some(PAUL.to_owned()), ..UserFilter::default() };
    let paul = app.engine.users(&ada.actor, &filter, &Paging::default()).await.unwrap().items.remove(0).1;
    app.engine.unwatch_ticket(&ada.actor, number, Some(paul.id)).await.expect("taken off");
    let again = IncomingMessage {
        in_reply_to: vec![letter.message_id.clone()],
        ..mail("2@x", "paul+x@muster.example", "Re: Drucker", "Ich noch einmal.")
    };
    let received = receive(&app.engine, again).await;
    assert_eq!((received.ticket, received.why), (Some(number), Some(engine::MailReason::Uninvited)));
    assert!(watching(&app, number).await.is_empty());
}

async fn a_mail_that_was_forged_copies_nobody_in(app: TestApp) {
    let trusts = |settings: &mut Settings| settings.mail.trusted_authserv = vec!["mx.example.org".to_owned()];
    let app = TestApp::with(app.backend, trusts).await;
    let fails = MethodResult {
        method: "dmarc".to_owned(),
        result: "fail".to_owned(),
        properties: vec![("header.from".to_owned(), "muster.example".to_owned())],
    };
    let results = AuthenticationResults { server: "mx.example.org".to_owned(), results: vec![fails] };
    let forged = IncomingMessage { authentication: vec![results], ..with_cc("1@x", MARIA, &[TOM]) };
    let number = open(&app, forged).await;
    assert!(watching(&app, number).await.is_empty());
}

async fn copies_do_not_watch_where_the_mailbox_says_so(app: TestApp) {
    let off = |settings: &mut Settings| {
        settings.mail.mailboxes =
            vec![MailboxSettings { cc_watches: false, ..MailboxSettings::new(MAILBOX, QUEUE) }];
    };
    let app = TestApp::with(app.backend, off).await;
    let number = open(&app, with_cc("1@x", MARIA, &[TOM])).await;
    assert!(watching(&app, number).await.is_empty());
}

async fn new_senders_are_limited_for_copies_too(app: TestApp) {
    let few = |settings: &mut Settings| settings.mail.new_senders_per_domain = 2;
    let app = TestApp::with(app.backend, few).await;
    let many = ["a.b@partner.example", "c.d@partner.example", "e.f@partner.example"];
    let number = open(&app, with_cc("1@x", MARIA, &many)).await;
    assert_eq!(watching(&app, number).await, many[..2]);
}
