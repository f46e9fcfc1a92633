//! Why: people and organisations come from another program.

mod organisations;
mod people;

use async_graphql::{Enum, InputObject, SimpleObject};
pub(crate) use organisations::ImportOrganisations;
pub(crate) use people::ImportUsers;

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
            preview: input.preview.unwrap_or_default(),
            create_organisations: input.create_organisations.unwrap_or_default(),
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
}

/// What became of a table, or would.
#[derive(SimpleObject)]
pub(crate) struct ImportPayload {
    /// A row for each line that is not blank, in their order.
    rows: Vec<ImportedRow>,
    /// The headings of columns that are not known; what stands below them was left out.
    ignored_columns: Vec<String>,
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
        };
        Self { rows: imported.rows.into_iter().map(row).collect(), ignored_columns: imported.ignored }
    }
}
