//! Folders in any script, at a real Dovecot.

use mail::inbound::imap::{Endpoint, MailboxConfig, check, sentence};
use tests::servers::dovecot::{Dovecot, PASSWORD};
use tests::{MAILBOX, TestApp};

fn config(dovecot: &Dovecot, folder: &str) -> MailboxConfig {
    let endpoint = Endpoint::parse(&dovecot.url("tickets")).expect("an address");
    let endpoint = Endpoint { folder: folder.to_owned(), ..endpoint };
    MailboxConfig { ca_file: Some(dovecot.certificate()), ..MailboxConfig::new(MAILBOX, endpoint, PASSWORD) }
}

#[tokio::test]
async fn a_folder_is_opened_by_the_name_that_people_write() {
    let app = TestApp::start().await;
    let dovecot = Dovecot::start().await;
    for (name, on_disk) in [("Entwürfe", "Entw&APw-rfe"), ("日本語", "&ZeVnLIqe-"), ("A&B", "A&-B")] {
        dovecot.deliver_to("tickets", on_disk, "Subject: x\r\n\r\nx\r\n");
        for name in [name, on_disk] {
            let found = check(&app.engine, &config(&dovecot, name)).await.expect("it opens");
            assert_eq!(found.mails, 1, "{name}");
        }
    }
    let missing = check(&app.engine, &config(&dovecot, "Entwurfe")).await.expect_err("there is none");
    let words = sentence(&missing);
    for name in ["INBOX", "Entwürfe", "日本語", "A&B"] {
        assert!(words.contains(name), "{words}");
    }
    assert!(!words.contains("&APw-"), "{words}");
}

#[test]
fn an_address_names_a_folder_in_any_script() {
    for address in ["imaps://u@mail.example/Entw%C3%BCrfe", "imaps://u@mail.example/Entwürfe"] {
        assert_eq!(Endpoint::parse(address).expect("an address").folder, "Entwürfe");
    }
}
