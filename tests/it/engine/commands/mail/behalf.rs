//! Mails of the staff that open tickets for others: passed on, or written to a customer with the desk in Cc. Read out of
//! whole mails, since the half of it is how mail programs write them.

use engine::{Actor, Comment, LetterKind, Paging, Status, Ticket, Visibility};
use mail::inbound::{Report, submit};
use tests::{MAILBOX, TestApp, on_each_database};

const JANA: &str = "jana@example.org";
const HANS: &str = "hans@kunde.example";

on_each_database!(
    what_nobody_vouches_for_is_read_by_the_staff_alone_whomever_it_names,
    a_forward_of_a_mail_that_is_in_a_ticket_already_is_a_note_there,
    a_mail_that_an_agent_passes_on_opens_the_ticket_of_its_writer,
    what_answers_a_mail_that_was_passed_on_stays_among_the_staff,
    what_answers_it_stays_there_also_where_its_subject_names_a_ticket,
    what_is_passed_on_from_within_a_ticket_is_no_answer_to_its_customer,
    a_file_beside_an_enclosed_mail_is_for_the_staff_alone,
    mails_are_passed_on_by_many_programs_and_as_files,
    what_an_agent_passes_on_of_a_colleague_or_answers_is_their_own,
    a_mail_to_a_customer_with_the_desk_in_copy_is_the_first_answer_of_their_ticket
);

pub(super) async fn deliver(app: &TestApp, head: &str, body: &str) -> Report {
    let raw = format!("Message-ID: <{}@x>\r\n{head}\r\n\r\n{body}", head.len() * 1000 + body.len());
    submit(&app.engine, raw.into_bytes(), Some(MAILBOX)).await
}

pub(super) async fn ticket(app: &TestApp, report: &Report) -> (Ticket, String, Vec<Comment>) {
    let system = Actor::system();
    let ticket = app.engine.ticket(&system, report.ticket.expect("a ticket")).await.unwrap().unwrap();
    let comments = app.engine.comments(&system, ticket.id, &Paging::default()).await.unwrap();
    let customer =
        app.engine.users_by_id(&system, &[ticket.customer]).await.unwrap()[&ticket.customer].clone();
    (ticket, customer.email, comments.items.into_iter().map(|(_, comment)| comment).collect())
}

async fn a_mail_that_an_agent_passes_on_opens_the_ticket_of_its_writer(app: TestApp) {
    let jana = app.given().agent(JANA).await;
    let report = deliver(
        &app,
        &format!("From: Jana <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: WG: Drucker defekt"),
        &format!("Bitte aufnehmen.\r\n\r\nVon: Hans Kunde <{HANS}>\r\nGesendet: Montag, 23. November 2026 08:00\r\nAn: Jana <{JANA}>\r\nBetreff: Drucker defekt\r\n\r\nDer Drucker ist defekt.\r\n\r\nMfG\r\nHans Kunde\r\n"),
    )
    .await;
    let (ticket, customer, comments) = ticket(&app, &report).await;
    assert_eq!(
        (ticket.title.as_str(), ticket.status, customer.as_str()),
        ("Drucker defekt", Status::New, HANS)
    );
    let said: Vec<_> = comments
        .iter()
        .map(|one| (one.visibility, one.author == ticket.customer, one.text.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (Visibility::Public, true, "Der Drucker ist defekt.\n\nMfG\nHans Kunde"),
            (Visibility::Internal, false, "Bitte aufnehmen.")
        ]
    );
    assert_eq!(comments[1].author, jana.user.id);
    assert_eq!(
        app.told().await,
        [(LetterKind::Changed, JANA.to_owned())],
        "Hans is told once somebody answers"
    );
}

/// Its writer had none of it, and reads no answer to it.
async fn what_answers_a_mail_that_was_passed_on_stays_among_the_staff(app: TestApp) {
    let trusting = |settings: &mut engine::Settings| {
        settings.mail.trusted_authserv = vec!["mx.example.org".to_owned()];
    };
    let app = TestApp::with(app.backend, trusting).await;
    app.given().agent(JANA).await;
    let proven = "Authentication-Results: mx.example.org; dmarc=pass header.from=example.org";
    let head = format!("{proven}\r\nFrom: Jana <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: WG: Drucker defekt");
    let body = format!(
        "Von: Hans Kunde <{HANS}>\r\nGesendet: Montag, 23. November 2026 08:00\r\nAn: Jana <{JANA}>\r\nBetreff: Drucker defekt\r\n\r\nDer Drucker ist defekt.\r\n"
    );
    let first = deliver(&app, &head, &body).await;
    app.letters().await;
    let id = head.len() * 1000 + body.len();
    let head =
        format!("{proven}\r\nFrom: Jana <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: Re\r\nIn-Reply-To: <{id}@x>");
    let second = deliver(&app, &head, "Nachtrag: Er zahlt nie.\r\n").await;
    assert_eq!(second.ticket, first.ticket);
    let (_, _, comments) = ticket(&app, &second).await;
    let last = comments.last().unwrap();
    assert_eq!((last.visibility, last.text.as_str()), (Visibility::Internal, "Nachtrag: Er zahlt nie."));
    assert!(app.told().await.iter().all(|(_, to)| to != HANS));
}

/// A server that is trusted to say who wrote a mail, and what it says of Jana's.
pub(super) async fn trusting(backend: tests::Backend) -> (TestApp, &'static str) {
    let change = |settings: &mut engine::Settings| {
        settings.mail.trusted_authserv = vec!["mx.example.org".to_owned()];
    };
    let app = TestApp::with(backend, change).await;
    app.given().agent(JANA).await;
    app.given().agent("tom@example.org").await;
    (app, "Authentication-Results: mx.example.org; dmarc=pass header.from=example.org")
}

fn quoted() -> String {
    format!(
        "Er nervt.\r\n\r\nVon: Hans Kunde <{HANS}>\r\nGesendet: Montag, 23. November 2026 08:00\r\nAn: Jana <{JANA}>\r\nBetreff: Drucker\r\n\r\nDefekt.\r\n"
    )
}

async fn what_answers_it_stays_there_also_where_its_subject_names_a_ticket(app: TestApp) {
    let (app, proven) = trusting(app.backend).await;
    let maria = app.given().customer("maria@muster.example").await;
    let other = app.given().ticket(&maria, "Etwas anderes").await;
    let subject = format!("WG: AW: Etwas anderes [example.org #{}]", other.number);
    let head = format!("{proven}\r\nFrom: {JANA}\r\nTo: {MAILBOX}\r\nSubject: {subject}");
    let first = deliver(&app, &head, &quoted()).await;
    let (_, customer, _) = ticket(&app, &first).await;
    assert_eq!(customer, HANS);
    app.letters().await;
    let thread = format!("In-Reply-To: <{}>", first.message_id.unwrap());
    let head = format!("{proven}\r\nFrom: {JANA}\r\nTo: {MAILBOX}\r\nSubject: Re\r\n{thread}");
    let second = deliver(&app, &head, "Er zahlt nie.\r\n").await;
    assert_eq!(second.ticket, first.ticket);
    let (_, _, comments) = ticket(&app, &second).await;
    assert_eq!(comments.last().unwrap().visibility, Visibility::Internal);
    assert!(app.told().await.iter().all(|(_, to)| to != HANS));
}

async fn what_is_passed_on_from_within_a_ticket_is_no_answer_to_its_customer(app: TestApp) {
    let (app, proven) = trusting(app.backend).await;
    let opened =
        deliver(&app, &format!("From: {HANS}\r\nTo: {MAILBOX}\r\nSubject: Drucker"), "Defekt.\r\n").await;
    let thread = format!("In-Reply-To: <{}>", opened.message_id.clone().unwrap());
    for (to, subject, visibility) in [
        ("tom@example.org", "WG: Drucker", Visibility::Internal),
        ("partner@partner.example", "Fwd: Drucker", Visibility::Internal),
        // Who has it anyway is answered.
        (HANS, "WG: Drucker", Visibility::Public),
        ("tom@example.org", "AW: Drucker", Visibility::Public),
    ] {
        app.letters().await;
        let head = format!(
            "{proven}\r\nFrom: {JANA}\r\nTo: {to}\r\nCc: {MAILBOX}\r\nSubject: {subject}\r\n{thread}"
        );
        let passed_on = deliver(&app, &head, &quoted()).await;
        assert_eq!(passed_on.ticket, opened.ticket, "{to}");
        let (ticket, _, comments) = ticket(&app, &passed_on).await;
        let last = comments.iter().max_by_key(|one| (one.created_at, one.id.0)).unwrap();
        assert_eq!(last.visibility, visibility, "{to} {subject}");
        if visibility == Visibility::Internal {
            assert!(app.told().await.iter().all(|(_, to)| to != HANS), "{to}");
            let watchers = app.engine.watchers_of(&Actor::system(), &[ticket.id]).await.unwrap();
            assert!(watchers.values().all(Vec::is_empty), "{to} watches");
        }
    }
}

async fn a_file_beside_an_enclosed_mail_is_for_the_staff_alone(app: TestApp) {
    app.given().agent(JANA).await;
    let head = format!(
        "From: {JANA}\r\nTo: {MAILBOX}\r\nSubject: Fwd: Drucker\r\nContent-Type: multipart/mixed; boundary=b"
    );
    let enclosed = format!("From: Hans Kunde <{HANS}>\r\nSubject: Drucker\r\n\r\nDefekt.\r\n");
    let body = format!(
        "--b\r\n\r\nKalkulation anbei.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{enclosed}--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=intern.csv\r\n\r\nGEHEIM;1\r\n--b--\r\n"
    );
    let (_, customer, comments) = ticket(&app, &deliver(&app, &head, &body).await).await;
    assert_eq!(customer, HANS);
    for (comment, visibility, has) in
        [(&comments[0], Visibility::Public, false), (&comments[1], Visibility::Internal, true)]
    {
        assert_eq!(comment.visibility, visibility);
        let files = app.engine.attachments_of(&Actor::system(), &[comment.id]).await.unwrap();
        let names: Vec<_> = files.values().flatten().map(|file| file.filename.as_str()).collect();
        assert_eq!(names.contains(&"intern.csv"), has, "{visibility:?}: {names:?}");
    }
}

async fn mails_are_passed_on_by_many_programs_and_as_files(app: TestApp) {
    app.given().agent(JANA).await;
    let bodies = [
        format!(
            "---------- Forwarded message ---------\r\nFrom: Hans Kunde <{HANS}>\r\nDate: Mon, 23 Nov 2026\r\nSubject: Drucker\r\nTo: <{JANA}>\r\n\r\nDefekt.\r\n"
        ),
        format!(
            "-------- Weitergeleitete Nachricht --------\r\nBetreff: \tDrucker\r\nDatum: \tMon, 23 Nov 2026\r\nVon: \tHans Kunde <{HANS}>\r\nAn: \t{JANA}\r\n\r\nDefekt.\r\n"
        ),
        format!(
            "Anfang der weitergeleiteten Nachricht:\r\n\r\n> Von: Hans Kunde <{HANS}>\r\n> Betreff: Drucker\r\n> Datum: 23. November 2026\r\n> An: {JANA}\r\n>\r\n> Defekt.\r\n"
        ),
        format!(
            "Von: Hans Kunde [mailto:{HANS}]\r\nGesendet: Montag, 23. November 2026 08:00\r\nAn: Jana\r\nBetreff: Drucker\r\n\r\nDefekt.\r\n"
        ),
        format!(
            "*From:* Hans Kunde <{HANS}>\r\n*Sent:* Monday\r\n*To:* Jana\r\n*Subject:* Drucker\r\n\r\nDefekt.\r\n"
        ),
    ];
    for (at, body) in bodies.into_iter().enumerate() {
        let head =
            format!("From: {JANA}\r\nTo: {MAILBOX}\r\nX-Try: {}\r\nSubject: Fwd: Drucker", "x".repeat(at));
        let report = deliver(&app, &head, &body).await;
        let (ticket, customer, comments) = ticket(&app, &report).await;
        assert_eq!((customer.as_str(), ticket.title.as_str()), (HANS, "Drucker"), "{body}");
        assert_eq!(comments.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["Defekt."], "{body}");
    }
    let head = format!(
        "From: {JANA}\r\nTo: {MAILBOX}\r\nSubject: Bitte aufnehmen\r\nContent-Type: multipart/mixed; boundary=b"
    );
    let enclosed =
        format!("From: Hans Kunde <{HANS}>\r\nSubject: =?cp-1252?Q?St=F6rung?=\r\n\r\nDefekt.\r\n");
    let body =
        format!("--b\r\n\r\nSiehe Anlage.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{enclosed}--b--\r\n");
    let (ticket, customer, comments) = ticket(&app, &deliver(&app, &head, &body).await).await;
    assert_eq!((customer.as_str(), ticket.title.as_str()), (HANS, "Störung"));
    assert_eq!(
        comments.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(),
        ["Defekt.", "Siehe Anlage."]
    );
}

async fn what_an_agent_passes_on_of_a_colleague_or_answers_is_their_own(app: TestApp) {
    app.given().agent(JANA).await;
    app.given().agent("tom@example.org").await;
    let quoted = |from: &str| {
        format!(
            "Siehe unten.\r\n\r\nVon: {from}\r\nGesendet: heute\r\nAn: Jana\r\nBetreff: Drucker\r\n\r\nDefekt.\r\n"
        )
    };
    for (subject, from, sender) in [
        ("WG: Drucker", "tom@example.org", JANA),
        ("WG: Drucker", MAILBOX, JANA),
        ("AW: Drucker", HANS, JANA),
        ("WG: Drucker", HANS, "kim@kunde.example"),
    ] {
        let head = format!("From: {sender}\r\nTo: {MAILBOX}\r\nSubject: {subject}");
        let (_, customer, _) = ticket(&app, &deliver(&app, &head, &quoted(from)).await).await;
        assert_eq!(customer, sender, "{subject} {from}");
    }
}

async fn a_mail_to_a_customer_with_the_desk_in_copy_is_the_first_answer_of_their_ticket(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| settings.tickets.answer_assigns = true).await;
    let jana = app.given().agent(JANA).await;
    let head = format!(
        "From: Jana <{JANA}>\r\nTo: Hans Kunde <{HANS}>\r\nCc: {MAILBOX}, eve@elsewhere.example\r\nSubject: Ihr Anruf"
    );
    let report = deliver(&app, &head, "Wir kümmern uns.\r\n").await;
    let (opened, customer, comments) = ticket(&app, &report).await;
    let watching = app.engine.watchers_of(&engine::Actor::system(), &[opened.id]).await.unwrap();
    assert!(watching.values().all(Vec::is_empty), "nobody reads along on the word of what anybody can write");
    assert_eq!((customer.as_str(), opened.status, opened.assignee), (HANS, Status::Open, Some(jana.user.id)));
    assert_eq!((comments[0].author, comments[0].visibility), (jana.user.id, Visibility::Public));
    assert_eq!(opened.attention.waiting_since, None, "nobody waits for the staff");
    assert_eq!(app.told().await, [], "Hans has the mail itself, and Jana wrote it");
    let answer = format!(
        "From: {HANS}\r\nTo: {MAILBOX}\r\nIn-Reply-To: <{}>\r\nSubject: Re: Ihr Anruf",
        report.message_id.unwrap()
    );
    let answered = deliver(&app, &answer, "Danke!\r\n").await;
    assert_eq!(answered.ticket, Some(opened.number));
    assert_eq!(app.told().await, [(LetterKind::Changed, JANA.to_owned())]);
    // A colleague may be in To beside the customer; where the desk itself is addressed, it is asked.
    let head = format!("From: {JANA}\r\nTo: {HANS}, {MAILBOX}\r\nSubject: Ihr Anruf");
    let (_, customer, _) = ticket(&app, &deliver(&app, &head, "Bitte ansehen.\r\n").await).await;
    assert_eq!(customer, JANA);
}

async fn what_nobody_vouches_for_is_read_by_the_staff_alone_whomever_it_names(app: TestApp) {
    let (app, _) = trusting(app.backend).await;
    let phishing = "Bitte zahlen Sie auf ein anderes Konto.";
    for (names, body) in [
        (format!("To: {HANS}\r\nCc: {MAILBOX}"), phishing.to_owned()),
        (format!("To: {MAILBOX}\r\nCc: {HANS}"), phishing.to_owned()),
        (format!("To: {MAILBOX}"), quoted()),
    ] {
        let report = deliver(&app, &format!("From: {JANA}\r\n{names}\r\nSubject: WG: Konto"), &body).await;
        let (ticket, customer, comments) = ticket(&app, &report).await;
        assert_eq!(
            (customer.as_str(), comments[0].visibility),
            (JANA, engine::Visibility::Internal),
            "{names}"
        );
        let watching = app.engine.watchers_of(&engine::Actor::system(), &[ticket.id]).await.unwrap();
        assert!(watching.get(&ticket.id).is_none_or(Vec::is_empty), "{names}");
        let letters = app.told().await;
        assert!(letters.iter().all(|(_, to)| to != HANS), "{names}: {letters:?}");
    }
}

async fn a_forward_of_a_mail_that_is_in_a_ticket_already_is_a_note_there(app: TestApp) {
    let (app, proven) = trusting(app.backend).await;
    let head = format!("From: Hans <{HANS}>\r\nTo: {MAILBOX}\r\nSubject: Drucker");
    let raw = format!("Message-ID: <first@kunde.example>\r\n{head}\r\n\r\nDefekt.\r\n");
    let first = submit(&app.engine, raw.clone().into_bytes(), Some(MAILBOX)).await;
    let head = format!(
        "{proven}\r\nFrom: {JANA}\r\nTo: {MAILBOX}\r\nSubject: Bitte ansehen\r\nContent-Type: multipart/mixed; boundary=b"
    );
    let body = format!("--b\r\n\r\nEilt.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{raw}\r\n--b--\r\n");
    let again = deliver(&app, &head, &body).await;
    assert_eq!(again.ticket, first.ticket, "{again:?}");
    let (_, _, comments) = ticket(&app, &again).await;
    let said: Vec<_> = comments.iter().map(|one| one.visibility).collect();
    assert_eq!(said, [engine::Visibility::Public, engine::Visibility::Internal]);
}
