//! A colleague whom an internal note names is told once, if they may see the ticket and want to be told, and finds it.

use engine::{LetterKind, Notice, TicketFilter};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    a_note_tells_the_colleague_whom_it_names_and_nobody_else,
    who_chose_not_to_be_told_finds_the_ticket_all_the_same
);

async fn mentioned(app: &TestApp, person: &Person) -> u64 {
    let search = app.engine.read_search(&person.actor, "is:mentioned").expect("a search");
    let filter = TicketFilter { search: Some(search), ..TicketFilter::default() };
    app.engine.count_tickets(&person.actor, &filter).await.expect("a count")
}

async fn a_note_tells_the_colleague_whom_it_names_and_nobody_else(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.letters().await;
    let names = format!(
        "@{} bitte ansehen, @{} auch, @{} hat gefragt.",
        ole.user.name, ole.user.name, maria.user.name
    );
    app.given().internal_note(&jana, &ticket, &names).await;
    assert_eq!(app.told().await, [(LetterKind::Changed, "ole@example.org".to_owned())]);
    assert_eq!((mentioned(&app, &ole).await, mentioned(&app, &jana).await), (1, 0));
    assert_eq!(mentioned(&app, &maria).await, 0, "customers are named in no note");

    // Neither in public, nor by a customer, nor by oneself.
    app.given().internal_note(&jana, &ticket, &format!("@{} merkt sich das.", jana.user.name)).await;
    assert_eq!((app.told().await, mentioned(&app, &jana).await), (Vec::new(), 0));
    app.given().comment(&maria, &ticket, &format!("@{} bitte!", jana.user.name)).await;
    assert_eq!(mentioned(&app, &jana).await, 0);
}

async fn who_chose_not_to_be_told_finds_the_ticket_all_the_same(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.letters().await;
    let choice = engine::ChooseNotice { notice: Notice::Mentioned, email: Some(false), page: None };
    app.engine.choose_notice(&ole.actor, choice).await.expect("chosen");
    app.given().internal_note(&jana, &ticket, &format!("@{}?", ole.user.name)).await;
    assert_eq!((app.told().await, mentioned(&app, &ole).await), (Vec::new(), 1));
}
