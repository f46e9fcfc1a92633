//! The draft of a new ticket: one for each person, gone with the ticket that it became.

use engine::{Code, CreateTicket, SaveNewTicketDraft};
use tests::{TestApp, on_each_database};

on_each_database!(
    a_new_ticket_is_drafted_by_each_for_themselves,
    the_draft_ends_with_the_ticket_that_it_became,
    what_is_too_long_is_refused_with_its_field
);

fn draft(title: &str, text: &str) -> SaveNewTicketDraft {
    SaveNewTicketDraft { title: title.to_owned(), text: text.to_owned(), ..SaveNewTicketDraft::default() }
}

async fn a_new_ticket_is_drafted_by_each_for_themselves(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let input = SaveNewTicketDraft {
        customer_email: "maria@example.com".to_owned(),
        customer_name: "Maria\u{7}".to_owned(),
        ..draft("Anruf", "")
    };
    let saved = app.engine.save_new_ticket_draft(&jana.actor, input).await.unwrap().unwrap();
    assert_eq!((saved.title.as_str(), saved.customer_name.as_str()), ("Anruf", "Maria"));
    assert_eq!(app.engine.new_ticket_draft(&jana.actor).await.unwrap(), Some(saved));
    assert_eq!(app.engine.new_ticket_draft(&anna.actor).await.unwrap(), None);
    let nobody = engine::Actor::nobody();
    let refused = app.engine.save_new_ticket_draft(&nobody, draft("x", "y")).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated);
    app.engine.save_new_ticket_draft(&jana.actor, draft(" ", "\n")).await.unwrap();
    assert_eq!(app.engine.new_ticket_draft(&jana.actor).await.unwrap(), None);
}

async fn the_draft_ends_with_the_ticket_that_it_became(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let late =
        SaveNewTicketDraft { idempotency_key: Some("k1".to_owned()), ..draft("Drucker", "Er druckt nich") };
    app.engine.save_new_ticket_draft(&anna.actor, late.clone()).await.unwrap().unwrap();
    // Another program of hers that opens another ticket has nothing to do with it.
    let (_, partner) = app.given().token(&anna, &["tickets:read", "tickets:write"]).await;
    let open = |title: &str, key: &str| CreateTicket {
        title: title.to_owned(),
        text: "Er druckt nicht".to_owned(),
        idempotency_key: Some(key.to_owned()),
        ..CreateTicket::default()
    };
    app.engine.create_ticket(&partner, open("Anderes", "k0")).await.unwrap();
    assert!(app.engine.new_ticket_draft(&anna.actor).await.unwrap().is_some());
    app.engine.create_ticket(&anna.actor, open("Drucker", "k1")).await.unwrap();
    assert_eq!(app.engine.new_ticket_draft(&anna.actor).await.unwrap(), None);
    assert_eq!(app.engine.save_new_ticket_draft(&anna.actor, late).await.unwrap(), None);
    assert_eq!(app.engine.new_ticket_draft(&anna.actor).await.unwrap(), None);
}

async fn what_is_too_long_is_refused_with_its_field(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    for (input, field) in
        [(draft(&"x".repeat(251), "y"), "title"), (draft("x", &"y".repeat(200_001)), "text")]
    {
        let refused = app.engine.save_new_ticket_draft(&anna.actor, input).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some(field)));
    }
}
