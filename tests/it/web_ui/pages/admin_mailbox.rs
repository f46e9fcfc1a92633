//! An admin adds, tries, pauses and deletes a mailbox in the browser.

use axum::http::StatusCode;
use engine::{Actor, MailSecret, MailboxFault, MailboxTerms};
use tests::servers::{
    dovecot::{Dovecot, PASSWORD},
    provider::Provider,
};
use tests::{Backend, MAILBOX, TestApp};

use crate::web_ui::Visit;

const LIST: &str = "/admin/mail";
const NEW: &str = "/admin/mail/new";

/// The id of the first queue, as the form has it.
async fn queue(visit: &mut Visit) -> String {
    let shown = visit.get(NEW).await;
    let options = shown.body.split("name=\"queue\"").nth(1).expect("a list of queues").to_owned();
    options.split("value=\"").nth(1).expect("a queue").split('"').next().expect("an end").to_owned()
}

#[tokio::test]
async fn u18_a_mailbox_is_added_tried_paused_and_deleted() {
    let (app, dovecot) = (TestApp::start().await, Dovecot::start().await);
    let mut visit = Visit::of(&app, &app.given().admin("ada@example.org").await);
    let shown = visit.get(LIST).await;
    assert!(shown.says("+ Postfach") && shown.says("Datei") && shown.says(MAILBOX), "{}", shown.text());
    let (queue, port) = (queue(&mut visit).await, dovecot.port().to_string());
    let form = |password, host, what| {
        [
            ("address", "box@example.org"),
            ("queue", queue.as_str()),
            ("host", host),
            ("port", port.as_str()),
            ("security", "NONE"),
            ("user", "tickets"),
            ("password", password),
            ("folder", ""),
            ("replies", "APPEND"),
            ("cc_watches", "1"),
            ("reopen_days", if what == "test" { "" } else { "90" }),
            ("do", what),
        ]
    };
    let wrong = visit.fill(NEW, &form("s3cret-typed", "mail server", "save")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("Bitte geben Sie nur den Namen des Mailservers an"), "{}", wrong.text());
    assert!(wrong.body.contains("value=\"mail server\"") && wrong.body.contains("value=\"box@example.org\""));
    assert!(!wrong.body.contains("s3cret-typed") && wrong.says("noch einmal ein"), "{}", wrong.text());

    let refused = visit.fill(NEW, &form("s3cret-typed", "127.0.0.1", "test")).await;
    assert!(refused.says("Der Server lehnt die Anmeldung ab"), "{}", refused.text());
    let works = visit.fill(NEW, &form(PASSWORD, "127.0.0.1", "test")).await;
    assert!(works.says("Das Postfach funktioniert. Im Ordner liegen 0 E-Mails."), "{}", works.text());
    assert!(app.engine.mailboxes_to_fetch().await.unwrap().is_empty(), "nothing is saved");
    let saved = visit.fill(NEW, &form(PASSWORD, "127.0.0.1", "save")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = saved.to.split('?').next().expect("a path").to_owned();
    let shown = visit.get(&page).await;
    assert!(shown.says("Postfach box@example.org") && !shown.body.contains(PASSWORD), "{}", shown.text());
    assert!(shown.body.contains("name=\"reopen_days\" type=\"text\" inputmode=\"numeric\" value=\"90\""));
    let filed = |way, to| {
        let further = [("after_fetch", way), ("move_to", to)];
        form("", "127.0.0.1", "save").into_iter().chain(further).collect::<Vec<_>>()
    };
    let nowhere = visit.fill(&page, &filed("MOVE", "")).await;
    assert!(
        nowhere.says("Bitte geben Sie den Ordner an, in den E-Mails verschoben werden."),
        "{}",
        nowhere.text()
    );
    let moved = visit.fill(&page, &filed("MOVE", "Entwürfe")).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    let shown = visit.get(&page).await;
    assert!(
        shown.body.contains("<option value=\"MOVE\" selected>") && shown.body.contains("value=\"Entwürfe\"")
    );
    visit.fill(&page, &filed("MARK", "")).await;
    let mut many = form("", "127.0.0.1", "save");
    for field in many.iter_mut().filter(|(name, _)| *name == "reopen_days") {
        field.1 = "zwei";
    }
    let many = visit.fill(&page, &many).await;
    assert!(many.says("Bitte geben Sie 0 bis 3650 Tage an"), "{}", many.text());
    let tried = visit.fill(&page, &form("", "127.0.0.1", "test")).await;
    assert!(tried.says("Das Postfach funktioniert"), "with the password that is kept: {}", tried.text());
    let elsewhere = visit.fill(&page, &form("", "imap.example.org", "save")).await;
    assert!(elsewhere.says("Unverschlüsselte Verbindungen sind nur"), "{}", elsewhere.text());

    visit.fill(&page, &[("do", "pause")]).await;
    assert!(visit.get(LIST).await.says("pausiert"));
    visit.fill(&page, &[("do", "resume")]).await;
    let mut agent = Visit::of(&app, &app.given().agent("tom@example.org").await);
    for path in [NEW, &page] {
        assert_eq!(agent.get(path).await.status, StatusCode::NOT_FOUND);
    }
    let gone = visit.fill(&page, &[("do", "delete")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(visit.get(&gone.to.clone()).await.says("Das Postfach ist gelöscht."));
    assert_eq!(visit.get(&page).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_mailbox_that_cannot_log_in_leads_to_its_password() {
    let app = TestApp::start().await;
    let mut visit = Visit::of(&app, &app.given().admin("ada@example.org").await);
    let queue = app.engine.queues(&Actor::system()).await.unwrap().remove(0).id;
    let terms = MailboxTerms {
        host: Some("imap.example.org".to_owned()),
        password: Some(MailSecret::new("x")),
        ..MailboxTerms::default()
    };
    let input = engine::CreateMailbox { address: "box@example.org".to_owned(), queue, terms };
    app.engine.create_mailbox(&Actor::system(), input).await.unwrap();
    assert!(app.engine.claim_mailbox("box@example.org", std::time::Duration::from_mins(1)).await.unwrap());
    app.engine.mailbox_failed("box@example.org", MailboxFault::LogIn, "AUTHENTICATIONFAILED").await.unwrap();
    let shown = visit.get(LIST).await;
    for words in
        ["box@example.org wird nicht abgerufen", "lehnt die Anmeldung ab", "Neues Passwort eintragen"]
    {
        assert!(shown.says(words), "{words}: {}", shown.text());
    }
    assert!(shown.body.contains("#password\""), "{}", shown.body);
}

#[tokio::test]
async fn u17_a_mailbox_is_added_with_a_provider_and_connected() {
    let provider = Provider::start("support@example.org").await;
    let app = TestApp::with_provider(Backend::Sqlite, provider.providers(), Vec::new()).await;
    let mut visit = Visit::of(&app, &app.given().admin("ada@example.org").await);
    let shown = visit.get(NEW).await;
    assert!(
        shown.says("Anmeldung") && shown.body.contains("<option value=\"m365\" dir=\"auto\">Microsoft"),
        "{}",
        shown.body
    );
    let queue = queue(&mut visit).await;
    let form = |oauth, password| {
        [
            ("address", "box@example.org"),
            ("queue", queue.as_str()),
            ("host", "imap.example.org"),
            ("user", "support@example.org"),
            ("oauth", oauth),
            ("password", password),
            ("do", "save"),
        ]
    };
    let gone = visit.fill(NEW, &form("other", "")).await;
    assert!(gone.says("Diesen Anbieter gibt es in der Konfigurationsdatei nicht."), "{}", gone.text());
    assert!(gone.body.contains("<option value=\"other\" dir=\"auto\" selected>"), "{}", gone.body);
    // A password that the browser filled in is not meant.
    let saved = visit.fill(NEW, &form("m365", "s3cret-filled-in")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = saved.to.split('?').next().expect("a path").to_owned();
    let shown = visit.get(&page).await;
    assert!(shown.says("Zustimmung fehlt.") && shown.says("Konto verbinden"), "{}", shown.text());
    assert!(shown.body.contains("<option value=\"m365\" dir=\"auto\" selected>Microsoft"), "{}", shown.body);
    let list = visit.get(LIST).await;
    for words in ["Zustimmung fehlt", "Mit Microsoft verbinden", "noch nicht verbunden", "box@example.org"] {
        assert!(list.says(words), "{words}: {}", list.text());
    }
    let tried = visit.fill(&page, &[&form("m365", "")[..6], &[("do", "test")]].concat()).await;
    assert!(tried.says("Das Konto ist noch nicht verbunden."), "{}", tried.text());
    let connect = [("do", "connect"), ("account", "support@example.org"), ("provider", "m365")];
    let begun = visit.fill(LIST, &connect).await;
    let link = begun.body.split("href=\"http://").nth(1).expect("a link to the provider");
    let link = link.split('"').next().expect("an end");
    let (state, code) =
        provider.sign_in(&format!("http://{link}").replace("&amp;", "&").replace("&#x3D;", "="));
    let came = visit.get(&format!("{LIST}/callback?state={state}&code={code}")).await;
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.text());
    for path in [LIST, &page] {
        let shown = visit.get(path).await;
        assert!(!shown.says("Zustimmung fehlt"), "{}", shown.text());
    }
    let back = visit.fill(&page, &form("", "")).await;
    assert!(back.says("Bitte geben Sie das Passwort ein."), "{}", back.text());
}

#[tokio::test]
async fn each_wrong_field_of_a_mailbox_is_marked_at_once() {
    let app = TestApp::start().await;
    let mut visit = Visit::of(&app, &app.given().admin("ada@example.org").await);
    let queue = queue(&mut visit).await;
    let (name, domain) = MAILBOX.split_once('@').expect("an address");
    let plus = format!("{name}+abc@{domain}");
    let fields = [
        ("address", plus.as_str()),
        ("queue", queue.as_str()),
        ("host", "imap.example.org:993"),
        ("port", "0x"),
        ("security", "TLS"),
        ("user", "tickets"),
        ("password", "s3cret-typed"),
        ("folder", "IN\u{202e}BOX"),
        ("replies", "APPEND"),
        ("do", "save"),
    ];
    let wrong = visit.fill(NEW, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "E-Mails an diese Adresse kommen bereits im Postfach ohne den Zusatz",
        "Bitte geben Sie nur den Namen des Mailservers an",
        "Der Port muss eine Zahl von 1 bis 65535 sein.",
        "Der Ordner darf höchstens 255 Zeichen haben und keine unsichtbaren Zeichen enthalten.",
    ] {
        assert!(wrong.says(text), "{text} is missing in\n{}", wrong.text());
    }
    assert_eq!(wrong.body.matches("aria-invalid=\"true\"").count(), 4, "{}", wrong.body);
}

#[tokio::test]
async fn what_was_typed_into_the_form_of_a_mailbox_is_shown_again_when_the_session_has_ended() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let mut visit = Visit::of(&app, &ada);
    let csrf = visit.get(NEW).await.value("csrf");
    app.engine.logout(&ada.actor).await.expect("logged out");
    let typed = [
        ("csrf", csrf.as_str()),
        ("address", "box@example.org"),
        ("host", "imap.example.org"),
        ("port", "1993"),
        ("user", "tickets-box"),
        ("folder", "Eingang/Support"),
        ("password", "s3cret-typed"),
    ];
    let lost = visit.post(NEW, &typed).await;
    assert_eq!(lost.status, StatusCode::UNAUTHORIZED, "{}", lost.text());
    for (name, value) in &typed[1..6] {
        assert!(lost.body.contains(value), "{name} is lost: {}", lost.body);
    }
    assert!(lost.says("Mailserver") && !lost.body.contains("s3cret-typed"), "{}", lost.text());
}

#[tokio::test]
async fn the_rules_of_a_mailbox_are_saved_and_what_is_wrong_stands_at_its_field() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.engine.queues(&ada.actor).await.unwrap().remove(0).id;
    let (address, terms) = ("box@example.org".to_owned(), MailboxTerms::default());
    let input = engine::CreateMailbox { address, queue, terms };
    app.engine.create_mailbox(&ada.actor, input).await.unwrap();
    let mut visit = Visit::of(&app, &ada);
    let listed = visit.get(LIST).await;
    let page = listed.body.split("href=\"/admin/mail/").filter(|rest| !rest.starts_with("new")).nth(1);
    let id = page.and_then(|rest| rest.split('"').next()).expect("a mailbox").to_owned();
    let page = format!("/admin/mail/{id}/rules");
    let shown = visit.get(&format!("/admin/mail/{id}")).await;
    assert!(shown.says("Regeln") && shown.body.contains(&page), "{}", shown.text());

    let shown = visit.get(&page).await;
    assert!(shown.says("Regeln für box@example.org") && shown.says("Neue Regel"), "{}", shown.text());
    let wrong = [row("(INC", ""), row("(OK)", ""), row("", "")].concat();
    let wrong = visit.fill(&page, &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.says("Das ist kein gültiger regulärer Ausdruck") && wrong.body.contains("pattern-1-error"),
        "{}",
        wrong.text()
    );
    assert!(
        wrong.body.contains("value=\"(INC\"") && !wrong.body.contains("pattern-2-error"),
        "nothing typed is lost"
    );

    let saved = visit.fill(&page, &[row(r"\b(INC\d+)\b", "OPEN"), row("", "")].concat()).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let shown = visit.get(&saved.to).await;
    assert!(
        shown.says("gelten ab sofort") && shown.says("Regel 1") && shown.body.contains(r"(INC\d+)"),
        "{}",
        shown.text()
    );
    let english = visit.get(&format!("{page}?lang=en")).await;
    assert!(
        english.says("Rules for box@example.org") && english.says("Regular expression"),
        "{}",
        english.text()
    );
    let kept = app.engine.mailboxes_in_force().await.unwrap();
    assert_eq!(kept.at("box@example.org").unwrap().rules.len(), 1);
    visit.fill(&page, &row("", "")).await;
    assert!(app.engine.mailboxes_in_force().await.unwrap().at("box@example.org").unwrap().rules.is_empty());

    let mut agent = Visit::of(&app, &app.given().agent("tom@example.org").await);
    assert_eq!(agent.get(&page).await.status, StatusCode::NOT_FOUND);
    assert_eq!(visit.get("/admin/mail/nonsense/rules").await.status, StatusCode::NOT_FOUND);
}

/// A rule as the form sends it.
const fn row(pattern: &'static str, status: &'static str) -> [(&'static str, &'static str); 6] {
    [
        ("pattern", pattern),
        ("header", "Subject"),
        ("status", status),
        ("priority", ""),
        ("tags", "a, b"),
        ("queue", ""),
    ]
}

#[tokio::test]
async fn the_rules_of_a_mailbox_are_moved_up_and_down_without_a_script() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.engine.queues(&ada.actor).await.unwrap().remove(0).id;
    let (address, terms) = ("box@example.org".to_owned(), MailboxTerms::default());
    let input = engine::CreateMailbox { address, queue, terms };
    app.engine.create_mailbox(&ada.actor, input).await.unwrap();
    let mut visit = Visit::of(&app, &ada);
    let listed = visit.get(LIST).await;
    let page = listed.body.split("href=\"/admin/mail/").filter(|rest| !rest.starts_with("new")).nth(1);
    let id = page.and_then(|rest| rest.split('"').next()).expect("a mailbox").to_owned();
    let page = format!("/admin/mail/{id}/rules");

    // Which comes first counts; what else was typed is saved with the move.
    let order = async || {
        let kept = app.engine.mailboxes_in_force().await.unwrap();
        kept.at("box@example.org")
            .unwrap()
            .rules
            .iter()
            .map(|rule| rule.pattern.as_str().to_owned())
            .collect::<Vec<_>>()
    };
    let three = [row("(A1)", ""), row("(B2)", ""), row("(C3)", ""), row("", "")].concat();
    visit.fill(&page, &three).await;
    let shown = visit.get(&page).await;
    assert!(shown.says("Nach oben") && shown.says("Nach unten"), "{}", shown.text());
    for (button, there) in
        [("up 1", false), ("down 1", true), ("up 3", true), ("down 3", false), ("up 4", false)]
    {
        assert_eq!(shown.body.contains(&format!("value=\"{button}\"")), there, "{button}");
    }
    let moved = visit.fill(&page, &[&three[..], &[("move", "up 3")]].concat()).await;
    assert_eq!((moved.status, moved.to), (StatusCode::SEE_OTHER, format!("{page}#rule-2")));
    assert_eq!(order().await, ["(A1)", "(C3)", "(B2)"]);
    let typed = [row("(A1)", ""), row("(C4)", ""), row("(B2)", ""), row("", "")].concat();
    visit.fill(&page, &[&typed[..], &[("move", "down 1")]].concat()).await;
    assert_eq!(order().await, ["(C4)", "(A1)", "(B2)"]);
    let wrong = [row("(C4)", ""), row("(A1", ""), row("(B2)", ""), row("", "")].concat();
    let refused = visit.fill(&page, &[&wrong[..], &[("move", "up 2")]].concat()).await;
    assert!(refused.body.contains("pattern-1-error"), "it stands where it was moved: {}", refused.text());
    for nonsense in ["up 1", "down 9", "up", "sideways x", "up 0", "down 99999999999999999999"] {
        assert_eq!(
            visit.fill(&page, &[&typed[..], &[("move", nonsense)]].concat()).await.status,
            StatusCode::SEE_OTHER
        );
    }
    assert_eq!(order().await, ["(A1)", "(C4)", "(B2)"]);
}
