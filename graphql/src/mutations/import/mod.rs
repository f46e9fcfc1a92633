//! Why: people and organisations come from another program.

mod organisations;
mod people;

use std::time::Duration;

use async_graphql::{Enum, InputObject, SimpleObject};
pub(crate) use organisations::ImportOrganisations;
pub(crate) use people::ImportUsers;

/// How long an import may take, waiting included: less than a request may, so that its answer tells how far it came.
const WITHIN: Duration = Duration::from_secs(24);

/// A table to take over.
#[derive(InputObject)]
pub(crate) struct ImportInput {
    /// The table as CSV, at most 2,000 lines below its headings, with comma, semicolon or tab between the values.
    csv: String,
    /// Only says what would become of each line, and changes nothing.
    #[graphql(default_with = "Some(false)")]
    preview: Option<bool>,
    /// For people: creates an organisation that a line names and nobody knows. Without it, such a line is refused.
    #[graphql(default_with = "Some(false)")]
    create_organisations: Option<bool>,
}

impl From<ImportInput> for engine::ImportTable {
    fn from(input: ImportInput) -> Self {
        Self {
            csv: input.csv,
            size: engine::ImportSize::Usual,
            preview: input.preview.unwrap_or_default(),
            create_organisations: input.create_organisations.unwrap_or_default(),
            within: Some(WITHIN),
        }
    }
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "engine::ImportOutcome")]
pub(crate) enum ImportOutcome {
    /// It created a person or an organisation.
    Created,
    /// It changed what was known.
    Updated,
    /// All of it was known.
    Unchanged,
    /// It was left out; `reason` and `message` say why.
    Refused,
}

/// A line of the table.
#[derive(SimpleObject)]
pub(crate) struct ImportedRow {
    /// Its line in the file; the headings are line 1.
    line: i32,
    /// The address or the name that stands in it.
    name: String,
    /// What became of it, or would.
    outcome: ImportOutcome,
    /// Why it was refused, as a stable name.
    reason: Option<String>,
    /// The column that it was refused for.
    field: Option<String>,
    /// Why it was refused, in English.
    message: Option<String>,
    /// The address of the account, or the name of the organisation, that is meant, where another stands in the file.
    meant: Option<String>,
    /// What it changed of what was known, or would; of somebody new, what they are made of.
    changes: Vec<ImportedChange>,
}

/// One value that a line changed, or would.
#[derive(SimpleObject)]
pub(crate) struct ImportedChange {
    /// The column.
    field: String,
    /// What was known; null: nothing. An organisation of a person is added to those they have.
    from: Option<String>,
    /// What the line says.
    to: String,
}

/// What became of a table, or would.
#[derive(SimpleObject)]
pub(crate) struct ImportPayload {
    /// A row for each line that is not blank and was reached, in their order.
    rows: Vec<ImportedRow>,
    /// The headings of columns that are not known; what stands below them was left out.
    ignored_columns: Vec<String>,
    /// The organisations that were created for people, or would be.
    created_organisations: Vec<String>,
    /// How many lines were not reached and stay as they are. The same table again goes on with them.
    left: i32,
    /// Why they were not reached, as a stable name, such as `import-late`; null when all were.
    stopped: Option<String>,
}

impl From<engine::ImportedChange> for ImportedChange {
    fn from(change: engine::ImportedChange) -> Self {
        Self { field: change.field.to_owned(), from: change.from, to: change.to }
    }
}

impl From<engine::Imported> for ImportPayload {
    fn from(imported: engine::Imported) -> Self {
        let row = |row: engine::ImportedRow| ImportedRow {
            line: i32::try_from(row.line).unwrap_or(i32::MAX),
            name: row.name,
            outcome: row.outcome.into(),
            reason: row.refusal.as_ref().map(|refusal| refusal.reason.to_owned()),
            field: row.refusal.as_ref().and_then(|refusal| refusal.field).map(str::to_owned),
            message: row.refusal.map(|refusal| refusal.message),
            meant: row.meant,
            changes: row.changes.into_iter().map(Into::into).collect(),
        };
        Self {
            rows: imported.rows.into_iter().map(row).collect(),
            ignored_columns: imported.ignored,
            created_organisations: imported.organisations,
            left: i32::try_from(imported.left).unwrap_or(i32::MAX),
            stopped: imported.stopped.map(|why| why.reason.to_owned()),
        }
    }
}
