//! Messages handed over to a running server: each is answered once it is stored, and what is not answered is nobody's yet.

use std::{os::unix::fs::PermissionsExt as _, path::PathBuf};

use engine::{Actor, TicketFilter};
use futures::future::join_all;
use mail::inbound::handover::{self, Answered, Client, LARGEST, Listener, Place};
use serde_json::Value;
use tests::{
    MAILBOX, TestApp, on_each_database,
    wait::{PATIENCE, until},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{UnixSocket, UnixStream},
    sync::watch,
    task::JoinHandle,
    time::timeout,
};

on_each_database!(
    messages_of_a_connection_are_answered_in_their_order,
    the_same_message_over_many_connections_is_one_ticket,
    messages_that_come_at_a_time_go_each_to_the_queue_of_their_mailbox,
    an_unknown_mailbox_is_declined_and_nothing_behind_it_is_taken,
    what_cannot_be_stored_is_to_be_tried_again,
    a_server_that_stops_answers_what_it_has_and_takes_nothing_half,
);

/// Where a test hands over.
fn place(app: &TestApp) -> Place {
    Place { path: app.directory().join("import.sock"), installation: "the desk of this test".to_owned() }
}

/// A server that is handed messages.
struct Taker {
    place: Place,
    stop: watch::Sender<bool>,
    runs: JoinHandle<()>,
}

impl Taker {
    async fn start(app: &TestApp) -> Self {
        let place = place(app);
        let listener = Listener::bind(&place.path).await.expect("bound");
        Self::with(app, place, Some(listener))
    }

    fn with(app: &TestApp, place: Place, listener: Option<Listener>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let runs = tokio::spawn(handover::run(app.engine.clone(), place.clone(), listener, stopped));
        Self { place, stop, runs }
    }

    async fn client(&self) -> Client {
        Client::connect(&self.place.path, &self.place.installation).await.expect("a server")
    }

    /// A connection that knows no protocol, behind the greeting.
    async fn connection(&self) -> BufReader<UnixStream> {
        let mut stream = BufReader::new(UnixStream::connect(&self.place.path).await.expect("it listens"));
        let mut greeting = String::new();
        stream.read_line(&mut greeting).await.expect("a greeting");
        assert!(greeting.contains("\"the desk of this test\""), "{greeting}");
        stream
    }

    async fn end(self) -> PathBuf {
        self.stop.send_replace(true);
        timeout(PATIENCE, self.runs).await.expect("it ends").expect("well");
        self.place.path
    }
}

fn message(id: &str, extra: &str) -> Vec<u8> {
    format!(
        "From: Kim <kim@customer.example>\r\nTo: {MAILBOX}\r\nSubject: Printer {id}\r\n\
         Message-ID: <{id}@customer.example>\r\n{extra}\r\nIt does not print.\r\n"
    )
    .into_bytes()
}

/// Hands over these, and answers outcome and ticket of each.
async fn hand_over(client: &mut Client, messages: &[Vec<u8>], mailbox: Option<&str>) -> Vec<(String, i64)> {
    let messages: Vec<&[u8]> = messages.iter().map(Vec::as_slice).collect();
    client.hand_over(&messages, mailbox).await.iter().map(outcome).collect()
}

fn outcome(answer: &Answered) -> (String, i64) {
    let report: Value = serde_json::from_str(&answer.line).expect("JSON");
    let outcome = report["outcome"].as_str().expect("an outcome").to_owned();
    assert_eq!(answer.stored, outcome != "failed", "{report}");
    (outcome, report["ticket"].as_i64().unwrap_or_default())
}

async fn tickets(app: &TestApp) -> u64 {
    app.engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.expect("a count")
}

async fn messages_of_a_connection_are_answered_in_their_order(app: TestApp) {
    let taker = Taker::start(&app).await;
    let mut client = taker.client().await;
    // The second is small and answers the first, which is large: it must not overtake it.
    let mut first = message("1", "");
    first.extend("One line of many.\r\n".repeat(5_000).bytes());
    let second = message("2", "In-Reply-To: <1@customer.example>\r\n");
    let mut all = vec![first, second];
    all.extend((3..20).map(|number| message(&number.to_string(), "")));
    let answers = hand_over(&mut client, &all, Some(MAILBOX)).await;
    assert_eq!(answers.len(), all.len());
    assert_eq!(answers[0], ("created".to_owned(), 10_001));
    assert_eq!(answers[1], ("commented".to_owned(), 10_001));
    for (index, answer) in answers.iter().enumerate().skip(2) {
        let number = 10_000 + i64::try_from(index).expect("small");
        assert_eq!(*answer, ("created".to_owned(), number));
    }
    // And once more over the same connection.
    let again = hand_over(&mut client, &all[..2], None).await;
    assert_eq!(again, [("duplicate".to_owned(), 10_001), ("duplicate".to_owned(), 10_001)]);
    assert_eq!(tickets(&app).await, 18);
    drop(client);
    assert!(!taker.end().await.exists(), "the socket goes with its server");
}

async fn the_same_message_over_many_connections_is_one_ticket(app: TestApp) {
    let taker = Taker::start(&app).await;
    let calls = (0..12).map(|index| {
        let taker = &taker;
        async move {
            let mut client = taker.client().await;
            let mailbox = (index % 2 == 0).then_some(MAILBOX);
            hand_over(&mut client, &[message("one", "")], mailbox).await
        }
    });
    let answers = join_all(calls).await.concat();
    assert_eq!(answers.len(), 12);
    assert_eq!(answers.iter().filter(|(outcome, _)| outcome == "created").count(), 1, "{answers:?}");
    assert!(answers.iter().all(|(_, ticket)| *ticket == 10_001), "{answers:?}");
    assert_eq!(tickets(&app).await, 1);
}

async fn messages_that_come_at_a_time_go_each_to_the_queue_of_their_mailbox(app: TestApp) {
    let other = "billing@example.org";
    let billing = app.engine.create_queue(&Actor::system(), "Billing", Some(other)).await.expect("a queue");
    let taker = Taker::start(&app).await;
    let calls = (0..12).map(|index| {
        let taker = &taker;
        async move {
            let mailbox = if index % 2 == 0 { MAILBOX } else { other };
            let mut client = taker.client().await;
            let answers = hand_over(&mut client, &[message(&index.to_string(), "")], Some(mailbox)).await;
            (mailbox, answers[0].1)
        }
    });
    for (mailbox, number) in join_all(calls).await {
        let ticket = app.engine.ticket(&Actor::system(), number).await.expect("an answer").expect("a ticket");
        assert_eq!(ticket.queue == billing.id, mailbox == other, "{mailbox}");
    }
}

async fn an_unknown_mailbox_is_declined_and_nothing_behind_it_is_taken(app: TestApp) {
    let taker = Taker::start(&app).await;
    let mut client = taker.client().await;
    let messages = [message("1", ""), message("2", "")];
    assert!(hand_over(&mut client, &messages, Some("nobody@example.org")).await.is_empty());
    assert_eq!(tickets(&app).await, 0);
    let (name, domain) = MAILBOX.split_once('@').expect("an address");
    let plus = format!("{}+10034-x@{domain}", name.to_uppercase());
    let mut client = taker.client().await;
    assert_eq!(hand_over(&mut client, &messages, Some(&plus)).await.len(), 2);
}

async fn what_cannot_be_stored_is_to_be_tried_again(app: TestApp) {
    let taker = Taker::start(&app).await;
    let mut client = taker.client().await;
    app.engine.close().await;
    let answers = hand_over(&mut client, &[message("1", "")], None).await;
    assert_eq!(answers, [("failed".to_owned(), 0)]);
}

async fn a_server_that_stops_answers_what_it_has_and_takes_nothing_half(app: TestApp) {
    let taker = Taker::start(&app).await;
    let mut half = taker.connection().await;
    half.get_mut().write_all(b"{\"length\":1000}\nFrom: kim@customer.example\r\n").await.expect("sent");
    let mut client = taker.client().await;
    assert_eq!(hand_over(&mut client, &[message("1", "")], None).await.len(), 1);
    let place = taker.place.clone();
    taker.end().await;
    let mut rest = Vec::new();
    // Bytes that nobody has read may be told as a connection that was reset.
    let _reset = half.read_to_end(&mut rest).await;
    assert!(rest.is_empty(), "nothing was acknowledged");
    assert!(hand_over(&mut client, &[message("2", "")], None).await.is_empty());
    assert!(Client::connect(&place.path, &place.installation).await.is_none());
    assert_eq!(tickets(&app).await, 1);
}

#[tokio::test]
async fn only_a_server_of_this_version_on_this_installation_is_spoken_to() {
    let app = TestApp::start().await;
    let taker = Taker::start(&app).await;
    assert!(Client::connect(&taker.place.path, "another desk").await.is_none());
    assert!(Client::connect(&app.directory().join("nobody.sock"), &taker.place.installation).await.is_none());
    let other = app.directory().join("other.sock");
    let listener = tokio::net::UnixListener::bind(&other).expect("bound");
    let installation = taker.place.installation.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let line = format!("{{\"version\":\"0.0.1/1\",\"installation\":\"{installation}\"}}\n");
            stream.write_all(line.as_bytes()).await.expect("sent");
        }
    });
    assert!(Client::connect(&other, &taker.place.installation).await.is_none());
    // One that hangs takes connections, and says nothing.
    let hanging = app.directory().join("hanging.sock");
    let _listener = tokio::net::UnixListener::bind(&hanging).expect("bound");
    let given_up = timeout(PATIENCE, Client::connect(&hanging, &taker.place.installation)).await;
    assert!(given_up.expect("an end").is_none());
}

#[tokio::test]
async fn what_is_too_large_or_no_head_is_declined_before_it_is_read() {
    let app = TestApp::start().await;
    let taker = Taker::start(&app).await;
    for (head, reason) in [
        (format!("{{\"length\":{}}}\n", LARGEST + 1), Some("the message is too large")),
        ("HELO\n".to_owned(), Some("the head is invalid")),
        (format!("{}\n", "x".repeat(40_000)), None),
    ] {
        let mut connection = taker.connection().await;
        connection.get_mut().write_all(head.as_bytes()).await.expect("sent");
        let mut said = String::new();
        // Bytes that nobody has read may be told as a connection that was reset.
        let _reset = connection.read_to_string(&mut said).await;
        match reason {
            Some(reason) => assert_eq!(said, format!("{{\"declined\":\"{reason}\"}}\n")),
            None => assert!(said.is_empty() || said.starts_with("{\"declined\":"), "{said}"),
        }
    }
    assert_eq!(tickets(&app).await, 0);
}

#[tokio::test]
async fn the_number_of_connections_has_a_bound_and_who_comes_beyond_does_not_wait() {
    let app = TestApp::start().await;
    let taker = Taker::start(&app).await;
    let mut held = Vec::new();
    for _ in 0..64 {
        held.push(taker.connection().await);
    }
    assert!(Client::connect(&taker.place.path, &taker.place.installation).await.is_none());
    held.clear();
    let mut client =
        until("a place", || async { Client::connect(&taker.place.path, &taker.place.installation).await })
            .await;
    assert_eq!(hand_over(&mut client, &[message("1", "")], None).await.len(), 1);
}

#[tokio::test]
async fn the_socket_is_for_its_owner_and_one_that_a_dead_server_left_is_replaced() {
    let app = TestApp::start().await;
    let place = place(&app);
    // What a server leaves behind that was killed.
    drop(std::os::unix::net::UnixListener::bind(&place.path).expect("bound"));
    let listener = Listener::bind(&place.path).await.expect("it is left over");
    let mode = std::fs::metadata(&place.path).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(Listener::bind(&place.path).await.is_err(), "somebody listens there");
    // Another node waits for the place, and has it when it is free.
    let other = Taker::with(&app, place.clone(), None);
    let first = Taker::with(&app, place.clone(), Some(listener));
    assert_eq!(hand_over(&mut first.client().await, &[message("1", "")], None).await.len(), 1);
    first.end().await;
    let mut client =
        until("the other node", || async { Client::connect(&place.path, &place.installation).await }).await;
    assert_eq!(hand_over(&mut client, &[message("2", "")], None).await.len(), 1);
    drop(client);
    assert!(!other.end().await.exists());
}

#[tokio::test]
async fn a_listener_leaves_the_socket_of_another_alone() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("import.sock");
    let first = Listener::bind(&path).await.expect("bound");
    std::fs::remove_file(&path).expect("removed");
    let _second = Listener::bind(&path).await.expect("bound");
    drop(first);
    UnixStream::connect(&path).await.expect("the second one listens");
    std::fs::write(directory.path().join("file"), "mine").expect("written");
    assert!(Listener::bind(&directory.path().join("file")).await.is_err(), "a file that is no socket stays");
}

#[tokio::test]
async fn a_server_that_is_too_busy_to_be_connected_to_keeps_its_socket() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("import.sock");
    let socket = UnixSocket::new_stream().expect("a socket");
    socket.bind(&path).expect("bound");
    let listener = socket.listen(1).expect("it listens");
    let mut waiting = Vec::new();
    let refused = loop {
        match UnixStream::connect(&path).await {
            Ok(stream) => waiting.push(stream),
            Err(error) => break error,
        }
    };
    assert_eq!(refused.kind(), std::io::ErrorKind::WouldBlock, "{refused}");
    assert!(Listener::bind(&path).await.is_err(), "it is not dead");
    for _ in &waiting {
        listener.accept().await.expect("a connection");
    }
    UnixStream::connect(&path).await.expect("it listens at the same place");
}
