//! What is decided of a mail beyond the ticket it belongs to (that is [`crate::routing`]): pure functions of what was
//! read in it and of what the database knows, one question a file.
//!
//! [`writer`]: whose words it carries. [`authentication`]: whether anybody vouches for its sender. [`undelivered`]:
//! whether it reports a failed delivery. [`holding`]: whether it waits for the staff first. [`manner`]: what it is to the
//! ticket that it answers. [`behalf`]: for whom the staff open one.
//! [`late`]: whether that ticket was closed too long ago to be reopened.
//! [`old`]: whether it came long before its mailbox was fetched.
//! [`rules`]: what the rules of its mailbox say. [`signature`]: what its signature says of its sender. [`subject`]: whether it
//! passes another one on. [`absence`]: whether that is the one of an absence notice.

pub mod absence;
pub mod authentication;
pub mod behalf;
pub mod copied;
pub mod copy;
pub mod holding;
pub mod late;
pub mod manner;
pub mod old;
pub mod rules;
pub mod signature;
pub mod subject;
pub mod undelivered;
pub mod writer;
