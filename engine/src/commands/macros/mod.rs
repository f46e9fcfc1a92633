//! Macros: how they come about, change and go. They are applied where every list of changes is.

mod check;
mod create;
mod delete;
mod update;

pub use create::CreateMacro;
pub use update::UpdateMacro;
