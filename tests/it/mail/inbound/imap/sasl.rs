//! A mailbox that is opened by tokens, against a real Dovecot that asks the test's provider about them.

use std::time::Duration;

use engine::{Actor, Engine, MailboxHealth, TicketFilter};
use mail::inbound::imap::{Endpoint, LogIn, MailboxConfig, check, run, sentence};
use tests::servers::{dovecot::Dovecot, provider::Provider};
use tests::wait::until;
use tests::{Backend, MAILBOX, TestApp};
use tokio::sync::watch;

use super::scripted::Scripted;

struct Stage {
    app: TestApp,
    provider: Provider,
    dovecot: Dovecot,
}

impl Stage {
    async fn set() -> Self {
        let provider = Provider::start("tickets").await;
        let dovecot = Dovecot::taking_tokens(&provider.introspection()).await;
        let accounts = provider.configured(MAILBOX);
        let app = TestApp::with_provider(Backend::Sqlite, provider.providers(), accounts).await;
        Self { app, provider, dovecot }
    }

    async fn connect(&self) {
        let (system, account) = (Actor::system(), self.provider.account());
        self.app.engine.connect_mail_account(&system, &account, self.provider.grant()).await.unwrap();
    }

    fn config(&self) -> MailboxConfig {
        let endpoint = Endpoint::parse(&self.dovecot.url("tickets")).unwrap();
        let log_in = LogIn::Token(self.provider.account());
        MailboxConfig {
            ca_file: Some(self.dovecot.certificate()),
            log_in,
            ..MailboxConfig::new(MAILBOX, endpoint, "")
        }
    }

    fn deliver(&self, id: &str) {
        self.dovecot.deliver(
            "tickets",
            format!(
                "From: Kim <kim@customer.example>\r\nTo: {MAILBOX}\r\nSubject: Printer {id}\r\n\
                 Message-ID: <{id}@customer.example>\r\n\r\nIt does not print.\r\n"
            ),
        );
    }

    fn fetch(&self) -> watch::Sender<bool> {
        let (stop, stopping) = watch::channel(false);
        tokio::spawn(run(self.app.engine.clone(), self.config(), stopping));
        stop
    }
}

async fn health(engine: &Engine) -> Option<MailboxHealth> {
    engine.mailboxes().await.unwrap().into_iter().find(|mailbox| mailbox.name == MAILBOX)
}

async fn until_tickets(engine: &Engine, count: u64) {
    until(&format!("{count} tickets"), || async {
        let tickets = engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.unwrap();
        (tickets == count).then_some(())
    })
    .await;
}

#[tokio::test]
async fn mail_is_fetched_by_a_token_once_somebody_has_signed_in() {
    let stage = Stage::set().await;
    stage.deliver("one");
    let _stop = stage.fetch();
    let fault =
        until("the fault", || async { health(&stage.app.engine).await.and_then(|one| one.last_error) }).await;
    assert!(fault.contains("not connected") && fault.contains("/admin/mail"), "{fault}");
    stage.connect().await;
    until_tickets(&stage.app.engine, 1).await;
    stage.deliver("two");
    until_tickets(&stage.app.engine, 2).await;
    let log = stage.dovecot.log();
    assert!(log.contains("method=OAUTHBEARER"), "{log}");
    assert_eq!(stage.provider.asked().len(), 0);
}

#[tokio::test]
async fn a_token_that_was_revoked_before_its_time_is_renewed_at_the_next_log_in() {
    let stage = Stage::set().await;
    stage.connect().await;
    let checked = check(&stage.app.engine, &stage.config()).await.unwrap();
    assert!(checked.idles);
    stage.provider.revoke_access();
    stage.app.clock.advance(Duration::from_mins(10));
    check(&stage.app.engine, &stage.config()).await.unwrap();
    assert_eq!(stage.provider.asked().len(), 1);
}

#[tokio::test]
async fn a_token_that_ends_while_mail_is_fetched_is_renewed_and_nothing_is_lost() {
    let mut stage = Stage::set().await;
    stage.connect().await;
    stage.deliver("one");
    let _stop = stage.fetch();
    until_tickets(&stage.app.engine, 1).await;
    stage.app.clock.advance(Duration::from_hours(2));
    stage.provider.revoke_access();
    stage.dovecot.stop();
    until("the fault", || async { health(&stage.app.engine).await.and_then(|one| one.last_error) }).await;
    stage.deliver("two");
    stage.dovecot.start_again().await;
    until_tickets(&stage.app.engine, 2).await;
    assert_eq!(stage.provider.asked().len(), 1);
}

#[tokio::test]
async fn consent_that_is_gone_is_noted_with_the_mailbox_and_a_new_sign_in_mends_it() {
    let stage = Stage::set().await;
    stage.connect().await;
    stage.provider.withdraw();
    stage.app.clock.advance(Duration::from_hours(2));
    stage.deliver("one");
    let _stop = stage.fetch();
    let fault =
        until("the fault", || async { health(&stage.app.engine).await.and_then(|one| one.last_error) }).await;
    assert!(fault.contains("consent") && fault.contains("no longer valid"), "{fault}");
    stage.connect().await;
    until_tickets(&stage.app.engine, 1).await;
    assert_eq!(stage.provider.asked().len(), 1, "the provider was asked once");
}

#[tokio::test]
async fn a_test_of_a_mailbox_says_what_is_wrong_and_shows_no_token() {
    let stage = Stage::set().await;
    stage.connect().await;
    let engine = &stage.app.engine;
    let said = async |config: MailboxConfig| sentence(&check(engine, &config).await.unwrap_err());
    let token = engine.mail_access_token(&stage.provider.account(), None).await.unwrap();

    let refused = MailboxConfig {
        endpoint: Endpoint::parse(&stage.dovecot.url("somebody-else")).unwrap(),
        ..stage.config()
    };
    let words = said(refused).await;
    assert!(words.contains("refused the token of \"somebody-else\""), "{words}");
    assert!(!words.contains(token.reveal()), "{words}");

    let folder = stage.dovecot.url("tickets").replace("INBOX", "Nowhere");
    let words = said(MailboxConfig { endpoint: Endpoint::parse(&folder).unwrap(), ..stage.config() }).await;
    assert!(words.contains("cannot open the folder \"Nowhere\""), "{words}");

    let words = said(MailboxConfig { log_in: "wrong".into(), ..stage.config() }).await;
    assert!(words.contains("refused the login of \"tickets\""), "{words}");

    let plain = Scripted::start().await;
    let endpoint = Endpoint::parse(&format!("imap://tickets@localhost:{}/INBOX", plain.port)).unwrap();
    let words = said(MailboxConfig { endpoint, ..stage.config() }).await;
    assert!(words.contains("neither OAUTHBEARER nor XOAUTH2"), "{words}");
}
