//! A company names its domain after its people have written.

use serde_json::json;

use crate::graphql::api::{Api, id};

#[tokio::test]
async fn u11_earlier_senders_are_listed_and_taken_over_by_admins() {
    let api = Api::start().await;
    let early = engine::CreateUser {
        email: "early@late.example".to_owned(),
        name: "Early".to_owned(),
        ..engine::CreateUser::default()
    };
    let early = api.engine.create_user(&engine::Actor::system(), early).await.expect("created");
    let organisation = id("Organisation", api.org.id);
    let own = "mutation($i: UpdateOrganisationInput!) { updateOrganisation(input: $i) { organisation {
        earlierSenders { totalCount users { email } } } } }";
    let input = json!({ "i": { "id": organisation, "domains": ["late.example"] } });
    let data = api.data(&api.admin, own, input).await;
    assert_eq!(
        data["updateOrganisation"]["organisation"]["earlierSenders"],
        json!({ "totalCount": 1, "users": [{ "email": "early@late.example" }] })
    );
    let take = "mutation($o: ID!, $u: [ID!]!) { takeOverSenders(organisation: $o, users: $u) { organisation {
        earlierSenders { totalCount } } } }";
    let users = json!({ "o": organisation, "u": [id("User", early.id)] });
    let (code, _) = api.refusal(Some(&api.agent), take, users.clone()).await;
    assert_eq!(code, "FORBIDDEN");
    let data = api.data(&api.admin, take, users.clone()).await;
    assert_eq!(data["takeOverSenders"]["organisation"]["earlierSenders"]["totalCount"], 0);
    let again = api.refusal(Some(&api.admin), take, users).await;
    assert_eq!(again, ("BAD_USER_INPUT".into(), "users".into()));
}
