//! The audit log as admins read it: what was done, to what, and what is different, in words.

use engine::{
    Actor, CommentChange, CreateApiToken, CreateMacro, CreateMailbox, CreateTextBlock, MailSecret,
    MailboxSecurity, MailboxTerms, QueueSettings, Redact, Redaction, TicketChange, UpdateUser,
};
use tests::TestApp;
use words::Lang;

use crate::web_ui::Visit;

/// Where the kinds of entries stand.
const KINDS: &str = include_str!("../../../../engine/src/model/audit_kind.rs");

/// The fields that change, besides those of a queue's settings, which the schema names.
const FIELDS: [&str; 62] = [
    "role",
    "password",
    "invited",
    "name",
    "email",
    "addresses",
    "merged",
    "reason",
    "ticket",
    "redacted",
    "userName",
    "externalId",
    "active",
    "passwordAllowed",
    "identity",
    "organisation",
    "joinedByDomain",
    "sharing",
    "domains",
    "sharesTickets",
    "seesOrganisation",
    "address",
    "members",
    "agreement",
    "mailbox",
    "queue",
    "host",
    "port",
    "security",
    "user",
    "oauth",
    "folder",
    "replies",
    "plusAddressing",
    "ccWatches",
    "afterFetch",
    "moveTo",
    "onlyNewerThan",
    "oldMail",
    "paused",
    "scopes",
    "token",
    "mailAccount",
    "mail",
    "query",
    "text",
    "html",
    "subject",
    "locale",
    "changes",
    "timeZone",
    "hours",
    "holidays",
    "holidayRegion",
    "calendar",
    "targets",
    "senderName",
    "senderAddress",
    "subjectTag",
    "content",
    "signature",
    "noticeVersion",
];

#[test]
fn each_kind_of_entry_and_each_field_has_a_text_in_each_language() {
    let texts = web_ui::texts().expect("texts");
    let kinds: Vec<&str> = KINDS
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Self::")?.split_once(" => \"")?.1.split('"').next())
        .collect();
    assert!(kinds.len() > 45, "{kinds:?}");
    let settings = serde_json::to_value(QueueSettings::default()).expect("settings");
    let settings = settings.as_object().expect("an object").keys().map(String::as_str);
    let settings = settings.filter(|field| !["noticeDe", "noticeEn"].contains(field));
    for lang in [Lang::De, Lang::En] {
        let has = |key: String| assert!(texts.get(lang, &key, &[]).is_some(), "{lang:?} lacks {key}");
        for kind in &kinds {
            has(format!("audit-{kind}"));
        }
        for field in FIELDS.into_iter().chain(settings.clone()) {
            has(format!("audit-field-{field}"));
        }
        for act in ["ADDED", "REMOVED", "PAUSED", "RESUMED"] {
            has(format!("audit-MAILBOX_CHANGED-{act}"));
        }
    }
}

#[tokio::test]
async fn each_act_on_a_mailbox_is_told_as_what_it_is_with_its_address_and_in_words() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.given().queue("Zweite").await;
    let terms = MailboxTerms {
        host: Some("localhost".to_owned()),
        security: Some(MailboxSecurity::None),
        password: Some(MailSecret::new("s3cret-word")),
        ..MailboxTerms::default()
    };
    let input = CreateMailbox { address: "box@example.org".to_owned(), queue: queue.id, terms };
    let made = app.engine.create_mailbox(&ada.actor, input).await.expect("a mailbox");
    let mut visit = Visit::of(&app, &ada);
    let change = async |terms| app.engine.update_mailbox(&ada.actor, made.id, terms).await.expect("changed");
    let there = visit.get("/admin/audit").await;
    assert!(there.body.contains("href=\"/admin/mail/"), "it leads to the mailbox: {}", there.body);
    change(MailboxTerms { paused: Some(true), ..MailboxTerms::default() }).await;
    change(MailboxTerms { paused: Some(false), ..MailboxTerms::default() }).await;
    change(MailboxTerms { cc_watches: Some(false), ..MailboxTerms::default() }).await;
    app.engine.delete_mailbox(&ada.actor, made.id).await.expect("deleted");
    let page = visit.get("/admin/audit").await;
    for text in [
        "Postfach hinzugefügt",
        "Abruf des Postfachs pausiert",
        "Abruf des Postfachs fortgesetzt",
        "Postfach geändert",
        "Postfach gelöscht",
        "keine (nur auf diesem Rechner)",
        "werden Kommentare",
    ] {
        assert!(page.says(text), "{text} is missing in\n{}", page.text());
    }
    assert!(page.text().matches("box@example.org").count() >= 5, "each names it: {}", page.text());
    assert!(!page.text().contains("NONE") && !page.text().contains("APPEND"), "{}", page.text());
    assert!(!page.body.contains("href=\"/admin/mail/"), "what is gone has no page");
    let body = page.body.replace("&#x3D;", "=").replace("&amp;", "&");
    let only = body.split("href=\"/admin/audit?subject=").nth(1).and_then(|rest| rest.split('"').next());
    let only = format!("/admin/audit?subject={}", only.expect("a link"));
    let narrowed = visit.get(&only).await;
    assert!(
        narrowed.says("Postfach gelöscht") && !narrowed.body.contains("<td>Konto angelegt</td>"),
        "{}",
        narrowed.text()
    );
    let english = visit.get("/admin/audit?lang=en").await;
    assert!(english.says("Mailbox fetching paused") && english.says("Mailbox deleted"), "{}", english.text());
}

#[tokio::test]
async fn what_is_gone_keeps_its_name_in_the_log_and_values_are_words() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let block = CreateTextBlock {
        name: "Gruß".to_owned(),
        locale: Some("de".to_owned()),
        text: "Viele Grüße".to_owned(),
    };
    let block = app.engine.create_text_block(&ada.actor, block).await.expect("a block");
    let changes = vec![
        TicketChange::Comment(CommentChange { text: "Bitte warten.".to_owned(), ..CommentChange::default() }),
        TicketChange::SetStatus(engine::Status::Pending),
    ];
    let made = CreateMacro { name: "Warten".to_owned(), changes };
    let made = app.engine.create_macro(&ada.actor, made).await.expect("a macro");
    app.engine.delete_text_block(&ada.actor, block.id).await.expect("deleted");
    app.engine.delete_macro(&ada.actor, made.id).await.expect("deleted");
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&ada.actor, jana.user.id, off).await.expect("switched off");
    let page = Visit::of(&app, &ada).get("/admin/audit").await;
    for text in [
        "Textbaustein angelegt",
        "Textbaustein gelöscht",
        "Makro angelegt",
        "Makro gelöscht",
        "Konto deaktiviert",
        "Sprache Deutsch",
        "Antwort: Bitte warten. Status: in Rückfrage",
    ] {
        assert!(page.says(text), "{text} is missing in\n{}", page.text());
    }
    assert!(
        page.body.matches("<bdi>Warten</bdi>").count() >= 2,
        "what is gone keeps its name: {}",
        page.body
    );
    for code in ["PENDING", "PUBLIC", "CHANGED", "ADDED"] {
        assert!(!page.text().contains(code), "{code}: {}", page.text());
    }
}

#[tokio::test]
async fn a_token_is_named_also_when_it_is_gone_and_what_is_left_out_is_said_to_have_changed() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    let scopes = vec!["tickets:read".to_owned()];
    let input = CreateApiToken { name: "Monatsbericht".to_owned(), scopes, ..CreateApiToken::default() };
    let (_, token) = app.engine.create_api_token(&anna.actor, input).await.expect("a token");
    app.engine.revoke_api_token(&ada.actor, token).await.expect("revoked");
    let renamed = UpdateUser { name: Some("Anna Neu".to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&ada.actor, anna.user.id, renamed).await.expect("renamed");
    app.engine.create_queue(&Actor::system(), "Netze", Some("netze@example.org")).await.expect("a queue");
    let page = Visit::of(&app, &ada).get("/admin/audit").await;
    assert_eq!(page.text().matches("Zugangsschlüssel Monatsbericht").count(), 2, "{}", page.text());
    assert!(page.body.contains("<div>Name geändert</div>") && page.says("Name Netze"), "{}", page.text());
    assert!(page.says("Adresse netze@example.org"), "{}", page.text());
    assert!(!page.says("durch das System"), "the system acts by itself: {}", page.text());
}

#[tokio::test]
async fn a_redaction_is_told_with_its_ticket_and_its_reason_and_without_the_words() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Zugang").await;
    let comment = app.given().comment(&anna, &ticket, "Wintergeheimnis4711").await;
    let redact = Redact { what: Redaction::Comment(comment.id), reason: "Zugangsdaten".to_owned() };
    app.engine.redact(&jana.actor, redact).await.expect("redacted");
    let mut visit = Visit::of(&app, &ada);
    let page = visit.get("/admin/audit").await;
    for text in ["Inhalt eines Tickets geschwärzt", "geschwärzt: Kommentar", "Begründung Zugangsdaten"] {
        assert!(page.says(text), "{text} is missing in\n{}", page.text());
    }
    let to = format!("href=\"/tickets/{0}\"><bdi>#{0}</bdi>", ticket.number);
    assert!(page.body.contains(&to), "{}", page.body);
    assert!(!page.body.contains("Wintergeheimnis"), "{}", page.body);
    let body = page.body.replace("&#x3D;", "=").replace("&amp;", "&");
    let only = body.split("href=\"/admin/audit?subject=").nth(1).and_then(|rest| rest.split('"').next());
    let narrowed = visit.get(&format!("/admin/audit?subject={}", only.expect("a link"))).await;
    assert!(
        narrowed.says("geschwärzt: Kommentar") && !narrowed.body.contains("<td>Konto angelegt</td>"),
        "{}",
        narrowed.text()
    );
}

#[tokio::test]
async fn accounts_that_were_merged_and_separated_are_told_with_the_other_one() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    let otto = app.given().customer("otto@example.com").await;
    app.engine.merge_users(&ada.actor, otto.user.id, anna.user.id).await.expect("merged");
    app.engine.unmerge_user(&ada.actor, otto.user.id).await.expect("separated");
    let page = Visit::of(&app, &ada).get("/admin/audit").await;
    for (label, name) in [("mit", &otto.user.name), ("von", &anna.user.name)] {
        let told = format!("<div>{label} <bdi class=\"lines\">{name}</bdi></div>");
        assert!(page.body.contains(&told), "{told}: {}", page.body);
    }
}

#[tokio::test]
async fn the_log_is_narrowed_on_the_page_and_says_so() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    let name = UpdateUser { user_name: Some("annchen".to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&ada.actor, anna.user.id, name).await.expect("named");
    app.engine.create_queue(&ada.actor, "Zweite", None).await.expect("a queue");
    let mut visit = Visit::of(&app, &ada);
    let rows = |body: &str| body.matches("<tr><td class=\"num\">").count();
    let all = visit.get("/admin/audit").await;
    assert!(rows(&all.body) > 2 && !all.says("alle Einträge"), "{}", all.text());
    for (query, name) in [
        ("q=annchen", "annchen"),
        ("kind=USER_NAME_CHANGED", "annchen"),
        ("kind=USER_NAME_CHANGED&person=anna&from=2000-01-01&until=2099-01-01", "annchen"),
        ("q=zweite", "Zweite"),
    ] {
        let page = visit.get(&format!("/admin/audit?{query}")).await;
        assert_eq!(rows(&page.body), 1, "{query}: {}", page.text());
        assert!(page.says(name) && page.says("alle Einträge"), "{query}: {}", page.text());
    }
    let page = visit.get("/admin/audit?kind=USER_NAME_CHANGED&person=anna").await;
    assert_eq!(page.value("person"), "anna");
    let none = visit.get("/admin/audit?until=2000-01-01").await;
    assert!(none.says("Nichts gefunden"), "{}", none.text());
    let wrong = visit.get("/admin/audit?from=gestern").await;
    assert_eq!(rows(&wrong.body), rows(&all.body), "what is no day narrows nothing");
}
