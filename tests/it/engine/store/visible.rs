//! Who sees what, printed and reviewed as a diff, and the same on every path that leads to it.

use std::fmt::Write as _;

use engine::{
    Actor, AddComment, Beside, CreateTicket, Engine, OrganisationFilter, Page, Paging, Texts, Ticket,
    TicketFilter, TicketId, TicketOrder, Upload, UserFilter, Visibility,
};
use sea_orm::{ConnectionTrait as _, Database};
use tests::{TestApp, given::Person, on_each_database};

/// A ticket with a file, an answer, and a note with a file.
async fn worked_ticket(
    app: &TestApp,
    by: &Person,
    agent: &Person,
    title: &str,
    queue: engine::QueueId,
) -> Ticket {
    let file = |name: &str| Upload {
        filename: name.to_owned(),
        content_type: None,
        bytes: name.to_owned().into_bytes().into(),
    };
    let input = CreateTicket {
        title: title.to_owned(),
        text: "needle".to_owned(),
        attachments: vec![file("public.txt")],
        ..CreateTicket::default()
    };
    let ticket = app.engine.create_ticket(&by.actor, input).await.expect("a ticket");
    let note = AddComment {
        number: ticket.number,
        text: "hay".to_owned(),
        attachments: vec![file("internal.txt")],
        draft_files: Vec::new(),
        visibility: Visibility::Internal,
        status: None,
        takes: false,
        idempotency_key: None,
        expected_version: None,
    };
    app.engine.add_comment(&agent.actor, note).await.expect("a note");
    app.given().comment(agent, &ticket, "An answer.").await;
    let input = engine::UpdateTicket { number: ticket.number, queue: Some(queue), ..Default::default() };
    app.engine.update_ticket(&agent.actor, input).await.expect("moved")
}

/// What one viewer sees of everything, each path counted by itself.
async fn sight(app: &TestApp, actor: &Actor, tickets: &[TicketId]) -> [usize; 9] {
    let engine = &app.engine;
    let filter = TicketFilter::default;
    let page =
        engine.tickets(actor, &filter(), TicketOrder::default(), &Paging::default()).await.expect("a page");
    let listed: Vec<_> = page.items.iter().map(|(_, ticket)| ticket.id).collect();
    assert_eq!(engine.count_tickets(actor, &filter()).await.expect("a count"), listed.len() as u64);
    let by_id = engine.tickets_by_id(actor, tickets).await.expect("tickets");
    assert!(by_id.len() == listed.len() && listed.iter().all(|id| by_id.contains_key(id)));
    read_together(engine, actor, &page).await;
    let search = |word: &str| TicketFilter { search: Some(word.into()), ..filter() };
    let needle = engine.count_tickets(actor, &search("needle")).await.expect("a count");
    assert_eq!(needle, listed.len() as u64, "what is seen is found, and nothing else");
    let hay = engine.count_tickets(actor, &search("hay")).await.expect("a count");

    let (mut comments, mut files, mut events) = (0, 0, 0);
    for id in tickets {
        let page = engine.comments(actor, *id, &Paging::default()).await.expect("a page");
        let ids: Vec<_> = page.items.iter().map(|(_, comment)| comment.id).collect();
        comments += ids.len();
        files += engine.attachments_of(actor, &ids).await.expect("files").values().flatten().count();
        events += engine.events(actor, *id, &Paging::default()).await.expect("a page").items.len();
    }
    let users = engine.users(actor, &UserFilter::default(), &Paging::default()).await.expect("a page");
    let addresses = users.items.iter().filter(|(_, user)| !user.email.is_empty()).count();
    let organisations = engine
        .organisations(actor, &OrganisationFilter::default(), &Paging::default())
        .await
        .expect("a page");
    [
        listed.len(),
        comments,
        files,
        events,
        usize::try_from(hay).expect("few"),
        users.items.len(),
        addresses,
        organisations.items.len(),
        engine.queues(actor).await.expect("queues").len(),
    ]
}

/// What is read together with tickets and comments is what is seen of it alone.
async fn read_together(engine: &Engine, actor: &Actor, page: &Page<Ticket>) {
    let beside = Beside {
        customer: true,
        assignee: true,
        organisation: true,
        domains: true,
        last_comment: true,
        texts: Texts::ALL,
    };
    let (filter, order) = (TicketFilter::default(), TicketOrder::default());
    let (same, near) =
        engine.tickets_beside(actor, &filter, order, &Paging::default(), beside).await.expect("a page");
    assert_eq!(&same, page);
    let tickets = || page.items.iter().map(|(_, ticket)| ticket);
    let people: Vec<_> = tickets().flat_map(|one| [Some(one.customer), one.assignee]).flatten().collect();
    assert_eq!(near.users, engine.users_by_id(actor, &people).await.expect("people"));
    let organisations: Vec<_> = tickets().filter_map(|ticket| ticket.organisation).collect();
    assert_eq!(
        near.organisations,
        engine.organisations_by_id(actor, &organisations).await.expect("organisations")
    );
    for ticket in tickets() {
        let alone = engine.ticket_beside(actor, ticket.number, beside).await.expect("read").expect("seen");
        assert_eq!(&alone.0, ticket);
        assert_eq!(alone.1.last_comments.get(&ticket.id), near.last_comments.get(&ticket.id));
        let last = Paging { last: Some(1), ..Paging::default() };
        let last = engine.comments(actor, ticket.id, &last).await.expect("a page");
        assert_eq!(last.items.last(), near.last_comments.get(&ticket.id));
        let all = engine.comments(actor, ticket.id, &Paging::default()).await.expect("a page");
        let (same, authors) = engine
            .comments_with_authors(actor, ticket.id, &Paging::default(), (Texts::ALL, u64::MAX))
            .await
            .expect("a page");
        assert_eq!(same, all);
        let wrote: Vec<_> = all.items.iter().map(|(_, comment)| comment.author).collect();
        assert_eq!(authors, engine.users_by_id(actor, &wrote).await.expect("people"));
    }
}

on_each_database!(who_sees_what_is_reviewed_as_a_diff);

async fn who_sees_what_is_reviewed_as_a_diff(app: TestApp) {
    let given = app.given();
    let (shares, keeps) =
        (given.organisation("Shares", true).await, given.organisation("Keeps", false).await);
    let anna = given.member(&shares, "anna@shares.example").await;
    let ben = given.member(&shares, "ben@shares.example").await;
    let outsider = given.member(&shares, "outsider@shares.example").await;
    let carl = given.member(&keeps, "carl@keeps.example").await;
    let dora = given.member(&keeps, "dora@keeps.example").await;
    let quiet = given.queue("Quiet").await;
    let agent = given.agent("agent@example.org").await;
    let narrow = given.agent("narrow@example.org").await;
    let idle = given.agent("idle@example.org").await;
    let admin = given.admin("admin@example.org").await;
    let support = engine_queue(&app, "Support").await;
    let first = worked_ticket(&app, &anna, &agent, "Anna's", support).await;
    let second = worked_ticket(&app, &carl, &agent, "Carl's", quiet.id).await;
    let connection = Database::connect(app.database()).await.expect("a connection");
    for (person, keep) in [(&narrow, Some(quiet.id)), (&idle, None)] {
        let in_queues = engine::QueueId(uuid::Uuid::nil());
        let statement = sea_orm::Statement::from_sql_and_values(
            connection.get_database_backend(),
            "DELETE FROM queue_member WHERE user_id = $1 AND queue_id <> $2",
            [person.user.id.0.into(), keep.unwrap_or(in_queues).0.into()],
        );
        connection.execute_raw(statement).await.expect("removed");
    }
    connection.close().await.expect("closed");
    for person in [&anna, &ben] {
        let chosen = engine::UpdateUser { sees_organisation: Some(true), ..Default::default() };
        app.engine.update_user(&Actor::system(), person.user.id, chosen).await.expect("chosen");
    }
    let narrowed =
        engine::UpdateOrganisation { sharing: Some(engine::Sharing::Selected), ..Default::default() };
    app.engine.update_organisation(&Actor::system(), shares.id, narrowed).await.expect("narrowed");

    let (_, reads) = given.token(&agent, &["tickets:read"]).await;
    let (_, writes) = given.token(&agent, &["tickets:write"]).await;
    let viewers = [
        ("system", Actor::system()),
        ("mail gateway", Actor::gateway()),
        ("admin", admin.actor),
        ("agent of both queues", agent.actor.clone()),
        ("agent of Quiet", narrow.actor),
        ("agent of no queue", idle.actor),
        ("token tickets:read", reads),
        ("token tickets:write", writes),
        ("anna, opened one", app.actor(anna.user.id).await),
        ("ben, colleague", app.actor(ben.user.id).await),
        ("colleague kept out", app.actor(outsider.user.id).await),
        ("carl, opened one", carl.actor),
        ("dora, not sharing", dora.actor),
        ("nobody", Actor::nobody()),
    ];
    let mut table = format!("{:<22}", "");
    for column in
        ["tickets", "comments", "files", "events", "notes", "people", "addresses", "organis.", "queues"]
    {
        let _ = write!(table, "{column:>10}");
    }
    for (name, actor) in viewers {
        let _ = write!(table, "\n{name:<22}");
        for count in sight(&app, &actor, &[first.id, second.id]).await {
            let _ = write!(table, "{count:>10}");
        }
    }
    insta::assert_snapshot!("who_sees_what", table);
}

async fn engine_queue(app: &TestApp, name: &str) -> engine::QueueId {
    let queues = app.engine.queues(&Actor::system()).await.expect("queues");
    queues.into_iter().find(|queue| queue.name == name).expect("a queue").id
}
