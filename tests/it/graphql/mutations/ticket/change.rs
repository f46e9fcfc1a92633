//! A list of changes to a ticket, applied as one.

use serde_json::{Value, json};

use crate::graphql::api::{Api, id, text};

const CHANGE: &str = "mutation($i: ChangeTicketInput!) { changeTicket(input: $i) { ticket {
    number status title priority tags version assignee { name } comments { nodes { text visibility attachments { filename } } } } } }";

fn input(number: i64, changes: &Value) -> Value {
    json!({ "i": { "number": number, "changes": changes } })
}

#[tokio::test]
async fn a_list_is_applied_as_one() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let changes = json!([
        { "comment": { "text": "We have a look." } },
        { "comment": { "text": "Toner is empty.", "visibility": "INTERNAL" } },
        { "assignee": { "user": id("User", api.agent.user.id) } },
        { "queue": id("Queue", ticket.queue) },
        { "priority": "HIGH" },
        { "title": "Printer is out of toner" },
        { "addTags": ["Toner", "floor 2"] },
        { "removeTags": ["floor 2"] },
        { "status": "PENDING" },
    ]);
    let data = api.data(&api.agent, CHANGE, input(ticket.number, &changes)).await;
    let after = &data["changeTicket"]["ticket"];
    assert_eq!(after["status"], "PENDING");
    assert_eq!(after["title"], "Printer is out of toner");
    assert_eq!(after["priority"], "HIGH");
    assert_eq!(after["tags"], json!(["toner"]));
    assert_eq!(after["version"], ticket.version + 1);
    assert_eq!(after["assignee"]["name"], "Alan Agent");
    let written = |at: usize| {
        let comment = &after["comments"]["nodes"][at];
        (text(&comment["text"]), text(&comment["visibility"]))
    };
    assert_eq!(written(1), ("We have a look.".into(), "PUBLIC".into()));
    assert_eq!(written(2), ("Toner is empty.".into(), "INTERNAL".into()));
    let nobody = json!([{ "assignee": { "user": null } }]);
    let data = api.data(&api.agent, CHANGE, input(ticket.number, &nobody)).await;
    assert_eq!(data["changeTicket"]["ticket"]["assignee"], Value::Null);
}

#[tokio::test]
async fn a_refusal_names_the_change() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let hello = json!({ "comment": { "text": "Hello" } });
    let customer = id("User", api.customer.user.id);
    for (person, change, code, field) in [
        (&api.customer, json!({ "status": "OPEN" }), "FORBIDDEN", "changes.1.status"),
        (&api.customer, json!({ "priority": "HIGH" }), "FORBIDDEN", "changes.1.priority"),
        (&api.agent, json!({ "comment": { "text": "  " } }), "BAD_USER_INPUT", "changes.1.comment.text"),
        (&api.agent, json!({ "title": "" }), "BAD_USER_INPUT", "changes.1.title"),
        (&api.agent, json!({ "queue": "nonsense" }), "BAD_USER_INPUT", "changes.1.queue"),
        (&api.agent, json!({ "queue": customer }), "BAD_USER_INPUT", "changes.1.queue"),
        (
            &api.agent,
            json!({ "assignee": { "user": "nonsense" } }),
            "BAD_USER_INPUT",
            "changes.1.assignee.user",
        ),
        (&api.agent, json!({ "assignee": { "user": customer } }), "BAD_USER_INPUT", "changes.1.assignee"),
        (&api.agent, json!({ "addTags": ["x".repeat(41)] }), "BAD_USER_INPUT", "changes.1.addTags"),
    ] {
        let refusal = api.refusal(Some(person), CHANGE, input(ticket.number, &json!([hello, change]))).await;
        assert_eq!(refusal, (code.to_owned(), field.to_owned()), "{change}");
    }
    let empty = api.refusal(Some(&api.agent), CHANGE, input(ticket.number, &json!([]))).await;
    assert_eq!(empty, ("BAD_USER_INPUT".into(), "changes".into()));
    let seen = "query($n: Int!) { ticket(number: $n) { version comments { totalCount } } }";
    let data = api.data(&api.agent, seen, json!({ "n": ticket.number })).await;
    assert_eq!(data["ticket"], json!({ "version": 1, "comments": { "totalCount": 1 } }), "nothing was done");
}

#[tokio::test]
async fn exactly_one_field_of_a_change_is_given() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    for change in [
        json!({}),
        json!({ "status": "OPEN", "priority": "HIGH" }),
        json!({ "status": "OPEN", "priority": null }),
        json!({ "status": null }),
        json!({ "assignee": null }),
        json!({ "unknown": 1 }),
    ] {
        let (code, _) = api.refusal(Some(&api.agent), CHANGE, input(ticket.number, &json!([change]))).await;
        assert_eq!(code, "BAD_USER_INPUT", "{change}");
    }
    let literal = "mutation($n: Int!) { changeTicket(input: { number: $n, changes: [{ status: OPEN, title: \"x\" }] }) { ticket { number } } }";
    assert_eq!(
        api.refusal(Some(&api.agent), literal, json!({ "n": ticket.number })).await.0,
        "BAD_USER_INPUT"
    );
    let literal = "mutation($n: Int!, $s: TicketStatus) { changeTicket(input: { number: $n, changes: [{ status: $s }] }) { ticket { status } } }";
    let data = api.data(&api.agent, literal, json!({ "n": ticket.number, "s": "OPEN" })).await;
    assert_eq!(data["changeTicket"]["ticket"]["status"], "OPEN");
}

#[tokio::test]
async fn strangers_learn_nothing_and_nobody_must_log_in() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let close = || json!([{ "status": "CLOSED" }]);
    let hidden = api.run(Some(&api.stranger), CHANGE, input(ticket.number, &close())).await;
    let absent = api.run(Some(&api.stranger), CHANGE, input(99_999, &close())).await;
    assert_eq!(hidden["errors"][0]["extensions"]["code"], "NOT_FOUND");
    assert_eq!(hidden["errors"][0]["message"], absent["errors"][0]["message"]);
    assert_eq!(api.refusal(None, CHANGE, input(ticket.number, &close())).await.0, "UNAUTHENTICATED");
}

#[tokio::test]
async fn the_same_key_changes_nothing_a_second_time() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let keyed = |text: &str| {
        json!({ "i": { "number": ticket.number, "idempotencyKey": "k",
            "changes": [{ "comment": { "text": text } }, { "addTags": ["toner"] }] } })
    };
    let first = api.data(&api.agent, CHANGE, keyed("Hello")).await;
    let second = api.data(&api.agent, CHANGE, keyed("Hello")).await;
    assert_eq!(first, second);
    let refusal = api.refusal(Some(&api.agent), CHANGE, keyed("Goodbye")).await;
    assert_eq!(refusal, ("CONFLICT".into(), "idempotencyKey".into()));
}

#[tokio::test]
async fn a_stale_list_is_a_conflict() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let list = json!({ "i": { "number": ticket.number, "expectedVersion": ticket.version,
        "changes": [{ "status": "OPEN" }, { "priority": "LOW" }] } });
    api.data(&api.agent, CHANGE, list.clone()).await;
    let refusal = api.refusal(Some(&api.agent), CHANGE, list).await;
    assert_eq!(refusal, ("CONFLICT".into(), "expectedVersion".into()));
}

#[tokio::test]
async fn each_comment_of_a_list_brings_its_own_files() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let operations = json!({ "query": CHANGE, "variables": { "i": { "number": ticket.number, "changes": [
        { "comment": { "text": "One", "attachments": [null] } },
        { "priority": "HIGH" },
        { "comment": { "text": "Two", "attachments": [null, null] } },
    ] } } });
    let map = json!({
        "0": ["variables.i.changes.0.comment.attachments.0"],
        "1": ["variables.i.changes.2.comment.attachments.0"],
        "2": ["variables.i.changes.2.comment.attachments.1"],
    });
    let file = |name: &str| reqwest::multipart::Part::text(name.to_owned()).file_name(format!("{name}.txt"));
    let form = reqwest::multipart::Form::new()
        .text("operations", operations.to_string())
        .text("map", map.to_string())
        .part("0", file("a"))
        .part("1", file("b"))
        .part("2", file("c"));
    let request = api.http.post(api.url("/graphql")).bearer_auth(&api.agent.token).multipart(form);
    let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
    let comments = &answer["data"]["changeTicket"]["ticket"]["comments"]["nodes"];
    assert_eq!(comments[1]["attachments"], json!([{ "filename": "a.txt" }]), "{answer:#}");
    assert_eq!(comments[2]["attachments"], json!([{ "filename": "b.txt" }, { "filename": "c.txt" }]));
}
