//! How much one person, one token and one address may write within an hour: the quotas, pure.
//!
//! | who | what they share a quota with |
//! | --- | --- |
//! | staff | nobody; a high one for each person |
//! | customer, logged in | themselves; and all customers at the same address |
//! | customer's token | itself; and the other tokens of its user |
//! | mail gateway, system, host program | no quota: mail has limits of its own |

use super::throttle::{HOUR, Limit, network};
use crate::actor::{Actor, Via};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rated {
    /// A ticket that is opened.
    Tickets,
    /// A comment, or another change of a ticket.
    Comments,
    /// A file that is sent along.
    Files,
}

impl Rated {
    /// The name of its policy in the header `RateLimit-Policy`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tickets => "tickets",
            Self::Comments => "comments",
            Self::Files => "files",
        }
    }

    const fn names(self) -> [&'static str; 4] {
        match self {
            Self::Tickets => ["tickets.staff", "tickets.person", "tickets.token", "tickets.address"],
            Self::Comments => ["comments.staff", "comments.person", "comments.token", "comments.address"],
            Self::Files => ["files.staff", "files.person", "files.token", "files.address"],
        }
    }
}

/// How much is let through within an hour; what an operator decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Tickets that one customer opens on the web.
    pub tickets: u32,
    /// Comments and changes by one customer on the web.
    pub comments: u32,
    /// Files of one customer on the web.
    pub files: u32,
    /// Of each kind, by one token of a customer, and by all tokens of one.
    pub token: u32,
    /// Of each kind, by one member of the staff.
    pub staff: u32,
    /// Of each kind, by all customers at one network address on the web.
    pub address: u32,
    /// Requests for a password from one network address.
    pub password_requests: u32,
    /// Failed log-ins from one network address; beyond them each account has two tries more from there.
    pub login_failures: u32,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            tickets: 200,
            comments: 1_000,
            files: 1_000,
            token: 3_000,
            staff: 10_000,
            address: 3_000,
            password_requests: 30,
            login_failures: 1_000,
        }
    }
}

impl Rates {
    /// Requests for a password from one network address.
    #[must_use]
    pub const fn password_requests(&self) -> Limit {
        hourly("password.address", self.password_requests)
    }

    /// The quotas that `actor` uses up when they write something, each with whom it is counted for.
    #[must_use]
    pub fn quotas(&self, actor: &Actor, what: Rated) -> Vec<(Limit, String)> {
        let Some(viewer) = actor.user() else { return Vec::new() };
        let [staff, person, token, address] = what.names();
        let of_person = match what {
            Rated::Tickets => self.tickets,
            Rated::Comments => self.comments,
            Rated::Files => self.files,
        };
        match viewer.via {
            Via::Local => Vec::new(),
            Via::Session(_) | Via::Letter | Via::Token(_) if viewer.role.is_staff() => {
                vec![(hourly(staff, self.staff), viewer.id.to_string())]
            }
            Via::Session(_) | Via::Letter => {
                let own = (hourly(person, of_person), viewer.id.to_string());
                let shared = actor.address().map(|from| (hourly(address, self.address), network(from)));
                std::iter::once(own).chain(shared).collect()
            }
            Via::Token(id) => {
                // A token that they made themselves is no way round what a person may open.
                let own = (hourly(person, of_person), viewer.id.to_string());
                let of_token =
                    [id.to_string(), viewer.id.to_string()].map(|of| (hourly(token, self.token), of));
                (what == Rated::Tickets).then_some(own).into_iter().chain(of_token).collect()
            }
        }
    }
}

const fn hourly(name: &'static str, tries: u32) -> Limit {
    Limit { name, tries: tries as i64, window: HOUR }
}
