//! Mail in: from the bytes of a mail to a ticket, a comment or a note in the ledger.
//!
//! [`read`] mends and parses (headers in [`head`], characters by [`charset`] and [`utf16`], signed mails by [`smime`]), [`steps`] find the facts, [`parse`] puts them together, [`submit`] hands them to the
//! engine, which decides. [`report`] tells the command line what became of a mail, [`imap`] fetches from a mailbox, [`lmtp`] is
//! delivered to by a mail server, and [`handover`] takes what the command line brings to a running server.
//! No rule about tickets is here: which ticket a mail belongs to, whether it is answered and who is told are the engine's.

pub mod charset;
pub mod clean;
pub mod handover;
pub mod head;
pub mod headers;
pub mod imap;
pub mod known;
pub mod lmtp;
pub mod parse;
pub mod read;
pub mod report;
pub mod smime;
mod socket;
pub mod steps;
pub mod submit;
pub mod tnef;
pub mod utf16;

pub use known::is_known;
pub use parse::{Parsed, parse, parse_in};
pub use report::Report;
pub use steps::calendar::Home;
pub use submit::{Prepared, TOGETHER, prepare, submit, take_in, take_in_all, take_in_together};
