//! A desk with a customer, somebody of the staff and a ticket that both have letters about.

use std::sync::Arc;
use std::time::Duration;

use engine::{
    Actor, Address, CreateUser, Engine, MailSettings, MailboxSettings, Role, Settings,
    TicketSettings,
};
use mail::inbound::{Report, submit};
use tokio::runtime::Runtime;

const MAILBOX: &str = "tickets@example.org";
const PLENTY: u64 = 1_000_000_000;
/// So many mails a desk takes before another takes its place.
const MAILS: u32 = 2_000;

pub(crate) struct Desk {
    engine: Engine,
    runtime: Runtime,
    /// What stands for something that only this desk makes, and what it stands for.
    words: Vec<(&'static [u8], Vec<u8>)>,
    mails: u32,
    _directory: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn open() -> Self {
        let _known = rustls::crypto::ring::default_provider().install_default();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let memory = std::path::Path::new("/dev/shm");
        let directory = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }
            .expect("a directory");
        let at = directory.path();
        let builder = Engine::builder()
            .database(format!("sqlite://{}?mode=rwc", at.join("desk.db").display()))
            .blobs(format!("file://{}", at.join("blobs").display()))
            .settings(settings())
            .letter_writer(Arc::new(mail::outbound::Renderer::new().expect("the templates can be read")))
            .mail_reader(Arc::new(|raw| mail::inbound::parse(raw).message));
        let (engine, words) = runtime.block_on(async {
            let engine = builder.open().await.expect("the engine opens");
            let words = furnish(&engine).await;
            (engine, words)
        });
        Self { engine, runtime, words, mails: 0, _directory: directory }
    }

    pub(crate) fn is_young(&self) -> bool {
        self.mails < MAILS
    }

    /// The bytes with the words of this desk in the place of those that stand for them.
    pub(crate) fn filled_in(&self, bytes: &[u8]) -> Vec<u8> {
        let mut filled = Vec::with_capacity(bytes.len());
        let mut rest = bytes;
        while let Some((first, behind)) = rest.split_first() {
            let word = self.words.iter().find(|(word, _)| rest.starts_with(word));
            match word {
                Some((word, meant)) => {
                    filled.extend_from_slice(meant);
                    rest = &rest[word.len()..];
                }
                None => {
                    filled.push(*first);
                    rest = behind;
                }
            }
        }
        filled
    }

    pub(crate) fn receive(&mut self, raw: Vec<u8>) -> Report {
        self.mails += 1;
        // Boxed: what a mail takes on its way is more than a stack should hold.
        self.runtime.block_on(Box::pin(submit(&self.engine, raw, Some(MAILBOX))))
    }
}

fn settings() -> Settings {
    Settings {
        tickets: TicketSettings { undo_send: Duration::ZERO, ..TicketSettings::default() },
        mail: MailSettings {
            subject_tag: "example.org".to_owned(),
            from: Address { name: "Desk".to_owned(), address: MAILBOX.to_owned() },
            mailboxes: vec![MailboxSettings { plus_addressing: true, ..MailboxSettings::new(MAILBOX, "Support") }],
            trusted_authserv: vec!["mx.example.org".to_owned()],
            first_confirmations_per_hour: PLENTY,
            new_senders_per_hour: PLENTY,
            new_senders_per_domain: PLENTY,
            new_senders_per_range: PLENTY,
            mails_per_sender: PLENTY,
            letters_per_person: PLENTY,
            ..MailSettings::default()
        },
        ..Settings::default()
    }
}

/// Makes the people and the ticket, and looks into their letters.
async fn furnish(engine: &Engine) -> Vec<(&'static [u8], Vec<u8>)> {
    let system = Actor::system();
    for (email, role) in [("kim@customer.example", Role::Customer), ("tom@staff.example", Role::Admin)] {
        let person =
            CreateUser { email: email.into(), name: "Somebody".into(), role, ..CreateUser::default() };
        engine.create_user(&system, person).await.expect("a person");
    }
    let first =
        b"From: kim@customer.example\r\nMessage-ID: <1@customer.example>\r\nSubject: Printer\r\n\r\nHelp\r\n";
    assert!(submit(engine, first.to_vec(), Some(MAILBOX)).await.is_stored());
    let letters = engine.claim_letters(100, Duration::from_secs(60)).await.expect("letters");
    let of = |address: &str| {
        letters.iter().find(|letter| letter.to.address == address && letter.reply_to.is_some())
    };
    let mut words: Vec<(&'static [u8], Vec<u8>)> = Vec::new();
    for (word, address) in [(&b"{customer}"[..], "kim@customer.example"), (b"{staff}", "tom@staff.example")] {
        if let Some(reply_to) = of(address).and_then(|letter| letter.reply_to.clone()) {
            words.push((word, reply_to.into_bytes()));
        }
    }
    if let Some(letter) = of("kim@customer.example") {
        words.push((b"{id}", letter.message_id.clone().into_bytes()));
        words.push((b"{mark}", letter.loop_mark.clone().into_bytes()));
    }
    let ids: Vec<_> = letters.iter().map(|letter| letter.id).collect();
    engine.letters_sent(&ids).await.expect("they are sent");
    words
}
