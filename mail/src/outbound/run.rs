//! The loop that empties the outbox: claim, write, send, note. One bad letter never holds up the next.

use std::collections::BTreeMap;
use std::time::Duration;

use engine::{Engine, Failure, Letter, LetterId};
use futures::stream::{self, StreamExt};
use tokio::sync::{mpsc, watch};

use super::message::{Outgoing, message};
use super::render::{Renderer, SetupError};
use super::transport::{SendError, Transport};

/// How many letters are under way at once: enough that one slow answer does not hold up the others, and all of them are
/// finished when the server stops.
const AT_ONCE: usize = 8;
/// How long letters gather after a few have left: each round costs two commits, however many it takes along.
const GATHER: Duration = Duration::from_millis(100);
/// How long a node may take over its letters before another one may: longer than [`AT_ONCE`] mails that run out of time.
const LEASE: Duration = Duration::from_mins(10);
/// How long to wait when nothing is owed. The engine wakes us sooner; this catches what became due by its time.
const IDLE: Duration = Duration::from_secs(1);
/// How long to wait after a fault of the database.
const FAULT: Duration = Duration::from_secs(5);
/// How often to try to note that a letter is sent: losing that note would send it again.
const NOTES: u32 = 5;

/// Sends what is owed until `stop` says so, finishing the letters under way.
///
/// Several nodes may run this at once; the engine gives each letter to one of them.
///
/// # Errors
/// When the templates that are compiled in cannot be used.
pub async fn run(
    engine: Engine,
    transport: Transport,
    mut stop: watch::Receiver<bool>,
) -> Result<(), SetupError> {
    let renderer = Renderer::new()?;
    let office = Office { engine: &engine, transport: &transport, renderer: &renderer };
    if let Err(error) = engine.release_abandoned_letters().await {
        tracing::error!(
            ?error,
            "letters of an earlier run could not be released; they wait for their lease to end"
        );
    }
    while !*stop.borrow() {
        match engine.claim_letters(AT_ONCE as u64, LEASE).await {
            Ok(letters) if letters.is_empty() => {
                transport.rest().await;
                pause(engine.wait_for_letters(IDLE), &mut stop).await;
            }
            Ok(letters) => {
                let more = letters.len() == AT_ONCE;
                office.deliver(letters).await;
                if !more {
                    pause(tokio::time::sleep(GATHER), &mut stop).await;
                }
            }
            Err(error) => {
                tracing::error!(?error, "the outbox cannot be read");
                pause(tokio::time::sleep(FAULT), &mut stop).await;
            }
        }
    }
    transport.rest().await;
    Ok(())
}

/// Waits for the future, or for the stop; who lost the sender of the stop has stopped.
async fn pause(until: impl Future<Output = ()>, stop: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = until => {}
        _ = stop.wait_for(|stopped| *stopped) => {}
    }
}

struct Office<'a> {
    engine: &'a Engine,
    transport: &'a Transport,
    renderer: &'a Renderer,
}

impl Office<'_> {
    /// Delivers letters side by side, those of one ticket in their order.
    async fn deliver(&self, letters: Vec<Letter>) {
        let mut by_ticket: BTreeMap<Option<i64>, Vec<Letter>> = BTreeMap::new();
        for letter in letters {
            by_ticket.entry(letter.ticket.as_ref().map(|ticket| ticket.number)).or_default().push(letter);
        }
        let in_order = |letters: Vec<Letter>| {
            Box::pin(
                stream::iter(letters).then(|letter| async move { (self.attempt(&letter).await, letter) }),
            )
        };
        let mut outcomes = stream::iter(by_ticket.into_values().map(in_order)).flatten_unordered(None);
        let (tell, told) = mpsc::unbounded_channel();
        let sending = async move {
            while let Some(outcome) = outcomes.next().await {
                // Whoever notes them stays until the last.
                let _ = tell.send(outcome);
            }
        };
        // Side by side: a mail server would lose patience while we wait for the database.
        tokio::join!(sending, self.note(told));
    }

    /// Notes what became of letters, as many at once as have come meanwhile.
    async fn note(&self, mut told: mpsc::UnboundedReceiver<(Result<(), SendError>, Letter)>) {
        let mut outcomes = Vec::with_capacity(AT_ONCE);
        while told.recv_many(&mut outcomes, AT_ONCE).await > 0 {
            // What has left is noted first: a crash before that would send it again.
            let left = outcomes.iter().filter(|(outcome, _)| outcome.is_ok()).map(|(_, letter)| letter.id);
            self.sent(&left.collect::<Vec<_>>()).await;
            for (outcome, letter) in outcomes.drain(..) {
                if let Err(error) = outcome {
                    self.failed(&letter, error).await;
                }
            }
        }
    }

    async fn attempt(&self, letter: &Letter) -> Result<(), SendError> {
        self.transport.send(&self.write(letter)?).await
    }

    /// A letter that cannot be written now cannot be written later: the same data meet the same templates.
    fn write(&self, letter: &Letter) -> Result<Outgoing, SendError> {
        let lasting = |error: &dyn std::error::Error| SendError::Permanent(error.to_string());
        let rendered = self.renderer.render(letter).map_err(|error| lasting(&error))?;
        message(letter, &rendered).map_err(|error| lasting(&error))
    }

    async fn sent(&self, ids: &[LetterId]) {
        if ids.is_empty() {
            return;
        }
        for attempt in 1..=NOTES {
            match self.engine.letters_sent(ids).await {
                Ok(()) => {
                    for id in ids {
                        tracing::info!(letter = %id, "sent");
                    }
                    return;
                }
                Err(error) => {
                    let letters = ids.len();
                    tracing::error!(
                        letters,
                        attempt,
                        ?error,
                        "letters were sent but that could not be noted"
                    );
                    tokio::time::sleep(Duration::from_millis(200) * attempt).await;
                }
            }
        }
    }

    async fn failed(&self, letter: &Letter, error: SendError) {
        let (id, attempt, permanent) = (letter.id, letter.attempt, error.permanent());
        match &error {
            SendError::Login(_) => {
                tracing::error!(letter = %id, attempt, "the mail server refuses our log-in; no mail can leave");
            }
            SendError::Passing(_) | SendError::Permanent(_) => {
                tracing::warn!(letter = %id, attempt, permanent, "a letter was not sent");
            }
        }
        if let Err(error) =
            self.engine.letter_failed(id, Failure { error: error.to_string(), permanent }).await
        {
            tracing::error!(letter = %id, ?error, "a failure could not be noted; the letter's lease will run out");
        }
    }
}
