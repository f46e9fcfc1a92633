//! The sign-in from the command line: patient as the provider wants it, and clear about its end.

use std::sync::Mutex;
use std::time::Duration;

use engine::{Clock as _, SystemClock};
use mail::oauth::{DeviceFault, Providers};
use tests::servers::provider::{NAME, Provider};

const PENDING: (u16, &str) = (400, "{\"error\":\"authorization_pending\"}");
const SLOW_DOWN: (u16, &str) = (400, "{\"error\":\"slow_down\"}");

/// Asks until there is an answer, and tells for how long it was waited between.
async fn asked(provider: &Provider) -> (Result<engine::GrantedTokens, DeviceFault>, Vec<u64>) {
    let providers = provider.providers();
    let code = providers.device_code(NAME).await.unwrap();
    assert_eq!((code.code.as_str(), code.page.as_str()), ("WDJB-MJHT", "https://provider.example/device"));
    let waited = Mutex::new(Vec::new());
    let pause = |time: Duration| {
        waited.lock().unwrap().push(time.as_secs());
        std::future::ready(())
    };
    let tokens = providers.device_tokens(NAME, &code, || SystemClock.now(), pause).await;
    (tokens, waited.into_inner().unwrap())
}

#[tokio::test]
async fn it_waits_as_long_as_the_provider_says_until_somebody_has_signed_in() {
    let provider = Provider::start("support@example.org").await;
    provider.answer([PENDING, SLOW_DOWN, PENDING]);
    let (tokens, waited) = asked(&provider).await;
    assert!(tokens.unwrap().refresh.is_some());
    assert_eq!(waited, [1, 6, 6], "five seconds longer from slow_down on");
    assert_eq!(provider.asked().len(), 4);
}

#[tokio::test]
async fn a_sign_in_that_was_denied_or_forgotten_ends_in_words() {
    for (answer, words) in [
        ("{\"error\":\"access_denied\"}", "denied"),
        ("{\"error\":\"expired_token\"}", "in time"),
        (
            "{\"error\":\"invalid_client\",\"error_description\":\"unknown\\r\\ntrace 1\"}",
            "invalid_client: unknown",
        ),
    ] {
        let provider = Provider::start("support@example.org").await;
        provider.answer([PENDING, (400, answer)]);
        let (tokens, _) = asked(&provider).await;
        let error = tokens.unwrap_err().to_string();
        assert!(error.contains(words) && !error.contains("trace"), "{error}");
    }
}

#[tokio::test]
async fn a_provider_without_such_a_flow_leads_to_the_browser() {
    let google = mail::oauth::Provider::google("id".to_owned(), None);
    let providers = Providers::new([("gmail".to_owned(), google)]).unwrap();
    let error = providers.device_code("gmail").await.unwrap_err().to_string();
    assert!(error.contains("Google") && error.contains("/admin/mail"), "{error}");
}
