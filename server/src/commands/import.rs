//! `schalter import`: people and organisations from a CSV file, without a page and without a token.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use engine::content::{UnreadableTable, table_text};
use engine::{Actor, Engine, ImportOutcome, ImportSize, ImportTable, Imported, ImportedRow};

use super::output;
use crate::cli::{ImportCommand, ImportFile};
use crate::config::Config;
use crate::failure::Failure;

/// 20,000 lines are far less; a mistaken file is not read whole.
const MOST: u64 = 16 << 20;

/// Imports the file and prints a line for each of its lines that is not what it was.
pub(super) async fn run(config: &Config, asked: ImportCommand) -> Result<(), Failure> {
    let (ImportCommand::Organisations(file) | ImportCommand::People(crate::cli::ImportPeople { file, .. })) =
        &asked;
    let table = ImportTable {
        csv: read(&file.file)?,
        size: ImportSize::Long,
        preview: file.preview,
        create_organisations: matches!(&asked, ImportCommand::People(people) if people.create_organisations),
        within: None,
    };
    let engine = super::open(config).await?;
    output::worked_on(config);
    let imported = import(&engine, &asked, &table).await;
    engine.close().await;
    tell(&imported?, file)
}

async fn import(engine: &Engine, asked: &ImportCommand, table: &ImportTable) -> Result<Imported, Failure> {
    let system = Actor::system();
    Ok(match asked {
        ImportCommand::People(_) => engine.import_users(&system, table).await?,
        ImportCommand::Organisations(_) => engine.import_organisations(&system, table).await?,
    })
}

/// Prints the rows, and in the end their number by outcome on standard error.
fn tell(imported: &Imported, file: &ImportFile) -> Result<(), Failure> {
    let told = imported.rows.iter().filter(|row| row.outcome != ImportOutcome::Unchanged);
    output::write(&told.map(line).collect::<String>())?;
    let count = |outcome| imported.rows.iter().filter(|row| row.outcome == outcome).count();
    let refused = count(ImportOutcome::Refused);
    if !imported.ignored.is_empty() {
        output::remark(&format!("ignored columns: {}", imported.ignored.join(", ")));
    }
    if !imported.organisations.is_empty() {
        output::remark(&format!("organisations created: {}", imported.organisations.join(", ")));
    }
    output::remark(&format!(
        "{}: {} created, {} updated, {} unchanged, {refused} skipped",
        if file.preview { "preview, nothing was changed" } else { "imported" },
        count(ImportOutcome::Created),
        count(ImportOutcome::Updated),
        count(ImportOutcome::Unchanged),
    ));
    if let Some(stopped) = &imported.stopped {
        let left = imported.left;
        return Err(Failure::Refused(format!("{left} lines were not processed: {}", stopped.message)));
    }
    match refused {
        0 => Ok(()),
        1 => Err(Failure::Refused("1 line was skipped; correct it and import the file again".to_owned())),
        n => Err(Failure::Refused(format!("{n} lines were skipped; correct them and import the file again"))),
    }
}

/// What became of a line, without what would break it into several: names come from the file.
fn line(row: &ImportedRow) -> String {
    let outcome = match row.outcome {
        ImportOutcome::Created => "created",
        ImportOutcome::Updated => "updated",
        ImportOutcome::Unchanged => "unchanged",
        ImportOutcome::Refused => "skipped",
    };
    let why = row.refusal.as_ref().map_or_else(|| changes(row), |refusal| refusal.message.clone());
    let printed = [row.name.as_str(), why.as_str()].map(engine::content::clean_line);
    format!("{}\t{outcome}\t{}\t{}\n", row.line, printed[0], printed[1])
}

fn changes(row: &ImportedRow) -> String {
    let told = row.changes.iter().map(|change| match &change.from {
        Some(from) => format!("{}: {from} → {}", change.field, change.to),
        None => format!("{}: {}", change.field, change.to),
    });
    told.collect::<Vec<_>>().join("; ")
}

fn read(file: &Path) -> Result<String, Failure> {
    let named = file.display().to_string();
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|opened| opened.take(MOST + 1).read_to_end(&mut bytes))
    };
    read.map_err(Failure::system(format!("cannot read {named}")))?;
    if bytes.len() as u64 > MOST {
        return Err(Failure::Refused(format!("{named} is larger than {} MB; split it", MOST >> 20)));
    }
    table_text(&bytes).map_err(|unreadable| {
        Failure::Refused(match unreadable {
            UnreadableTable::Spreadsheet => {
                format!("{named} is a spreadsheet; save it there as CSV, preferably in UTF-8")
            }
            UnreadableTable::Binary => {
                format!("{named} is not text; save it as CSV in UTF-8 (UTF-16 needs a byte order mark)")
            }
        })
    })
}
