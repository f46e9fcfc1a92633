//! Organisations: how they come about and change.

mod check;
mod create;
mod update;

pub use create::CreateOrganisation;
pub use update::UpdateOrganisation;
