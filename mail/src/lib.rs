//! Mail in and mail out: both ends of the house that speak RFC 5322.
//!
//! [`inbound`] turns mails into what the engine receives; [`outbound`] turns the engine's outbox into mails. Neither holds
//! a rule: which ticket a mail belongs to and who is told of what is the engine's business.

pub mod inbound;
pub mod oauth;
pub mod outbound;
