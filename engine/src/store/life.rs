//! The sign of life of a node on PostgreSQL: a session of its own that holds an advisory lock for as long as it lives.
//!
//! Work is claimed under the name of that lock. When a process dies, PostgreSQL ends its session and frees the lock, and
//! every other node sees at once that the claims are abandoned. A process that hangs, or a host that is gone, loses its
//! session within twenty seconds. A node that cannot renew its sign of life notices before the others take over.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use sea_orm::sqlx::{Connection as _, Error, PgConnection, postgres::PgConnectOptions, query, query_scalar};
use tokio::{
    sync::watch,
    time::{Instant, sleep, timeout},
};

use crate::error::{Causes, LastingFault};

/// How often the sign of life is renewed, and how long the answer may take.
const BEAT: Duration = Duration::from_secs(5);

/// For how long after a renewal a node may rely on its claims: shorter than [`SETTINGS`] let a silent session live.
const TRUST: Duration = Duration::from_secs(15);

/// How long to wait before a lost session is opened anew.
const RETRY: Duration = Duration::from_secs(2);

/// How long the first caller waits for the first sign of life.
const FIRST: Duration = Duration::from_secs(5);

/// The first half of the locks' key, as `living.rs` spells it; the second is drawn for each session.
const CLASS: i32 = 0x5343_484C;

/// Ends the session of a process that says nothing for 20 seconds, and of a host that does not answer for 15. Settings
/// that this version of PostgreSQL does not know are left out.
const SETTINGS: &str = "SELECT count(set_config(name, value, false)) FROM (VALUES
        ('tcp_keepalives_idle', '5'), ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '2'),
        ('idle_session_timeout', '20s')
    ) AS wanted (name, value)
    WHERE EXISTS (SELECT 1 FROM pg_settings WHERE pg_settings.name = wanted.name)";

/// The sign of life of this process.
#[derive(Debug)]
pub(crate) struct Life {
    pulse: watch::Sender<Option<Pulse>>,
    started: OnceLock<()>,
}

/// Under which name, and until when.
#[derive(Debug, Clone)]
struct Pulse {
    name: String,
    until: Instant,
}

impl Default for Life {
    fn default() -> Self {
        Self { pulse: watch::channel(None).0, started: OnceLock::new() }
    }
}

impl Life {
    /// The name under which work can be claimed now; `None`: the database does not know that this node lives. The first
    /// call opens the session, which ends when `closing` turns true.
    pub(crate) async fn name(
        &self,
        server: Arc<PgConnectOptions>,
        closing: watch::Receiver<bool>,
    ) -> Option<String> {
        let mut pulse = self.pulse.subscribe();
        if self.started.set(()).is_ok() {
            tokio::spawn(keep(server, self.pulse.clone(), closing));
        }
        if pulse.borrow().is_none() {
            let _late = timeout(FIRST, pulse.wait_for(Option::is_some)).await;
        }
        let pulse = pulse.borrow();
        pulse.as_ref().filter(|pulse| Instant::now() < pulse.until).map(|pulse| pulse.name.clone())
    }
}

async fn keep(
    server: Arc<PgConnectOptions>,
    pulse: watch::Sender<Option<Pulse>>,
    mut closing: watch::Receiver<bool>,
) {
    let lost = LastingFault::new();
    let beating = async {
        loop {
            let Err(error) = session(&server, &pulse, &lost).await;
            pulse.send_replace(None);
            let error = Causes(&error).to_string();
            if lost.comes(&error) {
                tracing::warn!(
                    error,
                    "this node has no sign of life in the database; it claims no work until it has one"
                );
            }
            sleep(RETRY).await;
        }
    };
    tokio::select! {
        () = beating => {}
        // Also when the engine is dropped without being closed.
        _ = closing.wait_for(|closing| *closing) => {}
    }
    pulse.send_replace(None);
}

/// Holds a session until it breaks.
async fn session(
    server: &PgConnectOptions,
    pulse: &watch::Sender<Option<Pulse>>,
    lost: &LastingFault,
) -> Result<std::convert::Infallible, Error> {
    let late = |_| Error::PoolTimedOut;
    let mut connection = timeout(FIRST, PgConnection::connect_with(server)).await.map_err(late)??;
    query(SETTINGS).execute(&mut connection).await?;
    let name = take_lock(&mut connection).await?;
    loop {
        let asked = Instant::now();
        timeout(BEAT, query("SELECT 1").execute(&mut connection)).await.map_err(late)??;
        pulse.send_replace(Some(Pulse { name: name.clone(), until: asked + TRUST }));
        if lost.goes() {
            tracing::info!("this node has a sign of life in the database again");
        }
        sleep(BEAT).await;
    }
}

/// Takes a lock that nobody holds, and answers its number: another one for each session, so that what was claimed in an
/// earlier one counts as abandoned.
async fn take_lock(connection: &mut PgConnection) -> Result<String, Error> {
    loop {
        let number: i32 =
            query_scalar("SELECT floor(random() * 2147483647)::int").fetch_one(&mut *connection).await?;
        let taken: bool = query_scalar("SELECT pg_try_advisory_lock($1, $2)")
            .bind(CLASS)
            .bind(number)
            .fetch_one(&mut *connection)
            .await?;
        if taken {
            return Ok(number.to_string());
        }
    }
}
