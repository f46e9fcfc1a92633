//! A text block is made.

use engine::{Actor, CreateTextBlock, Error, Paging};
use tests::{TestApp, on_each_database};

use super::made;

on_each_database!(
    a_text_block_is_made_by_admins_and_filled_in_for_the_staff,
    what_is_wrong_with_a_text_block_names_its_field,
    customers_and_strangers_to_a_ticket_are_told_nothing,
);

async fn a_text_block_is_made_by_admins_and_filled_in_for_the_staff(app: TestApp) {
    let given = app.given();
    let (ada, jana) = (given.admin("ada@example.org").await, given.agent("jana@example.org").await);
    let acme = given.organisation("Acme", false).await;
    let anna = given.member(&acme, "anna@a.example").await;
    let ticket = given.ticket(&anna, "Drucker {{agent.name}}").await;
    let text = "Hallo {{customer.name}} ({{organisation.name}}),\r\n#{{ticket.number}} {{ticket.title}}, {{ticket.url}}\n{{ agent.name }}, {{brand.name}}, {{queue.name}}";
    let block = made(&app, &ada, " Begrüßung ", text, Some("de")).await;
    assert_eq!((block.name.as_str(), block.locale.as_deref()), ("Begrüßung", Some("de")));
    made(&app, &ada, "Begrüßung", "Hello", Some("en")).await;
    made(&app, &ada, "Adresse", "{{customer.email}}", None).await;

    let filled = app.engine.fill_text_block(&jana.actor, &block, ticket.number).await.expect("filled");
    let expected = format!(
        "Hallo {} (Acme),\n#{} Drucker {{{{agent.name}}}}, {}/tickets/{}\n{}, {}, Support",
        anna.user.name,
        ticket.number,
        app.engine.settings().public_url,
        ticket.number,
        jana.user.name,
        app.engine.settings().brand.name
    );
    assert_eq!(filled, expected);

    let names = async |search: Option<&str>| {
        let found = app.engine.text_blocks(&jana.actor, search).await.expect("text blocks");
        found.into_iter().map(|block| (block.name, block.locale)).collect::<Vec<_>>()
    };
    let all = names(None).await;
    assert_eq!(all[0].0, "Adresse");
    assert_eq!(all.len(), 3);
    assert_eq!(names(Some("BEGRUSSUNG")).await.len(), 2, "accents and case do not matter");
    assert_eq!(names(Some("hello")).await, [("Begrüßung".to_owned(), Some("en".to_owned()))]);

    let log = app.engine.audit_log(&ada.actor, None, &Paging::default()).await.expect("a log");
    let told: Vec<_> =
        log.items.iter().filter(|(_, entry)| entry.audited.kind() == "TEXT_BLOCK_CHANGED").collect();
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|(_, entry)| entry.actor == Some(ada.user.id)));
    let input = CreateTextBlock { name: "x".to_owned(), text: "x".to_owned(), locale: None };
    let refused = app.engine.create_text_block(&jana.actor, input).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
}

async fn what_is_wrong_with_a_text_block_names_its_field(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    made(&app, &ada, "Gruß", "Hallo", None).await;
    let (long_name, long_text) = ("x".repeat(101), "x".repeat(20_001));
    for (name, text, locale, field, reason) in [
        ("", "x", None, "name", "name-required"),
        (long_name.as_str(), "x", None, "name", "name-too-long"),
        ("Gruß", "x", None, "name", "name-taken"),
        ("y", " \n", None, "text", "text-required"),
        ("y", long_text.as_str(), None, "text", "text-too-long"),
        ("y", "{{custmer.name}}", None, "text", "variable-unknown"),
        ("y", "{{customer.name", None, "text", "variable-open"),
        ("y", "x", Some("fr"), "locale", "locale-unknown"),
    ] {
        let input = CreateTextBlock {
            name: name.to_owned(),
            text: text.to_owned(),
            locale: locale.map(str::to_owned),
        };
        let refused = app.engine.create_text_block(&ada.actor, input).await.expect_err("refused");
        assert_eq!((refused.field(), refused.reason()), (Some(field), reason), "{refused}");
        assert_eq!(refused.term(), (reason == "variable-unknown").then_some("custmer.name"));
    }
    made(&app, &ada, "Gruß", "Hi", Some("en")).await;
    assert_eq!(app.engine.text_blocks(&Actor::system(), None).await.expect("all").len(), 2);
}

async fn customers_and_strangers_to_a_ticket_are_told_nothing(app: TestApp) {
    let given = app.given();
    let (ada, jana) = (given.admin("ada@example.org").await, given.agent("jana@example.org").await);
    let anna = given.customer("anna@a.example").await;
    let ticket = given.ticket(&anna, "Drucker").await;
    let block = made(&app, &ada, "Name", "{{customer.email}}", None).await;
    assert!(matches!(app.engine.text_blocks(&anna.actor, None).await, Err(Error::Forbidden { .. })));
    assert!(app.engine.text_block(&anna.actor, block.id).await.expect("an answer").is_none());
    let own = app.engine.fill_text_block(&anna.actor, &block, ticket.number).await;
    assert!(matches!(own, Err(Error::Forbidden { .. })), "{own:?}");
    app.engine.set_queue_members(&Actor::system(), ticket.queue, &[]).await.expect("set");
    for number in [ticket.number, 99_999] {
        let hidden = app.engine.fill_text_block(&jana.actor, &block, number).await;
        assert!(matches!(hidden, Err(Error::NotFound { what: "ticket" })), "{hidden:?}");
    }
}
