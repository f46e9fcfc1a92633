//! Tickets of an earlier version get their place in the order of titles when the program starts.

use engine::{Actor, Direction, Engine, OrderField, Paging, TicketFilter, TicketOrder};
use sea_orm::{ConnectionTrait as _, Database};
use tests::{TestApp, on_each_database};

on_each_database!(titles_from_before_are_filled_in_at_the_start);

async fn titles_from_before_are_filled_in_at_the_start(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    for title in ["Zange", "Ölkanne", "anker", "Äpfel"] {
        app.given().ticket(&anna, title).await;
    }
    let connection = Database::connect(app.database()).await.expect("a connection");
    connection.execute_unprepared("UPDATE ticket SET title_key = ''").await.expect("as it was before");
    let blobs = tempfile::tempdir().expect("a directory");
    let blobs = format!("file://{}", blobs.path().display());
    let engine = Engine::builder().database(app.database()).blobs(blobs).open().await.expect("it opens");
    let order = TicketOrder { field: OrderField::Title, direction: Direction::Asc };
    let (mut titles, mut after) = (Vec::new(), None);
    loop {
        let paging = Paging { first: Some(1), after, ..Paging::default() };
        let page =
            engine.tickets(&Actor::system(), &TicketFilter::default(), order, &paging).await.expect("a page");
        after = page.items.last().map(|(cursor, _)| cursor.clone());
        titles.extend(page.items.into_iter().map(|(_, ticket)| ticket.title));
        if !page.has_next {
            break;
        }
    }
    assert_eq!(titles, ["anker", "Äpfel", "Ölkanne", "Zange"]);
    engine.close().await;
}
