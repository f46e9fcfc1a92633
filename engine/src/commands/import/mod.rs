//! Takes over people and organisations from a table that another program saved as CSV.
//!
//! Each line is judged and taken over by itself, by the commands that make and change one: what is refused is named with its
//! reason and keeps no other from being taken over, and the same file twice changes nothing more. A preview goes the same
//! way and takes everything back.

mod organisations;
mod people;
mod progress;
mod seen;

use std::time::Duration;

use crate::{
    content::{
        quoted,
        table::{self, Known, Line, Table},
    },
    engine::Engine,
    error::{Error, Result},
};

/// How often a line is tried that somebody else may have been quicker with.
const TRIES: usize = 3;
/// What somebody else can have taken between the look and the writing.
const RACES: [&str; 5] =
    ["name-taken", "domain-taken", "email-taken", "external-id-taken", "user-name-taken"];

/// A table to take over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportTable {
    /// The table as CSV, with as many lines below the headings as `size` says; comma, semicolon or tab between the values.
    pub csv: String,
    /// How long it may be.
    pub size: ImportSize,
    /// Whether only to say what would become of each line.
    pub preview: bool,
    /// Whether an organisation is made that a line names and nobody knows; otherwise the line is refused.
    pub create_organisations: bool,
    /// How long it may take, half of it to wait for other imports; `None`: as long as it takes. Lines that were not reached
    /// by then are counted in [`Imported::left`].
    pub within: Option<Duration>,
}

/// How many lines a table may have below its headings. Each is taken over by itself, so that time alone sets the limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ImportSize {
    /// 2,000: somebody waits for the answer.
    #[default]
    Usual,
    /// 20,000: a command that may take minutes. One that was interrupted goes on where it was when it is given the same file.
    Long,
}

impl ImportSize {
    const fn lines(self) -> usize {
        match self {
            Self::Usual => 2_000,
            Self::Long => 20_000,
        }
    }
}

/// What became of a table, or would.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Imported {
    /// A row for each line that is not blank, in their order.
    pub rows: Vec<ImportedRow>,
    /// The headings of columns that are not known and were left out.
    pub ignored: Vec<String>,
    /// The organisations that were made for people, or would be.
    pub organisations: Vec<String>,
    /// How many lines were not reached, and stay as they are; the same file again goes on with them.
    pub left: usize,
    /// Why they were not reached.
    pub stopped: Option<ImportRefusal>,
}

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportedRow {
    /// Its line in the file; the headings are line 1.
    pub line: u64,
    /// Who or what stands in it: an address, or a name.
    pub name: String,
    /// What became of it.
    pub outcome: ImportOutcome,
    /// Why it was refused.
    pub refusal: Option<ImportRefusal>,
    /// The address of the account, or the name of the organisation, that is meant, where another stands in the file.
    pub meant: Option<String>,
    /// What it changed of what was known, or would; of somebody new, what they are made of.
    pub changes: Vec<ImportedChange>,
}

/// One value that a line changed, or would.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportedChange {
    /// The column.
    pub field: &'static str,
    /// What was known; `None`: nothing. An organisation of a person is added to those they have.
    pub from: Option<String>,
    /// What the line says.
    pub to: String,
}

impl ImportedChange {
    fn new(field: &'static str, from: Option<&str>, to: &str) -> Self {
        Self { field, from: from.map(str::to_owned), to: to.to_owned() }
    }
}

/// What can become of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportOutcome {
    /// It made somebody, or an organisation, that nobody knew.
    Created,
    /// It changed what was known.
    Updated,
    /// All of it was known.
    Unchanged,
    /// It was left out.
    Refused,
}

/// Why a line was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportRefusal {
    /// The stable name of the reason, as [`Error::reason`] has it.
    pub reason: &'static str,
    /// The column that it concerns.
    pub field: Option<&'static str>,
    /// The reason in English.
    pub message: String,
}

/// Reads the table of an import.
fn read(input: &ImportTable, known: &[Known], needed: &'static str) -> Result<Table> {
    table::read(&input.csv, known, needed, input.size.lines()).map_err(|fault| match fault {
        table::Fault::Empty => Error::bad("csv", "import-empty", "The file has no rows below the header."),
        table::Fault::Missing(column) => {
            Error::bad("csv", "import-column-missing", format!("The column {} is missing.", quoted(column)))
        }
        table::Fault::Twice(heading) => Error::bad(
            "csv",
            "import-column-twice",
            format!("The file has two columns named {}.", quoted(&heading)),
        ),
        table::Fault::TooLong(most) => {
            Error::bad("csv", "import-too-long", format!("A file can have at most {most} lines."))
        }
        table::Fault::Quote(line) => {
            let message =
                format!("Line {line}: a quotation mark is opened but not closed at the end of the value.");
            Error::BadLine { reason: "import-quote-open", line, message }
        }
        table::Fault::Broken(line) => {
            let message = format!("Line {line} of the file could not be read.");
            Error::BadLine { reason: "import-broken", line, message }
        }
    })
}

/// Refuses a line with a value that no heading stands over: some mark in it was taken for the end of a value, and what
/// follows stands under the wrong headings.
fn refuse_surplus(line: &Line) -> Result<()> {
    let message = "This line has more values than the header has columns. Put values that contain a separator in quotation marks.";
    if line.surplus { Err(Error::bad("csv", "import-surplus", message)) } else { Ok(()) }
}

impl Engine {
    /// Whether somebody else may have been quicker with what a line says, so that it is to be looked at again: on SQLite one
    /// writes after the other.
    fn may_have_raced(&self, error: &Error) -> bool {
        self.database().is_postgres()
            && (matches!(error, Error::Unavailable(_)) || RACES.contains(&error.reason()))
    }
}
