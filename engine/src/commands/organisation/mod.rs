//! Organisations: how they come about and change.

mod check;
mod create;
mod take_over;
mod update;

pub(crate) use check::clean_domains;
pub use create::CreateOrganisation;
pub(crate) use create::make;

pub use update::UpdateOrganisation;
