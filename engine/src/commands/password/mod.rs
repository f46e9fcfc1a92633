//! Passwords: the first one and every later one are set by a link that is mailed.
//!
//! A request owes a mail and nothing else. The link is made when that mail is sent (`issue_link`), and only its hash is
//! kept; looking at it does not use it up, since mail scanners do; setting the password does.

mod allow;
mod change;
mod issue;
mod link_valid;
mod request;
mod reset;

pub(crate) use issue::issue_link;
pub(crate) use reset::check_rule;
