//! Requests that come again: recognised by their idempotency key, and answered with what the first one made, as far as the
//! actor may see that now.

use serde_json::Value;
use uuid::Uuid;

use super::comment::Commented;
use crate::{
    actor::Actor,
    blobs::sha256_hex,
    content::is_invisible,
    engine::Engine,
    error::{Error, Result},
    model::{Ticket, TicketId, Upload},
    store::{
        Work,
        entity::idempotency,
        requests::{self, Request},
    },
};

/// The longest key in characters.
const LONGEST: usize = 255;

/// Who asks when the system does: a host program, or the command line.
const SYSTEM: Uuid = Uuid::nil();

/// Who asks when the mail gateway does.
const GATEWAY: Uuid = Uuid::max();

/// The request of this key, if there is one. `content` is all that decides what is made.
///
/// # Errors
/// `BadInput` for an `idempotencyKey` that is blank, too long, or holds control characters.
pub(super) fn request(
    actor: &Actor,
    command: &'static str,
    key: Option<&str>,
    content: impl FnOnce() -> Value,
) -> Result<Option<Request>> {
    let Some(key) = key else { return Ok(None) };
    check(key)?;
    let actor = match actor.user() {
        Some(viewer) => viewer.id.0,
        None if actor.is_gateway() => GATEWAY,
        None => SYSTEM,
    };
    let content = sha256_hex(&serde_json::to_vec(&content())?);
    Ok(Some(Request { actor, command, key: key.to_owned(), content }))
}

/// Files as a part of the content: what they are called and what is in them.
pub(super) fn files(uploads: &[Upload]) -> Value {
    let file =
        |upload: &Upload| serde_json::json!([upload.filename, upload.content_type, upload.bytes.sha256()]);
    uploads.iter().map(file).collect()
}

fn check(key: &str) -> Result<()> {
    let (reason, message) = if key.chars().all(|letter| letter.is_whitespace() || is_invisible(letter)) {
        (
            "key-empty",
            "The idempotency key must not be empty. Leave it out if you do not need one.".to_owned(),
        )
    } else if key.chars().count() > LONGEST {
        ("key-too-long", format!("The idempotency key is longer than {LONGEST} characters."))
    } else if key.chars().any(char::is_control) {
        ("key-invalid", "The idempotency key must not contain control characters.".to_owned())
    } else {
        return Ok(());
    };
    Err(Error::bad("idempotencyKey", reason, message))
}

/// What the first request with this key made; `None`: this is the first.
///
/// # Errors
/// [`Error::KeyReused`], when the first one asked for something else.
pub(super) async fn first(work: &Work<'_>, request: Option<&Request>) -> Result<Option<idempotency::Model>> {
    let Some(request) = request else { return Ok(None) };
    let first = requests::remembered(work.tx(), request).await?;
    first.map(|first| same(request, first)).transpose()
}

fn same(request: &Request, first: idempotency::Model) -> Result<idempotency::Model> {
    // Of what was asked before this was kept nothing is known.
    let known = !first.content.is_empty();
    if known && first.content != request.content { Err(Error::KeyReused) } else { Ok(first) }
}

impl Engine {
    /// What another request with this key has just made.
    pub(super) async fn quicker(&self, request: &Request) -> Result<idempotency::Model> {
        let first = requests::remembered(self.database().ro(), request).await?;
        let first = first
            .ok_or_else(|| Error::internal("a request with the same key was quicker, and left nothing"))?;
        same(request, first)
    }

    /// The ticket that the first request opened.
    pub(super) async fn opened_before(&self, actor: &Actor, first: &idempotency::Model) -> Result<Ticket> {
        self.ticket_seen(actor, first.ticket_id.into()).await
    }

    /// The comment that the first request wrote.
    pub(super) async fn commented_before(
        &self,
        actor: &Actor,
        first: &idempotency::Model,
    ) -> Result<Commented> {
        let missing = Error::NotFound { what: "comment" };
        let ticket = self.ticket_seen(actor, first.ticket_id.into()).await?;
        let Some(comment) = first.comment_id.map(Into::into) else {
            // A status was picked, and nothing written.
            let comment = Box::pin(self.newest_comment(actor, ticket.number)).await?.ok_or(missing)?;
            return Ok(Commented { ticket, comment });
        };
        let comment = self.comments_by_id(actor, &[comment]).await?.remove(&comment).ok_or(missing)?;
        Ok(Commented { ticket, comment })
    }

    async fn ticket_seen(&self, actor: &Actor, id: TicketId) -> Result<Ticket> {
        let found = self.tickets_by_id(actor, &[id]).await?.remove(&id);
        found.ok_or(Error::NotFound { what: "ticket" })
    }
}
