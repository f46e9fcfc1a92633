//! Addresses change, and what led to a person goes on leading there.

use engine::{Actor, Code, CreateUser, LetterKind, TicketFilter, UpdateUser, UserFilter};
use tests::{Person, TestApp, given::PASSWORD, on_each_database};

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    a_person_keeps_the_former_address_and_their_tickets,
    an_address_leads_to_one_person_alone,
    an_address_that_is_taken_away_leads_nowhere,
    only_admins_change_addresses,
    the_former_address_is_told_and_not_which_one_came_after,
);

fn main(email: &str) -> UpdateUser {
    UpdateUser { email: Some(email.to_owned()), ..UpdateUser::default() }
}

fn all(addresses: &[&str]) -> UpdateUser {
    let addresses = addresses.iter().map(|&address| address.to_owned()).collect();
    UpdateUser { addresses: Some(addresses), ..UpdateUser::default() }
}

async fn addresses(app: &TestApp, person: &Person) -> Vec<String> {
    let known = app.engine.addresses_of(&Actor::system(), &[person.user.id]).await.unwrap();
    known[&person.user.id].clone()
}

async fn a_person_keeps_the_former_address_and_their_tickets(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let anna = app.given().customer("anna@alt.example").await;
    app.given().ticket(&anna, "Drucker").await;
    let now = app.engine.update_user(&admin.actor, anna.user.id, main("Anna@Neu.example")).await.unwrap();
    assert_eq!(now.email, "anna@neu.example");
    assert_eq!(addresses(&app, &anna).await, ["anna@neu.example", "anna@alt.example"]);
    for from in ["anna@alt.example", "anna@neu.example"] {
        app.given().log_in(from, PASSWORD).await;
        receive(&app.engine, mail(&format!("1{from}"), from, "Noch etwas", "Bitte helfen.")).await;
    }
    let theirs = TicketFilter { customer: Some(anna.user.id), ..TicketFilter::default() };
    assert_eq!(app.engine.count_tickets(&agent.actor, &theirs).await.unwrap(), 3);
    let people = UserFilter { query: Some("anna@alt".to_owned()), ..UserFilter::default() };
    let found = app.engine.users(&agent.actor, &people, &engine::Paging::default()).await.unwrap();
    assert_eq!(found.items.iter().map(|(_, one)| one.id).collect::<Vec<_>>(), [anna.user.id]);
    let letters = app.letters().await;
    assert!(
        letters
            .iter()
            .all(|letter| (letter.kind == LetterKind::AddressChanged)
                == (letter.to.address == "anna@alt.example")),
        "mail goes to the main one"
    );
    let log = app.engine.audit_log(&admin.actor, None, &engine::Paging::default()).await.unwrap();
    let kinds: Vec<_> = log.items.iter().map(|(_, entry)| entry.audited.kind()).collect();
    assert!(kinds.contains(&"EMAIL_CHANGED") && kinds.contains(&"ADDRESSES_CHANGED"), "{kinds:?}");
}

async fn an_address_leads_to_one_person_alone(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    let ben = app.given().customer("ben@example.org").await;
    let update = |id, input| app.engine.update_user(&admin.actor, id, input);
    update(anna.user.id, all(&["a.beck@example.org"])).await.unwrap();
    assert_eq!(addresses(&app, &anna).await, ["anna@example.org", "a.beck@example.org"]);
    for (input, field) in [
        (main("anna@example.org"), "email"),
        (main("A.Beck@example.org"), "email"),
        (all(&["a.beck@example.org"]), "addresses"),
        (main("nonsense"), "email"),
        (all(&["non sense"]), "addresses"),
    ] {
        let refused = update(ben.user.id, input).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some(field)), "{refused}");
    }
    let new = CreateUser {
        email: "a.beck@example.org".to_owned(),
        name: "Somebody".to_owned(),
        ..CreateUser::default()
    };
    let refused = app.engine.create_user(&admin.actor, new).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("email"), "email-taken"));
    assert_eq!(addresses(&app, &ben).await, ["ben@example.org"], "nothing of it was kept");
    let own = app.engine.create_queue(&Actor::system(), "Desk", Some("desk@example.org")).await.unwrap();
    let refused = update(ben.user.id, all(&[own.address.as_deref().unwrap()])).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("addresses"), "email-own"));
    let refused = app.engine.create_queue(&Actor::system(), "Other", Some("a.beck@example.org")).await;
    assert_eq!(refused.unwrap_err().reason(), "address-of-person");
}

async fn an_address_that_is_taken_away_leads_nowhere(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    let update = |input| app.engine.update_user(&admin.actor, anna.user.id, input);
    update(all(&["anna@example.org", "old@example.org"])).await.unwrap();
    update(all(&[])).await.unwrap();
    assert_eq!(addresses(&app, &anna).await, ["anna@example.org"], "the main address stays");
    let received = receive(&app.engine, mail("1@old", "old@example.org", "Hallo", "Bitte helfen.")).await;
    let theirs = TicketFilter { customer: Some(anna.user.id), ..TicketFilter::default() };
    assert!(received.ticket.is_some());
    assert_eq!(app.engine.count_tickets(&admin.actor, &theirs).await.unwrap(), 0);
}

async fn only_admins_change_addresses(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    for input in [main("x@example.org"), all(&["x@example.org"])] {
        for actor in [&agent.actor, &anna.actor] {
            let refused = app.engine.update_user(actor, anna.user.id, input.clone()).await.unwrap_err();
            assert_eq!(refused.code(), Code::Forbidden);
        }
    }
    let stranger = app.given().customer("ben@example.org").await;
    let seen = app.engine.addresses_of(&stranger.actor, &[anna.user.id, stranger.user.id]).await.unwrap();
    assert!(!seen.contains_key(&anna.user.id) && seen.contains_key(&stranger.user.id));
}

async fn the_former_address_is_told_and_not_which_one_came_after(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let anna = app.given().customer("anna@alt.example").await;
    let change = async |user, to: &str| {
        app.engine.update_user(&admin.actor, user, main(to)).await.expect("changed");
    };
    change(anna.user.id, "anna@neu.example").await;
    change(anna.user.id, "anna@ganz-neu.example").await;
    let letters = app.letters().await;
    let told: Vec<_> = letters.iter().map(|one| (one.kind, one.to.address.as_str())).collect();
    let wanted = ["anna@alt.example", "anna@neu.example"].map(|to| (LetterKind::AddressChanged, to));
    assert_eq!(told, wanted, "each at its own, however soon the next one comes");
    for (letter, not) in letters.iter().zip(["neu.example", "ganz-neu"]) {
        let written = format!("{letter:?}");
        assert!(!written.contains(not), "{written}");
    }
    // An admin who changes their own is told like everybody else.
    change(admin.user.id, "ada@neu.example").await;
    assert_eq!(app.told().await, [(LetterKind::AddressChanged, "admin@example.org".to_owned())]);
    // The same address, a further one, and one that leads nowhere any more are no news for it.
    change(anna.user.id, "Anna@Ganz-Neu.example").await;
    let more = all(&["anna@ganz-neu.example", "anna@dritte.example"]);
    app.engine.update_user(&admin.actor, anna.user.id, more).await.unwrap();
    assert_eq!(app.told().await, []);
    // Two accounts of one person that become one have the addresses that they had.
    let twin = app.given().customer("anna@zwilling.example").await;
    app.engine.merge_users(&admin.actor, twin.user.id, anna.user.id).await.unwrap();
    assert_eq!(app.told().await, []);
}
