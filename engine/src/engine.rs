//! The handle that a host program holds, and the builder that opens it.

use std::{fmt, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::sync::{Notify, OwnedRwLockReadGuard, RwLock, Semaphore, SemaphorePermit, watch};
use uuid::Uuid;

use crate::{
    actor::Actor,
    blobs::Blobs,
    clock::{Clock, SystemClock},
    content::address,
    error::{Causes, Error, Result},
    guard::{Guard, Guarding},
    hashing::Hashing,
    health::Health,
    journal::{Attendance, Tail},
    letter_writer::LetterWriter,
    mail_provider::MailProvider,
    mailbox_tester::MailboxTester,
    model::IncomingMessage,
    rng::{Ids, Rng, SystemRng},
    secret::{Keys, Secret},
    settings::Settings,
    spool::{Receiver, Spool},
    store::{Database, HostPool, Life, Opening, brand_notices, defaults, former_mailboxes},
};

/// How long closing waits for tokens that a provider of mail was asked for.
const RENEWALS: Duration = Duration::from_secs(10);

/// The engine: commands, queries, journal and outbox over one database and one blob store. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
    /// Where it reads and writes instead, inside a transaction of the host.
    inside: Option<Arc<Database>>,
}

struct Inner {
    database: Database,
    blobs: Blobs,
    spool: Spool,
    settings: Settings,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    ids: Ids,
    hashing: Hashing,
    reports: Semaphore,
    imports: Semaphore,
    secret: Secret,
    node: Uuid,
    life: Life,
    journal: watch::Sender<u64>,
    tail: Arc<Tail>,
    attendance: Attendance,
    outbox: Notify,
    closing: watch::Sender<bool>,
    /// Held for reading while a provider of mail is asked for fresh tokens: what it answers must still be kept.
    renewing: Arc<RwLock<()>>,
    mail_reader: Option<MailReader>,
    letter_writer: Option<Arc<dyn LetterWriter>>,
    mail_provider: Option<Arc<dyn MailProvider>>,
    mailbox_tester: Option<Arc<dyn MailboxTester>>,
    keys: Option<Keys>,
    guard: Guarding,
    health: Health,
}

/// Reads the bytes of a mail; must not fail, whatever they are.
pub type MailReader = Arc<dyn Fn(&[u8]) -> IncomingMessage + Send + Sync>;

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("node", &self.inner.node).finish_non_exhaustive()
    }
}

/// Collects what an engine needs; [`Builder::open`] makes it.
#[derive(Clone)]
#[must_use = "a builder does nothing until it is opened"]
pub struct Builder {
    database: String,
    pool: Option<HostPool>,
    blobs: String,
    opening: Opening,
    settings: Settings,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    mail_reader: Option<MailReader>,
    letter_writer: Option<Arc<dyn LetterWriter>>,
    mail_provider: Option<Arc<dyn MailProvider>>,
    mailbox_tester: Option<Arc<dyn MailboxTester>>,
    keys: Option<Keys>,
    guard: Guarding,
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Builder {
    /// The database: `sqlite://path/to/file.db`, or `postgres://user@host/name`. Default: `sqlite://data/schalter.db`.
    pub fn database(mut self, url: impl Into<String>) -> Self {
        self.database = url.into();
        self
    }

    /// A pool that the host has, instead of [`Builder::database`]: the engine's tables lie beside the host's own, and its
    /// commands can run inside the host's transactions, see [`Engine::within`]. [`Builder::open`] names what such a pool
    /// lacks. The engine does not close it.
    pub fn pool(mut self, pool: HostPool) -> Self {
        self.pool = Some(pool);
        self
    }

    /// Where files and raw mails lie: `file://path/to/directory`, or `s3://bucket/prefix`. Default: `file://data/blobs`.
    pub fn blobs(mut self, url: impl Into<String>) -> Self {
        self.blobs = url.into();
        self
    }

    /// Refuses a database without tables, one that an older version wrote, and a missing directory for files, instead of
    /// making or changing them.
    pub fn existing(mut self) -> Self {
        self.opening = Opening::Existing;
        self
    }

    /// Opens a database as it is, whatever version wrote it, and changes nothing: good for [`Engine::backup_to`] and
    /// for queries.
    pub fn as_it_is(mut self) -> Self {
        self.opening = Opening::AsItIs;
        self
    }

    /// What the operator decides.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Where the time comes from.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Where randomness comes from.
    pub fn rng(mut self, rng: Arc<dyn Rng>) -> Self {
        self.rng = rng;
        self
    }

    /// How stored mails are read when the staff release them; without it they cannot be released.
    pub fn mail_reader(mut self, reader: MailReader) -> Self {
        self.mail_reader = Some(reader);
        self
    }

    /// Who writes emails; without it none can have words of one's own.
    pub fn letter_writer(mut self, writer: Arc<dyn LetterWriter>) -> Self {
        self.letter_writer = Some(writer);
        self
    }

    /// Who asks providers of mail for tokens; without it accounts are used by passwords alone.
    pub fn mail_provider(mut self, provider: Arc<dyn MailProvider>) -> Self {
        self.mail_provider = Some(provider);
        self
    }

    /// Who tries mailboxes before they are added; without it they are added untried.
    pub fn mailbox_tester(mut self, tester: Arc<dyn MailboxTester>) -> Self {
        self.mailbox_tester = Some(tester);
        self
    }

    /// The keys of the operator; without them no password of a mailbox can be kept.
    pub fn keys(mut self, keys: Keys) -> Self {
        self.keys = Some(keys);
        self
    }

    /// Who is asked before every command, and may only refuse it.
    pub fn guard(mut self, guard: Arc<dyn Guard>) -> Self {
        self.guard = guard.into();
        self
    }

    /// Opens the database, brings its tables up to date, and makes the queues that the mailboxes feed.
    ///
    /// # Errors
    /// Internal or unavailable, when the database or the blob store cannot be opened, or does not exist and shall not be
    /// made; the cause says where and why. `BadInput` for `pool`, with everything that the pool of a host lacks.
    pub async fn open(self) -> Result<Engine> {
        let database = match self.pool {
            Some(pool) => Database::of_host(pool, self.opening).await?,
            None => Database::open(&self.database, self.opening).await?,
        };
        let ids = Ids::default();
        let node = ids.next(self.clock.now(), self.rng.as_ref())?;
        let settings = brand_notices::keep(&database, self.settings, self.opening, self.clock.now()).await?;
        let secret = Secret::load_or_make(&database, self.rng.as_ref()).await?;
        let blobs = match self.opening {
            Opening::Create => Blobs::open(&self.blobs).await?,
            Opening::Existing | Opening::AsItIs => Blobs::open_existing(&self.blobs).await?,
        };
        let incoming = settings.limits.incoming.clone().unwrap_or_else(|| blobs.incoming());
        let spool = Spool::new(incoming, blobs.clone(), settings.limits.uploads);
        if self.opening == Opening::Create {
            spool.clean().await;
        }
        let inner = Arc::new(Inner {
            spool,
            blobs,
            database,
            settings,
            clock: self.clock,
            rng: self.rng,
            ids,
            hashing: Hashing::default(),
            reports: Semaphore::new(1),
            imports: Semaphore::new(1),
            secret,
            node,
            life: Life::default(),
            journal: watch::channel(0).0,
            tail: Arc::default(),
            attendance: Attendance::default(),
            outbox: Notify::new(),
            closing: watch::channel(false).0,
            renewing: Arc::default(),
            mail_reader: self.mail_reader,
            letter_writer: self.letter_writer,
            mail_provider: self.mail_provider,
            mailbox_tester: self.mailbox_tester,
            keys: self.keys,
            guard: self.guard,
            health: Health::default(),
        });
        let engine = Engine { inner, inside: None };
        if self.opening == Opening::AsItIs {
            return Ok(engine);
        }
        engine.ensure_queues().await?;
        defaults::apply(&engine).await?;
        former_mailboxes::remember_configured(&engine).await?;
        engine.listen();
        engine.watch_server();
        engine.start_tail();
        engine.start_announcing();
        Ok(engine)
    }
}

impl Engine {
    /// A builder with the defaults: SQLite and files under `./data`.
    pub fn builder() -> Builder {
        Builder {
            database: "sqlite://data/schalter.db".to_owned(),
            pool: None,
            blobs: "file://data/blobs".to_owned(),
            opening: Opening::Create,
            settings: Settings::default(),
            clock: Arc::new(SystemClock),
            rng: Arc::new(SystemRng),
            mail_reader: None,
            letter_writer: None,
            mail_provider: None,
            mailbox_tester: None,
            keys: None,
            guard: Guarding::default(),
        }
    }

    /// What the operator decided.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Where the time comes from.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        self.inner.clock.as_ref()
    }

    /// Ends what follows the journal and closes the connections to the database, unless they are the host's; calls under way
    /// finish.
    pub async fn close(&self) {
        self.inner.closing.send_replace(true);
        self.inner.outbox.notify_waiters();
        let _late = tokio::time::timeout(RENEWALS, self.inner.renewing.write()).await;
        self.announce_rest().await;
        if let Err(error) = self.inner.database.close().await {
            tracing::warn!(error = %Causes(&error), "the database did not close cleanly");
        }
    }

    /// Starts the task that asks the database server whether it answers. It ends with the engine.
    fn watch_server(&self) {
        let (liveness, mut closing) = (Arc::clone(self.database().liveness()), self.closing());
        tokio::spawn(async move {
            tokio::select! {
                () = liveness.watch() => {}
                // Also when the engine is dropped without being closed.
                _ = closing.wait_for(|closing| *closing) => {}
            }
        });
    }

    /// Waits until a mail becomes owed, at most for `max`.
    pub async fn wait_for_letters(&self, max: Duration) {
        let woken = self.inner.outbox.notified();
        let _ = tokio::time::timeout(max, woken).await;
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.inner.clock.now()
    }

    pub(crate) fn rng(&self) -> &dyn Rng {
        self.inner.rng.as_ref()
    }

    /// A fresh id, which sorts behind those made before on this node.
    pub(crate) fn id<T: From<Uuid>>(&self) -> Result<T> {
        Ok(self.inner.ids.next(self.now(), self.rng())?.into())
    }

    pub(crate) fn database(&self) -> &Database {
        self.inside.as_deref().unwrap_or(&self.inner.database)
    }

    /// The same engine, reading and writing inside a transaction of the host.
    pub(crate) fn with_database(&self, database: Database) -> Self {
        Self { inner: Arc::clone(&self.inner), inside: Some(Arc::new(database)) }
    }

    /// The same engine outside of it.
    pub(crate) fn outside(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), inside: None }
    }

    /// Whether it runs inside a transaction of the host, so that nothing that it does is committed yet.
    pub(crate) const fn is_inside(&self) -> bool {
        self.inside.is_some()
    }

    pub(crate) fn guard(&self) -> &Guarding {
        &self.inner.guard
    }

    pub(crate) fn blobs(&self) -> &Blobs {
        &self.inner.blobs
    }

    /// Receives the files of a request of this actor, on disk and within the budgets.
    #[must_use]
    pub fn receiver(&self, actor: &Actor) -> Receiver {
        self.inner.spool.receiver(actor)
    }

    pub(crate) fn spool(&self) -> &Spool {
        &self.inner.spool
    }

    pub(crate) fn health(&self) -> &Health {
        &self.inner.health
    }

    pub(crate) fn hashing(&self) -> &Hashing {
        &self.inner.hashing
    }

    /// The turn of a report: one is counted at a time.
    pub(crate) async fn report_turn(&self) -> Result<SemaphorePermit<'_>> {
        self.inner.reports.acquire().await.map_err(Error::internal)
    }

    /// The turn of an import: one runs at a time.
    pub(crate) async fn import_turn(&self) -> Result<SemaphorePermit<'_>> {
        self.inner.imports.acquire().await.map_err(Error::internal)
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.inner.secret
    }

    /// The name of this process.
    pub(crate) fn node(&self) -> String {
        self.inner.node.to_string()
    }

    /// The name under which this process claims work; `None`: the database does not know that it lives, so that others
    /// may take what it claimed.
    pub(crate) async fn life(&self) -> Option<String> {
        match self.database().server() {
            Some(server) => self.inner.life.name(server, self.closing()).await,
            // One server holds the file.
            None => Some(self.node()),
        }
    }

    /// Reads stored mails again, if the host can.
    pub(crate) fn mail_reader(&self) -> Option<&MailReader> {
        self.inner.mail_reader.as_ref()
    }

    /// Who writes emails.
    ///
    /// # Errors
    /// `BadInput` when this installation has none.
    pub(crate) fn letter_writer(&self) -> Result<&dyn LetterWriter> {
        let message = "This installation does not send emails, so email templates cannot be changed.";
        self.inner.letter_writer.as_deref().ok_or_else(|| Error::bad("kind", "emails-none", message))
    }

    /// Who asks providers of mail for tokens, if the host has somebody.
    pub(crate) fn mail_provider(&self) -> Option<&Arc<dyn MailProvider>> {
        self.inner.mail_provider.as_ref()
    }

    /// Who tries mailboxes, if the host has somebody.
    pub(crate) fn mailbox_tester(&self) -> Option<&Arc<dyn MailboxTester>> {
        self.inner.mailbox_tester.as_ref()
    }

    /// The keys of the operator, if there are any.
    pub(crate) fn keys(&self) -> Option<&Keys> {
        self.inner.keys.as_ref()
    }

    /// Keeps the engine from closing for as long as it is held.
    pub(crate) async fn renewing(&self) -> OwnedRwLockReadGuard<()> {
        Arc::clone(&self.inner.renewing).read_owned().await
    }

    /// Counts up whenever the journal may have grown.
    pub(crate) fn journal_wake(&self) -> &watch::Sender<u64> {
        &self.inner.journal
    }

    /// What is new in the journal, read once for all who follow.
    pub(crate) fn tail(&self) -> &Arc<Tail> {
        &self.inner.tail
    }

    /// Who of the staff is at a ticket on this node.
    pub(crate) fn attendance(&self) -> &Attendance {
        &self.inner.attendance
    }

    /// Turns true when the engine closes.
    pub(crate) fn closing(&self) -> watch::Receiver<bool> {
        self.inner.closing.subscribe()
    }

    /// Tells this node that a transaction of the host was committed in which commands ran: live readers and senders of mail
    /// look at once. Without it they look by themselves: readers within a second, senders when they wake next.
    pub fn host_committed(&self) {
        self.database().remembered().forget();
        self.outside().wake(true);
    }

    /// Wakes whoever sends mails on this node and, if the journal grew, whoever follows it.
    pub(crate) fn wake(&self, journalled: bool) {
        if self.is_inside() {
            // Nothing is to be seen before the host commits.
            return;
        }
        if journalled {
            self.inner.journal.send_modify(|count| *count = count.wrapping_add(1));
            self.inner.tail.announcer().mark();
        }
        self.inner.outbox.notify_one();
    }

    /// The domain in the ids of letters, in ASCII form: an id has no other letters (RFC 5322, section 3.6.4).
    pub(crate) fn mail_domain(&self) -> String {
        let domain = address::domain_of(&self.settings().mail.from.address);
        address::normalise_domain(domain).unwrap_or_else(|| "localhost".to_owned())
    }

    async fn ensure_queues(&self) -> Result<()> {
        let mailboxes = &self.settings().mail.mailboxes;
        if mailboxes.is_empty() {
            return self.ensure_queue("Support", None).await;
        }
        for mailbox in mailboxes {
            self.ensure_queue(&mailbox.queue, Some(&mailbox.address)).await?;
        }
        Ok(())
    }
}
