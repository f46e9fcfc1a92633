//! What the arguments of a field weigh: the dearest documents are refused by their weight before anything of them runs.

use serde_json::{Value, json};

use crate::graphql::api::{Api, Person, id};

/// What a document costs, as its answer tells it.
async fn cost(api: &Api, person: &Person, document: &str, variables: Value) -> u64 {
    let answer = api.run(Some(person), document, variables).await;
    answer["extensions"]["cost"]["complexity"].as_u64().unwrap_or_else(|| panic!("{document}\n{answer}"))
}

async fn is_refused(api: &Api, person: &Person, document: &str, variables: Value) {
    let (code, _) = api.refusal(Some(person), document, variables).await;
    assert_eq!(code, "TOO_COMPLEX", "{document}");
}

#[tokio::test]
async fn a_search_weighs_by_its_words_and_its_properties() {
    let api = Api::start().await;
    for (document, expected) in [
        ("{ tickets(first: 10) { nodes { id title } } }", 131),
        ("{ tickets(first: 0) { totalCount } }", 102),
        (r#"{ search(query: "printer", first: 10) { totalCount } }"#, 1_111),
        (r#"{ search(query: "status:open -tag:vpn \"no toner\" fax", first: 1) { totalCount } }"#, 3_302),
        (r#"{ search(query: "", first: 1) { totalCount } }"#, 102),
        (r#"{ ticketCounts(queries: ["status:open", "turn:us is:unseen", "printer fax"]) }"#, 1_400),
        (r#"{ ticketCounts(queries: ["fax", "fax", "fax"]) }"#, 500),
        ("{ ticketCounts(queries: []) }", 100),
        (r#"{ ticket(number: 1) { standing(query: "printer fax") { position } } }"#, 1_122),
        ("{ tickets(first: 10) { nodes { standing { position } } } }", 3_321),
        ("{ views { count } }", 21),
    ] {
        assert_eq!(cost(&api, &api.agent, document, json!({})).await, expected, "{document}");
    }
    // Variables weigh as what they hold; one that is not given, nothing.
    let document = "query($q: String, $n: Int!) { ticket(number: $n) { standing(query: $q) { position } } }";
    for (query, expected) in [(json!("printer fax"), 1_122), (Value::Null, 322)] {
        assert_eq!(cost(&api, &api.agent, document, json!({ "q": query, "n": 1 })).await, expected);
    }
    assert_eq!(cost(&api, &api.agent, document, json!({ "n": 1 })).await, 322);
}

#[tokio::test]
async fn long_searches_are_looked_for_one_at_a_time() {
    let api = Api::start().await;
    api.ticket(&api.customer, "Printer").await;
    let long = |n: usize| {
        let words = "druck dru bit bitt helf hel nich meh def defe numm num";
        let without: String = (0..40).map(|word| format!(" -xa{word}q{n}")).collect();
        format!("{words}{without}")
    };
    let search = "query($q: String!) { search(query: $q) { totalCount nodes { id number title } } }";
    api.data(&api.customer, search, json!({ "q": long(0) })).await;
    let place =
        "query($q: String!) { ticket(number: 10001) { standing(query: $q) { position totalCount } } }";
    api.data(&api.customer, place, json!({ "q": long(0) })).await;

    let queries: Vec<String> = (0..50).map(long).collect();
    let counts = "query($q: [String!]!) { ticketCounts(queries: $q) }";
    is_refused(&api, &api.customer, counts, json!({ "q": queries })).await;
    is_refused(&api, &api.customer, counts, json!({ "q": queries[..5] })).await;
    api.data(&api.customer, counts, json!({ "q": queries[..3] })).await;
    let often: String = (0..20).map(|n| format!("a{n}: ticketCounts(queries: $q) ")).collect();
    let document = format!("query($q: [String!]!) {{ {often} }}");
    is_refused(&api, &api.customer, &document, json!({ "q": ["druck bitte helfen"] })).await;
    let properties: Vec<String> = (0..50).map(|n| format!("status:open -tag:t{n}")).collect();
    api.data(&api.agent, counts, json!({ "q": properties })).await;
    let many = "{ tickets(first: 100) { nodes { standing(query: \"druck bitte\") { position } } } }";
    is_refused(&api, &api.customer, many, json!({})).await;
    let many = "{ tickets(first: 100) { nodes { standing { position } } } }";
    is_refused(&api, &api.customer, many, json!({})).await;
    let reports = "{ one: report(days: 366) { created } two: report(days: 365) { created } }";
    is_refused(&api, &api.agent, reports, json!({})).await;
}

#[tokio::test]
async fn views_are_counted_by_what_each_searches_for_and_not_without_end() {
    let api = Api::start().await;
    let agent = api.actor(&api.agent).await;
    let save = async |name: &str, query: &str| {
        let view = engine::CreateView { name: name.into(), query: query.into(), shared: true };
        api.engine.create_view(&agent, view).await.expect("a view");
    };
    save("Open", "status:open").await;
    save("Printers", "printer fax").await;
    let document = "{ views { count } }";
    assert_eq!(cost(&api, &api.agent, document, json!({})).await, 21 + 200 + 900);
    let twice = "{ views { one: count two: count } }";
    assert_eq!(cost(&api, &api.agent, twice, json!({})).await, 41 + 2 * 1_100);
    for number in 0..60 {
        save(&format!("Printers {number}"), &format!("printer fax {number}")).await;
    }
    let answer = api.run(Some(&api.agent), document, json!({})).await;
    let error = &answer["errors"][0]["extensions"];
    assert_eq!(error["code"], "TOO_COMPLEX", "{answer}");
    assert!(error["cost"].as_u64().is_some_and(|cost| cost > 20_000), "{answer}");
    let named = api.data(&api.agent, "{ views { name } }", json!({})).await;
    assert_eq!(named["views"].as_array().map(Vec::len), Some(62));
}

#[tokio::test]
async fn what_the_desk_asks_for_all_the_time_weighs_little() {
    let api = Api::start().await;
    for document in [
        include_str!("../../../web-ui/src/nav/staff.graphql"),
        include_str!("../../../web-ui/src/nav/views.graphql"),
    ] {
        api.data(&api.agent, document, json!({})).await;
        assert!(cost(&api, &api.agent, document, json!({})).await < 10_000, "{document}");
    }
    // A page of a hundred with the longest search that is looked for.
    let document = include_str!("../../../web-ui/src/pages/desk/list/search.graphql");
    let query = "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf ".repeat(3);
    api.data(&api.agent, document, json!({ "query": query, "first": 100 })).await;
}

#[tokio::test]
async fn a_text_weighs_by_its_length_and_twice_as_much_if_it_is_asked_for_twice() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let preview = "query($t: String!) { previewComment(text: $t) }";
    for (length, expected) in [(10, 1), (1_000, 51), (200_000, 10_001), (200_001, 2_001), (1_000_000, 10_001)]
    {
        let text = "x".repeat(length);
        assert_eq!(cost(&api, &api.agent, preview, json!({ "t": text })).await, expected, "{length}");
    }
    let twice = "query($t: String!) { one: previewComment(text: $t) two: previewComment(text: $t) }";
    api.data(&api.agent, twice, json!({ "t": "x".repeat(190_000) })).await;
    is_refused(&api, &api.agent, twice, json!({ "t": "x".repeat(200_000) })).await;
    let comment = "mutation($i: AddCommentInput!) { addComment(input: $i) { comment { id } } }";
    let written = json!({ "i": { "number": ticket.number, "text": "x".repeat(1_000) } });
    assert_eq!(cost(&api, &api.agent, comment, written).await, 53);
    // A variable that is not given hides nothing of what stands beside it.
    let comment_once = "mutation($n: Int!, $t: String!, $k: String) {
        addComment(input: { number: $n, text: $t, idempotencyKey: $k }) { comment { id } } }";
    let written = json!({ "n": ticket.number, "t": "x".repeat(1_000) });
    assert_eq!(cost(&api, &api.agent, comment_once, written).await, 53);
    let longest = json!({ "i": { "number": ticket.number, "text": "x ".repeat(500_000) } });
    api.data(&api.customer, comment, longest).await;
}

#[tokio::test]
async fn a_list_of_changes_weighs_by_its_tickets_and_its_changes() {
    let api = Api::start().await;
    let document = "mutation($i: ChangeTicketsInput!) { changeTickets(input: $i) { results { number } } }";
    let input = |tickets: i64, changes: Vec<Value>| {
        let numbers: Vec<i64> = (1..=tickets).collect();
        json!({ "i": { "numbers": numbers, "changes": changes } })
    };
    let high = |changes: usize| vec![json!({ "priority": "HIGH" }); changes];
    let of_macro = || vec![json!({ "macro": "x" })];
    for (variables, expected) in [
        (input(1, high(1)), 157),
        (input(100, high(1)), 5_602),
        (input(100, high(29)), 19_602),
        (input(1, high(50)), 402),
        (input(100, of_macro()), 15_102),
    ] {
        assert_eq!(cost(&api, &api.agent, document, variables).await, expected);
    }
    is_refused(&api, &api.agent, document, input(100, high(50))).await;
    let one = "mutation($i: ChangeTicketInput!) { changeTicket(input: $i) { ticket { id } } }";
    let variables = json!({ "i": { "number": 1, "changes": high(50) } });
    assert_eq!(cost(&api, &api.agent, one, variables).await, 303);
    // What the desk does to a hundred tickets at once.
    let desk = include_str!("../../../web-ui/src/pages/desk/list/change.graphql");
    let variables = json!({ "input": input(100, of_macro())["i"] });
    assert!(cost(&api, &api.agent, desk, variables).await < 20_000);
}

#[tokio::test]
async fn what_has_clocks_counted_again_and_what_imports_is_done_one_at_a_time() {
    let api = Api::start().await;
    for (field, kind, input, least, most) in [
        ("updateQueue", "UpdateQueueInput", json!({ "id": "x", "agreement": null }), 10_000, 10_010),
        ("updateQueue", "UpdateQueueInput", json!({ "id": "x", "name": "Support" }), 1, 10),
        (
            "updateOrganisation",
            "UpdateOrganisationInput",
            json!({ "id": "x", "agreement": "x" }),
            10_000,
            10_010,
        ),
        ("updateOrganisation", "UpdateOrganisationInput", json!({ "id": "x", "name": "Acme" }), 1, 10),
        ("updateAgreement", "UpdateAgreementInput", json!({ "id": "x", "targets": [] }), 10_000, 10_010),
        ("updateAgreement", "UpdateAgreementInput", json!({ "id": "x", "name": "Gold" }), 1, 10),
        ("updateCalendar", "UpdateCalendarInput", json!({ "id": "x", "hours": [] }), 10_000, 10_010),
        ("updateCalendar", "UpdateCalendarInput", json!({ "id": "x", "name": "Büro" }), 1, 10),
        ("importHolidays", "ImportHolidaysInput", json!({ "id": "x", "ics": "" }), 10_000, 10_010),
        ("importUsers", "ImportInput", json!({ "csv": "email" }), 10_000, 10_010),
        ("importOrganisations", "ImportInput", json!({ "csv": "name" }), 10_000, 10_010),
    ] {
        let run = |fields: &str| format!("mutation($i: {kind}!) {{ {fields} }}");
        let once = run(&format!("{field}(input: $i) {{ __typename }}"));
        let weight = cost(&api, &api.admin, &once, json!({ "i": input })).await;
        assert!((least..=most).contains(&weight), "{field} {input}: {weight}");
        if least > 1 {
            let twice = run(&format!(
                "one: {field}(input: $i) {{ __typename }} two: {field}(input: $i) {{ __typename }}"
            ));
            is_refused(&api, &api.admin, &twice, json!({ "i": input })).await;
        }
    }
}

#[tokio::test]
async fn few_passwords_are_hashed_for_one_document() {
    let api = Api::start().await;
    let variables = json!({ "i": { "email": "paula@acme.example", "password": "wrong" } });
    let logins = |count: usize| {
        let logins: String = (0..count).map(|n| format!("l{n}: login(input: $i) {{ token }} ")).collect();
        format!("mutation($i: LoginInput!) {{ {logins} }}")
    };
    for (count, expected) in
        [(1, "UNAUTHENTICATED"), (3, "UNAUTHENTICATED"), (4, "TOO_COMPLEX"), (20, "TOO_COMPLEX")]
    {
        let (code, _) = api.refusal(None, &logins(count), variables.clone()).await;
        assert_eq!(code, expected, "{count}");
    }
    let create = "mutation($b: String) {
        createUser(input: { email: \"p@acme.example\", name: \"P\", role: CUSTOMER, password: $b }) { user { id } } }";
    let change = "mutation($a: String!, $b: String!) { changePassword(current: $a, new: $b) }";
    let disable = "mutation($i: IdentityInput!) { disableSecondFactor(input: $i) }";
    for (document, variables, expected) in [
        (change, json!({ "a": "one", "b": "two" }), 12_001),
        (create, json!({ "b": "two" }), 6_003),
        (create, json!({ "b": null }), 3),
        (disable, json!({ "i": { "password": "one" } }), 6_001),
    ] {
        assert_eq!(cost(&api, &api.admin, document, variables).await, expected, "{document}");
    }
}

#[tokio::test]
async fn long_variables_are_copied_a_few_times_and_not_for_ever() {
    let api = Api::start().await;
    let many: String = (0..20).map(|n| format!("a{n}: users(query: $t) {{ totalCount }} ")).collect();
    let variables = json!({ "t": "x".repeat(900) });
    api.data(&api.agent, &format!("query($t: String) {{ {many} }}"), variables).await;
    let previews: String = (0..9).map(|n| format!("a{n}: previewComment(text: $t) ")).collect();
    let document = format!("query($t: String!) {{ {previews} }}");
    let answer = api.run(Some(&api.agent), &document, json!({ "t": "x".repeat(1_000_000) })).await;
    let error = &answer["errors"][0]["extensions"];
    let told = json!({ "code": "TOO_COMPLEX", "cost": 9_000_000, "limit": 8_388_608 });
    assert_eq!(*error, told, "{answer}");
}

#[tokio::test]
async fn nodes_weigh_as_many_as_are_asked_for() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let document = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    for (count, expected) in [(1, 2), (3, 4), (100, 101)] {
        let ids = vec![id("Ticket", ticket.id); count];
        assert_eq!(cost(&api, &api.agent, document, json!({ "ids": ids })).await, expected);
    }
}
