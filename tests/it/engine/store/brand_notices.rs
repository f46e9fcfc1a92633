//! Every version of the privacy notice of the configuration is kept.

use std::collections::BTreeMap;

use engine::{CreateTicket, Engine, Settings};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    s07_what_the_file_said_when_a_ticket_was_opened_stays_readable,
    s07_a_text_that_changed_without_its_version_gets_one_of_its_own
);

fn says(settings: &mut Settings, version: &str, text: &str) {
    version.clone_into(&mut settings.brand.notice_version);
    settings.brand.notices = BTreeMap::from([("de".to_owned(), text.to_owned())]);
}

/// The version that is shown now, and its German text.
async fn shown(engine: &Engine, reader: &Person) -> (String, Option<String>) {
    let notice = engine.privacy_notice(&reader.actor, None).await.expect("a notice");
    (notice.version, notice.de)
}

async fn kept(engine: &Engine, reader: &Person, version: &str) -> Option<String> {
    let notice = engine.privacy_notice_of_version(&reader.actor, version).await.expect("an answer");
    notice.expect("a version").de
}

async fn open(engine: &Engine, by: &Person, version: &str) -> engine::Result<Option<String>> {
    let input = CreateTicket {
        title: "Drucker geht nicht".to_owned(),
        text: "Hilfe".to_owned(),
        notice_version: Some(version.to_owned()),
        ..CreateTicket::default()
    };
    engine.create_ticket(&by.actor, input).await.map(|ticket| ticket.notice_version)
}

async fn s07_what_the_file_said_when_a_ticket_was_opened_stays_readable(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let first = app.node_with(|settings| says(settings, "2019-01", "Erste Fassung")).await;
    assert_eq!(open(&first, &maria, "2019-01").await.expect("a ticket").as_deref(), Some("2019-01"));
    let second = app.node_with(|settings| says(settings, "2019-02", "Zweite Fassung")).await;
    assert_eq!(shown(&second, &maria).await, ("2019-02".to_owned(), Some("Zweite Fassung".to_owned())));
    assert_eq!(kept(&second, &maria, "2019-01").await.as_deref(), Some("Erste Fassung"));
    // A form that was opened before the change says what it showed.
    assert_eq!(open(&second, &maria, "2019-01").await.expect("a ticket").as_deref(), Some("2019-01"));
    let unknown = open(&second, &maria, "2018-12").await.expect_err("nobody was shown that");
    assert_eq!((unknown.field(), unknown.reason()), (Some("noticeVersion"), "notice-unknown"));
}

async fn s07_a_text_that_changed_without_its_version_gets_one_of_its_own(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    assert_eq!(shown(&app.engine, &maria).await, ("1".to_owned(), None), "nothing was written yet");
    for (text, version) in [("Erste", "1.2"), ("Zweite", "1.3"), ("Erste", "1.2"), ("Zweite", "1.3")] {
        let node = app.node_with(|settings| says(settings, "1", text)).await;
        assert_eq!(shown(&node, &maria).await, (version.to_owned(), Some(text.to_owned())));
    }
    assert_eq!(kept(&app.engine, &maria, "1").await, None);
    assert_eq!(kept(&app.engine, &maria, "1.2").await.as_deref(), Some("Erste"));
}
