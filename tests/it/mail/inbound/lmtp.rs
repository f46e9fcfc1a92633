//! Deliveries by LMTP: an answer for each recipient, and nothing acknowledged that is not stored.

use std::net::SocketAddr;

use engine::{Actor, Paging, TicketFilter};
use mail::inbound::lmtp::{self, Listener, LmtpConfig, Place};
use tests::{MAILBOX, TestApp, on_each_database, wait::PATIENCE};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpStream, UnixStream},
    sync::watch,
};

on_each_database!(
    each_recipient_of_a_mail_has_an_answer_and_the_mail_is_one_ticket,
    what_only_looks_like_the_end_of_a_mail_is_not,
    a_mail_that_is_too_large_is_refused_before_it_is_kept,
    what_cannot_be_stored_is_to_be_delivered_again,
    a_server_that_stops_acknowledges_nothing_more,
    an_empty_mail_and_a_first_line_with_a_dot_are_read_as_the_protocol_says,
    a_mail_without_a_header_keeps_its_whole_text,
    a_mail_to_many_addresses_of_one_mailbox_is_stored_once_and_each_has_an_answer,
    a_binary_body_that_was_not_offered_is_refused,
    the_postmaster_is_there,
    silent_connections_give_way_to_a_mail,
);

/// A server of LMTP for the mailbox of every test.
struct Door {
    address: SocketAddr,
    stop: watch::Sender<bool>,
}

impl Door {
    async fn open(app: &TestApp, message_limit: u64) -> Self {
        let listener = Listener::bind(&Place::Tcp("127.0.0.1:0".parse().expect("it"))).await.expect("bound");
        let address = listener.address().expect("an address");
        let config = LmtpConfig { host: "desk.example.org".to_owned(), message_limit };
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(lmtp::run(app.engine.clone(), listener, config, stopped));
        Self { address, stop }
    }

    async fn call(&self) -> Client {
        let mut client =
            Client { stream: BufReader::new(TcpStream::connect(self.address).await.expect("it")) };
        assert_eq!(client.line().await, "220 desk.example.org LMTP");
        client.say("LHLO mx.example.org").await;
        while client.line().await.starts_with("250-") {}
        client
    }
}

struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    async fn say(&mut self, line: &str) {
        self.send(format!("{line}\r\n").as_bytes()).await;
    }

    async fn send(&mut self, bytes: &[u8]) {
        self.stream.get_mut().write_all(bytes).await.expect("sent");
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).await.expect("an answer");
        line.trim_end().to_owned()
    }

    /// Sends a command, and answers its reply.
    async fn ask(&mut self, line: &str) -> String {
        self.say(line).await;
        self.line().await
    }

    /// Announces a mail to the mailbox.
    async fn announce(&mut self) {
        assert!(self.ask("MAIL FROM:<kim@customer.example>").await.starts_with("250 "));
        assert!(self.ask(&format!("RCPT TO:<{MAILBOX}>")).await.starts_with("250 "));
        assert!(self.ask("DATA").await.starts_with("354 "));
    }
}

fn mail(id: &str, text: &str) -> String {
    format!(
        "From: Kim <kim@customer.example>\r\nTo: {MAILBOX}\r\nSubject: Printer\r\nMessage-ID: <{id}@customer.example>\r\n\r\n\
         {text}\r\n.\r\n"
    )
}

/// Every mail as it was kept.
fn raw_mails(app: &TestApp) -> Vec<String> {
    let mut places = vec![app.directory().join("blobs/mails")];
    let mut found = Vec::new();
    while let Some(place) = places.pop() {
        for entry in std::fs::read_dir(place).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                places.push(entry.path());
            } else {
                found.push(String::from_utf8(std::fs::read(entry.path()).expect("read")).expect("text"));
            }
        }
    }
    found
}

async fn tickets(app: &TestApp) -> u64 {
    app.engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.expect("a count")
}

/// What the customers of all tickets wrote.
async fn texts(app: &TestApp) -> Vec<String> {
    let mut texts = Vec::new();
    for number in 10_001..=10_000 + i64::try_from(tickets(app).await).expect("few") {
        let ticket = app.engine.ticket(&Actor::system(), number).await.expect("it").expect("a ticket");
        let page =
            app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.expect("comments");
        texts.extend(page.items.into_iter().map(|(_, comment)| comment.text));
    }
    texts
}

async fn each_recipient_of_a_mail_has_an_answer_and_the_mail_is_one_ticket(app: TestApp) {
    let door = Door::open(&app, 10_000).await;
    let mut client = door.call().await;
    assert!(client.ask("EHLO mx.example.org").await.starts_with("500 "), "it is no SMTP");
    assert!(client.ask("DATA").await.starts_with("503 "), "nobody is named yet");
    assert!(client.ask("MAIL FROM:<kim@customer.example> SIZE=500").await.starts_with("250 "));
    let (name, domain) = MAILBOX.split_once('@').expect("an address");
    for (recipient, answer) in [
        (MAILBOX.to_owned(), "250 "),
        (format!("{name}+anything@{domain}"), "250 "),
        ("stranger@example.com".to_owned(), "550 5.1.1 "),
    ] {
        let said = client.ask(&format!("RCPT TO:<{recipient}>")).await;
        assert!(said.starts_with(answer), "{recipient}: {said}");
    }
    assert!(client.ask("DATA").await.starts_with("354 "));
    client.send(mail("1", "It does not print.\r\n..and so on").as_bytes()).await;
    assert_eq!(client.line().await, format!("250 2.0.0 <{MAILBOX}> stored in ticket 10001"));
    assert!(client.line().await.starts_with(&format!("250 2.0.0 <{name}+anything@{domain}> stored")));
    assert_eq!(texts(&app).await, ["It does not print.\n.and so on"]);
    // The next mail comes over the same connection, its commands all at once.
    client
        .send(
            format!("MAIL FROM:<>\r\nRCPT TO:<{MAILBOX}>\r\nDATA\r\n{}QUIT\r\n", mail("2", "And now?"))
                .as_bytes(),
        )
        .await;
    let mut said = Vec::new();
    for _ in 0..5 {
        said.push(client.line().await);
    }
    assert!(said[3].ends_with("stored in ticket 10002") && said[4].starts_with("221 "), "{said:?}");
}

async fn an_empty_mail_and_a_first_line_with_a_dot_are_read_as_the_protocol_says(app: TestApp) {
    let door = Door::open(&app, 10_000).await;
    let mut client = door.call().await;
    client.announce().await;
    assert!(client.ask(".").await.starts_with("250 2.0.0 "), "there was nothing in it");
    client.announce().await;
    client.send(format!("..X-Dots: 1\r\n{}", mail("1", "It does not print.")).as_bytes()).await;
    assert!(client.line().await.ends_with("stored in ticket 10001"));
    let raw = raw_mails(&app);
    assert!(raw.len() == 1 && raw[0].contains("\r\n.X-Dots: 1\r\n"), "{raw:?}");
}

async fn a_mail_without_a_header_keeps_its_whole_text(app: TestApp) {
    let door = Door::open(&app, 10_000).await;
    let mut client = door.call().await;
    for text in [
        "Guten Tag,\r\n\r\nmein Drucker: er brennt.",
        "just text\r\nand more",
        "\r\nSubject: Paper\r\n\r\nIt is out.",
    ] {
        client.announce().await;
        client.send(format!("{text}\r\n.\r\n").as_bytes()).await;
        assert!(client.line().await.starts_with("250 "));
    }
    let mut texts = texts(&app).await;
    texts.sort();
    assert_eq!(texts, ["Guten Tag,\n\nmein Drucker: er brennt.", "It is out.", "just text\nand more"]);
}

async fn a_mail_to_many_addresses_of_one_mailbox_is_stored_once_and_each_has_an_answer(app: TestApp) {
    let door = Door::open(&app, 10_000).await;
    let mut client = door.call().await;
    let (name, domain) = MAILBOX.split_once('@').expect("an address");
    assert!(client.ask("MAIL FROM:<kim@customer.example>").await.starts_with("250 "));
    for index in 0..5 {
        assert!(client.ask(&format!("RCPT TO:<{name}+{index}@{domain}>")).await.starts_with("250 "));
    }
    assert!(client.ask("DATA").await.starts_with("354 "));
    client.send(mail("1", "It does not print.").as_bytes()).await;
    for index in 0..5 {
        let expected = format!("250 2.0.0 <{name}+{index}@{domain}> stored in ticket 10001");
        assert_eq!(client.line().await, expected);
    }
    let raw = raw_mails(&app);
    assert_eq!(raw.len(), 1, "{raw:?}");
    assert_eq!(raw[0].matches("Delivered-To: ").count(), 5, "{raw:?}");
}

async fn a_binary_body_that_was_not_offered_is_refused(app: TestApp) {
    let door = Door::open(&app, 10_000).await;
    let mut client = door.call().await;
    assert!(client.ask("MAIL FROM:<kim@customer.example> BODY=BINARYMIME").await.starts_with("555 "));
    // What comes in a row behind it is answered, and the connection goes on.
    for _ in 0..30 {
        assert!(client.ask(&format!("RCPT TO:<{MAILBOX}>")).await.starts_with("503 "));
    }
    assert!(client.ask("MAIL FROM:<kim@customer.example> BODY=8BITMIME").await.starts_with("250 "));
}

async fn the_postmaster_is_there(app: TestApp) {
    let door = Door::open(&app, 10_000).await;
    let mut client = door.call().await;
    assert!(client.ask("MAIL FROM:<kim@customer.example>").await.starts_with("250 "));
    let domain = MAILBOX.split_once('@').expect("an address").1;
    assert_eq!(client.ask("RCPT TO:<Postmaster>").await, "250 2.1.5 <postmaster> Recipient OK");
    assert!(client.ask(&format!("RCPT TO:<postmaster@{domain}>")).await.starts_with("250 "));
    assert!(client.ask("RCPT TO:<postmaster@elsewhere.example>").await.starts_with("550 "));
    assert!(client.ask("DATA").await.starts_with("354 "));
    client.send(mail("1", "Your server sends spam.").as_bytes()).await;
    assert_eq!(client.line().await, "250 2.0.0 <postmaster> stored in ticket 10001");
    assert!(client.line().await.ends_with("stored in ticket 10001"));
}

async fn silent_connections_give_way_to_a_mail(app: TestApp) {
    let door = Door::open(&app, 10_000).await;
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(door.call().await);
    }
    // Busy ones stay: this one, the oldest, is in the middle of a mail.
    silent[0].announce().await;
    let mut client = tokio::time::timeout(PATIENCE, door.call()).await.expect("a greeting soon");
    client.announce().await;
    client.send(mail("1", "It does not print.").as_bytes()).await;
    assert!(client.line().await.ends_with("stored in ticket 10001"));
    assert!(silent[1].line().await.starts_with("421 4.3.2 "), "the oldest that was silent had to go");
    silent[0].send(mail("2", "Nor does it scan.").as_bytes()).await;
    assert!(silent[0].line().await.ends_with("stored in ticket 10002"));
}

async fn what_only_looks_like_the_end_of_a_mail_is_not(app: TestApp) {
    let door = Door::open(&app, 10_000).await;
    let mut client = door.call().await;
    client.announce().await;
    let smuggled = format!("One\n.\r\nMAIL FROM:<eve@evil.example>\r\nRCPT TO:<{MAILBOX}>\r\nDATA\r\nTwo");
    client.send(mail("1", &smuggled).as_bytes()).await;
    assert!(client.line().await.ends_with("stored in ticket 10001"));
    assert!(client.ask("NOOP").await.starts_with("250 "));
    let texts = texts(&app).await;
    assert!(texts.len() == 1 && texts[0].contains("MAIL FROM:<eve@evil.example>"), "{texts:?}");
}

async fn a_mail_that_is_too_large_is_refused_before_it_is_kept(app: TestApp) {
    let door = Door::open(&app, 2_000).await;
    let mut client = door.call().await;
    assert!(client.ask("MAIL FROM:<kim@customer.example> SIZE=3000").await.starts_with("552 5.3.4"));
    client.announce().await;
    client.send(mail("1", &"long ".repeat(20_000)).as_bytes()).await;
    assert!(client.line().await.starts_with("552 5.3.4"));
    assert_eq!(tickets(&app).await, 0);
    client.announce().await;
    client.send(mail("2", "Short.").as_bytes()).await;
    assert!(client.line().await.starts_with("250 "), "the connection goes on");
}

async fn what_cannot_be_stored_is_to_be_delivered_again(app: TestApp) {
    let door = Door::open(&app, 10_000).await;
    let mut client = door.call().await;
    app.engine.close().await;
    client.announce().await;
    client.send(mail("1", "It does not print.").as_bytes()).await;
    let answer = client.line().await;
    assert!(answer.starts_with("451 4.3.0 "), "{answer}");
}

async fn a_server_that_stops_acknowledges_nothing_more(app: TestApp) {
    let door = Door::open(&app, 10_000).await;
    let mut client = door.call().await;
    client.announce().await;
    client.send(b"From: kim@customer.example\r\nSubject: Half").await;
    door.stop.send_replace(true);
    assert!(client.line().await.starts_with("421 4.3.2 "));
    assert_eq!(client.line().await, "", "and hangs up");
    assert_eq!(tickets(&app).await, 0);
}

#[tokio::test]
async fn a_socket_that_a_dead_server_left_is_replaced_and_a_living_one_is_not() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("lmtp.sock");
    let place = Place::Unix(path.clone());
    let first = Listener::bind(&place).await.expect("bound");
    assert!(Listener::bind(&place).await.is_err(), "somebody listens there");
    drop(first);
    let _second = Listener::bind(&place).await.expect("it is left over");
    UnixStream::connect(&path).await.expect("it listens");
    std::fs::write(directory.path().join("file"), "mine").expect("written");
    let file = Place::Unix(directory.path().join("file"));
    assert!(Listener::bind(&file).await.is_err(), "a file that is no socket stays");
}
