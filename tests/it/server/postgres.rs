//! The same program on PostgreSQL: nothing but the address of the database is different.

use tests::{
    postbox,
    servers::{
        binary::Site,
        postgres::fresh_database,
        smtp::{Answer, Smtp},
    },
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
    // As from another machine, where no server takes the message.
    std::fs::remove_file(site.path().join("data/blobs/import.sock")).expect("the server listens there");
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

#[tokio::test]
async fn what_a_killed_node_had_claimed_is_sent_by_the_next() {
    let database = fresh_database().await;
    let config = |smtp: &str| {
        format!(
            "[server]\nbind = \"127.0.0.1:0\"\n[database]\nurl = \"{database}\"\n\
             [mail]\nfrom = \"Support <tickets@example.org>\"\n[mail.smtp]\nurl = \"{smtp}\"\n\
             [[mail.mailbox]]\naddress = \"tickets@example.org\"\nqueue = \"Support\"\n"
        )
    };
    // The first node hands a letter over to a server that never answers, and holds what it claimed.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let first = Site::new(&config(&format!("smtp://{}", silent.local_addr().expect("bound"))));
    let node = first.serve(&[]).await;
    assert!(first.succeed(&["mail", "import"], MESSAGE).contains("\"created\""));
    let (_held, _) = silent.accept().await.expect("the first node begins to send");
    let smtp = Smtp::start().await;
    smtp.answer([Answer::Accept]);
    let second = Site::new(&config(&smtp.url()));
    let other = second.serve(&[]).await;
    assert!(smtp.kept().is_empty(), "the first node lives");
    node.kill();
    // The patience of `until` is the thirty seconds within which its work must go on.
    smtp.wait_for("the confirmation", |kept| kept.mail.subject.contains("#10001]")).await;
    assert!(other.stop().await.success());
    assert_eq!(smtp.kept().len(), 1);
}
