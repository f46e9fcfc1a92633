//! What is new for whom, and taking the mark off.

use engine::{
    Address, Code, Delivery, Direction, IncomingMessage, MailboxSettings, Mark, OrderField, Paging, Replies,
    Settings, Status, Ticket, TicketFilter, TicketOrder, Turn,
};
use tests::{Backend, MAILBOX, Person, QUEUE, TestApp, on_each_database};

async fn mark(app: &TestApp, person: &Person, ticket: &Ticket) -> Option<Mark> {
    app.engine.marks(&person.actor, &[ticket.id]).await.expect("marks").remove(&ticket.id)
}

async fn unseen(app: &TestApp, person: &Person) -> u64 {
    let filter = TicketFilter { unseen: Some(true), ..TicketFilter::default() };
    let paging = Paging::default();
    let listed = app.engine.tickets(&person.actor, &filter, TicketOrder::default(), &paging);
    let listed = listed.await.expect("a list").items.len() as u64;
    assert_eq!(app.engine.count_tickets(&person.actor, &filter).await.expect("a count"), listed);
    listed
}

on_each_database!(
    a_reply_is_marked_for_each_agent_until_they_open_the_ticket,
    an_answer_takes_the_marks_off_for_everybody,
    a_reply_that_comes_after_the_opening_is_marked_again,
    customers_and_strangers_have_no_marks,
    work_is_listed_by_what_has_waited_longest
);

async fn a_reply_is_marked_for_each_agent_until_they_open_the_ticket(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    assert_eq!(mark(&app, &jana, &ticket).await, Some(Mark::New));
    app.engine.mark_seen(&jana.actor, ticket.number).await.unwrap();
    assert_eq!(mark(&app, &jana, &ticket).await, None);
    assert_eq!(
        mark(&app, &ole, &ticket).await,
        Some(Mark::New),
        "the request is no reply, whoever opened it"
    );
    assert_eq!((unseen(&app, &jana).await, unseen(&app, &ole).await), (0, 1));
    app.given().comment(&maria, &ticket, "Noch etwas.").await;
    assert_eq!(mark(&app, &ole, &ticket).await, Some(Mark::Replied), "somebody opened it, but not he");
}

async fn an_answer_takes_the_marks_off_for_everybody(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.given().internal_note(&jana, &ticket, "Wer kennt den?").await;
    assert_eq!(unseen(&app, &ole).await, 1, "a note answers nothing");
    app.given().comment(&jana, &ticket, "Ist er an?").await;
    assert_eq!((unseen(&app, &jana).await, unseen(&app, &ole).await), (0, 0));
}

async fn a_reply_that_comes_after_the_opening_is_marked_again(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    app.engine.mark_seen(&jana.actor, ticket.number).await.unwrap();
    let seen = app.engine.mark_seen(&jana.actor, ticket.number).await.unwrap();
    assert_eq!(seen.version, ticket.version, "looking changes nothing");
    app.given().comment(&maria, &ticket, "Ja, er ist an.").await;
    assert_eq!(mark(&app, &jana, &ticket).await, Some(Mark::Replied));
    // The clock stands still: what is seen is counted, not timed.
    app.engine.mark_seen(&jana.actor, ticket.number).await.unwrap();
    app.given().comment(&maria, &ticket, "Und jetzt?").await;
    assert_eq!((mark(&app, &jana, &ticket).await, unseen(&app, &jana).await), (Some(Mark::Replied), 1));
}

async fn customers_and_strangers_have_no_marks(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let eve = app.given().customer("eve@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    assert_eq!((mark(&app, &maria, &ticket).await, unseen(&app, &maria).await), (None, 0));
    let error = app.engine.mark_seen(&maria.actor, ticket.number).await.unwrap_err();
    assert_eq!(error.code(), Code::Forbidden);
    let error = app.engine.mark_seen(&eve.actor, ticket.number).await.unwrap_err();
    assert_eq!(error.code(), Code::NotFound);
}

async fn work_is_listed_by_what_has_waited_longest(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut tickets = Vec::new();
    for title in ["Erstes", "Zweites", "Drittes"] {
        tickets.push(app.given().ticket(&maria, title).await);
        app.clock.advance(std::time::Duration::from_mins(1));
    }
    app.given().comment(&jana, &tickets[0], "Beantwortet.").await;
    app.clock.advance(std::time::Duration::from_mins(1));
    let order = TicketOrder { field: OrderField::WaitingSince, direction: Direction::Asc };
    let numbers = async || {
        let mut numbers = Vec::new();
        let mut paging = Paging { first: Some(1), ..Paging::default() };
        loop {
            let page =
                app.engine.tickets(&jana.actor, &TicketFilter::default(), order, &paging).await.unwrap();
            let Some((cursor, ticket)) = page.items.into_iter().next() else { return numbers };
            numbers.push(ticket.number);
            paging.after = Some(cursor);
        }
    };
    assert_eq!(numbers().await, [1, 2, 0].map(|at: usize| tickets[at].number), "what is answered comes last");
    app.given().comment(&maria, &tickets[0], "Nein, doch nicht.").await;
    assert_eq!(
        numbers().await,
        [1, 2, 0].map(|at: usize| tickets[at].number),
        "the newest reply waits shortest"
    );
}

#[tokio::test]
async fn a_reply_that_is_held_back_waits_for_the_staff_and_its_writer_sees_that_it_arrived() {
    for (backend, replies) in [(Backend::Sqlite, Replies::HintOnly), (Backend::Postgres, Replies::Quarantine)]
    {
        let change = |settings: &mut Settings| {
            settings.mail.mailboxes =
                vec![MailboxSettings { replies, ..MailboxSettings::new(MAILBOX, QUEUE) }];
        };
        let app = TestApp::with(backend, change).await;
        let maria = app.given().customer("maria@muster.example").await;
        let jana = app.given().agent("jana@example.org").await;
        let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
        assert_eq!(unseen(&app, &jana).await, 0);
        let letter = app.letters().await.pop().expect("the question");
        let message = IncomingMessage {
            message_id: Some("1@x".to_owned()),
            in_reply_to: vec![letter.message_id],
            from: Some(Address { name: "Maria".to_owned(), address: "maria@muster.example".to_owned() }),
            recipients: vec![MAILBOX.to_owned()],
            text: "Es ist Version 4.".to_owned(),
            ..IncomingMessage::default()
        };
        let raw = app.engine.store_raw(bytes::Bytes::copy_from_slice(b"a mail")).await.expect("stored");
        app.engine.receive_mail(Delivery { raw, mailbox: None, message }).await.expect("received");

        assert_eq!(mark(&app, &jana, &ticket).await, Some(Mark::HeldBack));
        assert_eq!(unseen(&app, &jana).await, 1, "nobody is responsible, and it is counted all the same");
        let waits = async |actor| {
            let search = Some(app.engine.read_search(actor, "turn:us").expect("a search"));
            let filter = engine::TicketFilter { search, ..Default::default() };
            app.engine.count_tickets(actor, &filter).await.expect("a count")
        };
        assert_eq!(waits(&jana.actor).await, 1, "it waits for the staff, whatever its status says");
        assert_eq!(waits(&maria.actor).await, 0);
        let theirs = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().unwrap();
        assert_eq!((theirs.status, theirs.turn()), (Status::Pending, Turn::Staff));
        assert_eq!(theirs.attention.held_back.map(|(at, _)| at), Some(app.now()), "they see that it arrived");
        assert_eq!(theirs.attention.waiting_since, None, "and nothing else of what waits");
        app.given().set(&jana, &ticket, Status::Pending).await;
        let theirs = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().unwrap();
        assert_eq!(theirs.turn(), Turn::Customer, "the staff have decided");
    }
}
