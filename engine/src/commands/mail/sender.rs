//! Who wrote a mail: the account of its sender, made on first contact.

use chrono::{DateTime, Utc};
use sea_orm::EntityTrait;
use uuid::Uuid;

use crate::{
    commands::{
        ticket::parts::clean_title,
        user::{by_email, find_or_create_customer, unknown_sender},
    },
    content::address,
    error::{Error, Result},
    model::{IncomingMessage, Role, UserId},
    store::{Work, entity::account, tickets},
};

/// The account of the sender if there is one, without making any.
pub(super) async fn known_sender(work: &Work<'_>, mail: &IncomingMessage) -> Result<Option<UserId>> {
    let email = mail.from.as_ref().and_then(|from| address::normalise(&from.address));
    match email {
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
    /// Whether the mail speaks for the staff in this queue: its sender must still be one of them, and work there.
    pub(super) async fn speaks_for_staff(self, work: &Work<'_>, queue: Uuid) -> Result<bool> {
        match self.role {
            Role::Admin => Ok(self.active),
            Role::Agent => Ok(self.active && tickets::is_member(work.tx(), queue, self.id).await?),
            Role::Customer => Ok(false),
        }
    }
}

/// The account of the sender, made on first contact; a mail without a usable sender belongs to an account of its own
/// that never gets mail.
pub(super) async fn sender(work: &Work<'_>, mail: &IncomingMessage) -> Result<Sender> {
    let from = mail.from.as_ref().filter(|from| address::normalise(&from.address).is_some());
    let id = match from {
        Some(from) => {
            let name = clean_title(&from.name);
            find_or_create_customer(work, &from.address, name.as_deref(), mail.locale.as_deref()).await?
        }
        None => unknown_sender(work).await?,
    };
    let account = account::Entity::find_by_id(id.0).one(work.tx()).await?;
    let account = account.ok_or_else(|| Error::internal("the account of a mail's sender is missing"))?;
    let role = account.role.parse().map_err(Error::internal)?;
    Ok(Sender { id, role, active: account.active, known_since: account.created_at })
}
