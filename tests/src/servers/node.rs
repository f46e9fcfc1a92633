//! Packages of Node.js that tests need, installed once for all of them.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

/// The folder in which what stands in `tests/NAME` is installed: its packages, and these files.
///
/// # Panics
/// When it cannot be installed.
#[must_use]
pub fn installed(name: &str, files: &[&str]) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../target/tools/tests-{name}"));
    fs::create_dir_all(&place).expect("a folder for tools");
    // Tests run side by side: the first one installs, the others wait for it.
    let lock = File::create(place.join("lock")).expect("a lock");
    lock.lock().expect("the lock");
    for name in ["package.json", "package-lock.json"].iter().chain(files) {
        let (from, to) = (source.join(name), place.join(name));
        if fs::read(&from).ok() != fs::read(&to).ok() {
            fs::copy(from, to).expect("a copy");
            let _old = fs::remove_dir_all(place.join("node_modules"));
        }
    }
    // The last thing that npm writes.
    if !place.join("node_modules/.package-lock.json").exists() {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&place);
        let done = npm.output().expect("npm is installed; tests/run does that");
        assert!(done.status.success(), "npm ci: {}", String::from_utf8_lossy(&done.stderr));
    }
    place
}

/// The source of axe, which finds what keeps people from using a page.
///
/// # Panics
/// When it cannot be installed.
#[must_use]
pub fn axe() -> String {
    fs::read_to_string(installed("axe", &[]).join("node_modules/axe-core/axe.min.js")).expect("axe")
}
