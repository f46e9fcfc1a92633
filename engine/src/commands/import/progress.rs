//! How far an import has come: one goes after the other, and whatever ends it, what was done is told.

use std::time::Duration;

use tokio::{
    sync::SemaphorePermit,
    time::{Instant, timeout},
};

use super::{
    ImportOutcome, ImportRefusal, Imported, ImportedRow,
    seen::{Seen, Told},
};
use crate::{
    content::table::{Line, Table},
    engine::Engine,
    error::{Causes, Error, Result},
    store::names::folded,
};

/// When an import is to be tried again that waited for others in vain.
const AGAIN: Duration = Duration::from_secs(20);

/// An import under way.
pub(super) struct Progress<'e> {
    /// Held for as long as it runs.
    _turn: Option<SemaphorePermit<'e>>,
    deadline: Option<Instant>,
    imported: Imported,
    /// What the lines have said so far.
    pub(super) seen: Seen,
}

impl<'e> Progress<'e> {
    /// Waits for the imports before, at most half of the time that there is.
    ///
    /// # Errors
    /// [`Error::ImportBusy`].
    pub(super) async fn begin(engine: &'e Engine, within: Option<Duration>) -> Result<Self> {
        let deadline = within.map(|within| Instant::now() + within);
        let turn = match within {
            // The host's transaction may hold up the import that has the turn.
            _ if engine.is_inside() => None,
            Some(within) => {
                let turn = timeout(within / 2, engine.import_turn()).await;
                Some(turn.map_err(|_| Error::ImportBusy { retry_after: AGAIN })??)
            }
            None => Some(engine.import_turn().await?),
        };
        Ok(Self { _turn: turn, deadline, imported: Imported::default(), seen: Seen::default() })
    }

    /// Whether the time is over; a line is always done.
    pub(super) fn is_late(&mut self) -> bool {
        let late = self.deadline.is_some_and(|deadline| Instant::now() >= deadline);
        if !late || self.imported.rows.is_empty() {
            return false;
        }
        let message =
            "There was not enough time for the remaining lines. Import the same file again.".to_owned();
        self.imported.stopped = Some(ImportRefusal { reason: "import-late", field: None, message });
        true
    }

    /// Notes what became of a line. What is no fault of the line ends the import: `false`, or the error if it is the first.
    pub(super) fn note(
        &mut self,
        line: &Line,
        name: &str,
        told: Told,
        done: Result<ImportOutcome>,
    ) -> Result<bool> {
        let (outcome, refusal) = match done {
            Ok(outcome) => (outcome, None),
            Err(error @ (Error::BadInput { .. } | Error::Several { .. } | Error::NotFound { .. })) => {
                (ImportOutcome::Refused, Some(refusal(&error)))
            }
            Err(error) if self.imported.rows.is_empty() => return Err(error),
            Err(error) => {
                let cause = Causes(&error);
                tracing::error!(line = line.number, %cause, "an import ended before its last line");
                self.imported.stopped = Some(refusal(&error));
                return Ok(false);
            }
        };
        let Told { meant, mut changes, made, claims } = told;
        if refusal.is_none() {
            self.seen.keep(claims);
            // A preview makes it for each line anew.
            let made = made.filter(|made| {
                !self.imported.organisations.iter().any(|known| folded(known) == folded(made))
            });
            self.imported.organisations.extend(made);
        } else {
            changes.clear();
        }
        let (line, name) = (line.number, name.to_owned());
        self.imported.rows.push(ImportedRow { line, name, outcome, refusal, meant, changes });
        Ok(true)
    }

    /// What became of all.
    pub(super) fn end(mut self, table: Table) -> Imported {
        self.imported.left = table.lines.len() - self.imported.rows.len();
        self.imported.ignored = table.ignored;
        self.imported
    }
}

fn refusal(error: &Error) -> ImportRefusal {
    ImportRefusal { reason: error.reason(), field: error.field(), message: error.to_string() }
}
