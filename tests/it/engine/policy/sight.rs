//! Who sees what is the same in lists, counts, search, single rows, commands, history and live events, and is what an
//! independent reference says: over every combination of role, relation, sharing, privacy, watching, visibility and scope.

use std::collections::{HashMap, HashSet};

use engine::{
    Actor, AddComment, AttachmentId, CommentId, CreateTicket, Engine, Error, EventKind, Organisation,
    OrganisationId, Paging, QueueId, Role, Scopes, Sharing, Texts, Ticket, TicketFilter, TicketId,
    TicketOrder, UpdateOrganisation, UpdateTicket, UpdateUser, Upload, UserId, Viewer, Visibility,
};
use futures::StreamExt as _;
use sea_orm::{ConnectionTrait as _, Database};
use tests::{TestApp, given::Person, on_each_database, wait::until};

/// A person as the reference knows them.
pub(super) struct Known {
    pub(super) person: Person,
    /// Where they belong, with whom it shares, and whether they are selected there; the first one first.
    pub(super) organisations: Vec<(OrganisationId, Sharing, bool)>,
    pub(super) queues: Vec<QueueId>,
}

/// A ticket as the reference knows it.
pub(super) struct Case {
    pub(super) ticket: Ticket,
    pub(super) customer: UserId,
    pub(super) organisation: Option<OrganisationId>,
    pub(super) is_private: bool,
    pub(super) watched_by: Vec<UserId>,
    pub(super) queue: QueueId,
}

/// The design in other words.
pub(super) fn sees(known: &Known, scopes: Scopes, case: &Case) -> bool {
    if !scopes.read {
        return false;
    }
    let user = &known.person.user;
    match user.role {
        Role::Admin => true,
        Role::Agent => known.queues.contains(&case.queue),
        Role::Customer => {
            let shared = known.organisations.iter().any(|(own, sharing, selected)| {
                let chosen = match sharing {
                    Sharing::Nobody => false,
                    Sharing::Selected => *selected,
                    Sharing::All => true,
                };
                chosen && case.organisation == Some(*own) && !case.is_private
            });
            case.customer == user.id || case.watched_by.contains(&user.id) || shared
        }
    }
}

struct World {
    people: Vec<Known>,
    cases: Vec<Case>,
    comments: HashMap<CommentId, (TicketId, Visibility)>,
    files: HashMap<AttachmentId, (TicketId, Visibility)>,
}

async fn organisation(app: &TestApp, sharing: Sharing) -> Organisation {
    let made = app.given().organisation(sharing.as_str(), false).await;
    let input = UpdateOrganisation { sharing: Some(sharing), ..UpdateOrganisation::default() };
    app.engine.update_organisation(&Actor::system(), made.id, input).await.expect("changed")
}

async fn people(app: &TestApp, open: QueueId) -> Vec<Known> {
    let given = app.given();
    let mut people = Vec::new();
    let mut companies = Vec::new();
    for sharing in Sharing::ALL {
        let company = organisation(app, *sharing).await;
        for (name, selected) in [("opener", false), ("chosen", true), ("other", false)] {
            let email = format!("{name}@{}.example", sharing.as_str().to_lowercase());
            let member = given.member(&company, &email).await;
            let input = UpdateUser { sees_organisation: Some(selected), ..UpdateUser::default() };
            app.engine.update_user(&Actor::system(), member.user.id, input).await.expect("selected");
            let organisations = vec![(company.id, *sharing, selected)];
            people.push(Known { person: member, organisations, queues: Vec::new() });
        }
        companies.push(company);
    }
    let alone = |person, queues| Known { person, organisations: Vec::new(), queues };
    // Of several, of which one shares with nobody, with selected members, or with all.
    let [a, b, c] = companies.as_slice() else { panic!("three ways to share") };
    for (index, several) in [[a, b], [c, a], [b, c]].into_iter().enumerate() {
        for (name, chosen) in [("opener", None), ("chosen", Some(1)), ("other", Some(0))] {
            let person = given.customer(&format!("{name}@several{index}.example")).await;
            let organisations = Some(several.iter().map(|company| company.id).collect());
            let input = UpdateUser { organisations, ..UpdateUser::default() };
            app.engine.update_user(&Actor::system(), person.user.id, input).await.expect("joined");
            if let Some(place) = chosen {
                let input = UpdateUser {
                    sees_organisation: Some(true),
                    of_organisation: Some(several[place].id),
                    ..UpdateUser::default()
                };
                app.engine.update_user(&Actor::system(), person.user.id, input).await.expect("selected");
            }
            let organisations = several
                .iter()
                .enumerate()
                .map(|(place, company)| (company.id, company.sharing, chosen == Some(place)))
                .collect();
            people.push(Known { person, organisations, queues: Vec::new() });
        }
    }
    people.push(alone(given.customer("opener@nowhere.example").await, Vec::new()));
    people.push(alone(given.customer("other@nowhere.example").await, Vec::new()));
    let worker = given.agent("worker@desk.example").await;
    people.push(alone(given.agent("idle@desk.example").await, Vec::new()));
    people.push(alone(given.admin("admin@desk.example").await, Vec::new()));
    let id = worker.user.id;
    people.push(alone(worker, vec![open]));
    for queue in app.engine.queues(&Actor::system()).await.expect("queues") {
        let members: &[UserId] = if queue.id == open { &[id] } else { &[] };
        app.engine.set_queue_members(&Actor::system(), queue.id, members).await.expect("members");
    }
    // As they are known now, with what was selected.
    for known in &mut people {
        known.person.actor = app.actor(known.person.user.id).await;
    }
    people
}

async fn case(
    app: &TestApp,
    people: &[Known],
    opener: &Known,
    (is_private, watched): (bool, bool),
    organisation: Option<OrganisationId>,
) -> Ticket {
    let file = |name: &str| Upload { filename: name.to_owned(), content_type: None, bytes: "x".into() };
    let input = CreateTicket {
        title: "A ticket".to_owned(),
        text: "needle".to_owned(),
        attachments: vec![file("public.txt")],
        is_private,
        organisation,
        ..CreateTicket::default()
    };
    let ticket = app.engine.create_ticket(&opener.person.actor, input).await.expect("a ticket");
    let note = AddComment {
        number: ticket.number,
        text: "hay".to_owned(),
        attachments: vec![file("internal.txt")],
        visibility: Visibility::Internal,
        ..AddComment::default()
    };
    let admin = people.iter().find(|known| known.person.user.role == Role::Admin).expect("an admin");
    app.engine.add_comment(&admin.person.actor, note).await.expect("a note");
    if watched {
        let connection = Database::connect(app.database()).await.expect("a connection");
        for known in people.iter().filter(|known| known.person.user.role == Role::Customer) {
            let statement = sea_orm::Statement::from_sql_and_values(
                connection.get_database_backend(),
                "INSERT INTO watcher (ticket_id, user_id, kind, created_at) VALUES ($1, $2, 'READER', $3)",
                [ticket.id.0.into(), known.person.user.id.0.into(), app.now().into()],
            );
            connection.execute_raw(statement).await.expect("a watcher");
        }
        connection.close().await.expect("closed");
    }
    ticket
}

async fn world(app: &TestApp) -> World {
    let open = app.engine.queues(&Actor::system()).await.expect("queues")[0].id;
    let elsewhere = app.given().queue("Elsewhere").await.id;
    let people = people(app, open).await;
    let mut cases = Vec::new();
    for opener in people.iter().filter(|known| known.person.user.email.starts_with("opener")) {
        for bits in 0_u8..8 {
            let (is_private, watched, moved) = (bits & 1 != 0, bits & 2 != 0, bits & 4 != 0);
            // Of those who belong to several, some say for which, and some leave it open.
            let mut own = opener.organisations.iter().map(|(id, ..)| *id);
            let (first, last) = (own.next(), own.next_back());
            let named = if moved { last } else { None };
            let organisation = named.or(first);
            let ticket = case(app, &people, opener, (is_private, watched), named).await;
            assert_eq!(ticket.organisation, organisation);
            let queue = if moved { elsewhere } else { open };
            let input = UpdateTicket { number: ticket.number, queue: Some(queue), ..UpdateTicket::default() };
            app.engine.update_ticket(&Actor::system(), input).await.expect("moved");
            let customers = people.iter().filter(|known| known.person.user.role == Role::Customer);
            cases.push(Case {
                customer: opener.person.user.id,
                organisation,
                is_private,
                watched_by: if watched {
                    customers.map(|it| it.person.user.id).collect()
                } else {
                    Vec::new()
                },
                queue,
                ticket,
            });
        }
    }
    let ids: Vec<_> = cases.iter().map(|case| case.ticket.id).collect();
    let system = Actor::system();
    let pages = app
        .engine
        .comments_of_each(&system, &ids, &Paging::default(), (Texts::ALL, u64::MAX))
        .await
        .expect("comments");
    let comments: HashMap<_, _> = pages
        .into_values()
        .flat_map(|page| page.items)
        .map(|(_, comment)| (comment.id, (comment.ticket, comment.visibility)))
        .collect();
    let all: Vec<_> = comments.keys().copied().collect();
    let files = app.engine.attachments_of(&system, &all).await.expect("files");
    let files = files.into_values().flatten().map(|file| (file.id, comments[&file.comment])).collect();
    World { people, cases, comments, files }
}

/// Compares every reading of the engine with what the reference says that this actor sees.
async fn compare(
    engine: &Engine,
    world: &World,
    actor: &Actor,
    who: &str,
    seen: &HashSet<TicketId>,
    internal: bool,
) {
    let (filter, order) = (TicketFilter::default(), TicketOrder::default());
    let hundred = Paging { first: Some(100), ..Paging::default() };
    let page = engine.tickets(actor, &filter, order, &hundred).await.expect("a page");
    let listed: HashSet<_> = page.items.iter().map(|(_, ticket)| ticket.id).collect();
    assert_eq!(&listed, seen, "{who}: list");
    for (_, ticket) in &page.items {
        assert_eq!(ticket.version == ticket.public.version, !internal, "{who}: the face that is shown");
    }
    assert_eq!(
        engine.count_tickets(actor, &filter).await.expect("a count"),
        seen.len() as u64,
        "{who}: count"
    );
    let words = |text: &str| TicketFilter { search: Some(text.into()), ..TicketFilter::default() };
    for (text, found) in [("needle", seen.len()), ("hay", if internal { seen.len() } else { 0 })] {
        let counted = engine.count_tickets(actor, &words(text)).await.expect("a count");
        assert_eq!(counted, found as u64, "{who}: count of {text}");
        let page = engine.tickets(actor, &words(text), order, &hundred).await.expect("a page");
        assert_eq!(page.items.len(), found, "{who}: search for {text}");
    }
    let ids: Vec<_> = world.cases.iter().map(|case| case.ticket.id).collect();
    let by_id = engine.tickets_by_id(actor, &ids).await.expect("tickets");
    assert_eq!(&by_id.into_keys().collect::<HashSet<_>>(), seen, "{who}: by id");
    for case in &world.cases {
        let number = case.ticket.number;
        let one = engine.ticket(actor, number).await.expect("an answer");
        assert_eq!(one.is_some(), seen.contains(&case.ticket.id), "{who}: ticket {number}");
    }
    let shows = |(ticket, visibility): &(TicketId, Visibility)| {
        seen.contains(ticket) && (internal || *visibility == Visibility::Public)
    };
    let expected: HashSet<_> = world.comments.iter().filter(|(_, of)| shows(of)).map(|(id, _)| *id).collect();
    let all: Vec<_> = world.comments.keys().copied().collect();
    let comments = engine.comments_by_id(actor, &all).await.expect("comments");
    assert_eq!(comments.into_keys().collect::<HashSet<_>>(), expected, "{who}: comments");
    let pages = engine
        .comments_of_each(actor, &ids, &Paging::default(), (Texts::ALL, u64::MAX))
        .await
        .expect("comments");
    assert_eq!(
        pages.values().map(|page| page.items.len()).sum::<usize>(),
        expected.len(),
        "{who}: comments of each"
    );
    let files: Vec<_> = world.files.keys().copied().collect();
    let found = engine.attachments_by_id(actor, &files).await.expect("files");
    let expected: HashSet<_> = world.files.iter().filter(|(_, of)| shows(of)).map(|(id, _)| *id).collect();
    assert_eq!(found.into_keys().collect::<HashSet<_>>(), expected, "{who}: files");
    for (id, of) in &world.files {
        let bytes = engine.attachment_content(actor, *id).await.expect("an answer");
        assert_eq!(bytes.is_some(), shows(of), "{who}: a download");
    }
    let system = engine.events_of_each(&Actor::system(), &ids, &hundred).await.expect("events");
    let events = engine.events_of_each(actor, &ids, &hundred).await.expect("events");
    for (id, page) in events {
        let all = system[&id].items.len();
        match (seen.contains(&id), internal) {
            (false, _) => assert_eq!(page.items.len(), 0, "{who}: events"),
            (true, true) => assert_eq!(page.items.len(), all, "{who}: events"),
            (true, false) => assert!(!page.items.is_empty() && page.items.len() < all, "{who}: events"),
        }
    }
}

/// A command on a ticket that is hidden is answered like one on a ticket that is absent.
async fn compare_commands(engine: &Engine, world: &World, known: &Known) {
    for case in &world.cases {
        let stale = AddComment {
            number: case.ticket.number,
            text: "Never written.".to_owned(),
            expected_version: Some(-1),
            ..AddComment::default()
        };
        let answer = engine.add_comment(&known.person.actor, stale).await.expect_err("an old version");
        let seen = sees(known, Scopes::ALL, case);
        let expected = if seen {
            matches!(answer, Error::Stale { .. })
        } else {
            matches!(answer, Error::NotFound { .. })
        };
        assert!(expected, "{}: {answer} for ticket {}", known.person.user.email, case.ticket.number);
    }
}

/// Everybody listens while something happens to each ticket; each hears what they may see, and then, from the same place,
/// reads it again.
async fn compare_events(app: &TestApp, world: &World) {
    let start = app.engine.journal_end().await.expect("a place");
    let reads = app.engine.journal_reads();
    let mut listening = Vec::new();
    for known in &world.people {
        let staff = known.person.user.role.is_staff();
        let seen = world.cases.iter().filter(|case| sees(known, Scopes::ALL, case)).count();
        let count = seen * if staff { 2 } else { 1 };
        let events = |app: &TestApp| {
            let events = app.engine.follow(&known.person.actor, Some(start), TicketFilter::default());
            let comments = events.filter_map(async |event| {
                let event = event.expect("an event");
                (event.kind == EventKind::Commented).then_some((event.ticket, event.comment))
            });
            Box::pin(comments.take(count))
        };
        let live = tokio::spawn(events(app).collect::<Vec<_>>());
        listening.push((known, live, events(app)));
    }
    let listeners = listening.len() as u64;
    until("everybody listens", || async { (app.engine.journal_reads() >= reads + listeners).then_some(()) })
        .await;
    let admin = world.people.iter().find(|known| known.person.user.role == Role::Admin).expect("an admin");
    let mut written = Vec::new();
    for case in &world.cases {
        for visibility in [Visibility::Public, Visibility::Internal] {
            let comment = AddComment {
                number: case.ticket.number,
                text: "Something new.".to_owned(),
                visibility,
                ..AddComment::default()
            };
            let made = app.engine.add_comment(&admin.person.actor, comment).await.expect("a comment");
            written.push((case, visibility, made.comment.id));
        }
    }
    for (known, live, replay) in listening {
        let staff = known.person.user.role.is_staff();
        let expected: Vec<_> = written
            .iter()
            .filter(|(case, visibility, _)| {
                sees(known, Scopes::ALL, case) && (staff || *visibility == Visibility::Public)
            })
            .map(|(case, _, comment)| (case.ticket.id, Some(*comment)))
            .collect();
        let who = &known.person.user.email;
        assert_eq!(live.await.expect("it listened"), expected, "{who}: live");
        assert_eq!(replay.collect::<Vec<_>>().await, expected, "{who}: replay");
    }
}

on_each_database!(every_reading_agrees_with_an_independent_reference);

async fn every_reading_agrees_with_an_independent_reference(app: TestApp) {
    let world = world(&app).await;
    let scopes = [
        Scopes::ALL,
        Scopes { read: true, write: false, admin: false },
        Scopes { read: true, write: true, admin: false },
    ];
    for known in &world.people {
        let viewer = known.person.actor.user().expect("a viewer");
        for scopes in scopes {
            let actor = Actor::viewer(Viewer { scopes, ..viewer.clone() });
            let seen: HashSet<_> = world
                .cases
                .iter()
                .filter(|case| sees(known, scopes, case))
                .map(|case| case.ticket.id)
                .collect();
            let who = format!("{} {scopes:?}", viewer.email);
            compare(&app.engine, &world, &actor, &who, &seen, viewer.role.is_staff()).await;
        }
        for scopes in [
            Scopes { read: false, write: false, admin: true },
            Scopes { read: false, write: false, admin: false },
        ] {
            let actor = Actor::viewer(Viewer { scopes, ..viewer.clone() });
            let refused = app.engine.ticket(&actor, world.cases[0].ticket.number).await;
            assert!(matches!(refused, Err(Error::MissingScope { .. })), "{}", viewer.email);
            let refused = app.engine.attachments_by_id(&actor, &[]).await;
            assert!(matches!(refused, Err(Error::MissingScope { .. })), "{}", viewer.email);
        }
        compare_commands(&app.engine, &world, known).await;
    }
    let everything = world.cases.iter().map(|case| case.ticket.id).collect();
    compare(&app.engine, &world, &Actor::system(), "the system", &everything, true).await;
    compare_events(&app, &world).await;
}
