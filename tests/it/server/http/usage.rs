//! What the program uses for what anybody may ask of it: memory for many slow readers, processor time for dear documents.

use std::fmt::Write as _;

use reqwest::Client;
use serde_json::{Value, json};
use tests::servers::{
    binary::{Server, Site},
    usage::{cpu_time, memory, peak_memory},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

const CONFIG: &str = "[server]\nbind = \"127.0.0.1:0\"\n[mail]\nmails_per_sender = 100000\n\
                      [[mail.mailbox]]\naddress = \"tickets@example.org\"\nqueue = \"Support\"\n";

/// A site with an admin, and their token.
fn stage() -> (Site, String) {
    let site = Site::migrated(CONFIG);
    let create = ["user", "create", "--email", "jana@example.org", "--name", "Jana", "--role", "admin"];
    let _said = site.succeed(&create, "");
    let scopes = "tickets:read,tickets:write";
    let token = site.succeed(&["token", "create", "--user", "jana@example.org", "--scopes", scopes], "");
    tests::servers::choose_cryptography();
    (site, token)
}

/// A ticket with a file of this size; where the file is downloaded.
async fn with_file(server: &Server, token: &str, size: usize) -> String {
    let query = "mutation($i: CreateTicketInput!) { createTicket(input: $i) { ticket {
        comments { nodes { attachments { url } } } } } }";
    let input = json!({ "title": "A film", "text": "See file.", "customerEmail": "kim@customer.example", "attachments": [null] });
    let operations = json!({ "query": query, "variables": { "i": input } });
    let file = reqwest::multipart::Part::bytes(vec![b'x'; size]).file_name("film.bin");
    let form = reqwest::multipart::Form::new()
        .text("operations", operations.to_string())
        .text("map", r#"{"0": ["variables.i.attachments.0"]}"#)
        .part("0", file);
    let request = Client::new().post(format!("{}/graphql", server.url())).bearer_auth(token).multipart(form);
    let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
    let url = &answer["data"]["createTicket"]["ticket"]["comments"]["nodes"][0]["attachments"][0]["url"];
    let url = url.as_str().unwrap_or_else(|| panic!("{answer}"));
    url.get(url.find("/attachments/").expect("a path")..).unwrap_or_default().to_owned()
}

/// A reader who has been answered, and has taken nothing but the beginning.
async fn begin(server: &Server, token: &str, path: &str) -> TcpStream {
    let host = server.url().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&host).await.expect("it listens");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut head = [0; 12];
    stream.read_exact(&mut head).await.expect("an answer");
    assert_eq!(&head, b"HTTP/1.1 200", "{}", String::from_utf8_lossy(&head));
    stream
}

#[tokio::test]
async fn c3_a_hundred_slow_readers_of_a_large_file_take_little_memory() {
    const READERS: usize = 100;
    const SIZE: usize = 25_000_000;
    let (site, token) = stage();
    let server = site.serve(&[]).await;
    let path = with_file(&server, &token, SIZE).await;
    let before = memory(server.pid());
    let mut readers = Vec::with_capacity(READERS);
    for _ in 0..READERS {
        readers.push(begin(&server, &token, &path).await);
    }
    // Each of them is in the middle of the file when the next one reads on.
    let mut piece = vec![0; 64 << 10];
    for _ in 0..5 {
        for reader in &mut readers {
            reader.read_exact(&mut piece).await.expect("more of it");
        }
    }
    let grown = peak_memory(server.pid()).saturating_sub(before);
    assert!(grown < 150 << 20, "{READERS} readers took {} MB", grown >> 20);
    // They were no other readers than any: whoever goes on gets all of it.
    let mut one = readers.pop().expect("a reader");
    drop(readers);
    let mut have = 5 * piece.len();
    while have < SIZE {
        let more = one.read(&mut piece).await.expect("the rest of it");
        assert!(more > 0, "it ends after {have} bytes");
        have += more;
    }
    assert!(server.stop().await.success());
}

/// Tickets of one person with many comments each, taken in before the server runs.
fn fill(site: &Site, tickets: u32, comments: u32) {
    let mut files = Vec::new();
    for ticket in 0..tickets {
        for comment in 0..comments {
            let thread = match comment {
                0 => String::new(),
                _ => format!("In-Reply-To: <{ticket}.0@customer.example>\r\n"),
            };
            let mail = format!(
                "From: Kim <kim@customer.example>\r\nTo: tickets@example.org\r\nSubject: Printer {ticket}\r\n\
                 Message-ID: <{ticket}.{comment}@customer.example>\r\n{thread}\r\n\
                 The printer in room {comment} has no paper and no toner. {}\r\n",
                "It blinks, it hums, it prints nothing. ".repeat(20)
            );
            let name = format!("{ticket}.{comment}.eml");
            std::fs::write(site.path().join(&name), mail).expect("written");
            files.push(name);
        }
    }
    let names = files.iter().map(String::as_str);
    let arguments: Vec<&str> = ["mail", "import"].into_iter().chain(names).collect();
    let said = site.succeed(&arguments, "");
    assert_eq!(said.matches("\"created\"").count(), usize::try_from(tickets).expect("few"), "{said}");
}

const COMMENTS: &str = "comments(first: 100) { nodes { id text html author { id name } } }";

/// Documents that grow with a number.
const DEAR: [(&str, fn(u32) -> String); 6] = [
    ("a list of lists", |n| format!("{{ tickets(first: {n}) {{ nodes {{ number {COMMENTS} }} }} }}")),
    ("a list of histories", |n| {
        let events =
            "events(first: 100) { nodes { id kind at actor { id name } changes { field from to } } }";
        format!("{{ tickets(first: {n}) {{ nodes {{ number {events} }} }} }}")
    }),
    ("what a search finds, with its comments", |n| {
        let query = r#"printer paper -status:closed \"no toner\" sort:updated"#;
        format!("{{ search(query: \"{query}\", first: {n}) {{ totalCount nodes {{ number {COMMENTS} }} }} }}")
    }),
    ("many searches", |n| {
        many(n, |at| format!(r#"s{at}: search(query: "p to {at} pa pri", first: 1) {{ totalCount }}"#))
    }),
    ("many counts", |n| {
        let queries: Vec<String> = (0..n).map(|at| format!(r#""printer {at} -tag:t{at}""#)).collect();
        format!("{{ ticketCounts(queries: [{}]) }}", queries.join(", "))
    }),
    ("one ticket under many names", |n| {
        many(n, |at| format!("t{at}: ticket(number: 10001) {{ number {COMMENTS} }}"))
    }),
];

fn many(count: u32, one: impl Fn(u32) -> String) -> String {
    let mut document = String::from("{ ");
    for at in 0..count {
        let _written = write!(document, "{} ", one(at));
    }
    document + "}"
}

#[tokio::test]
async fn c1_the_dearest_documents_that_are_admitted_cost_little_time_and_memory() {
    // Of a debug program, which is many times slower than one that is released.
    const SECONDS: u64 = 2;
    const MEMORY: u64 = 100 << 20;
    let (site, token) = stage();
    fill(&site, 10, 60);
    let server = site.serve(&[]).await;
    let client = Client::new();
    let run = async |document: &str| {
        let request = client.post(format!("{}/graphql", server.url())).bearer_auth(&token);
        let request = request.json(&json!({ "query": document }));
        let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
        answer
    };
    // What a program does once, it has done then.
    let first =
        run(r#"{ tickets(first: 1) { nodes { number } } search(query: "paper") { totalCount } }"#).await;
    assert!(first["errors"].is_null(), "{first}");
    let before = memory(server.pid());
    for (what, document) in DEAR {
        let mut admitted = None;
        for size in [100, 50, 40, 30, 20, 10, 5, 2, 1] {
            let time = cpu_time(server.pid());
            let answer = run(&document(size)).await;
            let time = cpu_time(server.pid()).saturating_sub(time);
            let grown = peak_memory(server.pid()).saturating_sub(before);
            assert!(time.as_secs() < SECONDS, "{what} of {size} took {time:?} of the processor");
            assert!(grown < MEMORY, "{what} of {size} took {} MB", grown >> 20);
            if answer["errors"].is_null() {
                admitted = Some(size);
                break;
            }
            let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
            assert!(matches!(code, "TOO_COMPLEX" | "BAD_USER_INPUT"), "{what} of {size}: {answer}");
        }
        assert!(admitted.is_some(), "{what} is never admitted");
    }
    assert!(server.stop().await.success());
}
