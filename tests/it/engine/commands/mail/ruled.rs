//! A partner's own number and a monitor's host join mails that have no thread headers.

use engine::{
    Actor, Automatic, IncomingMessage, MailboxSettings, Outcome, Status, Ticket,
    incoming::rules::{MailRule, Pattern},
};
use tests::{MAILBOX, QUEUE, TestApp, on_each_database};

use super::{mail, receive};

on_each_database!(
    mails_with_a_partners_number_join_one_ticket,
    a_number_means_nothing_in_mails_of_others,
    the_problem_and_the_recovery_of_a_host_are_one_ticket_and_the_recovery_resolves_it,
    a_rule_that_asks_for_too_much_keeps_no_mail_out
);

fn rule(pattern: &str, status: Option<Status>, tags: &[&str]) -> MailRule {
    MailRule {
        header: "Subject".to_owned(),
        pattern: Pattern::parse(pattern).unwrap(),
        status,
        priority: None,
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        queue: None,
    }
}

/// The same house with rules for its mailbox.
async fn with_rules(app: &TestApp, rules: Vec<MailRule>) -> TestApp {
    TestApp::with(app.backend, |settings| {
        settings.mail.mailboxes = vec![MailboxSettings { rules, ..MailboxSettings::new(MAILBOX, QUEUE) }];
    })
    .await
}

async fn ticket(app: &TestApp, number: Option<i64>) -> Ticket {
    app.engine.ticket(&Actor::system(), number.unwrap()).await.unwrap().unwrap()
}

async fn mails_with_a_partners_number_join_one_ticket(app: TestApp) {
    let app = with_rules(&app, vec![rule(r"\b(INC\d{7,})\b", None, &[])]).await;
    let from = "it@servicedesk.example";
    let first = receive(&app.engine, mail("1@x", from, "INC0012345 - Leitung", "Neu")).await;
    for (id, subject) in [("2@x", "RE: INC0012345 - comments added"), ("3@x", "INC0012345 - resolved")] {
        let next = receive(&app.engine, mail(id, from, subject, "Weiter")).await;
        assert_eq!((next.outcome, next.ticket), (Outcome::Commented, first.ticket), "{subject}");
    }
    let other = receive(&app.engine, mail("4@x", from, "INC0099999 - Drucker", "Neu")).await;
    assert_eq!(other.outcome, Outcome::Created);
    let colleague = receive(&app.engine, mail("5@x", "b@servicedesk.example", "INC0012345", "Auch")).await;
    assert_eq!(colleague.ticket, first.ticket);
}

async fn a_number_means_nothing_in_mails_of_others(app: TestApp) {
    let app = with_rules(&app, vec![rule(r"\b(INC\d{7,})\b", None, &[])]).await;
    let first = receive(&app.engine, mail("1@x", "it@servicedesk.example", "INC0012345", "Neu")).await;
    for (id, from) in [("2@x", "it@boese.example"), ("3@x", "a@gmail.com"), ("4@x", "b@gmail.com")] {
        let next = receive(&app.engine, mail(id, from, "INC0012345", "Fremd")).await;
        assert_eq!(next.outcome, Outcome::Created, "{from}");
        assert_ne!(next.ticket, first.ticket, "{from}");
    }
}

async fn the_problem_and_the_recovery_of_a_host_are_one_ticket_and_the_recovery_resolves_it(app: TestApp) {
    let rules = vec![
        rule(r"^(?:PROBLEM|RECOVERY)\W+(\S+) is ", None, &["monitoring"]),
        rule("^RECOVERY", Some(Status::Resolved), &[]),
    ];
    let app = with_rules(&app, rules).await;
    let notice = |id: &str, subject: &str| IncomingMessage {
        automatic: Some(Automatic::Generated),
        ..mail(id, "monitor@firma.example", subject, "State")
    };
    let first = receive(&app.engine, notice("1@x", "PROBLEM - db01/Disk is CRITICAL")).await;
    assert_eq!(ticket(&app, first.ticket).await.tags, ["monitoring"]);
    let again = receive(&app.engine, notice("2@x", "PROBLEM - db01/Disk is CRITICAL")).await;
    let other = receive(&app.engine, notice("3@x", "PROBLEM - db02/Disk is CRITICAL")).await;
    let over = receive(&app.engine, notice("4@x", "RECOVERY - db01/Disk is OK")).await;
    assert_eq!((again.ticket, over.ticket), (first.ticket, first.ticket));
    assert_ne!(other.ticket, first.ticket);
    assert_eq!(ticket(&app, first.ticket).await.status, Status::Resolved);
    assert_eq!(app.told().await, [], "nobody writes to a machine");
    receive(&app.engine, notice("5@x", "PROBLEM - db01/Disk is CRITICAL")).await;
    assert_ne!(ticket(&app, first.ticket).await.status, Status::Resolved);
}

async fn a_rule_that_asks_for_too_much_keeps_no_mail_out(app: TestApp) {
    let long = "x".repeat(1_000);
    let app = with_rules(&app, vec![rule(r"(INC\d+)", None, &[long.as_str()])]).await;
    receive(&app.engine, mail("1@x", "it@servicedesk.example", "INC1", "Neu")).await;
    let next = receive(&app.engine, mail("2@x", "it@servicedesk.example", "INC1", "Weiter")).await;
    assert_eq!(next.outcome, Outcome::Commented);
}
