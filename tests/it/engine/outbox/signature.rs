//! What stands below the email with an answer.

use engine::{
    Actor, Code, Error, Letter, LetterKind, MailContent, QueueId, QueueSetting as Setting, SignatureReach,
    Ticket, UpdateQueue,
};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    an_answer_from_a_page_is_signed_by_its_author_above_the_queue,
    customers_and_answers_of_programs_are_not_signed,
    what_stands_below_an_answer_is_told_to_those_who_see_the_ticket,
    in_which_queues_a_signature_is_sent_is_told_of_those_that_somebody_works,
);

async fn set(app: &TestApp, settings: Vec<Setting>) {
    let queue = app.engine.queues(&Actor::system()).await.expect("queues").remove(0);
    let update = UpdateQueue { settings, ..UpdateQueue::default() };
    app.engine.update_queue(&Actor::system(), queue.id, update).await.expect("changed");
}

async fn newest(app: &TestApp, kind: LetterKind) -> Letter {
    app.letters().await.into_iter().rfind(|letter| letter.kind == kind).expect("a letter")
}

async fn shown(app: &TestApp, by: &Person, ticket: &Ticket) -> Option<String> {
    app.engine.answer_signature(&by.actor, ticket.id).await.expect("an answer")
}

async fn an_answer_from_a_page_is_signed_by_its_author_above_the_queue(app: TestApp) {
    let support = Setting::Signature(Some("Support Acme".to_owned()));
    set(&app, vec![Setting::Content(Some(MailContent::Full)), support]).await;
    let maria = app.given().customer("maria@muster.example").await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let chosen = app.engine.choose_signature(&jana.actor, " Viele Grüße\r\nJana \n").await.expect("chosen");
    assert_eq!(chosen.as_deref(), Some("Viele Grüße\nJana"));
    assert_eq!(app.engine.own_signature(&jana.actor).await.expect("her own"), chosen);
    let both = Some("Viele Grüße\nJana\n\nSupport Acme".to_owned());
    assert_eq!(shown(&app, &jana, &ticket).await, both, "as it is shown while she writes");
    app.given().comment(&jana, &ticket, "Ist er an?").await;
    assert_eq!(newest(&app, LetterKind::Changed).await.signature, both);
    app.given().comment(&ole, &ticket, "Und jetzt?").await;
    assert_eq!(newest(&app, LetterKind::Changed).await.signature.as_deref(), Some("Support Acme"));
    assert_eq!(shown(&app, &ole, &ticket).await.as_deref(), Some("Support Acme"));
    set(&app, vec![Setting::Signature(None)]).await;
    let brand = TestApp::settings().brand.name;
    assert_eq!(shown(&app, &jana, &ticket).await, Some(format!("Viele Grüße\nJana\n\n{brand}")));
    assert_eq!(shown(&app, &ole, &ticket).await, None, "the usual farewell");
    // Without the text it is no letter of hers.
    set(&app, vec![Setting::Content(Some(MailContent::Link))]).await;
    assert_eq!(shown(&app, &jana, &ticket).await, None);
    app.given().comment(&jana, &ticket, "Läuft er?").await;
    assert_eq!(newest(&app, LetterKind::Changed).await.signature, None);
    assert_eq!(app.engine.choose_signature(&jana.actor, " \n").await.expect("taken away"), None);
    assert_eq!(app.engine.own_signature(&jana.actor).await.expect("none"), None);
}

async fn customers_and_answers_of_programs_are_not_signed(app: TestApp) {
    set(&app, vec![Setting::Content(Some(MailContent::Full))]).await;
    let maria = app.given().customer("maria@muster.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let refused = app.engine.choose_signature(&maria.actor, "Maria").await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    assert_eq!(app.engine.own_signature(&maria.actor).await.expect("nothing"), None);
    assert_eq!(shown(&app, &maria, &ticket).await, None);
    let nobody = app.engine.choose_signature(&Actor::nobody(), "Ich").await.unwrap_err();
    assert_eq!(nobody.code(), Code::Unauthenticated);
    let long = app.engine.choose_signature(&jana.actor, &"x".repeat(2_001)).await.unwrap_err();
    assert_eq!((long.field(), long.reason()), (Some("text"), "signature-too-long"));
    app.engine.choose_signature(&jana.actor, "Jana").await.expect("chosen");
    let (_, program) = app.given().token(&jana, &["tickets:read", "tickets:write"]).await;
    let said = engine::AddComment {
        number: ticket.number,
        text: "Erledigt.".to_owned(),
        ..engine::AddComment::default()
    };
    app.engine.add_comment(&program, said).await.expect("a comment");
    assert_eq!(newest(&app, LetterKind::Changed).await.signature, None);
}

async fn what_stands_below_an_answer_is_told_to_those_who_see_the_ticket(app: TestApp) {
    let support = Setting::Signature(Some("Support Acme".to_owned()));
    set(&app, vec![Setting::Content(Some(MailContent::Full)), support]).await;
    let maria = app.given().customer("maria@muster.example").await;
    let ada = app.given().admin("ada@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    assert_eq!(shown(&app, &jana, &ticket).await.as_deref(), Some("Support Acme"));
    app.engine.set_queue_members(&ada.actor, ticket.queue, &[]).await.expect("she works it no more");
    assert_eq!(shown(&app, &jana, &ticket).await, None, "as of a ticket that does not exist");
    assert_eq!(shown(&app, &ada, &ticket).await.as_deref(), Some("Support Acme"));
}

async fn in_which_queues_a_signature_is_sent_is_told_of_those_that_somebody_works(app: TestApp) {
    let reach = async |by: &Person| app.engine.signature_reach(&by.actor).await.expect("an answer");
    let maria = app.given().customer("maria@muster.example").await;
    let ada = app.given().admin("ada@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    assert_eq!(reach(&jana).await, SignatureReach::Nowhere, "emails carry the link alone");
    app.engine.create_queue(&Actor::system(), "Sales", None).await.expect("a queue");
    set(&app, vec![Setting::Content(Some(MailContent::Full))]).await;
    let queues = app.engine.queues(&Actor::system()).await.expect("queues");
    let full: Vec<_> =
        queues.iter().filter(|queue| queue.settings.content == Some(MailContent::Full)).collect();
    let [full] = full.as_slice() else { panic!("one of two: {queues:?}") };
    let other = queues.iter().find(|queue| queue.id != full.id).expect("another one");
    let cases: [(&[QueueId], SignatureReach); 4] = [
        (&[full.id], SignatureReach::Everywhere),
        (&[full.id, other.id], SignatureReach::Somewhere),
        (&[other.id], SignatureReach::Nowhere),
        (&[], SignatureReach::Nowhere),
    ];
    let alone = [jana.user.id];
    for (works, expected) in cases {
        for queue in [full.id, other.id] {
            let members = if works.contains(&queue) { alone.as_slice() } else { &[] };
            app.engine.set_queue_members(&ada.actor, queue, members).await.expect("set");
        }
        assert_eq!(reach(&jana).await, expected, "{works:?}");
    }
    assert_eq!(reach(&ada).await, SignatureReach::Somewhere, "admins work every queue");
    assert_eq!(reach(&maria).await, SignatureReach::Nowhere);
}
