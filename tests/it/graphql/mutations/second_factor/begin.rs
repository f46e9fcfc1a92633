//! Handing out the secret of a second factor.

use engine::Role;
use serde_json::json;
use tests::given::PASSWORD;

use super::{BEGIN, set_up, shown};
use crate::graphql::api::Api;

#[tokio::test]
async fn a_person_begins_as_often_as_they_like_and_nobody_else_does() {
    let api = Api::start().await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    let first = api.data(&paula, BEGIN, shown(None)).await;
    let second = api.data(&paula, BEGIN, shown(None)).await;
    assert_ne!(first, second, "each has a secret of its own");
    assert_eq!(api.refusal(None, BEGIN, shown(None)).await.0, "UNAUTHENTICATED");
    assert_eq!(api.refusal(Some(&api.agent), BEGIN, shown(None)).await.0, "FORBIDDEN", "a token's scope");
    let wrong = json!({ "i": { "password": "wrong" } });
    let refused = api.refusal(Some(&paula), BEGIN, wrong).await;
    assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), "password".to_owned()));
}

#[tokio::test]
async fn who_must_have_one_is_told_so_by_everything_but_the_set_up() {
    let api = Api::with(|settings| settings.accounts.second_factor = vec![Role::Agent]).await;
    let create = engine::CreateUser {
        email: "tom@desk.example".into(),
        name: "Tom".into(),
        role: Role::Agent,
        password: Some(PASSWORD.into()),
        ..engine::CreateUser::default()
    };
    let user = api.engine.create_user(&engine::Actor::system(), create).await.expect("a user");
    let (token, _) = api.app.given().log_in("tom@desk.example", PASSWORD).await;
    let tom = crate::graphql::api::Person { user, token };
    for document in [
        "{ viewer { id } }",
        "{ sessions { id } }",
        "{ tickets(first: 1) { totalCount } }",
        "mutation { changePassword(current: \"a\", new: \"b\") }",
        "mutation { disableSecondFactor(input: { password: \"a\" }) }",
        "mutation { createTicket(input: { title: \"a\", text: \"b\" }) { ticket { number } } }",
    ] {
        assert_eq!(
            api.refusal(Some(&tom), document, json!({})).await.0,
            "SECOND_FACTOR_REQUIRED",
            "{document}"
        );
    }
    let asked = api.data(&tom, "{ secondFactor { enabledAt required } }", json!({})).await;
    assert_eq!(asked["secondFactor"], json!({ "enabledAt": null, "required": true }));
    set_up(&api, &tom).await;
    let viewer = api.data(&tom, "{ viewer { email secondFactorSince } }", json!({})).await;
    assert_eq!(viewer["viewer"]["email"], "tom@desk.example");
    assert!(viewer["viewer"]["secondFactorSince"].is_string(), "{viewer}");
    api.data(&api.agent, "{ viewer { id } }", json!({})).await;
}
