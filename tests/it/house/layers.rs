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

/// `Visible` turns an actor into a condition for the store to ask with: a value of sea-orm, but no I/O.
const CONDITIONS: (&str, &str) = ("engine/src/policy/visible.rs", "sea_orm");

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
            let forbidden =
                forbidden.iter().copied().filter(|word| (file.path.as_str(), *word) != CONDITIONS);
            wrong.extend(uses(&file, &forbidden.collect::<Vec<_>>()));
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
