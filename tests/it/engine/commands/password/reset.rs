//! Setting a password by the link of a mail.

use engine::{Actor, AuditSubject, CreateApiToken, Error, Login, Missing, Paging, PasswordRule, UpdateUser};
use sea_orm::{ConnectionTrait as _, Database, Statement};
use tests::{TestApp, given::PASSWORD, on_each_database};

use super::requested_token;

on_each_database!(
    s47_a_link_sets_a_password_once_and_logs_in,
    s47_all_other_sessions_and_links_end,
    tokens_end_with_a_password_that_somebody_else_may_have_had,
    s48_a_weak_password_does_not_use_the_link_up,
    s48_the_rule_that_the_operator_chose_holds,
    s47_only_a_hash_of_a_link_is_kept,
    s47_a_link_that_does_not_work_says_so,
    s47_of_many_who_use_a_link_at_once_one_succeeds,
    whoever_sets_a_password_may_log_in_after_too_many_failures,
);

const OTHER: &str = "GaNzNeu-42";

fn login(password: &str) -> Login {
    Login { identifier: "max@example.org".to_owned(), password: password.to_owned(), ..Login::default() }
}

async fn s47_a_link_sets_a_password_once_and_logs_in(app: TestApp) {
    let max = app.given().prepared("max@example.org").await;
    let token = requested_token(&app, "max@example.org").await;
    let session = app.engine.reset_password(&token, OTHER).await.unwrap();
    assert_eq!(session.user, max);
    assert!(app.engine.authenticate(&session.token).await.unwrap().is_some());
    app.engine.login(login(OTHER)).await.unwrap();
    let again = app.engine.reset_password(&token, PASSWORD).await.unwrap_err();
    assert!(matches!(again, Error::LinkExpired), "{again:?}");
    app.engine.login(login(OTHER)).await.unwrap();
}

async fn s47_all_other_sessions_and_links_end(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let eva = app.given().customer("eva@example.org").await;
    let first = requested_token(&app, "max@example.org").await;
    let second = requested_token(&app, "max@example.org").await;
    let foreign = requested_token(&app, "eva@example.org").await;
    let session = app.engine.reset_password(&second, OTHER).await.unwrap();
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_none());
    assert!(app.engine.authenticate(&session.token).await.unwrap().is_some());
    assert!(!app.engine.password_link_valid(&first).await.unwrap());
    assert!(app.engine.authenticate(&eva.token).await.unwrap().is_some());
    assert!(app.engine.password_link_valid(&foreign).await.unwrap());
    assert!(matches!(app.engine.login(login(PASSWORD)).await, Err(Error::WrongCredentials)));
}

async fn tokens_end_with_a_password_that_somebody_else_may_have_had(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let (token, _) = app.given().token(&max, &["tickets:read"]).await;
    let link = requested_token(&app, "max@example.org").await;
    app.engine.reset_password(&link, OTHER).await.unwrap();
    assert!(app.engine.authenticate(&token).await.unwrap().is_none());
    let subject = Some(AuditSubject::User(max.user.id));
    let log = app.engine.audit_log(&Actor::system(), subject, &Paging::default()).await.unwrap();
    let revoked = log.items.iter().filter(|(_, entry)| entry.audited.kind() == "TOKEN_REVOKED");
    assert_eq!(revoked.count(), 1);

    let eva = app.given().prepared("eva@example.org").await;
    let input = CreateApiToken {
        name: "a shop".to_owned(),
        scopes: vec!["tickets:read".to_owned()],
        for_user: Some(eva.id),
        ..CreateApiToken::default()
    };
    let (token, _) = app.engine.create_api_token(&Actor::system(), input).await.unwrap();
    let link = requested_token(&app, "eva@example.org").await;
    app.engine.reset_password(&link, OTHER).await.unwrap();
    assert!(app.engine.authenticate(&token).await.unwrap().is_some(), "a first password replaces none");
}

async fn s48_a_weak_password_does_not_use_the_link_up(app: TestApp) {
    app.given().customer("max@example.org").await;
    let token = requested_token(&app, "max@example.org").await;
    let weak = app.engine.reset_password(&token, "geheim").await.unwrap_err();
    assert_eq!((weak.field(), weak.reason()), (Some("password"), "weak-password"));
    let Error::WeakPassword { missing } = weak else { panic!("{weak:?}") };
    assert_eq!(missing, [Missing::Length(8), Missing::Digits(1), Missing::Upper(2)]);
    app.engine.reset_password(&token, OTHER).await.unwrap();
}

async fn s48_the_rule_that_the_operator_chose_holds(app: TestApp) {
    let rule = PasswordRule { min_length: 12, ..PasswordRule::default() };
    let app = TestApp::with(app.backend, |settings| settings.accounts.password = rule).await;
    app.given().prepared("max@example.org").await;
    let token = requested_token(&app, "max@example.org").await;
    let weak = app.engine.reset_password(&token, PASSWORD).await.unwrap_err();
    let Error::WeakPassword { missing } = weak else { panic!("{weak:?}") };
    assert_eq!(missing, [Missing::Length(12)]);
    app.engine.reset_password(&token, "GeHeim-2019-x").await.unwrap();
}

async fn s47_only_a_hash_of_a_link_is_kept(app: TestApp) {
    app.given().customer("max@example.org").await;
    let token = requested_token(&app, "max@example.org").await;
    let connection = Database::connect(app.database()).await.unwrap();
    let all =
        Statement::from_string(connection.get_database_backend(), "SELECT token_hash FROM password_link");
    let rows = connection.query_all_raw(all).await.unwrap();
    let kept: Vec<String> = rows.iter().map(|row| row.try_get("", "token_hash").unwrap()).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(!kept[0].contains(&token) && !token.contains(&kept[0]), "who reads the database has no link");
}

async fn s47_a_link_that_does_not_work_says_so(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let expired = requested_token(&app, "max@example.org").await;
    app.clock.advance(app.engine.settings().accounts.link_lifetime);
    let off = requested_token(&app, "max@example.org").await;
    let input = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), max.user.id, input).await.unwrap();
    for token in [expired.as_str(), &off, "", "x", &"A".repeat(43), &max.token] {
        let failure = app.engine.reset_password(token, OTHER).await.unwrap_err();
        assert!(matches!(failure, Error::LinkExpired), "{token:?}: {failure:?}");
        assert_eq!(failure.field(), Some("token"));
    }
}

async fn s47_of_many_who_use_a_link_at_once_one_succeeds(app: TestApp) {
    app.given().customer("max@example.org").await;
    let token = requested_token(&app, "max@example.org").await;
    let uses = (0..6).map(|_| app.engine.reset_password(&token, OTHER));
    let results = futures::future::join_all(uses).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(results.iter().all(|result| matches!(result, Ok(_) | Err(Error::LinkExpired))));
}

async fn whoever_sets_a_password_may_log_in_after_too_many_failures(app: TestApp) {
    app.given().customer("max@example.org").await;
    for _ in 0..11 {
        app.engine.login(login("wrong")).await.unwrap_err();
    }
    let token = requested_token(&app, "max@example.org").await;
    app.engine.reset_password(&token, OTHER).await.unwrap();
    app.engine.login(login(OTHER)).await.unwrap();
}
