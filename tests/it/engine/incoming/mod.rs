//! What is decided of a mail, as tables.

mod absence;
mod authentication;
mod behalf;
mod copied;
mod copy;
mod holding;
mod late;
mod manner;
mod old;
mod rules;
mod signature;
mod undelivered;
mod writer;
