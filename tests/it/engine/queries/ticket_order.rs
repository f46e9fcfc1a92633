//! Lists by title stand as a dictionary has them, page by page and both ways.

use engine::{Actor, Direction, OrderField, Page, Paging, Ticket, TicketFilter, TicketOrder, UpdateTicket};
use tests::{TestApp, on_each_database};

on_each_database!(
    titles_stand_as_a_dictionary_has_them,
    a_ticket_with_a_new_title_stands_at_its_new_place,
    titles_that_begin_alike_are_paged_without_a_gap,
);

async fn read(app: &TestApp, direction: Direction, paging: Paging) -> Page<Ticket> {
    let order = TicketOrder { field: OrderField::Title, direction };
    app.engine.tickets(&Actor::system(), &TicketFilter::default(), order, &paging).await.expect("a page")
}

/// All titles, three at a time.
async fn titles(app: &TestApp, direction: Direction) -> Vec<String> {
    let (mut titles, mut after) = (Vec::new(), None);
    loop {
        let page = read(app, direction, Paging { first: Some(3), after, ..Paging::default() }).await;
        after = page.items.last().map(|(cursor, _)| cursor.clone());
        titles.extend(page.items.into_iter().map(|(_, ticket)| ticket.title));
        if !page.has_next {
            return titles;
        }
    }
}

/// The same from the end.
async fn titles_backward(app: &TestApp, direction: Direction) -> Vec<String> {
    let (mut titles, mut before) = (Vec::new(), None);
    loop {
        let page = read(app, direction, Paging { last: Some(3), before, ..Paging::default() }).await;
        before = page.items.first().map(|(cursor, _)| cursor.clone());
        titles.splice(0..0, page.items.into_iter().map(|(_, ticket)| ticket.title));
        if !page.has_previous {
            return titles;
        }
    }
}

async fn titles_stand_as_a_dictionary_has_them(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let mut sorted = [
        "7 Zwerge", "anker", "Anker", "Äpfel", "Apfelmus", "Bär", "Łódź", "Ölkanne", "Straße", "Zange", "Яна",
    ];
    for title in sorted.iter().rev() {
        app.given().ticket(&anna, title).await;
    }
    assert_eq!(titles(&app, Direction::Asc).await, sorted);
    assert_eq!(titles_backward(&app, Direction::Asc).await, sorted);
    sorted.reverse();
    assert_eq!(titles(&app, Direction::Desc).await, sorted);
    assert_eq!(titles_backward(&app, Direction::Desc).await, sorted);
}

async fn a_ticket_with_a_new_title_stands_at_its_new_place(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let first = app.given().ticket(&anna, "Anker").await;
    app.given().ticket(&anna, "Bär").await;
    let title = Some("Übergabe".to_owned());
    let input = UpdateTicket { number: first.number, title, ..UpdateTicket::default() };
    app.engine.update_ticket(&agent.actor, input).await.expect("updated");
    assert_eq!(titles(&app, Direction::Asc).await, ["Bär", "Übergabe"]);
}

/// Longer than what an index keeps of them.
async fn titles_that_begin_alike_are_paged_without_a_gap(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let alike = "Sehr langer Titel ".repeat(10);
    for place in 0..7 {
        app.given().ticket(&anna, &format!("{alike}{place}")).await;
    }
    for direction in [Direction::Asc, Direction::Desc] {
        let whole = read(&app, direction, Paging::default()).await;
        let whole: Vec<_> = whole.items.into_iter().map(|(_, ticket)| ticket.title).collect();
        assert_eq!(whole.len(), 7);
        assert_eq!(titles(&app, direction).await, whole);
        assert_eq!(titles_backward(&app, direction).await, whole);
    }
}
