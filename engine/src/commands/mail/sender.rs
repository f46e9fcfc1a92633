//! Who wrote a mail: the account of its sender, made on first contact.

use chrono::{DateTime, Utc};
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::receive::Incoming;
use crate::{
    commands::user::{by_email, find_or_create_customer, join_late, unknown_sender},
    content::address::{self, domain_of},
    error::{Error, Result},
    incoming::{
        authentication::{Verdict, verdict},
        writer::Writer,
    },
    model::{Role, UserId},
    rules::texts::clean_title,
    store::{Work, entity::account, tickets},
};

/// The account of the sender if there is one, without making any.
pub(super) async fn known_sender(work: &Work<'_>, writer: &Writer) -> Result<Option<UserId>> {
    let (Writer::Sender(person) | Writer::Behind(person)) = writer else { return Ok(None) };
    match address::normalise(&person.address) {
        Some(email) => Ok(by_email(work, &email).await?.map(|account| account.id.into())),
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
}

impl Sender {
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
    let mail = incoming.message();
    let id = match &incoming.writer {
        Writer::Sender(person) | Writer::Behind(person) => {
            let (name, locale) = (clean_title(&person.name), mail.locale.as_deref());
            let id = find_or_create_customer(work, &person.address, name.as_deref(), locale).await?;
            // The results speak of the address in From; who stands behind it is anybody's claim.
            let verdict = match &incoming.writer {
                Writer::Sender(from) => {
                    let trusted = &work.engine().settings().trusted_authserv;
                    verdict(&mail.authentication, trusted, domain_of(&from.address))
                }
                _ => Verdict::Unknown,
            };
            join_late(work, id, &person.address, verdict).await?;
            id
        }
        Writer::Ourselves | Writer::MailServer | Writer::Nobody => unknown_sender(work).await?,
    };
    let account = account::Entity::find_by_id(id.0).one(work.tx()).await?;
    let account = account.ok_or_else(|| Error::internal("the account of a mail's sender is missing"))?;
    let role = account.role.parse().map_err(Error::internal)?;
    Ok(Sender { id, role, active: account.active, known_since: account.created_at })
}
