//! The rules of a ticket.

mod decide;
mod merge;
mod rating;
mod sign_in;
mod texts;
