//! `schalter secrets key`: makes a key for `secrets.key_file`.

use engine::{Keys, SystemRng};

use super::output;
use crate::failure::Failure;

/// Needs no configuration and no database.
pub(super) fn run() -> Result<(), Failure> {
    output::line(&Keys::generate(&SystemRng)?)
}
