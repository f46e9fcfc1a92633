//! Statements of the guide that hold across the whole house and belong to no single part of it.

use engine::{Actor, Address, LetterKind, Status, UserFilter};
use tests::{TestApp, given::PASSWORD, on_each_database};

on_each_database!(
    s14_letters_come_from_the_configured_name,
    a_sender_with_a_domain_in_other_letters_gives_ids_that_mail_servers_take,
    s16_the_number_tells_nothing_of_the_id,
    s45_only_who_is_known_can_set_a_password,
    s71_staff_close_from_any_status,
);

async fn s14_letters_come_from_the_configured_name(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| {
        settings.mail.from =
            Address { name: "Hilfe & Rat".to_owned(), address: "hilfe@example.net".to_owned() };
    })
    .await;
    let anna = app.given().customer("anna@example.com").await;
    app.given().ticket(&anna, "Who are you?").await;
    let letters = app.letters().await;
    assert_eq!(letters.len(), 1);
    assert!(letters.iter().all(|it| it.from.name == "Hilfe & Rat" && it.from.address == "hilfe@example.net"));
}

async fn a_sender_with_a_domain_in_other_letters_gives_ids_that_mail_servers_take(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| {
        settings.mail.from = Address { name: "Rat".to_owned(), address: "rat@bücher.example".to_owned() };
    })
    .await;
    let anna = app.given().customer("anna@example.com").await;
    app.given().ticket(&anna, "Who are you?").await;
    let letters = app.letters().await;
    assert!(letters[0].message_id.ends_with("@xn--bcher-kva.example"), "{}", letters[0].message_id);
}

async fn s16_the_number_tells_nothing_of_the_id(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let (one, two) = (app.given().ticket(&anna, "One").await, app.given().ticket(&anna, "Two").await);
    assert_eq!(two.number, one.number + 1);
    let (one, two) = (one.id.to_string(), two.id.to_string());
    // Half of an id is chance: who knows one cannot count to the next.
    let differ = one.bytes().zip(two.bytes()).filter(|(a, b)| a != b).count();
    assert!(differ >= 8, "{one} and {two} are too much alike");
}

async fn s45_only_who_is_known_can_set_a_password(app: TestApp) {
    app.given().prepared("anna@example.com").await;
    for address in ["anna@example.com", "nobody@example.com"] {
        app.engine.request_password(address, None).await.expect("the same answer for all");
    }
    let letters = app.letters().await;
    let told: Vec<_> = letters.iter().map(|letter| (letter.kind, letter.to.address.as_str())).collect();
    assert_eq!(told, [(LetterKind::PasswordRequest, "anna@example.com")]);
    let token = letters[0].link.as_deref().and_then(|link| link.rsplit('/').next()).expect("a link");
    let session = app.engine.reset_password(token, PASSWORD).await.expect("her first password");
    assert_eq!(session.user.email, "anna@example.com");
    let people = app.engine.count_users(&Actor::system(), &UserFilter::default()).await.expect("a count");
    assert_eq!(people, 1, "nobody became somebody by asking");
}

async fn s71_staff_close_from_any_status(app: TestApp) {
    let (anna, max) =
        (app.given().customer("anna@example.com").await, app.given().agent("max@example.org").await);
    for &status in Status::ALL {
        let ticket = app.given().ticket_in(&anna, &max, status).await;
        let closed = app.given().set(&max, &ticket, Status::Closed).await;
        assert_eq!((closed.status, closed.auto_close_at), (Status::Closed, None));
    }
}
