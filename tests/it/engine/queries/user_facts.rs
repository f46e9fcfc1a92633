//! How accounts stand: what admins are told of people, and how many there are of each kind.

use std::collections::HashMap;

use ::engine::{
    Actor, Code, CreateUser, Direction, Paging, Role, Status, UpdateTicket, UpdateUser, UserFilter, UserId,
    UserOrder, UserOrderField, UserState,
};
use tests::{Person, TestApp, on_each_database};

use crate::engine::commands::mail::receive;

on_each_database!(
    each_person_stands_in_one_state_and_filter_and_counts_say_the_same,
    open_tickets_are_those_that_customers_opened_and_the_staff_are_assigned,
    who_was_last_seen_is_known_after_they_logged_out,
    people_are_sorted_by_each_column_and_paged_both_ways,
    nobody_but_admins_is_told_how_accounts_stand,
);

/// Somebody who was invited.
async fn invited(app: &TestApp, email: &str) -> UserId {
    let input =
        CreateUser { email: email.to_owned(), name: "Ina".to_owned(), invite: true, ..CreateUser::default() };
    app.engine.create_user(&Actor::system(), input).await.expect("invited").id
}

async fn state_of(app: &TestApp, admin: &Person, id: UserId) -> UserState {
    app.engine.user_facts(&admin.actor, &[id]).await.expect("facts")[&id].state
}

async fn each_person_stands_in_one_state_and_filter_and_counts_say_the_same(app: TestApp) {
    let given = app.given();
    let admin = given.admin("ada@example.org").await;
    let anna = given.customer("anna@a.example").await;
    let carl = given.customer("carl@c.example").await;
    let paul = given.prepared("paul@p.example").await;
    let ina = invited(&app, "ina@i.example").await;
    assert_eq!(state_of(&app, &admin, ina).await, UserState::NoPassword, "the link goes out with the mail");
    app.letters().await;
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), carl.user.id, off).await.expect("switched off");
    assert_eq!(state_of(&app, &admin, anna.user.id).await, UserState::Active);
    assert_eq!(state_of(&app, &admin, carl.user.id).await, UserState::Deactivated);
    assert_eq!(state_of(&app, &admin, paul.id).await, UserState::NoPassword);
    assert_eq!(state_of(&app, &admin, ina).await, UserState::Invited);
    let facts = app.engine.user_facts(&admin.actor, &[ina]).await.expect("facts");
    assert_eq!((facts[&ina].invited_at, facts[&ina].last_seen_at), (Some(app.now()), None));
    // A mail to them comes back.
    given.ticket(&anna, "Drucker").await;
    let letter = app.letters().await.remove(0);
    let raw = bounce("anna@a.example", &letter.message_id);
    receive(&app.engine, raw).await;
    assert_eq!(state_of(&app, &admin, anna.user.id).await, UserState::Unreachable);
    // Each state has as many as the filter finds, and everybody stands in one.
    let counts = app.engine.user_counts(&admin.actor, None, false).await.expect("counts");
    let mut sum = 0;
    for (state, count) in &counts.states {
        let filter = UserFilter { state: Some(*state), ..UserFilter::default() };
        let page = app.engine.users(&admin.actor, &filter, &Paging::default()).await.expect("a page");
        assert_eq!(page.items.len() as u64, *count, "{state}");
        assert_eq!(app.engine.count_users(&admin.actor, &filter).await.expect("a count"), *count);
        for (_, user) in &page.items {
            assert_eq!(state_of(&app, &admin, user.id).await, *state, "{}", user.name);
        }
        sum += count;
    }
    assert_eq!(sum, counts.all);
    assert_eq!(counts.states.len(), UserState::ALL.len());
    let of: HashMap<Role, u64> = counts.roles.iter().copied().collect();
    assert_eq!((of[&Role::Agent], of[&Role::Admin]), (0, 1));
    let found = app.engine.user_counts(&admin.actor, Some("ina@".to_owned()), false).await.expect("counts");
    assert_eq!(found.all, 1);
    // The link runs out.
    app.pass(std::time::Duration::from_hours(90 * 24)).await;
    let (_, actor) = given.log_in("ada@example.org", tests::given::PASSWORD).await;
    let facts = app.engine.user_facts(&actor, &[ina]).await.expect("facts");
    assert_eq!((facts[&ina].state, facts[&ina].invited_at), (UserState::NoPassword, None));
}

/// A report that a mail of ours did not reach this address.
fn bounce(address: &str, original: &str) -> ::engine::IncomingMessage {
    let raw = format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nTo: {}\r\nSubject: Delivery report\r\n\
         Message-ID: <b1@mx>\r\nReturn-Path: <>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nThis is the mail system.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; {address}\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 user unknown\r\n\r\n\
         --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{original}>\r\nTo: {address}\r\n\r\n--b--\r\n",
        tests::MAILBOX
    );
    ::mail::inbound::parse(raw.as_bytes()).message
}

async fn open_tickets_are_those_that_customers_opened_and_the_staff_are_assigned(app: TestApp) {
    let given = app.given();
    let admin = given.admin("ada@example.org").await;
    let (anna, jana) = (given.customer("anna@a.example").await, given.agent("jana@example.org").await);
    let (first, second) = (given.ticket(&anna, "Eins").await, given.ticket(&anna, "Zwei").await);
    given.ticket(&anna, "Drei").await;
    for number in [first.number, second.number] {
        let assign = UpdateTicket { number, assignee: Some(Some(jana.user.id)), ..UpdateTicket::default() };
        app.engine.update_ticket(&jana.actor, assign).await.expect("assigned");
    }
    given.set(&jana, &first, Status::Resolved).await;
    let facts = app.engine.user_facts(&admin.actor, &[anna.user.id, jana.user.id]).await.expect("facts");
    assert_eq!((facts[&anna.user.id].open_tickets, facts[&jana.user.id].open_tickets), (2, 1));
    let order = UserOrder { field: UserOrderField::OpenTickets, direction: Direction::Desc };
    let mut names = Vec::new();
    let mut paging = Paging { first: Some(1), ..Paging::default() };
    while names.len() < 3 {
        let page = app.engine.users_in_order(&admin.actor, &UserFilter::default(), order, &paging).await;
        let (cursor, user) = page.expect("a page").items.remove(0);
        names.push(user.name);
        paging.after = Some(cursor);
    }
    assert_eq!(names[..2], ["Anna", "Jana"], "{names:?}");
}

async fn who_was_last_seen_is_known_after_they_logged_out(app: TestApp) {
    let given = app.given();
    let admin = given.admin("ada@example.org").await;
    let anna = given.customer("anna@a.example").await;
    let came = app.now();
    let seen = async || {
        app.engine.user_facts(&admin.actor, &[anna.user.id]).await.expect("facts")[&anna.user.id].last_seen_at
    };
    assert_eq!(seen().await, Some(came));
    app.pass(std::time::Duration::from_hours(1)).await;
    app.engine.authenticate(&anna.token).await.expect("an answer").expect("a session");
    assert_eq!(seen().await, Some(app.now()));
    app.engine.logout(&anna.actor).await.expect("logged out");
    assert_eq!(seen().await, Some(came + chrono::Duration::hours(1)));
}

async fn people_are_sorted_by_each_column_and_paged_both_ways(app: TestApp) {
    let given = app.given();
    let (alpha, omega) = (given.organisation("Alpha", false).await, given.organisation("Omega", false).await);
    given.prepared("zoe@z.example").await;
    app.pass(std::time::Duration::from_mins(1)).await;
    given.member(&omega, "berta@b.example").await;
    app.pass(std::time::Duration::from_mins(1)).await;
    given.member(&alpha, "carl@a.example").await;
    app.pass(std::time::Duration::from_mins(1)).await;
    let admin = given.admin("mia@example.org").await;
    let sorted = async |field, direction| {
        let order = UserOrder { field, direction };
        let filter = UserFilter::default();
        let mut names = Vec::new();
        let mut paging = Paging { first: Some(2), ..Paging::default() };
        let mut last;
        loop {
            let page =
                app.engine.users_in_order(&admin.actor, &filter, order, &paging).await.expect("a page");
            names.extend(page.items.iter().map(|(_, user)| user.name.clone()));
            last = page.items.first().map(|(cursor, _)| cursor.clone());
            let Some((cursor, _)) = page.items.last().filter(|_| page.has_next) else { break };
            paging = Paging { first: Some(2), after: Some(cursor.clone()), ..Paging::default() };
        }
        // The page before the last one, from behind.
        let back = Paging { last: Some(2), before: last, ..Paging::default() };
        let page = app.engine.users_in_order(&admin.actor, &filter, order, &back).await.expect("a page");
        let before: Vec<_> = page.items.into_iter().map(|(_, user)| user.name).collect();
        let odd = if names.len() % 2 == 0 { 2 } else { 1 };
        assert_eq!(before, names[names.len() - odd - 2..names.len() - odd], "{field}");
        names.retain(|name| ["Zoe", "Berta", "Carl", "Mia"].contains(&name.as_str()));
        names
    };
    assert_eq!(sorted(UserOrderField::Name, Direction::Desc).await, ["Zoe", "Mia", "Carl", "Berta"]);
    assert_eq!(sorted(UserOrderField::Email, Direction::Asc).await, ["Berta", "Carl", "Mia", "Zoe"]);
    assert_eq!(sorted(UserOrderField::Organisation, Direction::Asc).await, ["Carl", "Berta", "Mia", "Zoe"]);
    assert_eq!(sorted(UserOrderField::Role, Direction::Asc).await, ["Mia", "Berta", "Carl", "Zoe"]);
    assert_eq!(sorted(UserOrderField::LastSeen, Direction::Desc).await, ["Mia", "Carl", "Berta", "Zoe"]);
    // Zoe has no password.
    assert_eq!(sorted(UserOrderField::State, Direction::Desc).await, ["Mia", "Carl", "Berta", "Zoe"]);
    assert_eq!(sorted(UserOrderField::OpenTickets, Direction::Asc).await, ["Zoe", "Berta", "Carl", "Mia"]);
    // A cursor of one order is none of another.
    let first = Paging { first: Some(1), ..Paging::default() };
    let page = app.engine.users(&admin.actor, &UserFilter::default(), &first).await.expect("a page");
    let after = Paging { after: Some(page.items[0].0.clone()), ..Paging::default() };
    let order = UserOrder { field: UserOrderField::Email, direction: Direction::Asc };
    let refused = app.engine.users_in_order(&admin.actor, &UserFilter::default(), order, &after).await;
    assert_eq!(refused.expect_err("refused").code(), Code::BadUserInput);
}

async fn nobody_but_admins_is_told_how_accounts_stand(app: TestApp) {
    let given = app.given();
    let (anna, jana) = (given.customer("anna@a.example").await, given.agent("jana@example.org").await);
    let admin = given.admin("ada@example.org").await;
    let (_, reader) = given.token(&admin, &["tickets:read"]).await;
    for actor in [&anna.actor, &jana.actor, &reader] {
        assert!(app.engine.user_facts(actor, &[anna.user.id]).await.expect("an answer").is_empty());
        let refused = app.engine.user_counts(actor, None, false).await.expect_err("refused");
        assert_eq!(refused.code(), Code::Forbidden);
        let filter = UserFilter { state: Some(UserState::Active), ..UserFilter::default() };
        let refused = app.engine.users(actor, &filter, &Paging::default()).await.expect_err("refused");
        assert_eq!(refused.code(), Code::Forbidden);
        assert!(app.engine.count_users(actor, &filter).await.is_err());
        let order = UserOrder { field: UserOrderField::LastSeen, direction: Direction::Desc };
        let all = UserFilter::default();
        let refused = app.engine.users_in_order(actor, &all, order, &Paging::default()).await;
        assert_eq!(refused.expect_err("refused").code(), Code::Forbidden);
    }
}
