//! Undoing a merge.

use engine::{
    Actor, Code, EventKind, IncomingMessage, LinkKind, LinkTickets, MergeTickets, Paging, SplitTicket,
    Status, Ticket,
};
use tests::{Person, TestApp, on_each_database};

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    a_merge_is_undone_with_comments_links_status_and_threads,
    merges_one_after_the_other_are_undone_in_any_order,
    who_may_not_undo_is_refused
);

const MARIA: &str = "maria@muster.example";

async fn merge(app: &TestApp, by: &Person, from: &Ticket, into: &Ticket) -> Ticket {
    let input = MergeTickets { from: from.number, into: into.number };
    app.engine.merge_tickets(&by.actor, input).await.unwrap()
}

async fn texts(app: &TestApp, ticket: &Ticket) -> Vec<String> {
    let page = app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.unwrap();
    page.items.into_iter().map(|(_, comment)| comment.text).collect()
}

async fn a_merge_is_undone_with_comments_links_status_and_threads(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let by_number = async |number: i64| app.engine.ticket(&jana.actor, number).await.unwrap().unwrap();
    let first = receive(&app.engine, mail("1@x", MARIA, "Drucker", "Er klemmt.")).await.ticket.unwrap();
    let second = receive(&app.engine, mail("2@x", MARIA, "Telefon", "Es ist stumm.")).await.ticket.unwrap();
    let third = receive(&app.engine, mail("3@x", MARIA, "Umzug", "Bald.")).await.ticket.unwrap();
    let (target, source, whole) = (by_number(first).await, by_number(second).await, by_number(third).await);
    let link = LinkTickets { number: third, other: second, kind: LinkKind::ParentOf };
    app.engine.link_tickets(&jana.actor, link).await.unwrap();
    merge(&app, &jana, &source, &target).await;
    let answer = IncomingMessage {
        in_reply_to: vec!["2@x".to_owned()],
        ..mail("4@x", MARIA, "Re: Telefon", "Danach.")
    };
    assert_eq!(receive(&app.engine, answer).await.ticket, Some(first));

    let back = app.engine.unmerge_ticket(&jana.actor, second).await.unwrap();
    assert_eq!((back.id, back.number, back.status, back.merged_into), (source.id, second, Status::New, None));
    assert_eq!(texts(&app, &source).await, ["Es ist stumm."]);
    assert_eq!(
        texts(&app, &target).await,
        ["Er klemmt.", "Danach."],
        "what came meanwhile stays where it came"
    );
    assert_eq!(back.attention.waiting_since, Some(source.created_at), "it waits again");
    assert_eq!(by_number(second).await.id, source.id);
    let links = app.engine.links_of(&jana.actor, &[source.id, target.id]).await.unwrap();
    assert_eq!((links[&source.id][0].other, links.get(&target.id)), (whole.id, None));
    let answer = IncomingMessage {
        in_reply_to: vec!["2@x".to_owned()],
        ..mail("5@x", MARIA, "Re: Telefon", "Später.")
    };
    assert_eq!(receive(&app.engine, answer).await.ticket, Some(second));
    for ticket in [&source, &target] {
        let events = app.engine.events(&jana.actor, ticket.id, &Paging::default()).await.unwrap().items;
        assert!(events.iter().any(|(_, event)| event.kind == EventKind::Unmerged));
    }
    let error = app.engine.unmerge_ticket(&jana.actor, second).await.unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some("number")));
    merge(&app, &jana, &source, &target).await;
    assert_eq!(texts(&app, &source).await, Vec::<String>::new(), "and it can be merged again");
}

async fn merges_one_after_the_other_are_undone_in_any_order(app: TestApp) {
    for inner_first in [true, false] {
        let maria = app.given().customer(&format!("maria{inner_first}@example.org")).await;
        let jana = app.given().agent(&format!("jana{inner_first}@example.org")).await;
        let mut tickets = Vec::new();
        for title in ["Erstes", "Zweites", "Drittes"] {
            tickets.push(app.given().ticket(&maria, title).await);
        }
        let [first, second, third] = &tickets[..] else { panic!("three tickets") };
        merge(&app, &jana, first, second).await;
        merge(&app, &jana, second, third).await;
        let split = app.engine.comments(&jana.actor, third.id, &Paging::default()).await.unwrap().items;
        assert_eq!(split.len(), 3);
        let order = if inner_first { [first, second] } else { [second, first] };
        for (at, ticket) in order.iter().enumerate() {
            app.engine.unmerge_ticket(&jana.actor, ticket.number).await.unwrap();
            if at == 0 {
                let led = app.engine.ticket(&maria.actor, first.number).await.unwrap().unwrap();
                assert_eq!(led.id, if inner_first { first.id } else { second.id });
            }
        }
        for ticket in [first, second, third] {
            assert_eq!(texts(&app, ticket).await, [format!("{}: please have a look.", ticket.title)]);
            let own = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().unwrap();
            assert_eq!(own.id, ticket.id);
        }
    }
}

async fn who_may_not_undo_is_refused(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let eve = app.given().customer("eve@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let (target, source) =
        (app.given().ticket(&maria, "Erstes").await, app.given().ticket(&maria, "Zweites").await);
    let extra = app.given().comment(&maria, &source, "Etwas anderes").await;
    merge(&app, &jana, &source, &target).await;
    for (by, number, code) in [
        (&maria, source.number, Code::Forbidden),
        (&eve, source.number, Code::NotFound),
        (&eve, target.number, Code::NotFound),
        (&jana, 99_999, Code::NotFound),
        (&jana, target.number, Code::BadUserInput),
    ] {
        assert_eq!(app.engine.unmerge_ticket(&by.actor, number).await.unwrap_err().code(), code);
    }
    let split = SplitTicket { number: target.number, comments: vec![extra.id], title: "Eigenes".to_owned() };
    let new = app.engine.split_ticket(&jana.actor, split).await.unwrap();
    app.engine.unmerge_ticket(&jana.actor, source.number).await.unwrap();
    assert_eq!(texts(&app, &new).await, ["Etwas anderes"], "what was moved on stays there");
    assert_eq!(texts(&app, &source).await, ["Zweites: please have a look."]);
}
