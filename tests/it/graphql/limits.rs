//! What one document may ask for.

use serde_json::{Value, json};

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
        "query($n: String!) { __type(name: $n) { possibleTypes { interfaces { possibleTypes { interfaces { possibleTypes {
            interfaces { possibleTypes { fields { type { fields { name } } } } } } } } } } } }".to_owned(),
    ] {
        let answer = api.run(None, &document, json!({ "n": "Node" })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "TOO_COMPLEX", "{document}\n{}", answer["errors"]);
        let message = answer["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains("the limit is"), "{message}");
    }
}

#[tokio::test]
async fn a_refusal_says_what_the_document_costs_and_what_the_limit_is() {
    let api = Api::start().await;
    let document =
        "{ tickets(first: 100) { nodes { comments(first: 100) { nodes { id text author { id name } } } } } }";
    let answer = api.run(Some(&api.agent), document, json!({})).await;
    let message = answer["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("the limit is 20000"), "{message}");
}

#[tokio::test]
async fn what_each_ticket_asks_the_database_for_by_itself_weighs_accordingly() {
    let api = Api::start().await;
    let lists: String =
        (0..10).map(|n| format!("list{n}: tickets(first: 100) {{ nodes {{ answerSignature }} }} ")).collect();
    let (code, _) = api.refusal(Some(&api.agent), &format!("{{ {lists} }}"), json!({})).await;
    assert_eq!(code, "TOO_COMPLEX");
}

#[tokio::test]
async fn an_answer_has_a_largest_size_and_a_change_is_told_all_the_same() {
    let api = Api::with(|settings| settings.limits.answer = 100_000).await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let comment =
        "mutation($n: Int!, $t: String!) { addComment(input: { number: $n, text: $t }) { comment { id } } }";
    for _ in 0..4 {
        let variables = json!({ "n": ticket.number, "t": "x".repeat(30_000) });
        api.data(&api.customer, comment, variables).await;
    }
    let read = "query($n: Int!, $f: Int!) { ticket(number: $n) { comments(first: $f) { nodes { text } } } }";
    api.data(&api.customer, read, json!({ "n": ticket.number, "f": 3 })).await;
    let answer = api.run(Some(&api.customer), read, json!({ "n": ticket.number, "f": 10 })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "TOO_COMPLEX", "{}", answer["errors"]);
    assert_eq!(answer["errors"].as_array().map(Vec::len), Some(1));
    assert!(answer.get("data").is_none());
}

#[tokio::test]
async fn long_comments_are_refused_before_they_are_read_and_their_beginnings_are_not() {
    let api = Api::with(|settings| settings.limits.answer = 150_000).await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let comment =
        "mutation($n: Int!, $t: String!) { addComment(input: { number: $n, text: $t }) { comment { id } } }";
    let mut last = Value::Null;
    for _ in 0..8 {
        let variables = json!({ "n": ticket.number, "t": "x".repeat(30_000) });
        last = api.data(&api.customer, comment, variables).await["addComment"]["comment"]["id"].clone();
    }
    let number = json!({ "n": ticket.number });
    let document = |fields: &str| {
        format!("query($n: Int!) {{ ticket(number: $n) {{ comments {{ nodes {{ {fields} }} }} }} }}")
    };
    for fields in
        ["html", "text", "fullHtml", "html(limit: 10) isLonger(limit: 40000)", "text(limit: 10) full"]
    {
        let (code, _) = api.refusal(Some(&api.customer), &document(fields), number.clone()).await;
        assert_eq!(code, "TOO_COMPLEX", "{fields}");
    }
    let fields = "id isLonger(limit: 100) html(limit: 100) text(limit: 10) soundsSettled author { name }";
    for person in [&api.customer, &api.agent] {
        let data = api.data(person, &document(fields), number.clone()).await;
        let long = &data["ticket"]["comments"]["nodes"][8];
        assert_eq!((&long["isLonger"], &long["text"]), (&json!(true), &json!("x".repeat(10))), "{long}");
        assert_eq!(long["html"], format!("<p>{}</p>", "x".repeat(100)));
    }
    let rows = "{ tickets { nodes { comments(last: 1) { nodes { text(limit: 100) } } } } }";
    let data = api.data(&api.agent, rows, json!({})).await;
    assert_eq!(data["tickets"]["nodes"][0]["comments"]["nodes"][0]["text"], "x".repeat(100));

    // One that is asked for often is read once, and answered as often as there is room.
    let nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Comment { text } } }";
    let data = api.data(&api.customer, nodes, json!({ "ids": vec![&last; 3] })).await;
    assert_eq!(data["nodes"][2]["text"], "x".repeat(30_000));
    let answer = api.run(Some(&api.customer), nodes, json!({ "ids": vec![&last; 100] })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "TOO_COMPLEX");
    assert!(answer.get("data").is_none() && answer["errors"].as_array().map(Vec::len) == Some(1));
    // What each of several lists may read, they may not together.
    let lists: String = (0..12)
        .map(|n| format!("l{n}: comments(first: 4) {{ nodes {{ isLonger(limit: 30000) }} }} "))
        .collect();
    let document = format!("query($n: Int!) {{ ticket(number: $n) {{ {lists} }} }}");
    let (code, _) = api.refusal(Some(&api.customer), &document, number).await;
    assert_eq!(code, "TOO_COMPLEX");
}

#[tokio::test]
async fn thousands_of_mistakes_are_answered_in_a_few_lines() {
    let api = Api::start().await;
    let unknown: String = (0..3_000).map(|n| format!("subjectOfTheTicket{n} ")).collect();
    let echoed = format!("{{ search(query: 7, {}: 1) {{ totalCount }} }}", "x".repeat(90_000));
    for document in
        [format!("{{ viewer {{ {unknown} }} }}"), echoed, "{ \u{1} }".repeat(1_000), "x".repeat(120_000)]
    {
        let answer = api.run(Some(&api.agent), &document, json!({})).await.to_string();
        assert!(answer.contains("\"errors\"") && answer.len() < 64_000, "{} bytes", answer.len());
    }
    let variables = json!({ "v": "x".repeat(200_000) });
    let answer = api.run(Some(&api.agent), "query($v: Int!) { ticket(number: $v) { id } }", variables).await;
    assert!(answer.to_string().len() < 2_000);
}

#[tokio::test]
async fn long_chains_of_fragments_and_documents_of_many_words_are_refused() {
    let api = Api::start().await;
    let chain: String = (0..900).map(|n| format!("fragment F{n} on Query {{ ...F{} }} ", n + 1)).collect();
    let documents = [
        format!("{{ ...F0 }} {chain} fragment F900 on Query {{ viewer {{ id }} }}"),
        format!("{{ viewer {{ {} }} }}", "id ".repeat(20_000)),
        format!(
            "query({}) {{ viewer {{ id }} }}",
            (0..8_000).map(|n| format!("$a{n}:Int ")).collect::<String>()
        ),
    ];
    for document in documents {
        let (code, _) = api.refusal(Some(&api.agent), &document, json!({})).await;
        assert_eq!(code, "TOO_COMPLEX");
    }
}

#[tokio::test]
async fn each_answer_tells_what_its_document_cost_and_what_it_may_cost() {
    let api = Api::start().await;
    let answer = api.run(Some(&api.agent), "{ tickets(first: 10) { nodes { id title } } }", json!({})).await;
    let expected = json!({ "complexity": 131, "maxComplexity": 20_000, "depth": 3, "maxDepth": 15 });
    assert_eq!(answer["extensions"]["cost"], expected, "{answer}");
}

#[tokio::test]
async fn a_document_that_is_too_complex_is_told_its_cost_and_the_limit() {
    let api = Api::start().await;
    let heavy =
        "{ tickets(first: 100) { nodes { comments(first: 100) { nodes { id text author { id name } } } } } }";
    let nested = format!(
        "{{ ticket(number: 1) {}id{} }}",
        "{ comments { nodes { ticket ".repeat(6),
        "} } }".repeat(6)
    );
    let aliases: String = (0..60).map(|n| format!("v{n}: viewer {{ id }} ")).collect();
    let repeated = "viewer { id } ".repeat(60);
    let directives = format!("{{ viewer {} {{ id }} }}", "@include(if: true) ".repeat(9));
    let long = format!("{{ viewer {{ id }} }} # {}", "x".repeat(140_000));
    for (document, cost, limit) in [
        (heavy.to_owned(), None, 20_000),
        (nested, Some(19), 15),
        (format!("{{ {aliases} }}"), Some(60), 50),
        (format!("{{ {repeated} }}"), Some(59), 50),
        (directives, Some(9), 8),
        (long, None, 131_072),
    ] {
        let answer = api.run(Some(&api.agent), &document, json!({})).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "TOO_COMPLEX", "{answer}");
        let told = error["extensions"]["cost"].as_u64().unwrap_or_default();
        assert!(told > limit && cost.is_none_or(|cost| cost == told), "{error}");
        assert_eq!(error["extensions"]["limit"], limit, "{error}");
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains(&told.to_string()) && message.contains(&limit.to_string()), "{message}");
    }
}
