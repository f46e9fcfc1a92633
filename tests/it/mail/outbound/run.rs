//! The loop from the outbox to the mail server, with everything that can go wrong on the way.

use std::time::Duration;

use engine::{EventKind, LetterState, MailContent, Paging, Status, Ticket};
use mail::outbound::{self, Transport};
use tests::postbox::Mail;
use tests::servers::smtp::{Answer, Smtp};
use tests::wait::until;
use tests::{Backend, Person, TestApp};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A running loop; stopped when the test says so.
struct Office {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Office {
    fn open(engine: &engine::Engine, address: &str) -> Self {
        let (stop, stopped) = watch::channel(false);
        let transport = Transport::open(address, None).unwrap();
        let engine = engine.clone();
        let task =
            tokio::spawn(async move { outbound::run(engine, transport, Vec::new(), stopped).await.unwrap() });
        Self { stop, task }
    }

    async fn close(self) {
        self.stop.send_replace(true);
        self.task.await.unwrap();
    }
}

async fn bounced(app: &TestApp, by: &Person, ticket: &Ticket) -> Option<Vec<engine::Change>> {
    let events = app.engine.events(&by.actor, ticket.id, &Paging::default()).await.unwrap();
    events
        .items
        .into_iter()
        .find(|(_, event)| event.kind == EventKind::MailBounced)
        .map(|(_, event)| event.changes)
}

async fn arrived(server: &Smtp, count: usize) -> Vec<Mail> {
    until("the mails", || {
        let kept = server.kept();
        std::future::ready((kept.len() >= count).then_some(kept))
    })
    .await
    .into_iter()
    .map(|kept| kept.mail)
    .collect()
}

tests::on_each_database!(s03_one_confirmation_with_number_and_link);
async fn s03_one_confirmation_with_number_and_link(app: TestApp) {
    let server = Smtp::start().await;
    let office = Office::open(&app.engine, &server.url());
    let maria = app.given().customer("maria.muster@customer.example").await;
    let ticket = app.given().ticket(&maria, "Composer startet nicht").await;
    let [mail] = arrived(&server, 1).await.try_into().unwrap();
    office.close().await;
    assert_eq!(server.kept().len(), 1);
    assert_eq!(mail.subject, format!("Composer startet nicht [example.org #{}]", ticket.number));
    assert!(
        mail.text.contains(&format!("https://tickets.example.org/tickets/{}", ticket.number)),
        "{}",
        mail.text
    );
    assert!(mail.text.starts_with("Guten Tag Maria Muster!\n"), "{}", mail.text);
    assert_eq!((mail.from.as_str(), mail.to.as_str()), (tests::MAILBOX, "maria.muster@customer.example"));
    assert!(app.letters().await.is_empty(), "nothing is owed any more");
}

#[tokio::test]
async fn a_mail_that_is_refused_for_now_goes_out_later_as_the_same_mail() {
    let (app, server) = (TestApp::start().await, Smtp::start().await);
    server.answer([Answer::AcceptAndHangUp]);
    let office = Office::open(&app.engine, &server.url());
    let maria = app.given().customer("maria@customer.example").await;
    app.given().ticket(&maria, "Composer").await;
    let [first] = arrived(&server, 1).await.try_into().unwrap();
    // the clock stands still, so nothing more happens until the test lets time pass
    let again = until("the second attempt", || {
        app.clock.advance(Duration::from_secs(30));
        std::future::ready(server.kept().get(1).cloned())
    })
    .await;
    office.close().await;
    assert_eq!(first.message_id, again.mail.message_id);
    assert_eq!(server.kept().len(), 2);
}

/// A receiver that greylists puts off whom it does not know, and takes the same mail later: it comes once, and nobody of the staff
/// has to see to it.
#[tokio::test]
async fn a_receiver_that_greylists_gets_the_mail_once() {
    for first in [
        Answer::RefuseRecipient("451 4.7.1 Greylisted, please come back"),
        Answer::RefuseData("451 4.7.1 Greylisted, please come back"),
    ] {
        let (app, server) = (TestApp::start().await, Smtp::start().await);
        let jana = app.given().agent("jana@example.org").await;
        let maria = app.given().customer("maria@customer.example").await;
        server.answer([first.clone()]);
        let ticket = app.given().ticket(&maria, "Composer").await;
        let office = Office::open(&app.engine, &server.url());
        let put_off = until("the first attempt", async || {
            let emails = app.engine.ticket_emails(&jana.actor, ticket.id).await.unwrap();
            emails.into_iter().find(|email| email.reason.is_some())
        })
        .await;
        assert_eq!((put_off.state, put_off.attempts), (LetterState::Waiting, 1), "{first:?}");
        assert!(put_off.reason.is_some_and(|reason| reason.contains("Greylisted")), "{first:?}");
        assert_eq!(server.kept().len(), 0, "{first:?}");
        app.clock.advance(Duration::from_secs(61));
        arrived(&server, 1).await;
        let taken = until("what the receiver said", async || {
            let emails = app.engine.ticket_emails(&jana.actor, ticket.id).await.unwrap();
            emails.into_iter().find(|email| email.state == LetterState::Sent)
        })
        .await;
        assert_eq!((taken.id, taken.attempts), (put_off.id, 2), "{first:?}");
        // What happens afterwards brings no second one.
        app.clock.advance(Duration::from_hours(240));
        let ben = app.given().customer("ben@customer.example").await;
        app.given().ticket(&ben, "Another").await;
        let to: Vec<String> = arrived(&server, 2).await.into_iter().map(|mail| mail.to).collect();
        office.close().await;
        assert_eq!(to, ["maria@customer.example", "ben@customer.example"], "{first:?}");
        assert_eq!(server.kept().len(), 2, "{first:?}");
        assert_eq!(bounced(&app, &jana, &ticket).await, None, "{first:?}");
        assert_eq!(app.engine.mail_server().await.unwrap().failing_since, None, "{first:?}");
    }
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_noted_for_the_staff_and_never_tried_again() {
    let (app, server) = (TestApp::start().await, Smtp::start().await);
    let agent = app.given().agent("paula@example.org").await;
    let maria = app.given().customer("maria@customer.example").await;
    server.answer([Answer::RefuseRecipient("550 5.1.1 nobody here")]);
    let ticket = app.given().ticket(&maria, "Composer").await;
    let office = Office::open(&app.engine, &server.url());
    let changes = until("the note", || bounced(&app, &agent, &ticket)).await;
    assert!(
        changes.iter().any(|change| change.to.as_deref().is_some_and(|to| to.contains("nobody here"))),
        "{changes:?}"
    );
    app.clock.advance(Duration::from_hours(240));
    let ben = app.given().customer("ben@customer.example").await;
    let next = app.given().ticket(&ben, "Another").await;
    let mails = arrived(&server, 1).await;
    office.close().await;
    assert_eq!(mails.len(), 1, "only the next ticket's");
    assert!(mails[0].subject.contains(&next.number.to_string()));
}

tests::on_each_database!(s18_a_template_of_ones_own_that_fails_costs_no_letter);
async fn s18_a_template_of_ones_own_that_fails_costs_no_letter(app: TestApp) {
    let server = Smtp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let maria = app.given().customer("maria@customer.example").await;
    let html = "<p style=\"color:{{ticket.title}}\"><a href=\"{{ticket.url}}\">x</a></p>".to_owned();
    let own = engine::EmailTexts {
        subject: "Own {{ticket.number}}".to_owned(),
        html,
        ..engine::EmailTexts::default()
    };
    let (kind, locale) = ("confirmation".to_owned(), "de".to_owned());
    let input = engine::SetEmailTemplate { kind, locale, queue: None, own };
    app.engine.set_email_template(&ada.actor, input).await.expect("saved");
    app.given().ticket(&maria, "red").await;
    app.given().ticket(&maria, "url(https://evil.example/x)").await;
    let office = Office::open(&app.engine, &server.url());
    let mails = arrived(&server, 2).await;
    office.close().await;
    let mut subjects: Vec<_> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    subjects.sort_unstable();
    assert_eq!(subjects, ["Own 10001", "url(https://evil.example/x) [example.org #10002]"]);
    assert!(mails.iter().all(|mail| mail.text.contains("https://tickets.example.org/tickets/")));
    let noted = app.engine.email_templates(&ada.actor).await.expect("templates").remove(0);
    assert!(noted.failed_at.is_some() && noted.failure.is_some_and(|why| why.contains("url(")), "it is told");
}

/// Letters carry the words, and files of 20 bytes.
fn full(settings: &mut engine::Settings) {
    settings.mail.content = MailContent::Full;
    settings.mail.attachments = 20;
}

/// However a server says that it is the size or a file, and whether it says so for good.
#[tokio::test]
async fn a_server_that_does_not_take_the_files_gets_the_words_alone() {
    let (app, server) = (TestApp::with(Backend::Sqlite, full).await, Smtp::start().await);
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@customer.example").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Open).await;
    app.letters().await;
    let office = Office::open(&app.engine, &server.url());
    let refusals = [
        "552 Message size exceeds maximum permitted",
        "452 4.3.4 Message size exceeds fixed limit",
        "552 5.7.0 This message was blocked because its content presents a potential security issue",
    ];
    for (before, refusal) in refusals.into_iter().enumerate() {
        server.answer([Answer::RefuseData(refusal)]);
        app.given().comment_with(&jana, &ticket, "Anbei.", &[("a.txt", b"a")]).await;
        let mails = arrived(&server, before + 1).await;
        assert!(mails[before].files.is_empty(), "{refusal}");
        assert!(mails[before].text.contains("eine weitere Datei"), "{refusal}: {}", mails[before].text);
    }
    // Of a file alone that does not go along, the letter says where it is.
    app.given().comment_with(&jana, &ticket, "", &[("b.txt", &[b'b'; 21])]).await;
    let mail = arrived(&server, 4).await.remove(3);
    office.close().await;
    assert!(mail.files.is_empty() && mail.text.contains("eine weitere Datei"), "{}", mail.text);
    assert!(mail.html.contains("eine weitere Datei"), "{}", mail.html);
    assert_eq!(bounced(&app, &jana, &ticket).await, None);
}

/// The files of an answer go along as long as they fit; what a customer or a note brought does not, and the letter says so.
#[tokio::test]
async fn an_answer_takes_its_files_along() {
    let (app, server) = (TestApp::with(Backend::Sqlite, full).await, Smtp::start().await);
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@customer.example").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Open).await;
    app.letters().await;
    let files: [(&str, &[u8]); 3] =
        [("Übersicht 1.txt", b"zwanzig Bytes sind's"), ("b.txt", b"mehr"), ("c.txt", b"")];
    app.given().comment_with(&jana, &ticket, "Anbei.", &files).await;
    let office = Office::open(&app.engine, &server.url());
    let [mail] = arrived(&server, 1).await.try_into().unwrap();
    assert_eq!(mail.files, ["Übersicht 1.txt", "c.txt"]);
    assert!(mail.text.contains("Anbei.") && mail.text.contains("eine weitere Datei"), "{}", mail.text);
    assert!(mail.html.contains("Anbei.") && mail.html.contains("eine weitere Datei"), "{}", mail.html);
    // A server that finds it too large gets it without.
    server.answer([Answer::RefuseData("552 5.3.4 message too big")]);
    app.given().comment_with(&jana, &ticket, "Noch einmal.", &files[..1]).await;
    let mails = arrived(&server, 2).await;
    office.close().await;
    assert!(mails[1].files.is_empty() && mails[1].text.contains("eine weitere Datei"), "{}", mails[1].text);
    assert_eq!(server.kept().len(), 2);
    assert_eq!(bounced(&app, &jana, &ticket).await, None);
    app.given().comment_with(&maria, &ticket, "Von mir.", &files[..1]).await;
    let told = app.letters().await;
    assert!(told.iter().all(|letter| letter.comment.as_ref().unwrap().files.is_empty()), "{told:?}");
}

#[tokio::test]
async fn s15_of_an_answer_with_a_file_a_link_alone_goes_out() {
    let (app, server) = (TestApp::start().await, Smtp::start().await);
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@customer.example").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Open).await;
    app.letters().await;
    app.given().comment_with(&jana, &ticket, "Geheimnis", &[("geheim.txt", b"4711")]).await;
    let office = Office::open(&app.engine, &server.url());
    let [mail] = arrived(&server, 1).await.try_into().unwrap();
    office.close().await;
    let link = format!("https://tickets.example.org/tickets/{}", ticket.number);
    for part in [&mail.text, &mail.html] {
        assert!(part.contains(&link), "{part}");
        assert!(!part.contains("Geheimnis") && !part.contains("geheim.txt"), "{part}");
    }
    assert!(mail.files.is_empty(), "{:?}", mail.files);
}

#[tokio::test]
async fn one_letter_that_cannot_go_out_does_not_hold_up_the_next() {
    let (app, server) = (TestApp::start().await, Smtp::start().await);
    let maria = app.given().customer("maria@customer.example").await;
    server.answer([Answer::RefuseData("554 5.6.0 never"), Answer::RefuseData("451 4.3.0 not now")]);
    for number in 0..6 {
        app.given().ticket(&maria, &format!("Ticket {number}")).await;
    }
    let office = Office::open(&app.engine, &server.url());
    let mails = arrived(&server, 4).await;
    office.close().await;
    assert_eq!(mails.len(), 4);
}

#[tokio::test]
async fn a_letter_that_cannot_be_written_is_noted_for_the_staff() {
    let unusable = |settings: &mut engine::Settings| settings.mail.from.address = "nobody".to_owned();
    let app = TestApp::with(Backend::Sqlite, unusable).await;
    let server = Smtp::start().await;
    let agent = app.given().agent("paula@example.org").await;
    let maria = app.given().customer("maria@customer.example").await;
    let ticket = app.given().ticket(&maria, "Composer").await;
    let office = Office::open(&app.engine, &server.url());
    until("the note", || bounced(&app, &agent, &ticket)).await;
    office.close().await;
    assert!(server.kept().is_empty());
}

#[tokio::test]
async fn two_nodes_send_each_letter_once() {
    // several nodes share a PostgreSQL; on SQLite a node that starts takes over what the one before left behind
    let (app, server) = (TestApp::on(Backend::Postgres).await, Smtp::start().await);
    let other = app.another_node().await;
    let maria = app.given().customer("maria@customer.example").await;
    let offices = [Office::open(&app.engine, &server.url()), Office::open(&other, &server.url())];
    for number in 0..20 {
        app.given().ticket(&maria, &format!("Ticket {number}")).await;
    }
    arrived(&server, 20).await;
    for office in offices {
        office.close().await;
    }
    let mut ids: Vec<_> = server.kept().into_iter().map(|kept| kept.mail.message_id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((server.kept().len(), ids.len()), (20, 20));
}

#[tokio::test]
async fn a_stop_finishes_what_is_under_way_and_leaves_the_rest_for_later() {
    let app = TestApp::start().await;
    let directory = app.directory().join("outbox");
    let maria = app.given().customer("maria@customer.example").await;
    for number in 0..10 {
        app.given().ticket(&maria, &format!("Ticket {number}")).await;
    }
    let (stop, stopped) = watch::channel(true);
    let transport = Transport::open(&format!("file://{}", directory.display()), None).unwrap();
    outbound::run(app.engine.clone(), transport, Vec::new(), stopped).await.unwrap();
    drop(stop);
    assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 0, "stopped before it began");
    assert_eq!(app.letters().await.len(), 10, "nothing is claimed and forgotten");
}

#[tokio::test]
async fn s13_s60_s69_the_letters_of_a_tickets_life_arrive_in_their_words() {
    let app = TestApp::start().await;
    let directory = app.directory().join("outbox");
    let office = Office::open(&app.engine, &format!("file://{}", directory.display()));
    let maria = app.given().customer("maria@customer.example").await;
    let agent = app.given().agent("paula@example.org").await;
    let ticket = app.given().ticket(&maria, "Composer").await;
    let mut seen = 1;
    read(&directory, seen).await;
    for (status, sentence) in [
        (Status::Open, "Es gab eine Änderung an Ihrem Ticket: https://"),
        (Status::Pending, "Ohne Ihre Antwort wird das Ticket am Fr., 08.02.2019 um 17:"),
        (Status::Resolved, "Es wird am Fr., 01.02.2019 um 17:"),
        (Status::Closed, "Sie können es wieder öffnen, indem Sie einen Kommentar hinterlassen"),
    ] {
        app.clock.advance(Duration::from_secs(1));
        app.given().set(&agent, &ticket, status).await;
        // S13: one for each change. S60: the question among them. S69: with the time at which the ticket closes.
        seen += 1;
        let mails = read(&directory, seen).await;
        assert_eq!(mails.len(), seen, "{status}");
        let mail = mails.last().unwrap();
        assert!(mail.text.contains(sentence), "{status}: {}", mail.text);
        assert!(mail.references.contains(&mails[0].message_id), "one thread");
    }
    office.close().await;
}

async fn read(directory: &std::path::Path, count: usize) -> Vec<Mail> {
    until("the files", || {
        let mut files: Vec<_> = std::fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
            .collect();
        files.sort();
        std::future::ready((files.len() >= count).then_some(files))
    })
    .await
    .into_iter()
    .map(|file| Mail::parse(&std::fs::read(file).unwrap()))
    .collect()
}

#[tokio::test]
async fn s47_the_link_in_the_mail_sets_the_password() {
    let (app, server) = (TestApp::start().await, Smtp::start().await);
    let office = Office::open(&app.engine, &server.url());
    app.given().prepared("maria@customer.example").await;
    app.engine.request_password("maria@customer.example", None).await.unwrap();
    let [mail] = arrived(&server, 1).await.try_into().unwrap();
    office.close().await;
    assert_eq!(mail.subject, "Ihr Passwort bei Support Example Ltd");
    let (_, rest) = mail.text.split_once("https://tickets.example.org/password/").unwrap();
    let token = rest.split_whitespace().next().unwrap();
    assert!(app.engine.password_link_valid(token).await.unwrap());
    assert!(mail.html.contains(token), "the button leads there too");
}
