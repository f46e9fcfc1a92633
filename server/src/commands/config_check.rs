//! `schalter config check`: names every mistake at once, or says that there is none.

use std::path::Path;

use super::output;
use crate::failure::Failure;

/// Looks at the configuration as every other command does.
pub(super) fn run(file: Option<&Path>) -> Result<(), Failure> {
    match super::read(file)?.file {
        Some(read) => output::line(&format!("{}: ok", read.display())),
        None => output::line("ok: no configuration file, the defaults are used"),
    }
}
