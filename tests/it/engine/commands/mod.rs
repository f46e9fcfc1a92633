//! The commands, one file per verb as in the engine.

mod agreement;
mod backup;
mod calendar;
mod email_template;
mod import;
mod macros;
pub(crate) mod mail;
mod mail_account;
mod mailbox;
mod notification;
mod organisation;
mod passkey;
pub(crate) mod password;
mod queue;
mod rated;
mod second_factor;
mod session;
mod sweep;
mod text_block;
pub(crate) mod ticket;
mod token;
mod user;
mod view;
