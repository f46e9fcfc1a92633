//! Why a command failed, in one line for the person in front of it and one number for the program around it.

use std::io;

use engine::Causes;

use crate::config::Mistakes;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The configuration is wrong; one line per mistake.
    #[error("{0}")]
    Config(#[from] Mistakes),
    /// The engine could not be opened.
    #[error("cannot open the database or the files: {}", Causes(.0))]
    Opening(engine::Error),
    /// The engine refused or could not.
    #[error("{}", Causes(.0))]
    Engine(#[from] engine::Error),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}; is another server running?")]
    Listen {
        /// The configured address.
        address: String,
        /// What the system said.
        source: io::Error,
    },
    /// Another server runs on the database.
    #[error(
        "another `schalter serve`{} is running on {database} and did not stop within {}; only one can run at a time",
        .process.map(|id| format!(" (process {id})")).unwrap_or_default(),
        crate::config::in_seconds(*.waited)
    )]
    Held {
        /// The database.
        database: String,
        /// The other server's process, if it is known.
        process: Option<u32>,
        /// How long it was waited for.
        waited: std::time::Duration,
    },
    /// Something outside the program: what was tried, and what the system said.
    #[error("{what}: {source}")]
    System {
        /// What was tried.
        what: String,
        /// What the system said.
        source: io::Error,
    },
    /// What was asked for cannot be done; the text says what to do instead.
    #[error("{0}")]
    Refused(String),
    /// Standard output went away; nobody is left to be told.
    #[error("standard output was closed")]
    Closed,
    /// A message must be delivered again; what was wrong stands in its JSON line.
    #[error("{0} of the messages could not be stored; deliver them again")]
    Undelivered(usize),
}

impl Failure {
    /// Something outside the program failed while doing `what`.
    pub(crate) fn system(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::System { what, source }
    }

    /// The line (for a wrong configuration: the lines) for standard error.
    #[must_use]
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::Config(mistakes) => mistakes.to_string(),
            other => format!("schalter: {other}"),
        }
    }
}
