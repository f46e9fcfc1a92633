//! The same program on PostgreSQL: nothing but the address of the database is different.

use tests::{
    postbox,
    servers::{binary::Site, postgres::fresh_database},
    wait::until,
};

const MESSAGE: &str = "From: kim@customer.example\r\nTo: tickets@example.org\r\nSubject: Printer\r\n\
                       Message-ID: <one@customer.example>\r\n\r\nIt does not print.\r\n";

#[tokio::test]
async fn a_mail_is_taken_in_and_confirmed_on_postgresql() {
    let database = fresh_database().await;
    let site = Site::new(&format!(
        "[server]\nbind = \"127.0.0.1:0\"\n[database]\nurl = \"{database}\"\n\
         [[mail.mailbox]]\naddress = \"tickets@example.org\"\nqueue = \"Support\"\n"
    ));
    assert_eq!(site.succeed(&["migrate"], ""), "the database is up to date");
    let server = site.serve(&[]).await;
    assert!(site.succeed(&["mail", "import"], MESSAGE).contains("\"created\""));
    assert!(site.succeed(&["mail", "import"], MESSAGE).contains("\"duplicate\""));
    let outbox = site.path().join("data/outbox");
    // The process that took the mail in is another one: the server is woken by the database.
    let mail =
        until("the confirmation", || std::future::ready(postbox::captured(&outbox).into_iter().next())).await;
    assert!(mail.subject.contains("#10001]"), "{}", mail.subject);
    assert!(server.stop().await.success());
    assert!(!site.path().join("data/schalter.db").exists());
}
