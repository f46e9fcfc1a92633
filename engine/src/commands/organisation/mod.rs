//! Organisations: how they come about and change.

mod check;
mod create;
mod take_over;
mod update;

pub use create::CreateOrganisation;
pub use update::UpdateOrganisation;
