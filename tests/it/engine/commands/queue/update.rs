//! Changing a queue.

use std::time::Duration;

use chrono::TimeDelta;
use engine::{
    Actor, AgreementId, Code, CreateTicket, Error, IncomingMessage, Letter, LetterKind, MailContent, Outcome,
    Paging, Queue, QueueId, QueueSetting as Setting, Replies, Status, UpdateQueue, UpdateTicket, Visibility,
};
use tests::{Person, TestApp, on_each_database};
use uuid::Uuid;

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    s67_a_queue_gets_an_agreement_and_loses_it,
    s04_s14_s15_a_queue_writes_under_its_own_name_tag_and_signature,
    s04_a_subject_with_the_tag_of_any_queue_leads_to_its_ticket,
    s17_the_reply_policy_of_the_queue_decides,
    s68_s69_a_queue_has_delays_of_its_own,
    s73_a_queue_reminds_business_days_before,
    s07_the_notice_that_was_shown_is_recorded_and_stays_readable,
    a_queue_that_is_switched_off_takes_no_new_tickets_but_loses_no_mail,
    what_is_wrong_with_a_setting_is_said_at_the_setting,
    a_queue_of_the_configuration_keeps_its_name_and_address,
    customers_are_not_shown_the_settings,
    a_queue_that_is_renamed_stands_where_its_new_name_belongs
);

#[expect(clippy::unnecessary_wraps, reason = "every setting is optional")]
fn named(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// The first queue, after these settings.
async fn set(app: &TestApp, settings: Vec<Setting>) -> Queue {
    let queue = app.engine.queues(&Actor::system()).await.unwrap().remove(0);
    let update = UpdateQueue { settings, ..UpdateQueue::default() };
    app.engine.update_queue(&Actor::system(), queue.id, update).await.unwrap()
}

async fn newest(app: &TestApp, kind: LetterKind) -> Letter {
    app.letters().await.into_iter().rfind(|letter| letter.kind == kind).expect("a letter")
}

async fn s04_s14_s15_a_queue_writes_under_its_own_name_tag_and_signature(app: TestApp) {
    let settings = vec![
        Setting::SenderName(named(" Rechenzentrum ")),
        Setting::SenderAddress(named("RZ@example.org")),
        Setting::SubjectTag(named("rz")),
        Setting::Content(Some(MailContent::Full)),
        Setting::Signature(named("Viele Grüße\r\nIhr Rechenzentrum")),
    ];
    set(&app, settings).await;
    let maria = app.given().customer("maria@muster.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.given().comment(&jana, &ticket, "Ist er an?").await;
    let letter = newest(&app, LetterKind::Changed).await;
    assert_eq!(
        (letter.from.name.as_str(), letter.from.address.as_str()),
        ("Rechenzentrum", "rz@example.org")
    );
    assert_eq!(letter.ticket.as_ref().unwrap().subject_tag, "rz");
    assert_eq!(letter.comment.as_ref().unwrap().text, "Ist er an?");
    assert_eq!(letter.signature.as_deref(), Some("Viele Grüße\nIhr Rechenzentrum"));
    // Our own sender's address makes no ticket of its own.
    let looped = receive(&app.engine, mail("1@x", "rz@example.org", "Hallo", "Text")).await;
    assert_eq!(looped.outcome, Outcome::Held);

    set(&app, vec![Setting::SenderName(None), Setting::Content(None), Setting::Signature(named("  "))]).await;
    app.given().comment(&jana, &ticket, "Und nun?").await;
    let letter = newest(&app, LetterKind::Changed).await;
    assert_eq!(letter.from.name, TestApp::settings().mail.from.name);
    assert_eq!((letter.comment, letter.signature), (None, None));
}

async fn s04_a_subject_with_the_tag_of_any_queue_leads_to_its_ticket(app: TestApp) {
    set(&app, vec![Setting::SubjectTag(named("rz"))]).await;
    let first = receive(&app.engine, mail("1@x", "maria@muster.example", "[rz #1] Drucker", "Hilfe")).await;
    let number = first.ticket.unwrap();
    let ticket = app.engine.ticket(&Actor::system(), number).await.unwrap().unwrap();
    assert_eq!(ticket.title, "Drucker", "tags do not become part of the title");
    for (id, tag) in [("2@x", "rz"), ("3@x", "example.org")] {
        let subject = format!("Re: Drucker [{tag} #{number}]");
        let answer = receive(&app.engine, mail(id, "maria@muster.example", &subject, "Noch etwas")).await;
        assert_eq!((answer.outcome, answer.ticket), (Outcome::Commented, Some(number)), "{tag}");
    }
}

async fn s17_the_reply_policy_of_the_queue_decides(app: TestApp) {
    let maria = app.given().customer("maria@muster.example").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let letter = newest(&app, LetterKind::Confirmation).await;
    for (id, replies, visibility, hint) in [
        ("1@x", Some(Replies::Quarantine), Visibility::Internal, true),
        ("2@x", Some(Replies::HintOnly), Visibility::Internal, true),
        ("3@x", Some(Replies::AppendHint), Visibility::Public, true),
        ("4@x", None, Visibility::Public, false),
    ] {
        set(&app, vec![Setting::Replies(replies)]).await;
        let answer = IncomingMessage {
            in_reply_to: vec![letter.message_id.clone()],
            ..mail(id, "maria@muster.example", "Re", "Eine Antwort")
        };
        let comment = receive(&app.engine, answer).await.comment.unwrap();
        let found = app.engine.comments_by_id(&Actor::system(), &[comment]).await.unwrap();
        assert_eq!(found[&comment].visibility, visibility, "{replies:?}");
        let other = app.given().ticket(&maria, "Noch einer").await;
        let told = newest(&app, LetterKind::Confirmation).await.ticket.unwrap();
        assert_eq!((told.number, told.reply_hint), (other.number, hint), "{replies:?}");
    }
    let all = app.engine.comments(&maria.actor, ticket.id, &Paging::default()).await.unwrap();
    assert_eq!(all.items.len(), 3, "what is held back is not shown");
}

async fn s68_s69_a_queue_has_delays_of_its_own(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@muster.example").await;
    let waiting = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    assert_eq!(waiting.auto_close_at, Some(app.now() + TimeDelta::days(7)));
    let settings =
        vec![Setting::ResolvedClosesAfter(named("3d")), Setting::PendingClosesAfter(named(" 2bd "))];
    let queue = set(&app, settings).await;
    assert_eq!(queue.settings.pending_closes_after.unwrap().to_string(), "2bd");
    let seen = app.engine.ticket(&maria.actor, waiting.number).await.unwrap().unwrap();
    assert_eq!(seen.auto_close_at, waiting.auto_close_at, "what waits already keeps its time");
    let resolved = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    assert_eq!(resolved.auto_close_at, Some(app.now() + TimeDelta::days(3)), "S68");
    // S69: in business days as well. Friday 17:00; two business days later is the end of business on Tuesday.
    let pending = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    assert_eq!(pending.auto_close_at.unwrap().to_rfc3339(), "2019-01-29T16:00:00+00:00");

    let other = app.given().queue("Andere").await;
    let change = UpdateTicket { number: resolved.number, queue: Some(other.id), ..UpdateTicket::default() };
    let moved = app.engine.update_ticket(&jana.actor, change).await.unwrap();
    assert_eq!(moved.auto_close_at, resolved.auto_close_at, "a move alone changes no date");
    let moved = app.given().set(&jana, &moved, Status::Pending).await;
    assert_eq!(
        moved.auto_close_at,
        Some(app.now() + TimeDelta::days(14)),
        "the other queue has no delay of its own"
    );
}

async fn s73_a_queue_reminds_business_days_before(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@muster.example").await;
    let settings = vec![Setting::ResolvedClosesAfter(named("5bd")), Setting::RemindBefore(named("1bd"))];
    set(&app, settings).await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    let closes = ticket.auto_close_at.unwrap();
    app.letters().await;
    let reminded = async || {
        app.engine.run_due().await.unwrap();
        app.told().await.iter().any(|(kind, _)| *kind == LetterKind::Reminder)
    };
    app.clock.advance(Duration::from_hours(3 * 24));
    assert!(!reminded().await, "on Monday, four business days before");
    app.clock.advance((closes - app.now() - TimeDelta::hours(20)).to_std().unwrap());
    assert!(reminded().await, "less than a business day before");
    assert!(!reminded().await, "once");
}

async fn opened(app: &TestApp, by: &Person, notice: Option<&str>) -> Result<Option<String>, Error> {
    let input = CreateTicket {
        title: "Drucker geht nicht".to_owned(),
        text: "Hilfe".to_owned(),
        notice_version: notice.map(str::to_owned),
        ..CreateTicket::default()
    };
    app.engine.create_ticket(&by.actor, input).await.map(|ticket| ticket.notice_version)
}

async fn s07_the_notice_that_was_shown_is_recorded_and_stays_readable(app: TestApp) {
    let maria = app.given().customer("maria@muster.example").await;
    let usual = app.engine.privacy_notice(&maria.actor, None).await.unwrap();
    assert_eq!((usual.version.as_str(), usual.de), ("1", None));
    let first = set(&app, vec![Setting::NoticeDe(named("Erste Fassung"))]).await;
    let first = first.settings.notice_version.unwrap();
    assert_eq!(first, "2019-01-25");
    let shown = app.engine.privacy_notice(&maria.actor, None).await.unwrap();
    assert_eq!((shown.version.as_str(), shown.de.as_deref()), (first.as_str(), Some("Erste Fassung")));
    let other = app.given().queue("Zweite").await;
    let of_other = app.engine.privacy_notice(&Actor::system(), Some(other.id)).await.unwrap();
    assert_eq!((of_other.version.as_str(), of_other.de), ("1", None), "each queue has its own");

    let second = vec![Setting::NoticeDe(named("Zweite Fassung")), Setting::NoticeEn(named("Second version"))];
    let second = set(&app, second).await.settings.notice_version.unwrap();
    assert_eq!(second, "2019-01-25.2");
    assert_eq!(
        set(&app, vec![Setting::NoticeDe(named("Zweite Fassung"))]).await.settings.notice_version,
        Some(second)
    );
    let shown = app.engine.privacy_notice(&maria.actor, None).await.unwrap();
    let each = (shown.de.as_deref(), shown.en.as_deref());
    assert_eq!(each, (Some("Zweite Fassung"), Some("Second version")), "each language has its own");
    // The form was opened before the change; a program showed none.
    assert_eq!(opened(&app, &maria, Some(&first)).await.unwrap(), Some(first.clone()));
    assert_eq!(opened(&app, &maria, None).await.unwrap(), None);
    let refused = opened(&app, &maria, Some("2020-01-01\0")).await.unwrap_err();
    assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some("noticeVersion")));
    let old = app.engine.privacy_notice_of_version(&maria.actor, &first).await.unwrap().unwrap();
    assert_eq!((old.de.as_deref(), old.en, old.created_at), (Some("Erste Fassung"), None, Some(app.now())));
    assert_eq!(app.engine.privacy_notice_of_version(&maria.actor, "2020-01-01").await.unwrap(), None);
    assert!(app.engine.privacy_notice_of_version(&maria.actor, "1").await.unwrap().is_some());

    let gone = set(&app, vec![Setting::NoticeDe(None), Setting::NoticeEn(None)]).await;
    assert_eq!(gone.settings.notice_version, None);
    assert_eq!(app.engine.privacy_notice(&maria.actor, None).await.unwrap().version, "1");
}

async fn a_queue_that_is_switched_off_takes_no_new_tickets_but_loses_no_mail(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@muster.example").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let other = app.engine.create_queue(&Actor::system(), "Alt", Some("alt@example.org")).await.unwrap();
    let off = UpdateQueue { active: Some(false), ..UpdateQueue::default() };
    assert!(!app.engine.update_queue(&Actor::system(), other.id, off).await.unwrap().active);
    let moved = UpdateTicket { number: ticket.number, queue: Some(other.id), ..UpdateTicket::default() };
    let refused = app.engine.update_ticket(&jana.actor, moved).await.unwrap_err();
    assert_eq!(refused.field(), Some("queue"));
    let input = CreateTicket {
        title: "x y".to_owned(),
        text: "z".to_owned(),
        queue: Some(other.id),
        ..CreateTicket::default()
    };
    let refused = app.engine.create_ticket(&maria.actor, input).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("queue"), "queue-inactive"));
    let message = IncomingMessage {
        recipients: vec!["alt@example.org".to_owned()],
        ..mail("1@x", "maria@muster.example", "Hallo", "Text")
    };
    let number = receive(&app.engine, message).await.ticket.unwrap();
    let arrived = app.engine.ticket(&Actor::system(), number).await.unwrap().unwrap();
    assert_eq!(arrived.queue, other.id);
}

async fn what_is_wrong_with_a_setting_is_said_at_the_setting(app: TestApp) {
    app.given().customer("maria@muster.example").await;
    let queue = app.engine.queues(&Actor::system()).await.unwrap().remove(0);
    let long = || Some("x".repeat(20_001));
    let rows = [
        (Setting::SenderName(long()), "senderName"),
        (Setting::SenderName(named("Support @ Example")), "senderName"),
        (Setting::SenderName(named("WWW.example.org")), "senderName"),
        (Setting::SenderAddress(named("kein Postfach")), "senderAddress"),
        (Setting::SenderAddress(named("maria@muster.example")), "senderAddress"),
        (Setting::SubjectTag(named("a]b")), "subjectTag"),
        (Setting::Signature(long()), "signature"),
        (Setting::ResolvedClosesAfter(named("bald")), "resolvedClosesAfter"),
        (Setting::ResolvedClosesAfter(named("0d")), "resolvedClosesAfter"),
        (Setting::PendingClosesAfter(named("9999bd")), "pendingClosesAfter"),
        (Setting::RemindBefore(named("-1d")), "remindBefore"),
        (Setting::NoticeDe(long()), "noticeDe"),
        (Setting::NoticeEn(long()), "noticeEn"),
    ];
    for (setting, field) in rows {
        let update = UpdateQueue { settings: vec![setting.clone()], ..UpdateQueue::default() };
        let refused = app.engine.update_queue(&Actor::system(), queue.id, update).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some(field)), "{setting:?}");
    }
    let after = app.engine.queues(&Actor::system()).await.unwrap().remove(0);
    assert_eq!(after, queue, "what is refused leaves nothing");
}

async fn a_queue_of_the_configuration_keeps_its_name_and_address(app: TestApp) {
    let configured = app.engine.queues(&Actor::system()).await.unwrap().remove(0);
    let renamed = UpdateQueue { name: named("Anders"), ..UpdateQueue::default() };
    let refused =
        app.engine.update_queue(&Actor::system(), configured.id, renamed.clone()).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("name"), "queue-of-configuration"));
    let own = app.given().queue("Eigene").await;
    let update = UpdateQueue { address: Some(named("Eigene@Example.org")), ..renamed };
    let own = app.engine.update_queue(&Actor::system(), own.id, update).await.unwrap();
    assert_eq!((own.name.as_str(), own.address.as_deref()), ("Anders", Some("eigene@example.org")));
    let log = app.engine.audit_log(&Actor::system(), None, &Paging::default()).await.unwrap();
    let entry = &log.items[0].1;
    assert_eq!(entry.audited.kind(), "QUEUE_CHANGED");
    let fields: Vec<_> = entry.changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(fields, ["name", "address"]);
}

async fn customers_are_not_shown_the_settings(app: TestApp) {
    let maria = app.given().customer("maria@muster.example").await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket(&maria, "Drucker").await;
    set(&app, vec![Setting::SenderAddress(named("rz@example.org"))]).await;
    let seen = app.engine.queues(&maria.actor).await.unwrap().remove(0);
    assert_eq!(seen.settings, engine::QueueSettings::default());
    assert!(app.engine.queues(&jana.actor).await.unwrap()[0].settings.sender_address.is_some());
    let update = UpdateQueue { settings: vec![Setting::SubjectTag(named("x"))], ..UpdateQueue::default() };
    let refused = app.engine.update_queue(&jana.actor, seen.id, update).await.unwrap_err();
    assert_eq!(refused.code(), Code::Forbidden);
}

async fn s67_a_queue_gets_an_agreement_and_loses_it(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let calendar = app.given().calendar("Office").await;
    let agreement = app.given().agreement(&calendar, 60, 480).await;
    let queue = app.given().queue("Other").await;
    let set = |actor: Actor, queue: QueueId, agreement: Option<AgreementId>| {
        let engine = app.engine.clone();
        async move {
            engine
                .update_queue(
                    &actor,
                    queue,
                    UpdateQueue { agreement: Some(agreement), ..UpdateQueue::default() },
                )
                .await
        }
    };
    for agreement in [Some(agreement.id), None] {
        assert_eq!(set(admin.actor.clone(), queue.id, agreement).await.unwrap().agreement, agreement);
        let log = app.engine.audit_log(&admin.actor, None, &Paging::default()).await.unwrap();
        let entry = &log.items[0].1;
        assert_eq!(entry.audited.kind(), "QUEUE_AGREEMENT_CHANGED");
        assert_eq!(entry.changes[0].to.as_deref(), agreement.map(|_| "60/480 on Office"));
    }
    let unknown = set(admin.actor.clone(), queue.id, Some(AgreementId(Uuid::nil()))).await.unwrap_err();
    assert_eq!((unknown.field(), unknown.reason()), (Some("agreement"), "agreement-unknown"));
    let absent = set(admin.actor.clone(), QueueId(Uuid::nil()), None).await;
    assert!(matches!(absent, Err(Error::NotFound { .. })));
    let jana = app.given().agent("jana@example.org").await;
    assert!(matches!(set(jana.actor, queue.id, None).await, Err(Error::Forbidden { .. })));
}

async fn a_queue_that_is_renamed_stands_where_its_new_name_belongs(app: TestApp) {
    let system = Actor::system();
    for name in ["Buchhaltung", "Zentrale"] {
        app.engine.create_queue(&system, name, None).await.unwrap();
    }
    let zentrale = app.engine.queues(&system).await.unwrap().pop().expect("the last by name");
    let update = UpdateQueue { name: Some("Archiv".to_owned()), ..UpdateQueue::default() };
    app.engine.update_queue(&system, zentrale.id, update).await.unwrap();
    let names: Vec<String> =
        app.engine.queues(&system).await.unwrap().into_iter().map(|queue| queue.name).collect();
    assert_eq!(names, ["Archiv", "Buchhaltung", tests::QUEUE]);
}
