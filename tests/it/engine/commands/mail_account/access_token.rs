//! Tokens are renewed by one node at a time, kept before they are used, and asked for no more when consent is gone.

use std::time::Duration;

use engine::{MailSecret, MailTokenError, ProviderFault};
use tests::Backend;
use tests::wait::until;

use super::{connected, stage, told};

/// Longer than a token of the test's provider holds.
const LATER: Duration = Duration::from_hours(2);

#[tokio::test]
async fn a_token_is_used_until_shortly_before_it_ends_and_then_renewed_once_for_all_nodes() {
    for backend in Backend::each() {
        let (app, provider) = connected(backend).await;
        let account = provider.account();
        let first = app.engine.mail_access_token(&account, None).await.unwrap();
        assert_eq!(app.engine.mail_access_token(&account, None).await.unwrap(), first);
        assert_eq!(provider.asked().len(), 0, "what the sign-in gave is good for an hour");

        app.clock.advance(Duration::from_mins(59));
        let other = app.another_node().await;
        provider.hold();
        let engines = [app.engine.clone(), other.clone(), app.engine.clone(), other.clone()];
        let asking = engines.map(|engine| {
            let account = account.clone();
            tokio::spawn(async move { engine.mail_access_token(&account, None).await.unwrap() })
        });
        until("one of them to ask", || async { (!provider.asked().is_empty()).then_some(()) }).await;
        provider.go_on();
        let mut tokens = Vec::new();
        for one in asking {
            tokens.push(one.await.unwrap());
        }
        assert!(tokens.iter().all(|token| *token == tokens[0] && *token != first), "{backend:?}");
        assert_eq!(provider.asked().len(), 1, "{backend:?}");
        assert_eq!(other.mail_access_token(&account, None).await.unwrap(), tokens[0]);
    }
}

#[tokio::test]
async fn a_rotated_refresh_token_takes_the_place_of_the_former_one() {
    for backend in Backend::each() {
        let (app, provider) = connected(backend).await;
        provider.rotate();
        for round in 1..=3 {
            app.clock.advance(LATER);
            app.engine.mail_access_token(&provider.account(), None).await.unwrap();
            assert_eq!(provider.asked().len(), round);
        }
        let asked = provider.asked();
        assert_ne!(asked[0]["refresh_token"], asked[1]["refresh_token"]);
        assert_ne!(asked[1]["refresh_token"], asked[2]["refresh_token"]);
    }
}

#[tokio::test]
async fn a_token_that_is_said_to_hold_for_ever_is_kept_and_renewed_all_the_same() {
    for backend in Backend::each() {
        let (app, provider) = connected(backend).await;
        app.clock.advance(LATER);
        let answer = "{\"access_token\":\"for ever\",\"token_type\":\"bearer\",\"refresh_token\":\"rotated\",\
                      \"expires_in\":18446744073709551615}";
        provider.answer([(200, answer), (503, "")]);
        let token = app.engine.mail_access_token(&provider.account(), None).await.unwrap();
        assert_eq!(token.reveal(), "for ever");
        app.clock.advance(Duration::from_hours(25));
        app.engine.mail_access_token(&provider.account(), None).await.unwrap_err();
        assert_eq!(provider.asked()[1]["refresh_token"], "rotated");
    }
}

#[tokio::test]
async fn what_the_provider_answers_is_kept_though_nobody_waits_for_it_any_more() {
    for backend in Backend::each() {
        let (app, provider) = connected(backend).await;
        provider.rotate();
        app.clock.advance(LATER);
        provider.hold();
        let (engine, account) = (app.engine.clone(), provider.account());
        let asking = tokio::spawn(async move { engine.mail_access_token(&account, None).await });
        until("the question", || async { (!provider.asked().is_empty()).then_some(()) }).await;
        asking.abort();
        provider.go_on();
        let token = app.engine.mail_access_token(&provider.account(), None).await.unwrap();
        assert!(token.reveal().starts_with("access-"));
        assert_eq!(provider.asked().len(), 1, "{backend:?}: the answer to the first question was kept");
    }
}

#[tokio::test]
async fn a_node_that_dies_while_it_asks_holds_the_others_up_for_less_than_a_minute() {
    let (app, provider) = connected(Backend::Sqlite).await;
    app.clock.advance(LATER);
    provider.hold();
    let (engine, account) = (app.engine.clone(), provider.account());
    // It never gets its answer, as if it had been killed.
    let dead = tokio::spawn(async move { engine.mail_access_token(&account, None).await });
    until("the question", || async { (!provider.asked().is_empty()).then_some(()) }).await;
    let other = app.another_node().await;
    app.clock.advance(Duration::from_secs(45));
    let account = provider.account();
    let asking = tokio::spawn(async move { other.mail_access_token(&account, None).await });
    until("the other's question", || async { (provider.asked().len() == 2).then_some(()) }).await;
    provider.go_on();
    let token = asking.await.unwrap().unwrap();
    // Whoever comes too late uses what the other one has kept.
    let late = dead.await.unwrap().unwrap();
    let kept = app.engine.mail_access_token(&provider.account(), None).await.unwrap();
    assert!([&token, &late].contains(&&kept));
    assert_eq!(told(&app).await, ["MAIL_ACCOUNT_CONNECTED"]);
}

#[tokio::test]
async fn consent_that_is_gone_is_told_once_and_the_provider_is_asked_no_more() {
    for backend in Backend::each() {
        let (app, provider) = connected(backend).await;
        provider.withdraw();
        app.clock.advance(LATER);
        for _ in 0..3 {
            let error = app.engine.mail_access_token(&provider.account(), None).await.unwrap_err();
            assert!(matches!(error, MailTokenError::ConsentGone { .. }), "{error}");
            assert!(error.to_string().contains("invalid_grant"), "{error}");
        }
        assert_eq!(provider.asked().len(), 1, "{backend:?}");
        assert_eq!(told(&app).await, ["MAIL_CONSENT_GONE", "MAIL_ACCOUNT_CONNECTED"]);

        let again = provider.grant();
        let system = engine::Actor::system();
        app.engine.connect_mail_account(&system, &provider.account(), again.clone()).await.unwrap();
        let token = app.engine.mail_access_token(&provider.account(), None).await.unwrap();
        assert_eq!(token, again.access);
    }
}

#[tokio::test]
async fn a_fault_that_passes_is_no_end_of_the_consent_and_shows_no_secret() {
    let (app, provider) = connected(Backend::Sqlite).await;
    app.clock.advance(LATER);
    let passing = |fault: &ProviderFault| matches!(fault, ProviderFault::Passing(_));
    let refused = |fault: &ProviderFault| matches!(fault, ProviderFault::Refused(_));
    let cases: [(u16, &str, fn(&ProviderFault) -> bool); 8] = [
        (503, "{\"error\":\"invalid_grant\"}", passing),
        (429, "", passing),
        (200, "<html>a portal that wants to be clicked</html>", passing),
        (400, "{\"error\":\"temporarily_unavailable\"}", passing),
        (302, "", passing),
        (401, "{\"error\":\"invalid_client\",\"error_description\":\"wrong secret\"}", refused),
        (401, "{\"error\":\"x\",\"error_description\":\"not the-secret-of-the-application\"}", refused),
        (401, "{\"error\":\"the-secret-of-the-application\"}", refused),
    ];
    for (status, body, fits) in cases {
        provider.answer([(status, body)]);
        let error = app.engine.mail_access_token(&provider.account(), None).await.unwrap_err();
        let MailTokenError::Provider { fault, .. } = &error else { panic!("{error}") };
        assert!(fits(fault), "{status}: {fault:?}");
        for secret in ["refresh_token", "client_secret"] {
            let secret = &provider.asked()[0][secret];
            assert!(!format!("{error} {error:?}").contains(secret.as_str()), "{error:?}");
        }
    }
    app.engine.mail_access_token(&provider.account(), None).await.unwrap();
    assert_eq!(told(&app).await, ["MAIL_ACCOUNT_CONNECTED"]);
}

#[tokio::test]
async fn a_token_that_the_mail_server_refuses_is_replaced_unless_it_is_young() {
    let (app, provider) = connected(Backend::Sqlite).await;
    let account = provider.account();
    let first = app.engine.mail_access_token(&account, None).await.unwrap();
    assert_eq!(app.engine.mail_access_token(&account, Some(&first)).await.unwrap(), first);
    assert_eq!(provider.asked().len(), 0);
    app.clock.advance(Duration::from_mins(6));
    let second = app.engine.mail_access_token(&account, Some(&first)).await.unwrap();
    assert_ne!(second, first);
    // Another one who was refused with the first does not ask again.
    assert_eq!(app.engine.mail_access_token(&account, Some(&first)).await.unwrap(), second);
    assert_eq!(provider.asked().len(), 1);
}

#[tokio::test]
async fn without_a_sign_in_there_is_no_token() {
    let (app, provider) = stage(Backend::Sqlite).await;
    let error = app.engine.mail_access_token(&provider.account(), None).await.unwrap_err();
    assert!(matches!(error, MailTokenError::NotConnected { .. }), "{error}");
    assert_eq!(format!("{:?}", MailSecret::new("secret")), "MailSecret(…)");
}
