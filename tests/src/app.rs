//! An application as one test has it: an engine on a fresh database, a clock that stands still, and the routers.

use std::{path::Path, sync::Arc, time::Duration};

use axum::Router;
use chrono::{DateTime, TimeZone as _, Utc};
use engine::{
    Actor, Address, BrandSettings, Builder, Clock as _, ConfiguredMailAccount, ConfiguredMailProvider,
    Engine, Keys, Letter, LetterKind, LimitSettings, MailSettings, MailboxSettings, ManualClock, Rates,
    Settings, TicketSettings, UserId,
};
use mail::oauth::Providers;
use tempfile::TempDir;

use crate::{
    Backend,
    given::Given,
    servers::{choose_cryptography, provider},
};

/// The address under which mails come in.
pub const MAILBOX: &str = "tickets@example.org";

/// What letters and pages call us.
pub const BRAND: &str = "Support Example Ltd";

/// More than any test writes within an hour.
const PLENTY: u32 = 1_000_000;

/// The queue that [`MAILBOX`] feeds.
pub const QUEUE: &str = "Support";

/// An engine with everything around it, on a database that nobody else uses.
#[derive(Debug)]
pub struct TestApp {
    /// The engine.
    pub engine: Engine,
    /// Its clock, which stands at [`TestApp::opening`] until a test moves it.
    pub clock: Arc<ManualClock>,
    /// The database below.
    pub backend: Backend,
    database: String,
    directory: TempDir,
    providers: Option<Arc<Providers>>,
}

impl TestApp {
    /// On SQLite, with the settings of [`TestApp::settings`].
    pub async fn start() -> Self {
        Self::on(Backend::Sqlite).await
    }

    /// On this kind of database.
    pub async fn on(backend: Backend) -> Self {
        Self::with(backend, |_| ()).await
    }

    /// With settings that a test changes.
    pub async fn with(backend: Backend, change: impl FnOnce(&mut Settings)) -> Self {
        let directory = directory().tempdir().expect("a directory");
        let database = backend.prepared(directory.path()).await;
        Self::open(backend, database, directory, change).await
    }

    /// With a provider of mail that gives tokens, and accounts there.
    pub async fn with_provider(
        backend: Backend,
        providers: Arc<Providers>,
        accounts: Vec<ConfiguredMailAccount>,
    ) -> Self {
        let directory = directory().tempdir().expect("a directory");
        let database = backend.prepared(directory.path()).await;
        let change = |settings: &mut Settings| {
            settings.mail.accounts = accounts;
            settings.mail.providers = vec![ConfiguredMailProvider {
                name: provider::NAME.to_owned(),
                title: "Microsoft".to_owned(),
            }];
        };
        Self::open_with(backend, database, directory, change, Some(providers)).await
    }

    /// On SQLite, with database and files in a directory below `place`.
    pub async fn within(place: &Path) -> Self {
        let directory = directory().tempdir_in(place).expect("a directory");
        let database = Backend::Sqlite.fresh(directory.path()).await;
        Self::open(Backend::Sqlite, database, directory, |_| ()).await
    }

    /// On this database of a PostgreSQL of the test's own.
    pub async fn at(database: String) -> Self {
        Self::open(Backend::Postgres, database, directory().tempdir().expect("a directory"), |_| ()).await
    }

    async fn open(
        backend: Backend,
        database: String,
        directory: TempDir,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        Self::open_with(backend, database, directory, change, None).await
    }

    async fn open_with(
        backend: Backend,
        database: String,
        directory: TempDir,
        change: impl FnOnce(&mut Settings),
        providers: Option<Arc<Providers>>,
    ) -> Self {
        choose_cryptography();
        let clock = Arc::new(ManualClock::new(Self::opening()));
        let mut settings = Self::settings();
        change(&mut settings);
        let builder = builder(&database, &directory, settings, &clock, providers.clone());
        let engine = builder.keys(keys()).open().await.expect("the engine opens");
        Self { engine, clock, backend, database, directory, providers }
    }

    /// A second engine on the same database and files, as another node has it; it shares the clock.
    pub async fn another_node(&self) -> Engine {
        self.node_with(|_| {}).await
    }

    /// Another node on the same database, for which something else was decided.
    pub async fn node_with(&self, change: impl FnOnce(&mut Settings)) -> Engine {
        let mut settings = self.engine.settings().clone();
        change(&mut settings);
        self.builder(settings).keys(keys()).open().await.expect("the engine opens")
    }

    /// Another node on the same database with other keys for passwords, or with none.
    pub async fn node_with_keys(&self, keys: Option<Keys>) -> Engine {
        let builder = self.builder(self.engine.settings().clone());
        let builder = match keys {
            Some(keys) => builder.keys(keys),
            None => builder,
        };
        builder.open().await.expect("the engine opens")
    }

    fn builder(&self, settings: Settings) -> Builder {
        builder(&self.database, &self.directory, settings, &self.clock, self.providers.clone())
    }

    /// What an operator would have decided for a test.
    #[must_use]
    pub fn settings() -> Settings {
        Settings {
            public_url: "https://tickets.example.org".to_owned(),
            brand: BrandSettings {
                name: BRAND.to_owned(),
                locale: "de".to_owned(),
                locales: words::Lang::all().into_iter().map(|lang| lang.as_str().to_owned()).collect(),
                wordings: server::config::wordings(),
                time_zone: "Europe/Berlin".to_owned(),
                contact: "support@example.org".to_owned(),
                ..BrandSettings::default()
            },
            tickets: TicketSettings {
                first_number: 10_001,
                // Tests say themselves who is responsible; those about answers that assign switch it on.
                answer_assigns: false,
                // Tests wait for no email; those about taking back an answer say for how long it can be.
                undo_send: std::time::Duration::ZERO,
                ..TicketSettings::default()
            },
            mail: MailSettings {
                subject_tag: "example.org".to_owned(),
                from: Address { name: BRAND.to_owned(), address: MAILBOX.to_owned() },
                letters_per_person: u64::from(PLENTY),
                mailboxes: vec![MailboxSettings {
                    plus_addressing: true,
                    ..MailboxSettings::new(MAILBOX, QUEUE)
                }],
                ..MailSettings::default()
            },
            limits: LimitSettings {
                // Tests write much in an hour; those about quotas set their own.
                rates: Rates {
                    tickets: PLENTY,
                    comments: PLENTY,
                    files: PLENTY,
                    token: PLENTY,
                    staff: PLENTY,
                    address: PLENTY,
                    password_requests: PLENTY,
                    login_failures: PLENTY,
                },
                ..LimitSettings::default()
            },
            ..Settings::default()
        }
    }

    /// When every test begins: a Friday, at 17:00 in Berlin.
    #[must_use]
    pub fn opening() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2019, 1, 25, 16, 0, 0).single().expect("a time")
    }

    /// The address of the database, for a test that looks below the engine.
    #[must_use]
    pub fn database(&self) -> &str {
        &self.database
    }

    /// The test's own directory; it goes with the test.
    #[must_use]
    pub fn directory(&self) -> &std::path::Path {
        self.directory.path()
    }

    /// People and tickets, made through commands.
    #[must_use]
    pub fn given(&self) -> Given<'_> {
        Given(&self.engine)
    }

    /// Lets time pass, and the timers do what has become due.
    pub async fn pass(&self, time: Duration) {
        self.clock.advance(time);
        self.engine.run_due().await.expect("the timers run");
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Somebody as they act when logged in.
    pub async fn actor(&self, user: UserId) -> Actor {
        self.engine.actor_of(user).await.expect("the user is there")
    }

    /// Takes every letter out of the outbox, as a sender that succeeds at once, and answers what it took.
    pub async fn letters(&self) -> Vec<Letter> {
        let mut taken = Vec::new();
        loop {
            let letters = self.engine.claim_letters(100, Duration::from_mins(1)).await.expect("an outbox");
            if letters.is_empty() {
                return taken;
            }
            for letter in letters {
                self.engine.letters_sent(&[letter.id]).await.expect("noted");
                taken.push(letter);
            }
        }
    }

    /// The kinds and receivers of [`TestApp::letters`]: what most tests want to know.
    pub async fn told(&self) -> Vec<(LetterKind, String)> {
        let letters = self.letters().await;
        letters.into_iter().map(|letter| (letter.kind, letter.to.address)).collect()
    }

    /// Everything over HTTP, as the server mounts it: GraphQL, downloads and pages.
    pub fn router(&self) -> Router {
        graphql::router(self.engine.clone()).merge(self.pages(web_ui::Settings::HEARTBEAT))
    }

    /// The pages alone.
    fn pages(&self, heartbeat: Duration) -> Router {
        let settings = self.engine.settings();
        let engine = self.engine.clone();
        let settings = web_ui::Settings {
            brand: web_ui::Brand {
                name: settings.brand.name.clone(),
                contact: settings.brand.contact.clone(),
                ..web_ui::Brand::default()
            },
            lang: words::Lang::De,
            time_zone: settings.brand.time_zone.clone(),
            https: settings.public_url.starts_with("https:"),
            clock: Arc::new(move || engine.clock().now()),
            stopping: None,
            heartbeat,
            sign_on: None,
            sign_on_alone: !settings.accounts.single_sign_on.is_empty(),
            passkeys: self.engine.passkeys_available(),
        };
        web_ui::router(graphql::InProcess::new(self.engine.clone()), settings)
            .expect("texts and templates are fine")
    }

    /// Serves [`TestApp::router`] on a free port until the test ends, and answers its address.
    pub async fn listen(&self) -> String {
        self.listen_with(web_ui::Settings::HEARTBEAT).await
    }

    /// The same, with another heartbeat of the live connections.
    pub async fn listen_with(&self, heartbeat: Duration) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let app = graphql::router(self.engine.clone())
            .merge(self.pages(heartbeat))
            .into_make_service_with_connect_info::<std::net::SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, app).await });
        format!("http://{address}")
    }
}

fn directory() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("schalter-test-");
    builder
}

/// The key under which tests keep passwords, as a text for a file.
pub const KEY: &str = "YWxsIHRlc3RzIGtlZXAgdGhlaXIgc2VjcmV0cyBoZXI=";

fn keys() -> Keys {
    Keys::parse(KEY).expect("a key")
}

fn builder(
    database: &str,
    directory: &TempDir,
    settings: Settings,
    clock: &Arc<ManualClock>,
    providers: Option<Arc<Providers>>,
) -> Builder {
    let builder = Engine::builder()
        .database(database)
        .blobs(format!("file://{}", directory.path().join("blobs").display()))
        .settings(settings)
        .letter_writer(Arc::new(mail::outbound::Renderer::new().expect("the templates can be read")))
        .mail_reader(Arc::new(|raw| mail::inbound::parse(raw).message))
        .mailbox_tester(Arc::new(mail::inbound::imap::Tester))
        .clock(Arc::<ManualClock>::clone(clock));
    match providers {
        Some(providers) => builder.mail_provider(providers),
        None => builder,
    }
}
