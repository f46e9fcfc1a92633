//! A responsibility that is not allowed any more ends: the journal says so, and those who work the queue are told.

use engine::{
    Actor, EventKind, FromTo, LetterChange, LetterKind, Paging, QueueId, Role, Status, Ticket, UpdateTicket,
    UpdateUser,
};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    it_ends_when_the_ticket_moves_to_a_queue_that_the_assignee_does_not_work,
    it_ends_when_the_assignee_leaves_the_queue_the_staff_or_the_house,
    of_many_tickets_the_first_are_told_of_and_the_others_counted
);

struct Desk {
    anna: Person,
    max: Person,
    eva: Person,
    queue: QueueId,
}

/// Anna asks; Max works the first queue; Eva works this one and another.
async fn desk(app: &TestApp) -> Desk {
    let anna = app.given().customer("anna@example.com").await;
    let other = app.given().queue("Returns").await;
    let max = app.given().agent("max@example.org").await;
    let eva = app.given().agent("eva@example.org").await;
    app.engine.set_queue_members(&Actor::system(), other.id, &[eva.user.id]).await.unwrap();
    Desk { anna, max, eva, queue: other.id }
}

async fn of_max(app: &TestApp, desk: &Desk, title: &str) -> Ticket {
    let ticket = app.given().ticket(&desk.anna, title).await;
    let assignee = Some(Some(desk.max.user.id));
    let update = UpdateTicket { number: ticket.number, assignee, ..UpdateTicket::default() };
    let ticket = app.engine.update_ticket(&Actor::system(), update).await.unwrap();
    app.letters().await;
    ticket
}

async fn ended(app: &TestApp, ticket: &Ticket) -> bool {
    let found = app.engine.ticket(&Actor::system(), ticket.number).await.unwrap().unwrap();
    let events = app.engine.events(&Actor::system(), ticket.id, &Paging::default()).await.unwrap().items;
    let (_, last) = events.iter().rfind(|(_, event)| event.kind == EventKind::Assigned).unwrap();
    found.assignee.is_none() && last.changes[0].to.is_none()
}

async fn it_ends_when_the_ticket_moves_to_a_queue_that_the_assignee_does_not_work(app: TestApp) {
    let desk = desk(&app).await;
    let ticket = of_max(&app, &desk, "Drucker").await;
    let moved = UpdateTicket { number: ticket.number, queue: Some(desk.queue), ..UpdateTicket::default() };
    let moved = app.engine.update_ticket(&Actor::system(), moved).await.unwrap();
    assert_eq!(moved.assignee, None);
    assert!(ended(&app, &ticket).await);
    assert_eq!(app.told().await, [(LetterKind::Changed, "eva@example.org".to_owned())]);
    app.given().comment(&desk.anna, &ticket, "Geheim.").await;
    assert_eq!(app.told().await, [], "Max hears no more of it");
}

async fn it_ends_when_the_assignee_leaves_the_queue_the_staff_or_the_house(app: TestApp) {
    let desk = desk(&app).await;
    let eva = desk.eva.user.id;
    for way in 0..3 {
        let ticket = of_max(&app, &desk, &format!("Way {way}")).await;
        let closed = of_max(&app, &desk, &format!("Closed {way}")).await;
        let close =
            UpdateTicket { number: closed.number, status: Some(Status::Closed), ..UpdateTicket::default() };
        app.engine.update_ticket(&Actor::system(), close).await.unwrap();
        app.letters().await;
        let role = UpdateUser { role: Some(Role::Customer), ..UpdateUser::default() };
        let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
        let system = Actor::system();
        match way {
            0 => app.engine.set_queue_members(&system, ticket.queue, &[eva]).await.unwrap(),
            1 => drop(app.engine.update_user(&system, desk.max.user.id, role).await.unwrap()),
            _ => drop(app.engine.update_user(&system, desk.max.user.id, off).await.unwrap()),
        }
        assert!(ended(&app, &ticket).await, "way {way}");
        assert_eq!(app.told().await, [(LetterKind::Changed, "eva@example.org".to_owned())], "way {way}");
        // What is opened again has nobody either.
        app.given().comment(&desk.anna, &closed, "Doch nicht.").await;
        assert!(ended(&app, &closed).await, "way {way}");
        assert_eq!(app.told().await, [(LetterKind::Changed, "eva@example.org".to_owned())], "way {way}");
        let back = UpdateUser { role: Some(Role::Agent), active: Some(true), ..UpdateUser::default() };
        app.engine.update_user(&system, desk.max.user.id, back).await.unwrap();
        app.engine.set_queue_members(&system, ticket.queue, &[eva, desk.max.user.id]).await.unwrap();
    }
}

async fn of_many_tickets_the_first_are_told_of_and_the_others_counted(app: TestApp) {
    let desk = desk(&app).await;
    for number in 0..8 {
        of_max(&app, &desk, &format!("Nr. {number}")).await;
    }
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), desk.max.user.id, off).await.unwrap();
    let letters = app.letters().await;
    assert_eq!(letters.len(), 5);
    assert_eq!(letters[4].changes.last(), Some(&LetterChange::FurtherUnassigned(FromTo::now(3))));
}
