//! Where a ticket stands in a list, and what comes before and after it.

use engine::{Direction, OrderField, Standing, Status, Ticket, TicketFilter, TicketOrder};
use tests::{TestApp, on_each_database};

on_each_database!(a_ticket_has_a_place_and_neighbours_and_keeps_them_when_it_leaves_the_list);

async fn a_ticket_has_a_place_and_neighbours_and_keeps_them_when_it_leaves_the_list(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut tickets: Vec<Ticket> = Vec::new();
    for title in ["Erstes", "Zweites", "Drittes"] {
        tickets.push(app.given().ticket(&maria, title).await);
        app.clock.advance(std::time::Duration::from_mins(1));
    }
    let numbers: Vec<i64> = tickets.iter().map(|ticket| ticket.number).collect();
    let filter = TicketFilter { status: vec![Status::New], ..TicketFilter::default() };
    for (field, direction) in
        [(OrderField::CreatedAt, Direction::Asc), (OrderField::WaitingSince, Direction::Asc)]
    {
        let order = TicketOrder { field, direction };
        let standing = async |at: usize| {
            let ticket = app.engine.ticket(&jana.actor, numbers[at]).await.unwrap().unwrap();
            app.engine.standing(&jana.actor, &ticket, &filter, order).await.unwrap()
        };
        let first = Standing { position: Some(1), total: 3, previous: None, next: Some(numbers[1]) };
        assert_eq!(standing(0).await, first);
        let second =
            Standing { position: Some(2), total: 3, previous: Some(numbers[0]), next: Some(numbers[2]) };
        assert_eq!(standing(1).await, second);
        let last = Standing { position: Some(3), total: 3, previous: Some(numbers[1]), next: None };
        assert_eq!(standing(2).await, last);
    }
    let order = TicketOrder { field: OrderField::CreatedAt, direction: Direction::Desc };
    app.given().set(&jana, &tickets[1], Status::Pending).await;
    let left = app.engine.ticket(&jana.actor, numbers[1]).await.unwrap().unwrap();
    let standing = app.engine.standing(&jana.actor, &left, &filter, order).await.unwrap();
    assert_eq!(
        standing,
        Standing { position: None, total: 2, previous: Some(numbers[2]), next: Some(numbers[0]) }
    );
}
