//! People: how their accounts come about and change.

mod check;
mod create;
mod meet;
mod update;

pub use create::CreateUser;
pub use update::UpdateUser;

pub(crate) use check::{is_own_address, refuse_own_address};
pub(crate) use meet::{by_email, find_or_create_customer, unknown_sender};
