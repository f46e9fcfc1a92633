//! The page of incoming mail: what is held is released or discarded by one click.

use axum::http::StatusCode;
use tests::{MAILBOX, TestApp};

use crate::web_ui::Visit;

async fn spam(app: &TestApp, from: &str) {
    let raw =
        format!("From: {from}\r\nTo: {MAILBOX}\r\nSubject: Angebot\r\nX-Spam-Flag: YES\r\n\r\nBitte!\r\n");
    mail::inbound::submit(&app.engine, raw.into_bytes(), Some(MAILBOX)).await;
}

#[tokio::test]
async fn what_is_held_is_shown_with_its_reason_and_released_or_discarded_by_one_click() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    spam(&app, "kim@kunde.example").await;
    let mut visit = Visit::of(&app, &jana);
    let page = visit.get("/desk/mail").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.says("Ein Filter hält sie für Spam") && page.says("zurückgehalten"), "{}", page.text());
    let english = Visit::of(&app, &jana).get("/desk/mail?lang=en").await;
    assert!(english.says("A filter marked it as spam"), "{}", english.text());
    assert!(page.body.contains("/message.eml\""), "the mail as it came can be fetched: {}", page.body);

    let id = page.value("id");
    let answer = visit.fill("/desk/mail", &[("id", id.as_str()), ("do", "release")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(visit.get(&answer.to).await.says("Die E-Mail wurde angenommen."));
    let page = visit.get("/desk/mail?show=created").await;
    assert!(page.body.contains("href=\"/tickets/10001\""), "{}", page.text());

    spam(&app, "eve@evil.example").await;
    let id = visit.get("/desk/mail").await.value("id");
    let searched = "/desk/mail?show=all&q=Angebot";
    let form = "action=\"/desk/mail?show&#x3D;all&amp;q&#x3D;Angebot\"";
    let page = visit.get(searched).await;
    assert!(page.body.contains(form), "{}", page.body);
    let answer = visit.fill(searched, &[("id", id.as_str()), ("do", "discard")]).await;
    assert_eq!(answer.to, "/desk/mail?show=all&q=Angebot", "the search goes on");
    assert!(visit.get(&answer.to).await.says("Die E-Mail wurde verworfen."));
    let page = visit.get("/desk/mail?show=ignored").await;
    assert!(
        page.says("Ein Teammitglied hat sie verworfen.") && page.says("Erneut verarbeiten"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn a_long_subject_and_a_long_sender_are_whole_in_their_titles() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let subject = "Sehr lang ".repeat(12);
    let address = format!("{}@kunde.example", "a".repeat(60));
    let raw = format!(
        "From: Kim <{address}>\r\nTo: {MAILBOX}\r\nSubject: {subject}\r\nX-Spam-Flag: YES\r\n\r\nBitte!\r\n"
    );
    mail::inbound::submit(&app.engine, raw.into_bytes(), Some(MAILBOX)).await;
    let page = Visit::of(&app, &jana).get("/desk/mail").await;
    let subject = subject.trim();
    assert!(page.body.contains(&format!("<bdi title=\"{subject}\">{subject}</bdi>")), "{}", page.body);
    assert!(page.body.contains(&format!("title=\"Kim &lt;{address}&gt;\">Kim</bdi>")), "{}", page.body);
}

#[tokio::test]
async fn the_mail_log_is_searched_counted_and_says_how_each_mail_found_its_ticket() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let arrive = async |id: &str, from: &str, subject: &str| {
        let raw = format!(
            "From: {from}\r\nTo: {MAILBOX}\r\nMessage-ID: <{id}>\r\nSubject: {subject}\r\n\r\n{id}\r\n"
        );
        mail::inbound::submit(&app.engine, raw.into_bytes(), Some(MAILBOX)).await;
    };
    arrive("1@kunde.example", "Kim Weiss <kim@kunde.example>", "Drucker 100%").await;
    arrive("1@kunde.example", "Kim Weiss <kim@kunde.example>", "Drucker 100%").await;
    arrive("2@kunde.example", "Tom <tom@kunde.example>", "Maus").await;
    spam(&app, "eve@evil.example").await;
    let mut visit = Visit::of(&app, &jana);
    let all = visit.get("/desk/mail?show=all").await;
    for says in [
        "Kein Bezug gefunden",
        "kam 2-mal an, zuletzt",
        "Alle 3",
        "Neue Tickets 2",
        "Zurückgehalten 1",
        "Fehlgeschlagen 0",
        "3 E-Mails. Gezählt werden die neuesten 10.000 und alle zurückgehaltenen.",
    ] {
        assert!(all.says(says), "{says}: {}", all.text());
    }
    for (query, found, others) in [
        ("WEISS", "Drucker", "Maus"),
        ("tom@", "Maus", "Drucker"),
        ("100%25", "Drucker", "Maus"),
        ("%3C2@kunde.example%3E", "Maus", "Drucker"),
    ] {
        let page = visit.get(&format!("/desk/mail?show=all&q={query}")).await;
        assert!(page.says(found) && !page.says(others) && page.says("Alle 1"), "{query}: {}", page.text());
    }
    let nothing = visit.get("/desk/mail?show=all&q=_rucker").await;
    assert!(nothing.says("Hier ist keine E-Mail."), "a sign of a pattern means nothing: {}", nothing.text());
    let english = Visit::of(&app, &jana).get("/desk/mail?show=all&lang=en").await;
    assert!(
        english.says("No related ticket found") && english.says("received 2 times"),
        "{}",
        english.text()
    );
}

#[tokio::test]
async fn the_mail_log_is_paged_both_ways() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    for number in 0..60 {
        spam(&app, &format!("eve{number}@evil.example")).await;
    }
    let mut visit = Visit::of(&app, &jana);
    let link = |body: &str, rel: &str| {
        let found = body.split(&format!("rel=\"{rel}\" href=\"")).nth(1)?.split('"').next()?;
        Some(found.replace("&amp;", "&").replace("&#x3D;", "="))
    };
    let first = visit.get("/desk/mail?show=all").await;
    assert_eq!(link(&first.body, "prev"), None);
    let second = visit.get(&link(&first.body, "next").expect("a page after")).await;
    assert_eq!((second.body.matches("value=\"discard\"").count(), link(&second.body, "next")), (10, None));
    let back = visit.get(&link(&second.body, "prev").expect("a page before")).await;
    assert_eq!(back.body.matches("value=\"discard\"").count(), 50);
    let senders = |body: &str| -> Vec<String> {
        let found = body.split("<bdi title=\"").skip(1).filter_map(|rest| rest.split('"').next());
        found.filter(|title| title.contains('@')).map(str::to_owned).collect()
    };
    assert_eq!(senders(&back.body), senders(&first.body));
    assert!(!senders(&second.body).iter().any(|sender| senders(&first.body).contains(sender)));
}

#[tokio::test]
async fn a_mail_of_which_something_was_redacted_is_not_offered_for_download() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let part = |from: &str, text: &str| {
        format!(
            "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: {from}\r\nSubject: {text}\r\n\r\n{text}\r\n"
        )
    };
    let raw = format!(
        "From: jana@example.org\r\nTo: {MAILBOX}\r\nSubject: Bitte\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{}{}--b--\r\n",
        part("hans@kunde.example", "Kennwort 1234"),
        part("kim@anders.example", "Maus"),
    );
    let report = mail::inbound::submit(&app.engine, raw.into_bytes(), Some(MAILBOX)).await;
    let mut visit = Visit::of(&app, &jana);
    let before = visit.get("/desk/mail?show=created").await;
    assert_eq!(before.body.matches("/message.eml\"").count(), 2, "{}", before.body);
    let comment = report.comment.expect("a comment").parse().expect("an id");
    let redact = engine::Redact { what: engine::Redaction::Comment(comment), reason: "Kennwort".to_owned() };
    app.engine.redact(&jana.actor, redact).await.expect("redacted");
    let page = visit.get("/desk/mail?show=created").await;
    assert!(!page.body.contains("/message.eml\""), "{}", page.body);
    assert!(page.says("Rohdaten gelöscht"), "{}", page.text());
    let english = Visit::of(&app, &jana).get("/desk/mail?show=created&lang=en").await;
    assert!(english.says("Raw message deleted"), "{}", english.text());
}

#[tokio::test]
async fn the_count_of_a_mailbox_leads_to_its_mails_of_today() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.given().queue("Second").await.id;
    let (address, terms) = ("box@example.org".to_owned(), engine::MailboxTerms::default());
    app.engine.create_mailbox(&ada.actor, engine::CreateMailbox { address, queue, terms }).await.unwrap();
    let arrive = async |at: &str, subject: &str| {
        let raw = format!("From: kim@kunde.example\r\nTo: {at}\r\nSubject: {subject}\r\n\r\nHilfe\r\n");
        mail::inbound::submit(&app.engine, raw.into_bytes(), Some(at)).await;
    };
    arrive("box@example.org", "Gestern").await;
    app.clock.advance(std::time::Duration::from_hours(24));
    arrive("box@example.org", "Heute").await;
    arrive(MAILBOX, "Anderswo").await;
    let ada = app.given().log_in("ada@example.org", tests::given::PASSWORD).await.0;
    let mut visit = Visit::new(&app);
    visit.set("schalter_session", &ada);
    let page = visit.get("/admin/mail").await;
    let link =
        page.body.split("href=\"").find(|rest| rest.starts_with("/desk/mail") && rest.contains("box%40"));
    let link = link.and_then(|rest| rest.split('"').next()).expect("a link").replace("&amp;", "&");
    let link = link.replace("&#x3D;", "=");
    let ledger = visit.get(&link).await;
    assert!(ledger.says("Heute") && ledger.says("box@example.org"), "{}", ledger.text());
    assert!(!ledger.says("Gestern") && !ledger.says("Anderswo"), "{}", ledger.text());
    let all = visit.get("/desk/mail?show=all&mailbox=BOX@example.org").await;
    assert!(all.says("Gestern") && !all.says("Anderswo"), "{}", all.text());
    assert!(
        all.body.contains("show&#x3D;created&amp;mailbox") || all.body.contains("show=created&amp;mailbox")
    );
}

#[tokio::test]
async fn a_comment_of_which_nothing_proves_who_wrote_it_carries_a_warning() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@muster.example").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let id = app.letters().await.remove(0).message_id;
    let raw = format!(
        "From: jana@example.org\r\nTo: {MAILBOX}\r\nSubject: Re\r\nIn-Reply-To: <{id}>\r\n\r\nNeue Kontonummer\r\n"
    );
    mail::inbound::submit(&app.engine, raw.into_bytes(), Some(MAILBOX)).await;
    let path = format!("/tickets/{}", ticket.number);
    let page = Visit::of(&app, &jana).get(&path).await;
    assert!(page.says("nichts belegt, dass sie von dort kommt"), "{}", page.text());
    let page = Visit::of(&app, &maria).get(&path).await;
    assert!(!page.says("Neue Kontonummer") && !page.says("nichts belegt"), "{}", page.text());
}

#[tokio::test]
async fn customers_find_no_such_page() {
    let app = TestApp::start().await;
    let maria = app.given().customer("maria@muster.example").await;
    let mut visit = Visit::of(&app, &maria);
    assert_eq!(visit.get("/desk/mail").await.status, StatusCode::NOT_FOUND);
    let csrf = visit.get("/tickets/new").await.value("csrf");
    let fields = [("csrf", csrf.as_str()), ("id", "x"), ("do", "release")];
    assert_eq!(visit.post("/desk/mail", &fields).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn s10_the_subject_of_a_redacted_mail_is_said_to_be_removed() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let raw = format!("From: kim@kunde.example\r\nTo: {MAILBOX}\r\nSubject: Kennwort 4711\r\n\r\nHilfe\r\n");
    mail::inbound::submit(&app.engine, raw.into_bytes(), Some(MAILBOX)).await;
    let ledger = async |query: &str| Visit::of(&app, &jana).get(&format!("/desk/mail?{query}")).await;
    assert!(ledger("show=created").await.says("Kennwort 4711"));
    let (all, paging) = (engine::MailFilter::default(), engine::Paging::default());
    let mails = app.engine.mails(&jana.actor, &all, &paging).await.unwrap().items;
    let comment = mails[0].1.comment.unwrap();
    let what = engine::Redaction::Comment(comment);
    app.engine.redact(&jana.actor, engine::Redact { what, reason: "Kennwort".to_owned() }).await.unwrap();
    let page = ledger("show=created").await;
    assert!(page.says("[entfernt]") && !page.says("4711"), "{}", page.text());
    let page = ledger("show=created&lang=en").await;
    assert!(page.says("[removed]"), "{}", page.text());
}
