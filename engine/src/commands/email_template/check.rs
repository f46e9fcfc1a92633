//! For which emails words of one's own can be.

use crate::{
    error::{Error, Result},
    model::{LetterKind, QueueId},
    settings::Settings,
    store::{Reading, Work, entity::queue, queues},
};

/// The kind of this name, in any case: `confirmation`, `password_request`.
pub(crate) fn known_kind(given: &str) -> Result<LetterKind> {
    LetterKind::parse(&given.trim().to_uppercase()).ok_or_else(|| {
        let known =
            LetterKind::ALL.iter().map(|kind| kind.as_str().to_lowercase()).collect::<Vec<_>>().join(", ");
        Error::bad("kind", "kind-unknown", format!("Unknown kind of email. Available kinds: {known}."))
    })
}

/// A language that emails are written in.
pub(crate) fn known_locale(settings: &Settings, given: &str) -> Result<String> {
    let locale = given.trim();
    settings.known_locale(locale)?;
    Ok(locale.to_owned())
}

/// A queue that exists, if one is named.
pub(crate) async fn known_queue(db: &Reading, id: Option<QueueId>) -> Result<Option<queue::Model>> {
    let Some(id) = id else { return Ok(None) };
    queues::find(db, id).await?.map(Some).ok_or_else(unknown_queue)
}

/// Refuses a queue that does not exist.
pub(super) async fn refuse_unknown_queue(work: &Work<'_>, id: Option<QueueId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    queues::find(work.tx(), id).await?.map(drop).ok_or_else(unknown_queue)
}

fn unknown_queue() -> Error {
    Error::queue_unknown()
}
