//! The rules of a ticket.

mod absence;
mod decide;
mod merge;
mod phone;
mod rating;
mod sign_in;
mod signature;
mod texts;
