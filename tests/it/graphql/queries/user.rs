//! The people whom the viewer may know.

use serde_json::json;

use crate::graphql::api::Api;

#[tokio::test]
async fn staff_find_people_by_name_address_and_role() {
    let api = Api::start().await;
    let document =
        "query($q: String, $r: Role) { users(query: $q, role: $r) { totalCount nodes { name email } } }";
    let data = api.data(&api.agent, document, json!({ "q": "acme" })).await;
    assert_eq!(data["users"]["totalCount"], 2);
    assert_eq!(data["users"]["nodes"][0]["email"], "carla@acme.example");
    let data = api.data(&api.agent, document, json!({ "r": "AGENT" })).await;
    assert_eq!(data["users"]["nodes"], json!([{ "name": "Alan Agent", "email": "alan@desk.example" }]));
}

#[tokio::test]
async fn s54_addresses_of_functions_and_mails_that_did_not_arrive_are_for_the_staff() {
    let api = Api::start().await;
    let input = json!({ "email": "info@acme.example", "name": "Acme", "role": "CUSTOMER" });
    let create = "mutation($input: CreateUserInput!) { createUser(input: $input) { user { id } } }";
    let data = api.data(&api.admin, create, json!({ "input": input })).await;
    assert!(data["createUser"]["user"]["id"].is_string(), "{data}");
    let document = "{ users(query: \"acme\", first: 10) { nodes { name isRoleAddress mailFailed } } }";
    let of = |data: serde_json::Value, name: &str| {
        let nodes = data["users"]["nodes"].as_array().cloned().unwrap_or_default();
        nodes.into_iter().find(|node| node["name"] == name).unwrap_or_default()
    };
    let acme = of(api.data(&api.agent, document, json!({})).await, "Acme");
    assert_eq!((&acme["isRoleAddress"], &acme["mailFailed"]), (&json!(true), &json!(null)));
    let data = api.run(Some(&api.customer), document, json!({})).await.to_string();
    assert!(!data.contains("\"isRoleAddress\":true"), "{data}");
}

#[tokio::test]
async fn customers_never_learn_the_addresses_of_others() {
    let api = Api::start().await;
    let document =
        "{ users { nodes { name email } } organisations { nodes { name members { nodes { email } } } } }";
    let answer = api.run(Some(&api.customer), document, json!({})).await.to_string();
    for address in ["cleo@acme.example", "sam@elsewhere.example", "alan@desk.example", "ada@desk.example"] {
        assert!(!answer.contains(address), "{answer}");
    }
}

#[tokio::test]
async fn admins_read_how_accounts_stand_and_how_many_there_are_of_each_kind() {
    let api = Api::start().await;
    let document = "query($s: UserState, $o: UserOrder) { users(state: $s, orderBy: $o) { totalCount nodes { name state \
                    invitedAt lastSeenAt openTickets } } userCounts { all roles { role count } states { state count } } }";
    api.somebody("zoe@elsewhere.example", engine::Role::Customer).await;
    let variables = json!({ "s": "ACTIVE", "o": { "field": "EMAIL", "direction": "DESC" } });
    let data = api.data(&api.admin, document, variables.clone()).await;
    let nodes = data["users"]["nodes"].as_array().expect("people");
    assert_eq!((&nodes[0]["name"], &nodes[0]["state"]), (&json!("Some Body"), &json!("ACTIVE")));
    assert_eq!((&nodes[0]["openTickets"], &nodes[0]["invitedAt"]), (&json!(0), &json!(null)));
    let states = data["userCounts"]["states"].as_array().expect("states");
    let active = states.iter().find(|counted| counted["state"] == "ACTIVE").expect("active");
    assert_eq!(active["count"], data["users"]["totalCount"]);
    let answer = api.run(Some(&api.agent), document, variables).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer}");
    let alone = "{ users { nodes { state lastSeenAt openTickets } } }";
    for person in [&api.agent, &api.customer] {
        let data = api.data(person, alone, json!({})).await;
        assert_eq!(
            data["users"]["nodes"][0],
            json!({ "state": null, "lastSeenAt": null, "openTickets": null }),
        );
    }
}
