//! What the staff write below a mail that they pass on never becomes words of its writer, and neither do their pictures or their
//! subject.

use engine::{Actor, Comment, LetterKind, MailContent, MailReason, Paging, Visibility};
use mail::inbound::Report;
use tests::{MAILBOX, TestApp, on_each_database};

use super::behalf::{deliver, ticket, trusting};

const JANA: &str = "jana@example.org";
const HANS: &str = "hans@kunde.example";

on_each_database!(
    a_forward_is_for_the_staff_alone_if_they_wrote_below_it_and_nothing_marks_its_end,
    a_forward_is_for_the_staff_alone_where_nothing_tells_that_nobody_wrote_below_it,
    a_forward_in_which_its_writer_takes_leave_is_what_they_said_and_no_email_carries_it,
    what_a_forward_quotes_below_the_leave_of_its_writer_is_a_note,
    files_beside_a_forward_in_the_text_are_for_the_staff_alone,
    what_is_written_behind_the_container_of_outlook_is_a_note,
    pictures_in_the_words_of_the_staff_go_with_their_note,
    a_forward_without_a_subject_loses_what_says_that_it_is_one
);

/// As [`trusting`], with the texts of comments in letters.
async fn writing(backend: tests::Backend) -> (TestApp, &'static str) {
    let change = |settings: &mut engine::Settings| {
        settings.mail.trusted_authserv = vec!["mx.example.org".to_owned()];
        settings.mail.content = MailContent::Full;
    };
    let app = TestApp::with(backend, change).await;
    app.given().agent(JANA).await;
    (app, "Authentication-Results: mx.example.org; dmarc=pass header.from=example.org")
}

/// The head of a mail that Jana passes on, as Outlook writes it.
fn head() -> String {
    format!(
        "Von: Hans Kunde <{HANS}>\r\nGesendet: Montag, 23. November 2026 08:00\r\nAn: Jana Berger <{JANA}>\r\nBetreff: Drucker defekt\r\n"
    )
}

async fn forward(app: &TestApp, proven: &str, below: &str) -> Report {
    let mail =
        format!("{proven}\r\nFrom: Jana Berger <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: WG: Drucker defekt");
    let body = format!("Bitte aufnehmen.\r\n\r\n{}\r\nDer Drucker ist defekt.\r\n{below}", head());
    deliver(app, &mail, &body).await
}

/// Who says what, in order.
fn said(comments: &[Comment]) -> Vec<(Visibility, &str)> {
    comments.iter().map(|one| (one.visibility, one.text.as_str())).collect()
}

async fn files(app: &TestApp, comment: &Comment) -> Vec<String> {
    let files = app.engine.attachments_of(&Actor::system(), &[comment.id]).await.expect("the files");
    files.into_values().flatten().map(|file| file.filename).collect()
}

async fn a_forward_is_for_the_staff_alone_if_they_wrote_below_it_and_nothing_marks_its_end(app: TestApp) {
    let (app, proven) = writing(app.backend).await;
    let report = forward(&app, proven, "\r\nINTERN: nicht zusagen\r\n\r\nViele Gruesse\r\nJana\r\n").await;
    let (opened, customer, comments) = ticket(&app, &report).await;
    assert_eq!(
        (customer.as_str(), opened.title.as_str()),
        (HANS, "Drucker defekt"),
        "it is still his ticket"
    );
    let all = "Der Drucker ist defekt.\n\nINTERN: nicht zusagen\n\nViele Gruesse\nJana";
    assert_eq!(said(&comments), [(Visibility::Internal, all), (Visibility::Internal, "Bitte aufnehmen.")]);
    assert_eq!(comments[0].author, opened.customer, "for the staff it is what he wrote");
    let mails = app.engine.mails_of_comments(&Actor::system(), &[comments[0].id]).await.expect("the mail");
    let why = mails[&comments[0].id].why;
    assert_eq!(why, Some(MailReason::ForwardEndUnknown));
    assert!(why.is_some_and(MailReason::is_warning), "the staff are told");
    let letters = app.letters().await;
    let confirmation = letters.iter().find(|one| one.to.address == HANS).expect("a confirmation");
    assert_eq!(confirmation.kind, LetterKind::Confirmation);
    assert!(confirmation.comment.is_none() && confirmation.more_comments.is_empty());
    // What answers it among the staff stays there.
    let answer = format!(
        "{proven}\r\nFrom: {JANA}\r\nTo: {MAILBOX}\r\nSubject: Re\r\nIn-Reply-To: <{}>",
        report.message_id.as_deref().expect("an id")
    );
    let second = deliver(&app, &answer, "Nachtrag: Er zahlt nie.\r\n").await;
    assert_eq!(second.ticket, report.ticket);
    let (_, _, comments) = ticket(&app, &second).await;
    assert!(comments.iter().all(|one| one.visibility == Visibility::Internal), "{:?}", said(&comments));
    assert!(app.told().await.iter().all(|(_, to)| to != HANS));
}

async fn a_forward_is_for_the_staff_alone_where_nothing_tells_that_nobody_wrote_below_it(app: TestApp) {
    let (app, proven) = writing(app.backend).await;
    let between =
        format!("\r\nINTERN: stimmt nicht\r\n\r\n{}\r\nDefekt.\r\n\r\nGruss\r\nHans Kunde\r\n", head());
    for below in ["", "\r\nINTERN: nicht zusagen\r\n", "\r\nGruss\r\nHans\r\n\r\nINTERN\r\n", &between] {
        let report = forward(&app, proven, below).await;
        let (opened, customer, comments) = ticket(&app, &report).await;
        assert_eq!((customer.as_str(), opened.title.as_str()), (HANS, "Drucker defekt"), "{below}");
        let visible: Vec<_> = comments.iter().map(|one| one.visibility).collect();
        assert_eq!(visible, [Visibility::Internal; 2], "{below}");
        let hans = app.engine.actor_of(opened.customer).await.expect("him");
        let seen = app.engine.comments(&hans, opened.id, &Paging::default()).await.expect("his page");
        assert!(seen.items.is_empty(), "{below}");
        let mails = app.engine.mails_of_comments(&Actor::system(), &[comments[0].id]).await.expect("it");
        assert_eq!(mails[&comments[0].id].why, Some(MailReason::ForwardEndUnknown), "{below}");
        let letters = app.letters().await;
        let confirmation = letters.iter().find(|one| one.to.address == HANS).expect("a confirmation");
        assert!(confirmation.comment.is_none() && confirmation.more_comments.is_empty(), "{below}");
    }
}

async fn a_forward_in_which_its_writer_takes_leave_is_what_they_said_and_no_email_carries_it(app: TestApp) {
    let (app, proven) = writing(app.backend).await;
    let report = forward(&app, proven, "\r\nGruss\r\nHans Kunde\r\n").await;
    let (_, customer, comments) = ticket(&app, &report).await;
    assert_eq!(customer, HANS);
    let wanted = [
        (Visibility::Public, "Der Drucker ist defekt.\n\nGruss\nHans Kunde"),
        (Visibility::Internal, "Bitte aufnehmen."),
    ];
    assert_eq!(said(&comments), wanted);
    let mails = app.engine.mails_of_comments(&Actor::system(), &[comments[0].id]).await.expect("the mail");
    assert_eq!(mails[&comments[0].id].why, Some(MailReason::PassedOn));
    let letters = app.letters().await;
    let confirmation = letters.iter().find(|one| one.to.address == HANS).expect("a confirmation");
    assert_eq!(confirmation.kind, LetterKind::Confirmation);
    assert!(confirmation.comment.is_none(), "nobody of the staff has looked where it ends");
}

async fn what_a_forward_quotes_below_the_leave_of_its_writer_is_a_note(app: TestApp) {
    let (app, proven) = writing(app.backend).await;
    let older = format!(
        "{}\r\nNeu starten.\r\n\r\nINTERN: zahlt nie",
        head().replace("Hans Kunde", "Jana").replace(HANS, JANA)
    );
    let report = forward(&app, proven, &format!("\r\nGruss\r\nHans Kunde\r\n\r\n{older}\r\n")).await;
    let (_, customer, comments) = ticket(&app, &report).await;
    let note = format!("Bitte aufnehmen.\n\n{}", older.replace("\r\n", "\n"));
    let wanted = [
        (Visibility::Public, "Der Drucker ist defekt.\n\nGruss\nHans Kunde"),
        (Visibility::Internal, note.as_str()),
    ];
    assert_eq!((customer.as_str(), said(&comments)), (HANS, wanted.to_vec()));
    assert!(!comments[0].html.contains("INTERN"), "{}", comments[0].html);
}

async fn files_beside_a_forward_in_the_text_are_for_the_staff_alone(app: TestApp) {
    let (app, proven) = writing(app.backend).await;
    let file = |name: &str, more: &str| {
        format!(
            "--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename={name}\r\n{more}\r\n{name};1\r\n"
        )
    };
    let files_of_both = [file("kunde.csv", ""), file("intern.csv", "Content-ID: <intern@x>\r\n")].concat();
    let mail = format!(
        "{proven}\r\nFrom: Jana Berger <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: WG: Drucker defekt\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b"
    );
    let html_head = head().replace('<', "&lt;").replace('>', "&gt;").replace("\r\n", "<br>\r\n");
    let plain = format!("Bitte aufnehmen.\r\n\r\n{}\r\nDefekt.\r\n\r\nGruss\r\nHans Kunde\r\n", head());
    let marked = format!(
        "<div>Bitte aufnehmen.</div><div class=\"gmail_quote\"><div>{html_head}</div><br><p>Defekt.</p></div>"
    );
    let unknown = marked.replace("gmail_quote", "mail");
    for (kind, text, visibility, why) in [
        ("plain", plain, Visibility::Public, MailReason::ForwardFilesUnknown),
        ("html", marked, Visibility::Public, MailReason::ForwardFilesUnknown),
        ("html", unknown, Visibility::Internal, MailReason::ForwardEndUnknown),
    ] {
        let body = format!(
            "--b\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{text}\r\n{files_of_both}--b--\r\n"
        );
        let (_, customer, comments) = ticket(&app, &deliver(&app, &mail, &body).await).await;
        assert_eq!(customer, HANS);
        let visible: Vec<_> = comments.iter().map(|one| one.visibility).collect();
        assert_eq!(visible, [visibility, Visibility::Internal], "{text}");
        assert!(files(&app, &comments[0]).await.is_empty(), "nobody knows whose they are: {text}");
        let mut names = files(&app, &comments[1]).await;
        names.sort();
        assert_eq!(names, ["intern.csv", "kunde.csv"], "{text}");
        let mails =
            app.engine.mails_of_comments(&Actor::system(), &[comments[0].id]).await.expect("the mail");
        assert_eq!(mails[&comments[0].id].why, Some(why), "{text}");
        assert!(why.is_warning());
    }
}

const HTML: &str = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8";

async fn what_is_written_behind_the_container_of_outlook_is_a_note(app: TestApp) {
    let (app, proven) = trusting(app.backend).await;
    let mail = format!(
        "{proven}\r\nFrom: Jana Berger <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: WG: Drucker defekt\r\n{HTML}"
    );
    let head = head().replace('<', "&lt;").replace('>', "&gt;").replace("\r\n", "<br>\r\n");
    let body = format!(
        "<div>Bitte.</div><div id=\"mail-editor-reference-message-container\"><hr><div id=\"divRplyFwdMsg\">{head}</div><div>Er ist <b>defekt</b>.</div></div><div>INTERN</div>\r\n"
    );
    let (_, customer, comments) = ticket(&app, &deliver(&app, &mail, &body).await).await;
    assert_eq!(customer, HANS);
    let wanted = [(Visibility::Public, "Er ist defekt."), (Visibility::Internal, "Bitte.\n\nINTERN")];
    assert_eq!(said(&comments), wanted);
    assert!(!comments[0].html.contains("INTERN") && comments[0].html.contains("<b>defekt</b>"));
}

async fn pictures_in_the_words_of_the_staff_go_with_their_note(app: TestApp) {
    let (app, proven) = trusting(app.backend).await;
    let picture = |name: &str, bytes: &str| {
        format!(
            "--r\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <{name}@x>\r\nContent-Disposition: inline; filename={name}.png\r\n\r\n{bytes}\r\n"
        )
    };
    let pictures = [picture("photo", "iVBORw0KGgo="), picture("intern", "iVBORw0KGgoA")].concat();
    let mail = format!(
        "{proven}\r\nFrom: Jana Berger <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: WG: Drucker defekt\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=r"
    );
    let head = head().replace('<', "&lt;").replace('>', "&gt;").replace("\r\n", "<br>\r\n");
    let theirs = format!(
        "<div class=\"gmail_quote\"><div>{head}</div><br><p>Defekt:</p><img src=\"cid:photo@x\"></div>"
    );
    for html in [
        format!("<div>Bitte. <img src=\"cid:intern@x\"></div>{theirs}"),
        format!("<div>Bitte.</div>{theirs}<p>Siehe</p><img src=\"cid:intern@x\">"),
    ] {
        let body =
            format!("--r\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n{pictures}--r--\r\n");
        let (_, customer, comments) = ticket(&app, &deliver(&app, &mail, &body).await).await;
        assert_eq!(customer, HANS);
        let visible: Vec<_> = comments.iter().map(|one| one.visibility).collect();
        assert_eq!(visible, [Visibility::Public, Visibility::Internal], "{html}");
        assert_eq!(files(&app, &comments[0]).await, ["photo.png"], "{html}");
        assert_eq!(files(&app, &comments[1]).await, ["intern.png"], "{html}");
        let mails =
            app.engine.mails_of_comments(&Actor::system(), &[comments[0].id]).await.expect("the mail");
        assert_eq!(
            mails[&comments[0].id].why,
            Some(MailReason::PassedOn),
            "it is known whose each is: {html}"
        );
    }
}

async fn a_forward_without_a_subject_loses_what_says_that_it_is_one(app: TestApp) {
    app.given().agent(JANA).await;
    for (subject, title) in [
        ("WG: Frage", "Frage"),
        ("Fwd: FW: Eine Frage", "Eine Frage"),
        ("TR: fwd:Noch eine Frage", "Noch eine Frage"),
        ("RV: Pregunta", "Pregunta"),
        ("VS: I: Kysymys", "Kysymys"),
        ("VL: İLT: ΠΡΘ: Soru", "Soru"),
    ] {
        let mail = format!("From: Jana <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: {subject}");
        let body = format!(
            "Bitte.\r\n\r\n---------- Forwarded message ---------\r\nVon: Hans <{HANS}>\r\nDatum: Mo., 23. Nov. 2026 um 08:00 Uhr\r\nAn: Jana <{JANA}>\r\n\r\nHallo\r\n"
        );
        let (opened, customer, _) = ticket(&app, &deliver(&app, &mail, &body).await).await;
        assert_eq!((customer.as_str(), opened.title.as_str()), (HANS, title));
    }
}
