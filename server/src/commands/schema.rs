//! `schalter schema`: prints the GraphQL schema, for clients that generate code from it.

use super::output;
use crate::failure::Failure;

/// Needs no configuration and no database.
pub(super) fn run() -> Result<(), Failure> {
    output::write(&graphql::sdl())
}
