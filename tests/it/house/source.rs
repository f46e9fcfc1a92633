//! The tree as the house rules read it: files that belong to the repository, and their text.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file of the repository.
#[derive(Debug)]
pub(super) struct File {
    /// Its path from the root, with slashes.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
}

impl File {
    /// How many lines it has.
    pub(super) fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// Its lines of code with their numbers: neither comments nor what is compiled for tests alone.
    pub(super) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self.text.find("#[cfg(test)]").unwrap_or(self.text.len());
        let code = self.text.get(..tests).unwrap_or_default();
        let numbered = code.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
        numbered.filter(|(_, line)| !line.starts_with("//") && !line.starts_with('*'))
    }
}

/// The root of the repository.
pub(super) fn root() -> &'static Path {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above
        .into_iter()
        .find(|folder| folder.join("deny.toml").is_file())
        .expect("the tests lie inside the repository")
}

/// Every file below `folder` with one of these endings.
pub(super) fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    collect(&root().join(folder), endings, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "there is nothing in {folder}: did it move?");
    found
}

/// The code that ships: every crate's own sources.
pub(super) fn shipped() -> Vec<File> {
    let crates = ["engine", "graphql", "mail", "migration", "server", "web-ui", "words"];
    crates.iter().flat_map(|name| files(&format!("{name}/src"), &["rs"])).collect()
}

/// Every Rust file of ours.
pub(super) fn rust() -> Vec<File> {
    let mut all = shipped();
    all.extend(files("tests", &["rs"]));
    all.extend(files("engine/examples", &["rs"]));
    all.extend(files("examples", &["rs"]));
    all
}

/// Fails with one line for each thing that is wrong.
pub(super) fn refuse(rule: &str, wrong: &[String]) {
    assert!(wrong.is_empty(), "{rule}\n  {}", wrong.join("\n  "));
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<File>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if name != "target" && !name.starts_with('.') {
                collect(&path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(&format!(".{ending}"))) {
            found.push(read(&path));
        }
    }
}

fn read(path: &PathBuf) -> File {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let inside = path.strip_prefix(root()).expect("below the root");
    File { path: inside.to_string_lossy().replace('\\', "/"), text }
}
