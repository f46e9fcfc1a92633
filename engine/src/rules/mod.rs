//! The rules of a ticket: what follows from a list of changes. Pure functions of values; the tables in the tests are their
//! documentation.
//!
//! [`decide()`] is the way in: it takes a [`TicketState`], who acts ([`By`]), a list of changes and the [`Customs, Terms`], and
//! answers an [`Outcome`], which the unit of work writes (`engine/src/apply`). [`texts`] says what a title, a text and a
//! tag look like once they are stored; [`links`] does so for links.

pub mod absence;
mod consequences;
mod decide;
pub(crate) mod external_id;
pub(crate) mod joining;
pub mod links;
pub mod mail_times;
pub mod merge;
mod outcome;
pub mod phone;
pub mod rating;
pub mod sign_in;
pub mod signature;
mod state;
mod terms;
pub mod texts;

pub use decide::decide;
pub use outcome::{DecidedComment, DecidedEvent, DecidedLetter, Outcome, Recipient};
pub use state::{By, Side, TicketState};
pub use terms::{Assignable, Customs, Fact, Known, Terms, TicketOrganisation, Undecided};
