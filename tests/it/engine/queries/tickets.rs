//! Which tickets a filter and a search find, and for whom.

use engine::{
    Actor, Channel, CreateTicket, Paging, Status, Ticket, TicketFilter, TicketOrder, UpdateTicket, Upload,
};
use sea_orm::{ConnectionTrait as _, Database};
use tests::{TestApp, given::Person, on_each_database};

use crate::engine::commands::mail::{mail, receive};

async fn found(app: &TestApp, actor: &Actor, filter: TicketFilter) -> Vec<i64> {
    let page =
        app.engine.tickets(actor, &filter, TicketOrder::default(), &Paging::default()).await.expect("a page");
    let count = app.engine.count_tickets(actor, &filter).await.expect("a count");
    assert_eq!(count, page.items.len() as u64, "the count is that of the list: {filter:?}");
    page.items.into_iter().map(|(_, ticket)| ticket.number).collect()
}

async fn searched(app: &TestApp, actor: &Actor, query: &str) -> Vec<i64> {
    found(app, actor, TicketFilter { search: Some(query.into()), ..TicketFilter::default() }).await
}

async fn tagged(app: &TestApp, agent: &Person, ticket: &Ticket, tags: &[&str]) {
    let tags = Some(tags.iter().map(|tag| (*tag).to_owned()).collect());
    let input = UpdateTicket { number: ticket.number, tags, ..UpdateTicket::default() };
    app.engine.update_ticket(&agent.actor, input).await.expect("updated");
}

on_each_database!(
    each_filter_narrows,
    s05_tickets_are_found_by_the_way_on_which_they_came,
    tags_are_for_the_staff,
    s24_colleagues_see_tickets_only_while_their_organisation_shares_them,
    s29_the_search_finds_numbers_titles_texts_and_names_of_files,
    the_search_folds_case_and_diacritics,
    the_search_wants_every_term_and_takes_punctuation_for_a_phrase,
    the_search_survives_its_own_query_language,
    s29_the_search_shows_nothing_that_is_hidden,
    an_earlier_title_is_not_found_any_more,
    a_word_that_stands_everywhere_hides_no_ticket,
);

async fn each_filter_narrows(app: TestApp) {
    let given = app.given();
    let (anna, bob) = (given.customer("anna@example.org").await, given.customer("bob@example.org").await);
    let agent = given.agent("agent@example.org").await;
    let open = given.ticket_in(&anna, &agent, Status::Open).await;
    let closed = given.ticket_in(&bob, &agent, Status::Closed).await;
    app.clock.advance(std::time::Duration::from_mins(1));
    let new = given.ticket(&anna, "A new one").await;
    let take =
        UpdateTicket { number: open.number, assignee: Some(Some(agent.user.id)), ..UpdateTicket::default() };
    app.engine.update_ticket(&agent.actor, take).await.expect("assigned");

    let (n, o, c) = (new.number, open.number, closed.number);
    let staff = &agent.actor;
    let filter = TicketFilter::default;
    let cases: Vec<(TicketFilter, Vec<i64>)> = vec![
        (filter(), vec![n, c, o]),
        (TicketFilter { status: vec![Status::New], ..filter() }, vec![n]),
        (TicketFilter { status: vec![Status::New, Status::Open], ..filter() }, vec![n, o]),
        (TicketFilter { status: vec![Status::New, Status::Closed], ..filter() }, vec![n, c]),
        (TicketFilter { status: Status::ALL.to_vec(), ..filter() }, vec![n, c, o]),
        (TicketFilter { queue: Some(new.queue), ..filter() }, vec![n, c, o]),
        (TicketFilter { assignee: Some(agent.user.id), ..filter() }, vec![o]),
        (TicketFilter { assignee: Some(anna.user.id), ..filter() }, vec![]),
        (TicketFilter { unassigned: Some(true), ..filter() }, vec![n, c]),
        (TicketFilter { unassigned: Some(false), ..filter() }, vec![o]),
        (TicketFilter { customer: Some(bob.user.id), ..filter() }, vec![c]),
        (TicketFilter { mine: Some(true), ..filter() }, vec![o]),
        (TicketFilter { mine: Some(false), ..filter() }, vec![n, c]),
        (TicketFilter { escalated: Some(true), ..filter() }, vec![]),
        (TicketFilter { escalated: Some(false), ..filter() }, vec![n, c, o]),
        (TicketFilter { created_after: Some(new.created_at), ..filter() }, vec![n]),
        (TicketFilter { created_before: Some(new.created_at), ..filter() }, vec![c, o]),
        (TicketFilter { updated_after: Some(new.created_at), ..filter() }, vec![n, o]),
        (TicketFilter { number: Some(c), ..filter() }, vec![c]),
        (TicketFilter { number: Some(i64::MIN), ..filter() }, vec![]),
    ];
    for (filter, mut expected) in cases {
        let mut numbers = found(&app, staff, filter.clone()).await;
        numbers.sort_unstable();
        expected.sort_unstable();
        assert_eq!(numbers, expected, "{filter:?}");
    }
    assert_eq!(found(&app, &anna.actor, TicketFilter { mine: Some(true), ..filter() }).await, [n, o]);
    assert!(found(&app, &anna.actor, TicketFilter { mine: Some(false), ..filter() }).await.is_empty());
}

async fn s05_tickets_are_found_by_the_way_on_which_they_came(app: TestApp) {
    let (anna, agent) =
        (app.given().customer("anna@example.org").await, app.given().agent("agent@example.org").await);
    let web = app.given().ticket(&anna, "By the web").await.number;
    let called = CreateTicket {
        title: "By phone".to_owned(),
        text: "They called.".to_owned(),
        customer_email: Some("anna@example.org".to_owned()),
        ..CreateTicket::default()
    };
    let phone = app.engine.create_ticket(&agent.actor, called).await.expect("a ticket").number;
    let (_, program) = app.given().token(&anna, &["tickets:write"]).await;
    let input = CreateTicket {
        title: "By a program".to_owned(),
        text: "It called.".to_owned(),
        ..CreateTicket::default()
    };
    let api = app.engine.create_ticket(&program, input).await.expect("a ticket").number;
    let message = mail("1@x", "anna@example.org", "By email", "They wrote.");
    let email = receive(&app.engine, message).await.ticket.expect("a ticket");
    for (channels, numbers) in [
        (vec![], vec![email, api, phone, web]),
        (vec![Channel::Web], vec![web]),
        (vec![Channel::Phone], vec![phone]),
        (vec![Channel::Api], vec![api]),
        (vec![Channel::Email], vec![email]),
        (vec![Channel::Web, Channel::Phone, Channel::Email], vec![email, phone, web]),
    ] {
        let filter = TicketFilter { channels: channels.clone(), ..TicketFilter::default() };
        assert_eq!(found(&app, &agent.actor, filter).await, numbers, "{channels:?}");
    }
}

async fn tags_are_for_the_staff(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    tagged(&app, &agent, &ticket, &["zebra", "a b"]).await;

    let seen = app.engine.ticket(&agent.actor, ticket.number).await.expect("an answer").expect("a ticket");
    assert_eq!(seen.tags, ["a b", "zebra"]);
    let seen = app.engine.ticket(&anna.actor, ticket.number).await.expect("an answer").expect("a ticket");
    assert!(seen.tags.is_empty());
    let zebra = || TicketFilter { tag: Some("zebra".to_owned()), ..TicketFilter::default() };
    assert_eq!(found(&app, &agent.actor, zebra()).await, [ticket.number]);
    assert!(found(&app, &anna.actor, zebra()).await.is_empty());
    let odd = TicketFilter { tag: Some("\0".to_owned()), ..TicketFilter::default() };
    assert!(found(&app, &agent.actor, odd).await.is_empty());
}

async fn s24_colleagues_see_tickets_only_while_their_organisation_shares_them(app: TestApp) {
    let given = app.given();
    let shares = given.organisation("Shares", true).await;
    let keeps = given.organisation("Keeps", false).await;
    let (anna, ben) =
        (given.member(&shares, "anna@a.example").await, given.member(&shares, "ben@a.example").await);
    let (carl, dora) =
        (given.member(&keeps, "carl@b.example").await, given.member(&keeps, "dora@b.example").await);
    let of_anna = given.ticket(&anna, "Anna's").await;
    let of_carl = given.ticket(&carl, "Carl's").await;
    let all = TicketFilter::default;
    assert_eq!(found(&app, &ben.actor, all()).await, [of_anna.number]);
    assert_eq!(found(&app, &carl.actor, all()).await, [of_carl.number]);
    assert!(found(&app, &dora.actor, all()).await.is_empty());
    let foreign = TicketFilter { organisation: Some(keeps.id), ..all() };
    assert!(found(&app, &ben.actor, foreign).await.is_empty());
    assert_eq!(app.engine.ticket(&dora.actor, of_carl.number).await.expect("an answer"), None);

    let stop = engine::UpdateOrganisation { shares_tickets: Some(false), ..Default::default() };
    app.engine.update_organisation(&Actor::system(), shares.id, stop).await.expect("updated");
    let ben = app.actor(ben.user.id).await;
    assert!(found(&app, &ben, all()).await.is_empty());
}

async fn s29_the_search_finds_numbers_titles_texts_and_names_of_files(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let file = Upload {
        filename: "quarterly_report-2019.pdf".to_owned(),
        content_type: None,
        bytes: b"%PDF-".to_vec().into(),
    };
    let input = CreateTicket {
        title: "The printer is jammed".to_owned(),
        text: "It says: error E-517.".to_owned(),
        attachments: vec![file],
        ..CreateTicket::default()
    };
    let number = app.engine.create_ticket(&anna.actor, input).await.expect("a ticket").number;
    app.given().ticket(&anna, "Something else").await;
    for query in [
        &number.to_string(),
        &format!("#{number}"),
        &format!(" #{number} "),
        "printer",
        "PRINTER jammed",
        "prin",
        "E-517",
        "quarterly_report-2019.pdf",
        "report",
        "printer quarterly",
        &format!("printer {number}"),
    ] {
        assert_eq!(searched(&app, &anna.actor, query).await, [number], "{query}");
    }
    for query in ["rinter", "printer nothing", "99999", "#", "...", "jam printer-it"] {
        assert!(searched(&app, &anna.actor, query).await.is_empty(), "{query}");
    }
}

async fn the_search_folds_case_and_diacritics(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let number = app.given().ticket(&anna, "Größe der Straße im Café, Łódź").await.number;
    for query in ["grösse", "GROSSE", "große", "strasse", "Straße", "cafe", "lodz", "Łódź"] {
        assert_eq!(searched(&app, &anna.actor, query).await, [number], "{query}");
    }
}

async fn the_search_wants_every_term_and_takes_punctuation_for_a_phrase(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let one = app.given().ticket(&anna, "alpha beta").await.number;
    let two = app.given().ticket(&anna, "beta alpha").await.number;
    assert_eq!(searched(&app, &anna.actor, "alpha beta").await, [two, one]);
    assert_eq!(searched(&app, &anna.actor, "alpha-beta").await, [one]);
    assert_eq!(searched(&app, &anna.actor, "alpha/bet").await, [one], "the last word may be unfinished");
    assert_eq!(searched(&app, &anna.actor, "alph bet").await, [two, one], "each word may be unfinished");
    assert!(searched(&app, &anna.actor, "alph/beta").await.is_empty(), "but not inside a phrase");
}

async fn the_search_survives_its_own_query_language(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let number = app.given().ticket(&anna, "NEAR OR NOT and").await.number;
    for query in [
        "\"",
        "'",
        "''\"\"",
        "*",
        "foo*",
        "NEAR(",
        "a AND",
        "OR",
        "NOT",
        "content:x",
        "-x",
        "^x",
        "x:*",
        "<->",
        "!x",
        "(",
        "\\",
        "%",
        "_",
        "\0",
        "a\0b",
        "' OR 1=1 --",
        "🦀",
        "& | ! ( ) :",
        "{a b}",
        "+",
        "ﷺ",
        "$1",
        "?",
        "$1 ? $2",
    ] {
        searched(&app, &anna.actor, query).await;
    }
    searched(&app, &anna.actor, &"wort ".repeat(10_000)).await;
    searched(&app, &anna.actor, &"x".repeat(100_000)).await;
    assert_eq!(searched(&app, &anna.actor, "near or not AND").await, [number]);
}

async fn s29_the_search_shows_nothing_that_is_hidden(app: TestApp) {
    let given = app.given();
    let (anna, bob) = (given.customer("anna@example.org").await, given.customer("bob@example.org").await);
    let agent = given.agent("agent@example.org").await;
    let ticket = given.ticket(&anna, "A plain title").await;
    given.internal_note(&agent, &ticket, "The customer is a sprocket.").await;
    assert_eq!(searched(&app, &agent.actor, "sprocket").await, [ticket.number]);
    assert!(searched(&app, &anna.actor, "sprocket").await.is_empty());
    assert!(searched(&app, &bob.actor, "plain").await.is_empty());
    assert!(searched(&app, &bob.actor, &ticket.number.to_string()).await.is_empty());
    assert!(searched(&app, &Actor::nobody(), "plain").await.is_empty());
}

async fn an_earlier_title_is_not_found_any_more(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let input = CreateTicket {
        title: "Confidential merger".to_owned(),
        text: "The text.".to_owned(),
        ..CreateTicket::default()
    };
    let number = app.engine.create_ticket(&anna.actor, input).await.expect("a ticket").number;
    let title = Some("Question".to_owned());
    let input = UpdateTicket { number, title, ..UpdateTicket::default() };
    app.engine.update_ticket(&agent.actor, input).await.expect("updated");
    assert!(searched(&app, &anna.actor, "merger").await.is_empty());
    assert_eq!(searched(&app, &anna.actor, "question").await, [number]);
}

/// Thousands of comments in one old ticket are the newest places where the word stands.
async fn a_word_that_stands_everywhere_hides_no_ticket(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let mut numbers = Vec::new();
    for place in 0..7 {
        numbers.insert(0, app.given().ticket(&anna, &format!("Common matter {place}")).await.number);
        app.clock.advance(std::time::Duration::from_hours(1));
    }
    let connection = Database::connect(app.database()).await.expect("a connection");
    let many = "INSERT INTO search_entry (ticket_id, internal, content)
        SELECT ticket.id, false, 'common'
        FROM ticket, (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
                      SELECT i FROM n) AS many
        WHERE ticket.number = 10003";
    connection.execute_unprepared(many).await.expect("written");
    assert_eq!(searched(&app, &anna.actor, "common").await, numbers);
    assert_eq!(searched(&app, &anna.actor, "common matter").await, numbers);

    let filter = TicketFilter { search: Some("common".into()), ..TicketFilter::default() };
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let paging = Paging { first: Some(2), after, ..Paging::default() };
        let page =
            app.engine.tickets(&anna.actor, &filter, TicketOrder::default(), &paging).await.expect("a page");
        seen.extend(page.items.iter().map(|(_, ticket)| ticket.number));
        after = page.items.last().map(|(cursor, _)| cursor.clone());
        if !page.has_next {
            break;
        }
    }
    assert_eq!(seen, numbers);
}
