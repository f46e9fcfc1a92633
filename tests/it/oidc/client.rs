//! Providers that tell the truth, and those that do not.

use std::collections::HashMap;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use chrono::{DateTime, TimeDelta, Utc};
use oidc::{Begin, ClaimNames, Claims, Client, Fault, Http, ProviderSettings, Returned, TokenFault};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tests::{TestApp, servers::choose_cryptography};

use super::provider::{Provider, key};

/// When all of this happens.
fn now() -> DateTime<Utc> {
    TestApp::opening()
}

fn client(provider: &Provider, secret: Option<&str>) -> Client {
    choose_cryptography();
    let settings = ProviderSettings {
        issuer: provider.issuer.clone(),
        client_id: "us".to_owned(),
        client_secret: secret.map(str::to_owned),
        scopes: vec!["openid".to_owned(), "email".to_owned()],
        claims: ClaimNames { groups: Some("realm.roles".to_owned()), ..ClaimNames::default() },
        redirect_uri: "https://us.example/back".to_owned(),
    };
    Client::new(settings, Http::new(None).expect("a client"))
}

/// A provider whose token is good.
async fn good() -> Provider {
    let provider = Provider::start().await;
    let claims = json!({
        "iss": provider.issuer, "aud": "us", "sub": "anna", "nonce": "nonce",
        "exp": now().timestamp() + 300, "iat": now().timestamp(),
        "email": "anna@example.org", "email_verified": true, "name": "Anna Kurz", "realm": { "roles": ["a", "b"] },
    });
    provider.behave().claims.clone_from(claims.as_object().expect("an object"));
    provider
}

async fn finish(client: &Client, issuer: Option<&str>) -> Result<Claims, Fault> {
    client.finish(Returned { code: "code", issuer, nonce: "nonce", verifier: "verifier", now: now() }).await
}

#[tokio::test]
async fn a_person_is_sent_there_and_what_the_provider_says_is_read() {
    let provider = good().await;
    let client = client(&provider, Some("se/cret"));
    let words = Begin { state: "state", nonce: "nonce", verifier: "verifier", choose: false };
    let url = client.begin(words, now()).await.expect("an address");
    assert!(url.as_str().starts_with(&format!("{}/authorize?", provider.issuer)), "{url}");
    let sent: HashMap<_, _> = url.query_pairs().into_owned().collect();
    let challenge = BASE64.encode(Sha256::digest("verifier"));
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "us"),
        ("redirect_uri", "https://us.example/back"),
        ("scope", "openid email"),
        ("state", "state"),
        ("nonce", "nonce"),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(sent.get(name).map(String::as_str), Some(value), "{name}");
    }
    let claims = finish(&client, Some(&provider.issuer)).await.expect("claims");
    assert_eq!((claims.subject.as_str(), claims.email.as_deref()), ("anna", Some("anna@example.org")));
    assert!(claims.email_verified);
    assert_eq!(claims.groups, Some(vec!["a".to_owned(), "b".to_owned()]));
    let behaviour = provider.behave();
    assert_eq!(behaviour.authorised.as_deref(), Some("Basic dXM6c2UlMkZjcmV0"), "us:se%2Fcret");
    assert!(behaviour.posted.contains(&("code_verifier".to_owned(), "verifier".to_owned())));
    assert!(!behaviour.posted.iter().any(|(name, _)| name == "client_secret"));
}

#[tokio::test]
async fn a_secret_goes_in_the_form_where_the_provider_wants_it_there() {
    let provider = good().await;
    provider.behave().discovery["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]);
    finish(&client(&provider, Some("secret")), None).await.expect("claims");
    assert_eq!(provider.behave().authorised, None);
    assert!(provider.behave().posted.contains(&("client_secret".to_owned(), "secret".to_owned())));
}

#[tokio::test]
async fn a_token_that_says_anything_else_is_refused() {
    let late = now().timestamp() - 61;
    let early = now().timestamp() + 61;
    for (claim, value, fault) in [
        ("nonce", json!("another"), TokenFault::Nonce),
        ("nonce", Value::Null, TokenFault::Nonce),
        ("iss", json!("https://other.example"), TokenFault::Issuer),
        ("aud", json!("them"), TokenFault::Audience),
        ("aud", json!(["us", "them"]), TokenFault::Audience),
        ("azp", json!("them"), TokenFault::Audience),
        ("exp", json!(late), TokenFault::Expired),
        ("exp", json!("never"), TokenFault::Expired),
        ("iat", json!(early), TokenFault::Future),
        ("nbf", json!(early), TokenFault::Future),
        ("nbf", json!("soon"), TokenFault::Future),
        ("sub", json!(""), TokenFault::Subject),
        ("sub", json!("x".repeat(256)), TokenFault::Subject),
        ("sub", json!("a\0b"), TokenFault::Subject),
    ] {
        let provider = good().await;
        provider.behave().claims.insert(claim.to_owned(), value.clone());
        let refused = finish(&client(&provider, None), None).await.expect_err(claim);
        assert!(matches!(&refused, Fault::Token(found) if *found == fault), "{claim} {value}: {refused:?}");
    }
    let provider = good().await;
    provider.behave().claims.insert("aud".to_owned(), json!(["us", "them"]));
    provider.behave().claims.insert("azp".to_owned(), json!("us"));
    finish(&client(&provider, None), None).await.expect("several audiences, and we are the one that asked");
}

#[tokio::test]
async fn a_signature_is_by_a_key_of_the_provider_or_worth_nothing() {
    for (header, signature, fault) in [
        (json!({ "alg": "none" }), Some(""), TokenFault::Algorithm),
        (json!({ "alg": "HS256", "kid": "one" }), None, TokenFault::Algorithm),
        (json!({ "alg": "RS256", "kid": "one" }), None, TokenFault::UnknownKey),
        (json!({ "alg": "ES256", "kid": "two" }), None, TokenFault::UnknownKey),
        (json!({ "alg": "ES256", "kid": "one", "crit": ["exp"] }), None, TokenFault::Algorithm),
        (json!({ "alg": "ES256", "kid": "one" }), Some(""), TokenFault::Signature),
        (json!({ "alg": "ES256", "kid": "one" }), Some("AAAA"), TokenFault::Signature),
        (json!({ "alg": "ES256", "kid": "one" }), Some("!"), TokenFault::Malformed),
    ] {
        let provider = good().await;
        provider.behave().header = header.clone();
        provider.behave().signature = signature.map(str::to_owned);
        let refused = finish(&client(&provider, Some("secret")), None).await.expect_err("a fault");
        assert!(matches!(&refused, Fault::Token(found) if *found == fault), "{header}: {refused:?}");
    }
    let provider = good().await;
    provider.behave().key = key("one").0;
    let refused = finish(&client(&provider, None), None).await.expect_err("a stranger's key");
    assert!(matches!(refused, Fault::Token(TokenFault::Signature)), "{refused:?}");
}

#[tokio::test]
async fn a_key_that_is_new_is_asked_for() {
    let provider = good().await;
    let client = client(&provider, None);
    finish(&client, None).await.expect("claims");
    let (new, published) = key("two");
    {
        let mut behaviour = provider.behave();
        behaviour.key = new;
        behaviour.published = vec![published];
        behaviour.header = json!({ "alg": "ES256", "kid": "two" });
    }
    finish(&client, None).await.expect("claims by the new key");
    provider.behave().header = json!({ "alg": "ES256" });
    finish(&client, None).await.expect("a token need not name its key");
}

#[tokio::test]
async fn keys_that_change_without_a_new_name_are_asked_for_now_and_then() {
    let provider = good().await;
    let client = client(&provider, None);
    finish(&client, None).await.expect("claims");
    let change = || {
        let (new, published) = key("one");
        let mut behaviour = provider.behave();
        behaviour.key = new;
        behaviour.published = vec![published];
    };
    change();
    finish(&client, None).await.expect("claims by the new key of the same name");
    change();
    let asked = provider.behave().discoveries;
    for _ in 0..3 {
        let refused = finish(&client, None).await.expect_err("keys were asked for a moment ago");
        assert!(matches!(refused, Fault::Token(TokenFault::Signature)), "{refused:?}");
    }
    assert_eq!(provider.behave().discoveries, asked);
    let later = now() + TimeDelta::minutes(1);
    let returned = Returned { code: "code", issuer: None, nonce: "nonce", verifier: "verifier", now: later };
    client.finish(returned).await.expect("claims");
}

#[tokio::test]
async fn many_who_come_at_once_are_one_question_also_when_it_fails() {
    let words = Begin { state: "state", nonce: "nonce", verifier: "verifier", choose: false };
    let provider = good().await;
    for (there, asked) in [(true, 1), (false, 2)] {
        if !there {
            provider.behave().discovery["issuer"] = json!("https://other.example/".repeat(10_000));
        }
        let client = client(&provider, None);
        let all = (0..20).map(|_| client.begin(words, now()));
        let answers = futures::future::join_all(all).await;
        assert_eq!(provider.behave().discoveries, asked);
        for answer in answers {
            assert_eq!(answer.is_ok(), there);
            let told = answer.map_or_else(|fault| fault.to_string(), |url| url.to_string());
            assert!(told.len() < 600, "what a provider writes is cut: {}", told.len());
        }
    }
}

#[tokio::test]
async fn one_provider_is_not_taken_for_another() {
    let provider = good().await;
    let client_of = client(&provider, None);
    let mixed = finish(&client_of, Some("https://other.example")).await.expect_err("another's answer");
    assert!(matches!(mixed, Fault::OtherIssuer { .. }), "{mixed:?}");
    let provider = good().await;
    provider.behave().discovery["authorization_response_iss_parameter_supported"] = json!(true);
    let silent = finish(&client(&provider, None), None).await.expect_err("it would name itself");
    assert!(matches!(silent, Fault::OtherIssuer { .. }), "{silent:?}");
    let provider = good().await;
    provider.behave().discovery["issuer"] = json!("https://other.example");
    let other = client(&provider, None).look().await.expect_err("another issuer");
    assert!(matches!(other, Fault::OtherIssuer { .. }), "{other:?}");
}

#[tokio::test]
async fn a_provider_that_leads_elsewhere_or_answers_without_end_is_not_followed() {
    let other = good().await;
    let provider = good().await;
    provider.behave().discovery = json!(format!("{}/.well-known/openid-configuration", other.issuer));
    let refused = client(&provider, None).look().await.expect_err("a redirect");
    assert!(matches!(refused, Fault::Status { status: 302, .. }), "{refused:?}");
    let provider = good().await;
    provider.behave().discovery["padding"] = json!("x".repeat(1 << 20));
    let refused = client(&provider, None).look().await.expect_err("too much");
    assert!(matches!(refused, Fault::TooLong { .. }), "{refused:?}");
    let provider = good().await;
    provider.behave().discovery["jwks_uri"] = json!("ftp://example.org/keys");
    let refused = client(&provider, None).look().await.expect_err("no web address");
    assert!(matches!(refused, Fault::Unreadable { .. }), "{refused:?}");
}

#[tokio::test]
async fn a_provider_that_is_away_is_asked_again_later_and_remembered_meanwhile() {
    let provider = good().await;
    let client = client(&provider, None);
    let words = Begin { state: "state", nonce: "nonce", verifier: "verifier", choose: false };
    let there = provider.behave().discovery.clone();
    provider.behave().discovery = json!("http://127.0.0.1:1/");
    client.begin(words, now()).await.expect_err("it is away");
    provider.behave().discovery = there;
    let resting = client.begin(words, now()).await.expect_err("it was asked just now");
    assert!(matches!(resting, Fault::Resting { .. }), "{resting:?}");
    client.begin(words, now() + TimeDelta::seconds(15)).await.expect("it is there");
    provider.behave().discovery = json!("http://127.0.0.1:1/");
    client.begin(words, now() + TimeDelta::days(2)).await.expect("it is still the one that it was");
    let gone = Provider { issuer: "http://127.0.0.1:1".to_owned(), ..provider };
    let away = self::client(&gone, None).begin(words, now()).await.expect_err("nobody listens");
    assert!(away.is_passing(), "{away:?}");
}

#[tokio::test]
async fn what_the_token_lacks_is_asked_for_and_must_be_about_the_same_person() {
    let provider = good().await;
    provider.behave().claims.remove("email");
    provider.behave().userinfo = json!({ "sub": "anna", "email": "anna@example.com", "name": "Another" });
    let claims = finish(&client(&provider, None), None).await.expect("claims");
    assert_eq!(claims.email.as_deref(), Some("anna@example.com"));
    assert!(!claims.email_verified, "the token spoke of no address");
    assert_eq!(claims.name.as_deref(), Some("Anna Kurz"), "what the token says counts");
    provider.behave().userinfo = json!({ "sub": "ben", "email": "ben@example.com" });
    let refused = finish(&client(&provider, None), None).await.expect_err("somebody else");
    assert!(matches!(refused, Fault::Token(TokenFault::OtherSubject)), "{refused:?}");
}

#[tokio::test]
async fn a_code_that_is_refused_is_told_by_its_word_alone() {
    let provider = good().await;
    provider.behave().refusal = Some((400, "invalid_grant\n<b>".to_owned()));
    let refused = finish(&client(&provider, Some("secret")), None).await.expect_err("a used code");
    assert!(matches!(&refused, Fault::Refused { error } if error == "invalid_grantb"), "{refused:?}");
    assert!(!refused.is_passing());
    provider.behave().refusal = Some((503, String::new()));
    let away = finish(&client(&provider, None), None).await.expect_err("out of order");
    assert!(away.is_passing() && !format!("{away:?}").contains("verifier"), "{away:?}");
}

#[tokio::test]
async fn whoever_may_want_another_account_is_asked_which_where_the_provider_can() {
    let asks =
        |url: &url::Url| url.query_pairs().any(|pair| pair == ("prompt".into(), "select_account".into()));
    for (supported, expected) in [
        (json!(["none", "login", "select_account"]), true),
        (json!(["none", "login"]), false),
        (json!(null), false),
    ] {
        let provider = good().await;
        provider.behave().discovery["prompt_values_supported"] = supported.clone();
        let words = Begin { state: "state", nonce: "nonce", verifier: "verifier", choose: true };
        let url = client(&provider, None).begin(words, now()).await.expect("an address");
        assert_eq!(asks(&url), expected, "{supported}");
        let url = client(&provider, None).begin(Begin { choose: false, ..words }, now()).await;
        assert!(!asks(&url.expect("an address")), "nobody else is");
    }
}
