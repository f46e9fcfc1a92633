//! Which crate and which folder may reach into which.

use super::source::{File, files, refuse, root, shipped};

/// Crate by crate, what of ours it may depend on.
const CRATES: &[(&str, &[&str])] = &[
    ("migration", &[]),
    ("oidc", &[]),
    ("words", &[]),
    ("engine", &["migration"]),
    ("graphql", &["engine"]),
    ("mail", &["engine", "words"]),
    ("web-ui", &["graphql", "words"]),
    ("server", &["engine", "graphql", "mail", "migration", "oidc", "web-ui", "words"]),
];

/// Folders of the engine, and what they must not name. The pure core knows values only; the store knows no caller.
const ENGINE: &[(&str, &[&str])] = &[
    ("incoming/", PURE),
    ("lifecycle.rs", PURE),
    ("recipients.rs", PURE),
    ("routing.rs", PURE),
    ("rules/", PURE),
    ("model/", PURE),
    ("policy/", PURE),
    ("sla/", PURE),
    ("store/", &["crate::commands", "crate::queries", "crate::timers", "crate::outbox"]),
    ("apply/", &["crate::commands", "crate::queries", "crate::timers"]),
    ("commands/", &["crate::queries::"]),
    ("queries/", &["crate::commands"]),
];

/// What statements are made of. The `Model` of an entity is not among it: as a plain value it goes where it is needed.
const SQL: &[&str] = &["sea_orm", "ActiveModel", "Column", "Entity"];

/// Files of the engine that name it outside the store all the same, each with its reason; there should be no other.
const SQL_OUTSIDE: &[(&str, &str)] =
    &[("engine/src/error.rs", "`From<DbErr>`, by which `?` turns what the store answers into our error")];

/// I/O, time and randomness come in at the ends.
const PURE: &[&str] = &[
    "async fn",
    ".await",
    "sea_orm",
    "tokio",
    "object_store",
    "std::fs",
    "crate::store",
    "crate::blobs",
    "crate::commands",
    "crate::queries",
    "crate::engine",
    "crate::clock",
    "crate::rng",
    "Utc::now",
];

#[test]
fn a_crate_depends_only_on_those_below_it() {
    let mut wrong = Vec::new();
    for (name, below) in CRATES {
        let manifest = std::fs::read_to_string(root().join(name).join("Cargo.toml")).expect("a manifest");
        let manifest: toml::Table = manifest.parse().expect("TOML");
        let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
        let names = dependencies.into_iter().flat_map(toml::Table::keys);
        let ours = names.filter(|dependency| CRATES.iter().any(|(ours, _)| ours == dependency));
        let upward = ours.filter(|dependency| !below.contains(&dependency.as_str()));
        wrong.extend(upward.map(|dependency| format!("{name} depends on {dependency}")));
    }
    refuse("Arrows point downwards: server → web-ui, graphql, mail → engine → migration.", &wrong);
}

#[test]
fn the_parts_of_the_engine_reach_only_downwards() {
    let mut wrong = Vec::new();
    for file in files("engine/src", &["rs"]) {
        let inside = file.path.trim_start_matches("engine/src/");
        let rules = ENGINE.iter().filter(|(place, _)| inside.starts_with(place));
        for (_, forbidden) in rules {
            wrong.extend(uses(&file, forbidden));
        }
    }
    refuse("The core is pure, and the store knows no caller (see docs/architecture.md).", &wrong);
}

#[test]
fn only_the_engine_speaks_sql() {
    let above: Vec<File> = ["graphql/src", "mail/src", "oidc/src", "server/src", "web-ui/src", "words/src"]
        .iter()
        .flat_map(|folder| files(folder, &["rs"]))
        .collect();
    let sql = ["sea_orm::", "sqlx::", "sea_query::", "query_one_raw", "execute_unprepared"];
    let mut wrong: Vec<String> = above.iter().flat_map(|file| uses(file, &sql)).collect();
    let transports = above.iter().filter(|file| !file.path.starts_with("server/"));
    wrong.extend(transports.flat_map(|file| uses(file, &["migration::"])));
    refuse("Tables are the engine's: ask it by a command or a query.", &wrong);
}

#[test]
fn inside_the_engine_only_the_store_speaks_sql() {
    let engine = files("engine/src", &["rs"]);
    let outside = engine.iter().filter(|file| !file.path.starts_with("engine/src/store/"));
    let mut wrong = Vec::new();
    for file in outside {
        let found = speaks_sql(file);
        match SQL_OUTSIDE.iter().find(|(path, _)| *path == file.path) {
            None => wrong.extend(found),
            Some(_) if found.is_empty() => {
                wrong.push(format!("{} names none of it: delete its line in SQL_OUTSIDE", file.path));
            }
            Some(_) => {}
        }
    }
    refuse(
        "SQL is in engine/src/store alone. Look for the file of your topic there (grep for the entity) and call its function, or \
         add one that is named after what it tells or does; see \"The store\" in docs/adding-a-command.md.",
        &wrong,
    );
}

#[test]
fn sql_is_found_however_it_is_imported() {
    for (line, found) in [
        ("use sea_orm::{ColumnTrait, EntityTrait};", 1),
        ("impl From<sea_orm::DbErr> for Error {", 1),
        ("account::Entity::find_by_id(id.0).one(db).await?", 1),
        ("entity::ticket_tally::{Column, Entity},", 2),
        ("let mut row: ticket::ActiveModel = row.into();", 1),
        (".filter(ticket::Column::Id.eq(id.0))", 1),
        ("store::{entity::account, people},", 0),
        ("fn shown(row: account::Model) -> Result<User> {", 0),
        ("// Column and Entity are words of sea_orm.", 0),
        ("ImportColumn::of(header)?", 0),
    ] {
        let file = File { path: "engine/src/queries/a.rs".to_owned(), text: line.to_owned() };
        assert_eq!(speaks_sql(&file).len(), found, "{line}");
    }
}

#[test]
fn inside_the_engine_only_the_store_and_its_callers_open_transactions() {
    let engine = files("engine/src", &["rs"]);
    let outside = engine.iter().filter(|file| !file.path.starts_with("engine/src/store/"));
    let opens = [".begin_with_options(", ".transaction(", "DatabaseTransaction"];
    let wrong: Vec<String> = outside.flat_map(|file| uses(file, &opens)).collect();
    refuse("Write through Work::begin and Work::commit(permit, event).", &wrong);
}

#[test]
fn commands_ask_the_guard_of_the_host_after_the_policy() {
    let mut wrong = Vec::new();
    for file in files("engine/src/commands", &["rs"]) {
        // Where somebody else is asked about, such as the sender of a mail, nothing is to be done.
        let asks = |line: &str| {
            line.contains("policy::check(") && !line.contains(".is_ok()") && !line.contains(".is_err()")
        };
        let lines = file.code().filter(|(_, line)| asks(line));
        wrong.extend(lines.map(|(number, _)| format!("{}:{number} asks the policy alone", file.path)));
    }
    refuse("Ask by Work::ticket or Engine::permit, which ask the host's guard as well.", &wrong);
}

#[test]
fn the_pages_know_the_schema_and_nothing_below_it() {
    let pages = files("web-ui/src", &["rs"]);
    let wrong: Vec<String> = pages
        .iter()
        .flat_map(|file| uses(file, &["use engine::", "engine::Engine", "engine::Error"]))
        .collect();
    refuse("web-ui runs GraphQL documents; what it cannot ask by one, the schema lacks.", &wrong);
}

#[test]
fn migrations_import_nothing_of_ours() {
    let steps = files("migration/src", &["rs"]);
    let steps = steps.iter().filter(|file| file.path.starts_with("migration/src/m2"));
    let wrong: Vec<String> =
        steps.flat_map(|file| uses(file, &["engine::", "graphql::", "mail::"])).collect();
    refuse("A migration must mean the same in ten years.", &wrong);
}

#[test]
fn nothing_is_printed_but_by_the_server() {
    let loud = ["println!", "eprintln!", "print!(", "eprint!("];
    let wrong: Vec<String> = shipped().iter().flat_map(|file| uses(file, &loud)).collect();
    refuse("Use tracing; the server's commands use writeln! and look at the error.", &wrong);
}

/// The lines of code that name what statements are made of, by its path or imported.
fn speaks_sql(file: &File) -> Vec<String> {
    let hits = file.code().flat_map(|(number, line)| {
        let names = |word: &&&str| {
            line.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|name| name == **word)
        };
        SQL.iter().filter(names).map(move |word| format!("{}:{number} names {word}", file.path))
    });
    hits.collect()
}

/// The lines of code that contain one of these words.
fn uses(file: &File, forbidden: &[&str]) -> Vec<String> {
    let hits = file.code().flat_map(|(number, line)| {
        let found = forbidden.iter().filter(move |word| names(line, word));
        found.map(move |word| format!("{}:{number} uses {word}", file.path))
    });
    hits.collect()
}

/// Whether the line names the word and not a longer one that ends in it: `mail::` is not in `incoming_mail::`.
fn names(line: &str, word: &str) -> bool {
    let inside_a_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | ':');
    let begins_a_name = word.starts_with(inside_a_name);
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        !(begins_a_name && before.is_some_and(inside_a_name))
    })
}
