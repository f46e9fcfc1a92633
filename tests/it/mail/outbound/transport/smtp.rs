//! Mails handed to a mail server, and what its answers mean.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use engine::{LetterKind, MailServerFault};
use mail::outbound::message::{Outgoing, message};
use mail::outbound::transport::SendError;
use mail::outbound::{Renderer, Transport, sample};
use tests::postbox::Mail;
use tests::servers::smtp::{Answer, Smtp};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use words::Lang;

use super::script::{Script, friendly};

fn mail() -> Outgoing {
    mail_to("maria@customer.example")
}

fn mail_to(address: &str) -> Outgoing {
    let mut letter = sample(LetterKind::Resolved, Lang::De);
    address.clone_into(&mut letter.to.address);
    message(&letter, &Renderer::new().unwrap().render(&letter).unwrap()).unwrap()
}

fn open(port: u16, rest: &str) -> Transport {
    Transport::open(&format!("smtp://127.0.0.1:{port}{rest}"), None).unwrap()
}

fn passing(sent: &Result<String, SendError>) -> bool {
    matches!(sent, Err(SendError::Passing(_) | SendError::Broken(_)))
}

/// Whether it is the server's fault, for which every mail waits.
fn of_server(sent: &Result<String, SendError>) -> bool {
    matches!(sent, Err(SendError::Server(..)))
}

#[tokio::test]
async fn s19_a_mail_arrives_byte_for_byte_from_the_null_sender() {
    let server = Smtp::start().await;
    let transport = Transport::open(&server.url(), None).unwrap();
    let mail = mail();
    let words = transport.send(&mail).await.unwrap();
    assert!(words.starts_with("250"), "{words}");
    let [kept] = server.kept().try_into().unwrap();
    assert_eq!(kept.sender, "");
    assert_eq!(kept.recipients, ["maria@customer.example"]);
    assert_eq!(kept.mail.raw, Mail::parse(&mail.raw).raw);
    assert_eq!(kept.mail.subject, "Composer startet nicht [example.org #10034]");
    assert!(kept.mail.text.contains("am Fr., 25.01.2019 um 17:00 Uhr"), "{}", kept.mail.text);
}

#[tokio::test]
async fn an_operator_may_name_an_envelope_sender() {
    let server = Smtp::start().await;
    let address = format!("{}?sender=bounces@example.org", server.url());
    Transport::open(&address, None).unwrap().send(&mail()).await.unwrap();
    assert_eq!(server.kept()[0].sender, "bounces@example.org");
    assert_eq!(server.kept()[0].recipients, ["maria@customer.example"]);
}

#[tokio::test]
async fn a_letter_leaves_from_its_own_address_for_failures_unless_the_operator_wants_another() {
    let mut letter = sample(LetterKind::Resolved, Lang::De);
    letter.envelope_sender = Some("tickets+b0-000000000000@example.org".to_owned());
    let mail = message(&letter, &Renderer::new().unwrap().render(&letter).unwrap()).unwrap();
    for (option, sender) in [
        ("", "tickets+b0-000000000000@example.org"),
        ("?verp=on", "tickets+b0-000000000000@example.org"),
        ("?verp=off", ""),
        ("?sender=bounces@example.org", "bounces@example.org"),
    ] {
        let server = Smtp::start().await;
        let address = format!("{}{option}", server.url());
        Transport::open(&address, None).unwrap().send(&mail).await.unwrap();
        assert_eq!(server.kept()[0].sender, sender, "{option}");
    }
}

#[tokio::test]
async fn a_refusal_for_now_passes_and_one_for_good_does_not_and_neither_stops_the_next_mail() {
    let server = Smtp::start().await;
    let transport = Transport::open(&server.url(), None).unwrap();
    for (answer, permanent) in [
        (Answer::RefuseRecipient("450 4.2.1 greylisted, come back"), false),
        (Answer::RefuseRecipient("550 5.1.1 nobody here"), true),
        (Answer::RefuseData("451 4.3.0 no space"), false),
        (Answer::RefuseData("552 5.3.4 too large"), true),
        (Answer::HangUp, false),
        (Answer::AcceptAndHangUp, false),
    ] {
        let before = server.kept().len();
        let lost = answer == Answer::AcceptAndHangUp;
        // a kept connection would hide the greeting
        transport.rest().await;
        server.answer([answer.clone()]);
        let error = transport.send(&mail()).await.expect_err("refused");
        assert_eq!(error.permanent(), permanent, "{answer:?}: {error}");
        transport.send(&mail()).await.unwrap();
        assert_eq!(server.kept().len(), before + 1 + usize::from(lost), "{answer:?}");
    }
}

#[tokio::test]
async fn the_words_of_the_server_are_kept_for_the_staff_in_one_line() {
    let server = Smtp::start().await;
    let transport = Transport::open(&server.url(), None).unwrap();
    server.answer([Answer::RefuseRecipient("550-5.1.1 no such user\r\n550 5.1.1 ask your admin")]);
    let error = transport.send(&mail()).await.expect_err("refused").to_string();
    assert!(error.contains("no such user") && !error.contains(['\r', '\n']), "{error}");
}

#[tokio::test]
async fn a_server_that_refuses_everybody_is_at_fault_itself_whatever_its_code() {
    let script =
        Script::start(|line| if line.is_empty() { Some("554 5.7.1 not from you") } else { friendly(line) })
            .await;
    assert!(of_server(&open(script.port, "").send(&mail()).await));
    let script =
        Script::start(|line| if line.starts_with("EHLO") { Some("550 go away") } else { friendly(line) })
            .await;
    assert!(of_server(&open(script.port, "").send(&mail()).await));
    let script =
        Script::start(|line| if line.starts_with("MAIL") { Some("550 no bounces") } else { friendly(line) })
            .await;
    assert!(of_server(&open(script.port, "").send(&mail()).await), "the sender");
    let script =
        Script::start(
            |line| if line.starts_with("RCPT") { Some("554 5.7.1 denied") } else { friendly(line) },
        )
        .await;
    assert!(of_server(&open(script.port, "").send(&mail()).await), "every recipient, our own address too");
    let script = Script::start(|line| {
        if line.starts_with("RCPT") { Some("550 5.1.8 sender unknown") } else { friendly(line) }
    })
    .await;
    assert!(of_server(&open(script.port, "").send(&mail()).await), "the sender, said late");
}

#[tokio::test]
async fn nobody_listening_is_a_passing_fault() {
    let port = tests::servers::free_port();
    assert!(of_server(&open(port, "").send(&mail()).await));
}

#[tokio::test]
async fn a_log_in_is_sent_decoded_and_its_refusal_is_told_apart() {
    let right = |line: &str| line == "AUTH PLAIN AHVzZXIAcEBzcy93b3Jk"; // \0user\0p@ss/word
    let script = Script::start(move |line| {
        if line.starts_with("AUTH") && !right(line) { Some("535 5.7.8 wrong") } else { friendly(line) }
    })
    .await;
    let address = |secret: &str| format!("smtp://user:{secret}@127.0.0.1:{}", script.port);
    Transport::open(&address("p%40ss%2Fword"), None).unwrap().send(&mail()).await.unwrap();
    let refused = Transport::open(&address("wrong"), None).unwrap().send(&mail()).await.expect_err("refused");
    assert!(
        matches!(refused, SendError::Server(MailServerFault::LogIn, _)) && !refused.permanent(),
        "{refused}"
    );

    let script =
        Script::start(
            |line| if line.starts_with("MAIL") { Some("530 5.7.0 log in first") } else { friendly(line) },
        );
    let refused = open(script.await.port, "").send(&mail()).await.expect_err("refused");
    assert!(matches!(refused, SendError::Server(MailServerFault::LogIn, _)), "{refused}");
}

#[tokio::test]
async fn a_late_answer_is_never_taken_for_the_answer_to_the_next_mail() {
    let mails = AtomicUsize::new(0);
    let script = Script::start(move |line| match line {
        "." if mails.fetch_add(1, Ordering::Relaxed) == 0 => None, // hangs at the end of the first mail
        line => friendly(line),
    })
    .await;
    let transport = open(script.port, "?timeout=1");
    assert!(passing(&transport.send(&mail()).await), "out of time");
    transport.send(&mail()).await.unwrap();
    let connections = script.heard().iter().filter(|line| line.is_empty()).count();
    assert_eq!(connections, 2, "the one that ran out of time is not used again");
}

/// A server that looks for viruses before it answers: it has longer for that than for a command.
#[tokio::test]
async fn the_answer_to_the_mail_itself_may_take_longer_than_one_to_a_command() {
    let slow = slow(Duration::from_millis(1500)).await;
    let words = open(slow, "?timeout=1").send(&mail()).await.expect("waited for");
    assert_eq!(words, "250 clean");
    let sent = open(slow, "?timeout=1&data_timeout=1").send(&mail()).await;
    assert!(matches!(sent, Err(SendError::Broken(_))), "{sent:?}");
}

#[tokio::test]
async fn a_mail_that_waited_for_its_turn_until_the_server_hung_up_is_begun_anew() {
    // the script hangs up where it says nothing
    let script = Script::start(|line| if line == "NOOP" { None } else { friendly(line) }).await;
    let transport = open(script.port, "?timeout=1");
    let mail = mail();
    let begun = transport.begin(&mail).await.expect("begun");
    tokio::time::sleep(Duration::from_millis(1100)).await;
    transport.finish(begun).await.expect("sent");
    let heard = script.heard();
    assert_eq!(heard.iter().filter(|line| line.is_empty()).count(), 2, "{heard:?}");
    assert_eq!(heard.iter().filter(|line| *line == ".").count(), 1, "{heard:?}");
}

/// A server that lets everyone wait for so long before it accepts a mail.
async fn slow(pause: Duration) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(think(BufReader::new(stream), pause));
        }
    });
    port
}

async fn think(mut stream: BufReader<TcpStream>, pause: Duration) -> std::io::Result<()> {
    stream.write_all(b"220 hello\r\n").await?;
    let mut data = false;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let answer = match (data, line.trim_end()) {
            (true, ".") => {
                tokio::time::sleep(pause).await;
                data = false;
                "250 clean"
            }
            (true, _) => continue,
            (false, line) => {
                data = line == "DATA";
                friendly(line).unwrap_or_default()
            }
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up_in_time() {
    let script = Script::start(|_| None).await;
    assert!(of_server(&open(script.port, "?timeout=1").send(&mail()).await));
}

#[tokio::test]
async fn mails_share_a_connection_until_there_is_nothing_left_to_send() {
    let script = Script::start(friendly).await;
    let transport = open(script.port, "");
    for _ in 0..3 {
        transport.send(&mail()).await.unwrap();
    }
    transport.rest().await;
    let heard = script.heard();
    assert_eq!(heard.iter().filter(|line| line.is_empty()).count(), 1, "{heard:?}");
    assert_eq!(heard.iter().filter(|line| *line == ".").count(), 3, "{heard:?}");
    assert_eq!(heard.last().map(String::as_str), Some("QUIT"), "{heard:?}");
    transport.send(&mail()).await.unwrap();
    assert_eq!(script.heard().iter().filter(|line| line.is_empty()).count(), 2);
}

#[tokio::test]
async fn the_name_to_greet_with_can_be_chosen() {
    for (option, greeting) in [
        ("?ehlo=tickets.example.org", "EHLO tickets.example.org"),
        ("?ehlo=[192.0.2.1]", "EHLO [192.0.2.1]"),
        ("?ehlo=[IPv6:2001:db8::1]", "EHLO [IPv6:2001:db8::1]"),
    ] {
        let script = Script::start(friendly).await;
        open(script.port, option).send(&mail()).await.unwrap();
        let heard = script.heard();
        assert!(heard.iter().any(|line| line == greeting), "{heard:?}");
    }
}

#[tokio::test]
async fn an_address_that_the_server_cannot_carry_is_refused_for_good() {
    let script = Script::start(friendly).await;
    let sent = open(script.port, "").send(&mail_to("märia@customer.example")).await;
    assert!(matches!(sent, Err(SendError::Permanent(_))), "{sent:?}");
}

#[tokio::test]
async fn required_tls_sends_nothing_in_plain() {
    // the server knows no STARTTLS
    let script = Script::start(friendly).await;
    assert!(of_server(&open(script.port, "?tls=required").send(&mail()).await));
    let heard = script.heard();
    assert!(heard.iter().all(|line| !line.starts_with("MAIL") && !line.starts_with("AUTH")), "{heard:?}");
}

#[tokio::test]
async fn starttls_trusts_the_named_certificate_and_no_other() {
    tests::servers::choose_cryptography();
    let place = tempfile::tempdir().unwrap();
    tests::servers::dovecot::certificate(place.path());
    let script = Script::with_tls(Some(acceptor(place.path())), |line| {
        if line.starts_with("EHLO") {
            Some("250-localhost\r\n250-AUTH PLAIN\r\n250 STARTTLS")
        } else {
            friendly(line)
        }
    })
    .await;
    let address = format!("smtp+starttls://user:secret@localhost:{}", script.port);
    let trusted = place.path().join("certificate.pem");
    Transport::open(&address, Some(&trusted)).unwrap().send(&mail()).await.unwrap();
    let heard = script.heard();
    let place_of = |verb: &str| heard.iter().position(|line| line.starts_with(verb)).unwrap();
    assert!(place_of("STARTTLS") < place_of("AUTH") && place_of("AUTH") < place_of("MAIL"), "{heard:?}");
    assert!(
        of_server(&Transport::open(&address, None).unwrap().send(&mail()).await),
        "an unknown certificate"
    );
}

fn acceptor(place: &std::path::Path) -> tokio_rustls::TlsAcceptor {
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    let certificate = CertificateDer::from_pem_file(place.join("certificate.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(place.join("key.pem")).unwrap();
    let config = rustls::ServerConfig::builder().with_no_client_auth();
    Arc::new(config.with_single_cert(vec![certificate], key).unwrap()).into()
}
