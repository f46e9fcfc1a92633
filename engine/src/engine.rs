//! The handle that a host program holds, and the builder that opens it.

use std::{fmt, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use sea_orm::DbBackend;
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use crate::{
    actor::Actor,
    blobs::Blobs,
    clock::{Clock, SystemClock},
    error::{Error, Result},
    hashing::Hashing,
    health::Health,
    journal::{Attendance, Tail},
    letter_writer::LetterWriter,
    model::IncomingMessage,
    rng::{Ids, Rng, SystemRng},
    secret::Secret,
    settings::Settings,
    spool::{Receiver, Spool},
    store::{Database, Opening, defaults, life::Life},
};

/// The engine: commands, queries, journal and outbox over one database and one blob store. Cheap to clone.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    database: Database,
    blobs: Blobs,
    spool: Spool,
    settings: Settings,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    ids: Ids,
    hashing: Hashing,
    secret: Secret,
    node: Uuid,
    life: Life,
    journal: watch::Sender<u64>,
    tail: Arc<Tail>,
    attendance: Attendance,
    outbox: Notify,
    closing: watch::Sender<bool>,
    mail_reader: Option<MailReader>,
    letter_writer: Option<Arc<dyn LetterWriter>>,
    health: Health,
}

/// Reads the bytes of a mail; must not fail, whatever they are.
pub type MailReader = Arc<dyn Fn(&[u8]) -> IncomingMessage + Send + Sync>;

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("node", &self.0.node).finish_non_exhaustive()
    }
}

/// Collects what an engine needs; [`Builder::open`] makes it.
#[derive(Clone)]
#[must_use = "a builder does nothing until it is opened"]
pub struct Builder {
    database: String,
    blobs: String,
    opening: Opening,
    settings: Settings,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    mail_reader: Option<MailReader>,
    letter_writer: Option<Arc<dyn LetterWriter>>,
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

    /// Opens a database as it is, whatever version wrote it, and changes nothing: good for [`Engine::backup_to`] alone.
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

    /// Opens the database, brings its tables up to date, and makes the queues that the mailboxes feed.
    ///
    /// # Errors
    /// Internal or unavailable, when the database or the blob store cannot be opened, or does not exist and shall not be
    /// made; the cause says where and why.
    pub async fn open(self) -> Result<Engine> {
        let database = Database::open(&self.database, self.opening).await?;
        let ids = Ids::default();
        let node = ids.next(self.clock.now(), self.rng.as_ref())?;
        let secret = Secret::load_or_make(&database, self.rng.as_ref()).await?;
        let blobs = match self.opening {
            Opening::Create => Blobs::open(&self.blobs).await?,
            Opening::Existing | Opening::AsItIs => Blobs::open_existing(&self.blobs).await?,
        };
        let incoming = self.settings.incoming.clone().unwrap_or_else(|| blobs.incoming());
        let spool = Spool::new(incoming, self.settings.upload_budget);
        if self.opening == Opening::Create {
            spool.clean().await;
        }
        let engine = Engine(Arc::new(Inner {
            spool,
            blobs,
            database,
            settings: self.settings,
            clock: self.clock,
            rng: self.rng,
            ids,
            hashing: Hashing::default(),
            secret,
            node,
            life: Life::default(),
            journal: watch::channel(0).0,
            tail: Arc::default(),
            attendance: Attendance::default(),
            outbox: Notify::new(),
            closing: watch::channel(false).0,
            mail_reader: self.mail_reader,
            letter_writer: self.letter_writer,
            health: Health::default(),
        }));
        if self.opening == Opening::AsItIs {
            return Ok(engine);
        }
        engine.ensure_queues().await?;
        defaults::apply(&engine).await?;
        engine.listen();
        engine.watch_server();
        engine.start_tail();
        Ok(engine)
    }
}

impl Engine {
    /// A builder with the defaults: SQLite and files under `./data`.
    pub fn builder() -> Builder {
        Builder {
            database: "sqlite://data/schalter.db".to_owned(),
            blobs: "file://data/blobs".to_owned(),
            opening: Opening::Create,
            settings: Settings::default(),
            clock: Arc::new(SystemClock),
            rng: Arc::new(SystemRng),
            mail_reader: None,
            letter_writer: None,
        }
    }

    /// What the operator decided.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Where the time comes from.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        self.0.clock.as_ref()
    }

    /// Ends what follows the journal and closes the connections to the database; calls under way finish.
    pub async fn close(&self) {
        self.0.closing.send_replace(true);
        self.0.outbox.notify_waiters();
        if let Err(error) = self.0.database.close().await {
            tracing::warn!(%error, "the database did not close cleanly");
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
        let woken = self.0.outbox.notified();
        let _ = tokio::time::timeout(max, woken).await;
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    pub(crate) fn rng(&self) -> &dyn Rng {
        self.0.rng.as_ref()
    }

    /// A fresh id, which sorts behind those made before on this node.
    pub(crate) fn id<T: From<Uuid>>(&self) -> Result<T> {
        Ok(self.0.ids.next(self.now(), self.rng())?.into())
    }

    pub(crate) fn database(&self) -> &Database {
        &self.0.database
    }

    pub(crate) fn blobs(&self) -> &Blobs {
        &self.0.blobs
    }

    /// Receives the files of a request of this actor, on disk and within the budgets.
    #[must_use]
    pub fn receiver(&self, actor: &Actor) -> Receiver {
        self.0.spool.receiver(actor)
    }

    pub(crate) fn spool(&self) -> &Spool {
        &self.0.spool
    }

    pub(crate) fn health(&self) -> &Health {
        &self.0.health
    }

    pub(crate) fn hashing(&self) -> &Hashing {
        &self.0.hashing
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.0.secret
    }

    /// The name of this process.
    pub(crate) fn node(&self) -> String {
        self.0.node.to_string()
    }

    /// The name under which this process claims work; `None`: the database does not know that it lives, so that others
    /// may take what it claimed.
    pub(crate) async fn life(&self) -> Option<String> {
        match self.database().backend() {
            DbBackend::Postgres => self.0.life.name(self.database().url(), self.closing()).await,
            // One server holds the file.
            _ => Some(self.node()),
        }
    }

    /// Reads stored mails again, if the host can.
    pub(crate) fn mail_reader(&self) -> Option<&MailReader> {
        self.0.mail_reader.as_ref()
    }

    /// Who writes emails.
    ///
    /// # Errors
    /// `BadInput` when this installation has none.
    pub(crate) fn letter_writer(&self) -> Result<&dyn LetterWriter> {
        let message = "This installation writes no emails, so that they can have no words of their own.";
        self.0.letter_writer.as_deref().ok_or_else(|| Error::bad("kind", "emails-none", message))
    }

    /// Counts up whenever the journal may have grown.
    pub(crate) fn journal_wake(&self) -> &watch::Sender<u64> {
        &self.0.journal
    }

    /// What is new in the journal, read once for all who follow.
    pub(crate) fn tail(&self) -> &Arc<Tail> {
        &self.0.tail
    }

    /// Who of the staff is at a ticket on this node.
    pub(crate) fn attendance(&self) -> &Attendance {
        &self.0.attendance
    }

    /// Turns true when the engine closes.
    pub(crate) fn closing(&self) -> watch::Receiver<bool> {
        self.0.closing.subscribe()
    }

    /// Wakes whoever sends mails on this node and, if the journal grew, whoever follows it.
    pub(crate) fn wake(&self, journalled: bool) {
        if journalled {
            self.0.journal.send_modify(|count| *count = count.wrapping_add(1));
        }
        self.0.outbox.notify_one();
    }

    /// The domain in which our Message-IDs are made.
    pub(crate) fn mail_domain(&self) -> &str {
        self.settings().mail_from.address.rsplit_once('@').map_or("localhost", |(_, domain)| domain)
    }

    async fn ensure_queues(&self) -> Result<()> {
        let mailboxes = &self.settings().mailboxes;
        if mailboxes.is_empty() {
            return self.ensure_queue("Support", None).await;
        }
        for mailbox in mailboxes {
            self.ensure_queue(&mailbox.queue, Some(&mailbox.address)).await?;
        }
        Ok(())
    }
}
