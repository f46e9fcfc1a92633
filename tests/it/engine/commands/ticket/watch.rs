//! Watching a ticket: who may add whom, what a watcher sees, and of what they are told.

use engine::{
    Actor, Code, EventKind, LetterKind, Paging, Status, TicketFilter, TicketOrder, UpdateTicket, UpdateUser,
};
use tests::{Person, TestApp, on_each_database};

async fn watch(app: &TestApp, by: &Person, number: i64, who: &Person) {
    app.engine.watch_ticket(&by.actor, number, Some(who.user.id), None).await.expect("watched");
}

async fn make_private(app: &TestApp, by: &Person, ticket: &engine::Ticket) {
    let private = UpdateTicket { number: ticket.number, is_private: Some(true), ..UpdateTicket::default() };
    app.engine.update_ticket(&by.actor, private).await.expect("private");
}

/// The names of those who watch a ticket, as this person sees them.
async fn watching(app: &TestApp, by: &Person, ticket: &engine::Ticket) -> Vec<String> {
    let of = app.engine.watchers_of(&by.actor, &[ticket.id]).await.expect("an answer");
    let ids = of.get(&ticket.id).cloned().unwrap_or_default();
    let users = app.engine.users_by_id(&by.actor, &ids).await.expect("an answer");
    ids.iter().map(|id| users[id].name.clone()).collect()
}

async fn listed(app: &TestApp, by: &Person) -> Vec<String> {
    let page = app
        .engine
        .tickets(&by.actor, &TicketFilter::default(), TicketOrder::default(), &Paging::default())
        .await
        .expect("a page");
    page.items.into_iter().map(|(_, ticket)| ticket.title).collect()
}

/// What an address was told of, by kind.
async fn told_to(app: &TestApp, email: &str) -> Vec<LetterKind> {
    app.told().await.into_iter().filter(|(_, to)| to == email).map(|(kind, _)| kind).collect()
}

on_each_database!(
    s56_a_customer_who_watches_sees_and_answers_the_ticket_as_its_customer_does,
    s13_watchers_are_told_of_what_happens_in_public_and_nobody_twice,
    s13_colleagues_who_took_part_are_told_as_long_as_they_see_the_ticket,
    s56_a_colleague_watches_a_ticket_that_is_private_only_by_invitation,
    the_customer_of_a_ticket_adds_colleagues_and_nobody_else,
    staff_add_anybody_also_by_a_new_address,
    customers_are_not_told_which_staff_watch,
    watching_twice_is_once,
    a_ticket_has_at_most_twenty_watchers
);

async fn s56_a_customer_who_watches_sees_and_answers_the_ticket_as_its_customer_does(app: TestApp) {
    let given = app.given();
    let maria = given.customer("maria@muster.example").await;
    let tom = given.customer("tom@partner.example").await;
    let jana = given.agent("jana@example.org").await;
    let ticket = given.ticket(&maria, "Drucker").await;
    given.internal_note(&jana, &ticket, "Kunde ist anstrengend.").await;
    assert!(listed(&app, &tom).await.is_empty());
    watch(&app, &jana, ticket.number, &tom).await;
    assert_eq!(listed(&app, &tom).await, ["Drucker"]);
    let seen = app.engine.ticket(&tom.actor, ticket.number).await.unwrap().expect("a ticket");
    assert_eq!((seen.customer, seen.tags), (maria.user.id, Vec::new()));
    let all = Paging::default();
    let texts = app.engine.comments(&tom.actor, ticket.id, &all).await.unwrap();
    assert_eq!(texts.items.len(), 1, "the note is for the staff alone");
    given.set(&jana, &ticket, Status::Resolved).await;
    given.comment(&tom, &ticket, "Bei uns auch.").await;
    let after = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().expect("a ticket");
    assert_eq!(after.status, Status::Open, "their answer opens it again");
    let asks =
        UpdateTicket { number: ticket.number, status: Some(Status::Pending), ..UpdateTicket::default() };
    assert_eq!(app.engine.update_ticket(&tom.actor, asks).await.unwrap_err().code(), Code::Forbidden);
    let close =
        UpdateTicket { number: ticket.number, status: Some(Status::Closed), ..UpdateTicket::default() };
    assert!(app.engine.update_ticket(&tom.actor, close).await.is_ok(), "as its customer may");
}

async fn s13_watchers_are_told_of_what_happens_in_public_and_nobody_twice(app: TestApp) {
    let given = app.given();
    let maria = given.customer("maria@muster.example").await;
    let tom = given.customer("tom@partner.example").await;
    let (jana, ole) = (given.agent("jana@example.org").await, given.agent("ole@example.org").await);
    let ticket = given.ticket(&maria, "Drucker").await;
    watch(&app, &jana, ticket.number, &tom).await;
    watch(&app, &jana, ticket.number, &ole).await;
    let take =
        UpdateTicket { number: ticket.number, assignee: Some(Some(ole.user.id)), ..UpdateTicket::default() };
    app.engine.update_ticket(&ole.actor, take).await.unwrap();
    app.letters().await;

    given.internal_note(&jana, &ticket, "Für uns.").await;
    assert_eq!(app.told().await, [], "a note tells nobody");
    given.comment(&jana, &ticket, "Wir sehen nach.").await;
    let mut told = app.told().await;
    told.sort_by(|one, other| one.1.cmp(&other.1));
    let changed = |to: &str| (LetterKind::Changed, to.to_owned());
    let expected =
        [changed("maria@muster.example"), changed("ole@example.org"), changed("tom@partner.example")];
    assert_eq!(told, expected);
    given.comment(&maria, &ticket, "Danke.").await;
    let mut told = app.told().await;
    told.sort_by(|one, other| one.1.cmp(&other.1));
    assert_eq!(told, [changed("ole@example.org"), changed("tom@partner.example")], "the assignee once");
    given.comment(&tom, &ticket, "Bei uns auch.").await;
    assert!(told_to(&app, "tom@partner.example").await.is_empty(), "never of one's own doing");
    given.set(&jana, &ticket, Status::Resolved).await;
    let told = app.told().await;
    assert!(told.contains(&(LetterKind::Resolved, "maria@muster.example".to_owned())), "{told:?}");
    assert!(told.contains(&changed("tom@partner.example")), "{told:?}");
}

async fn s13_colleagues_who_took_part_are_told_as_long_as_they_see_the_ticket(app: TestApp) {
    let given = app.given();
    let shares = given.organisation("Shares", true).await;
    let anna = given.member(&shares, "anna@a.example").await;
    let ben = given.member(&shares, "ben@a.example").await;
    given.member(&shares, "cleo@a.example").await;
    let jana = given.agent("jana@example.org").await;
    let ticket = given.ticket(&anna, "Drucker").await;
    given.comment(&jana, &ticket, "Welche Version?").await;
    assert!(told_to(&app, "ben@a.example").await.is_empty(), "who only may see it is not told");
    given.comment(&ben, &ticket, "4.10 bei mir.").await;
    app.letters().await;
    given.comment(&jana, &ticket, "Danke, gefunden.").await;
    let mut told = app.told().await;
    told.sort_by(|one, other| one.1.cmp(&other.1));
    let changed = |to: &str| (LetterKind::Changed, to.to_owned());
    assert_eq!(told, [changed("anna@a.example"), changed("ben@a.example")], "who took part is told");
    assert_eq!(watching(&app, &anna, &ticket).await, ["Ben"]);

    make_private(&app, &anna, &ticket).await;
    given.comment(&jana, &ticket, "Unter uns.").await;
    assert!(told_to(&app, "ben@a.example").await.is_empty(), "what they no longer see");
    assert!(watching(&app, &anna, &ticket).await.is_empty());
}

async fn s56_a_colleague_watches_a_ticket_that_is_private_only_by_invitation(app: TestApp) {
    let given = app.given();
    let shares = given.organisation("Shares", true).await;
    let anna = given.member(&shares, "anna@a.example").await;
    let ben = given.member(&shares, "ben@a.example").await;
    let ticket = given.ticket(&anna, "Gehalt").await;
    app.engine.watch_ticket(&ben.actor, ticket.number, None, None).await.expect("they see it");
    make_private(&app, &anna, &ticket).await;
    assert!(listed(&app, &ben).await.is_empty(), "to watch oneself opens nothing");
    let refused = app.engine.watch_ticket(&ben.actor, ticket.number, None, None).await.unwrap_err();
    assert_eq!(refused.code(), Code::NotFound);
    watch(&app, &anna, ticket.number, &ben).await;
    assert_eq!(listed(&app, &ben).await, ["Gehalt"]);
}

async fn the_customer_of_a_ticket_adds_colleagues_and_nobody_else(app: TestApp) {
    let given = app.given();
    let org = engine::CreateOrganisation {
        name: "Muster".to_owned(),
        domains: vec!["a.example".to_owned()],
        ..engine::CreateOrganisation::default()
    };
    let org = app.engine.create_organisation(&Actor::system(), org).await.expect("an organisation");
    let anna = given.member(&org, "anna@a.example").await;
    let ben = given.member(&org, "ben@a.example").await;
    let tom = given.customer("tom@partner.example").await;
    let jana = given.agent("jana@example.org").await;
    let ticket = given.ticket(&anna, "Drucker").await;
    let by_email =
        |email: &str| app.engine.watch_ticket(&anna.actor, ticket.number, None, Some(email.to_owned()));
    for stranger in ["tom@partner.example", "nobody@partner.example", "jana@example.org", "nonsense"] {
        let refused = by_email(stranger).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some("email")), "{stranger}");
        assert_eq!(refused.reason(), "watcher-not-colleague", "{stranger}");
    }
    for stranger in [&tom, &jana] {
        let user = Some(stranger.user.id);
        let refused = app.engine.watch_ticket(&anna.actor, ticket.number, user, None).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some("user")));
    }
    by_email("ben@a.example").await.expect("a colleague, though nothing is shared");
    by_email("neu@a.example").await.expect("somebody new at the organisation's domain");
    assert_eq!(watching(&app, &anna, &ticket).await.len(), 2);
    // Who reads by invitation does not invite others.
    let refused = app.engine.watch_ticket(&ben.actor, ticket.number, Some(tom.user.id), None).await;
    assert_eq!(refused.unwrap_err().code(), Code::Forbidden);
    let refused = app.engine.watch_ticket(&tom.actor, ticket.number, None, None).await;
    assert_eq!(refused.unwrap_err().code(), Code::NotFound);
}

async fn staff_add_anybody_also_by_a_new_address(app: TestApp) {
    let given = app.given();
    let maria = given.customer("maria@muster.example").await;
    let jana = given.agent("jana@example.org").await;
    let ticket = given.ticket(&maria, "Drucker").await;
    let by_email =
        |email: &str| app.engine.watch_ticket(&jana.actor, ticket.number, None, Some(email.to_owned()));
    by_email("Neu.Hier@partner.example").await.expect("an account is made");
    assert_eq!(watching(&app, &jana, &ticket).await.len(), 1);
    let wide = tests::MAILBOX.replacen('t', "ｔ", 1);
    for wrong in
        ["nonsense", tests::MAILBOX, &wide, "MAILER-DAEMON@partner.example", "no-reply@partner.example"]
    {
        let refused = by_email(wrong).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some("email")), "{wrong}");
    }
    let ole = given.agent("ole@example.org").await;
    app.engine.set_queue_members(&Actor::system(), ticket.queue, &[jana.user.id]).await.unwrap();
    let refused = app.engine.watch_ticket(&jana.actor, ticket.number, Some(ole.user.id), None).await;
    assert_eq!(refused.unwrap_err().reason(), "watcher-not-in-queue");
    let tom = given.customer("tom@partner.example").await;
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), tom.user.id, off).await.unwrap();
    let refused = app.engine.watch_ticket(&jana.actor, ticket.number, Some(tom.user.id), None).await;
    assert_eq!(refused.unwrap_err().reason(), "watcher-unknown");
    let both = Some("maria@muster.example".to_owned());
    let refused = app.engine.watch_ticket(&jana.actor, ticket.number, Some(maria.user.id), both).await;
    assert_eq!(refused.unwrap_err().field(), Some("email"));
}

async fn customers_are_not_told_which_staff_watch(app: TestApp) {
    let given = app.given();
    let maria = given.customer("maria@muster.example").await;
    let (jana, ole) = (given.agent("jana@example.org").await, given.agent("ole@example.org").await);
    let ticket = given.ticket(&maria, "Drucker").await;
    app.engine.watch_ticket(&jana.actor, ticket.number, None, None).await.expect("oneself");
    watch(&app, &jana, ticket.number, &ole).await;
    assert_eq!(watching(&app, &jana, &ticket).await, ["Jana", "Ole"]);
    assert!(watching(&app, &maria, &ticket).await.is_empty());
    let events = app.engine.events(&maria.actor, ticket.id, &Paging::default()).await.unwrap();
    assert_eq!(events.items.len(), 1, "nor in the history: {events:?}");
    let seen = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().expect("a ticket");
    assert_eq!(seen.version, ticket.version, "nor in the version");
}

async fn watching_twice_is_once(app: TestApp) {
    let given = app.given();
    let maria = given.customer("maria@muster.example").await;
    let tom = given.customer("tom@partner.example").await;
    let jana = given.agent("jana@example.org").await;
    let ticket = given.ticket(&maria, "Drucker").await;
    for _ in 0..2 {
        watch(&app, &jana, ticket.number, &tom).await;
    }
    watch(&app, &jana, ticket.number, &maria).await;
    assert_eq!(watching(&app, &jana, &ticket).await, ["Tom"], "its customer is no watcher");
    let events = app.engine.events(&jana.actor, ticket.id, &Paging::default()).await.unwrap();
    let kinds: Vec<_> = events.items.iter().map(|(_, event)| event.kind).collect();
    assert_eq!(kinds, [EventKind::Created, EventKind::Changed]);
}

async fn a_ticket_has_at_most_twenty_watchers(app: TestApp) {
    let given = app.given();
    let maria = given.customer("maria@muster.example").await;
    let jana = given.agent("jana@example.org").await;
    let ticket = given.ticket(&maria, "Drucker").await;
    for count in 0..20 {
        let email = Some(format!("one{count}@partner.example"));
        app.engine.watch_ticket(&jana.actor, ticket.number, None, email).await.expect("watched");
    }
    let one_more = Some("another@partner.example".to_owned());
    let refused = app.engine.watch_ticket(&jana.actor, ticket.number, None, one_more).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("number"), "watchers-too-many"));
}
