//! A customer's version, time and history go together: whatever they are told of is counted for them, and nothing else is.

use std::time::Duration;

use chrono::{DateTime, Utc};
use engine::{
    Actor, AddComment, AddExternalLink, ChangeTicket, EventId, Failure, IncomingMessage, MailServerFault,
    MergeTickets, Paging, Priority, Redact, Redaction, Replies, SplitTicket, Status, Ticket, TicketChange,
    TicketId, UpdateUser,
};
use tests::{Person, TestApp, on_each_database};

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    b8_no_event_of_a_command_leaves_the_version_that_its_customer_sees,
    b8_no_event_of_letters_and_timers_leaves_the_version_that_its_customer_sees,
    b8_a_reply_that_is_held_back_is_no_change_for_the_customer,
    b8_an_assignment_that_ends_counts_as_a_change_for_the_customer,
    b8_an_erasure_counts_as_a_change_for_the_customer,
);

const DAY: Duration = Duration::from_hours(24);
const LEASE: Duration = Duration::from_mins(1);

/// What the customer of a ticket knew of it when it was looked at last.
struct Face<'a> {
    app: &'a TestApp,
    customer: &'a Actor,
    ticket: TicketId,
    number: i64,
    known: (Vec<EventId>, i64, DateTime<Utc>),
}

impl<'a> Face<'a> {
    async fn of(app: &'a TestApp, customer: &'a Person, ticket: &Ticket) -> Self {
        let (ticket, number) = (ticket.id, ticket.number);
        let nothing = (Vec::new(), 0, TestApp::opening());
        let mut face = Self { app, customer: &customer.actor, ticket, number, known: nothing };
        face.known = face.now().await;
        face
    }

    /// Lines of the history, version and time, as they are shown to the customer.
    async fn now(&self) -> (Vec<EventId>, i64, DateTime<Utc>) {
        let all = Paging { first: Some(100), ..Paging::default() };
        let events = self.app.engine.events(self.customer, self.ticket, &all).await.expect("a history");
        let ticket = self.app.engine.ticket(&Actor::system(), self.number).await;
        let ticket = ticket.expect("an answer").expect("a ticket");
        let events = events.items.iter().map(|(_, event)| event.id).collect();
        (events, ticket.public.version, ticket.public.updated_at)
    }

    /// What was done before shows in the history, and so in version and time.
    async fn told(&mut self, what: &str) {
        let (events, version, at) = self.now().await;
        let (known_events, known_version, known_at) = &self.known;
        assert!(events.iter().any(|event| !known_events.contains(event)), "{what}: the customer is told");
        assert!(version > *known_version, "{what}: the version stayed {version}");
        assert!(at > *known_at, "{what}: the time stayed {at}");
        self.known = (events, version, at);
        self.app.clock.advance(LEASE);
    }

    /// What was done before is the business of the staff alone.
    async fn untold(&self, what: &str) {
        assert_eq!(self.now().await, self.known, "{what}");
        self.app.clock.advance(LEASE);
    }
}

async fn people(app: &TestApp) -> (Person, Person) {
    (app.given().customer("anna@example.com").await, app.given().agent("max@example.org").await)
}

async fn change(app: &TestApp, by: &Person, number: i64, change: TicketChange) {
    let input = ChangeTicket { number, changes: vec![change], ..ChangeTicket::default() };
    app.engine.change_ticket(&by.actor, input).await.expect("changed");
}

async fn b8_no_event_of_a_command_leaves_the_version_that_its_customer_sees(app: TestApp) {
    let app =
        TestApp::with(app.backend, |settings| settings.tickets.undo_send = Duration::from_mins(2)).await;
    let (anna, max) = people(&app).await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let number = ticket.number;
    app.clock.advance(LEASE);
    let mut face = Face::of(&app, &anna, &ticket).await;
    let said = app.given().comment(&anna, &ticket, "Er klemmt.").await;
    face.told("a comment").await;
    let note = app.given().internal_note(&max, &ticket, "Wieder der.").await;
    face.untold("a note").await;
    for (what, one) in [
        ("a status", TicketChange::SetStatus(Status::Pending)),
        ("an assignee", TicketChange::Assign(Some(max.user.id))),
        ("a title", TicketChange::Retitle("Drucker klemmt".to_owned())),
    ] {
        change(&app, &max, number, one).await;
        face.told(what).await;
    }
    for (what, one) in [
        ("a priority", TicketChange::Prioritise(Priority::Urgent)),
        ("tags", TicketChange::AddTags(vec!["papier".to_owned()])),
    ] {
        change(&app, &max, number, one).await;
        face.untold(what).await;
    }
    let answer = AddComment { number, text: "Nein.".to_owned(), ..AddComment::default() };
    let answer = app.engine.add_comment(&max.actor, answer).await.expect("an answer").comment;
    face.told("an answer").await;
    app.engine.undo_send(&max.actor, answer.id).await.expect("taken back");
    face.told("an answer that is taken back").await;
    let tom = Some("tom@partner.example".to_owned());
    app.engine.watch_ticket(&max.actor, number, None, tom).await.expect("watched");
    face.told("a watcher").await;
    app.engine.watch_ticket(&max.actor, number, None, None).await.expect("watched");
    face.untold("one of the staff who watches").await;
    for visible_to_customer in [true, false] {
        let url = format!("https://jira.example.org/{visible_to_customer}");
        let link = AddExternalLink { number, url, key: None, visible_to_customer };
        app.engine.add_external_link(&max.actor, link).await.expect("linked");
        if visible_to_customer {
            face.told("a link to another system").await;
        } else {
            face.untold("a link for the staff").await;
        }
    }
    let reason = "Zugangsdaten".to_owned();
    let redact = Redact { what: Redaction::Comment(note.id), reason: reason.clone() };
    app.engine.redact(&max.actor, redact).await.expect("redacted");
    face.untold("a note that is redacted").await;
    let split = SplitTicket { number, comments: vec![said.id], title: "Papier".to_owned() };
    let part = app.engine.split_ticket(&max.actor, split).await.expect("split");
    face.told("a split").await;
    let merge = MergeTickets { from: part.number, into: number };
    app.engine.merge_tickets(&max.actor, merge).await.expect("merged");
    face.told("a merge").await;
    app.engine.unmerge_ticket(&max.actor, part.number).await.expect("undone");
    face.told("a merge that is undone").await;
    let last = app.given().comment(&anna, &ticket, "Mein Kennwort ist Sommer.").await;
    face.told("another comment").await;
    let redact = Redact { what: Redaction::Comment(last.id), reason };
    app.engine.redact(&max.actor, redact).await.expect("redacted");
    face.told("a comment that is redacted").await;
    change(&app, &max, number, TicketChange::SetPrivacy(true)).await;
    face.told("privacy").await;
}

async fn b8_no_event_of_letters_and_timers_leaves_the_version_that_its_customer_sees(app: TestApp) {
    let (anna, max) = people(&app).await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.letters().await;
    app.given().set(&max, &ticket, Status::Pending).await;
    app.clock.advance(LEASE);
    let mut face = Face::of(&app, &anna, &ticket).await;
    let letter = app.engine.claim_letters(10, LEASE).await.expect("letters").remove(0);
    let failure = Failure { error: "550 no such user".to_owned(), permanent: true };
    app.engine.letter_failed(letter.id, failure).await.expect("noted");
    face.told("a closing that is called off").await;
    app.engine.resend_letter(&max.actor, letter.id).await.expect("sent again");
    face.told("a closing that is on again").await;
    let letter = app.engine.claim_letters(10, LEASE).await.expect("letters").remove(0);
    app.engine.letters_wait(&[letter.id], MailServerFault::Sender, "550 no bounces").await.expect("noted");
    app.pass(DAY * 15).await;
    face.told("a closing that is put off").await;
    app.letters().await;
    app.pass(DAY * 30).await;
    face.told("a closing").await;
}

async fn b8_a_reply_that_is_held_back_is_no_change_for_the_customer(app: TestApp) {
    let quarantine = |settings: &mut engine::Settings| {
        for mailbox in &mut settings.mail.mailboxes {
            mailbox.replies = Replies::Quarantine;
        }
    };
    let app = TestApp::with(app.backend, quarantine).await;
    let anna = app.given().customer("anna@muster.example").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let confirmation = app.letters().await.remove(0);
    app.clock.advance(LEASE);
    let face = Face::of(&app, &anna, &ticket).await;
    let tom = engine::Address { name: String::new(), address: "tom@partner.example".to_owned() };
    let us = engine::Address { name: String::new(), address: tests::MAILBOX.to_owned() };
    let answer = IncomingMessage {
        in_reply_to: vec![confirmation.message_id],
        addressees: vec![us, tom],
        ..mail("1@x", "anna@muster.example", "Re: Drucker", "Tom weiß mehr.")
    };
    assert_eq!(receive(&app.engine, answer).await.ticket, Some(ticket.number));
    face.untold("a reply that is held back, and whom it names").await;
}

async fn b8_an_assignment_that_ends_counts_as_a_change_for_the_customer(app: TestApp) {
    let (anna, max) = people(&app).await;
    let eva = app.given().agent("eva@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let assign = TicketChange::Assign(Some(max.user.id));
    change(&app, &eva, ticket.number, assign.clone()).await;
    app.clock.advance(LEASE);
    let mut face = Face::of(&app, &anna, &ticket).await;
    let system = Actor::system();
    app.engine.set_queue_members(&system, ticket.queue, &[eva.user.id]).await.expect("changed");
    face.told("an assignee who leaves the queue").await;
    app.engine.set_queue_members(&system, ticket.queue, &[eva.user.id, max.user.id]).await.expect("changed");
    change(&app, &eva, ticket.number, assign).await;
    face.told("an assignee").await;
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&system, max.user.id, off).await.expect("switched off");
    face.told("an assignee who is switched off").await;
}

async fn b8_an_erasure_counts_as_a_change_for_the_customer(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.clock.advance(LEASE);
    let mut face = Face::of(&app, &anna, &ticket).await;
    app.engine.erase_user(&admin.actor, anna.user.id, "auf Wunsch").await.expect("erased");
    face.told("an erasure").await;
}
