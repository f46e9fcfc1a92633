//! Unlinking an account at a provider of single sign-on.

use engine::{ProveIdentity, ProviderTerms, Role, Vouched};
use serde_json::json;
use tests::given::PASSWORD;

use crate::graphql::api::Api;

const UNLINK: &str = "mutation($id: ID!) { unlinkIdentity(id: $id) }";
const LIST: &str =
    "query($user: ID) { identities(user: $user) { id provider address createdAt lastUsedAt } }";

#[tokio::test]
async fn an_identity_is_listed_and_unlinked_by_its_owner_and_by_nobody_else() {
    let api = Api::with(|settings| {
        let issuer = "https://sso.example".to_owned();
        settings.accounts.providers = vec![ProviderTerms {
            key: "sso".to_owned(),
            name: "SSO".to_owned(),
            issuer,
            ..ProviderTerms::default()
        }];
    })
    .await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    let other = api.somebody("otto@acme.example", Role::Customer).await;
    let actor = api.actor(&paula).await;
    let who = Vouched {
        provider: "sso".to_owned(),
        subject: "1".to_owned(),
        email: Some("paula@home.example".to_owned()),
        ..Vouched::default()
    };
    let shown = ProveIdentity { password: PASSWORD.to_owned(), ..ProveIdentity::default() };
    let leave = api.engine.begin_link(&actor, "sso", shown).await.expect("her password");
    let begun = api.engine.start_link(&actor, "sso", &leave).expect("at once");
    api.engine.link_identity(&actor, &begun.under_way, &who).await.expect("it is free");
    let listed = api.data(&paula, LIST, json!({})).await;
    let identity = &listed["identities"][0];
    assert_eq!((&identity["provider"], &identity["address"]), (&json!("SSO"), &json!("paula@home.example")));
    assert_eq!(identity["lastUsedAt"], json!(null));
    let id = &identity["id"];
    assert_eq!(api.refusal(Some(&other), UNLINK, json!({ "id": id })).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(None, UNLINK, json!({ "id": id })).await.0, "UNAUTHENTICATED");
    assert_eq!(api.data(&paula, UNLINK, json!({ "id": id })).await["unlinkIdentity"], true);
    assert_eq!(api.refusal(Some(&paula), UNLINK, json!({ "id": id })).await.0, "NOT_FOUND");
}
