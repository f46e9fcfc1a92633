//! What is decided of a mail, as tables.

mod authentication;
mod copied;
mod copy;
mod holding;
mod manner;
mod undelivered;
mod writer;
