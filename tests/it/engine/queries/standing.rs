//! Where a ticket stands in a list, and what comes before and after it.

use engine::{Direction, OrderField, Paging, Standing, Status, Ticket, TicketFilter, TicketOrder};
use tests::{TestApp, on_each_database};

on_each_database!(
    a_ticket_has_a_place_and_neighbours_and_keeps_them_when_it_leaves_the_list,
    a_place_among_what_words_find_is_that_in_the_list_of_it,
);

async fn a_place_among_what_words_find_is_that_in_the_list_of_it(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut tickets: Vec<Ticket> = Vec::new();
    for title in ["Drucker 1", "Bildschirm", "Drucker 2", "Drucker 3", "Maus"] {
        tickets.push(app.given().ticket(&maria, title).await);
        app.clock.advance(std::time::Duration::from_mins(1));
    }
    let fields = [
        OrderField::CreatedAt,
        OrderField::UpdatedAt,
        OrderField::Number,
        OrderField::DueAt,
        OrderField::Priority,
        OrderField::Title,
        OrderField::Status,
        OrderField::WaitingSince,
    ];
    for (by, typed) in [
        (&jana, "drucker"),
        (&maria, "drucker -maus"),
        (&jana, "drucker status:new"),
        (&jana, "-drucker"),
        (&jana, "fax"),
    ] {
        let search = app.engine.read_search(&by.actor, typed).unwrap();
        let filter = TicketFilter { search: Some(search), ..TicketFilter::default() };
        for (field, direction) in
            fields.into_iter().flat_map(|field| [Direction::Asc, Direction::Desc].map(|way| (field, way)))
        {
            let order = TicketOrder { field, direction };
            let page = app.engine.tickets(&by.actor, &filter, order, &Paging::default()).await.unwrap();
            let list: Vec<i64> = page.items.iter().map(|(_, ticket)| ticket.number).collect();
            for ticket in &tickets {
                let ticket = app.engine.ticket(&by.actor, ticket.number).await.unwrap().unwrap();
                let found = app.engine.standing(&by.actor, &ticket, &filter, order).await.unwrap();
                let at = list.iter().position(|number| *number == ticket.number);
                assert_eq!(found.position, at.map(|at| at as u64 + 1), "{typed} {field:?} {direction:?}");
                assert_eq!(found.total, list.len() as u64, "{typed}");
                let Some(at) = at else { continue };
                let before = at.checked_sub(1).map(|before| list[before]);
                let around = (before, list.get(at + 1).copied());
                assert_eq!((found.previous, found.next), around, "{typed} {field:?} {direction:?}");
            }
        }
    }
    // One that is not in the list has neighbours all the same.
    let search = Some(app.engine.read_search(&jana.actor, "drucker").unwrap());
    let filter = TicketFilter { search, ..TicketFilter::default() };
    let order = TicketOrder { field: OrderField::CreatedAt, direction: Direction::Asc };
    let screen = app.engine.ticket(&jana.actor, tickets[1].number).await.unwrap().unwrap();
    let found = app.engine.standing(&jana.actor, &screen, &filter, order).await.unwrap();
    let (previous, next) = (Some(tickets[0].number), Some(tickets[2].number));
    assert_eq!(found, Standing { position: None, total: 3, previous, next });
}

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
