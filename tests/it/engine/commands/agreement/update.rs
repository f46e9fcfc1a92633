//! Changing an agreement, and what comes of it for tickets: priority, queue and organisation as well.

use std::time::Duration;

use chrono::{DateTime, Utc};
use engine::{
    Actor, AgreementId, Automatic, Bounce, Error, IncomingMessage, Priority, Status, Target, Ticket,
    Unattended, UpdateAgreement, UpdateOrganisation, UpdateQueue, UpdateTicket, sla::Clock,
};
use tests::{TestApp, on_each_database};
use uuid::Uuid;

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    s67_a_changed_agreement_counts_what_is_open_again,
    s66_a_change_of_priority_changes_the_target_and_keeps_the_minutes_used,
    s67_without_an_agreement_there_is_no_clock_and_a_queue_may_have_one,
    s66_both_clocks_stand_still_until_the_customer_answers_and_nothing_else_moves_them,
    s66_what_was_met_stays_met,
    s68_resolving_ends_the_clock_and_reopening_goes_on
);

/// An installation with an agreement of 60 and 480 minutes, its customer, an agent and a ticket on Monday at 8.
struct Desk {
    app: TestApp,
    agreement: engine::Agreement,
    acme: engine::Organisation,
    max: tests::Person,
    jana: tests::Person,
    ticket: Ticket,
}

impl Desk {
    async fn open(app: TestApp) -> Self {
        let calendar = app.given().calendar("Office").await;
        let agreement = app.given().agreement(&calendar, 60, 480).await;
        let acme = app.given().organisation("Acme", false).await;
        app.given().agreed(&acme, &agreement).await;
        let max = app.given().member(&acme, "max@example.org").await;
        let jana = app.given().agent("jana@example.org").await;
        app.clock.set(at("2019-01-28T07:00:00Z"));
        let ticket = app.given().ticket(&max, "Printer").await;
        Self { app, agreement, acme, max, jana, ticket }
    }

    async fn due(&self) -> Option<DateTime<Utc>> {
        self.seen().await.due_at
    }

    async fn seen(&self) -> Ticket {
        self.app.engine.ticket(&self.jana.actor, self.ticket.number).await.unwrap().unwrap()
    }

    async fn clocks(&self) -> engine::TicketClocks {
        let mut clocks = self.app.engine.clocks_of(&self.jana.actor, &[self.ticket.id]).await.unwrap();
        clocks.remove(&self.ticket.id).unwrap_or_default()
    }

    async fn change(&self, input: UpdateAgreement) {
        self.app.engine.update_agreement(&Actor::system(), self.agreement.id, input).await.unwrap();
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn normal(response: i32, restoration: i32) -> Vec<Target> {
    vec![Target {
        priority: Priority::Normal,
        response_minutes: Some(response),
        restoration_minutes: Some(restoration),
    }]
}

async fn s67_a_changed_agreement_counts_what_is_open_again(app: TestApp) {
    let desk = Desk::open(app).await;
    assert_eq!(desk.due().await, Some(at("2019-01-28T08:00:00Z")));
    desk.change(UpdateAgreement { targets: Some(normal(30, 120)), ..UpdateAgreement::default() }).await;
    assert_eq!(desk.due().await, Some(at("2019-01-28T07:30:00Z")));
    desk.change(UpdateAgreement { targets: Some(vec![]), ..UpdateAgreement::default() }).await;
    assert_eq!((desk.due().await, desk.clocks().await), (None, engine::TicketClocks::default()));
    desk.change(UpdateAgreement { targets: Some(normal(90, 120)), ..UpdateAgreement::default() }).await;
    assert_eq!(desk.due().await, Some(at("2019-01-28T08:30:00Z")));

    let (system, absent) = (Actor::system(), AgreementId(Uuid::nil()));
    let absent = desk.app.engine.update_agreement(&system, absent, UpdateAgreement::default()).await;
    assert!(matches!(absent, Err(Error::NotFound { .. })));
    let input = UpdateAgreement { name: Some("Mine".to_owned()), ..UpdateAgreement::default() };
    let refused = desk.app.engine.update_agreement(&desk.jana.actor, desk.agreement.id, input).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
}

async fn s66_a_change_of_priority_changes_the_target_and_keeps_the_minutes_used(app: TestApp) {
    let desk = Desk::open(app).await;
    let mut targets = normal(60, 480);
    targets.push(Target {
        priority: Priority::Urgent,
        response_minutes: Some(30),
        restoration_minutes: Some(240),
    });
    desk.change(UpdateAgreement { targets: Some(targets), ..UpdateAgreement::default() }).await;
    desk.app.clock.advance(Duration::from_mins(20));
    let number = desk.ticket.number;
    let prefer = async |priority| {
        let input = UpdateTicket { number, priority: Some(priority), ..UpdateTicket::default() };
        desk.app.engine.update_ticket(&desk.jana.actor, input).await.unwrap()
    };
    assert_eq!(prefer(Priority::Urgent).await.due_at, Some(at("2019-01-28T07:30:00Z")));
    let reading = desk.clocks().await.response.unwrap().reading;
    assert_eq!((reading.elapsed_minutes(), reading.remaining_minutes()), (20, 10));
    assert_eq!(prefer(Priority::Low).await.due_at, None, "nothing was agreed for this priority");
    assert_eq!(prefer(Priority::Normal).await.due_at, Some(at("2019-01-28T08:00:00Z")));
}

async fn s67_without_an_agreement_there_is_no_clock_and_a_queue_may_have_one(app: TestApp) {
    let desk = Desk::open(app).await;
    let engine = &desk.app.engine;
    let none = UpdateOrganisation { agreement: Some(None), ..UpdateOrganisation::default() };
    engine.update_organisation(&Actor::system(), desk.acme.id, none).await.unwrap();
    assert_eq!((desk.due().await, desk.clocks().await), (None, engine::TicketClocks::default()));

    let agreement = UpdateQueue { agreement: Some(Some(desk.agreement.id)), ..UpdateQueue::default() };
    engine.update_queue(&Actor::system(), desk.ticket.queue, agreement).await.unwrap();
    assert_eq!(desk.due().await, Some(at("2019-01-28T08:00:00Z")));
    let other = desk.app.given().queue("Other").await;
    let input = UpdateTicket { number: desk.ticket.number, queue: Some(other.id), ..UpdateTicket::default() };
    assert_eq!(engine.update_ticket(&desk.jana.actor, input).await.unwrap().due_at, None);
    // What customers see of it: nothing, on no way.
    let seen = engine.ticket(&desk.max.actor, desk.ticket.number).await.unwrap().unwrap();
    assert_eq!((seen.due_at, seen.escalates_at), (None, None));
    assert!(engine.clocks_of(&desk.max.actor, &[desk.ticket.id]).await.unwrap().is_empty());
}

async fn s66_both_clocks_stand_still_until_the_customer_answers_and_nothing_else_moves_them(app: TestApp) {
    let desk = Desk::open(app).await;
    let (app, engine) = (&desk.app, &desk.app.engine);
    // How each of the two stands, and its minutes that are left: response, restoration.
    let stand = async || {
        let clocks = desk.clocks().await;
        let faces = [clocks.response.unwrap(), clocks.restoration.unwrap()];
        faces.map(|face| (face.reading.clock, face.reading.remaining_minutes()))
    };
    app.clock.advance(Duration::from_mins(20));
    app.letters().await;
    app.given().set(&desk.jana, &desk.ticket, Status::Pending).await;
    let asked = app.letters().await.pop().unwrap();
    let paused = [(Clock::Paused, 40), (Clock::Paused, 460)];
    assert_eq!(stand().await, paused);

    app.given().internal_note(&desk.jana, &desk.ticket, "Between us.").await;
    let report = Bounce {
        original_message_id: Some(asked.message_id.clone()),
        status: Some("5.1.1".to_owned()),
        permanent: true,
        standard: true,
        ..Bounce::default()
    };
    let bounce = IncomingMessage {
        bounce: Some(report),
        ..mail("1@x", "mailer-daemon@mx.example", "Undelivered", "…")
    };
    let absence = IncomingMessage {
        automatic: Some(Automatic::AutoReply),
        unattended: Some(Unattended::Header),
        in_reply_to: vec![asked.message_id.clone()],
        ..mail("2@x", "max@example.org", "Out of office", "I am away.")
    };
    for message in [bounce, absence] {
        assert_eq!(receive(engine, message).await.ticket, Some(desk.ticket.number));
    }
    app.clock.advance(Duration::from_hours(30));
    assert_eq!(stand().await, paused);

    let answer = IncomingMessage {
        in_reply_to: vec![asked.message_id],
        ..mail("3@x", "max@example.org", "Re", "It is version 4.")
    };
    receive(engine, answer).await;
    assert_eq!(stand().await, [(Clock::Running, 40), (Clock::Running, 460)], "the same minutes are left");
}

async fn s66_what_was_met_stays_met(app: TestApp) {
    let desk = Desk::open(app).await;
    desk.app.clock.advance(Duration::from_mins(45));
    desk.app.given().comment(&desk.jana, &desk.ticket, "We look at it.").await;
    desk.change(UpdateAgreement { targets: Some(normal(30, 120)), ..UpdateAgreement::default() }).await;
    let clocks = desk.clocks().await;
    let response = clocks.response.unwrap().reading;
    assert_eq!((response.target_minutes, response.breached()), (60, false));
    assert_eq!(clocks.restoration.unwrap().reading.target_minutes, 120);
    assert_eq!(desk.due().await, Some(at("2019-01-28T09:00:00Z")));
}

async fn s68_resolving_ends_the_clock_and_reopening_goes_on(app: TestApp) {
    let desk = Desk::open(app).await;
    desk.app.given().comment(&desk.jana, &desk.ticket, "We look at it.").await;
    assert_eq!(desk.due().await, Some(at("2019-01-28T15:00:00Z")));
    desk.app.clock.advance(Duration::from_hours(1));
    desk.app.given().set(&desk.jana, &desk.ticket, Status::Pending).await;
    assert_eq!(desk.due().await, None);
    desk.app.clock.advance(Duration::from_hours(2));
    desk.app.given().comment(&desk.max, &desk.ticket, "Here it is.").await;
    assert_eq!(desk.due().await, Some(at("2019-01-29T08:00:00Z")), "seven hours are left");
    desk.app.given().set(&desk.jana, &desk.ticket, Status::Resolved).await;
    let seen = desk.seen().await;
    assert_eq!((seen.due_at, seen.escalates_at), (None, None));
    assert!(seen.auto_close_at.is_some());
    desk.app.clock.advance(Duration::from_hours(24));
    desk.app.given().comment(&desk.max, &desk.ticket, "It is back.").await;
    assert_eq!(desk.due().await, Some(at("2019-01-30T08:00:00Z")));
}
