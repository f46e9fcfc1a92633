//! What the program uses for a large mail: it is read, kept and taken apart within a memory that has an end, whichever way it comes.

use std::fmt::Write as _;

use serde_json::Value;
use tests::servers::{
    binary::{Server, Site},
    usage::{memory, peak_memory},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::UnixStream,
};

/// So much may the program grow by while it takes one in.
const MEMORY: u64 = 150 << 20;
/// The bytes of a mail, as they go over the line.
const SIZE: usize = 50_000_000;
/// The bytes of a line of Base64.
const LINE: &str = "SXQgaHVtcywgaXQgYmxpbmtzLCBpdCBwcmludHMgbm90aGluZyBhdCBhbGwsIGFuZCBub2Jv";

fn config() -> String {
    "[server]\nbind = \"127.0.0.1:0\"\n[mail.lmtp]\nbind = \"unix:{data}/lmtp.sock\"\n\
     [[mail.mailbox]]\naddress = \"tickets@example.org\"\nqueue = \"Support\"\n"
        .to_owned()
}

/// A mail of nearly [`SIZE`] bytes with some words and two files, each of which is within what is allowed by default.
fn mail(id: &str) -> Vec<u8> {
    let mut mail = format!(
        "From: Kim <kim@customer.example>\r\nTo: tickets@example.org\r\nSubject: {id}\r\n\
         Message-ID: <{id}@customer.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"piece\"\r\n\r\n\
         --piece\r\nContent-Type: text/plain\r\n\r\nSee the film.\r\n"
    );
    for part in 1..=2 {
        let _written = write!(
            mail,
            "--piece\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\
             Content-Disposition: attachment; filename=\"film-{part}.bin\"\r\n\r\n"
        );
        while mail.len() + LINE.len() < SIZE / 2 * part {
            mail.push_str(LINE);
            mail.push_str("\r\n");
        }
    }
    mail.push_str("--piece--\r\n");
    mail.into_bytes()
}

/// A server that has taken in a small mail: what a program does once, it has done then.
async fn warm() -> (Site, Server) {
    let site = Site::new(&config());
    let server = site.serve(&[]).await;
    let small = "From: kim@customer.example\r\nTo: tickets@example.org\r\nSubject: small\r\n\
                 Message-ID: <small@customer.example>\r\n\r\nIt does not print.\r\n";
    assert!(site.succeed(&["mail", "import"], small).contains("\"created\""));
    (site, server)
}

fn grown_by(server: &Server, before: u64) -> u64 {
    peak_memory(server.pid()).saturating_sub(before)
}

#[tokio::test]
async fn a_mail_of_50_mb_by_lmtp_takes_less_than_150_mb_of_memory() {
    let (site, server) = warm().await;
    let before = memory(server.pid());
    let stream = UnixStream::connect(site.path().join("lmtp.sock")).await.expect("it listens");
    let mut client = Client(BufReader::new(stream));
    assert!(client.reply().await.starts_with("220 "));
    assert!(client.ask("LHLO mx.example.org").await.starts_with("250 "));
    assert!(client.ask("MAIL FROM:<kim@customer.example>").await.starts_with("250 "));
    assert!(client.ask("RCPT TO:<tickets@example.org>").await.starts_with("250 "));
    assert!(client.ask("DATA").await.starts_with("354 "));
    client.send(&mail("lmtp")).await;
    let said = client.ask(".").await;
    assert!(said.starts_with("250 ") && said.contains("10002"), "{said}");
    let grown = grown_by(&server, before);
    assert!(grown < MEMORY, "it took {} MB", grown >> 20);
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn a_mail_of_50_mb_that_an_import_hands_over_takes_less_than_150_mb_of_memory() {
    tests::servers::choose_cryptography();
    let (site, server) = warm().await;
    let before = memory(server.pid());
    let said = site.succeed(&["mail", "import"], mail("import"));
    let said: Value = serde_json::from_str(&said).expect("one line of JSON");
    assert_eq!(
        (said["outcome"].as_str(), said["ticket"].as_i64()),
        (Some("created"), Some(10_002)),
        "{said}"
    );
    let files = said["attachments"].as_array().expect("the files");
    let sizes: u64 = files.iter().filter_map(|file| file["size"].as_u64()).sum();
    assert!(sizes > 30_000_000, "all of it is there: {said}");
    let page = reqwest::get(format!("{}/metrics", server.url())).await.expect("an answer");
    let page = page.text().await.expect("text");
    assert!(page.contains("schalter_import_handed_over_total 2"), "the server took it over: {page}");
    let grown = grown_by(&server, before);
    assert!(grown < MEMORY, "it took {} MB", grown >> 20);
    assert!(server.stop().await.success());
}

struct Client(BufReader<UnixStream>);

impl Client {
    async fn send(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).await.expect("sent");
    }

    /// Sends a command, and answers the last line of its reply.
    async fn ask(&mut self, line: &str) -> String {
        self.send(format!("{line}\r\n").as_bytes()).await;
        self.reply().await
    }

    async fn reply(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).await.expect("an answer") > 0, "it hung up");
            if line.as_bytes().get(3) != Some(&b'-') {
                return line.trim_end().to_owned();
            }
        }
    }
}
