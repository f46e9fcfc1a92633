//! Changing an account.

use std::time::Duration;

use engine::{Actor, CreateTicket, Error, OrganisationId, Role, UpdateUser, UserId};
use tests::{TestApp, given::PASSWORD, on_each_database};
use uuid::Uuid;

on_each_database!(
    a_ticket_is_of_one_organisation_and_sharing_follows_it,
    a_name_a_language_and_a_place_are_changed,
    switching_off_ends_what_is_open,
    s48_a_new_password_ends_all_sessions,
    who_leaves_the_staff_sees_no_queue,
    the_last_admin_stays,
    of_two_admins_who_take_each_others_role_at_once_one_stays,
    a_way_into_ones_own_account_takes_a_log_in_that_is_not_old,
    agents_leave_the_staff_alone,
    agents_move_nobody_and_set_no_passwords,
    everybody_changes_their_own_details_and_nothing_else,
    a_language_or_time_zone_that_others_choose_stands_in_the_audit_log,
    an_external_id_is_unique_among_people_and_for_the_staff_to_set,
);

async fn a_name_a_language_and_a_place_are_changed(app: TestApp) {
    let agent = app.given().admin("admin@example.org").await;
    let first = app.given().organisation("First Ltd", false).await;
    let second = app.given().organisation("Second Ltd", false).await;
    let max = app.given().member(&first, "max@example.org").await;
    let input = UpdateUser {
        name: Some("Maximilian".to_owned()),
        locale: Some("en".to_owned()),
        organisation: Some(Some(second.id)),
        ..UpdateUser::default()
    };
    let now = app.engine.update_user(&agent.actor, max.user.id, input).await.unwrap();
    assert_eq!(
        (now.name.as_str(), now.locale.as_str(), now.organisation),
        ("Maximilian", "en", Some(second.id))
    );
    let nowhere = UpdateUser { organisation: Some(None), ..UpdateUser::default() };
    let now = app.engine.update_user(&agent.actor, max.user.id, nowhere).await.unwrap();
    assert_eq!((now.name.as_str(), now.organisation), ("Maximilian", None));
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_some(), "none of this logs out");
    let unknown = app.engine.update_user(&agent.actor, UserId(Uuid::nil()), UpdateUser::default()).await;
    assert!(matches!(unknown, Err(Error::NotFound { .. })));
}

async fn switching_off_ends_what_is_open(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let max = app.given().customer("max@example.org").await;
    let (token, _) = app.given().token(&max, &["tickets:read"]).await;
    let switch = |active| UpdateUser { active: Some(active), ..UpdateUser::default() };
    app.engine.update_user(&agent.actor, max.user.id, switch(false)).await.unwrap();
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_none());
    app.engine.update_user(&agent.actor, max.user.id, switch(true)).await.unwrap();
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_none(), "old sessions stay ended");
    assert!(app.engine.authenticate(&token).await.unwrap().is_none(), "so do old tokens");
    assert!(app.engine.api_tokens(&Actor::system(), Some(max.user.id)).await.unwrap().is_empty());
    app.given().log_in("max@example.org", PASSWORD).await;
}

async fn s48_a_new_password_ends_all_sessions(app: TestApp) {
    let agent = app.given().admin("admin@example.org").await;
    let max = app.given().customer("max@example.org").await;
    let password =
        |password: &str| UpdateUser { password: Some(password.to_owned()), ..UpdateUser::default() };
    let weak = app.engine.update_user(&agent.actor, max.user.id, password("x")).await;
    assert!(matches!(weak, Err(Error::WeakPassword { .. })), "S48: the rule holds for an admin's, too");
    app.engine.update_user(&agent.actor, max.user.id, password("GaNzNeu-42")).await.unwrap();
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_none());
    app.given().log_in("max@example.org", "GaNzNeu-42").await;
}

async fn who_leaves_the_staff_sees_no_queue(app: TestApp) {
    let customer = app.given().customer("customer@example.org").await;
    let ticket = app.given().ticket(&customer, "Nothing works").await;
    let person = app.given().customer("max@example.org").await;
    let role = |role| UpdateUser { role: Some(role), ..UpdateUser::default() };
    for (role_now, sees) in
        [(Role::Agent, true), (Role::Customer, false), (Role::Agent, true), (Role::Admin, true)]
    {
        app.engine.update_user(&Actor::system(), person.user.id, role(role_now)).await.unwrap();
        let actor = app.engine.authenticate(&person.token).await.unwrap().unwrap();
        assert_eq!(app.engine.ticket(&actor, ticket.number).await.unwrap().is_some(), sees, "{role_now}");
    }
}

async fn the_last_admin_stays(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    let down = UpdateUser { role: Some(Role::Agent), ..UpdateUser::default() };
    for (input, field) in [(off.clone(), "active"), (down, "role")] {
        let error = app.engine.update_user(&admin.actor, admin.user.id, input).await.unwrap_err();
        assert_eq!((error.field(), error.reason()), (Some(field), "last-admin"));
    }
    let other = app.given().admin("other@example.org").await;
    app.engine.update_user(&other.actor, admin.user.id, off).await.unwrap();
}

async fn of_two_admins_who_take_each_others_role_at_once_one_stays(app: TestApp) {
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    let down = UpdateUser { role: Some(Role::Agent), ..UpdateUser::default() };
    let mut ada = app.given().admin("ada@example.org").await;
    for round in 0..8 {
        let bea = app.given().admin(&format!("bea{round}@example.org")).await;
        let (first, second) = if round % 2 == 0 { (&off, &down) } else { (&down, &off) };
        let (of_ada, of_bea) = tokio::join!(
            app.engine.update_user(&ada.actor, bea.user.id, first.clone()),
            app.engine.update_user(&bea.actor, ada.user.id, second.clone()),
        );
        assert!(of_ada.is_ok() != of_bea.is_ok(), "round {round}: {of_ada:?}, {of_bea:?}");
        ada = if of_ada.is_ok() { ada } else { bea };
    }
}

/// Who finds a session open shall not send themselves the link for a new password.
async fn a_way_into_ones_own_account_takes_a_log_in_that_is_not_old(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let (jana, second) =
        (app.given().agent("jana@example.org").await, app.given().agent("second@example.org").await);
    let address = |email: &str| UpdateUser { email: Some(email.to_owned()), ..UpdateUser::default() };
    app.clock.advance(Duration::from_mins(16));
    let own =
        app.engine.update_user(&admin.actor, admin.user.id, address("a@example.net")).await.unwrap_err();
    assert_eq!((own.field(), own.reason()), (Some("email"), "log-in-again"));
    let merged = app.engine.merge_users(&admin.actor, second.user.id, admin.user.id).await.unwrap_err();
    assert_eq!((merged.field(), merged.reason()), (Some("into"), "log-in-again"));
    app.engine.update_user(&admin.actor, jana.user.id, address("j@example.net")).await.expect("another's");
    let (_, again) = app.given().log_in("admin@example.org", PASSWORD).await;
    app.engine.update_user(&again, admin.user.id, address("a@example.net")).await.expect("changed");
}

async fn agents_leave_the_staff_alone(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    let max = app.given().customer("max@example.org").await;
    let rename = UpdateUser { name: Some("x".to_owned()), ..UpdateUser::default() };
    let promote = UpdateUser { role: Some(Role::Admin), ..UpdateUser::default() };
    for (who, input) in [(&admin, &rename), (&agent, &promote), (&max, &promote)] {
        let refused = app.engine.update_user(&agent.actor, who.user.id, input.clone()).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    }
    for (whose, input) in [(&agent, rename), (&max, promote)] {
        let by_customer = app.engine.update_user(&max.actor, whose.user.id, input).await;
        assert!(matches!(by_customer, Err(Error::Forbidden { .. })));
    }
}

async fn agents_move_nobody_and_set_no_passwords(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    let (first, second) =
        (app.given().organisation("First", true).await, app.given().organisation("Second", false).await);
    let max = app.given().member(&first, "max@example.org").await;
    let to = |organisation| UpdateUser { organisation: Some(organisation), ..UpdateUser::default() };
    let password = UpdateUser { password: Some("GaNzNeu-42".to_owned()), ..UpdateUser::default() };
    for input in [to(Some(second.id)), to(None), password] {
        let refused = app.engine.update_user(&agent.actor, max.user.id, input.clone()).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
        app.engine.update_user(&admin.actor, max.user.id, input).await.expect("an admin may");
        app.engine.update_user(&admin.actor, max.user.id, to(Some(first.id))).await.expect("back");
    }
    let same = UpdateUser { name: Some("Maxi".to_owned()), ..to(Some(first.id)) };
    app.engine.update_user(&agent.actor, max.user.id, same).await.expect("nobody is moved");
    let log = app.engine.audit_log(&admin.actor, None, &engine::Paging::default()).await.unwrap();
    let last = &log.items[0].1;
    assert_eq!((last.audited.kind(), last.actor), ("USER_RENAMED", Some(agent.user.id)));
    let moved = &log.items.iter().find(|(_, entry)| entry.audited.kind() == "MEMBERSHIP_CHANGED").unwrap().1;
    assert_eq!(moved.changes[0].to.as_deref(), Some("First"), "names are looked up");
    assert!(log.items.iter().any(|(_, entry)| entry.audited.kind() == "PASSWORD_SET"));
}

async fn everybody_changes_their_own_details_and_nothing_else(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let eva = app.given().customer("eva@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let named = |name: &str| UpdateUser { user_name: Some(name.to_owned()), ..UpdateUser::default() };
    let now = app.engine.update_user(&max.actor, max.user.id, named("maxl")).await.unwrap();
    assert_eq!(now.user_name.as_deref(), Some("maxl"));
    let zone = |zone: &str| UpdateUser { time_zone: Some(zone.to_owned()), ..UpdateUser::default() };
    let now = app.engine.update_user(&max.actor, max.user.id, zone("asia/tokyo")).await.unwrap();
    assert_eq!(now.time_zone, "Asia/Tokyo");
    let unknown = app.engine.update_user(&max.actor, max.user.id, zone("Mars/Olympus")).await.unwrap_err();
    assert_eq!((unknown.field(), unknown.reason()), (Some("timeZone"), "time-zone-unknown"));
    let now = app.engine.update_user(&max.actor, max.user.id, zone("")).await.unwrap();
    assert_eq!(now.time_zone, app.engine.settings().brand.time_zone);
    let taken = app.engine.update_user(&agent.actor, agent.user.id, named("MAXL")).await.unwrap_err();
    assert_eq!((taken.field(), taken.reason()), (Some("userName"), "user-name-taken"));
    for (by, whose, input) in [
        (&eva, &max, named("hers")),
        (&max, &max, UpdateUser { role: Some(Role::Agent), ..named("maxl") }),
        (&agent, &app.given().admin("admin@example.org").await, named("root")),
    ] {
        let refused = app.engine.update_user(&by.actor, whose.user.id, input).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    }
    let hidden = app.engine.users_by_id(&eva.actor, &[agent.user.id]).await.unwrap();
    assert!(hidden.values().all(|user| user.user_name.is_none()));
    let gone = app.engine.update_user(&agent.actor, max.user.id, named("")).await.unwrap();
    assert_eq!(gone.user_name, None);
}

async fn an_external_id_is_unique_among_people_and_for_the_staff_to_set(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let max = app.given().customer("max@example.org").await;
    let eva = app.given().customer("eva@example.org").await;
    let called = |id: &str| UpdateUser { external_id: Some(id.to_owned()), ..UpdateUser::default() };
    let update = |actor, id, input| app.engine.update_user(actor, id, input);
    let now = update(&agent.actor, max.user.id, called("crm:7")).await.unwrap();
    assert_eq!(now.external_id.as_deref(), Some("crm:7"));
    let taken = update(&agent.actor, eva.user.id, called("crm:7")).await.unwrap_err();
    assert_eq!((taken.field(), taken.reason()), (Some("externalId"), "external-id-taken"));
    let new = engine::CreateUser {
        email: "new@example.org".to_owned(),
        name: "New".to_owned(),
        external_id: Some("crm:7".to_owned()),
        ..engine::CreateUser::default()
    };
    let taken = app.engine.create_user(&agent.actor, new.clone()).await.unwrap_err();
    assert_eq!((taken.field(), taken.reason()), (Some("externalId"), "external-id-taken"));
    let new = engine::CreateUser { external_id: Some("crm:8".to_owned()), ..new };
    assert_eq!(
        app.engine.create_user(&agent.actor, new).await.unwrap().external_id.as_deref(),
        Some("crm:8")
    );
    let own = update(&max.actor, max.user.id, called("crm:9")).await.unwrap_err();
    assert_eq!(own.code(), engine::Code::Forbidden, "it is not theirs to choose");
    let staff = update(&agent.actor, admin.user.id, called("crm:9")).await.unwrap_err();
    assert_eq!(staff.code(), engine::Code::Forbidden);

    let filter =
        engine::UserFilter { external_id: Some("crm:7".to_owned()), ..engine::UserFilter::default() };
    let first = engine::Paging::default();
    let find = |actor| app.engine.users(actor, &filter, &first);
    assert_eq!(find(&agent.actor).await.unwrap().items[0].1.id, max.user.id);
    assert!(find(&eva.actor).await.unwrap().items.is_empty(), "customers find nobody by guessing");
    let gone = update(&admin.actor, max.user.id, called(" ")).await.unwrap();
    assert_eq!(gone.external_id, None);
    let log = app.engine.audit_log(&admin.actor, None, &engine::Paging::default()).await.unwrap();
    let kinds = log.items.iter().filter(|(_, entry)| entry.audited.kind() == "USER_EXTERNAL_ID_CHANGED");
    assert_eq!(kinds.count(), 3);
}

async fn a_ticket_is_of_one_organisation_and_sharing_follows_it(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let (acme, blau) =
        (app.given().organisation("Acme", true).await, app.given().organisation("Blau", true).await);
    let other = app.given().organisation("Chrom", true).await;
    let unknown = OrganisationId(Uuid::nil());
    let anna = app.given().customer("anna@example.org").await;
    let ann_of_acme = app.given().member(&acme, "ann@acme.example").await;
    let bea_of_blau = app.given().member(&blau, "bea@blau.example").await;
    let all = |ids: Vec<OrganisationId>| UpdateUser { organisations: Some(ids), ..UpdateUser::default() };
    let both = all(vec![acme.id, blau.id]);
    let user = app.engine.update_user(&admin.actor, anna.user.id, both).await.expect("joined");
    assert_eq!(user.organisation, Some(acme.id), "the first");
    let open = |organisation| CreateTicket {
        title: "Drucker".to_owned(),
        text: "kaputt".to_owned(),
        organisation,
        ..CreateTicket::default()
    };
    let anna = app.actor(anna.user.id).await;
    let first = app.engine.create_ticket(&anna, open(None)).await.expect("a ticket");
    let second = app.engine.create_ticket(&anna, open(Some(blau.id))).await.expect("a ticket");
    let refused = app.engine.create_ticket(&anna, open(Some(other.id))).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("organisation"), "organisation-not-theirs"));
    let sees = async |who: &engine::Actor, number| app.engine.ticket(who, number).await.unwrap().is_some();
    for (who, expected) in [(&ann_of_acme, [true, false]), (&bea_of_blau, [false, true])] {
        let found = [sees(&who.actor, first.number).await, sees(&who.actor, second.number).await];
        assert_eq!(found, expected, "{}", who.user.email);
    }

    // The staff say that it is for the other one; customers may not, and nobody else's can be named.
    let move_to = |organisation| engine::UpdateTicket {
        number: first.number,
        organisation: Some(organisation),
        ..engine::UpdateTicket::default()
    };
    let refused = app.engine.update_ticket(&anna, move_to(Some(blau.id))).await.unwrap_err();
    assert!(matches!(refused, Error::Forbidden { .. }), "{refused}");
    let refused = app.engine.update_ticket(&admin.actor, move_to(Some(other.id))).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("organisation"), "organisation-not-theirs"));
    app.engine.update_ticket(&admin.actor, move_to(Some(blau.id))).await.expect("moved");
    assert!(!sees(&ann_of_acme.actor, first.number).await && sees(&bea_of_blau.actor, first.number).await);
    app.engine.update_ticket(&admin.actor, move_to(None)).await.expect("of none");
    assert!(!sees(&bea_of_blau.actor, first.number).await && sees(&anna, first.number).await);

    // What is wrong is named by the field that says it.
    let of = |of_organisation, sees_organisation| UpdateUser {
        of_organisation,
        sees_organisation,
        ..UpdateUser::default()
    };
    let first = UpdateUser { organisation: Some(Some(unknown)), ..UpdateUser::default() };
    let twice = UpdateUser { organisation: Some(None), ..all(vec![acme.id]) };
    for (input, field, reason) in [
        (of(Some(other.id), Some(true)), "ofOrganisation", "member-required"),
        (of(Some(other.id), Some(false)), "ofOrganisation", "member-required"),
        (of(Some(acme.id), None), "ofOrganisation", "member-unsaid"),
        (all(vec![acme.id, unknown]), "organisations", "organisation-unknown"),
        (first, "organisation", "organisation-unknown"),
        (twice, "organisations", "organisations-contradictory"),
    ] {
        let refused = app.engine.update_user(&admin.actor, user.id, input).await.unwrap_err();
        assert_eq!((refused.field(), refused.reason()), (Some(field), reason));
    }

    // Whoever leaves one keeps the other, and sees nothing of the first any more.
    let shared = app.given().ticket(&ann_of_acme, "Von Ann").await;
    assert!(sees(&anna, shared.number).await);
    app.engine.update_user(&admin.actor, user.id, all(vec![blau.id])).await.expect("left");
    let anna = app.actor(user.id).await;
    assert!(!sees(&anna, shared.number).await);
    assert_eq!(anna.user().unwrap().organisations, [blau.id]);
}

async fn a_language_or_time_zone_that_others_choose_stands_in_the_audit_log(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    let speaks = |locale: &str, zone: &str| UpdateUser {
        locale: Some(locale.to_owned()),
        time_zone: Some(zone.to_owned()),
        ..UpdateUser::default()
    };
    let was = app.engine.update_user(&max.actor, max.user.id, speaks("de", "Europe/Berlin")).await;
    assert_eq!(was.expect("their own choice").locale, "de");
    for _ in 0..2 {
        let changed = app.engine.update_user(&admin.actor, max.user.id, speaks("en", "Asia/Tokyo")).await;
        assert_eq!(changed.expect("an admin's choice").time_zone, "Asia/Tokyo");
    }
    let log = app.engine.audit_log(&admin.actor, None, &engine::Paging::default()).await.expect("a log");
    let told: Vec<_> = log
        .items
        .into_iter()
        .filter(|(_, entry)| entry.audited.kind() == "USER_LOCALE_CHANGED")
        .map(|(_, entry)| (entry.actor, entry.changes))
        .collect();
    let changes = vec![
        engine::Change::new("locale", Some("de"), Some("en")),
        engine::Change::new("timeZone", Some("Europe/Berlin"), Some("Asia/Tokyo")),
    ];
    assert_eq!(told, [(Some(admin.user.id), changes)], "once, and not what people choose themselves");
}
