//! Letters that are signed: another server finds them untouched, and notices what was changed on the way.

use std::process::Command;

use engine::{Actor, SystemRng, UpdateTicket};
use mail::outbound::{
    self, Transport,
    dkim::{Kind, Signer, generate, nearest},
};
use mail_auth::{
    AuthenticatedMessage, DkimResult, MessageAuthenticator, Parameters, ResolverCache, Txt,
    common::{parse::TxtRecordParser as _, verify::DomainKey},
};
use std::{
    borrow::Borrow,
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex},
    time::Instant,
};
use tests::{TestApp, wait::until};
use tokio::sync::watch;

/// A name server that knows one record.
#[derive(Default)]
struct Known(Mutex<HashMap<Box<str>, Txt>>);

impl ResolverCache<Box<str>, Txt> for Known {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.0.lock().expect("it").get(name).cloned()
    }

    fn remove<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.0.lock().expect("it").remove(name)
    }

    fn insert(&self, name: Box<str>, value: Txt, _: Instant) {
        self.0.lock().expect("it").insert(name, value);
    }
}

/// A key as `openssl` makes it.
fn key(arguments: &[&str]) -> String {
    let made = Command::new("openssl").args(arguments).output().expect("openssl runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    String::from_utf8(made.stdout).expect("PEM")
}

/// The first letter that a ticket brings about, signed by one of these signers.
async fn letter(app: &TestApp, signers: &[Arc<Signer>]) -> Vec<u8> {
    let anna = app.given().customer("anna@example.com").await;
    app.given().ticket(&anna, "Größere Störung im Süden").await;
    sent(app, signers, "anna@example.com").await
}

/// The first letter that goes out now to this address.
async fn sent(app: &TestApp, signers: &[Arc<Signer>], to: &str) -> Vec<u8> {
    let directory = app.directory().join("out");
    let transport = Transport::open(&format!("file://{}", directory.display()), None).expect("a directory");
    let (stop, stopped) = watch::channel(false);
    let task = tokio::spawn(outbound::run(app.engine.clone(), transport, signers.to_vec(), stopped));
    let mail = until("the letter", || {
        let file = directory.read_dir().into_iter().flatten().flatten().map(|entry| entry.path());
        let mut mails = file.into_iter().filter(|path| path.extension().is_some_and(|end| end == "eml"));
        let is_theirs = |mail: &Vec<u8>| String::from_utf8_lossy(mail).contains(to);
        std::future::ready(mails.find_map(|path| std::fs::read(path).ok().filter(is_theirs)))
    })
    .await;
    stop.send_replace(true);
    task.await.expect("it ends").expect("it ran");
    mail
}

/// What a server of the recipient finds out.
async fn verified(mail: &[u8], signer: &Signer) -> DkimResult {
    let known = Known::default();
    let record = DomainKey::parse(signer.record().as_bytes()).expect("a record");
    known.insert(format!("{}.", signer.name()).into(), Txt::DomainKey(Arc::new(record)), Instant::now());
    let message = AuthenticatedMessage::parse(mail).expect("a mail");
    let authenticator = MessageAuthenticator::new_system_conf().expect("a resolver");
    let asked = Parameters::new(&message).with_txt_cache(&known);
    let found = authenticator.verify_dkim(asked).await;
    found.first().map_or(DkimResult::None, |output| output.result().clone())
}

#[tokio::test]
async fn a_letter_is_signed_so_that_others_believe_it_and_notice_a_change() {
    let ours = |kind| generate(kind, &SystemRng).expect("a key");
    for (made, pem) in [
        ("RSA by openssl", key(&["genrsa", "2048"])),
        ("Ed25519 by openssl", key(&["genpkey", "-algorithm", "ed25519"])),
        ("our RSA", ours(Kind::Rsa)),
        ("our Ed25519", ours(Kind::Ed25519)),
    ] {
        let app = TestApp::start().await;
        let signer = Arc::new(Signer::new("example.org", "s1", &pem).expect("a key"));
        let mail = letter(&app, std::slice::from_ref(&signer)).await;
        let text = String::from_utf8_lossy(&mail).into_owned();
        assert!(text.starts_with("DKIM-Signature: ") && text.contains("d=example.org"), "{text}");
        assert_eq!(verified(&mail, &signer).await, DkimResult::Pass, "{made}");
        let changed = text.replacen("10001", "10002", 9);
        assert_ne!(verified(changed.as_bytes(), &signer).await, DkimResult::Pass, "{made}");
        let doubled = text.replacen("From: ", "From: Eve <eve@evil.example>\r\nFrom: ", 1);
        assert_ne!(verified(doubled.as_bytes(), &signer).await, DkimResult::Pass, "{made}: a second From");
    }
}

#[tokio::test]
async fn where_a_letter_can_be_unsubscribed_from_that_is_signed_too() {
    let app = TestApp::start().await;
    let signer = Arc::new(Signer::new("example.org", "s1", &key(&["genrsa", "2048"])).expect("a key"));
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.letters().await;
    let input =
        UpdateTicket { number: ticket.number, assignee: Some(Some(jana.user.id)), ..UpdateTicket::default() };
    app.engine.update_ticket(&Actor::system(), input).await.expect("assigned");
    let mail = sent(&app, std::slice::from_ref(&signer), "jana@example.org").await;
    let text = String::from_utf8_lossy(&mail).into_owned();
    let head = text.split("\r\n\r\n").next().expect("a head").replace("\r\n ", " ");
    let line = |name: &str| {
        head.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name}: {text}"))
    };
    let address =
        line("List-Unsubscribe:").strip_prefix("List-Unsubscribe: <").and_then(|rest| rest.strip_suffix('>'));
    let address = address.unwrap_or_else(|| panic!("{text}"));
    assert!(
        address.starts_with("https://tickets.example.org/unsubscribe/ASSIGNED-") && !address.contains(' '),
        "{address}"
    );
    assert_eq!(line("List-Unsubscribe-Post:"), "List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    assert_eq!(verified(&mail, &signer).await, DkimResult::Pass);
    for changed in [
        text.replacen("/unsubscribe/ASSIGNED", "/unsubscribe/REPLIED", 1),
        text.replacen("One-Click", "Two-Click", 1),
    ] {
        assert_ne!(changed, text);
        assert_ne!(verified(changed.as_bytes(), &signer).await, DkimResult::Pass);
    }
    // What cannot be unsubscribed from may go through a mailing list that adds the header.
    let other = TestApp::start().await;
    let mail = letter(&other, std::slice::from_ref(&signer)).await;
    let text = String::from_utf8_lossy(&mail).into_owned();
    assert!(!text.contains("List-Unsubscribe"), "{text}");
    let listed = text.replacen("From: ", "List-Unsubscribe: <https://list.example/>\r\nFrom: ", 1);
    assert_eq!(verified(listed.as_bytes(), &signer).await, DkimResult::Pass);
}

#[tokio::test]
async fn mail_of_another_domain_is_not_signed() {
    let app = TestApp::start().await;
    let signer = Arc::new(Signer::new("example.net", "s1", &key(&["genrsa", "2048"])).expect("a key"));
    let mail = letter(&app, std::slice::from_ref(&signer)).await;
    assert!(!String::from_utf8_lossy(&mail).contains("DKIM-Signature"));
}

#[tokio::test]
async fn of_several_keys_that_of_the_nearest_domain_signs() {
    let pem = key(&["genpkey", "-algorithm", "ed25519"]);
    let signers: Vec<Arc<Signer>> = ["example.com", "org", "example.org", "sales.example.org"]
        .map(|domain| Arc::new(Signer::new(domain, "s1", &pem).expect("a key")))
        .into();
    for (domain, signed) in [
        ("example.org", Some("example.org")),
        ("mail.example.org", Some("example.org")),
        ("de.Sales.example.org", Some("sales.example.org")),
        ("example.com", Some("example.com")),
        ("notexample.com", None),
    ] {
        assert_eq!(nearest(&signers, domain).map(Signer::domain), signed, "{domain}");
    }
    let app = TestApp::start().await;
    let mail = letter(&app, &signers).await;
    let text = String::from_utf8_lossy(&mail).into_owned();
    assert!(text.contains("d=example.org;") && text.matches("DKIM-Signature:").count() == 1, "{text}");
    assert_eq!(verified(&mail, &signers[2]).await, DkimResult::Pass);
}
