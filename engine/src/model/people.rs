//! Who is served and who serves: organisations, users, queues.

use chrono::{DateTime, Utc};

use super::{
    AgreementId, Direction, OrganisationId, QueueId, QueueSettings, Role, Sharing, UserId, UserOrderField,
    UserState,
};
use crate::content::address::is_usable;

/// A company that is served.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name, unique.
    pub name: String,
    /// Mail domains whose senders join on first contact, lower case.
    pub domains: Vec<String>,
    /// With whom it shares its tickets.
    pub sharing: Sharing,
    /// What was agreed with it; for the staff.
    pub agreement: Option<AgreementId>,
    /// What another system calls it.
    pub external_id: Option<String>,
    /// Since when it is known.
    pub created_at: DateTime<Utc>,
}

/// A person, as the actor who asked may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// Mail address in lower case; empty where the actor may not see it.
    pub email: String,
    /// The user name, by which they log in as well; absent too where the actor may not see it.
    pub user_name: Option<String>,
    /// The name to show.
    pub name: String,
    /// What they are to the desk.
    pub role: Role,
    /// The organisation they belong to.
    pub organisation: Option<OrganisationId>,
    /// Whether they are one of the members with whom it shares its tickets, if it does so with selected ones; `false` too
    /// where the actor may not know.
    pub sees_organisation: bool,
    /// Language of mails and pages, `de` or `en`.
    pub locale: String,
    /// IANA name of the zone in which times are shown.
    pub time_zone: String,
    /// Whether they may log in at all.
    pub active: bool,
    /// What another system calls them; absent too where the actor may not see it.
    pub external_id: Option<String>,
    /// Since when they are known.
    pub created_at: DateTime<Utc>,
}

/// The address of the account that stands for nobody; `.invalid` can never be a real domain (RFC 2606).
pub(crate) const UNKNOWN_SENDER: &str = "unknown@sender.invalid";

impl User {
    /// Whether mail can reach the person: the account is active and has an address that mail could go to. `None`: the
    /// actor who asked may not know.
    #[must_use]
    pub fn is_reachable(&self) -> Option<bool> {
        (!self.email.is_empty()).then(|| self.active && is_usable(&self.email))
    }

    /// Whether it is nobody, but stands for the senders of emails that name none who could be answered; `false` too where the
    /// actor may not see the address.
    #[must_use]
    pub fn is_unknown_sender(&self) -> bool {
        self.email == UNKNOWN_SENDER
    }
}

/// An account that was merged into another of the same person, and can be parted from it again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MergedAccount {
    /// Its id.
    pub id: UserId,
    /// The name that it had.
    pub name: String,
    /// The main address that it had.
    pub email: String,
    /// When it was merged.
    pub merged_at: DateTime<Utc>,
}

/// Which people are asked for; what is left out does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserFilter {
    /// Each word of this is part of the name or, as far as the actor may see it, of the address; or it is part of a telephone number,
    /// as far as they may see that, in whichever form.
    pub query: Option<String>,
    /// Whether a word of `query` may be part of the name of one of their organisations instead, for actors who see all people.
    pub by_organisation: bool,
    /// With this role.
    pub role: Option<Role>,
    /// Whose account stands so; for admins.
    pub state: Option<UserState>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// The one whom another system calls so, as far as the actor may see it.
    pub external_id: Option<String>,
}

/// An order of people; by default that of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserOrder {
    /// The field to order by.
    pub field: UserOrderField,
    /// Which end comes first.
    pub direction: Direction,
}

impl Default for UserOrder {
    fn default() -> Self {
        Self { field: UserOrderField::Name, direction: Direction::Asc }
    }
}

/// Which organisations are asked for; what is left out does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganisationFilter {
    /// Each word of this is part of the name.
    pub query: Option<String>,
    /// The one that another system calls so.
    pub external_id: Option<String>,
}

/// What admins are told of a person beside what the account says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserFacts {
    /// How the account stands.
    pub state: UserState,
    /// When they were sent the newest link that still works, if they are invited.
    pub invited_at: Option<DateTime<Utc>>,
    /// How many tickets that are neither resolved nor closed they opened, or, of the staff, are assigned to them.
    pub open_tickets: u64,
    /// When they last used the installation with a session, within minutes.
    pub last_seen_at: Option<DateTime<Utc>>,
}

/// How many people there are, by role and by state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserCounts {
    /// All of them.
    pub all: u64,
    /// By role; each role is there.
    pub roles: Vec<(Role, u64)>,
    /// By state; each state is there.
    pub states: Vec<(UserState, u64)>,
}

/// A telephone number of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PhoneNumber {
    /// As it was typed.
    pub number: String,
    /// What is dialled: digits, after a `+` where the number says its country.
    pub dial: String,
}

/// That a person belongs to an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Membership {
    /// Where.
    pub organisation: OrganisationId,
    /// Whether they are one of the members with whom it shares its tickets, if it does so with selected ones; false, where
    /// that is hidden.
    pub sees_tickets: bool,
}

/// Somebody who joined an organisation by the domain of their address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JoinedByDomain {
    /// Who.
    pub user: User,
    /// The mail domain.
    pub domain: String,
}

/// Where tickets of a kind wait.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Queue {
    /// Its id.
    pub id: QueueId,
    /// Its name, unique.
    pub name: String,
    /// The mail address that feeds it.
    pub address: Option<String>,
    /// What was agreed with customers whose organisation has no agreement of its own; for the staff.
    pub agreement: Option<AgreementId>,
    /// What is decided for it alone; for the staff.
    pub settings: QueueSettings,
    /// Whether new tickets may wait in it. Mail to its address still arrives in one that is switched off.
    pub active: bool,
}
