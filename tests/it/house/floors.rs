//! The floors of a crate: which of its folders stand on which, computed from the paths that their files use. No folder reaches
//! back up to one that stands on it, but for the arrows that are named here and are to become fewer.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{File, files, refuse, root};

const CRATES: [&str; 7] = ["engine", "graphql", "mail", "oidc", "server", "web-ui", "words"];

/// Arrows that still run back up: the file, and the folder that it reaches for. Move what is shared further down and delete
/// the line; add none.
const UPWARD: &[(&str, &str)] = &[
    ("engine/src/engine.rs", "guard"),
    ("engine/src/engine.rs", "health"),
    ("engine/src/engine.rs", "journal"),
    ("engine/src/engine.rs", "secret"),
    ("engine/src/engine.rs", "store"),
    ("engine/src/error.rs", "policy"),
    ("engine/src/incoming/manner.rs", "settings"),
    ("engine/src/model/ticket.rs", "attention"),
    ("engine/src/model/comment.rs", "content"),
    ("engine/src/model/people.rs", "content"),
    ("engine/src/model/queue_settings.rs", "settings"),
    ("engine/src/model/attachment.rs", "spool"),
    ("engine/src/outbox/untold.rs", "apply"),
    ("engine/src/outbox/fill.rs", "commands"),
    ("engine/src/sla/clock.rs", "model"),
    ("engine/src/store/erasures.rs", "apply"),
    ("graphql/src/caller.rs", "in_process"),
    ("graphql/src/loaders/mod.rs", "objects"),
    ("graphql/src/page.rs", "loaders"),
    ("graphql/src/run.rs", "follow"),
    ("web-ui/src/app.rs", "nav"),
    ("web-ui/src/render.rs", "assets"),
    ("web-ui/src/visitor.rs", "api"),
    ("web-ui/src/visitor.rs", "app"),
    ("web-ui/src/visitor.rs", "error"),
    ("server/src/commands/serve.rs", "wire"),
];

/// From which folder to which, and the files that say so.
type Arrows = BTreeMap<(String, String), BTreeSet<String>>;

#[test]
fn no_folder_reaches_back_up() {
    let mut wrong = Vec::new();
    for name in CRATES {
        let mut arrows = arrows(name);
        for (file, up) in UPWARD.iter().filter(|(file, _)| file.starts_with(&format!("{name}/"))) {
            let from = folder(name, file);
            let known = (from.to_owned(), (*up).to_owned());
            if !arrows.get_mut(&known).is_some_and(|files| files.remove(*file)) {
                wrong.push(format!("{file} does not use {up} any more: delete its line in UPWARD"));
            }
        }
        arrows.retain(|_, files| !files.is_empty());
        if let Err(circle) = floors(&arrows) {
            let inside = arrows.iter().filter(|((from, to), _)| circle.contains(from) && circle.contains(to));
            wrong.extend(inside.map(|((from, to), files)| {
                format!("{name}: {from} → {to}, in {}", files.iter().cloned().collect::<Vec<_>>().join(", "))
            }));
        }
    }
    refuse("These folders stand on each other: one of these arrows runs back up.", &wrong);
}

#[test]
fn a_circle_is_found_and_an_order_is_computed() {
    let arrow =
        |from: &str, to: &str| ((from.to_owned(), to.to_owned()), BTreeSet::from(["a.rs".to_owned()]));
    let fine =
        Arrows::from([arrow("commands", "store"), arrow("store", "model"), arrow("commands", "model")]);
    assert_eq!(floors(&fine), Ok(["model", "store", "commands"].map(str::to_owned).to_vec()));
    let round = Arrows::from([arrow("commands", "store"), arrow("store", "rules"), arrow("rules", "store")]);
    assert_eq!(floors(&round), Err(BTreeSet::from(["commands", "rules", "store"].map(str::to_owned))));
}

/// The folders from the bottom up; else those that have no place, because they or what they use stand on each other.
fn floors(arrows: &Arrows) -> Result<Vec<String>, BTreeSet<String>> {
    let mut left: BTreeSet<String> =
        arrows.keys().flat_map(|(from, to)| [from.clone(), to.clone()]).collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let stands = |one: &&String| !arrows.keys().any(|(from, to)| from == *one && left.contains(to));
        let next: Vec<String> = left.iter().filter(stands).cloned().collect();
        if next.is_empty() {
            return Err(left);
        }
        left.retain(|one| !next.contains(one));
        order.extend(next);
    }
    Ok(order)
}

/// The folder of a file, or its own name where it lies in none.
fn folder<'a>(name: &str, path: &'a str) -> &'a str {
    let inside = path.trim_start_matches(name).trim_start_matches("/src/");
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

fn arrows(name: &str) -> Arrows {
    let all = files(&format!("{name}/src"), &["rs"]);
    let folders: BTreeSet<&str> = all.iter().map(|file| folder(name, &file.path)).collect();
    let exported = exported(name);
    let mut arrows = Arrows::new();
    for file in &all {
        let from = folder(name, &file.path);
        if matches!(from, "lib" | "main") {
            continue;
        }
        for used in used(file) {
            let to = exported.get(&used).cloned().unwrap_or(used);
            if to != from && folders.contains(to.as_str()) && to != "lib" {
                arrows.entry((from.to_owned(), to)).or_default().insert(file.path.clone());
            }
        }
    }
    arrows
}

/// What the crate's root hands on by name, and from which folder.
fn exported(name: &str) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(root().join(name).join("src/lib.rs")).unwrap_or_default();
    let mut exported = BTreeMap::new();
    for statement in text.split(';') {
        let Some((_, path)) = statement.split_once("pub use ") else { continue };
        let Some((folder, names)) = path.split_once("::") else { continue };
        let words = names.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        exported
            .extend(words.filter(|word| !word.is_empty()).map(|word| (word.to_owned(), folder.to_owned())));
    }
    exported
}

/// The first names behind `crate::` in a file, also in lists.
fn used(file: &File) -> BTreeSet<String> {
    let code: String = file.code().map(|(_, line)| format!("{line}\n")).collect();
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = code.get(at + "crate::".len()..).unwrap_or_default();
        match rest.strip_prefix('{') {
            Some(list) => used.extend(first_names(list)),
            None => used.extend(first_name(rest)),
        }
    }
    used
}

/// The first name of each path of a list, up to its closing brace.
fn first_names(list: &str) -> Vec<String> {
    let (mut names, mut depth, mut begins) = (Vec::new(), 0_usize, 0);
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.extend(first_name(list.get(begins..at).unwrap_or_default()));
                return names;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.extend(first_name(list.get(begins..at).unwrap_or_default()));
                begins = at + 1;
            }
            _ => {}
        }
    }
    names
}

fn first_name(path: &str) -> Option<String> {
    let name: String =
        path.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    (!name.is_empty()).then_some(name)
}
