//! What can be done with a mail that came in.

mod discard;
mod release;
mod replay;

pub(crate) use discard::DiscardMail;
pub(crate) use release::ReleaseMail;
pub(crate) use replay::ReplayMail;
