//! What one document may ask for.

use serde_json::json;

use super::api::Api;

#[tokio::test]
async fn a_page_weighs_as_much_as_it_may_answer_and_too_much_is_refused() {
    let api = Api::start().await;
    let fields = "nodes { comments(first: 100) { nodes { id text author { id name } } } }";
    let document = format!("{{ tickets(first: 100) {{ {fields} }} }}");
    let (code, _) = api.refusal(Some(&api.agent), &document, json!({})).await;
    assert_eq!(code, "TOO_COMPLEX");
    let document = format!("query($n: Int) {{ tickets(first: $n) {{ {fields} }} }}");
    let (code, _) = api.refusal(Some(&api.agent), &document, json!({ "n": 100 })).await;
    assert_eq!(code, "TOO_COMPLEX");
    api.data(&api.agent, &document, json!({ "n": 10 })).await;
}

#[tokio::test]
async fn the_same_list_under_many_names_is_refused() {
    let api = Api::start().await;
    let lists: String = (0..60).map(|n| format!("l{n}: tickets(first: 1) {{ nodes {{ id }} }} ")).collect();
    let (code, _) = api.refusal(Some(&api.agent), &format!("{{ {lists} }}"), json!({})).await;
    assert_eq!(code, "TOO_COMPLEX");
}

#[tokio::test]
async fn deep_documents_are_refused() {
    let api = Api::start().await;
    for depth in [15, 40, 1_000, 2_500] {
        let open = format!(
            "ticket(number: 1) {{ comments(first: 1) {{ nodes {{ {}",
            "ticket { comments(first: 1) { nodes { ".repeat(depth)
        );
        let document = format!("{{ {open} id {}", "}".repeat(4 + 3 * depth));
        let (code, _) = api.refusal(Some(&api.agent), &document, json!({})).await;
        assert_eq!(code, "TOO_COMPLEX", "depth {depth}");
    }
}

#[tokio::test]
async fn brackets_without_end_do_not_exhaust_the_stack() {
    let api = Api::start().await;
    for bracket in ["{a", "[", "{ticket(number:[", "(", "query($a:[", "{a(b:{c:"] {
        let document = bracket.repeat(100_000 / bracket.len());
        let (code, _) = api.refusal(Some(&api.agent), &document, json!({})).await;
        assert!(matches!(code.as_str(), "TOO_COMPLEX" | "BAD_USER_INPUT"), "{bracket}: {code}");
        let document = bracket.repeat(30);
        api.refusal(Some(&api.agent), &document, json!({})).await;
    }
}

#[tokio::test]
async fn brackets_in_strings_and_comments_do_not_count() {
    let api = Api::start().await;
    let brackets = "([{".repeat(200);
    let document = format!("# {brackets}\n{{ search(query: \"{brackets} \\\" [[\") {{ totalCount }} }}");
    api.data(&api.agent, &document, json!({})).await;
    let document = format!("{{ search(query: \"\"\"{brackets} \\\"\"\" \" [[\"\"\") {{ totalCount }} }}");
    api.data(&api.agent, &document, json!({})).await;
}

#[tokio::test]
async fn fragments_that_repeat_each_other_are_counted_as_if_written_out() {
    let api = Api::start().await;
    let fragments: String =
        (0..40).map(|n| format!("fragment F{n} on Query {{ ...F{} ...F{} }} ", n + 1, n + 1)).collect();
    let document = format!("{{ ...F0 }} {fragments} fragment F40 on Query {{ viewer {{ id }} }}");
    let (code, _) = api.refusal(Some(&api.agent), &document, json!({})).await;
    assert_eq!(code, "TOO_COMPLEX");
}

#[tokio::test]
async fn fragments_in_a_circle_are_refused() {
    let api = Api::start().await;
    for document in [
        "{ ...A } fragment A on Query { ...A }",
        "{ viewer { id } } fragment A on Query { ...B ...B } fragment B on Query { ...A ...A }",
    ] {
        let (code, _) = api.refusal(Some(&api.agent), document, json!({})).await;
        assert_eq!(code, "BAD_USER_INPUT");
    }
}

#[tokio::test]
async fn the_introspection_of_graphiql_is_within_the_limits_for_everybody() {
    let api = Api::start().await;
    let mut of_type = "kind name".to_owned();
    for _ in 0..9 {
        of_type = format!("kind name ofType {{ {of_type} }}");
    }
    let document = format!(
        "{{ __schema {{ types {{ name fields(includeDeprecated: true) {{ name args {{ name type {{ {of_type} }} }} }} }} }} }}"
    );
    let answer = api.run(None, &document, json!({})).await;
    assert!(
        answer["data"]["__schema"]["types"].as_array().is_some_and(|types| types.len() > 40),
        "{answer:#}"
    );
}

#[tokio::test]
async fn the_deepest_document_that_is_allowed_runs() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let turns = 4;
    let document = format!(
        "query($n: Int!) {{ ticket(number: $n) {{ {} id {} }} }}",
        "comments(first: 1) { nodes { ticket { ".repeat(turns),
        "}".repeat(3 * turns)
    );
    let data = api.data(&api.agent, &document, json!({ "n": ticket.number })).await;
    assert!(data.to_string().contains("nodes"), "{data}");
}
