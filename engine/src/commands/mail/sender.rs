//! Who wrote a mail: the account of its sender, made on first contact.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::receive::Incoming;
use crate::{
    commands::user::{Met, by_email, join_late_as, make_customer, unknown_sender},
    content::address,
    error::{Error, Result},
    incoming::writer::Writer,
    model::{Address, Role, UserId},
    rules::texts::clean_title,
    store::{Work, entity::account, people, tickets},
};

/// The account of the sender if there is one, without making any.
pub(super) async fn known_sender(work: &Work<'_>, writer: &Writer) -> Result<Option<account::Model>> {
    let (Writer::Sender(person) | Writer::Behind(person)) = writer else { return Ok(None) };
    match address::normalise(&person.address) {
        Some(email) => by_email(work, &email).await,
        None => Ok(None),
    }
}

/// Who wrote a mail.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sender {
    /// Their account.
    pub(super) id: UserId,
    /// What they are to the desk.
    pub(super) role: Role,
    /// Whether the account is switched on.
    active: bool,
    /// When their account was made.
    pub(super) known_since: DateTime<Utc>,
    /// Whether this is the mail that it was made for.
    pub(super) new: bool,
}

impl Sender {
    /// Whoever has this account.
    pub(super) fn of(account: &account::Model) -> Result<Self> {
        let role = account.role.parse().map_err(Error::internal)?;
        let (id, active, known_since) = (account.id.into(), account.active, account.created_at);
        Ok(Self { id, role, active, known_since, new: false })
    }

    /// A customer who has no account yet.
    pub(super) const fn stranger(now: DateTime<Utc>) -> Self {
        let (id, role) = (UserId(Uuid::nil()), Role::Customer);
        Self { id, role, active: true, known_since: now, new: true }
    }

    /// Whether they are one of the staff still, and work this queue.
    pub(super) async fn works_queue(self, work: &Work<'_>, queue: Uuid) -> Result<bool> {
        match self.role {
            Role::Admin => Ok(self.active),
            Role::Agent => Ok(self.active && tickets::is_member(work.tx(), queue, self.id).await?),
            Role::Customer => Ok(false),
        }
    }
}

/// The account of the writer, made on first contact. A mail without a usable sender, one of a mail server, and one from
/// our own address belong to an account of its own that never gets mail.
pub(super) async fn sender(work: &Work<'_>, incoming: &Incoming) -> Result<Sender> {
    let Met { account, new } = match &incoming.writer {
        Writer::Sender(person) | Writer::Behind(person) => {
            let met = met(work, incoming, person).await?;
            if !met.new {
                join_late_as(work, &met.account, &person.address, incoming.verdict(work)).await?;
            }
            met
        }
        Writer::Ourselves | Writer::MailServer | Writer::Nobody => {
            let id = unknown_sender(work).await?;
            let account = people::find(work.tx(), id).await?;
            let missing = || Error::internal("the account of a mail's sender is missing");
            Met { account: account.ok_or_else(missing)?, new: false }
        }
    };
    Ok(Sender { new, ..Sender::of(&account)? })
}

/// The account of whoever wrote a mail, which was looked for when it was decided where the mail goes.
async fn met(work: &Work<'_>, incoming: &Incoming, person: &Address) -> Result<Met> {
    if let Some(account) = incoming.sender.clone() {
        return Ok(Met { account, new: false });
    }
    let email = address::normalise(&person.address)
        .ok_or_else(|| Error::internal("a mail without a usable sender has one"))?;
    let (name, locale) = (clean_title(&person.name), incoming.message().locale.as_deref());
    make_customer(work, email, name.as_deref(), locale).await
}
