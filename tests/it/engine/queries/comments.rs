//! Comments, their files and the history: what is internal stays with the staff, on every path.

use engine::{
    Actor, AddComment, Beside,
    EventKind::{Commented, Created, StatusChanged},
    MergeTickets, Paging, Texts, TicketFilter, TicketOrder, Upload, Visibility,
};
use tests::{TestApp, on_each_database};

on_each_database!(
    internal_comments_and_their_files_stay_with_the_staff_on_every_path,
    comments_come_in_the_order_in_which_they_were_written,
    the_history_hides_what_is_internal,
    the_same_page_of_many_tickets_is_that_of_each,
    what_the_staff_write_is_markdown_and_what_customers_write_is_not,
    the_preview_is_for_the_staff_and_shows_what_will_be_seen,
    html_that_nobody_wants_is_not_read,
    of_long_comments_no_more_is_read_than_is_wanted,
    comments_that_are_too_large_together_are_refused_before_they_are_read,
    a_long_comment_is_not_read_beside_its_ticket,
);

/// A ticket with two comments, of which the second has so many characters.
async fn with_long_comment(app: &TestApp, length: usize) -> (tests::Person, engine::Ticket) {
    let anna = app.given().customer("anna@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    app.given().comment(&anna, &ticket, &"ä".repeat(length)).await;
    (anna, ticket)
}

async fn of_long_comments_no_more_is_read_than_is_wanted(app: TestApp) {
    let (anna, ticket) = with_long_comment(&app, 500).await;
    let (engine, paging) = (&app.engine, Paging::default());
    let short = engine.comments(&anna.actor, ticket.id, &paging).await.unwrap().items[0].1.clone();
    for (beginning, html, read, shown) in [
        (None, true, 500, true),
        (Some(500), true, 500, true),
        (Some(499), true, 500, false),
        (Some(100), true, 101, false),
        (Some(100), false, 101, false),
    ] {
        let texts = Texts { beginning, html };
        let within =
            engine.comments_within(&anna.actor, ticket.id, &paging, (texts, u64::MAX)).await.unwrap();
        let (beside, _) =
            engine.comments_with_authors(&anna.actor, ticket.id, &paging, (texts, u64::MAX)).await.unwrap();
        let each =
            engine.comments_of_each(&anna.actor, &[ticket.id], &paging, (texts, u64::MAX)).await.unwrap();
        for page in [&within, &beside, &each[&ticket.id]] {
            let [first, long] = page.items.as_slice() else { panic!("{page:?}") };
            assert_eq!(
                (first.1.text.as_str(), first.1.html.is_empty()),
                (short.text.as_str(), !html),
                "{texts:?}"
            );
            assert_eq!((long.1.text.chars().count(), !long.1.html.is_empty()), (read, shown), "{texts:?}");
        }
    }
}

async fn comments_that_are_too_large_together_are_refused_before_they_are_read(app: TestApp) {
    let (anna, ticket) = with_long_comment(&app, 500).await;
    let (engine, paging) = (&app.engine, Paging::default());
    let all = engine.comments(&anna.actor, ticket.id, &paging).await.unwrap().items;
    let size: usize = all.iter().map(|(_, comment)| comment.text.len() + comment.html.len()).sum();
    let ids: Vec<_> = all.iter().map(|(_, comment)| comment.id).collect();
    for (most, fits) in [(size as u64, true), (size as u64 - 1, false)] {
        let limit = (Texts::ALL, most);
        let found = [
            engine.comments_within(&anna.actor, ticket.id, &paging, limit).await.map(drop),
            engine.comments_with_authors(&anna.actor, ticket.id, &paging, limit).await.map(drop),
            engine.comments_of_each(&anna.actor, &[ticket.id], &paging, limit).await.map(drop),
            engine.comments_by_id_within(&anna.actor, &ids, most).await.map(drop),
        ];
        for found in found {
            let refused = found.map_err(|error| error.reason());
            assert_eq!(refused, if fits { Ok(()) } else { Err("answer-too-large") });
        }
    }
    // Nothing is never too much.
    let none = app.given().ticket(&anna, "Another").await;
    let last = all.last().map(|(cursor, _)| cursor.clone());
    let behind = Paging { after: last, ..Paging::default() };
    let limit = (Texts::ALL, 0);
    assert!(engine.comments_within(&anna.actor, ticket.id, &behind, limit).await.unwrap().items.is_empty());
    assert!(engine.comments_by_id_within(&anna.actor, &[], 0).await.unwrap().is_empty());
    let refused = engine.comments_within(&anna.actor, none.id, &paging, limit).await.unwrap_err();
    assert_eq!(refused.reason(), "answer-too-large");
    // Of a beginning it counts no more than is read.
    let begun = (Texts { beginning: Some(10), html: false }, 200);
    assert_eq!(engine.comments_within(&anna.actor, ticket.id, &paging, begun).await.unwrap().items.len(), 2);
}

async fn a_long_comment_is_not_read_beside_its_ticket(app: TestApp) {
    let (anna, ticket) = with_long_comment(&app, 40_000).await;
    let (filter, order) = <(TicketFilter, TicketOrder)>::default();
    for (beginning, near) in [(None, None), (Some(300), Some(301))] {
        let texts = Texts { beginning, html: false };
        let beside = Beside { last_comment: true, texts, ..Beside::default() };
        let page = app.engine.tickets_beside(&anna.actor, &filter, order, &Paging::default(), beside).await;
        let (_, beside) = page.unwrap();
        let read = beside.last_comments.get(&ticket.id).map(|(_, last)| last.text.chars().count());
        assert_eq!(read, near, "{beginning:?}");
    }
}

async fn html_that_nobody_wants_is_not_read(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let (engine, paging) = (&app.engine, Paging::default());
    let with = async |html| {
        let read = (Texts { html, ..Texts::default() }, u64::MAX);
        engine.comments_with_authors(&agent.actor, ticket.id, &paging, read).await.unwrap()
    };
    let (mut wanted, authors) = with(true).await;
    assert!(wanted.items.iter().all(|(_, comment)| !comment.html.is_empty()));
    wanted.items.iter_mut().for_each(|(_, comment)| comment.html.clear());
    let (plain, same) = with(false).await;
    assert_eq!((plain.items, same), (wanted.items, authors), "all else is there");

    // Of a ticket that was merged all comments have gone.
    let empty = app.given().ticket(&anna, "Another").await;
    let merge = MergeTickets { from: empty.number, into: ticket.number };
    app.engine.merge_tickets(&agent.actor, merge).await.unwrap();
    for html in [true, false] {
        let texts = Texts { html, ..Texts::default() };
        let beside = Beside { last_comment: true, texts, ..Beside::default() };
        let (filter, order) = <(TicketFilter, TicketOrder)>::default();
        let (_, near) = engine.tickets_beside(&agent.actor, &filter, order, &paging, beside).await.unwrap();
        let (_, last) = &near.last_comments[&ticket.id];
        assert_eq!((last.html.is_empty(), last.text.is_empty()), (!html, false));
    }
}

async fn internal_comments_and_their_files_stay_with_the_staff_on_every_path(app: TestApp) {
    let given = app.given();
    let anna = given.customer("anna@example.org").await;
    let bob = given.customer("bob@example.org").await;
    let agent = given.agent("agent@example.org").await;
    let ticket = given.ticket(&anna, "A ticket").await;
    let note = AddComment {
        number: ticket.number,
        text: "For us.".to_owned(),
        attachments: vec![Upload {
            filename: "secret.txt".to_owned(),
            content_type: None,
            bytes: b"secret".to_vec().into(),
        }],
        draft_files: Vec::new(),
        visibility: Visibility::Internal,
        status: None,
        takes: false,
        idempotency_key: None,
        expected_version: None,
    };
    let note = app.engine.add_comment(&agent.actor, note).await.expect("a note").comment.id;
    let files = app.engine.attachments_of(&agent.actor, &[note]).await.expect("an answer");
    let file = files[&note][0].id;

    let engine = &app.engine;
    let sees = async |actor: &Actor| {
        let page = engine.comments(actor, ticket.id, &Paging::default()).await.expect("a page");
        let count = engine.count_comments(actor, ticket.id).await.expect("a count");
        assert_eq!(count, page.items.len() as u64);
        (
            count,
            engine.comments_by_id(actor, &[note]).await.expect("an answer").len(),
            engine.attachments_of(actor, &[note]).await.expect("an answer").len(),
            engine.attachments_by_id(actor, &[file]).await.expect("an answer").len(),
            engine.attachment_content(actor, file).await.expect("an answer").map(|(_, bytes)| bytes.to_vec()),
        )
    };
    assert_eq!(sees(&agent.actor).await, (2, 1, 1, 1, Some(b"secret".to_vec())));
    assert_eq!(sees(&Actor::system()).await, (2, 1, 1, 1, Some(b"secret".to_vec())));
    assert_eq!(sees(&anna.actor).await, (1, 0, 0, 0, None));
    assert_eq!(sees(&bob.actor).await, (0, 0, 0, 0, None));
    assert_eq!(sees(&Actor::nobody()).await, (0, 0, 0, 0, None));
}

async fn comments_come_in_the_order_in_which_they_were_written(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    for text in ["one", "two", "three"] {
        app.given().comment(&anna, &ticket, text).await;
    }
    let texts = async |paging: Paging| {
        let page = app.engine.comments(&anna.actor, ticket.id, &paging).await.expect("a page");
        page.items.into_iter().map(|(_, comment)| comment.text).collect::<Vec<_>>()
    };
    assert_eq!(texts(Paging::default()).await[1..], ["one", "two", "three"]);
    assert_eq!(texts(Paging { last: Some(2), ..Paging::default() }).await, ["two", "three"]);
}

async fn the_history_hides_what_is_internal(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    app.given().internal_note(&agent, &ticket, "For us.").await;
    app.given().comment(&agent, &ticket, "For you.").await;
    let kinds = async |actor: &Actor| {
        let page = app.engine.events(actor, ticket.id, &Paging::default()).await.expect("a page");
        let count = app.engine.count_events(actor, ticket.id).await.expect("a count");
        assert_eq!(count, page.items.len() as u64);
        page.items.into_iter().map(|(_, event)| event.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&agent.actor).await, [Created, Commented, Commented, StatusChanged]);
    assert_eq!(kinds(&anna.actor).await, [Created, Commented, StatusChanged]);
}

async fn the_same_page_of_many_tickets_is_that_of_each(app: TestApp) {
    let given = app.given();
    let anna = given.customer("anna@example.org").await;
    let bob = given.customer("bob@example.org").await;
    let agent = given.agent("agent@example.org").await;
    let mut ids = Vec::new();
    for comments in 0..4 {
        let ticket = given.ticket(&anna, "A ticket").await;
        for n in 0..comments {
            given.comment(&anna, &ticket, &format!("Comment {n}")).await;
        }
        given.internal_note(&agent, &ticket, "For us.").await;
        ids.push(ticket.id);
    }
    let engine = &app.engine;
    let first = engine.comments(&anna.actor, ids[3], &Paging { first: Some(1), ..Paging::default() }).await;
    let (cursor, _) = first.expect("a page").items.remove(0);
    for paging in [
        Paging::default(),
        Paging { first: Some(0), ..Paging::default() },
        Paging { first: Some(2), ..Paging::default() },
        Paging { last: Some(2), ..Paging::default() },
        Paging { first: Some(2), after: Some(cursor.clone()), ..Paging::default() },
        Paging { last: Some(1), before: Some(cursor), ..Paging::default() },
    ] {
        for actor in [&anna.actor, &agent.actor, &bob.actor] {
            let pages =
                engine.comments_of_each(actor, &ids, &paging, (Texts::ALL, u64::MAX)).await.expect("pages");
            let counts = engine.count_comments_of_each(actor, &ids).await.expect("counts");
            for id in &ids {
                let alone = engine.comments(actor, *id, &paging).await.expect("a page");
                assert_eq!(pages[id], alone, "{paging:?}");
                let count = engine.count_comments(actor, *id).await.expect("a count");
                assert_eq!(counts.get(id).copied().unwrap_or_default(), count);
            }
        }
    }
}

async fn what_the_staff_write_is_markdown_and_what_customers_write_is_not(app: TestApp) {
    let given = app.given();
    let anna = given.customer("anna@example.org").await;
    let agent = given.agent("agent@example.org").await;
    let ticket = given.ticket(&anna, "A ticket").await;
    let comment = |text: &str, files: &[&str]| AddComment {
        number: ticket.number,
        text: text.to_owned(),
        attachments: files
            .iter()
            .map(|name| Upload {
                filename: (*name).to_owned(),
                content_type: None,
                bytes: b"\x89PNG\r\n\x1a\n".to_vec().into(),
            })
            .collect(),
        draft_files: Vec::new(),
        visibility: Visibility::Public,
        status: None,
        takes: false,
        idempotency_key: None,
        expected_version: None,
    };
    let by_customer =
        app.engine.add_comment(&anna.actor, comment("**Hilfe**", &[])).await.expect("a comment");
    assert_eq!(
        (by_customer.comment.text.as_str(), by_customer.comment.html.as_str()),
        ("**Hilfe**", "<p>**Hilfe**</p>")
    );
    let by_agent = app
        .engine
        .add_comment(&agent.actor, comment("**So:**\n\n![](bild.png)", &["bild.png"]))
        .await
        .expect("an answer");
    let by_agent = by_agent.comment;
    assert_eq!(by_agent.text, "**So:**\n\n![](bild.png)", "what was written is kept");
    let files = app.engine.attachments_of(&anna.actor, &[by_agent.id]).await.expect("the files");
    let picture = files[&by_agent.id][0].id;
    assert_eq!(
        by_agent.html,
        format!("<p><strong>So:</strong></p>\n<p><img src=\"cid:{picture}\" alt=\"\"></p>")
    );
}

async fn the_preview_is_for_the_staff_and_shows_what_will_be_seen(app: TestApp) {
    let given = app.given();
    let anna = given.customer("anna@example.org").await;
    let agent = given.agent("agent@example.org").await;
    let shown = app.engine.preview_comment(&agent.actor, "_so_ <b>").await.expect("a preview");
    assert_eq!(shown, "<p><em>so</em> &lt;b&gt;</p>");
    let refused = app.engine.preview_comment(&anna.actor, "_so_").await.expect_err("a customer");
    assert_eq!(refused.code(), engine::Code::Forbidden);
}
