//! Organisations come from another program.

use serde_json::json;

use crate::graphql::api::Api;

const IMPORT: &str = "mutation($i: ImportInput!) { importOrganisations(input: $i) {
    ignoredColumns rows { line name outcome reason } } }";

#[tokio::test]
async fn an_admin_imports_organisations_twice_and_nobody_else_does() {
    let api = Api::start().await;
    let input = json!({ "i": { "csv": "name;domains\nUmbrella;umbrella.example\n" } });
    assert_eq!(api.refusal(Some(&api.agent), IMPORT, input.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(None, IMPORT, input.clone()).await.0, "UNAUTHENTICATED");
    let data = api.data(&api.admin, IMPORT, input.clone()).await;
    let row = json!({ "line": 2, "name": "Umbrella", "outcome": "CREATED", "reason": null });
    assert_eq!(data["importOrganisations"]["rows"], json!([row]));
    let again = api.data(&api.admin, IMPORT, input).await;
    assert_eq!(again["importOrganisations"]["rows"][0]["outcome"], "UNCHANGED");
}
