//! Drafts: text, readers and status of one person, which nobody else is shown and which end with what they became.

use chrono::TimeDelta;
use engine::{
    AddComment, Code, Draft, SaveDraft, SaveNewTicketDraft, Status, Ticket, UpdateUser, Visibility, Written,
};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    a_draft_keeps_text_readers_and_status_together,
    a_draft_of_unknown_readers_is_internal_for_the_staff,
    a_draft_is_shown_to_its_author_alone,
    who_has_lost_the_ticket_is_not_shown_the_draft_and_saves_none,
    a_draft_ends_with_the_comment_that_it_became,
    a_note_stays_when_something_else_is_sent_meanwhile,
    a_save_that_arrives_late_leaves_no_ghost,
    what_else_another_window_holds_is_saved_after_the_answer_of_the_first,
    an_older_save_of_a_window_never_replaces_a_newer_one,
    what_another_window_has_saved_is_replaced_only_by_who_knows_it,
    what_is_sent_takes_no_other_draft_with_it,
    an_older_save_of_a_new_ticket_never_replaces_a_newer_one,
    a_draft_changes_neither_version_nor_journal,
    a_note_of_a_former_agent_does_not_come_back,
    a_draft_has_a_limit
);

async fn draft_of(app: &TestApp, person: &Person, ticket: &Ticket) -> Option<Draft> {
    let actor = app.actor(person.user.id).await;
    app.engine.drafts_of(&actor, &[ticket.id]).await.unwrap().remove(&ticket.id)
}

fn save(ticket: &Ticket, text: &str, visibility: Option<Visibility>) -> SaveDraft {
    SaveDraft { number: ticket.number, text: text.to_owned(), visibility, ..SaveDraft::default() }
}

fn comment(ticket: &Ticket, text: &str, visibility: Visibility, key: Option<&str>) -> AddComment {
    AddComment {
        number: ticket.number,
        text: text.to_owned(),
        visibility,
        idempotency_key: key.map(str::to_owned),
        ..AddComment::default()
    }
}

async fn a_draft_keeps_text_readers_and_status_together(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let input = SaveDraft {
        status: Some(Status::Pending),
        ..save(&ticket, "Bitte prüfen\r\n\r\n", Some(Visibility::Public))
    };
    let saved = app.engine.save_draft(&jana.actor, input).await.unwrap().unwrap();
    assert_eq!(draft_of(&app, &jana, &ticket).await, Some(saved.clone()));
    assert_eq!((saved.visibility, saved.status), (Visibility::Public, Some(Status::Pending)));
    assert_eq!((saved.text.as_str(), saved.saved_at), ("Bitte prüfen\n\n", app.now()));

    let other = save(&ticket, "anders", Some(Visibility::Internal));
    let saved = app.engine.save_draft(&jana.actor, other).await.unwrap();
    assert_eq!(draft_of(&app, &jana, &ticket).await, saved);
    assert_eq!(saved.unwrap().status, None);
    assert_eq!(app.engine.save_draft(&jana.actor, save(&ticket, " \n", None)).await.unwrap(), None);
    assert_eq!(draft_of(&app, &jana, &ticket).await, None);
}

async fn a_draft_of_unknown_readers_is_internal_for_the_staff(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    for (person, visibility) in [(&jana, Visibility::Internal), (&anna, Visibility::Public)] {
        let saved = app.engine.save_draft(&person.actor, save(&ticket, "Text", None)).await.unwrap();
        assert_eq!(saved.unwrap().visibility, visibility);
    }
    let refused = app.engine.save_draft(&anna.actor, save(&ticket, "Text", Some(Visibility::Internal))).await;
    assert_eq!(refused.unwrap_err().code(), Code::Forbidden);
}

async fn a_draft_is_shown_to_its_author_alone(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let admin = app.given().admin("ada@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.engine.save_draft(&jana.actor, save(&ticket, "nur für uns", None)).await.unwrap();
    for other in [&anna, &admin] {
        assert_eq!(draft_of(&app, other, &ticket).await, None);
    }
    app.engine.save_draft(&anna.actor, save(&ticket, "Text der Kundin", None)).await.unwrap();
    assert_eq!(draft_of(&app, &jana, &ticket).await.unwrap().text, "nur für uns");
}

async fn who_has_lost_the_ticket_is_not_shown_the_draft_and_saves_none(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let eve = app.given().customer("eve@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let admin = app.given().admin("ada@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.engine.save_draft(&jana.actor, save(&ticket, "nur für uns", None)).await.unwrap();
    app.engine.set_queue_members(&admin.actor, ticket.queue, &[]).await.unwrap();
    assert_eq!(draft_of(&app, &jana, &ticket).await, None);
    for stranger in [&jana, &eve] {
        let refused = app.engine.save_draft(&stranger.actor, save(&ticket, "x", None)).await.unwrap_err();
        assert_eq!(refused.code(), Code::NotFound);
        let absent = SaveDraft { number: 99_999, ..save(&ticket, "x", None) };
        let absent = app.engine.save_draft(&stranger.actor, absent).await.unwrap_err();
        assert_eq!(refused.to_string(), absent.to_string());
    }
}

async fn a_draft_ends_with_the_comment_that_it_became(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.engine.save_draft(&anna.actor, save(&ticket, "von Anna", None)).await.unwrap();
    for visibility in [Visibility::Public, Visibility::Internal] {
        app.engine.save_draft(&jana.actor, save(&ticket, "Der halbe", Some(visibility))).await.unwrap();
        app.engine
            .add_comment(&jana.actor, comment(&ticket, "Der halbe Satz", visibility, None))
            .await
            .unwrap();
        assert_eq!(draft_of(&app, &jana, &ticket).await, None, "{visibility}");
    }
    assert_eq!(draft_of(&app, &anna, &ticket).await.unwrap().text, "von Anna");

    app.engine.save_draft(&jana.actor, save(&ticket, "", None)).await.unwrap();
    app.engine.save_draft(&jana.actor, save(&ticket, "bleibt", None)).await.unwrap();
    let stale =
        AddComment { expected_version: Some(1), ..comment(&ticket, "bleibt", Visibility::Internal, None) };
    app.engine.add_comment(&jana.actor, stale).await.unwrap_err();
    assert_eq!(draft_of(&app, &jana, &ticket).await.unwrap().text, "bleibt", "what was not sent is kept");
}

async fn a_note_stays_when_something_else_is_sent_meanwhile(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.engine.save_draft(&jana.actor, save(&ticket, "nur für uns", None)).await.unwrap();
    app.given().comment(&jana, &ticket, "Eine Antwort").await;
    assert_eq!(draft_of(&app, &jana, &ticket).await.unwrap().text, "nur für uns");
    app.given().comment(&jana, &ticket, "nur für uns").await;
    assert_eq!(draft_of(&app, &jana, &ticket).await, None, "the same text has been sent");
}

async fn a_save_that_arrives_late_leaves_no_ghost(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let key = Some("k1".to_owned());
    let late = SaveDraft { idempotency_key: key, ..save(&ticket, "Nachtra", None) };
    app.engine.save_draft(&anna.actor, late.clone()).await.unwrap().unwrap();
    app.engine
        .add_comment(&anna.actor, comment(&ticket, "Nachtrag", Visibility::Public, Some("k1")))
        .await
        .unwrap();
    assert_eq!(app.engine.save_draft(&anna.actor, late).await.unwrap(), None);
    assert_eq!(draft_of(&app, &anna, &ticket).await, None);
}

async fn what_else_another_window_holds_is_saved_after_the_answer_of_the_first(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let sent = comment(&ticket, "Nachtrag", Visibility::Public, Some("k1"));
    app.engine.add_comment(&anna.actor, sent).await.unwrap();
    let keyed =
        |text: &str| SaveDraft { idempotency_key: Some("k1".to_owned()), ..save(&ticket, text, None) };
    assert_eq!(app.engine.save_draft(&anna.actor, keyed("Nachtrag\n")).await.unwrap(), None);
    assert_eq!(draft_of(&app, &anna, &ticket).await, None, "it was sent");
    app.engine.save_draft(&anna.actor, keyed("Noch etwas")).await.unwrap().expect("a draft");
    assert_eq!(draft_of(&app, &anna, &ticket).await.expect("a draft").text, "Noch etwas");
    app.engine.save_draft(&anna.actor, keyed("")).await.unwrap();
    assert_eq!(draft_of(&app, &anna, &ticket).await, None, "it was emptied");
}

fn written(app: &TestApp, writer: &str, seconds: i64) -> Written {
    Written { writer: writer.to_owned(), at: app.now() + TimeDelta::seconds(seconds) }
}

async fn an_older_save_of_a_window_never_replaces_a_newer_one(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let by = |text: &str, writer: &str, seconds| SaveDraft {
        written: Some(written(&app, writer, seconds)),
        ..save(&ticket, text, None)
    };
    // What each save leaves, in the order of arrival.
    let rows = [
        ("neu", "a", 5, Some("neu")),
        ("", "a", 4, Some("neu")),
        ("alt", "a", 3, Some("neu")),
        ("", "a", 6, None),
        ("alt", "a", 5, None),
        ("neuer", "a", 7, Some("neuer")),
        // Another window's clock says nothing about this one's.
        ("woanders", "b", 1, Some("woanders")),
        ("zuletzt", "a", 8, Some("zuletzt")),
    ];
    for (text, writer, seconds, left) in rows {
        let saved = app.engine.save_draft(&jana.actor, by(text, writer, seconds)).await.unwrap();
        assert_eq!(saved.map(|draft| draft.text).as_deref(), left, "{text} of {writer} at {seconds}");
        let kept = draft_of(&app, &jana, &ticket).await;
        assert_eq!(kept.map(|draft| draft.text).as_deref(), left, "{text} of {writer} at {seconds}");
    }
    app.engine.save_draft(&jana.actor, save(&ticket, "", None)).await.unwrap();
    assert_eq!(draft_of(&app, &jana, &ticket).await, None, "what names no window stays as it arrives");
    let refused = app.engine.save_draft(&jana.actor, by("x", &"w".repeat(65), 9)).await.unwrap_err();
    assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some("writer")));
}

async fn what_another_window_has_saved_is_replaced_only_by_who_knows_it(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let by = |text: &str, writer: &str, seconds, base: &str| SaveDraft {
        written: Some(written(&app, writer, seconds)),
        based_on: Some(base.to_owned()),
        ..save(&ticket, text, None)
    };
    let one = app.engine.save_draft(&jana.actor, by("eins", "a", 1, "")).await.unwrap().unwrap().revision;
    // Who saves what on what they know, and whether it stays.
    let rows = [
        ("kurz", "b", 2, "", false),
        ("", "b", 2, "", false),
        // The same text does no harm.
        ("eins", "b", 3, "", true),
        ("eins und mehr", "a", 4, one.as_str(), false),
        ("eins und zwei", "b", 5, "", true),
    ];
    for (text, writer, seconds, base, stays) in rows {
        let before = draft_of(&app, &jana, &ticket).await;
        let saved = app.engine.save_draft(&jana.actor, by(text, writer, seconds, base)).await;
        assert_eq!(saved.is_ok(), stays, "{text} of {writer} at {seconds}");
        if let Err(refused) = saved {
            assert_eq!(
                (refused.code(), refused.reason(), refused.field()),
                (Code::Conflict, "draft-stale", Some("basedOn"))
            );
            assert_eq!(draft_of(&app, &jana, &ticket).await, before, "{text} of {writer} at {seconds}");
        }
    }
    let known = draft_of(&app, &jana, &ticket).await.unwrap().revision;
    app.engine.save_draft(&jana.actor, by("beides", "a", 6, &known)).await.unwrap().unwrap();
    app.engine.save_draft(&jana.actor, by("", "a", 7, "")).await.unwrap();
    app.engine.save_draft(&jana.actor, by("neu", "b", 8, "alt")).await.unwrap().expect("nothing was kept");
}

async fn what_is_sent_takes_no_other_draft_with_it(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    for visibility in [Visibility::Public, Visibility::Internal] {
        let draft = save(&ticket, "Lange Antwort", Some(visibility));
        app.engine.save_draft(&jana.actor, draft).await.unwrap();
        let sent = comment(&ticket, "kurz", visibility, None);
        app.engine.add_comment(&jana.actor, sent).await.unwrap();
        assert_eq!(draft_of(&app, &jana, &ticket).await.unwrap().text, "Lange Antwort", "{visibility}");
    }
}

async fn an_older_save_of_a_new_ticket_never_replaces_a_newer_one(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    for (title, seconds, left) in
        [("neu", 5, Some("neu")), ("", 4, Some("neu")), ("", 6, None), ("alt", 5, None)]
    {
        let input = SaveNewTicketDraft {
            title: title.to_owned(),
            written: Some(written(&app, "a", seconds)),
            ..SaveNewTicketDraft::default()
        };
        let saved = app.engine.save_new_ticket_draft(&anna.actor, input).await.unwrap();
        assert_eq!(saved.map(|draft| draft.title).as_deref(), left, "{title} at {seconds}");
        let kept = app.engine.new_ticket_draft(&anna.actor).await.unwrap();
        assert_eq!(kept.map(|draft| draft.title).as_deref(), left, "{title} at {seconds}");
    }
}

async fn a_draft_changes_neither_version_nor_journal(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let events = app.engine.count_events(&jana.actor, ticket.id).await.unwrap();
    app.engine.save_draft(&jana.actor, save(&ticket, "nur für uns", None)).await.unwrap();
    assert_eq!(app.engine.count_events(&jana.actor, ticket.id).await.unwrap(), events);
    let now = app.engine.ticket(&anna.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!((now.version, now.updated_at), (ticket.version, ticket.updated_at));
}

async fn a_note_of_a_former_agent_does_not_come_back(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let admin = app.given().admin("ada@example.org").await;
    let ticket = app.given().ticket(&jana, "Eigenes Ticket").await;
    app.engine.save_draft(&jana.actor, save(&ticket, "nur für uns", None)).await.unwrap();
    let demote = UpdateUser { role: Some(engine::Role::Customer), ..UpdateUser::default() };
    app.engine.update_user(&admin.actor, jana.user.id, demote).await.unwrap();
    assert_eq!(draft_of(&app, &jana, &ticket).await, None);
}

async fn a_draft_has_a_limit(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let long = "ä".repeat(200_000);
    app.engine.save_draft(&anna.actor, save(&ticket, &long, None)).await.unwrap().unwrap();
    let refused = app.engine.save_draft(&anna.actor, save(&ticket, &format!("{long}ä"), None)).await;
    let refused = refused.unwrap_err();
    assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some("text")));
    let odd = app.engine.save_draft(&anna.actor, save(&ticket, "a\0b", None)).await.unwrap();
    assert_eq!(odd.unwrap().text, "ab");
}
