//! What a token may not do is refused with the name of the scope, on every question and every change.

use serde_json::{Value, json};

use crate::graphql::api::{Api, Person, id, token};

/// Each question with its arguments, and whether a token that administers, and no more, may ask it.
const QUESTIONS: &[(&str, &str, bool)] = &[
    ("viewer", "{ viewer { email organisation { id } } }", true),
    ("node", "query($user: ID!) { node(id: $user) { id } }", true),
    ("node", "query($ticket: ID!) { node(id: $ticket) { id } }", false),
    ("nodes", "query($user: ID!) { nodes(ids: [$user]) { id } }", true),
    ("ticket", "{ ticket(number: 10001) { id } }", false),
    ("ticket", "{ ticket(number: 99999) { id } }", false),
    ("tickets", "{ tickets { nodes { id } } }", false),
    ("tickets", "{ tickets { totalCount } }", false),
    ("search", "{ search(query: \"printer\") { nodes { id } } }", false),
    ("unknownSearchTerms", "{ unknownSearchTerms(query: \"queue:abc\") { term } }", false),
    ("userCounts", "{ userCounts { all } }", true),
    ("mailboxPasswordsKept", "{ mailboxPasswordsKept }", true),
    ("ticketCounts", "{ ticketCounts(queries: [\"status:open\"]) }", false),
    ("organisations", "{ organisations { totalCount nodes { name members { totalCount } } } }", true),
    ("users", "{ users { totalCount nodes { email mailFailed } } }", true),
    ("queues", "{ queues { name members { name } } }", true),
    ("agreements", "{ agreements { name calendar { name } targets { responseMinutes } } }", true),
    ("calendars", "{ calendars { name hours { from } holidays { date } } }", true),
    ("emailTemplates", "{ emailTemplates { kind defaultChanged } }", true),
    ("emailDefaults", "{ emailDefaults { kind text } }", true),
    ("previewEmail", "{ previewEmail(kind: \"closed\", locale: \"en\") { subject } }", true),
    ("undoableComments", "{ undoableComments { id } }", false),
    ("previewComment", "{ previewComment(text: \"**a**\") }", true),
    ("textBlocks", "{ textBlocks { name text } }", true),
    ("macros", "{ macros { name changes { kind } } }", true),
    ("report", "{ report { created closed } }", false),
    ("views", "{ views { name count } }", false),
    ("auditKinds", "{ auditKinds }", true),
    ("auditLog", "{ auditLog { totalCount nodes { kind changes { field } subject { id } } } }", true),
    ("notifications", "{ notifications { totalCount nodes { id } } }", false),
    ("privacyNotice", "{ privacyNotice { version de en } }", true),
    ("mailboxes", "{ mailboxes { name } }", true),
    ("mailAccounts", "{ mailAccounts { account } }", true),
    ("mailProviders", "{ mailProviders { name title } }", true),
    ("mailSenders", "{ mailSenders { address } }", true),
    ("mailServer", "{ mailServer { failingSince } }", true),
    ("newTicketDraft", "{ newTicketDraft { text } }", true),
    ("openingStatuses", "{ openingStatuses }", true),
    ("sessions", "{ sessions { id } }", true),
    ("notices", "{ notices { notice email } }", true),
    ("ownSignature", "{ ownSignature }", true),
    ("signatureReach", "{ signatureReach }", true),
    ("mailTimes", "{ mailTimes { pace dailyAt } }", true),
    ("apiTokens", "{ apiTokens { id } }", true),
    ("identities", "{ identities { id } }", true),
    ("secondFactor", "{ secondFactor { required } }", true),
    ("passwordAllowed", "{ passwordAllowed }", true),
    ("mails", "{ mails { nodes { id } } }", false),
    ("mails", "{ mails { totalCount } }", false),
    ("mailCounts", "{ mailCounts { outcome count } }", false),
    ("journalEnd", "{ journalEnd }", false),
    ("passwordLinkValid", "{ passwordLinkValid(token: \"x\") }", true),
    ("letterLink", "{ letterLink(token: \"x\") { number } }", true),
    ("emailSwitches", "{ emailSwitches(token: \"x\") { notice } }", true),
    ("passwordRule", "{ passwordRule { digits } }", true),
    ("limits", "{ limits { attachmentBytes } }", true),
];

async fn robot(api: &Api, person: &Person, scopes: &[&str]) -> Person {
    let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
    Person { user: person.user.clone(), token: token(&api.engine, &person.user, scopes).await }
}

fn assert_missing(answer: &Value, scope: &str, what: &str) {
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "FORBIDDEN", "{what}: {answer:#}");
    assert_eq!(error["extensions"]["scope"], scope, "{what}");
    assert!(error["message"].as_str().is_some_and(|text| text.contains(scope)), "{what}: {error}");
}

#[tokio::test]
async fn a_missing_scope_is_told_and_never_looks_like_an_empty_world() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let robot = robot(&api, &api.admin, &["admin"]).await;
    let variables = json!({ "ticket": id("Ticket", ticket.id), "user": id("User", api.customer.user.id) });
    for (name, document, allowed) in QUESTIONS {
        let answer = api.run(Some(&robot), document, variables.clone()).await;
        if *allowed {
            assert!(answer.get("errors").is_none(), "{name}: {answer:#}");
        } else {
            assert_missing(&answer, "tickets:read", name);
        }
    }
}

#[tokio::test]
async fn no_question_is_left_out_of_the_list() {
    let api = Api::start().await;
    let document = "{ __schema { queryType { fields { name } } } }";
    let schema = api.data(&api.admin, document, json!({})).await;
    let fields = schema["__schema"]["queryType"]["fields"].as_array().expect("fields");
    let missing: Vec<_> = fields
        .iter()
        .filter_map(|field| field["name"].as_str())
        .filter(|field| !QUESTIONS.iter().any(|(name, ..)| name == field))
        .collect();
    assert!(missing.is_empty(), "say what a token that administers alone may do with {missing:?}");
}

#[tokio::test]
async fn changes_name_the_scope_that_they_need() {
    let api = Api::start().await;
    api.ticket(&api.customer, "Printer").await;
    let reads = robot(&api, &api.admin, &["tickets:read"]).await;
    let administers = robot(&api, &api.admin, &["admin"]).await;
    for (document, scope, robots) in [
        (
            "mutation { createTicket(input: { title: \"x\", text: \"x\" }) { ticket { id } } }",
            "tickets:write",
            vec![&reads, &administers],
        ),
        (
            "mutation { addComment(input: { number: 10001, text: \"x\" }) { ticket { id } } }",
            "tickets:write",
            vec![&reads, &administers],
        ),
        (
            "mutation { updateTicket(input: { number: 10001 }) { ticket { id } } }",
            "tickets:write",
            vec![&reads, &administers],
        ),
        (
            "mutation { createOrganisation(input: { name: \"x\" }) { organisation { id } } }",
            "admin",
            vec![&reads],
        ),
        (
            "mutation { createApiToken(input: { name: \"x\", scopes: [\"tickets:read\"] }) { token } }",
            "admin",
            vec![&reads],
        ),
        (
            "mutation { createApiToken(input: { name: \"x\", scopes: [\"tickets:read\"] }) { token } }",
            "tickets:read",
            vec![&administers],
        ),
    ] {
        for robot in robots {
            assert_missing(&api.run(Some(robot), document, json!({})).await, scope, document);
        }
    }
    // What its role may not do to a ticket is refused to a token that may only read as to any that may not write.
    let customer = robot(&api, &api.customer, &["tickets:read"]).await;
    for fields in [
        "updateTicket(input: { number: 10001 }) { ticket { id } }",
        "updateTicket(input: { number: 10001, priority: HIGH }) { ticket { id } }",
        "addComment(input: { number: 10001, text: \"x\", visibility: INTERNAL }) { ticket { id } }",
        "changeTicket(input: { number: 10001, changes: [{ addTags: [\"vpn\"] }] }) { ticket { id } }",
    ] {
        let document = format!("mutation {{ {fields} }}");
        assert_missing(&api.run(Some(&customer), &document, json!({})).await, "tickets:write", fields);
    }
    // What is about no ticket and never theirs is not refused for the want of a scope.
    let document = "mutation { createOrganisation(input: { name: \"x\" }) { organisation { id } } }";
    let refused = api.run(Some(&customer), document, json!({})).await;
    let error = &refused["errors"][0]["extensions"];
    assert_eq!((&error["code"], error.get("scope")), (&json!("FORBIDDEN"), None), "{refused}");
    assert_eq!(
        api.data(&api.admin, "{ tickets { totalCount } }", json!({})).await["tickets"]["totalCount"],
        1
    );
}

#[tokio::test]
async fn what_a_token_that_administers_changes_is_answered_in_full() {
    let api = Api::start().await;
    let robot = robot(&api, &api.admin, &["admin"]).await;
    let document = "mutation($org: ID!) { createUser(input: { email: \"new@acme.example\", name: \"New\",
        role: CUSTOMER, organisation: $org }) { user { email organisation { name members { totalCount } } } } }";
    let data = api.data(&robot, document, json!({ "org": id("Organisation", api.org.id) })).await;
    assert_eq!(data["createUser"]["user"]["organisation"]["name"], "Acme");
    let document =
        "mutation { createQueue(input: { name: \"Sales\" }) { queue { id name members { name } } } }";
    let queue = api.data(&robot, document, json!({})).await["createQueue"]["queue"].take();
    let document = "mutation($q: ID!, $a: ID!) { setQueueMembers(input: { queue: $q, members: [$a] }) {
        queue { name members { name } } } }";
    let variables = json!({ "q": queue["id"], "a": id("User", api.agent.user.id) });
    let data = api.data(&robot, document, variables).await;
    assert_eq!(data["setQueueMembers"]["queue"]["members"], json!([{ "name": "Alan Agent" }]));
}

#[tokio::test]
async fn writing_includes_reading_so_that_no_change_is_answered_with_nothing() {
    let api = Api::start().await;
    let robot = robot(&api, &api.customer, &["tickets:write"]).await;
    let document = "mutation { createTicket(input: { title: \"Printer\", text: \"x\" }) {
        ticket { number title customer { name } queue { name } comments { nodes { text } } } } }";
    let data = api.data(&robot, document, json!({})).await;
    assert_eq!(data["createTicket"]["ticket"]["number"], 10001);
    let data = api.data(&robot, "{ tickets { nodes { title } } }", json!({})).await;
    assert_eq!(data["tickets"]["nodes"], json!([{ "title": "Printer" }]));
}

#[tokio::test]
async fn a_hidden_ticket_and_an_absent_one_are_answered_alike_whatever_the_token_may_do() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let idle = api.another_agent("idle@desk.example").await;
    let queues = api.engine.queues(&engine::Actor::system()).await.expect("queues");
    for queue in queues {
        let members = [api.agent.user.id];
        api.engine.set_queue_members(&engine::Actor::system(), queue.id, &members).await.expect("members");
    }
    let session = api.somebody("sue@elsewhere.example", engine::Role::Customer).await;
    for scopes in [&["tickets:read"][..], &["tickets:write"], &["tickets:read", "tickets:write"]] {
        for person in [&api.stranger, &session, &idle] {
            let robot = robot(&api, person, scopes).await;
            for who in [&robot, person] {
                for fields in [
                    "addComment(input: { number: NUMBER, text: \"x\" }) { ticket { id } }",
                    "addComment(input: { number: NUMBER, text: \"x\", visibility: INTERNAL }) { ticket { id } }",
                    "updateTicket(input: { number: NUMBER }) { ticket { id } }",
                    "updateTicket(input: { number: NUMBER, status: CLOSED }) { ticket { id } }",
                    "updateTicket(input: { number: NUMBER, title: \"x\", expectedVersion: 9 }) { ticket { id } }",
                ] {
                    let asked = |number: i64| {
                        format!("mutation {{ {} }}", fields.replace("NUMBER", &number.to_string()))
                    };
                    let hidden = api.run(Some(who), &asked(ticket.number), json!({})).await;
                    let absent = api.run(Some(who), &asked(99_999), json!({})).await;
                    assert!(hidden["errors"][0]["extensions"]["code"].is_string(), "{hidden}");
                    assert_eq!(hidden, absent, "{scopes:?} {fields}");
                }
            }
        }
    }
}
