//! Notices when SQLite was compiled without the switches of this repository, as happens in a host program that did not take
//! them over.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

/// What must be among the options that SQLite was compiled with.
const WANTED: [&str; 2] = ["DEFAULT_MEMSTATUS=0", "ENABLE_QPSG"];

/// What must not.
const UNWANTED: [&str; 2] = ["ENABLE_MEMORY_MANAGEMENT", "ENABLE_STAT4"];

/// Warns of the switches that are missing; with them missing everything works, and lists take twice as long.
pub(super) async fn notice(database: &DatabaseConnection) -> Result<(), DbErr> {
    let options = Statement::from_string(DbBackend::Sqlite, "PRAGMA compile_options");
    let rows = database.query_all_raw(options).await?;
    let options = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<Vec<String>, _>>()?;
    let missing = missing(&options);
    if !missing.is_empty() {
        tracing::warn!(
            switches = missing.join(" "),
            "SQLite was compiled without switches that make it fast; set LIBSQLITE3_FLAGS as docs/embedding.md says"
        );
    }
    Ok(())
}

/// The switches that this SQLite lacks, as a compiler takes them.
fn missing(options: &[String]) -> Vec<String> {
    let has = |name: &str| options.iter().any(|option| option == name);
    let wanted = WANTED.iter().filter(|name| !has(name)).map(|name| format!("-DSQLITE_{name}"));
    let unwanted = UNWANTED.iter().filter(|name| has(name)).map(|name| format!("-USQLITE_{name}"));
    wanted.chain(unwanted).collect()
}

#[cfg(test)]
mod tests {
    use super::missing;

    #[test]
    fn each_switch_that_is_missing_is_named() {
        let ours = ["COMPILER=gcc", "DEFAULT_MEMSTATUS=0", "ENABLE_QPSG", "ENABLE_FTS5"].map(str::to_owned);
        assert!(missing(&ours).is_empty());
        let usual = ["ENABLE_MEMORY_MANAGEMENT", "ENABLE_STAT4"].map(str::to_owned);
        let all = [
            "-DSQLITE_DEFAULT_MEMSTATUS=0",
            "-DSQLITE_ENABLE_QPSG",
            "-USQLITE_ENABLE_MEMORY_MANAGEMENT",
            "-USQLITE_ENABLE_STAT4",
        ];
        assert_eq!(missing(&usual), all);
    }
}
