//! `schalter config check`: names every mistake at once, or says that there is none.

use std::path::Path;

use super::output;
use crate::config::DEFAULT_FILE;
use crate::failure::Failure;

/// Looks at the configuration as every other command does.
pub(super) fn run(file: Option<&Path>) -> Result<(), Failure> {
    super::read(file)?;
    let default = Path::new(DEFAULT_FILE);
    match file {
        Some(file) => output::line(&format!("{}: ok", file.display())),
        None if default.exists() => output::line(&format!("{DEFAULT_FILE}: ok")),
        None => output::line("ok: no configuration file, the defaults are used"),
    }
}
