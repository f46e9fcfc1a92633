//! Why: people and organisations come from another program.

mod organisations;
mod people;

use std::time::Duration;

use async_graphql::{Enum, InputObject, SimpleObject};
pub(crate) use organisations::ImportOrganisations;
pub(crate) use people::ImportUsers;

/// How long an import may take, waiting included: less than a request may, so that its answer tells how far it came.
const WITHIN: Duration = Duration::from_secs(24);

/// A table to import.
#[derive(InputObject)]
pub(crate) struct ImportInput {
    /// The table as CSV: a header and at most 2,000 lines, with values separated by commas, semicolons or tabs.
    csv: String,
    /// Only returns what would happen to each line; nothing is changed.
    #[graphql(default_with = "Some(false)")]
    preview: Option<bool>,
    /// For people: create organisations that do not exist. By default, lines that name them are refused.
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

/// The result for a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "engine::ImportOutcome")]
pub(crate) enum ImportOutcome {
    /// It created a person or an organisation.
    Created,
    /// It changed a person or an organisation.
    Updated,
    /// It contained nothing new.
    Unchanged,
    /// It was skipped; see `reason` and `message`.
    Refused,
}

/// A line of the table.
#[derive(SimpleObject)]
pub(crate) struct ImportedRow {
    /// Its line in the file; the header is line 1.
    line: i32,
    /// The address or the name in it.
    name: String,
    /// Its result, in a preview what it would be.
    outcome: ImportOutcome,
    /// Why it was refused, as a stable name.
    reason: Option<String>,
    /// The column that caused the refusal.
    field: Option<String>,
    /// Why it was refused, in English.
    message: Option<String>,
    /// The address of the account or the name of the organisation that it refers to, if the file has another.
    meant: Option<String>,
    /// What it changed or would change; for a new entry, all its values.
    changes: Vec<ImportedChange>,
}

/// One value that a line changed or would change.
#[derive(SimpleObject)]
pub(crate) struct ImportedChange {
    /// The column.
    field: String,
    /// The old value; null for none. An organisation is added to those of the person.
    from: Option<String>,
    /// The new value.
    to: String,
}

/// The result of an import, or of its preview.
#[derive(SimpleObject)]
pub(crate) struct ImportPayload {
    /// A row for each processed line that is not blank, in order.
    rows: Vec<ImportedRow>,
    /// The names of unknown columns, which were ignored.
    ignored_columns: Vec<String>,
    /// The organisations that were or would be created.
    created_organisations: Vec<String>,
    /// How many lines were not processed. Import the same table again to continue with them.
    left: i32,
    /// Why they were not processed, as a stable name such as `import-late`; null if all were.
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
