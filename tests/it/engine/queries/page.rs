//! Pages by place: no gap, no repetition, both directions, and a clear refusal of what is no page.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use engine::{
    Actor, Code, Direction, Error, OrderField, Page, Paging, Priority, Ticket, TicketFilter, TicketOrder,
    UpdateTicket,
};
use tests::{TestApp, on_each_database};

const FIELDS: [OrderField; 7] = [
    OrderField::CreatedAt,
    OrderField::UpdatedAt,
    OrderField::Number,
    OrderField::DueAt,
    OrderField::Priority,
    OrderField::Title,
    OrderField::Status,
];

/// Seven tickets, of which several were opened at the same moment and have the same priority.
async fn seven(app: &TestApp) {
    let customer = app.given().customer("anna@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    for place in 0..7_u64 {
        let ticket = app.given().ticket(&customer, &format!("Number {place}")).await;
        if place % 2 == 0 {
            let priority = Some(Priority::High);
            let input = UpdateTicket { number: ticket.number, priority, ..UpdateTicket::default() };
            app.engine.update_ticket(&agent.actor, input).await.expect("updated");
        }
        if place % 3 == 0 {
            app.given().set(&agent, &ticket, engine::Status::Resolved).await;
            app.clock.advance(Duration::from_secs(1));
        }
    }
}

async fn read(app: &TestApp, order: TicketOrder, paging: Paging) -> Page<Ticket> {
    app.engine.tickets(&Actor::system(), &TicketFilter::default(), order, &paging).await.expect("a page")
}

fn numbers(page: &Page<Ticket>) -> Vec<i64> {
    page.items.iter().map(|(_, ticket)| ticket.number).collect()
}

on_each_database!(
    every_order_is_walked_forward_and_backward_without_a_gap,
    a_page_knows_whether_the_list_goes_on,
    the_newest_ticket_comes_first_and_equal_ones_keep_their_order,
    the_end_of_a_page_is_stable_while_tickets_are_opened,
    what_is_no_page_is_refused_with_the_name_of_the_argument,
);

async fn every_order_is_walked_forward_and_backward_without_a_gap(app: TestApp) {
    seven(&app).await;
    for field in FIELDS {
        for direction in [Direction::Asc, Direction::Desc] {
            let order = TicketOrder { field, direction };
            let all = numbers(&read(&app, order, Paging { first: Some(100), ..Paging::default() }).await);
            assert_eq!(all.len(), 7);

            let (mut forward, mut after) = (Vec::new(), None);
            loop {
                let page =
                    read(&app, order, Paging { first: Some(2), after: after.clone(), ..Paging::default() })
                        .await;
                forward.extend(numbers(&page));
                assert_eq!(page.has_previous, after.is_some());
                after = page.items.last().map(|(cursor, _)| cursor.clone());
                if !page.has_next {
                    break;
                }
            }
            assert_eq!(forward, all, "forward by {field:?} {direction:?}");

            let (mut backward, mut before) = (Vec::new(), None);
            loop {
                let page =
                    read(&app, order, Paging { last: Some(2), before: before.clone(), ..Paging::default() })
                        .await;
                backward.splice(0..0, numbers(&page));
                before = page.items.first().map(|(cursor, _)| cursor.clone());
                if !page.has_previous {
                    break;
                }
            }
            assert_eq!(backward, all, "backward by {field:?} {direction:?}");
        }
    }
}

async fn a_page_knows_whether_the_list_goes_on(app: TestApp) {
    seven(&app).await;
    let order = TicketOrder::default();
    let whole = read(&app, order, Paging { first: Some(7), ..Paging::default() }).await;
    assert!(!whole.has_next && !whole.has_previous);
    let most = read(&app, order, Paging { first: Some(6), ..Paging::default() }).await;
    assert!(most.has_next && !most.has_previous);
    let none = read(&app, order, Paging { first: Some(0), ..Paging::default() }).await;
    assert!(none.items.is_empty() && none.has_next);
    let between = Paging {
        first: Some(100),
        after: Some(whole.items[1].0.clone()),
        before: Some(whole.items[4].0.clone()),
        ..Paging::default()
    };
    assert_eq!(numbers(&read(&app, order, between).await), numbers(&whole)[2..4]);
}

async fn the_newest_ticket_comes_first_and_equal_ones_keep_their_order(app: TestApp) {
    let customer = app.given().customer("anna@example.org").await;
    for title in ["one", "two", "three"] {
        app.given().ticket(&customer, title).await;
    }
    let first = read(&app, TicketOrder::default(), Paging::default()).await;
    assert_eq!(numbers(&first), [10_003, 10_002, 10_001]);
    assert_eq!(first, read(&app, TicketOrder::default(), Paging::default()).await);
}

async fn the_end_of_a_page_is_stable_while_tickets_are_opened(app: TestApp) {
    seven(&app).await;
    let order = TicketOrder::default();
    let first = read(&app, order, Paging { first: Some(3), ..Paging::default() }).await;
    app.clock.advance(Duration::from_mins(1));
    let customer = app.given().customer("late@example.org").await;
    app.given().ticket(&customer, "Opened meanwhile").await;
    let after = first.items.last().map(|(cursor, _)| cursor.clone());
    let rest = read(&app, order, Paging { first: Some(100), after, ..Paging::default() }).await;
    let mut seen = numbers(&first);
    seen.extend(numbers(&rest));
    assert_eq!(seen.len(), 7, "neither repeated nor skipped: {seen:?}");
}

async fn what_is_no_page_is_refused_with_the_name_of_the_argument(app: TestApp) {
    seven(&app).await;
    let order = TicketOrder::default();
    let other = TicketOrder { field: OrderField::Number, ..order };
    let number = read(&app, other, Paging::default()).await.items[0].0.clone();
    let forged = |text: &str| Some(URL_SAFE_NO_PAD.encode(text.replace('|', "\u{1f}")));
    let id = "i00000000000000000000000000000000";
    for (paging, field) in [
        (Paging { first: Some(101), ..Paging::default() }, "first"),
        (Paging { first: Some(-1), ..Paging::default() }, "first"),
        (Paging { last: Some(i64::MAX), ..Paging::default() }, "last"),
        (Paging { first: Some(1), last: Some(1), ..Paging::default() }, "last"),
        (Paging { after: Some("nonsense".to_owned()), ..Paging::default() }, "after"),
        (Paging { after: Some(String::new()), ..Paging::default() }, "after"),
        (Paging { before: Some("ZsO8\u{0}".to_owned()), ..Paging::default() }, "before"),
        (Paging { before: Some(number), ..Paging::default() }, "before"),
        (Paging { after: forged(&format!("created|{id}|n7")), ..Paging::default() }, "after"),
        (Paging { after: forged(&format!("created|{id}|{id}")), ..Paging::default() }, "after"),
        (Paging { after: forged("created|n7|t7"), ..Paging::default() }, "after"),
        (Paging { after: forged(&format!("created|{id}|t{}", i64::MIN)), ..Paging::default() }, "after"),
        (Paging { after: forged(&format!("created|{id}|t{}", i64::MAX)), ..Paging::default() }, "after"),
        (Paging { after: forged(&format!("created|{id}")), ..Paging::default() }, "after"),
    ] {
        let answer = app.engine.tickets(&Actor::system(), &TicketFilter::default(), order, &paging).await;
        let error: Error = answer.expect_err("refused");
        assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some(field)), "{paging:?}: {error}");
    }
}
