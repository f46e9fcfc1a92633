//! Handing out the data of a person.

use serde_json::json;

use crate::graphql::api::{Api, id};

const EXPORT: &str = "mutation($id: ID!) { exportUser(id: $id) }";

#[tokio::test]
async fn an_admin_gets_a_link_to_the_data_of_a_person_and_nobody_else_does() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let variables = json!({ "id": id("User", api.customer.user.id) });
    for person in [Some(&api.agent), Some(&api.customer), Some(&api.stranger)] {
        assert_eq!(api.refusal(person, EXPORT, variables.clone()).await.0, "FORBIDDEN");
    }
    let data = api.data(&api.admin, EXPORT, variables.clone()).await;
    let url = data["exportUser"].as_str().expect("a link").to_owned();
    assert!(api.data(&api.admin, EXPORT, variables).await["exportUser"].is_string(), "and another");
    let path = url.find("/exports/").map(|at| &url[at..]).expect("a path");
    let base = format!("http://{}", api.address);
    let answer = api.http.get(format!("{base}{path}")).send().await.expect("an answer");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let text = answer.text().await.expect("a body");
    assert!(text.contains(&ticket.number.to_string()) && text.contains("It does not work."), "{text}");
    let forged = format!("{base}{}", path.replacen('.', "0.", 1));
    assert_eq!(api.http.get(forged).send().await.expect("an answer").status(), 404);
}
