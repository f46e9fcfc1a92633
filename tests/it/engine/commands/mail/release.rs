//! The staff release what was held: as if it came now, and once.

use engine::{
    Actor, AuditSubject, Code, IncomingMail, LetterKind, MailFilter, MailId, Outcome, Paging, TicketFilter,
};
use mail::inbound::submit;
use tests::{MAILBOX, TestApp, on_each_database};

on_each_database!(
    a_mail_that_is_released_is_a_ticket_once,
    a_mail_from_our_own_address_is_released_to_nobody,
    only_the_staff_of_its_queue_release_a_mail,
    a_discarded_mail_can_be_processed_after_all
);

/// A mail that a filter marked as spam, held.
async fn held(app: &TestApp, from: &str) -> IncomingMail {
    let raw = format!(
        "From: Kim <{from}>\r\nTo: {MAILBOX}\r\nSubject: Angebot\r\nMessage-ID: <{from}>\r\nX-Spam-Flag: YES\r\n\r\nBitte!\r\n"
    );
    let report = submit(&app.engine, raw.into_bytes(), Some(MAILBOX)).await;
    assert_eq!(report.outcome, mail::inbound::report::Became::Held);
    mails(app, &Actor::system()).await.remove(0)
}

async fn mails(app: &TestApp, actor: &Actor) -> Vec<IncomingMail> {
    let page = app.engine.mails(actor, &MailFilter::default(), &Paging::default()).await.unwrap();
    page.items.into_iter().map(|(_, mail)| mail).collect()
}

/// The kinds of what the audit log says about a mail, newest first.
async fn audited(app: &TestApp, mail: MailId) -> Vec<&'static str> {
    let subject = Some(AuditSubject::Mail(mail));
    let page = app.engine.audit_log(&Actor::system(), subject, &Paging::default()).await.unwrap();
    page.items.iter().map(|(_, entry)| entry.audited.kind()).collect()
}

async fn tickets(app: &TestApp) -> u64 {
    app.engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.unwrap()
}

async fn a_mail_that_is_released_is_a_ticket_once(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let mail = held(&app, "kim@kunde.example").await;
    assert_eq!((mail.from_name.as_deref(), mail.subject.as_deref()), (Some("Kim"), Some("Angebot")));
    let node = app.another_node().await;
    let both = tokio::join!(
        app.engine.release_mail(&jana.actor, mail.id),
        app.engine.release_mail(&jana.actor, mail.id)
    );
    let third = node.release_mail(&jana.actor, mail.id).await.unwrap();
    for released in [both.0.unwrap(), both.1.unwrap(), third] {
        assert_eq!((released.outcome, released.comment.is_some()), (Outcome::Created, true));
    }
    assert_eq!(tickets(&app).await, 1);
    assert_eq!(app.told().await, [(LetterKind::Confirmation, "kim@kunde.example".to_owned())]);
    let replayed = app.engine.replay_mail(&jana.actor, mail.id).await.unwrap();
    assert_eq!((replayed.outcome, tickets(&app).await), (Outcome::Created, 1));
    let discarded = app.engine.discard_mail(&jana.actor, mail.id).await.unwrap();
    assert_eq!(discarded.outcome, Outcome::Created, "too late");
    assert_eq!(audited(&app, mail.id).await, ["MAIL_RELEASED"], "once");
}

async fn a_mail_from_our_own_address_is_released_to_nobody(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let mail = held(&app, MAILBOX).await;
    let released = app.engine.release_mail(&jana.actor, mail.id).await.unwrap();
    assert_eq!(released.outcome, Outcome::Created);
    assert_eq!(app.told().await, [], "nobody writes to ourselves");
}

async fn only_the_staff_of_its_queue_release_a_mail(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@muster.example").await;
    let mail = held(&app, "kim@kunde.example").await;
    assert_eq!((mails(&app, &jana.actor).await.len(), mails(&app, &maria.actor).await.len()), (1, 0));
    let refused = app.engine.release_mail(&maria.actor, mail.id).await.unwrap_err();
    assert_eq!(refused.code(), Code::NotFound);
    let queue = app.engine.queues(&Actor::system()).await.unwrap().remove(0);
    app.engine.set_queue_members(&Actor::system(), queue.id, &[]).await.unwrap();
    assert_eq!(mails(&app, &jana.actor).await, []);
    assert!(app.engine.mail_stream(&jana.actor, mail.id).await.unwrap().is_none());
    for id in [mail.id, MailId(uuid::Uuid::from_u128(1))] {
        let refused = app.engine.release_mail(&jana.actor, id).await.unwrap_err();
        assert_eq!(refused.code(), Code::NotFound);
        let refused = app.engine.discard_mail(&jana.actor, id).await.unwrap_err();
        assert_eq!(refused.code(), Code::NotFound);
    }
    let ada = app.given().admin("ada@example.org").await;
    assert_eq!(app.engine.release_mail(&ada.actor, mail.id).await.unwrap().outcome, Outcome::Created);
}

async fn a_discarded_mail_can_be_processed_after_all(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let mail = held(&app, "kim@kunde.example").await;
    let discarded = app.engine.discard_mail(&jana.actor, mail.id).await.unwrap();
    assert_eq!((discarded.outcome, tickets(&app).await), (Outcome::Ignored, 0));
    let released = app.engine.release_mail(&jana.actor, mail.id).await.unwrap();
    assert_eq!(released.outcome, Outcome::Ignored, "it no longer waits");
    let replayed = app.engine.replay_mail(&jana.actor, mail.id).await.unwrap();
    assert_eq!((replayed.outcome, tickets(&app).await), (Outcome::Created, 1));
}
