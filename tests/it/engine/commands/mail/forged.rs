//! Mail of which a trusted server says that its sender did not write it (`dmarc=fail`): marked, held or refused.

use engine::{
    Actor, AuthenticationResults, DmarcFailure, IncomingMail, IncomingMessage, MailFilter, MailReason,
    MethodResult, Outcome, Paging, Settings, UserFilter, Visibility,
};
use tests::{TestApp, on_each_database};

use super::{mail, receive};

const MARIA: &str = "maria@muster.example";

async fn with(app: TestApp, failure: DmarcFailure) -> TestApp {
    let settings = move |settings: &mut Settings| {
        settings.mail.trusted_authserv = vec!["mx.example.org".to_owned()];
        settings.mail.dmarc_failure = failure;
    };
    TestApp::with(app.backend, settings).await
}

/// A mail in her name that fails the check of our own server.
fn forged(message: IncomingMessage) -> IncomingMessage {
    let result = |method: &str, result: &str| MethodResult {
        method: method.to_owned(),
        result: result.to_owned(),
        properties: vec![("header.from".to_owned(), "muster.example".to_owned())],
    };
    let results = vec![result("spf", "none"), result("dmarc", "fail")];
    let authentication = vec![AuthenticationResults { server: "mx.example.org".to_owned(), results }];
    IncomingMessage { authentication, ..message }
}

async fn ledger(app: &TestApp) -> Vec<IncomingMail> {
    let page = app.engine.mails(&Actor::system(), &MailFilter::default(), &Paging::default()).await.unwrap();
    page.items.into_iter().map(|(_, mail)| mail).collect()
}

on_each_database!(
    forged_mail_is_marked_for_the_staff_and_answered_to_nobody,
    forged_mail_is_held_or_refused_where_the_operator_says_so,
    a_forged_mail_joins_by_no_number
);

async fn forged_mail_is_marked_for_the_staff_and_answered_to_nobody(app: TestApp) {
    let app = with(app, DmarcFailure::Mark).await;
    let opened = receive(&app.engine, forged(mail("1@x", MARIA, "Drucker", "Geht nicht."))).await;
    assert_eq!((opened.outcome, opened.why), (Outcome::Created, Some(MailReason::SenderForged)));
    assert!(MailReason::SenderForged.is_warning());
    assert!(app.told().await.is_empty());
    let line = ledger(&app).await.remove(0);
    assert_eq!(line.authentication.as_deref(), Some("spf=none dmarc=fail"));
    let answer = IncomingMessage {
        in_reply_to: vec!["1@x".to_owned()],
        ..forged(mail("2@x", MARIA, "Re: Drucker", "Bitte kündigen."))
    };
    let joined = receive(&app.engine, answer).await;
    assert_eq!((joined.ticket, joined.why), (opened.ticket, Some(MailReason::SenderForged)));
}

async fn forged_mail_is_held_or_refused_where_the_operator_says_so(app: TestApp) {
    for (failure, outcome) in [(DmarcFailure::Hold, Outcome::Held), (DmarcFailure::Refuse, Outcome::Ignored)]
    {
        let app = with(TestApp::with(app.backend, |_| ()).await, failure).await;
        let received = receive(&app.engine, forged(mail("1@x", MARIA, "Drucker", "Geht nicht."))).await;
        assert_eq!(
            (received.outcome, received.why, received.ticket),
            (outcome, Some(MailReason::SenderForged), None)
        );
        assert_eq!(app.engine.count_users(&Actor::system(), &UserFilter::default()).await.unwrap(), 0);
        assert!(app.told().await.is_empty());
        assert_eq!(ledger(&app).await.len(), 1, "nothing is lost");
        let genuine = receive(&app.engine, mail("2@x", MARIA, "Drucker", "Geht nicht.")).await;
        assert_eq!(genuine.outcome, Outcome::Created);
    }
}

async fn a_forged_mail_joins_by_no_number(app: TestApp) {
    let app = with(app, DmarcFailure::Mark).await;
    let number = receive(&app.engine, mail("1@x", MARIA, "Drucker", "Geht nicht.")).await.ticket.unwrap();
    let tag = &TestApp::settings().mail.subject_tag;
    let subject = format!("Re: [{tag} #{number}] Drucker");
    let guessed = receive(&app.engine, forged(mail("2@x", MARIA, &subject, "Bitte kündigen."))).await;
    assert_eq!((guessed.outcome, guessed.why), (Outcome::Created, Some(MailReason::SenderForged)));
    let genuine = receive(&app.engine, mail("3@x", MARIA, &subject, "Es ist der alte.")).await;
    assert_eq!(genuine.ticket, Some(number));
    let ticket = app.engine.ticket(&Actor::system(), number).await.unwrap().expect("a ticket");
    let comments = app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.unwrap();
    let said: Vec<_> = comments.items.iter().map(|(_, one)| (one.text.as_str(), one.visibility)).collect();
    assert_eq!(said, [("Geht nicht.", Visibility::Public), ("Es ist der alte.", Visibility::Public)]);
}
