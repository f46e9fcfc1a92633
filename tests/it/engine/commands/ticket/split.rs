//! Splitting a ticket: what moves, what stays, and what its customer is told.

use engine::{
    Actor, Code, Comment, CommentId, EventChange, EventKind, FromTo, IncomingMessage, Letter, LetterChange,
    LetterKind, LinkKind, MergeTickets, Paging, SplitTicket, Status, Ticket, TicketFilter, TicketNumber,
    TicketOrder, UpdateTicket, Visibility,
};
use tests::{Person, TestApp, on_each_database};
use uuid::Uuid;

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    s40_chosen_comments_become_a_linked_ticket_of_the_same_customer,
    s40_the_customer_is_told_both_numbers,
    s40_each_of_the_two_goes_to_somebody_and_is_followed_by_itself,
    s40_search_and_mail_threads_lead_to_the_ticket_that_has_the_comment_now,
    an_answer_to_a_letter_reaches_the_ticket_of_the_comment_that_it_answers,
    what_was_split_twice_or_from_what_was_merged_later_is_found_too,
    by_the_letter_of_what_was_split_off_its_reader_speaks_for_the_staff_there,
    s40_what_waits_for_the_staff_waits_where_it_is_now,
    who_may_not_split_is_refused_and_input_is_named
);

async fn comments(app: &TestApp, by: &Actor, ticket: &Ticket) -> Vec<Comment> {
    let page = app.engine.comments(by, ticket.id, &Paging::default()).await.unwrap();
    page.items.into_iter().map(|(_, comment)| comment).collect()
}

async fn split(
    app: &TestApp,
    by: &Person,
    ticket: &Ticket,
    comments: &[CommentId],
) -> engine::Result<Ticket> {
    let (number, comments, title) = (ticket.number, comments.to_vec(), "Telefon".to_owned());
    app.engine.split_ticket(&by.actor, SplitTicket { number, comments, title }).await
}

async fn s40_chosen_comments_become_a_linked_ticket_of_the_same_customer(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let phone = app.given().comment(&maria, &ticket, "Und das Telefon ist stumm.").await;
    let note = app.given().internal_note(&jana, &ticket, "Telefon macht Ole.").await;
    let new = split(&app, &jana, &ticket, &[note.id, phone.id]).await.unwrap();
    assert_eq!((new.title.as_str(), new.status, new.assignee), ("Telefon", Status::New, None));
    assert_eq!((new.customer, new.queue, new.number), (maria.user.id, ticket.queue, ticket.number + 1));
    let moved: Vec<CommentId> =
        comments(&app, &jana.actor, &new).await.iter().map(|comment| comment.id).collect();
    assert_eq!(moved, [phone.id, note.id]);
    assert_eq!(comments(&app, &jana.actor, &ticket).await.len(), 1);
    let seen = comments(&app, &maria.actor, &new).await;
    assert_eq!((seen.len(), seen[0].visibility), (1, Visibility::Public), "the note stays a note");
    let links = app.engine.links_of(&maria.actor, &[new.id]).await.unwrap();
    assert_eq!((links[&new.id][0].kind, links[&new.id][0].other), (LinkKind::Related, ticket.id));
    for (of, field, number) in [(&ticket, "splitInto", new.number), (&new, "splitFrom", ticket.number)] {
        let events = app.engine.events(&maria.actor, of.id, &Paging::default()).await.unwrap().items;
        let split = events.iter().find(|(_, event)| event.kind == EventKind::Split);
        let (_, split) = split.unwrap();
        assert_eq!((split.actor, split.changes[0].field.as_str()), (Some(jana.user.id), field));
        assert_eq!(split.changes[0].to, Some(format!("#{number}")));
    }
}

async fn s40_the_customer_is_told_both_numbers(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let phone = app.given().comment(&maria, &ticket, "Und das Telefon ist stumm.").await;
    let _ = app.letters().await;
    let new = split(&app, &jana, &ticket, &[phone.id]).await.unwrap();
    let letters = app.letters().await;
    assert_eq!(letters.len(), 1, "and no confirmation beside it");
    let letter = &letters[0];
    assert_eq!((letter.kind, letter.to.address.as_str()), (LetterKind::Split, "maria@example.org"));
    assert_eq!(letter.ticket.as_ref().map(|ticket| ticket.number), Some(new.number));
    let told = EventChange::SplitFrom(FromTo::now(TicketNumber(ticket.number)));
    assert_eq!(letter.changes, [LetterChange::Changed(told)]);
}

async fn s40_each_of_the_two_goes_to_somebody_and_is_followed_by_itself(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let asked = app.given().comment(&maria, &ticket, "Und das Telefon ist stumm.").await;
    let phones = app.given().queue("Telefonie").await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let new = split(&app, &jana, &ticket, &[asked.id]).await.unwrap();
    let give = |of: &Ticket, to: &Person| UpdateTicket {
        number: of.number,
        assignee: Some(Some(to.user.id)),
        ..UpdateTicket::default()
    };
    let of_ole = UpdateTicket { queue: Some(phones.id), ..give(&new, &ole) };
    app.engine.update_ticket(&jana.actor, of_ole).await.unwrap();
    app.engine.update_ticket(&jana.actor, give(&ticket, &jana)).await.unwrap();
    app.given().set(&ole, &new, Status::Resolved).await;
    let stands = async |number: i64| {
        let seen = app.engine.ticket(&jana.actor, number).await.unwrap().unwrap();
        (seen.assignee, seen.queue, seen.status)
    };
    assert_eq!(stands(new.number).await, (Some(ole.user.id), phones.id, Status::Resolved));
    assert_eq!(stands(ticket.number).await, (Some(jana.user.id), ticket.queue, Status::Open));
}

async fn s40_search_and_mail_threads_lead_to_the_ticket_that_has_the_comment_now(app: TestApp) {
    const MARIA: &str = "maria@muster.example";
    let jana = app.given().agent("jana@example.org").await;
    let number = receive(&app.engine, mail("1@x", MARIA, "Drucker", "Er klemmt.")).await.ticket.unwrap();
    let ticket = app.engine.ticket(&Actor::system(), number).await.unwrap().unwrap();
    let second = IncomingMessage {
        in_reply_to: vec!["1@x".to_owned()],
        ..mail("2@x", MARIA, "Re: Drucker", "Das Telefon bleibt stumm.")
    };
    let phone = receive(&app.engine, second).await.comment.unwrap();
    let new = split(&app, &jana, &ticket, &[phone]).await.unwrap();
    let filter = TicketFilter { search: Some("stumm".into()), ..TicketFilter::default() };
    let order = TicketOrder::default();
    let found = app.engine.tickets(&jana.actor, &filter, order, &Paging::default()).await.unwrap().items;
    assert_eq!(found.iter().map(|(_, ticket)| ticket.id).collect::<Vec<_>>(), [new.id]);
    for (id, answered, to) in [("3@x", "2@x", new.number), ("4@x", "1@x", ticket.number)] {
        let answer = IncomingMessage {
            in_reply_to: vec![answered.to_owned()],
            ..mail(id, MARIA, "Re: Drucker", &format!("Antwort auf {answered}"))
        };
        assert_eq!(receive(&app.engine, answer).await.ticket, Some(to));
    }
    let mails = app.engine.mails_of_comments(&jana.actor, &[phone]).await.unwrap();
    assert_eq!(mails[&phone].ticket, Some(new.id));
}

/// An answer to this letter, to the address that it carries.
fn answer(id: &str, from: &str, letter: &Letter) -> IncomingMessage {
    IncomingMessage {
        recipients: letter.reply_to.clone().into_iter().collect(),
        in_reply_to: vec![letter.message_id.clone()],
        ..mail(id, from, "Re", &format!("Antwort {id}"))
    }
}

/// A public comment of this person, and the letter about it to this address.
async fn told(app: &TestApp, by: &Person, to: &Person, ticket: &Ticket, text: &str) -> (CommentId, Letter) {
    let comment = app.given().comment(by, ticket, text).await.id;
    let mut letters = app.letters().await.into_iter().rev();
    (comment, letters.find(|letter| letter.to.address == to.user.email).expect("a letter"))
}

async fn an_answer_to_a_letter_reaches_the_ticket_of_the_comment_that_it_answers(app: TestApp) {
    let maria = app.given().customer("maria@muster.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let (_, stays) = told(&app, &jana, &maria, &ticket, "Der Drucker kommt morgen.").await;
    let (phone, moves) = told(&app, &jana, &maria, &ticket, "Das Telefon braucht länger.").await;
    assert_eq!(stays.reply_to, moves.reply_to);
    let other = app.given().ticket(&maria, "Maus").await;
    let (_, foreign) = told(&app, &jana, &maria, &other, "Die Maus ist da.").await;
    let new = split(&app, &jana, &ticket, &[phone]).await.unwrap();
    let from = &maria.user.email;
    let to_split = receive(&app.engine, answer("1@x", from, &moves)).await;
    assert_eq!(to_split.ticket, Some(new.number), "where the comment is now");
    let seen = comments(&app, &maria.actor, &new).await;
    assert_eq!((seen.len(), seen[1].visibility), (2, Visibility::Public));
    assert_eq!(receive(&app.engine, answer("2@x", from, &stays)).await.ticket, Some(ticket.number));
    // The signed address is the stronger of the two in every other case.
    let mixed =
        IncomingMessage { recipients: vec![stays.reply_to.unwrap()], ..answer("3@x", from, &foreign) };
    assert_eq!(receive(&app.engine, mixed).await.ticket, Some(ticket.number));
    let mixed =
        IncomingMessage { recipients: vec![foreign.reply_to.unwrap()], ..answer("4@x", from, &moves) };
    assert_eq!(receive(&app.engine, mixed).await.ticket, Some(other.number));
}

async fn what_was_split_twice_or_from_what_was_merged_later_is_found_too(app: TestApp) {
    let maria = app.given().customer("maria@muster.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let (first, _) = told(&app, &jana, &maria, &ticket, "Das Telefon braucht länger.").await;
    let (second, letter) = told(&app, &jana, &maria, &ticket, "Der Hörer ist bestellt.").await;
    let between = split(&app, &jana, &ticket, &[first, second]).await.unwrap();
    let last = split(&app, &jana, &between, &[second]).await.unwrap();
    let from = &maria.user.email;
    assert_eq!(receive(&app.engine, answer("1@x", from, &letter)).await.ticket, Some(last.number));
    let target = app.given().ticket(&maria, "Büro").await;
    let merge = MergeTickets { from: ticket.number, into: target.number };
    app.engine.merge_tickets(&jana.actor, merge).await.unwrap();
    assert_eq!(receive(&app.engine, answer("2@x", from, &letter)).await.ticket, Some(last.number));
}

async fn by_the_letter_of_what_was_split_off_its_reader_speaks_for_the_staff_there(app: TestApp) {
    let maria = app.given().customer("maria@muster.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let mine = engine::UpdateTicket {
        number: ticket.number,
        assignee: Some(Some(jana.user.id)),
        ..engine::UpdateTicket::default()
    };
    app.engine.update_ticket(&jana.actor, mine).await.unwrap();
    let (moved, letter) = told(&app, &maria, &jana, &ticket, "Und das Telefon ist stumm.").await;
    let new = split(&app, &jana, &ticket, &[moved]).await.unwrap();
    let received = receive(&app.engine, answer("1@x", &jana.user.email, &letter)).await;
    assert_eq!(received.ticket, Some(new.number));
    let last = comments(&app, &jana.actor, &new).await.pop().unwrap();
    assert_eq!((last.visibility, last.author), (Visibility::Public, jana.user.id));
}

async fn s40_what_waits_for_the_staff_waits_where_it_is_now(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.given().comment(&jana, &ticket, "Der Drucker geht wieder.").await;
    let asked = app.given().comment(&maria, &ticket, "Und das Telefon ist stumm.").await;
    let new = split(&app, &jana, &ticket, &[asked.id]).await.unwrap();
    assert_eq!(new.attention.waiting_since, Some(asked.created_at));
    assert_eq!(new.attention.customer_wrote_at, Some(asked.created_at));
    let rest = app.engine.ticket(&jana.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!((rest.attention.waiting_since, rest.attention.customer_wrote_at), (None, None));
}

async fn who_may_not_split_is_refused_and_input_is_named(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let eve = app.given().customer("eve@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let other = app.given().ticket(&eve, "Anderes").await;
    let comment = app.given().comment(&maria, &ticket, "Und das Telefon ist stumm.").await.id;
    let foreign = app.given().comment(&eve, &other, "Fremd").await.id;
    let first = comments(&app, &jana.actor, &ticket).await[0].id;
    for (by, code) in [(&maria, Code::Forbidden), (&eve, Code::NotFound)] {
        assert_eq!(split(&app, by, &ticket, &[comment]).await.unwrap_err().code(), code);
    }
    let note = app.given().internal_note(&jana, &ticket, "Er zahlt nie.").await.id;
    for (chosen, reason) in [
        (vec![], "comments-required"),
        (vec![foreign], "comments-unknown"),
        (vec![comment, CommentId(Uuid::nil())], "comments-unknown"),
        (vec![first, comment, note], "comments-all"),
        (vec![note], "comments-internal"),
    ] {
        let error = split(&app, &jana, &ticket, &chosen).await.unwrap_err();
        assert_eq!((error.field(), error.reason()), (Some("comments"), reason), "{chosen:?}");
    }
    let untitled = SplitTicket { number: ticket.number, comments: vec![comment], title: " ".to_owned() };
    let error = app.engine.split_ticket(&jana.actor, untitled).await.unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some("title")));
    assert_eq!(comments(&app, &jana.actor, &ticket).await.len(), 3);
}
