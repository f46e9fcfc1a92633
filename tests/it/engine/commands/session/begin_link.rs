//! Showing who it is before an identity is linked.

use std::time::Duration;

use engine::{Actor, Error, ProveIdentity, SignIn};
use tests::{Backend, TestApp, passkey::Authenticator, second_factor::shown};

use super::sign_in::{app, who};

async fn both(test: impl AsyncFn(TestApp)) {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        test(app(backend).await).await;
    }
}

#[tokio::test]
async fn an_open_session_is_no_proof_where_there_is_a_password_and_a_second_factor() {
    both(async |app| {
        let max = app.given().customer("max@example.org").await;
        let codes = app.given().passkey(&max, &mut Authenticator::default()).await.recovery_codes;
        let begin = async |shown| app.engine.begin_link(&max.actor, "plain", shown).await;
        let nothing = begin(ProveIdentity::default()).await.unwrap_err();
        assert_eq!((nothing.field(), nothing.reason()), (Some("password"), "password-wrong"));
        let half = begin(shown(None)).await.unwrap_err();
        assert_eq!((half.field(), half.reason()), (Some("code"), "passkey-missing"));
        begin(shown(Some(&codes[0]))).await.expect("both");
        let unknown = app.engine.begin_link(&max.actor, "nope", shown(Some(&codes[1]))).await;
        assert!(matches!(unknown, Err(Error::NotFound { .. })), "{unknown:?}");
        let nobody = app.engine.begin_link(&Actor::nobody(), "plain", shown(None)).await;
        assert!(matches!(nobody, Err(Error::Unauthenticated)), "{nobody:?}");
    })
    .await;
}

#[tokio::test]
async fn without_a_password_a_fresh_log_in_is_the_proof_and_a_token_never_is() {
    both(async |app| {
        let entered = SignIn { who: who("open", "1", "nora@example.org"), ..SignIn::default() };
        let session = app.engine.sign_in(entered).await.unwrap();
        let nora = app.engine.authenticate(&session.token).await.unwrap().expect("it holds");
        app.engine.begin_link(&nora, "plain", ProveIdentity::default()).await.expect("fresh");
        app.clock.advance(Duration::from_mins(15));
        let late = app.engine.begin_link(&nora, "plain", ProveIdentity::default()).await.unwrap_err();
        assert_eq!((late.field(), late.reason()), (Some("password"), "log-in-again"));
        let admin = app.given().admin("admin@example.org").await;
        let (_, token) = app.given().token(&admin, &["admin", "tickets:write"]).await;
        let program = app.engine.begin_link(&token, "plain", shown(None)).await;
        assert!(matches!(program, Err(Error::Forbidden { .. })), "{program:?}");
    })
    .await;
}

#[tokio::test]
async fn it_is_good_for_one_provider_one_session_and_a_few_minutes() {
    both(async |app| {
        let max = app.given().customer("max@example.org").await;
        let eva = app.given().customer("eva@example.org").await;
        let leave = app.engine.begin_link(&max.actor, "plain", shown(None)).await.unwrap();
        let (_, elsewhere) = app.given().log_in("max@example.org", tests::given::PASSWORD).await;
        let start =
            |actor: &Actor, provider: &str, leave: &str| app.engine.start_link(actor, provider, leave);
        for (actor, provider, leave) in [
            (&max.actor, "open", leave.as_str()),
            (&eva.actor, "plain", &leave),
            (&elsewhere, "plain", &leave),
            (&max.actor, "plain", "forged"),
        ] {
            let refused = start(actor, provider, leave).unwrap_err();
            assert_eq!((refused.field(), refused.reason()), (Some("link"), "link-expired"));
        }
        assert!(matches!(start(&Actor::nobody(), "plain", &leave), Err(Error::Unauthenticated)));
        assert!(start(&max.actor, "plain", &leave).is_ok());
        app.clock.advance(Duration::from_mins(5));
        assert!(start(&max.actor, "plain", &leave).is_err(), "too late");
    })
    .await;
}
