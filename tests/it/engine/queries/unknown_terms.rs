//! Terms of a search that name nothing: told, and to nobody more than they may know.

use engine::{Actor, Code, SearchProperty, UpdateTicket};
use tests::{TestApp, on_each_database};

on_each_database!(
    s29_terms_that_name_nothing_are_told_and_are_no_error,
    s29_what_is_hidden_is_told_like_what_does_not_exist,
    s29_a_property_that_does_not_exist_is_told_with_the_one_that_was_meant,
);

async fn unknown(app: &TestApp, actor: &Actor, typed: &str) -> Vec<(SearchProperty, String)> {
    let terms = app.engine.unknown_search_terms(actor, typed).await.expect("an answer");
    terms.into_iter().map(|term| (term.property, term.value)).collect()
}

async fn s29_terms_that_name_nothing_are_told_and_are_no_error(app: TestApp) {
    let given = app.given();
    let lotus = given.organisation("Lotus AG", true).await;
    let (anna, jana) = (given.member(&lotus, "anna@l.example").await, given.agent("jana@example.org").await);
    given.queue("Second level").await;
    given.queue("Rom, Paris").await;
    let ticket = given.ticket(&anna, "Drucker").await;
    let tags =
        UpdateTicket { number: ticket.number, tags: Some(vec!["vpn".to_owned()]), ..UpdateTicket::default() };
    app.engine.update_ticket(&jana.actor, tags).await.expect("tagged");
    for known in [
        "drucker",
        "status:open",
        "queue:\"second LEVEL\"",
        "queue:\"Rom, Paris\"",
        "org:lotus",
        "organisation:Lotus",
        "assignee:me,none",
        "customer:anna@l.example -assignee:jana@example.org",
        "tag:VPN",
        "C:\\temp a:b",
    ] {
        assert_eq!(unknown(&app, &jana.actor, known).await, [], "{known}");
    }
    let of = |property, value: &str| (property, value.to_owned());
    for (typed, told) in [
        ("queue:abc status:open", vec![of(SearchProperty::Queue, "abc")]),
        ("queue:abc,\"x", vec![of(SearchProperty::Queue, "abc"), of(SearchProperty::Queue, "\"x")]),
        (
            "-org:nirgends tag:nie",
            vec![of(SearchProperty::Organisation, "nirgends"), of(SearchProperty::Tag, "nie")],
        ),
        ("assignee:me,weg@x.example", vec![of(SearchProperty::Person, "weg@x.example")]),
        ("tag:vpn,nie", vec![of(SearchProperty::Tag, "nie")]),
        ("tag:a\0b", vec![of(SearchProperty::Tag, "a\0b")]),
    ] {
        assert_eq!(unknown(&app, &jana.actor, typed).await, told, "{typed}");
    }
    let many: Vec<String> = (0..300).map(|number| format!("t{number}")).collect();
    assert!(
        unknown(&app, &jana.actor, &format!("tag:{}", many.join(","))).await.len() < 30,
        "a search has an end"
    );
    let refused = app.engine.unknown_search_terms(&jana.actor, "status:offen").await.expect_err("refused");
    assert_eq!(refused.code(), Code::BadUserInput);
}

async fn s29_a_property_that_does_not_exist_is_told_with_the_one_that_was_meant(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let terms = app.engine.unknown_search_terms(&jana.actor, "tag:nie foo:bar stats:open \"a:bc\"").await;
    let told: Vec<_> = terms
        .expect("an answer")
        .into_iter()
        .map(|term| (term.term, term.property, term.value, term.nearest))
        .collect();
    let of =
        |term: &str, property, value: &str, nearest| (term.to_owned(), property, value.to_owned(), nearest);
    assert_eq!(
        told,
        [
            of("foo:bar", SearchProperty::Key, "foo", None),
            of("stats:open", SearchProperty::Key, "stats", Some("status")),
            of("tag:nie", SearchProperty::Tag, "nie", None),
        ]
    );
}

async fn s29_what_is_hidden_is_told_like_what_does_not_exist(app: TestApp) {
    let given = app.given();
    let (lotus, other) =
        (given.organisation("Lotus AG", true).await, given.organisation("Omega", true).await);
    let anna = given.member(&lotus, "anna@l.example").await;
    let omar = given.member(&other, "omar@o.example").await;
    let jana = given.agent("jana@example.org").await;
    let ticket = given.ticket(&omar, "Drucker").await;
    let tags =
        UpdateTicket { number: ticket.number, tags: Some(vec!["vpn".to_owned()]), ..UpdateTicket::default() };
    app.engine.update_ticket(&jana.actor, tags).await.expect("tagged");
    let customers = &anna.actor;
    assert_eq!(unknown(&app, customers, "org:lotus customer:anna@l.example").await, []);
    for (hidden, absent) in [
        ("org:omega", "org:nirgends"),
        ("customer:omar@o.example", "customer:weg@x.example"),
        ("tag:vpn", "tag:nie"),
    ] {
        let (hidden, absent) =
            (unknown(&app, customers, hidden).await, unknown(&app, customers, absent).await);
        assert_eq!((hidden.len(), hidden[0].0), (absent.len(), absent[0].0));
    }
}
