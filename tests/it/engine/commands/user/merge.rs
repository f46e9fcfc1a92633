//! Two accounts of one person become one, and are parted again.

use engine::{Actor, Code, TicketFilter, UpdateUser, UserFilter, UserId};
use tests::{Person, TestApp, given::PASSWORD, on_each_database};

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    of_several_merges_each_gives_back_what_came_with_it_alone,
    organisations_of_both_come_together_and_part_again,
    everything_of_one_becomes_the_others_and_comes_back,
    what_was_given_up_after_a_merge_is_free_and_what_came_can_become_the_main_address,
    a_stranger_sees_no_more_than_before,
    who_cannot_be_merged_stays,
    what_was_merged_into_an_account_is_listed_for_admins_until_it_is_parted,
    a_chain_of_merges_is_parted_in_any_order,
    of_two_merges_at_once_one_is_refused,
);

async fn tickets(app: &TestApp, customer: UserId) -> u64 {
    let theirs = TicketFilter { customer: Some(customer), ..TicketFilter::default() };
    app.engine.count_tickets(&Actor::system(), &theirs).await.unwrap()
}

async fn addresses(app: &TestApp, person: &Person) -> Vec<String> {
    let known = app.engine.addresses_of(&Actor::system(), &[person.user.id]).await.unwrap();
    known[&person.user.id].clone()
}

async fn everything_of_one_becomes_the_others_and_comes_back(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let acme = app.given().organisation("Acme", false).await;
    let old = app.given().member(&acme, "anna@old.example").await;
    let new = app.given().customer("anna@new.example").await;
    let first = app.given().ticket(&old, "Drucker").await;
    app.given().ticket(&new, "Maus").await;
    app.given().comment(&jana, &first, "Bitte neu starten.").await;

    let merged = app.engine.merge_users(&admin.actor, old.user.id, new.user.id).await.unwrap();
    assert_eq!((merged.id, merged.organisation), (new.user.id, Some(acme.id)));
    assert_eq!((tickets(&app, new.user.id).await, tickets(&app, old.user.id).await), (2, 0));
    assert_eq!(addresses(&app, &new).await, ["anna@new.example", "anna@old.example"]);
    assert!(app.engine.authenticate(&old.token).await.unwrap().is_none(), "the log-ins of the other end");
    let (_, actor) = app.given().log_in("anna@new.example", PASSWORD).await;
    assert!(app.engine.ticket(&actor, first.number).await.unwrap().is_some());
    let listed = UserFilter { query: Some("anna".to_owned()), ..UserFilter::default() };
    assert_eq!(app.engine.count_users(&jana.actor, &listed).await.unwrap(), 1, "the other is not picked");
    receive(&app.engine, mail("1@old", "anna@old.example", "Von der alten Adresse", "Hallo")).await;
    assert_eq!(tickets(&app, new.user.id).await, 3);
    let again = app.engine.merge_users(&admin.actor, old.user.id, new.user.id).await.unwrap_err();
    assert_eq!((again.field(), again.reason()), (Some("from"), "merged-already"));

    app.engine.unmerge_user(&admin.actor, old.user.id).await.unwrap();
    assert_eq!((tickets(&app, new.user.id).await, tickets(&app, old.user.id).await), (2, 1));
    assert_eq!(addresses(&app, &new).await, ["anna@new.example"]);
    assert_eq!(addresses(&app, &old).await, ["anna@old.example"]);
    let (_, actor) = app.given().log_in("anna@new.example", PASSWORD).await;
    assert!(app.engine.ticket(&actor, first.number).await.unwrap().is_none());
    let (_, actor) = app.given().log_in("anna@old.example", PASSWORD).await;
    assert!(app.engine.ticket(&actor, first.number).await.unwrap().is_some());
    let twice = app.engine.unmerge_user(&admin.actor, old.user.id).await.unwrap_err();
    assert_eq!(twice.reason(), "account-not-merged");
    let log = app.engine.audit_log(&admin.actor, None, &engine::Paging::default()).await.unwrap();
    let kinds: Vec<_> = log.items.iter().map(|(_, entry)| entry.audited.kind()).collect();
    assert!(kinds.contains(&"USERS_MERGED") && kinds.contains(&"USERS_PARTED"), "{kinds:?}");
}

async fn what_was_given_up_after_a_merge_is_free_and_what_came_can_become_the_main_address(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let old = app.given().customer("anna@old.example").await;
    let new = app.given().customer("anna@new.example").await;
    let named = |name: &str| UpdateUser { user_name: Some(name.to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&admin.actor, old.user.id, named("anna.alt")).await.unwrap();
    app.engine.merge_users(&admin.actor, old.user.id, new.user.id).await.unwrap();
    // What came with the other account is the person's now.
    app.engine.update_user(&admin.actor, new.user.id, named("anna.alt")).await.unwrap();
    let swapped = UpdateUser { email: Some("anna@old.example".to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&admin.actor, new.user.id, swapped).await.unwrap();
    assert_eq!(addresses(&app, &new).await, ["anna@old.example", "anna@new.example"]);
    let back = UpdateUser {
        email: Some("anna@new.example".to_owned()),
        addresses: Some(vec!["anna@new.example".to_owned()]),
        ..UpdateUser::default()
    };
    app.engine.update_user(&admin.actor, new.user.id, back).await.unwrap();
    // Whoever writes from there is somebody new.
    let hello = mail("1@x", "anna@old.example", "Hallo", "Wer bin ich?");
    let number = receive(&app.engine, hello).await.ticket.expect("a ticket");
    let ticket = app.engine.ticket(&admin.actor, number).await.unwrap().expect("the ticket");
    assert!(ticket.customer != old.user.id && ticket.customer != new.user.id);
    let refused = app.engine.unmerge_user(&admin.actor, old.user.id).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("id"), "account-without-address"));
    // Nobody has two people at one address.
    let given = UpdateUser { addresses: Some(vec!["anna@old.example".to_owned()]), ..UpdateUser::default() };
    let taken = app.engine.update_user(&admin.actor, new.user.id, given).await.unwrap_err();
    assert_eq!(taken.reason(), "email-taken");
}

async fn a_stranger_sees_no_more_than_before(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let shares = app.given().organisation("Shares", true).await;
    let old = app.given().customer("anna@old.example").await;
    let new = app.given().member(&shares, "anna@new.example").await;
    let colleague = app.given().member(&shares, "carl@new.example").await;
    let private = app.given().ticket(&old, "Vorher").await;
    app.engine.merge_users(&admin.actor, old.user.id, new.user.id).await.unwrap();
    assert!(app.engine.ticket(&colleague.actor, private.number).await.unwrap().is_none());
    assert!(app.engine.ticket(&new.actor, private.number).await.unwrap().is_some());
}

async fn who_cannot_be_merged_stays(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    let ben = app.given().customer("ben@example.org").await;
    for actor in [&jana.actor, &anna.actor] {
        let refused = app.engine.merge_users(actor, anna.user.id, ben.user.id).await.unwrap_err();
        assert_eq!(refused.code(), Code::Forbidden);
        let refused = app.engine.unmerge_user(actor, anna.user.id).await.unwrap_err();
        assert_eq!(refused.code(), Code::Forbidden);
    }
    for (from, into, field, reason) in [
        (&anna, &anna, "into", "merge-itself"),
        (&admin, &jana, "from", "merge-oneself"),
        (&anna, &jana, "into", "merge-roles"),
        (&jana, &anna, "into", "merge-roles"),
    ] {
        let refused = app.engine.merge_users(&admin.actor, from.user.id, into.user.id).await.unwrap_err();
        assert_eq!((refused.field(), refused.reason()), (Some(field), reason));
    }
    let (_, token) = app.given().token(&admin, &["admin"]).await;
    let by_program = app.engine.merge_users(&token, jana.user.id, admin.user.id).await.unwrap_err();
    assert_eq!(by_program.code(), Code::Forbidden);
    let last = app.engine.merge_users(&Actor::system(), admin.user.id, jana.user.id).await.unwrap_err();
    assert_eq!((last.field(), last.reason()), (Some("from"), "last-admin"));
}

async fn a_chain_of_merges_is_parted_in_any_order(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let people = [
        app.given().customer("a@example.org").await,
        app.given().customer("b@example.org").await,
        app.given().customer("c@example.org").await,
    ];
    for person in &people {
        app.given().ticket(person, "Drucker").await;
    }
    let [a, b, c] = &people;
    let counts = async || {
        let mut counts = Vec::new();
        for person in &people {
            counts.push(tickets(&app, person.user.id).await);
        }
        counts
    };
    for first in [a, b] {
        app.engine.merge_users(&admin.actor, a.user.id, b.user.id).await.unwrap();
        app.engine.merge_users(&admin.actor, b.user.id, c.user.id).await.unwrap();
        assert_eq!(counts().await, [0, 0, 3]);
        assert_eq!(addresses(&app, c).await, ["c@example.org", "a@example.org", "b@example.org"]);
        let then = if first.user.id == a.user.id { b } else { a };
        app.engine.unmerge_user(&admin.actor, first.user.id).await.unwrap();
        app.engine.unmerge_user(&admin.actor, then.user.id).await.unwrap();
        assert_eq!(counts().await, [1, 1, 1]);
        for person in &people {
            assert_eq!(addresses(&app, person).await, std::slice::from_ref(&person.user.email));
        }
    }
}

async fn of_two_merges_at_once_one_is_refused(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let a = app.given().customer("a@example.org").await;
    let b = app.given().customer("b@example.org").await;
    app.given().ticket(&a, "Drucker").await;
    app.given().ticket(&b, "Maus").await;
    let (one, other) = tokio::join!(
        app.engine.merge_users(&admin.actor, a.user.id, b.user.id),
        app.engine.merge_users(&admin.actor, b.user.id, a.user.id),
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let all = tickets(&app, a.user.id).await.max(tickets(&app, b.user.id).await);
    assert_eq!(all, 2, "one of them has everything");
}

async fn organisations_of_both_come_together_and_part_again(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let (acme, blau) =
        (app.given().organisation("Acme", true).await, app.given().organisation("Blau", true).await);
    let old = app.given().member(&acme, "anna@old.example").await;
    let new = app.given().member(&blau, "anna@new.example").await;
    let belongs = async |user| app.actor(user).await.user().unwrap().organisations.clone();
    app.engine.merge_users(&admin.actor, old.user.id, new.user.id).await.unwrap();
    assert_eq!(belongs(new.user.id).await, [blau.id, acme.id]);
    app.engine.unmerge_user(&admin.actor, old.user.id).await.unwrap();
    assert_eq!((belongs(new.user.id).await, belongs(old.user.id).await), (vec![blau.id], vec![acme.id]));
}

async fn of_several_merges_each_gives_back_what_came_with_it_alone(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let [a, b, c] = ["a@x.example", "b@x.example", "c@x.example"];
    let people =
        [app.given().customer(a).await, app.given().customer(b).await, app.given().customer(c).await];
    let [first, second, third] = people.each_ref().map(|person| person.user.id);
    let ticket = app.given().ticket(&people[0], "Of the first").await;
    for (from, into) in [(first, second), (second, third)] {
        app.engine.merge_users(&admin.actor, from, into).await.unwrap();
    }
    app.engine.unmerge_user(&admin.actor, first).await.unwrap();
    app.engine.merge_users(&admin.actor, third, first).await.unwrap();
    app.engine.unmerge_user(&admin.actor, second).await.unwrap();
    let addresses = app.engine.addresses_of(&admin.actor, &[first, second, third]).await.unwrap();
    assert_eq!(
        addresses[&first],
        [a, c],
        "the one of the first went on with the second, and is not the second's"
    );
    assert_eq!(addresses[&second], [b]);
    let ticket = app.engine.ticket(&admin.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!(ticket.customer, first);
    app.engine.unmerge_user(&admin.actor, third).await.unwrap();
    let addresses = app.engine.addresses_of(&admin.actor, &[first, second, third]).await.unwrap();
    assert_eq!([first, second, third].map(|id| addresses[&id].clone()), [[a], [b], [c]]);
}

async fn what_was_merged_into_an_account_is_listed_for_admins_until_it_is_parted(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, two) =
        (app.given().customer("one@example.com").await, app.given().customer("two@example.com").await);
    let three = app.given().customer("three@example.com").await;
    let listed = async |reader: &Actor| {
        let mut found =
            app.engine.merged_accounts_of(reader, &[three.user.id, one.user.id]).await.expect("accounts");
        assert!(!found.contains_key(&one.user.id), "what it had is another's now");
        found.remove(&three.user.id).unwrap_or_default()
    };
    assert_eq!(listed(&admin.actor).await, []);
    app.engine.merge_users(&admin.actor, one.user.id, two.user.id).await.expect("merged");
    app.pass(std::time::Duration::from_mins(1)).await;
    app.engine.merge_users(&admin.actor, two.user.id, three.user.id).await.expect("merged");
    let of_three = listed(&admin.actor).await;
    let told: Vec<_> = of_three.iter().map(|one| (one.id, one.email.as_str())).collect();
    assert_eq!(told, [(two.user.id, "two@example.com"), (one.user.id, "one@example.com")]);
    assert_eq!(of_three[0].merged_at, app.now());
    for stranger in [&jana.actor, &three.actor, &Actor::nobody()] {
        assert_eq!(listed(stranger).await, [], "for admins alone");
    }
    app.engine.unmerge_user(&admin.actor, one.user.id).await.expect("parted");
    let left = app.engine.merged_accounts_of(&admin.actor, &[three.user.id]).await.expect("accounts");
    assert_eq!(left[&three.user.id].iter().map(|one| one.id).collect::<Vec<_>>(), [two.user.id]);
}
