//! What is asked over HTTP: the documents A, B and C, the numbers beside the lists, words, and pages.

use serde_json::{Value, json};

use crate::{
    bench::{Desk, Served},
    client::global,
    data::plan::{Plan, organisation_id},
    machine::load::Load,
};

/// How many different tickets or organisations a load asks for.
const MANY: usize = 500;

/// Fifty newest open tickets of one organisation, with customer, organisation and last comment.
pub(super) const A: &str = "query A($o: ID!) { tickets(filter: {organisation: $o, status: [OPEN]}, first: 50) { \
    nodes { number title status createdAt customer { name } organisation { name } \
    comments(last: 1) { nodes { text createdAt } } } } }";

/// One ticket with its comments and their authors.
pub(super) const B: &str = "query B($n: Int!) { ticket(number: $n) { number title status createdAt \
    comments(first: 50) { nodes { text createdAt author { name } } } } }";

/// A comment.
pub(super) const C: &str = "mutation C($n: Int!, $t: String!) { addComment(input: {number: $n, text: $t}) { \
    comment { id createdAt } ticket { number status version } } }";

/// The smallest document: what it costs to recognise who asks.
const EMPTY: &str = "{ __typename }";

const SEARCH: &str = "query S($q: String!) { search(query: $q, first: 50) { nodes { number title } } }";

const COUNTS: &str = include_str!("../../../../web-ui/src/nav/staff.graphql");

/// The organisations that A asks for.
pub(super) fn organisations(plan: Plan) -> impl Iterator<Item = u64> {
    (0..plan.organisations()).take(MANY)
}

/// The variables of A.
pub(super) fn a_of(organisation: u64) -> Value {
    json!({"o": global("Organisation", organisation_id(organisation))})
}

/// A for whom this token belongs to; a customer sees one organisation alone.
pub(super) fn a(desk: &Desk, served: &Served, customer: bool) -> Load {
    let (token, count) = if customer { (&served.customer, 1) } else { (&served.agent, MANY) };
    let asked = organisations(desk.plan).take(count).map(a_of);
    graphql(served, token, A, asked, r#"{"data":{"tickets":{"nodes":[{"#)
}

/// B.
pub(super) fn b(desk: &Desk, served: &Served) -> Load {
    let tickets = desk.plan.some(MANY, |_| true);
    let asked = tickets.iter().map(|ticket| json!({"n": ticket.number()}));
    graphql(served, &served.agent, B, asked, r#""author":{"name":"#)
}

/// C.
pub(super) fn c(desk: &Desk, served: &Served) -> Load {
    let tickets = desk.plan.some(MANY, |_| true);
    let text = "Bitte versuchen Sie es noch einmal und sagen Sie uns, was auf der Anzeige steht. ".repeat(4);
    let asked = tickets.iter().map(|ticket| json!({"n": ticket.number(), "t": text}));
    graphql(served, &served.agent, C, asked, r#"{"data":{"addComment":{"comment":{"id":"#)
}

/// The smallest document.
pub(super) fn empty(served: &Served) -> Load {
    graphql(served, &served.agent, EMPTY, [json!({})].into_iter(), r#"{"data":{"__typename":"Query"}"#)
}

/// The numbers beside the lists of the staff.
pub(super) fn counts(served: &Served) -> Load {
    graphql(served, &served.agent, COUNTS, [json!({})].into_iter(), r#""ticketCounts":["#)
}

/// Words.
pub(super) fn search(served: &Served, words: &str) -> Load {
    graphql(served, &served.agent, SEARCH, [json!({"q": words})].into_iter(), r#"{"nodes":[{"number":"#)
}

/// Pages with the cookie of a session.
pub(super) fn pages(served: &Served, token: &str, paths: Vec<String>) -> Load {
    Load {
        url: served.server.url().to_owned(),
        method: "GET",
        headers: vec![("Cookie", cookie(token))],
        requests: paths.into_iter().map(|path| (path, String::new())).collect(),
        holds: "</html>",
        lacks: "Unknown localization",
    }
}

/// The cookie of a session.
pub(super) fn cookie(token: &str) -> String {
    format!("schalter_session={token}")
}

/// The pages of tickets that a load asks for.
pub(super) fn ticket_pages(desk: &Desk) -> Vec<String> {
    desk.plan.some(MANY, |_| true).iter().map(|ticket| format!("/tickets/{}", ticket.number())).collect()
}

fn graphql(
    served: &Served,
    token: &str,
    document: &str,
    variables: impl Iterator<Item = Value>,
    holds: &'static str,
) -> Load {
    let body = |variables| json!({"query": document, "variables": variables}).to_string();
    Load {
        url: served.server.url().to_owned(),
        method: "POST",
        headers: vec![
            ("Authorization", format!("Bearer {token}")),
            ("Content-Type", "application/json".to_owned()),
            ("Accept", "application/json".to_owned()),
        ],
        requests: variables.map(|variables| ("/graphql".to_owned(), body(variables))).collect(),
        holds,
        lacks: "\"errors\":",
    }
}
