//! Opens the database: two pools on one SQLite file, or one pool on PostgreSQL; migrated when it returns.

use std::{sync::Arc, time::Duration};

use sea_orm::{
    ConnAcquireErr, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::{
    HostPool, Liveness, audit_words, batch::MailTurn, held::Held, host, names, place, postgres,
    postgres::Server, reading::Reading, remembered::Remembered, restored, search, sqlite, switches,
    title_keys, within::Inside,
};
use crate::error::{Error, Result};

/// How long a reading of the journal may take, which takes milliseconds. Whoever follows hears nothing until then.
const ASIDE: Duration = Duration::from_secs(4);

/// The connections to the database. Writes go through [`begin`](Self::begin) alone; inside a
/// transaction nothing may touch `rw`, because on SQLite that pool is the transaction's one
/// connection and would wait for itself.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    rw: DatabaseConnection,
    ro: Reading,
    /// Where the journal is read, if not through `ro`.
    aside: Option<Reading>,
    shifts: Arc<[i64]>,
    liveness: Arc<Liveness>,
    held: Held,
    moment: Arc<Moment>,
    /// Whether the pool is the host's, to be left open.
    lent: bool,
    /// Where several connections could write and only one may.
    turn: Option<Arc<Mutex<()>>>,
}

/// What this node knows at the moment beside what the database says.
#[derive(Debug, Default)]
struct Moment {
    remembered: Remembered,
    mail_turn: MailTurn,
}

impl Database {
    /// Connects and migrates. The directory and the file of a new SQLite database are made only if `opening` says so, and
    /// so are the tables of any new database.
    pub(crate) async fn open(url: &str, opening: Opening) -> Result<Self> {
        let database = if url.starts_with("sqlite:") {
            Self::sqlite(url, opening).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::postgres(url).await?
        } else {
            // Without the text itself: it may hold a password.
            let message = "the database URL must start with sqlite:// or postgres://";
            return Err(DbErr::Custom(message.to_owned()).into());
        };
        database.ready(opening, url).await
    }

    /// The database of a pool that a host brought.
    ///
    /// # Errors
    /// `BadInput` for `pool`, when it lacks something.
    pub(crate) async fn of_host(pool: HostPool, opening: Opening) -> Result<Self> {
        host::check_pool(&pool).await?;
        if pool.get_database_backend() == DbBackend::Sqlite {
            switches::notice(&pool).await?;
        }
        let liveness = Arc::new(Liveness::of_pool(&pool));
        // Of the connections of one SQLite file one writes, and the others would only wait for it.
        let turn = (pool.get_database_backend() == DbBackend::Sqlite).then(Arc::default);
        let ro = Reading::Pool(pool.clone());
        let aside = aside(&pool);
        let (shifts, held) = (Arc::default(), Held::default());
        let database =
            Self { rw: pool, ro, aside, shifts, liveness, held, moment: Arc::default(), lent: true, turn };
        database.ready(opening, "of the host").await
    }

    /// The same database inside a transaction of the host.
    pub(super) fn inside(&self, inside: &Arc<Inside>) -> Self {
        let turn = Some(Arc::clone(&inside.turn));
        Self { ro: Reading::Within(Arc::clone(inside)), aside: None, turn, ..self.clone() }
    }

    /// Brings the tables up to date, as far as `opening` says.
    async fn ready(self, opening: Opening, name: &str) -> Result<Self> {
        if opening != Opening::Create && migration::is_new(&self.rw).await? {
            return Err(place::missing(name));
        }
        match opening {
            Opening::Create => drop(migration::up(&self.rw).await?),
            // A command that works beside a server must not change the tables under it.
            Opening::Existing if !migration::is_current(&self.rw).await? => return Err(place::old(name)),
            Opening::Existing => {}
            Opening::AsItIs => return Ok(self),
        }
        if opening == Opening::Create {
            names::fill(&self.rw).await?;
            title_keys::fill(&self.rw).await?;
            audit_words::fill(&self.rw).await?;
            search::fold_by_letter(&self.rw).await?;
        }
        let shifts = restored::shifts(&self.rw).await?.into();
        Ok(Self { shifts, ..self })
    }

    async fn sqlite(url: &str, opening: Opening) -> Result<Self> {
        match opening {
            Opening::Create => drop(place::create(url)?),
            Opening::Existing | Opening::AsItIs => place::require(url)?,
        }
        // A server answers people, who are better told than kept waiting; a command has nothing else to do.
        let busy = if opening == Opening::Create { sqlite::IMPATIENT } else { sqlite::BUSY };
        let unusable = |error| place::unusable(url, error);
        let rw = sqlite::writer(url, busy).await.map_err(unusable)?;
        switches::notice(&rw).await?;
        let ro = sqlite::readers(url, busy).await?;
        let (ro, liveness) = (Reading::Pool(ro), Arc::new(Liveness::unwatched()));
        let (shifts, held) = (Arc::default(), Held::default());
        Ok(Self {
            rw,
            ro,
            aside: None,
            shifts,
            liveness,
            held,
            moment: Arc::default(),
            lent: false,
            turn: None,
        })
    }

    async fn postgres(url: &str) -> Result<Self, DbErr> {
        let liveness = Arc::new(Liveness::of(url)?);
        let rw = postgres::connect(url, &liveness).await?;
        let (ro, aside) = (Reading::Watched(rw.clone(), Arc::clone(&liveness)), aside(&rw));
        let (shifts, held) = (Arc::default(), Held::default());
        Ok(Self { rw, ro, aside, shifts, liveness, held, moment: Arc::default(), lent: false, turn: None })
    }

    /// Begins to write. On SQLite this takes the write lock at once: a transaction that reads first
    /// and upgrades later fails whenever another one wrote in between.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        if let Reading::Within(inside) = &self.ro {
            return inside.begin().await;
        }
        let begin = self.rw.begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        });
        if self.backend() == DbBackend::Postgres {
            return self.liveness.answer("BEGIN", begin).await;
        }
        // Whoever waits behind one who could not begin need not find out for themselves.
        tokio::select! {
            work = begin => {
                self.held.note(work.as_ref().map(drop));
                work
            }
            () = self.held.lasts() => Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)),
        }
    }

    /// Whether another process has kept this one from writing, the last time that it tried.
    pub(crate) fn is_held(&self) -> bool {
        self.held.is_held()
    }

    /// Waits until nobody else writes, where that is not the affair of the pool; hold it until the transaction has ended.
    pub(super) async fn turn(&self) -> Option<OwnedMutexGuard<()>> {
        match &self.turn {
            Some(turn) => Some(Arc::clone(turn).lock_owned().await),
            None => None,
        }
    }

    /// For reading. On SQLite the engine's own connections refuse to write.
    pub(crate) const fn ro(&self) -> &Reading {
        &self.ro
    }

    /// Who was recognised a moment ago.
    pub(crate) fn remembered(&self) -> &Remembered {
        &self.moment.remembered
    }

    /// How the turn of those who write about mails came.
    pub(crate) fn mail_turn(&self) -> &MailTurn {
        &self.moment.mail_turn
    }

    /// For reading the journal, and telling of it: on PostgreSQL a connection of its own, since those who write keep all others
    /// busy just when there is most to tell.
    pub(crate) fn aside(&self) -> &Reading {
        self.aside.as_ref().unwrap_or(&self.ro)
    }

    /// What is read aside, if it comes in time: a connection that does not answer is given up, and the next reading opens
    /// another. Where nothing is read aside, it is waited for as for any other.
    pub(crate) async fn in_time<T, E>(&self, reading: impl Future<Output = Result<T, E>>) -> Result<T>
    where
        Error: From<E>,
    {
        if self.aside.is_none() {
            return Ok(reading.await?);
        }
        match tokio::time::timeout(ASIDE, reading).await {
            Ok(read) => Ok(read?),
            Err(_elapsed) => Err(Error::unavailable("the connection of the journal does not answer")),
        }
    }

    /// The connection that writes, outside of a transaction: for what SQLite allows in none.
    pub(super) const fn writer(&self) -> &DatabaseConnection {
        &self.rw
    }

    /// Whether the server answers.
    pub(crate) const fn liveness(&self) -> &Arc<Liveness> {
        &self.liveness
    }

    /// Which database this is.
    pub(crate) fn backend(&self) -> DbBackend {
        self.rw.get_database_backend()
    }

    /// Whether it is PostgreSQL, which several nodes share; SQLite otherwise.
    pub(crate) fn is_postgres(&self) -> bool {
        self.backend() == DbBackend::Postgres
    }

    /// How PostgreSQL is reached, for what needs a connection of its own.
    pub(crate) fn server(&self) -> Option<Arc<Server>> {
        postgres::server_of(&self.rw)
    }

    /// By how much the lines of the journal were moved, each time this database came into another cluster.
    pub(crate) fn journal_shifts(&self) -> &[i64] {
        &self.shifts
    }

    /// Closes all connections once they are idle, unless they are the host's; the last one folds SQLite's log into its file.
    pub(crate) async fn close(&self) -> Result<(), DbErr> {
        if self.lent {
            return Ok(());
        }
        for reading in [Some(&self.ro), self.aside.as_ref()].into_iter().flatten() {
            if let Reading::Pool(pool) | Reading::Watched(pool, _) = reading {
                pool.close_by_ref().await?;
            }
        }
        self.rw.close_by_ref().await
    }
}

/// Whether a database may be new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    /// It is made if there is none.
    Create,
    /// It must be there: whoever mistook the place must not be answered from an empty one.
    Existing,
    /// It must be there, and nothing of it is changed, whatever version wrote it.
    AsItIs,
}

fn aside(pool: &DatabaseConnection) -> Option<Reading> {
    let server = postgres::server_of(pool)?;
    Some(Reading::Pool(postgres::aside(&server)))
}
