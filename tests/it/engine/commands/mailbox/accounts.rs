//! A mailbox of the page is opened by tokens of a provider in the place of a password, and they are shown to its server alone.

use std::time::Duration;

use engine::{
    Actor, Engine, Error, MailAccount, MailSecret, MailboxFault, MailboxLogIn, MailboxSecurity, MailboxTerms,
    Paging,
};
use tests::servers::provider::{NAME, Provider};
use tests::{Backend, MAILBOX, Person, TestApp};

use super::{SECRET, input, told};

const BOX: &str = "box@example.org";

/// The account of the provider of these tests.
const USER: &str = "support@example.org";

struct Stage {
    app: TestApp,
    provider: Provider,
    ada: Person,
    queue: engine::QueueId,
}

impl Stage {
    /// A provider; `for_file`: with an account by which the mailbox of the file is fetched.
    async fn set(backend: Backend, for_file: bool) -> Self {
        let provider = Provider::start(USER).await;
        let accounts = if for_file { provider.configured(MAILBOX) } else { Vec::new() };
        let app = TestApp::with_provider(backend, provider.providers(), accounts).await;
        let ada = app.given().admin("ada@example.org").await;
        let queue = app.given().queue("First").await.id;
        Self { app, provider, ada, queue }
    }

    async fn add(&self) -> engine::MailboxId {
        let new = input(BOX, self.queue, by_provider("imap.example.org"));
        self.app.engine.create_mailbox(&self.ada.actor, new).await.expect("added").id
    }

    async fn change(&self, id: engine::MailboxId, terms: MailboxTerms) -> Result<(), Error> {
        self.app.engine.update_mailbox(&self.ada.actor, id, terms).await.map(|_| ())
    }

    /// Somebody signs in at the provider, a moment later.
    async fn connect(&self) -> Result<(), Error> {
        self.app.clock.advance(Duration::from_secs(1));
        let (account, grant) = (self.provider.account(), self.provider.grant());
        self.app.engine.connect_mail_account(&self.ada.actor, &account, grant).await
    }

    async fn has_token(&self) -> bool {
        self.app.engine.mail_access_token(&self.provider.account(), None).await.is_ok()
    }

    /// What the audit log says of accounts, the newest first.
    async fn told_of_accounts(&self) -> Vec<&'static str> {
        let log = self.app.engine.audit_log(&Actor::system(), None, &Paging::default()).await.unwrap();
        let kinds = log.items.iter().map(|(_, entry)| entry.audited.kind());
        kinds.filter(|kind| kind.starts_with("MAIL_")).collect()
    }
}

fn by_provider(host: &str) -> MailboxTerms {
    MailboxTerms {
        host: Some(host.to_owned()),
        user: Some(USER.to_owned()),
        oauth: Some(NAME.to_owned()),
        ..MailboxTerms::default()
    }
}

async fn log_in(engine: &Engine) -> MailboxLogIn {
    engine.mailboxes_to_fetch().await.unwrap().remove(0).log_in
}

fn account() -> MailAccount {
    MailAccount { provider: NAME.to_owned(), account: USER.to_owned() }
}

#[tokio::test]
async fn a_mailbox_with_a_provider_waits_for_a_sign_in_and_is_then_opened_by_its_tokens() {
    for backend in Backend::each() {
        let stage = Stage::set(backend, false).await;
        let (app, ada) = (&stage.app, &stage.ada.actor);
        let jana = app.given().agent("jana@example.org").await.actor;
        let refused =
            app.engine.create_mailbox(&jana, input(BOX, stage.queue, by_provider("i.example"))).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
        assert!(app.engine.mail_providers(&jana).is_err());
        assert_eq!(app.engine.mail_providers(ada).unwrap()[0].title, "Microsoft");
        let unknown = MailboxTerms { oauth: Some("other".to_owned()), ..by_provider("i.example") };
        let both = MailboxTerms { password: Some(MailSecret::new("x")), ..by_provider("i.example") };
        for (terms, field, reason) in [
            (unknown, "oauth", "mailbox-provider-unknown"),
            (both, "password", "mailbox-password-and-provider"),
            (by_provider(""), "host", "mailbox-host-required"),
        ] {
            let refused = app.engine.create_mailbox(ada, input(BOX, stage.queue, terms)).await.unwrap_err();
            assert_eq!((refused.field(), refused.reason()), (Some(field), reason), "{refused}");
        }

        let id = stage.add().await;
        let other = app.another_node().await;
        assert_eq!(log_in(&other).await, MailboxLogIn::AwaitsSignIn(account()));
        let health = async || app.engine.mailbox_health(ada).await.unwrap().remove(1);
        let waits = health().await;
        assert_eq!((waits.oauth.as_deref(), waits.awaits_sign_in), (Some(NAME), true));
        assert_eq!((waits.health.last_fault, waits.is_fetched()), (Some(MailboxFault::NotConnected), false));
        let refused = app.engine.fetch_mailboxes(ada, Some(BOX)).await.unwrap_err();
        assert_eq!(refused.reason(), "mailbox-not-fetched");
        let accounts = app.engine.mail_accounts(ada).await.unwrap();
        assert_eq!((accounts.len(), &accounts[0].configured.account), (1, &account()));
        assert_eq!(accounts[0].configured.mailboxes, [BOX]);
        assert_eq!(accounts[0].configured.provider_title, "Microsoft");

        let url = app.engine.start_mail_sign_in(ada, BOX, None).await.unwrap();
        let (asked, code) = stage.provider.sign_in(&url);
        app.engine.finish_mail_sign_in(ada, &asked, &MailSecret::new(code)).await.unwrap();
        assert_eq!(log_in(&other).await, MailboxLogIn::Account(account()));
        let works = health().await;
        assert_eq!((works.health.last_fault, works.is_fetched()), (None, true));
        assert!(stage.has_token().await);
        assert_eq!(app.engine.fetch_mailboxes(ada, None).await.unwrap(), [BOX]);

        // What has nothing to do with the server leaves the consent as it is; also twice.
        for _ in 0..2 {
            let folder = MailboxTerms { folder: Some("Support".to_owned()), ..MailboxTerms::default() };
            stage.change(id, folder).await.unwrap();
            assert_eq!(log_in(&other).await, MailboxLogIn::Account(account()));
        }
        let changes = told(app, &stage.ada).await;
        assert!(changes[1].contains(&("oauth".to_owned(), None, Some(NAME.to_owned()))), "{changes:?}");
    }
}

#[tokio::test]
async fn another_server_wants_a_sign_in_of_its_own() {
    for backend in Backend::each() {
        let stage = Stage::set(backend, false).await;
        let id = stage.add().await;
        stage.connect().await.unwrap();
        for elsewhere in [
            MailboxTerms { host: Some("evil.example".to_owned()), ..MailboxTerms::default() },
            MailboxTerms { port: Some(994), ..MailboxTerms::default() },
        ] {
            assert_eq!(log_in(&stage.app.engine).await, MailboxLogIn::Account(account()));
            stage.app.clock.advance(Duration::from_secs(1));
            stage.change(id, elsewhere).await.unwrap();
            assert_eq!(log_in(&stage.app.engine).await, MailboxLogIn::AwaitsSignIn(account()));
            assert!(!stage.has_token().await, "nothing else uses it");
            stage.connect().await.unwrap();
        }
        let user = MailboxTerms { user: Some("other@example.org".to_owned()), ..MailboxTerms::default() };
        stage.change(id, user).await.unwrap();
        let other = MailAccount { account: "other@example.org".to_owned(), ..account() };
        assert_eq!(log_in(&stage.app.engine).await, MailboxLogIn::AwaitsSignIn(other));
        assert!(!stage.has_token().await);
        assert!(matches!(stage.connect().await, Err(Error::NotFound { .. })), "nothing uses it any more");
    }
}

#[tokio::test]
async fn the_account_of_the_file_is_shown_to_no_server_of_the_page_without_a_sign_in_and_outlives_it() {
    for backend in Backend::each() {
        let stage = Stage::set(backend, true).await;
        stage.connect().await.unwrap();
        stage.app.clock.advance(Duration::from_secs(1));
        let id = stage.add().await;
        assert_eq!(log_in(&stage.app.engine).await, MailboxLogIn::AwaitsSignIn(account()));
        let accounts = stage.app.engine.mail_accounts(&stage.ada.actor).await.unwrap();
        assert_eq!(accounts.len(), 1);
        assert_eq!(accounts[0].configured.mailboxes, [MAILBOX, BOX]);
        stage.connect().await.unwrap();
        assert_eq!(log_in(&stage.app.engine).await, MailboxLogIn::Account(account()));
        stage.app.engine.delete_mailbox(&stage.ada.actor, id).await.unwrap();
        assert!(stage.has_token().await, "the file uses it");
        assert_eq!(stage.told_of_accounts().await, ["MAIL_ACCOUNT_CONNECTED", "MAIL_ACCOUNT_CONNECTED"]);
    }
}

#[tokio::test]
async fn password_and_provider_take_the_place_of_each_other() {
    for backend in Backend::each() {
        let stage = Stage::set(backend, false).await;
        let id = stage.add().await;
        stage.connect().await.unwrap();
        let to_password = || MailboxTerms { oauth: Some(String::new()), ..MailboxTerms::default() };
        let refused = stage.change(id, to_password()).await.unwrap_err();
        let expected = (Some("password"), "mailbox-password-required");
        assert_eq!((refused.field(), refused.reason()), expected, "{refused}");
        let with_password =
            MailboxTerms { password: Some(MailSecret::new(SECRET)), ..MailboxTerms::default() };
        stage.change(id, with_password).await.unwrap();
        let password = MailboxLogIn::Password(MailSecret::new(SECRET));
        assert_eq!(log_in(&stage.app.engine).await, password);
        assert!(!stage.has_token().await);
        assert!(stage.app.engine.mail_accounts(&stage.ada.actor).await.unwrap().is_empty());
        // The form says so each time, and then the password stays.
        stage.change(id, to_password()).await.unwrap();
        assert_eq!(log_in(&stage.app.engine).await, password);

        let to_provider = MailboxTerms { oauth: Some(NAME.to_owned()), ..MailboxTerms::default() };
        stage.change(id, to_provider).await.unwrap();
        assert_eq!(log_in(&stage.app.engine).await, MailboxLogIn::AwaitsSignIn(account()));
        let refused = stage.change(id, to_password()).await.unwrap_err();
        assert_eq!(refused.reason(), "mailbox-password-required", "the one before is forgotten");
        let expected = ["MAIL_ACCOUNT_DISCONNECTED", "MAIL_ACCOUNT_CONNECTED"];
        assert_eq!(stage.told_of_accounts().await, expected);
        assert!(!format!("{:?}", told(&stage.app, &stage.ada).await).contains(SECRET));
    }
}

#[tokio::test]
async fn a_deleted_mailbox_takes_its_tokens_with_it() {
    for backend in Backend::each() {
        let stage = Stage::set(backend, false).await;
        let id = stage.add().await;
        stage.connect().await.unwrap();
        stage.app.engine.delete_mailbox(&stage.ada.actor, id).await.unwrap();
        assert!(!stage.has_token().await);
        let expected = ["MAIL_ACCOUNT_DISCONNECTED", "MAIL_ACCOUNT_CONNECTED"];
        assert_eq!(stage.told_of_accounts().await, expected);
        // Added again, it begins anew.
        stage.add().await;
        assert_eq!(log_in(&stage.app.engine).await, MailboxLogIn::AwaitsSignIn(account()));
    }
}

#[tokio::test]
async fn a_token_is_used_at_no_server_that_was_not_shown_to_who_signed_in() {
    for backend in Backend::each() {
        let stage = Stage::set(backend, true).await;
        let (app, ada) = (&stage.app, &stage.ada.actor);
        let sign_in = async |url: &str| {
            let (asked, code) = stage.provider.sign_in(url);
            app.engine.finish_mail_sign_in(ada, &asked, &MailSecret::new(code)).await
        };
        let begin = async || app.engine.start_mail_sign_in(ada, MAILBOX, None).await.unwrap();
        // Somebody has the page of the provider open, and meanwhile a colleague adds a mailbox of the account elsewhere.
        let url = begin().await;
        let new = input(BOX, stage.queue, by_provider("imap.elsewhere.example"));
        let id = app.engine.create_mailbox(ada, new).await.expect("added").id;
        app.clock.advance(Duration::from_secs(1));
        let refused = sign_in(&url).await.expect_err("refused");
        assert_eq!((refused.field(), refused.reason()), (Some("state"), "servers-changed"));
        assert!(!stage.has_token().await);
        assert_eq!(log_in(&app.engine).await, MailboxLogIn::AwaitsSignIn(account()));
        let known = app.engine.mail_accounts(ada).await.unwrap().remove(0).configured.servers;
        assert_eq!(
            known,
            ["imaps://imap.example.org:993", "imaps://imap.elsewhere.example:993"],
            "both are shown"
        );
        sign_in(&begin().await).await.unwrap();
        assert_eq!(log_in(&app.engine).await, MailboxLogIn::Account(account()));
        // The mailbox is moved while somebody signs in anew: the token goes neither there nor anywhere.
        let url = begin().await;
        let moved = MailboxTerms { port: Some(1993), ..MailboxTerms::default() };
        stage.change(id, moved).await.unwrap();
        app.clock.advance(Duration::from_secs(1));
        assert!(sign_in(&url).await.is_err());
        assert_eq!(log_in(&app.engine).await, MailboxLogIn::AwaitsSignIn(account()));
        let start_tls = MailboxTerms {
            port: Some(993),
            security: Some(MailboxSecurity::StartTls),
            ..MailboxTerms::default()
        };
        stage.change(id, start_tls).await.unwrap();
        assert_eq!(log_in(&app.engine).await, MailboxLogIn::AwaitsSignIn(account()));
    }
}
