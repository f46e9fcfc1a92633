//! Mails that are owed: written in the transaction that owes them, claimed by one node, sent, or given up.
//!
//! `owe` writes a row; `claim` leases rows to this node and fills in what a letter's text needs; `settle` notes what
//! became of them. They say what is written and when; the rows are read and written by `store::letters`. The texts themselves
//! are the business of whoever sends (the crate `mail`). A password link is made when its letter is claimed, since only its
//! hash may lie in the database.
//!
//! Before a letter is owed, `breaker` asks whether its ticket already sent too many; before it is written, `permitted` asks
//! whether its recipient may still read it. `digest` gathers what somebody wants in one mail. `server` knows how the mail server fares, and `untold` keeps a ticket open whose
//! customer could not be told.

mod breaker;
mod claim;
mod digest;
mod fill;
mod owe;
mod permitted;
mod references;
pub(crate) mod server;
mod settle;
mod signature;
pub(crate) mod untold;

pub(crate) use owe::{Owed, owe, owe_of_new, owe_until};
