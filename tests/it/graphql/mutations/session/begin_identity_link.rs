//! Beginning to link an account at a provider of single sign-on.

use engine::{ProviderTerms, Role};
use serde_json::{Value, json};
use tests::given::PASSWORD;

use crate::graphql::api::Api;

const BEGIN: &str = "mutation($p: String!, $i: IdentityInput!) {
    beginIdentityLink(provider: $p, input: $i) { link } }";

fn input(provider: &str, password: &str) -> Value {
    json!({ "p": provider, "i": { "password": password } })
}

#[tokio::test]
async fn the_password_is_asked_for_and_programs_are_refused() {
    let api = Api::with(|settings| {
        settings.accounts.providers =
            vec![ProviderTerms { key: "sso".to_owned(), ..ProviderTerms::default() }];
    })
    .await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    for _ in 0..2 {
        let begun = api.data(&paula, BEGIN, input("sso", PASSWORD)).await;
        assert!(begun["beginIdentityLink"]["link"].is_string(), "{begun}");
    }
    let wrong = api.refusal(Some(&paula), BEGIN, input("sso", "wrong")).await;
    assert_eq!(wrong, ("BAD_USER_INPUT".to_owned(), "password".to_owned()));
    assert_eq!(api.refusal(Some(&paula), BEGIN, input("none", PASSWORD)).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(None, BEGIN, input("sso", PASSWORD)).await.0, "UNAUTHENTICATED");
    for program in [&api.agent, &api.admin] {
        assert_eq!(api.refusal(Some(program), BEGIN, input("sso", PASSWORD)).await.0, "FORBIDDEN");
    }
}
