//! Two nodes around the moment in which an agreed time passes: one of them is killed just before, and what is to be told is told
//! once.

use chrono::{DateTime, TimeDelta, Utc};
use engine::{
    Actor, Clock as _, CreateCalendar, EventKind, Paging, SystemClock, Ticket, UpdateTicket, sla::whole_week,
};
use tests::{
    Backend, Person, TestApp,
    servers::{binary::Site, smtp::Smtp},
    wait::until,
};

/// What was agreed until the first answer.
const AGREED: TimeDelta = TimeDelta::minutes(1);
const WARNED: &str = "Reaktionszeit für dieses Ticket läuft bald ab";
const BREACHED: &str = "Reaktionszeit für dieses Ticket ist überschritten";

/// The database with somebody whose tickets have an agreement, looked at from beside the nodes.
struct Desk {
    app: TestApp,
    smtp: Smtp,
    max: Person,
    jana: Person,
}

impl Desk {
    async fn open() -> Self {
        let app = TestApp::on(Backend::Postgres).await;
        let given = app.given();
        let always = CreateCalendar {
            name: "Always".to_owned(),
            time_zone: "UTC".to_owned(),
            hours: whole_week(),
            ..CreateCalendar::default()
        };
        let calendar = app.engine.create_calendar(&Actor::system(), always).await.expect("a calendar");
        let agreement = given.agreement(&calendar, 1, 600).await;
        let acme = given.organisation("Acme", false).await;
        given.agreed(&acme, &agreement).await;
        let max = given.member(&acme, "max@example.org").await;
        let jana = given.agent("jana@example.org").await;
        Self { smtp: Smtp::start().await, max, jana, app }
    }

    /// A place on this database for one node.
    fn site(&self) -> Site {
        Site::new(&format!(
            "[server]\nbind = \"127.0.0.1:0\"\n[database]\nurl = \"{}\"\n\
             [mail]\nfrom = \"Support <tickets@example.org>\"\n[mail.smtp]\nurl = \"{}\"\n\
             [[mail.mailbox]]\naddress = \"tickets@example.org\"\nqueue = \"Support\"\n",
            self.app.database(),
            self.smtp.url()
        ))
    }

    /// A ticket of Jana's whose time passes so soon, and when that is.
    async fn due_in(&self, left: TimeDelta) -> (Ticket, DateTime<Utc>) {
        let due = SystemClock.now() + left;
        self.app.clock.set(due - AGREED);
        let ticket = self.app.given().ticket(&self.max, "Printer").await;
        let mine = UpdateTicket {
            number: ticket.number,
            assignee: Some(Some(self.jana.user.id)),
            ..UpdateTicket::default()
        };
        self.app.engine.update_ticket(&self.jana.actor, mine).await.expect("assigned");
        (ticket, due)
    }

    /// How often this reached Jana about a ticket.
    fn arrived(&self, ticket: &Ticket, words: &str) -> usize {
        let tag = format!("#{}]", ticket.number);
        let kept = self.smtp.kept();
        let about = kept.iter().filter(|kept| kept.mail.to == self.jana.user.email);
        about.filter(|kept| kept.mail.subject.contains(&tag) && kept.mail.text.contains(words)).count()
    }

    async fn waits_for(&self, ticket: &Ticket, words: &str) {
        until(words, || std::future::ready((self.arrived(ticket, words) > 0).then_some(()))).await;
    }

    /// What the journal tells of the first answer's clock of a ticket.
    async fn noted(&self, ticket: &Ticket) -> Vec<EventKind> {
        let all = Paging { first: Some(100), ..Paging::default() };
        let page = self.app.engine.events(&Actor::system(), ticket.id, &all).await.expect("a history");
        let kinds = page.items.into_iter().map(|(_, event)| event.kind);
        kinds.filter(|kind| matches!(kind, EventKind::SlaWarning | EventKind::SlaBreached)).collect()
    }
}

#[tokio::test]
async fn s66_a_breach_is_told_once_though_a_node_is_killed_just_before_it() {
    let desk = Desk::open().await;
    let (first, second) = (desk.site(), desk.site());
    let node = first.serve(&[]).await;
    let other = second.serve(&[]).await;
    let (ticket, due) = desk.due_in(TimeDelta::seconds(10)).await;
    desk.waits_for(&ticket, WARNED).await;
    let moment = due - TimeDelta::milliseconds(300);
    until("the moment before it is due", || std::future::ready((SystemClock.now() >= moment).then_some(())))
        .await;
    node.kill();
    desk.waits_for(&ticket, BREACHED).await;

    // The node comes back, and both have looked again when what was due later is told.
    let node = first.serve(&[]).await;
    let (later, _) = desk.due_in(TimeDelta::seconds(10)).await;
    desk.waits_for(&later, WARNED).await;
    desk.waits_for(&later, BREACHED).await;
    for ticket in [&ticket, &later] {
        assert_eq!(
            desk.noted(ticket).await,
            [EventKind::SlaWarning, EventKind::SlaBreached],
            "{}",
            ticket.number
        );
        for words in [WARNED, BREACHED] {
            assert_eq!(desk.arrived(ticket, words), 1, "{}: {words}", ticket.number);
        }
    }
    assert!(node.stop().await.success());
    assert!(other.stop().await.success());
}
