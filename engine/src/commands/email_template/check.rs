//! For which emails words of one's own can be.

use sea_orm::{ConnectionTrait, EntityTrait};

use crate::{
    error::{Error, Result},
    model::{LetterKind, QueueId},
    settings::Settings,
    store::entity::queue,
};

/// The kind of this name, in any case: `confirmation`, `password_request`.
pub(crate) fn known_kind(given: &str) -> Result<LetterKind> {
    LetterKind::parse(&given.trim().to_uppercase()).ok_or_else(|| {
        let known =
            LetterKind::ALL.iter().map(|kind| kind.as_str().to_lowercase()).collect::<Vec<_>>().join(", ");
        Error::bad("kind", "kind-unknown", format!("There is no email of this kind. These exist: {known}."))
    })
}

/// A language that emails are written in.
pub(crate) fn known_locale(settings: &Settings, given: &str) -> Result<String> {
    let locale = given.trim();
    settings.known_locale(locale)?;
    Ok(locale.to_owned())
}

/// A queue that exists, if one is named.
pub(crate) async fn known_queue(
    db: &impl ConnectionTrait,
    id: Option<QueueId>,
) -> Result<Option<queue::Model>> {
    let Some(id) = id else { return Ok(None) };
    match queue::Entity::find_by_id(id.0).one(db).await? {
        Some(queue) => Ok(Some(queue)),
        None => Err(Error::bad("queue", "queue-unknown", "There is no such queue.")),
    }
}
