//! A token says on whose behalf a request runs.

use std::time::Duration;

use graphql::caller;
use sea_orm::{ConnectionTrait as _, Database};
use serde_json::json;

use super::api::Api;

#[tokio::test]
async fn a_good_token_is_its_user_and_anything_else_is_nobody() {
    let api = Api::start().await;
    let known = caller(&api.engine, Some(&api.customer.token)).await.expect("a database");
    assert_eq!(known.anybody().user().map(|user| user.id), Some(api.customer.user.id));
    for token in [None, Some(""), Some("x"), Some("schalter_s_x"), Some("schalter_t_ÄÖÜ\u{0}")] {
        let nobody = caller(&api.engine, token).await.expect("a database");
        assert!(nobody.anybody().user().is_none(), "{token:?}");
    }
}

/// The first change waits for the database, and what its sender may do ends meanwhile.
#[tokio::test]
async fn nothing_more_of_a_document_begins_for_whoever_was_shut_out_or_has_other_rights_meanwhile() {
    let document = "mutation {
        begun: createOrganisation(input: { name: \"Begun\" }) { organisation { name } }
        more: createOrganisation(input: { name: \"More\" }) { organisation { name } } }";
    for (lost, code) in [("active = FALSE", "UNAUTHENTICATED"), ("role = 'AGENT'", "FORBIDDEN")] {
        let api = Api::start().await;
        let other = Database::connect(api.app.database()).await.expect("a connection");
        other.execute_unprepared("BEGIN IMMEDIATE").await.expect("held");
        let running = api.run(Some(&api.admin), document, json!({}));
        let losing = async {
            tokio::time::sleep(Duration::from_millis(1300)).await;
            api.clock.advance(Duration::from_secs(1));
            let lose = format!("UPDATE account SET {lost} WHERE email = '{}'", api.admin.user.email);
            other.execute_unprepared(&lose).await.expect("lost");
            other.execute_unprepared("COMMIT").await.expect("let go");
        };
        let (answer, ()) = tokio::join!(running, losing);
        assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{answer:#}");
        assert_eq!(answer["errors"][0]["path"], json!(["more"]), "{answer:#}");
        let all = engine::OrganisationFilter::default();
        let known =
            api.engine.organisations(&engine::Actor::system(), &all, &engine::Paging::default()).await;
        let names: Vec<String> = known.expect("a page").items.into_iter().map(|(_, one)| one.name).collect();
        assert!(names.contains(&"Begun".to_owned()) && !names.contains(&"More".to_owned()), "{names:?}");
    }
}
