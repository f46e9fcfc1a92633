//! Agreements: how they come about and change.

mod create;
mod terms;
mod update;

pub use create::CreateAgreement;
pub(crate) use terms::refuse_unknown;
pub use update::UpdateAgreement;
