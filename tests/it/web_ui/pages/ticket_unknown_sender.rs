//! Tickets of emails that name nobody.

use tests::TestApp;

use crate::web_ui::Visit;

/// The account that stands for senders without an address is nobody's, and nobody switched it off.
#[tokio::test]
async fn a_mail_of_nobody_is_shown_as_that_of_an_unknown_sender() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let raw =
        app.engine.store_raw(bytes::Bytes::copy_from_slice(b"a mail without a sender")).await.expect("kept");
    let message = engine::IncomingMessage {
        subject: "Drucker".to_owned(),
        text: "Er brennt.".to_owned(),
        ..engine::IncomingMessage::default()
    };
    let delivery = engine::Delivery { raw, mailbox: Some(tests::MAILBOX.to_owned()), message };
    let number = app.engine.receive_mail(delivery).await.expect("taken in").ticket.expect("a ticket");
    for (mut desk, lang, unknown, hint, answer, off) in [
        (
            Visit::of(&app, &ada),
            "de",
            "Absender unbekannt",
            "Die E-Mail enthält keine Adresse",
            "Der Absender ist unbekannt",
            "abgeschaltet",
        ),
        (
            Visit::of(&app, &ada),
            "en",
            "Unknown sender",
            "The email contains no address",
            "The sender is unknown",
            "deactivated",
        ),
    ] {
        desk.get(&format!("/profile?lang={lang}")).await;
        let page = desk.get(&format!("/tickets/{number}")).await;
        for words in [unknown, hint, answer] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert!(!page.says(off) && !page.says("sender.invalid"), "{}", page.text());
        let list = desk.get("/desk?view=all").await;
        assert!(list.says("Drucker") && list.says(unknown), "{}", list.text());
        let people = desk.get("/admin/people?q=unknown").await;
        assert!(people.says(unknown), "{}", people.text());
        let row = people.body.split("<tr>").find(|row| row.contains("sender.invalid")).expect("a row");
        assert!(!row.contains(off), "{row}");
        let (_, id) = row.split_once("/admin/people/").expect("a link");
        let person = desk.get(&format!("/admin/people/{}", id.split('"').next().expect("an id"))).await;
        assert!(person.says(&format!("sender.invalid · {unknown}")), "{}", person.text());
    }
}
