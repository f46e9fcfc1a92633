//! What the staff pass on opens the ticket of each whose mail it is, and nobody's where nothing tells whose.

use engine::{
    Actor, Comment, LetterKind, MailFilter, MailReason, MergeTickets, Outcome, Paging, Redact, Redaction,
    Status, Visibility,
};
use mail::inbound::Report;
use tests::{MAILBOX, TestApp, on_each_database};

use super::behalf::{deliver, ticket, trusting};

const JANA: &str = "jana@example.org";
const HANS: &str = "hans@kunde.example";
const KIM: &str = "kim@anders.example";

on_each_database!(
    of_several_enclosed_mails_each_opens_the_ticket_of_its_writer,
    several_mails_of_one_person_are_one_ticket,
    of_more_mails_than_are_opened_the_note_says_how_many_were_not,
    mails_that_were_not_opened_lie_in_one_note_to_which_the_others_lead,
    what_is_redacted_of_one_of_the_tickets_is_gone_from_the_mail_that_all_came_by,
    what_is_redacted_of_any_comment_that_a_mail_became_is_gone_from_it,
    who_answers_a_mail_that_was_passed_on_joins_its_ticket,
    a_letter_names_the_mail_that_its_reader_has,
    an_enclosed_mail_is_read_whatever_type_its_program_gave_it,
    a_mail_that_does_not_say_whose_it_is_opens_nobodys_ticket,
    what_is_passed_on_is_shown_as_its_html_made_safe,
    an_enclosed_answer_is_shown_as_its_html_without_the_quoted_mail,
    nobodys_ticket_is_merged_into_that_of_the_customer,
    who_signs_what_they_pass_on_does_not_vouch_for_the_words_of_its_writer
);

/// A part of a mail that encloses another.
fn enclosed(kind: &str, from: &str, subject: &str, text: &str) -> String {
    format!("--b\r\nContent-Type: {kind}\r\n\r\nFrom: {from}\r\nSubject: {subject}\r\n\r\n{text}\r\n")
}

async fn pass_on(app: &TestApp, parts: &[String]) -> Report {
    let head = format!(
        "From: Jana <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: Bitte aufnehmen\r\nContent-Type: multipart/mixed; boundary=b"
    );
    let body = format!("--b\r\n\r\nSiehe Anlage.\r\n{}--b--\r\n", parts.concat());
    deliver(app, &head, &body).await
}

/// The other tickets that a mail became a part of, as its ledger knows them: the newest first.
async fn others(app: &TestApp, report: &Report) -> Vec<Report> {
    let system = Actor::system();
    let ledger = app.engine.mails(&system, &MailFilter::default(), &Paging::default()).await.unwrap();
    let mut reports = Vec::new();
    for (_, line) in ledger.items {
        let id = line.ticket.expect("a ticket");
        let found = app.engine.tickets_by_id(&system, &[id]).await.unwrap();
        let number = found[&id].number;
        if Some(number) != report.ticket {
            assert_eq!((line.outcome, line.why), (Outcome::Created, Some(MailReason::PassedOn)));
            reports.push(Report { ticket: Some(number), ..report.clone() });
        }
    }
    reports
}

/// Who says what, in order.
fn said(comments: &[Comment]) -> Vec<(Visibility, &str)> {
    comments.iter().map(|one| (one.visibility, one.text.as_str())).collect()
}

async fn files(app: &TestApp, comment: &Comment) -> Vec<String> {
    let files = app.engine.attachments_of(&Actor::system(), &[comment.id]).await.unwrap();
    files.into_values().flatten().map(|file| file.filename).collect()
}

async fn of_several_enclosed_mails_each_opens_the_ticket_of_its_writer(app: TestApp) {
    app.given().agent(JANA).await;
    let table = "--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=intern.csv\r\n\r\nGEHEIM\r\n";
    let parts = [
        enclosed("message/rfc822", HANS, "Drucker", "Defekt."),
        table.to_owned(),
        enclosed("message/rfc822", &format!("Kim <{KIM}>"), "Maus", "Weg."),
    ];
    let first = pass_on(&app, &parts).await;
    let others = others(&app, &first).await;
    assert_eq!(others.len(), 1);
    for (report, who, title, text, own) in
        [(&first, HANS, "Drucker", "Defekt.", "Drucker.eml"), (&others[0], KIM, "Maus", "Weg.", "Maus.eml")]
    {
        let (ticket, customer, comments) = ticket(&app, report).await;
        assert_eq!((customer.as_str(), ticket.title.as_str(), ticket.status), (who, title, Status::New));
        let wanted = [(Visibility::Public, text), (Visibility::Internal, "Siehe Anlage.")];
        assert_eq!(said(&comments), wanted, "{who}");
        assert_eq!(files(&app, &comments[0]).await, [own], "nobody gets the mail of another");
        assert_eq!(files(&app, &comments[1]).await, ["intern.csv"]);
    }
    let told = app.told().await;
    assert_eq!(told, vec![(LetterKind::Changed, JANA.to_owned()); 2], "of each ticket, and nobody else");
    // The same mail again is the same mail.
    let again = pass_on(&app, &parts).await;
    assert_eq!((again.outcome, again.ticket), (mail::inbound::report::Became::Duplicate, first.ticket));
}

async fn several_mails_of_one_person_are_one_ticket(app: TestApp) {
    app.given().agent(JANA).await;
    let parts = [
        enclosed("message/rfc822", HANS, "Drucker", "Defekt."),
        enclosed("message/rfc822", HANS, "Noch etwas", "Auch die Maus."),
        enclosed("message/rfc822", "tom@example.org", "Intern", "Er nervt."),
    ];
    app.given().agent("tom@example.org").await;
    let report = pass_on(&app, &parts).await;
    assert_eq!(others(&app, &report).await.len(), 0);
    let (ticket, customer, comments) = ticket(&app, &report).await;
    assert_eq!((customer.as_str(), ticket.title.as_str()), (HANS, "Drucker"));
    let wanted = [
        (Visibility::Public, "Defekt."),
        (Visibility::Public, "Auch die Maus."),
        (Visibility::Internal, "Siehe Anlage."),
    ];
    assert_eq!(said(&comments), wanted);
    assert!(comments.iter().take(2).all(|one| one.author == ticket.customer));
    assert_eq!(files(&app, &comments[2]).await, ["Intern.eml"], "what a colleague wrote is for the staff");
}

async fn of_more_mails_than_are_opened_the_note_says_how_many_were_not(app: TestApp) {
    app.given().agent(JANA).await;
    let mails = |count: usize| -> Vec<String> {
        let one = |at| enclosed("message/rfc822", HANS, &format!("Nummer {at}"), &format!("Text {at}"));
        (0..count).map(one).collect()
    };
    let (_, _, comments) = ticket(&app, &pass_on(&app, &mails(10)).await).await;
    assert_eq!(said(&comments).last(), Some(&(Visibility::Internal, "Siehe Anlage.")), "all were opened");
    let (_, _, comments) = ticket(&app, &pass_on(&app, &mails(13)).await).await;
    let note = comments.last().unwrap();
    assert_eq!(note.visibility, Visibility::Internal);
    let told = "Siehe Anlage.\n\nDiese E-Mail enthielt mehr E-Mails, als geöffnet werden. Nicht geöffnet: 3. \
                Sie liegen hier als Dateien.";
    assert_eq!(note.text, told);
    assert_eq!(files(&app, note).await.len(), 3);
    assert_eq!(
        said(&comments).iter().filter(|(visibility, _)| *visibility == Visibility::Public).count(),
        10
    );
    let shared = server::config::wordings();
    let own = engine::Wording::default();
    assert_eq!(shared["en"].unopened_mails, own.unopened_mails);
    assert_eq!(shared["en"].unopened_mails_elsewhere, own.unopened_mails_elsewhere);
}

async fn mails_that_were_not_opened_lie_in_one_note_to_which_the_others_lead(app: TestApp) {
    app.given().agent(JANA).await;
    let table = "--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=intern.csv\r\n\r\nGEHEIM\r\n";
    let one = |at: usize| {
        let from = if at.is_multiple_of(2) { HANS } else { KIM };
        enclosed("message/rfc822", from, &format!("Nummer {at}"), &format!("Text {at}"))
    };
    let parts: Vec<String> = (0..12).map(one).chain([table.to_owned()]).collect();
    let first = pass_on(&app, &parts).await;
    let others = others(&app, &first).await;
    assert_eq!(others.len(), 1);
    let (opened, _, comments) = ticket(&app, &first).await;
    let note = comments.last().expect("a note");
    assert!(note.text.ends_with("Nicht geöffnet: 2. Sie liegen hier als Dateien."), "{}", note.text);
    let mut names = files(&app, note).await;
    names.sort();
    assert_eq!(names, ["Nummer 10.eml", "Nummer 11.eml", "intern.csv"]);
    let (_, _, comments) = ticket(&app, &others[0]).await;
    let note = comments.last().expect("a note");
    let link = TestApp::settings().ticket_url(opened.number);
    assert!(
        note.text.ends_with(&format!("Sie liegen als Dateien in diesem Ticket: {link}")),
        "{}",
        note.text
    );
    assert!(note.text.contains("Nicht geöffnet: 2."), "{}", note.text);
    assert_eq!(files(&app, note).await, ["intern.csv"], "nobody opens the mails of others twice");
}

async fn what_is_redacted_of_one_of_the_tickets_is_gone_from_the_mail_that_all_came_by(app: TestApp) {
    app.given().agent(JANA).await;
    let admin = app.given().admin("ada@example.org").await;
    let parts = [
        enclosed("message/rfc822", HANS, "Drucker", "Mein Kennwort ist 1234."),
        enclosed("message/rfc822", KIM, "Maus", "Weg."),
    ];
    let report = pass_on(&app, &parts).await;
    let (_, _, comments) = ticket(&app, &report).await;
    let redact = Redact { what: Redaction::Comment(comments[0].id), reason: "Kennwort".to_owned() };
    app.engine.redact(&admin.actor, redact).await.unwrap();
    let ledger =
        app.engine.mails(&Actor::system(), &MailFilter::default(), &Paging::default()).await.unwrap();
    assert_eq!(ledger.items.len(), 2);
    assert!(ledger.items.iter().all(|(_, line)| line.sha256.is_empty()), "the other line kept it");
}

async fn what_is_redacted_of_any_comment_that_a_mail_became_is_gone_from_it(app: TestApp) {
    app.given().agent(JANA).await;
    let admin = app.given().admin("ada@example.org").await;
    // The second mail of one person, and what Jana wrote above.
    for (place, visibility) in [(1, Visibility::Public), (2, Visibility::Internal)] {
        let parts = [
            enclosed("message/rfc822", HANS, &format!("Drucker {place}"), "Defekt."),
            enclosed("message/rfc822", HANS, "Noch etwas", "Mein Kennwort ist 1234."),
            enclosed("message/rfc822", KIM, "Maus", "Weg."),
        ];
        let report = pass_on(&app, &parts).await;
        let (of_hans, _, comments) = ticket(&app, &report).await;
        assert_eq!(comments[place].visibility, visibility);
        let redact = Redact { what: Redaction::Comment(comments[place].id), reason: "Kennwort".to_owned() };
        app.engine.redact(&admin.actor, redact).await.unwrap();
        let ledger =
            app.engine.mails(&Actor::system(), &MailFilter::default(), &Paging::default()).await.unwrap();
        let mut lines = ledger.items.iter().map(|(_, line)| line);
        assert!(lines.clone().any(|line| line.ticket == Some(of_hans.id)), "{place}");
        assert!(lines.all(|line| line.sha256.is_empty() && line.subject.is_none()), "{place}");
        let (_, _, kept) = ticket(&app, &report).await;
        assert_eq!(kept[0].text, "Defekt.", "what else came by it keeps its text");
    }
}

async fn an_enclosed_mail_is_read_whatever_type_its_program_gave_it(app: TestApp) {
    app.given().agent(JANA).await;
    for (at, kind) in ["application/octet-stream", "text/plain", "application/x-unknown"].iter().enumerate() {
        let kind = format!("{kind}; name=\"Anfrage {at}.EML\"\r\nContent-Disposition: attachment");
        let report = pass_on(&app, &[enclosed(&kind, HANS, &format!("Drucker {at}"), "Defekt.")]).await;
        let (ticket, customer, comments) = ticket(&app, &report).await;
        assert_eq!((customer.as_str(), ticket.title), (HANS, format!("Drucker {at}")), "{kind}");
        assert_eq!(
            said(&comments),
            [(Visibility::Public, "Defekt."), (Visibility::Internal, "Siehe Anlage.")]
        );
        assert_eq!(files(&app, &comments[0]).await, [format!("Anfrage {at}.EML")]);
    }
    // What is only called so is a file.
    let part = "--b\r\nContent-Type: application/octet-stream; name=\"x.eml\"\r\n\r\nNichts dergleichen.\r\n";
    let (_, customer, _) = ticket(&app, &pass_on(&app, &[part.to_owned()]).await).await;
    assert_eq!(customer, JANA);
}

const NAMELESS: &str = "Bitte aufnehmen.\r\n\r\nVon: Hans Kunde\r\nGesendet: Montag, 23. November 2026 08:00\r\nAn: Jana\r\nBetreff: Drucker defekt\r\n\r\nDer Drucker ist defekt.\r\n";

async fn a_mail_that_does_not_say_whose_it_is_opens_nobodys_ticket(app: TestApp) {
    let (jana, tom) = (app.given().agent(JANA).await, app.given().agent("tom@example.org").await);
    let head = format!("From: Jana <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: WG: Drucker defekt");
    let only = format!("From: Jana <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: Fwd: Maus");
    for (head, body, title) in
        [(&head, NAMELESS, "Drucker defekt"), (&only, "Hans sagt, sie ist weg.\r\n", "Fwd: Maus")]
    {
        let report = deliver(&app, head, body).await;
        let (ticket, customer, comments) = ticket(&app, &report).await;
        assert_eq!((customer.as_str(), ticket.title.as_str()), ("unknown@sender.invalid", title));
        assert_eq!(comments.len(), 1);
        assert_eq!((comments[0].visibility, comments[0].author), (Visibility::Internal, jana.user.id));
        assert_eq!(comments[0].text.trim(), body.replace("\r\n", "\n").trim());
        assert_eq!(app.told().await, [(LetterKind::Changed, JANA.to_owned())], "of its number");
        let ids = [comments[0].id];
        let mails = app.engine.mails_of_comments(&jana.actor, &ids).await.unwrap();
        assert_eq!(mails[&comments[0].id].why, Some(MailReason::CustomerMissing));
        // What the staff answer on it reaches nobody, least of all Jana as if it were hers.
        app.given().comment(&tom, &ticket, "Wir sehen nach.").await;
        assert_eq!(app.told().await, []);
    }
    // A customer who passes something on asks for themselves.
    let head = format!("From: {HANS}\r\nTo: {MAILBOX}\r\nSubject: WG: Drucker defekt");
    let (_, customer, comments) = ticket(&app, &deliver(&app, &head, NAMELESS).await).await;
    assert_eq!((customer.as_str(), comments[0].visibility), (HANS, Visibility::Public));
}

async fn nobodys_ticket_is_merged_into_that_of_the_customer(app: TestApp) {
    let jana = app.given().agent(JANA).await;
    let head = format!("From: Jana <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: WG: Drucker defekt");
    let nobodys = deliver(&app, &head, NAMELESS).await.ticket.unwrap();
    let hans = app.given().customer(HANS).await;
    let his = app.given().ticket(&hans, "Drucker").await;
    let back = MergeTickets { from: his.number, into: nobodys };
    assert_eq!(app.engine.merge_tickets(&jana.actor, back).await.unwrap_err().field(), Some("from"));
    let merge = MergeTickets { from: nobodys, into: his.number };
    let merged = app.engine.merge_tickets(&jana.actor, merge).await.unwrap();
    assert_eq!(merged.number, his.number);
    let seen = app.engine.comments(&hans.actor, his.id, &Paging::default()).await.unwrap();
    assert_eq!(seen.items.len(), 1, "what was said among the staff stays there");
}

/// Jana passes on what Hans wrote: as a file, or in the text with its id in a header.
async fn passed_on(app: &TestApp, proven: &str, header: Option<&str>) -> Report {
    let head = format!("{proven}\r\nFrom: Jana <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: WG: Drucker");
    if let Some(header) = header {
        let body = NAMELESS.replace("Hans Kunde", &format!("Hans Kunde <{HANS}>"));
        return deliver(app, &format!("{head}\r\n{header}: <text@kunde.example>"), &body).await;
    }
    let head = format!("{head}\r\nContent-Type: multipart/mixed; boundary=b");
    let enclosed = enclosed("message/rfc822", HANS, "Drucker\r\nMessage-ID: <file@kunde.example>", "Defekt.");
    deliver(app, &head, &format!("--b\r\n\r\nBitte.\r\n{enclosed}--b--\r\n")).await
}

async fn who_answers_a_mail_that_was_passed_on_joins_its_ticket(app: TestApp) {
    for (header, id) in [
        (None, "file@kunde.example"),
        (Some("X-Forwarded-Message-Id"), "text@kunde.example"),
        (Some("In-Reply-To"), "text@kunde.example"),
    ] {
        let (app, proven) = trusting(app.backend).await;
        let first = passed_on(&app, proven, header).await;
        let (opened, customer, _) = ticket(&app, &first).await;
        assert_eq!(customer, HANS, "{header:?}");
        let answers = [
            (format!("{proven}\r\nFrom: {JANA}\r\nTo: {HANS}\r\nCc: {MAILBOX}"), Visibility::Public),
            // What nobody vouches for is shown to the staff alone, as in every ticket.
            (format!("From: {JANA}\r\nTo: {HANS}\r\nCc: {MAILBOX}"), Visibility::Internal),
            (format!("From: {HANS}\r\nTo: {JANA}\r\nCc: {MAILBOX}"), Visibility::Public),
        ];
        for (at, (head, visibility)) in answers.into_iter().enumerate() {
            let head = format!(
                "{head}\r\nSubject: AW: Drucker\r\nIn-Reply-To: <{id}>\r\nX-At: {}",
                "x".repeat(at + 1)
            );
            let answer = deliver(&app, &head, &format!("Antwort {at}.\r\n")).await;
            assert_eq!(answer.ticket, Some(opened.number), "{header:?} {at}");
            let (_, _, comments) = ticket(&app, &answer).await;
            let text = format!("Antwort {at}.");
            let comment = comments.iter().find(|one| one.text == text).expect("the answer");
            assert_eq!(comment.visibility, visibility, "{header:?} {at}");
        }
    }
}

async fn a_letter_names_the_mail_that_its_reader_has(app: TestApp) {
    let (app, proven) = trusting(app.backend).await;
    let forward = passed_on(&app, proven, None).await;
    let id = forward.message_id.clone().unwrap();
    let letters = app.letters().await;
    let to =
        |who: &str| letters.iter().find(|one| one.to.address == who).expect("a letter").references.clone();
    assert_eq!(to(HANS), ["file@kunde.example"], "he never had Jana's mail");
    assert!(to(JANA).contains(&id), "she has it");
    // An answer that Jana writes to the desk reaches him in a letter, and not itself.
    let (opened, _, _) = ticket(&app, &forward).await;
    let head = format!("{proven}\r\nFrom: {JANA}\r\nTo: {HANS}\r\nCc: {MAILBOX}\r\nSubject: AW: Drucker");
    let head = format!("{head}\r\nIn-Reply-To: <file@kunde.example>");
    let answer = deliver(&app, &head, "Wir kommen.\r\n").await;
    assert_eq!(answer.ticket, Some(opened.number));
    let letters = app.letters().await;
    let to_hans = letters.iter().find(|one| one.to.address == HANS).expect("a letter");
    assert_eq!(to_hans.references.first().map(String::as_str), Some("file@kunde.example"));
    assert!(!to_hans.references.contains(&id) && !to_hans.references.contains(&answer.message_id.unwrap()));
}

/// What a customer writes, and the picture that stands in it.
const HTML: &str = "<p onclick=\"x()\">Der <b>Drucker</b><script>x()</script> ist defekt:</p><img src=\"cid:photo\"><img src=\"https://tracker.example/x.png\">";
const PICTURE: &str = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <photo>\r\nContent-Disposition: inline; filename=photo.png\r\n\r\niVBORw0KGgo=\r\n";

fn is_shown_safely(comment: &Comment) {
    let html = &comment.html;
    assert!(html.contains("Der <b>Drucker</b> ist defekt:</p>"), "{html}");
    assert!(html.contains("<img src=\"cid:") && !html.contains("cid:photo"), "a picture of ours: {html}");
    for harm in ["script", "onclick", "src=\"http", "nervt", "Gesendet"] {
        assert!(!html.contains(harm), "{harm} in {html}");
    }
}

async fn what_is_passed_on_is_shown_as_its_html_made_safe(app: TestApp) {
    app.given().agent(JANA).await;
    let related = |html: &str| {
        format!("--r\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--r\r\n{PICTURE}--r--\r\n")
    };
    let kind = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=r";
    let head = format!("From: Jana <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: WG: Drucker\r\n{kind}");
    let above = format!(
        "<p>Er nervt.</p><div style=\"border-top:solid #E1E1E1 1.0pt\"><p class=\"MsoNormal\"><b>Von:</b> Hans &lt;{HANS}&gt;<br><b>Gesendet:</b> Montag, 23. November 2026 08:00<br><b>An:</b> Jana<br><b>Betreff:</b> Drucker</p></div>"
    );
    let report = deliver(&app, &head, &related(&format!("{above}{HTML}"))).await;
    let (_, customer, comments) = ticket(&app, &report).await;
    assert_eq!((customer.as_str(), comments[0].text.as_str()), (HANS, "Der Drucker ist defekt:"));
    is_shown_safely(&comments[0]);
    assert_eq!((comments[1].text.as_str(), comments[1].visibility), ("Er nervt.", Visibility::Internal));

    let enclosed = format!(
        "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: Kim <{KIM}>\r\nSubject: Maus\r\n{kind}\r\n\r\n{}",
        related(HTML)
    );
    let (_, customer, comments) = ticket(&app, &pass_on(&app, &[enclosed]).await).await;
    assert_eq!(customer, KIM);
    is_shown_safely(&comments[0]);
    let mut names = files(&app, &comments[0]).await;
    names.sort();
    assert_eq!(names, ["Maus.eml", "photo.png"]);
    assert!(files(&app, &comments[1]).await.is_empty(), "the picture is the customer's");
}

async fn an_enclosed_answer_is_shown_as_its_html_without_the_quoted_mail(app: TestApp) {
    let (app, proven) = trusting(app.backend).await;
    let first =
        deliver(&app, &format!("From: {HANS}\r\nTo: {MAILBOX}\r\nSubject: Drucker"), "Defekt.\r\n").await;
    let thread = format!("In-Reply-To: <{}>", first.message_id.clone().unwrap());
    let html = "<p>Jetzt <b>brennt</b> er.</p><div class=\"moz-cite-prefix\">Am 23.11.26 um 08:00 schrieb Hans:</div><blockquote type=\"cite\"><p>Defekt.</p></blockquote>";
    let enclosed = format!(
        "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: {HANS}\r\nSubject: AW: Drucker\r\n{thread}\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n"
    );
    let head = format!(
        "{proven}\r\nFrom: {JANA}\r\nTo: {MAILBOX}\r\nSubject: Bitte aufnehmen\r\nContent-Type: multipart/mixed; boundary=b"
    );
    let again = deliver(&app, &head, &format!("--b\r\n\r\nSiehe Anlage.\r\n{enclosed}--b--\r\n")).await;
    assert_eq!(again.ticket, first.ticket);
    let (_, _, comments) = ticket(&app, &again).await;
    let answer = comments.iter().find(|one| one.text == "Jetzt brennt er.").expect("the answer");
    assert_eq!((answer.html.as_str(), answer.has_more), ("<p>Jetzt <b>brennt</b> er.</p>", true));
}

async fn who_signs_what_they_pass_on_does_not_vouch_for_the_words_of_its_writer(app: TestApp) {
    let jana = app.given().agent(JANA).await;
    let signed = "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=s";
    let signature = "Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB";
    let forward = NAMELESS.replace("Hans Kunde", &format!("Hans Kunde <{HANS}>"));
    for (from, text, is_told) in [(JANA, forward.as_str(), false), (HANS, "Die Maus fehlt.\r\n", true)] {
        let head = format!("From: {from}\r\nTo: {MAILBOX}\r\nSubject: WG: Drucker\r\n{signed}");
        let text = format!("Content-Type: text/plain; charset=utf-8\r\n\r\n{text}");
        let body = format!("--s\r\n{text}\r\n--s\r\n{signature}\r\n--s--\r\n");
        let report = deliver(&app, &head, &body).await;
        let (ticket, customer, comments) = ticket(&app, &report).await;
        assert_eq!((customer.as_str(), comments[0].author), (HANS, ticket.customer), "{from}");
        let id = comments[0].id;
        let mails = app.engine.mails_of_comments(&jana.actor, &[id]).await.expect("mails");
        assert_eq!(mails[&id].signature.is_some(), is_told, "{from}");
        let line = app.engine.mail(&jana.actor, mails[&id].id).await.expect("the ledger").expect("a line");
        assert!(line.signature.is_some(), "the ledger tells it of the mail: {from}");
    }
}
