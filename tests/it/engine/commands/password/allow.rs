//! Roles that log in by single sign-on alone, and the exception from it.

use engine::{
    Actor, Code, ConfirmLogin, CreateUser, Error, LetterKind, Login, PasskeyLogin, Role, UpdateUser, User,
};
use tests::{TestApp, given::PASSWORD, on_each_database, passkey::Authenticator, second_factor::shown};

use super::requested_token;

on_each_database!(
    a_right_password_of_the_staff_is_refused_and_a_wrong_one_looks_as_ever,
    no_link_is_sent_and_one_that_was_sent_before_is_refused,
    sessions_and_passkeys_from_before_are_of_no_use_either,
    what_was_barred_never_comes_back,
    nobody_is_given_a_password_they_could_not_use,
    the_command_line_alone_makes_an_exception_and_takes_it_back,
);

/// The same application, whose staff log in by single sign-on alone.
async fn alone(app: TestApp) -> TestApp {
    TestApp::with(app.backend, |settings| settings.accounts.single_sign_on = vec![Role::Agent, Role::Admin])
        .await
}

async fn agent(app: &TestApp) -> User {
    let input = CreateUser {
        email: "alan@example.org".to_owned(),
        name: "Alan".to_owned(),
        role: Role::Agent,
        password: Some(PASSWORD.to_owned()),
        ..CreateUser::default()
    };
    app.engine.create_user(&Actor::system(), input).await.expect("a user")
}

fn login(password: &str) -> Login {
    Login { identifier: "alan@example.org".to_owned(), password: password.to_owned(), ..Login::default() }
}

async fn promote(app: &TestApp, id: engine::UserId) {
    let change = UpdateUser { role: Some(Role::Agent), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), id, change).await.expect("an agent");
}

async fn a_right_password_of_the_staff_is_refused_and_a_wrong_one_looks_as_ever(app: TestApp) {
    let app = alone(app).await;
    agent(&app).await;
    let wrong = app.engine.login(login("wrong")).await.unwrap_err();
    assert!(matches!(wrong, Error::WrongCredentials), "a stranger learns nothing: {wrong:?}");
    let refused = app.engine.login(login(PASSWORD)).await.unwrap_err();
    assert_eq!((refused.code(), refused.reason()), (Code::Forbidden, "single-sign-on"));
    let max = app.given().customer("max@example.org").await;
    assert!(app.engine.password_allowed(&max.actor).await.unwrap(), "others are not concerned");
}

async fn no_link_is_sent_and_one_that_was_sent_before_is_refused(app: TestApp) {
    let app = alone(app).await;
    agent(&app).await;
    app.engine.request_password("alan@example.org", None).await.expect("the answer is the same for all");
    let sent = app.letters().await.into_iter().filter(|letter| letter.kind == LetterKind::PasswordRequest);
    assert_eq!(sent.count(), 0);
    let max = app.given().customer("max@example.org").await;
    let token = requested_token(&app, "max@example.org").await;
    promote(&app, max.user.id).await;
    assert!(!app.engine.password_link_valid(&token).await.unwrap(), "said before anything is typed");
    let refused = app.engine.reset_password(&token, "GaNzNeu-42").await.unwrap_err();
    assert!(matches!(refused, Error::SingleSignOn), "{refused:?}");
}

async fn sessions_and_passkeys_from_before_are_of_no_use_either(app: TestApp) {
    let app = alone(app).await;
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    let codes = app.given().passkey(&max, &mut key).await.recovery_codes;
    let login = Login { identifier: "max@example.org".to_owned(), ..login(PASSWORD) };
    let Err(Error::CodeRequired { challenge, .. }) = app.engine.login(login).await else {
        panic!("a challenge")
    };
    promote(&app, max.user.id).await;
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_none(), "the session is none any more");
    assert!(app.engine.actor_now(&max.actor).await.unwrap().is_none(), "nor for what takes long");
    let asked = app.engine.begin_passkey_login(None).await.unwrap();
    let by_passkey = PasskeyLogin { answer: key.show(&asked), ..PasskeyLogin::default() };
    let refused = app.engine.login_with_passkey(by_passkey).await.unwrap_err();
    assert!(matches!(refused, Error::SingleSignOn), "{refused:?}");
    let confirm = ConfirmLogin {
        challenge: challenge.as_str().to_owned(),
        code: codes[0].clone(),
        ..ConfirmLogin::default()
    };
    let refused = app.engine.confirm_login(confirm).await.unwrap_err();
    assert!(matches!(refused, Error::SingleSignOn), "{refused:?}");
    let actor = app.engine.actor_of(max.user.id).await.unwrap();
    assert!(!app.engine.password_allowed(&actor).await.unwrap());
    let change = app.engine.change_password(&actor, PASSWORD.to_owned(), "GaNzNeu-42".to_owned()).await;
    assert!(matches!(change.unwrap_err(), Error::SingleSignOn));
    let begin = app.engine.begin_passkey(&actor, shown(Some(&codes[1]))).await.unwrap_err();
    assert!(matches!(begin, Error::SingleSignOn), "{begin:?}");
}

async fn what_was_barred_never_comes_back(app: TestApp) {
    let system = Actor::system();
    let role = async |app: &TestApp, id, role| {
        let change = UpdateUser { role: Some(role), ..UpdateUser::default() };
        app.engine.update_user(&system, id, change).await.expect("another role");
    };
    let alone = alone(app).await;
    let max = alone.given().customer("max@example.org").await;
    role(&alone, max.user.id, Role::Agent).await;
    role(&alone, max.user.id, Role::Customer).await;
    assert!(alone.engine.authenticate(&max.token).await.unwrap().is_none(), "with the role from before");
    // Sessions from before the setting, of which one was shown since.
    let before = alone.node_with(|settings| settings.accounts.single_sign_on = Vec::new()).await;
    agent(&alone).await;
    let (shown, other) =
        (before.login(login(PASSWORD)).await.unwrap(), before.login(login(PASSWORD)).await.unwrap());
    assert!(alone.engine.authenticate(&shown.token).await.unwrap().is_none());
    assert!(before.authenticate(&shown.token).await.unwrap().is_none(), "without the setting");
    assert!(before.authenticate(&other.token).await.unwrap().is_none(), "nor one beside it");
    let third = before.login(login(PASSWORD)).await.unwrap();
    alone.engine.allow_password(&system, third.user.id, true).await.unwrap();
    assert!(alone.engine.authenticate(&third.token).await.unwrap().is_none(), "with the exception");
}

async fn nobody_is_given_a_password_they_could_not_use(app: TestApp) {
    let app = alone(app).await;
    let ada = agent(&app).await;
    let admin = UpdateUser { role: Some(Role::Admin), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), ada.id, admin).await.unwrap();
    let actor = app.engine.actor_of(ada.id).await.unwrap();
    let new = || CreateUser {
        email: "new@example.org".to_owned(),
        name: "New".to_owned(),
        role: Role::Agent,
        ..CreateUser::default()
    };
    let with_password = CreateUser { password: Some(PASSWORD.to_owned()), ..new() };
    let invited = CreateUser { invite: true, ..new() };
    for (input, field) in [(with_password, "password"), (invited, "invite")] {
        let refused = app.engine.create_user(&actor, input).await.unwrap_err();
        assert_eq!((refused.field(), refused.reason()), (Some(field), "single-sign-on-role"));
    }
    let made = app.engine.create_user(&actor, new()).await.expect("without a password");
    let password = UpdateUser { password: Some(PASSWORD.to_owned()), ..UpdateUser::default() };
    let refused = app.engine.update_user(&actor, made.id, password).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("password"), "single-sign-on-role"));
}

async fn the_command_line_alone_makes_an_exception_and_takes_it_back(app: TestApp) {
    let app = alone(app).await;
    let alan = agent(&app).await;
    let system = Actor::system();
    for changed in [true, false] {
        assert_eq!(app.engine.allow_password(&system, alan.id, true).await.unwrap(), changed);
    }
    let session = app.engine.login(login(PASSWORD)).await.expect("the exception");
    let actor = app.engine.authenticate(&session.token).await.unwrap().expect("a session");
    assert!(app.engine.password_allowed(&actor).await.unwrap());
    let refused = app.engine.allow_password(&actor, alan.id, true).await.unwrap_err();
    assert!(matches!(refused, Error::Forbidden { .. }), "{refused:?}");
    let ada = app.engine.actor_of(alan.id).await.unwrap();
    let refused = app.engine.allow_password(&ada, alan.id, false).await.unwrap_err();
    assert!(matches!(refused, Error::Forbidden { .. }), "{refused:?}");
    assert!(app.engine.allow_password(&system, alan.id, false).await.unwrap());
    assert!(app.engine.authenticate(&session.token).await.unwrap().is_none());
    assert!(matches!(app.engine.login(login(PASSWORD)).await.unwrap_err(), Error::SingleSignOn));
}
