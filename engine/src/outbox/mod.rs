//! Mails that are owed: written in the transaction that owes them, claimed by one node, sent, or given up.
//!
//! `owe` writes a row; `claim` leases rows to this node and fills in what a letter's text needs; `settle` notes what
//! became of them. The texts themselves are the business of whoever sends (the crate `mail`). A password link is made
//! when its letter is claimed, since only its hash may lie in the database.

mod claim;
mod fill;
mod owe;
mod settle;

pub(crate) use owe::{Owed, owe};
