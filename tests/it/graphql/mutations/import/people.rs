//! Customers come from another program.

use serde_json::json;

use crate::graphql::api::Api;

const IMPORT: &str = "mutation($i: ImportInput!) { importUsers(input: $i) {
    ignoredColumns rows { line name outcome reason field message } } }";

#[tokio::test]
async fn an_admin_imports_customers_twice_and_nobody_else_does() {
    let api = Api::start().await;
    let csv = "email,name,fax\nnew@example.net,Neu,1\nwrong,Falsch,2\n";
    let input = json!({ "i": { "csv": csv } });
    for person in [Some(&api.agent), Some(&api.customer)] {
        assert_eq!(api.refusal(person, IMPORT, input.clone()).await.0, "FORBIDDEN");
    }
    assert_eq!(api.refusal(None, IMPORT, input.clone()).await.0, "UNAUTHENTICATED");
    let looked = api.data(&api.admin, IMPORT, json!({ "i": { "csv": csv, "preview": true } })).await;
    let data = api.data(&api.admin, IMPORT, input.clone()).await;
    assert_eq!(looked, data, "a preview says what the import then says");
    let imported = &data["importUsers"];
    assert_eq!(imported["ignoredColumns"], json!(["fax"]));
    assert_eq!(imported["rows"][0]["outcome"], "CREATED");
    let refused = &imported["rows"][1];
    assert_eq!(
        (&refused["line"], &refused["outcome"], &refused["reason"], &refused["field"]),
        (&json!(3), &json!("REFUSED"), &json!("email-invalid"), &json!("email"))
    );
    let again = api.data(&api.admin, IMPORT, input).await;
    assert_eq!(again["importUsers"]["rows"][0]["outcome"], "UNCHANGED");
    let wrong = json!({ "i": { "csv": "name\nAnna" } });
    assert_eq!(api.refusal(Some(&api.admin), IMPORT, wrong).await, ("BAD_USER_INPUT".into(), "csv".into()));
    let open = json!({ "i": { "csv": "email,name\na@example.net,A\nb@example.net,\"B\n" } });
    let answer = api.run(Some(&api.admin), IMPORT, open).await;
    assert_eq!(answer["errors"][0]["extensions"]["line"], 3, "{answer}");
}
