//! Each change: by the right person, by a stranger, and twice.

mod agreement;
pub(crate) mod calendar;
mod email_template;
mod import;
mod macros;
mod mail;
mod mail_account;
mod mailbox;
mod notification;
mod organisation;
pub(crate) mod passkey;
mod queue;
pub(crate) mod second_factor;
mod session;
mod text_block;
mod ticket;
mod token;
mod user;
mod view;
