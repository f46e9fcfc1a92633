//! An admin connects a mailbox to its provider in the browser.

use std::time::Duration;

use axum::http::StatusCode;
use engine::{Actor, CreateMailbox, MailboxFault, MailboxTerms};
use sea_orm::{ConnectionTrait as _, Database};
use tests::servers::provider::Provider;
use tests::{Backend, MAILBOX, TestApp};

use crate::web_ui::Visit;

const PAGE: &str = "/admin/mail";
const ACCOUNT: (&str, &str) = ("account", "support@example.org");
const PROVIDER: (&str, &str) = ("provider", "m365");

async fn stage() -> (TestApp, Provider) {
    let provider = Provider::start("support@example.org").await;
    let app =
        TestApp::with_provider(Backend::Sqlite, provider.providers(), provider.configured(MAILBOX)).await;
    (app, provider)
}

/// Where the page leads to after the button, as the browser reads it.
async fn address(visit: &mut Visit) -> String {
    let begun = visit.fill(PAGE, &[("do", "connect"), ACCOUNT, PROVIDER]).await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.text());
    let link = begun.body.split("href=\"http://").nth(1).expect("a link to the provider");
    let link = link.split('"').next().expect("an end");
    format!("http://{link}").replace("&amp;", "&").replace("&#x3D;", "=")
}

#[tokio::test]
async fn u17_a_mailbox_is_connected_and_the_page_says_how_it_is() {
    let (app, provider) = stage().await;
    let ada = app.given().admin("ada@example.org").await;
    let mut visit = Visit::of(&app, &ada);
    let shown = visit.get(PAGE).await;
    assert!(shown.says("noch nicht verbunden") && shown.says("Mit Microsoft verbinden"), "{}", shown.text());
    assert!(app.engine.claim_mailbox(MAILBOX, Duration::from_mins(1)).await.unwrap());
    app.engine.mailbox_failed(MAILBOX, MailboxFault::NotConnected, "not connected yet").await.unwrap();
    let shown = visit.get(PAGE).await;
    assert!(shown.says("Das Konto ist noch nicht verbunden."), "{}", shown.text());
    let (state, code) = provider.sign_in(&address(&mut visit).await);
    let back = format!("{PAGE}/callback?state={state}&code={code}");

    let mut agent = Visit::of(&app, &app.given().agent("tom@example.org").await);
    assert_eq!(agent.get(&back).await.status, StatusCode::NOT_FOUND);
    assert_eq!(agent.get(PAGE).await.status, StatusCode::NOT_FOUND);

    let came = visit.get(&back).await;
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.text());
    let shown = visit.get(PAGE).await;
    assert!(shown.says("Das Konto ist verbunden.") && shown.says("verbunden seit"), "{}", shown.text());
    assert!(!shown.says("noch nicht verbunden") && !shown.says("not connected"), "{}", shown.text());
    app.engine.mail_access_token(&provider.account(), None).await.unwrap();

    let again = visit.get(&back).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says("wurde bereits verwendet"), "{}", again.text());

    provider.withdraw();
    app.clock.advance(Duration::from_hours(2));
    app.engine.mail_access_token(&provider.account(), None).await.unwrap_err();
    let ada = app.given().log_in("ada@example.org", tests::given::PASSWORD).await.0;
    visit.set("schalter_session", &ada);
    let shown = visit.get(PAGE).await;
    assert!(shown.says("Die Zustimmung fehlt seit") && shown.says("Neu verbinden"), "{}", shown.text());
}

#[tokio::test]
async fn a_sign_in_that_failed_or_belongs_to_somebody_else_is_told_in_words() {
    let (app, provider) = stage().await;
    let mut ada = Visit::of(&app, &app.given().admin("ada@example.org").await);
    let mut eve = Visit::of(&app, &app.given().admin("eve@example.org").await);
    let (state, code) = provider.sign_in(&address(&mut ada).await);
    let foreign = eve.get(&format!("{PAGE}/callback?state={state}&code={code}")).await;
    assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(foreign.says("gehört nicht zu dieser Sitzung"), "{}", foreign.text());
    let denied = ada.get(&format!("{PAGE}/callback?state={state}&error=access_denied")).await;
    assert!(denied.says("abgebrochen (access_denied)"), "{}", denied.text());
    // It is over, and what anybody else makes up about it was never begun.
    for state in [state.as_str(), "made-up", ""] {
        let planted = ada.get(&format!("{PAGE}/callback?state={state}&error=planted")).await;
        assert_eq!(planted.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            planted.says("gehört nicht zu dieser Sitzung") && !planted.says("planted"),
            "{}",
            planted.text()
        );
    }
    let (state, _) = provider.sign_in(&address(&mut ada).await);
    let wrong = ada.get(&format!("{PAGE}/callback?state={state}&code=made-up")).await;
    assert!(wrong.says("Der Anbieter hat die Anfrage abgelehnt"), "{}", wrong.text());
    assert!(app.engine.mail_accounts(&Actor::system()).await.unwrap()[0].grant.is_none());
}

#[tokio::test]
async fn a_desk_that_mail_is_delivered_to_by_lmtp_says_where_and_when_the_last_came() {
    let app = TestApp::with(Backend::Sqlite, |settings| {
        settings.mail.routes.lmtp = Some("unix:/run/schalter/lmtp.sock".to_owned());
        settings.mail.routes.signed_domains = vec!["example.org".to_owned()];
    })
    .await;
    let mut visit = Visit::of(&app, &app.given().admin("ada@example.org").await);
    let shown = visit.get(PAGE).await;
    for words in [
        "wird per LMTP beliefert",
        "unix:/run/schalter/lmtp.sock",
        "noch keine E-Mail",
        "mit dem Schlüssel von example.org",
    ] {
        assert!(shown.says(words), "{words}: {}", shown.text());
    }
    let raw = b"From: kim@customer.example\r\nSubject: Printer\r\n\r\nHelp\r\n".to_vec();
    assert!(mail::inbound::submit(&app.engine, raw, Some(MAILBOX)).await.is_stored());
    let shown = visit.get(PAGE).await;
    let today = shown.body.split("data-label=\"heute\">").nth(1).and_then(|rest| rest.split("</td>").next());
    let today = today.expect("a count");
    assert!(today.starts_with("<a href=\"/desk/mail?") && today.ends_with(">1</a>"), "{today}");
    assert!(shown.body.contains("data-label=\"wartend\">0<"), "{}", shown.body);
    assert!(shown.says("letzte E-Mail") && !shown.says("noch keine E-Mail"), "{}", shown.text());
}

#[tokio::test]
async fn an_account_is_disconnected_on_the_page() {
    let (app, provider) = stage().await;
    let (system, account) = (Actor::system(), provider.account());
    app.engine.connect_mail_account(&system, &account, provider.grant()).await.unwrap();
    let mut visit = Visit::of(&app, &app.given().admin("ada@example.org").await);
    let done = visit.fill(PAGE, &[("do", "disconnect"), ACCOUNT, PROVIDER]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let shown = visit.get(PAGE).await;
    assert!(shown.says("Das Konto ist getrennt.") && shown.says("noch nicht verbunden"), "{}", shown.text());
}

#[tokio::test]
async fn mailboxes_are_fetched_now_and_the_page_comes_anew_until_that_is_done() {
    let app = TestApp::with(Backend::Sqlite, |settings| {
        settings.mail.routes.fetched = vec![(MAILBOX.to_owned(), "imaps://mail.example.org:993".to_owned())];
    })
    .await;
    let mut visit = Visit::of(&app, &app.given().admin("ada@example.org").await);
    let shown = visit.get(PAGE).await;
    assert!(shown.says("Alle abrufen") && shown.says("Jetzt abrufen"), "{}", shown.text());
    assert!(!shown.says("Wird abgerufen") && !shown.headers.contains_key("refresh"), "{}", shown.text());
    for form in [&[("do", "fetch"), ("address", MAILBOX)][..], &[("do", "fetch")]] {
        let pressed = visit.fill(PAGE, form).await;
        assert_eq!((pressed.status, pressed.to.as_str()), (StatusCode::SEE_OTHER, "/admin/mail#mailboxes"));
        let shown = visit.get(PAGE).await;
        assert!(shown.says("Wird abgerufen …"), "{}", shown.text());
        assert_eq!(shown.headers["refresh"], "3;url=/admin/mail?look=1#mailboxes");
        let again = visit.get("/admin/mail?look=1").await;
        assert_eq!(again.headers["refresh"], "3;url=/admin/mail#mailboxes");
        let asked = app.engine.mailboxes_asked_for().await.unwrap();
        app.engine.mailbox_failed(MAILBOX, MailboxFault::Unreachable, "no route").await.unwrap();
        app.engine.mailbox_answered(MAILBOX, asked[MAILBOX]).await.unwrap();
        let shown = visit.get(PAGE).await;
        assert!(shown.says("nicht erreichbar") && !shown.headers.contains_key("refresh"), "{}", shown.text());
        app.clock.advance(Duration::from_secs(10));
    }
    let refused = visit.fill(PAGE, &[("do", "fetch"), ("address", "gone@example.org")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Dieses Postfach gibt es nicht."), "{}", refused.text());
    let mut agent = Visit::of(&app, &app.given().agent("tom@example.org").await);
    let csrf = agent.get("/desk").await.value("csrf");
    assert_eq!(agent.post(PAGE, &[("csrf", &csrf), ("do", "fetch")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_mailbox_whose_mails_cannot_be_moved_is_told_as_fetched() {
    let app = TestApp::with(Backend::Sqlite, |settings| {
        settings.mail.routes.fetched = vec![(MAILBOX.to_owned(), "imaps://mail.example.org:993".to_owned())];
    })
    .await;
    app.engine.claim_mailbox(MAILBOX, Duration::from_mins(1)).await.unwrap();
    let mut visit = Visit::of(&app, &app.given().admin("ada@example.org").await);
    app.engine.mailbox_failed(MAILBOX, MailboxFault::Unreachable, "no route").await.unwrap();
    assert!(visit.get(PAGE).await.says("wird nicht abgerufen"));
    for fault in [MailboxFault::Target, MailboxFault::Server] {
        app.engine.mailbox_failed(MAILBOX, fault, "not moved").await.unwrap();
        app.clock.advance(Duration::from_secs(1));
        app.engine.mailbox_was_read(MAILBOX, None).await.unwrap();
        let shown = visit.get(PAGE).await;
        assert!(!shown.says("wird nicht abgerufen"), "{}", shown.text());
        assert!(shown.says("wird abgerufen, aber E-Mails bleiben dort im Ordner"), "{}", shown.text());
    }
}

/// A fault that was recorded before its kind was, or by a newer version.
#[tokio::test]
async fn a_fault_of_no_known_kind_is_told_in_the_language_of_the_page_with_the_words_as_a_quotation() {
    let app = TestApp::with(Backend::Sqlite, |settings| {
        settings.mail.routes.fetched = vec![(MAILBOX.to_owned(), "imaps://mail.example.org:993".to_owned())];
    })
    .await;
    app.engine.claim_mailbox(MAILBOX, Duration::from_mins(1)).await.unwrap();
    app.engine.mailbox_failed(MAILBOX, MailboxFault::Server, "NO <quota> exceeded").await.unwrap();
    let connection = Database::connect(app.database()).await.expect("a connection");
    connection.execute_unprepared("UPDATE mailbox SET last_fault = NULL").await.expect("updated");
    let mut visit = Visit::of(&app, &app.given().admin("ada@example.org").await);
    let shown = visit.get(PAGE).await;
    assert!(shown.says("Der Abruf ist fehlgeschlagen. Fehler: NO <quota> exceeded"), "{}", shown.text());
    assert!(
        shown.body.contains("<q lang=\"en\" dir=\"auto\">NO &lt;quota&gt; exceeded</q>"),
        "{}",
        shown.body
    );
    let english = visit.get(&format!("{PAGE}?lang=en")).await;
    assert!(english.says("Mail could not be fetched. Error: NO <quota>"), "{}", english.text());
}

#[tokio::test]
async fn mailboxes_are_searched_by_address_and_queue() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    for (queue, address) in [("Büro Süd", "eins@example.org"), ("Büro Nord", "zwei@example.org")] {
        let queue = app.given().queue(queue).await.id;
        let input = CreateMailbox { address: address.to_owned(), queue, terms: MailboxTerms::default() };
        app.engine.create_mailbox(&ada.actor, input).await.expect("a mailbox");
    }
    let mut visit = Visit::of(&app, &ada);
    let has = |body: &str, address: &str| body.contains(&format!("<bdi>{address}</bdi></a></strong>"));
    let all = visit.get(PAGE).await;
    assert!(has(&all.body, "eins@example.org") && has(&all.body, "zwei@example.org"), "{}", all.body);
    for query in ["sued", "EINS", "b%C3%BCro+eins"] {
        let found = visit.get(&format!("/admin/mail?q={query}")).await;
        let (eins, zwei) = (has(&found.body, "eins@example.org"), has(&found.body, "zwei@example.org"));
        assert!(eins && !zwei, "{query}: {}", found.body);
    }
    let none = visit.get("/admin/mail?q=nirgends").await;
    assert!(none.says("Nichts gefunden") && !has(&none.body, "eins@example.org"), "{}", none.text());
}
