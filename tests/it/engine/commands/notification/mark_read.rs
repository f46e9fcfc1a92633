//! What concerns a member of the staff, until they have read it.

use std::time::Duration;

use engine::{
    Actor, ChooseNotice, Code, MergeTickets, Notice, NotificationFilter, NotificationKind, Paging, Ticket,
    UpdateTicket,
};
use tests::{Person, TestApp, on_each_database};

async fn kinds(app: &TestApp, person: &Person, unread: bool) -> Vec<NotificationKind> {
    let filter = NotificationFilter { unread: Some(unread), kinds: Vec::new() };
    let page = app.engine.notifications(&person.actor, &filter, &Paging::default()).await.expect("a page");
    let count = app.engine.count_notifications(&person.actor, &filter).await.expect("a count");
    assert_eq!(count, page.items.len() as u64);
    page.items.into_iter().map(|(_, one)| one.kind).collect()
}

async fn assign(app: &TestApp, by: &Person, ticket: &Ticket, to: &Person) {
    let input =
        UpdateTicket { number: ticket.number, assignee: Some(Some(to.user.id)), ..UpdateTicket::default() };
    app.engine.update_ticket(&by.actor, input).await.expect("assigned");
}

on_each_database!(
    what_concerns_somebody_is_noted_until_they_read_it_or_open_the_ticket,
    new_tickets_are_told_of_on_the_page_to_those_who_chose_it,
    five_answers_are_one_line_and_choices_of_email_do_not_matter,
    whoever_chose_not_to_be_told_on_the_page_is_told_by_email_alone,
    whoever_lost_the_sight_of_a_ticket_is_told_of_it_no_more,
    customers_have_no_notifications_and_nobody_reads_those_of_others,
    agreed_times_are_told_before_and_after_they_pass,
    what_was_told_of_a_merged_ticket_is_read_with_the_one_that_goes_on,
    what_is_old_is_forgotten
);

async fn what_concerns_somebody_is_noted_until_they_read_it_or_open_the_ticket(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    assert_eq!(kinds(&app, &ole, true).await, [], "a new ticket concerns nobody yet");
    assign(&app, &jana, &ticket, &ole).await;
    app.pass(Duration::from_secs(1)).await;
    app.given().comment(&maria, &ticket, "Er klemmt.").await;
    app.pass(Duration::from_secs(1)).await;
    app.given().internal_note(&jana, &ticket, "@Ole bitte ansehen").await;
    let all = [NotificationKind::Mentioned, NotificationKind::Replied, NotificationKind::Assigned];
    assert_eq!(kinds(&app, &ole, true).await, all);
    assert_eq!(kinds(&app, &jana, true).await, [], "what one does oneself is told to nobody");
    let page = app
        .engine
        .notifications(&ole.actor, &NotificationFilter::default(), &Paging::default())
        .await
        .expect("a page");
    let first = page.items.first().map(|(_, one)| one.id).expect("one");
    assert_eq!(app.engine.mark_notifications_read(&ole.actor, Some(&[first])).await.expect("read"), 1);
    assert_eq!(app.engine.mark_notifications_read(&ole.actor, Some(&[first])).await.expect("read"), 0);
    assert_eq!(kinds(&app, &ole, true).await, all[1..]);
    app.engine.mark_seen(&ole.actor, ticket.number).await.expect("opened");
    assert_eq!(kinds(&app, &ole, true).await, []);
    assert_eq!(kinds(&app, &ole, false).await, all);
}

async fn five_answers_are_one_line_and_choices_of_email_do_not_matter(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    assign(&app, &jana, &ticket, &jana).await;
    let quiet = ChooseNotice { notice: Notice::Replied, email: Some(false), page: None };
    app.engine.choose_notice(&jana.actor, quiet).await.expect("chosen");
    for text in ["Er klemmt.", "Immer noch.", "Hallo?", "Nun?", "Bitte!"] {
        app.given().comment(&maria, &ticket, text).await;
    }
    assert_eq!(kinds(&app, &jana, true).await, [NotificationKind::Replied]);
    assert_eq!(app.engine.mark_notifications_read(&jana.actor, None).await.expect("read"), 1);
    app.given().comment(&maria, &ticket, "Danke!").await;
    assert_eq!(
        kinds(&app, &jana, true).await,
        [NotificationKind::Replied],
        "what is new after reading is new"
    );
}

async fn whoever_chose_not_to_be_told_on_the_page_is_told_by_email_alone(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    assign(&app, &jana, &ticket, &jana).await;
    app.told().await;
    let quiet = |notice| ChooseNotice { notice, email: None, page: Some(false) };
    let choices = app.engine.choose_notice(&jana.actor, quiet(Notice::Replied)).await.expect("chosen");
    let replied = choices.iter().find(|(notice, _)| *notice == Notice::Replied).expect("it").1;
    assert_eq!((replied.email, replied.page), (true, false));
    app.given().comment(&maria, &ticket, "Er klemmt.").await;
    assert_eq!(kinds(&app, &jana, true).await, []);
    assert!(app.told().await.iter().any(|(_, to)| to == "jana@example.org"));
    let refused = app.engine.choose_notice(&jana.actor, quiet(Notice::Watched)).await.unwrap_err();
    assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some("page")));
}

async fn new_tickets_are_told_of_on_the_page_to_those_who_chose_it(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let ada = app.given().admin("ada@example.org").await;
    app.given().ticket(&maria, "Eins").await;
    for person in [&jana, &ole, &ada] {
        assert_eq!(kinds(&app, person, true).await, [], "usually the lists say enough");
    }
    let choose =
        |email, page| ChooseNotice { notice: Notice::NewTicket, email: Some(email), page: Some(page) };
    for (person, choice) in
        [(&jana, choose(true, true)), (&ole, choose(false, false)), (&ada, choose(false, true))]
    {
        app.engine.choose_notice(&person.actor, choice).await.expect("chosen");
    }
    app.told().await;
    let second = app.given().ticket(&maria, "Zwei").await;
    let emails = app.told().await;
    let emailed = |address: &str| emails.iter().any(|(_, to)| to == address);
    for (person, on_page, by_email) in [(&jana, true, true), (&ole, false, false), (&ada, true, false)] {
        let expected: &[NotificationKind] = if on_page { &[NotificationKind::NewTicket] } else { &[] };
        assert_eq!(kinds(&app, person, true).await, expected, "{}", person.user.email);
        assert_eq!(emailed(&person.user.email), by_email, "{}", person.user.email);
    }
    let own = engine::CreateTicket {
        title: "Anruf".to_owned(),
        text: "Bitte zurückrufen".to_owned(),
        customer_email: Some("maria@example.org".to_owned()),
        ..engine::CreateTicket::default()
    };
    app.engine.create_ticket(&jana.actor, own).await.expect("a ticket");
    assert_eq!(kinds(&app, &jana, true).await.len(), 1, "never of one's own doing");
    assert_eq!(kinds(&app, &ada, true).await.len(), 2);
    app.engine.mark_seen(&jana.actor, second.number).await.expect("opened");
    assert_eq!(kinds(&app, &jana, true).await, []);
}

async fn whoever_lost_the_sight_of_a_ticket_is_told_of_it_no_more(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.given().internal_note(&jana, &ticket, "@Ole bitte ansehen").await;
    assert_eq!(kinds(&app, &ole, true).await, [NotificationKind::Mentioned]);
    app.engine.set_queue_members(&Actor::system(), ticket.queue, &[jana.user.id]).await.expect("removed");
    assert_eq!(kinds(&app, &ole, true).await, []);
}

async fn customers_have_no_notifications_and_nobody_reads_those_of_others(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    assign(&app, &jana, &ticket, &ole).await;
    let all = NotificationFilter::default();
    let refused = app.engine.notifications(&maria.actor, &all, &Paging::default()).await;
    assert_eq!(refused.map(drop).map_err(|error| error.code()), Err(Code::Forbidden));
    let refused = app.engine.mark_notifications_read(&maria.actor, None).await;
    assert_eq!(refused.map_err(|error| error.code()), Err(Code::Forbidden));
    let page = app.engine.notifications(&ole.actor, &all, &Paging::default()).await.expect("a page");
    let theirs = page.items.first().map(|(_, one)| one.id).expect("one");
    assert_eq!(app.engine.mark_notifications_read(&jana.actor, Some(&[theirs])).await.expect("nothing"), 0);
    assert_eq!(kinds(&app, &ole, true).await, [NotificationKind::Assigned]);
}

async fn agreed_times_are_told_before_and_after_they_pass(app: TestApp) {
    let acme = app.given().organisation("Acme", false).await;
    let calendar = app.given().calendar("Werktage").await;
    let agreement = app.given().agreement(&calendar, 60, 600).await;
    app.given().agreed(&acme, &agreement).await;
    let maria = app.given().member(&acme, "maria@acme.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    assign(&app, &ole, &ticket, &jana).await;
    app.engine.mark_notifications_read(&jana.actor, None).await.expect("read");
    // Friday at 17:00 the day is over: on Monday the hour begins at 8.
    app.pass(Duration::from_hours(63) + Duration::from_mins(50)).await;
    assert_eq!(kinds(&app, &jana, true).await, [NotificationKind::DueSoon]);
    app.pass(Duration::from_mins(20)).await;
    assert_eq!(kinds(&app, &jana, true).await, [NotificationKind::Overdue, NotificationKind::DueSoon]);
    assert_eq!(kinds(&app, &ole, true).await, [], "who is not responsible is not told");
}

async fn what_was_told_of_a_merged_ticket_is_read_with_the_one_that_goes_on(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let [from, into] = [app.given().ticket(&maria, "One").await, app.given().ticket(&maria, "Two").await];
    assign(&app, &jana, &from, &ole).await;
    let merge = MergeTickets { from: from.number, into: into.number };
    app.engine.merge_tickets(&jana.actor, merge).await.expect("merged");
    assert_eq!(kinds(&app, &ole, true).await, [NotificationKind::Assigned]);
    app.engine.mark_seen(&ole.actor, into.number).await.expect("opened");
    assert_eq!(kinds(&app, &ole, true).await, []);
}

async fn what_is_old_is_forgotten(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    assign(&app, &jana, &ticket, &ole).await;
    app.engine.mark_notifications_read(&ole.actor, None).await.expect("read");
    app.pass(Duration::from_hours(91 * 24)).await;
    assert_eq!(kinds(&app, &ole, false).await, []);
}
