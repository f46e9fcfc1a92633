//! Changing a ticket's own fields.

use engine::{
    Actor, Cause, Change, Code, CreateTicket, EventChange, EventKind, FromTo, LetterChange, LetterKind,
    Paging, Priority, Status, TicketFilter, TicketOrder, UpdateTicket,
};
use tests::{Person, TestApp, on_each_database};

fn update(number: i64) -> UpdateTicket {
    UpdateTicket { number, ..UpdateTicket::default() }
}

on_each_database!(
    s63_assigning_opens_a_new_ticket_and_tells_both,
    the_letter_to_whoever_became_responsible_says_so,
    only_staff_of_the_queue_can_be_made_responsible,
    customers_may_close_and_nothing_else,
    an_agent_sees_and_works_the_tickets_of_their_queues_alone,
    tags_are_cleaned_and_hidden_from_the_customer,
    what_changes_nothing_leaves_no_trace,
    s75_each_change_of_status_is_in_the_journal_with_who_and_why,
    a_stale_version_is_a_conflict,
    what_the_staff_do_among_themselves_does_not_show_in_what_the_customer_sees,
    s16_an_external_id_is_unique_among_tickets_and_leads_to_its_ticket,
    emails_of_a_status_wait_as_long_as_it_can_be_taken_back,
);

async fn s63_assigning_opens_a_new_ticket_and_tells_both(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.letters().await;
    let assign = UpdateTicket { assignee: Some(Some(ole.user.id)), ..update(ticket.number) };
    let after = app.engine.update_ticket(&jana.actor, assign).await.unwrap();
    assert_eq!((after.status, after.assignee), (Status::Open, Some(ole.user.id)));
    let told = [
        (LetterKind::Changed, "maria@example.org".to_owned()),
        (LetterKind::Changed, "ole@example.org".to_owned()),
    ];
    assert_eq!(app.told().await, told);
    let nobody = UpdateTicket { assignee: Some(None), ..update(ticket.number) };
    assert_eq!(app.engine.update_ticket(&jana.actor, nobody).await.unwrap().status, Status::Open);
}

async fn the_letter_to_whoever_became_responsible_says_so(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let assign = |to: &Person| UpdateTicket { assignee: Some(Some(to.user.id)), ..update(ticket.number) };
    app.engine.update_ticket(&jana.actor, assign(&ole)).await.unwrap();
    app.engine.update_ticket(&ole.actor, assign(&jana)).await.unwrap();
    let mine = "Dieses Ticket wurde Ihnen zugewiesen";
    for letter in app.letters().await.into_iter().filter(|letter| letter.kind == LetterKind::Changed) {
        let text = mail::outbound::Renderer::new().unwrap().render(&letter).unwrap().text;
        assert_eq!(text.contains(mine), letter.for_staff, "{}: {text}", letter.to.address);
    }
    app.engine.update_ticket(&jana.actor, assign(&ole)).await.unwrap();
    app.given().comment(&maria, &ticket, "Und?").await;
    let letters = app.letters().await;
    assert_eq!(letters.len(), 1, "what waits says both");
    let told = FromTo { from: Some(jana.user.id), to: Some(ole.user.id) };
    assert_eq!(letters[0].changes, [LetterChange::Changed(EventChange::Assignee(told))]);
}

async fn only_staff_of_the_queue_can_be_made_responsible(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let wrong = UpdateTicket { assignee: Some(Some(maria.user.id)), ..update(ticket.number) };
    assert_eq!(app.engine.update_ticket(&jana.actor, wrong).await.unwrap_err().field(), Some("assignee"));
}

async fn customers_may_close_and_nothing_else(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let refused = [
        UpdateTicket { title: Some("x".to_owned()), ..update(ticket.number) },
        UpdateTicket { priority: Some(Priority::Urgent), ..update(ticket.number) },
        UpdateTicket { assignee: Some(Some(maria.user.id)), ..update(ticket.number) },
        UpdateTicket { tags: Some(vec!["x".to_owned()]), ..update(ticket.number) },
        UpdateTicket { status: Some(Status::Resolved), ..update(ticket.number) },
        UpdateTicket { status: Some(Status::Closed), priority: Some(Priority::Low), ..update(ticket.number) },
    ];
    for input in refused {
        let error = app.engine.update_ticket(&maria.actor, input.clone()).await.unwrap_err();
        assert_eq!(error.code(), Code::Forbidden, "{input:?}");
    }
    let close = UpdateTicket { status: Some(Status::Closed), ..update(ticket.number) };
    assert_eq!(app.engine.update_ticket(&maria.actor, close).await.unwrap().status, Status::Closed);
    let told: Vec<_> = app.told().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(told, [LetterKind::Confirmation], "whoever closes need not be told so");
}

async fn an_agent_sees_and_works_the_tickets_of_their_queues_alone(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let elsewhere = app.given().queue("Buchhaltung").await;
    app.engine.set_queue_members(&Actor::system(), elsewhere.id, &[]).await.unwrap();
    let away = UpdateTicket { queue: Some(elsewhere.id), ..update(ticket.number) };
    app.engine.update_ticket(&jana.actor, away).await.unwrap();
    assert_eq!(app.engine.ticket(&jana.actor, ticket.number).await.unwrap(), None);
    let back = UpdateTicket { title: Some("x".to_owned()), ..update(ticket.number) };
    assert_eq!(app.engine.update_ticket(&jana.actor, back).await.unwrap_err().code(), Code::NotFound);
    assert!(app.engine.ticket(&maria.actor, ticket.number).await.unwrap().is_some());
}

async fn tags_are_cleaned_and_hidden_from_the_customer(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let tags = [" Visio ", "composer", "VISIO", ""].map(ToOwned::to_owned).to_vec();
    let tagged = UpdateTicket { tags: Some(tags), ..update(ticket.number) };
    assert_eq!(app.engine.update_ticket(&jana.actor, tagged).await.unwrap().tags, ["composer", "visio"]);
    assert_eq!(
        app.engine.ticket(&jana.actor, ticket.number).await.unwrap().unwrap().tags,
        ["composer", "visio"]
    );
    assert_eq!(app.engine.ticket(&maria.actor, ticket.number).await.unwrap().unwrap().tags, [""; 0]);
    let all = app.engine.events(&maria.actor, ticket.id, &Paging::default()).await.unwrap();
    assert_eq!(all.items.len(), 1, "nor does the journal tell of them");
    let many = (0..21).map(|i| i.to_string()).collect();
    let refused = UpdateTicket { tags: Some(many), ..update(ticket.number) };
    assert_eq!(app.engine.update_ticket(&jana.actor, refused).await.unwrap_err().field(), Some("tags"));
}

async fn what_changes_nothing_leaves_no_trace(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let same = UpdateTicket {
        title: Some(ticket.title.clone()),
        status: Some(ticket.status),
        priority: Some(ticket.priority),
        assignee: Some(None),
        queue: Some(ticket.queue),
        tags: Some(Vec::new()),
        ..update(ticket.number)
    };
    let before = app.engine.ticket(&jana.actor, ticket.number).await.unwrap();
    assert_eq!(Some(app.engine.update_ticket(&jana.actor, same).await.unwrap()), before);
}

async fn s75_each_change_of_status_is_in_the_journal_with_who_and_why(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.given().set(&jana, &ticket, Status::Resolved).await;
    app.pass(std::time::Duration::from_hours(7 * 24)).await;
    let events = app.engine.events(&maria.actor, ticket.id, &Paging::default()).await.unwrap();
    let events: Vec<_> = events.items.into_iter().map(|(_, event)| event).collect();
    let kinds: Vec<_> = events.iter().map(|event| (event.kind, event.actor, event.cause)).collect();
    let expected = [
        (EventKind::Created, Some(maria.user.id), Cause::Web),
        (EventKind::StatusChanged, Some(jana.user.id), Cause::Web),
        (EventKind::AutoClosed, None, Cause::Timer),
    ];
    assert_eq!(kinds, expected);
    assert_eq!((events[1].at, events[2].at), (ticket.created_at, app.now()));
    let status =
        Change { field: "status".to_owned(), from: Some("NEW".to_owned()), to: Some("RESOLVED".to_owned()) };
    assert_eq!(events[1].changes[0], status);
}

async fn a_stale_version_is_a_conflict(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.given().set(&jana, &ticket, Status::Open).await;
    let late =
        UpdateTicket { expected_version: Some(1), priority: Some(Priority::Low), ..update(ticket.number) };
    assert_eq!(app.engine.update_ticket(&jana.actor, late).await.unwrap_err().code(), Code::Conflict);
}

async fn what_the_staff_do_among_themselves_does_not_show_in_what_the_customer_sees(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let seen = async || {
        let ticket = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().unwrap();
        let events = app.engine.events(&maria.actor, ticket.id, &Paging::default()).await.unwrap();
        // Not the cursors: on PostgreSQL one that is handed out stays behind transactions under way elsewhere.
        let history = events.items.into_iter().map(|(_, event)| (event.id, event.kind, event.changes));
        (ticket, history.collect::<Vec<_>>())
    };
    let before = seen().await;
    app.clock.advance(std::time::Duration::from_mins(1));
    app.given().internal_note(&jana, &ticket, "Unter uns.").await;
    let other = app.given().queue("Einkauf").await;
    for input in [
        UpdateTicket { tags: Some(vec!["vip".to_owned()]), ..update(ticket.number) },
        UpdateTicket { priority: Some(Priority::Urgent), ..update(ticket.number) },
        UpdateTicket { queue: Some(other.id), ..update(ticket.number) },
    ] {
        app.engine.update_ticket(&jana.actor, input).await.unwrap();
    }
    app.engine.mark_seen(&jana.actor, ticket.number).await.unwrap();
    let after = seen().await;
    let mut apart = after.0.clone();
    (apart.queue, apart.public) = (before.0.queue, before.0.public);
    assert_eq!(apart, before.0);
    assert_eq!(after.1, before.1, "nothing of it stands in their history");
    // Their form is not stale, while a colleague's is.
    let comment = engine::AddComment {
        number: ticket.number,
        text: "Noch etwas.".to_owned(),
        expected_version: Some(before.0.version),
        ..engine::AddComment::default()
    };
    app.engine.add_comment(&maria.actor, comment).await.unwrap();
    assert_eq!(seen().await.0.version, before.0.version + 1, "what they may see counts");
    let stale = UpdateTicket { expected_version: Some(1), ..update(ticket.number) };
    assert_eq!(app.engine.update_ticket(&jana.actor, stale).await.unwrap_err().code(), Code::Conflict);
}

async fn s16_an_external_id_is_unique_among_tickets_and_leads_to_its_ticket(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let max = app.given().customer("max@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let other = app.given().ticket(&maria, "Maus").await;
    let called = |number, id: &str| UpdateTicket { external_id: Some(id.to_owned()), ..update(number) };
    let after = app.engine.update_ticket(&jana.actor, called(ticket.number, " zammad:34 ")).await.unwrap();
    assert_eq!((after.external_id.as_deref(), after.version), (Some("zammad:34"), 2));
    let again = app.engine.update_ticket(&jana.actor, called(ticket.number, "zammad:34")).await.unwrap();
    assert_eq!(again.version, 2, "what changes nothing leaves no trace");
    for (id, reason) in [
        ("zammad:34", "external-id-taken"),
        ("a\nb", "external-id-invalid"),
        (&"x".repeat(256), "external-id-too-long"),
    ] {
        let refused = app.engine.update_ticket(&jana.actor, called(other.number, id)).await.unwrap_err();
        assert_eq!((refused.field(), refused.reason()), (Some("externalId"), reason), "{id:?}");
        let new = CreateTicket {
            title: "Neu".to_owned(),
            text: "Bitte".to_owned(),
            external_id: Some(id.to_owned()),
            ..CreateTicket::default()
        };
        let refused = app.engine.create_ticket(&jana.actor, new.clone()).await.unwrap_err();
        assert_eq!((refused.field(), refused.reason()), (Some("externalId"), reason), "{id:?}");
        let refused = app.engine.create_ticket(&maria.actor, new).await.unwrap_err();
        assert_eq!(refused.code(), Code::Forbidden, "customers name no external ids");
    }
    let refused = app.engine.update_ticket(&maria.actor, called(other.number, "x")).await.unwrap_err();
    assert_eq!(refused.code(), Code::Forbidden);

    let find = async |actor: &Actor, id: &str| {
        let filter = TicketFilter { external_id: Some(id.to_owned()), ..TicketFilter::default() };
        let page =
            app.engine.tickets(actor, &filter, TicketOrder::default(), &Paging::default()).await.unwrap();
        assert_eq!(app.engine.count_tickets(actor, &filter).await.unwrap(), page.items.len() as u64);
        page.items.into_iter().map(|(_, ticket)| ticket.number).collect::<Vec<_>>()
    };
    for actor in [&jana.actor, &maria.actor] {
        assert_eq!(find(actor, "zammad:34").await, [ticket.number]);
    }
    assert_eq!(find(&max.actor, "zammad:34").await, [0; 0], "a stranger finds nothing by guessing");
    for unknown in ["zammad:3", "34", "", "\0", "ZAMMAD:34"] {
        assert_eq!(find(&jana.actor, unknown).await, [0; 0], "{unknown:?}");
    }
    let gone = app.engine.update_ticket(&jana.actor, called(ticket.number, "")).await.unwrap();
    assert_eq!(gone.external_id, None);
    app.engine.update_ticket(&jana.actor, called(other.number, "zammad:34")).await.unwrap();
    assert_eq!(find(&jana.actor, "zammad:34").await, [other.number]);
}

async fn emails_of_a_status_wait_as_long_as_it_can_be_taken_back(app: TestApp) {
    let patient =
        |settings: &mut engine::Settings| settings.tickets.undo_send = std::time::Duration::from_secs(10);
    let app = TestApp::with(app.backend, patient).await;
    let maria = app.given().customer("maria@example.org").await;
    let otto = app.given().customer("otto@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.engine.watch_ticket(&jana.actor, ticket.number, Some(otto.user.id), None).await.expect("watched");
    app.letters().await;
    let set = async |by: &Actor, status| {
        let input = UpdateTicket { status: Some(status), ..update(ticket.number) };
        app.engine.update_ticket(by, input).await.expect("set")
    };
    let told = async || {
        let letters = app.letters().await;
        let mut told: Vec<_> = letters.into_iter().map(|letter| (letter.to.address, letter.kind)).collect();
        told.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        told
    };
    set(&jana.actor, Status::Closed).await;
    assert_eq!(told().await, [], "they wait");
    app.pass(std::time::Duration::from_secs(5)).await;
    set(&jana.actor, Status::New).await;
    app.pass(std::time::Duration::from_mins(1)).await;
    assert_eq!(told().await, [], "nobody is told of what was taken back");

    set(&jana.actor, Status::Closed).await;
    app.pass(std::time::Duration::from_secs(11)).await;
    let both = [
        ("maria@example.org".to_owned(), LetterKind::Closed),
        ("otto@example.org".to_owned(), LetterKind::Changed),
    ];
    assert_eq!(told().await, both);
    set(&ole.actor, Status::Open).await;
    app.pass(std::time::Duration::from_secs(11)).await;
    told().await;
    let (_, robot) = app.given().token(&jana, &["tickets:write"]).await;
    set(&robot, Status::Closed).await;
    assert_eq!(told().await, both, "what a program does leaves at once");
}
