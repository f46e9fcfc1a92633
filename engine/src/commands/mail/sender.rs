//! Who wrote a mail: the account of its sender, made on first contact.

use sea_orm::EntityTrait;

use crate::{
    commands::{
        ticket::parts::clean_title,
        user::{by_email, find_or_create_customer, unknown_sender},
    },
    content::address,
    error::Result,
    model::{IncomingMessage, Role, UserId},
    store::{Work, entity::account},
};

/// The account of the sender if there is one, without making any.
pub(super) async fn known_sender(work: &Work<'_>, mail: &IncomingMessage) -> Result<Option<UserId>> {
    let email = mail.from.as_ref().and_then(|from| address::normalise(&from.address));
    match email {
        Some(email) => Ok(by_email(work, &email).await?.map(|account| account.id.into())),
        None => Ok(None),
    }
}

/// The account of the sender, made on first contact; a mail without a usable sender belongs to an account of its own
/// that never gets mail.
pub(super) async fn sender(work: &Work<'_>, mail: &IncomingMessage) -> Result<(UserId, Role)> {
    let from = mail.from.as_ref().filter(|from| address::normalise(&from.address).is_some());
    let id = match from {
        Some(from) => {
            let name = clean_title(&from.name);
            find_or_create_customer(work, &from.address, name.as_deref(), mail.locale.as_deref()).await?
        }
        None => unknown_sender(work).await?,
    };
    let account = account::Entity::find_by_id(id.0).one(work.tx()).await?;
    let role = account.and_then(|account| account.role.parse().ok()).unwrap_or(Role::Customer);
    Ok((id, role))
}
