//! Logging in with a second factor.

use std::time::Duration;

use engine::{
    Actor, AuditSubject, ConfirmLogin, Error, Login, NewSession, Paging, PasskeyLogin, ProveIdentity, Result,
    UpdateUser,
};
use tests::{
    TestApp,
    given::PASSWORD,
    on_each_database,
    passkey::{Authenticator, with_passkey},
    second_factor::App,
};

use crate::engine::commands::{password::requested_token, second_factor::happened};

on_each_database!(
    the_password_alone_opens_no_session_but_the_code_does,
    a_code_is_good_once,
    a_code_holds_one_step_before_and_after_its_own,
    a_recovery_code_is_good_once_and_is_journalled,
    wrong_codes_are_few_within_an_hour_and_hold_beyond_a_new_password_prompt,
    wrong_codes_are_few_within_a_day_whatever_the_owner_does_meanwhile,
    a_known_browser_is_not_kept_out_by_wrong_codes_elsewhere,
    browsers_known_for_the_password_alone_give_no_further_guesses,
    guesses_keep_out_neither_a_recovery_code_nor_whoever_has_set_a_new_password,
    a_new_password_ends_what_a_guesser_has_left_behind_but_not_without_end,
    what_nobody_can_guess_is_counted_for_each_place,
    confirmed_browsers_are_few_and_end_with_what_was_shown_in_them,
    a_confirmed_browser_ends_with_its_session_and_with_what_was_shown_in_it,
    a_browser_that_logs_in_again_takes_the_room_of_no_other,
    failed_passwords_are_not_forgiven_before_the_code,
    a_challenge_ends_after_five_minutes_and_with_the_password,
    a_challenge_is_of_use_for_its_account_alone,
    a_reset_link_is_no_way_round_the_second_factor,
    a_wrong_password_looks_the_same_with_a_second_factor,
    remember_me_goes_through_the_second_step,
);

const STEP: Duration = Duration::from_secs(30);

fn login(password: &str) -> Login {
    Login { identifier: "max@example.org".to_owned(), password: password.to_owned(), ..Login::default() }
}

/// The challenge that stands before the session.
async fn challenge(app: &TestApp, login: Login) -> String {
    match app.engine.login(login).await {
        Err(Error::CodeRequired { challenge, .. }) => challenge.as_str().to_owned(),
        other => panic!("a challenge, not {other:?}"),
    }
}

async fn confirm(app: &TestApp, challenge: &str, code: &str) -> Result<NewSession> {
    let input =
        ConfirmLogin { challenge: challenge.to_owned(), code: code.to_owned(), ..ConfirmLogin::default() };
    app.engine.confirm_login(input).await
}

/// A customer with a second factor, whose code of this moment has not been used.
async fn max(app: &TestApp) -> App {
    let max = app.given().customer("max@example.org").await;
    let phone = app.given().second_factor(&max).await;
    app.letters().await;
    app.clock.advance(STEP * 2);
    phone
}

async fn the_password_alone_opens_no_session_but_the_code_does(app: TestApp) {
    let phone = max(&app).await;
    let challenge = challenge(&app, login(PASSWORD)).await;
    assert!(app.engine.authenticate(&challenge).await.unwrap().is_none(), "a challenge is no token");
    let wrong = confirm(&app, &challenge, &phone.wrong_code(app.now())).await.unwrap_err();
    assert_eq!((wrong.field(), wrong.reason()), (Some("code"), "code-wrong"));
    for nonsense in ["", "12345", "not a code"] {
        assert_eq!(confirm(&app, &challenge, nonsense).await.unwrap_err().reason(), "code-wrong");
    }
    let session = confirm(&app, &challenge, &phone.code(app.now())).await.unwrap();
    assert_eq!(session.user.email, "max@example.org");
    assert!(app.engine.authenticate(&session.token).await.unwrap().is_some());
}

async fn a_code_is_good_once(app: TestApp) {
    let phone = max(&app).await;
    let code = phone.code(app.now());
    let first = challenge(&app, login(PASSWORD)).await;
    confirm(&app, &first, &code).await.unwrap();
    for challenge in [first, challenge(&app, login(PASSWORD)).await] {
        assert_eq!(confirm(&app, &challenge, &code).await.unwrap_err().reason(), "code-wrong");
    }
    app.clock.advance(STEP);
    let later = challenge(&app, login(PASSWORD)).await;
    let code = phone.code(app.now());
    let uses = futures::future::join_all((0..4).map(|_| confirm(&app, &later, &code))).await;
    assert_eq!(uses.iter().filter(|used| used.is_ok()).count(), 1, "of many at once one succeeds");
}

async fn a_code_holds_one_step_before_and_after_its_own(app: TestApp) {
    let phone = max(&app).await;
    let now = app.now();
    let code = phone.code(now);
    app.clock.advance(STEP * 2);
    let late = challenge(&app, login(PASSWORD)).await;
    assert_eq!(confirm(&app, &late, &code).await.unwrap_err().reason(), "code-wrong");
    let before = phone.code(app.now() - STEP);
    confirm(&app, &late, &before).await.expect("a slow typist");
    let after = phone.code(app.now() + STEP);
    confirm(&app, &late, &after).await.expect("a fast clock");
    // A step that was used, and those before it, are no way in.
    assert_eq!(confirm(&app, &late, &phone.code(app.now())).await.unwrap_err().reason(), "code-wrong");
}

async fn a_recovery_code_is_good_once_and_is_journalled(app: TestApp) {
    let phone = max(&app).await;
    let [first, second, ..] = phone.recovery_codes.as_slice() else { panic!("ten codes") };
    assert_eq!(phone.recovery_codes.len(), 10);
    app.letters().await;
    let shown = challenge(&app, login(PASSWORD)).await;
    let session = confirm(&app, &shown, &first.to_uppercase().replace('-', " ")).await.unwrap();
    let actor = app.engine.authenticate(&session.token).await.unwrap().unwrap();
    assert_eq!(app.engine.second_factor(&actor).await.unwrap().recovery_codes, 9);
    assert_eq!(confirm(&app, &shown, first).await.unwrap_err().reason(), "code-wrong");
    confirm(&app, &shown, second).await.unwrap();
    let log = app
        .engine
        .audit_log(&Actor::system(), Some(AuditSubject::User(session.user.id)), &Paging::default())
        .await
        .unwrap();
    let used = log.items.iter().filter(|(_, entry)| entry.audited.kind() == "RECOVERY_CODE_USED").count();
    assert_eq!(used, 2);
    let letters = app.letters().await;
    let told: Vec<_> = letters.iter().map(happened).collect();
    assert_eq!(told, [Some("recovery-code-used"); 2], "its owner is told each time");
}

async fn wrong_codes_are_few_within_an_hour_and_hold_beyond_a_new_password_prompt(app: TestApp) {
    let phone = max(&app).await;
    for _ in 0..5 {
        let shown = challenge(&app, login(PASSWORD)).await;
        let wrong = confirm(&app, &shown, &phone.wrong_code(app.now())).await.unwrap_err();
        assert_eq!(wrong.reason(), "code-wrong");
    }
    let shown = challenge(&app, login(PASSWORD)).await;
    let refused = confirm(&app, &shown, &phone.code(app.now())).await.unwrap_err();
    assert!(matches!(refused, Error::RateLimited { .. }), "{refused:?}");
    app.clock.advance(Duration::from_hours(1));
    let shown = challenge(&app, login(PASSWORD)).await;
    confirm(&app, &shown, &phone.code(app.now())).await.expect("nobody is locked out for ever");
}

async fn wrong_codes_are_few_within_a_day_whatever_the_owner_does_meanwhile(app: TestApp) {
    let phone = max(&app).await;
    for _ in 0..4 {
        for _ in 0..4 {
            let shown = challenge(&app, login(PASSWORD)).await;
            let wrong = confirm(&app, &shown, &phone.wrong_code(app.now())).await.unwrap_err();
            assert_eq!(wrong.reason(), "code-wrong");
        }
        // The owner logs in, from a browser that nobody knows either.
        let shown = challenge(&app, login(PASSWORD)).await;
        confirm(&app, &shown, &phone.code(app.now())).await.expect("the owner");
        app.clock.advance(Duration::from_hours(2));
    }
    for _ in 0..4 {
        let shown = challenge(&app, login(PASSWORD)).await;
        confirm(&app, &shown, &phone.wrong_code(app.now())).await.unwrap_err();
    }
    app.clock.advance(Duration::from_hours(2));
    let shown = challenge(&app, login(PASSWORD)).await;
    match confirm(&app, &shown, &phone.code(app.now())).await {
        Err(Error::RateLimited { retry_after }) => assert_eq!(retry_after, Duration::from_hours(14)),
        other => panic!("the day's tries are used up: {other:?}"),
    }
    app.clock.advance(Duration::from_hours(14));
    let shown = challenge(&app, login(PASSWORD)).await;
    confirm(&app, &shown, &phone.code(app.now())).await.expect("a new day");
}

async fn a_known_browser_is_not_kept_out_by_wrong_codes_elsewhere(app: TestApp) {
    let phone = max(&app).await;
    let shown = challenge(&app, login(PASSWORD)).await;
    let device = confirm(&app, &shown, &phone.code(app.now())).await.unwrap().device;
    for _ in 0..6 {
        confirm(&app, &shown, &phone.wrong_code(app.now())).await.unwrap_err();
    }
    app.clock.advance(STEP);
    let known = Login { device: Some(device.clone()), ..login(PASSWORD) };
    let challenge = challenge(&app, known).await;
    let code = phone.code(app.now());
    let stranger = confirm(&app, &challenge, &code).await.unwrap_err();
    assert!(matches!(stranger, Error::RateLimited { .. }), "{stranger:?}");
    let input = ConfirmLogin { challenge, code, device: Some(device), ..ConfirmLogin::default() };
    app.engine.confirm_login(input).await.expect("the owner's browser");
}

async fn browsers_known_for_the_password_alone_give_no_further_guesses(app: TestApp) {
    let owner = app.given().customer("max@example.org").await;
    let mut devices = Vec::new();
    for _ in 0..3 {
        devices.push(app.engine.login(login(PASSWORD)).await.expect("no code is asked for yet").device);
    }
    let phone = app.given().second_factor(&owner).await;
    app.clock.advance(STEP * 2);
    let mut looked_at = 0;
    for device in devices {
        for _ in 0..5 {
            let known = Login { device: Some(device.clone()), ..login(PASSWORD) };
            let challenge = challenge(&app, known).await;
            let code = phone.wrong_code(app.now());
            let input =
                ConfirmLogin { challenge, code, device: Some(device.clone()), ..ConfirmLogin::default() };
            let refused = app.engine.confirm_login(input).await.unwrap_err();
            looked_at += usize::from(refused.reason() == "code-wrong");
        }
    }
    assert_eq!(looked_at, 5, "all of them count together");
}

async fn guesses_keep_out_neither_a_recovery_code_nor_whoever_has_set_a_new_password(app: TestApp) {
    let phone = max(&app).await;
    let guess = async || {
        for _ in 0..6 {
            let shown = challenge(&app, login(PASSWORD)).await;
            confirm(&app, &shown, &phone.wrong_code(app.now())).await.unwrap_err();
        }
        challenge(&app, login(PASSWORD)).await
    };
    let shown = guess().await;
    let refused = confirm(&app, &shown, &phone.code(app.now())).await.unwrap_err();
    assert!(matches!(refused, Error::RateLimited { .. }), "{refused:?}");
    let invented: String = phone.recovery_codes[1].chars().rev().collect();
    for _ in 0..20 {
        assert_eq!(confirm(&app, &shown, &invented).await.unwrap_err().reason(), "code-wrong");
    }
    let refused = confirm(&app, &shown, &phone.recovery_codes[0]).await.unwrap_err();
    assert!(matches!(refused, Error::RateLimited { .. }), "nor are they tried for ever: {refused:?}");
    app.clock.advance(Duration::from_hours(1));
    let shown = guess().await;
    confirm(&app, &shown, &phone.recovery_codes[0]).await.expect("the owner, by a recovery code");
    app.letters().await;
    guess().await;
    let token = requested_token(&app, "max@example.org").await;
    let Err(Error::CodeRequired { challenge: shown, .. }) =
        app.engine.reset_password(&token, "GaNzNeu-42").await
    else {
        panic!("the code is asked for")
    };
    confirm(&app, shown.as_str(), &phone.code(app.now())).await.expect("the owner, after a new password");
}

/// Sets a new password by the link of a mail; answers the challenge that follows.
async fn reset(app: &TestApp, password: &str) -> String {
    let token = requested_token(app, "max@example.org").await;
    match app.engine.reset_password(&token, password).await {
        Err(Error::CodeRequired { challenge, .. }) => challenge.as_str().to_owned(),
        other => panic!("the code is asked for: {other:?}"),
    }
}

async fn a_new_password_ends_what_a_guesser_has_left_behind_but_not_without_end(app: TestApp) {
    let phone = max(&app).await;
    let mut shown = challenge(&app, login(PASSWORD)).await;
    let invented: String = phone.recovery_codes[1].chars().rev().collect();
    for _ in 0..21 {
        confirm(&app, &shown, &invented).await.unwrap_err();
    }
    for time in 0..4 {
        // All that a day has.
        for _ in 0..4 {
            for _ in 0..5 {
                let wrong = confirm(&app, &shown, &phone.wrong_code(app.now())).await.unwrap_err();
                assert_eq!(wrong.reason(), "code-wrong", "time {time}");
            }
            app.clock.advance(Duration::from_hours(1));
            let password = if time == 0 { PASSWORD.to_owned() } else { format!("GaNzNeu-4{time}") };
            shown = challenge(&app, login(&password)).await;
        }
        let refused = confirm(&app, &shown, &phone.code(app.now())).await.unwrap_err();
        assert!(matches!(refused, Error::RateLimited { .. }), "{refused:?}");
        shown = reset(&app, &format!("GaNzNeu-4{}", time + 1)).await;
    }
    let refused = confirm(&app, &shown, &phone.code(app.now())).await.unwrap_err();
    assert!(
        matches!(refused, Error::RateLimited { .. }),
        "whoever reads the mails is not let guess: {refused:?}"
    );
    confirm(&app, &shown, &phone.recovery_codes[0]).await.expect("the owner, whom no guess keeps out");
}

async fn what_nobody_can_guess_is_counted_for_each_place(app: TestApp) {
    let phone = max(&app).await;
    let shown = challenge(&app, login(PASSWORD)).await;
    let from = async |address: &str, code: &str| {
        let (challenge, code, address) = (shown.clone(), code.to_owned(), Some(address.to_owned()));
        app.engine.confirm_login(ConfirmLogin { challenge, code, address, ..ConfirmLogin::default() }).await
    };
    let invented: String = phone.recovery_codes[1].chars().rev().collect();
    for _ in 0..20 {
        assert_eq!(from("192.0.2.1", &invented).await.unwrap_err().reason(), "code-wrong");
    }
    let refused = from("192.0.2.1", &phone.recovery_codes[0]).await.unwrap_err();
    assert!(matches!(refused, Error::RateLimited { .. }), "{refused:?}");
    from("192.0.2.2", &phone.recovery_codes[0]).await.expect("the owner, elsewhere");
}

async fn with_passkey_of(app: &TestApp, owner: &Actor, key: &mut Authenticator) -> ProveIdentity {
    let asked = app.engine.begin_passkey_proof(owner).await.unwrap();
    with_passkey(key.show(&asked))
}

/// How many wrong codes are let through in these browsers.
async fn guesses(app: &TestApp, phone: &App, password: &str, devices: &[String]) -> usize {
    let mut taken = 0;
    for device in devices {
        let known = Login { device: Some(device.clone()), ..login(password) };
        let shown = challenge(app, known).await;
        for _ in 0..6 {
            let input = ConfirmLogin {
                challenge: shown.clone(),
                code: phone.wrong_code(app.now()),
                device: Some(device.clone()),
                ..ConfirmLogin::default()
            };
            let refused = app.engine.confirm_login(input).await.unwrap_err();
            taken += usize::from(refused.reason() == "code-wrong");
        }
    }
    taken
}

async fn confirmed_browsers_are_few_and_end_with_what_was_shown_in_them(app: TestApp) {
    let owner = app.given().customer("max@example.org").await;
    let phone = app.given().second_factor(&owner).await;
    let confirmed = async |count: usize| {
        let mut devices = Vec::new();
        for _ in 0..count {
            app.clock.advance(STEP * 2);
            let shown = challenge(&app, login(PASSWORD)).await;
            devices.push(confirm(&app, &shown, &phone.code(app.now())).await.unwrap().device);
        }
        devices
    };
    let many = confirmed(8).await;
    assert_eq!(guesses(&app, &phone, PASSWORD, &many).await, 6 * 5, "five apart, the others together");
    app.clock.advance(Duration::from_hours(25));
    app.engine.revoke_other_sessions(&owner.actor).await.unwrap();
    assert_eq!(guesses(&app, &phone, PASSWORD, &many).await, 5, "after logging out everywhere");
    app.clock.advance(Duration::from_hours(25));
    let few = confirmed(3).await;
    app.engine.change_password(&owner.actor, PASSWORD.to_owned(), "GaNzNeu-42".to_owned()).await.unwrap();
    assert_eq!(guesses(&app, &phone, "GaNzNeu-42", &few).await, 5, "after another password");
}

async fn a_confirmed_browser_ends_with_its_session_and_with_what_was_shown_in_it(app: TestApp) {
    let owner = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    let added = app.given().passkey(&owner, &mut key).await;
    let set_up = async |proof: ProveIdentity| {
        let mut phone = App::reading(&app.engine.begin_second_factor(&owner.actor, proof).await.unwrap().uri);
        let code = phone.code(app.now());
        phone.recovery_codes = app.engine.confirm_second_factor(&owner.actor, &code).await.unwrap();
        phone
    };
    let phone = set_up(with_passkey_of(&app, &owner.actor, &mut key).await).await;
    let by = async |code: &str| {
        let shown = challenge(&app, login(PASSWORD)).await;
        app.clock.advance(STEP * 2);
        confirm(&app, &shown, code).await.unwrap()
    };
    let recovered = by(&phone.recovery_codes[0]).await.device;
    let lost = by(&phone.code(app.now() + STEP * 2)).await;
    let kept = by(&phone.code(app.now() + STEP * 2)).await.device;
    let shown = challenge(&app, login(PASSWORD)).await;
    let asked = app.engine.begin_passkey_login(Some(&shown)).await.unwrap();
    let input = PasskeyLogin { answer: key.show(&asked), challenge: Some(shown), ..PasskeyLogin::default() };
    let by_key = app.engine.login_with_passkey(input).await.unwrap().device;
    let devices = [String::new(), recovered, lost.device, kept, by_key];
    // Those that are not counted apart have no more guesses than all strangers.
    assert_eq!(guesses(&app, &phone, PASSWORD, &devices).await, 5 * 5);
    let there = app.engine.authenticate(&lost.token).await.unwrap().unwrap();
    let sessions = app.engine.sessions(&there, None).await.unwrap();
    let session = sessions.iter().find(|session| session.current).unwrap().id;
    app.engine.revoke_session(&owner.actor, session).await.unwrap();
    app.clock.advance(Duration::from_hours(25));
    assert_eq!(guesses(&app, &phone, PASSWORD, &devices).await, 5 * 4, "its session was ended");
    let proof = with_passkey_of(&app, &owner.actor, &mut key).await;
    app.engine.renew_recovery_codes(&owner.actor, proof).await.unwrap();
    app.clock.advance(Duration::from_hours(25));
    assert_eq!(guesses(&app, &phone, PASSWORD, &devices).await, 5 * 3, "its recovery code holds no longer");
    let proof = with_passkey_of(&app, &owner.actor, &mut key).await;
    app.engine.disable_second_factor(&owner.actor, proof).await.unwrap();
    let phone = set_up(with_passkey_of(&app, &owner.actor, &mut key).await).await;
    app.clock.advance(Duration::from_hours(25));
    assert_eq!(guesses(&app, &phone, PASSWORD, &devices).await, 5 * 2, "its app is another");
    let proof = with_passkey_of(&app, &owner.actor, &mut key).await;
    app.engine.remove_passkey(&owner.actor, added.passkey.id, proof).await.unwrap();
    app.clock.advance(Duration::from_hours(25));
    assert_eq!(guesses(&app, &phone, PASSWORD, &devices).await, 5, "its passkey is gone");
}

async fn a_browser_that_logs_in_again_takes_the_room_of_no_other(app: TestApp) {
    let phone = max(&app).await;
    let mut devices = [String::new(), String::new()];
    for browser in [0, 1, 1, 1, 1, 1, 1] {
        app.clock.advance(STEP * 2);
        let device = Some(devices[browser].clone());
        let shown = challenge(&app, Login { device: device.clone(), ..login(PASSWORD) }).await;
        let code = phone.code(app.now());
        let input = ConfirmLogin { challenge: shown, code, device, ..ConfirmLogin::default() };
        devices[browser] = app.engine.confirm_login(input).await.unwrap().device;
    }
    let [first, second] = devices;
    assert_eq!(guesses(&app, &phone, PASSWORD, &[String::new(), first, second]).await, 5 * 3);
}

async fn failed_passwords_are_not_forgiven_before_the_code(app: TestApp) {
    let phone = max(&app).await;
    for _ in 0..9 {
        assert!(matches!(app.engine.login(login("wrong")).await, Err(Error::WrongCredentials)));
    }
    let shown = challenge(&app, login(PASSWORD)).await;
    let full = app.engine.login(login(PASSWORD)).await.unwrap_err();
    assert!(matches!(full, Error::RateLimited { .. }), "{full:?}");
    confirm(&app, &shown, &phone.code(app.now())).await.unwrap();
    challenge(&app, login(PASSWORD)).await;
}

async fn a_challenge_ends_after_five_minutes_and_with_the_password(app: TestApp) {
    let owner = app.given().customer("max@example.org").await;
    let phone = app.given().second_factor(&owner).await;
    app.letters().await;
    let old = challenge(&app, login(PASSWORD)).await;
    app.clock.advance(Duration::from_mins(5));
    let refused = confirm(&app, &old, &phone.code(app.now())).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("challenge"), "challenge-expired"));
    let before = challenge(&app, login(PASSWORD)).await;
    let token = requested_token(&app, "max@example.org").await;
    let reset = app.engine.reset_password(&token, "GaNzNeu-42").await.unwrap_err();
    assert!(matches!(reset, Error::CodeRequired { .. }), "{reset:?}");
    let refused = confirm(&app, &before, &phone.code(app.now())).await.unwrap_err();
    assert_eq!(refused.reason(), "challenge-expired");
    let off = challenge(&app, login("GaNzNeu-42")).await;
    let input = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), owner.user.id, input).await.unwrap();
    assert_eq!(confirm(&app, &off, &phone.code(app.now())).await.unwrap_err().reason(), "challenge-expired");
}

async fn a_challenge_is_of_use_for_its_account_alone(app: TestApp) {
    let phone = max(&app).await;
    let eva = app.given().customer("eva@example.org").await;
    let evas = app.given().second_factor(&eva).await;
    app.clock.advance(STEP);
    let shown = challenge(&app, login(PASSWORD)).await;
    let foreign = confirm(&app, &shown, &evas.code(app.now())).await.unwrap_err();
    assert_eq!(foreign.reason(), "code-wrong");
    let foreign = confirm(&app, &shown, &evas.recovery_codes[0]).await.unwrap_err();
    assert_eq!(foreign.reason(), "code-wrong");
    for forged in ["", "x", &shown[1..], &eva.token] {
        let refused = confirm(&app, forged, &phone.code(app.now())).await.unwrap_err();
        assert_eq!(refused.reason(), "challenge-expired", "{forged}");
    }
    assert_eq!(confirm(&app, &shown, &phone.code(app.now())).await.unwrap().user.email, "max@example.org");
}

async fn a_reset_link_is_no_way_round_the_second_factor(app: TestApp) {
    let phone = max(&app).await;
    let token = requested_token(&app, "max@example.org").await;
    let Err(Error::CodeRequired { challenge: shown, .. }) =
        app.engine.reset_password(&token, "GaNzNeu-42").await
    else {
        panic!("a challenge")
    };
    let again = app.engine.reset_password(&token, "GaNzNeu-43").await.unwrap_err();
    assert!(matches!(again, Error::LinkExpired), "the password was set: {again:?}");
    confirm(&app, shown.as_str(), &phone.code(app.now())).await.unwrap();
    challenge(&app, login("GaNzNeu-42")).await;
}

async fn a_wrong_password_looks_the_same_with_a_second_factor(app: TestApp) {
    max(&app).await;
    let wrong = app.engine.login(login("wrong")).await.unwrap_err();
    assert!(matches!(wrong, Error::WrongCredentials), "{wrong:?}");
}

async fn remember_me_goes_through_the_second_step(app: TestApp) {
    let phone = max(&app).await;
    let shown = challenge(&app, Login { remember: true, ..login(PASSWORD) }).await;
    let session = confirm(&app, &shown, &phone.code(app.now())).await.unwrap();
    assert_eq!(session.expires_at - app.now(), chrono::TimeDelta::days(30));
}
