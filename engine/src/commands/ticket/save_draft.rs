//! Saves what a person has written on a ticket and not sent yet.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Draft, Status, Visibility},
    policy::Action,
    store::{Work, drafts, entity::draft, requests, tickets},
};

/// The longest draft in characters; what is longer belongs into a file.
pub(super) const DRAFT_LIMIT: usize = 200_000;

/// What is to be saved.
#[derive(Debug, Clone, Default)]
pub struct SaveDraft {
    /// The ticket's number.
    pub number: i64,
    /// The text; a blank one removes the draft.
    pub text: String,
    /// Who is meant to read it; without it, the staff's draft is INTERNAL and the customer's PUBLIC.
    pub visibility: Option<Visibility>,
    /// The status that was picked with it.
    pub status: Option<Status>,
    /// The key that the comment will carry: once a comment was written with it, nothing is saved any more. A save that
    /// arrives late leaves no ghost of what was sent.
    pub idempotency_key: Option<String>,
}

impl Engine {
    /// Saves the actor's draft on a ticket in the place of the one before; `None`: there is no draft now.
    ///
    /// # Errors
    /// `Unauthenticated` for nobody; `NotFound` for a ticket that is absent or hidden; `Forbidden` for a note of somebody
    /// who writes none; `BadInput` for a `text` of more than 200,000 characters.
    pub async fn save_draft(&self, actor: &Actor, input: SaveDraft) -> Result<Option<Draft>> {
        let Some(author) = actor.user() else { return Err(Error::Unauthenticated) };
        let text = tidy(&input.text)?;
        let visibility = input.visibility.unwrap_or(if author.role.is_staff() {
            Visibility::Internal
        } else {
            Visibility::Public
        });
        let work = Work::begin(self).await?;
        // Locked, so that the comment that it becomes comes either before or after.
        let action = match visibility {
            Visibility::Public => Action::CommentInPublic,
            Visibility::Internal => Action::CommentInternally,
        };
        let (row, permit) = tickets::lock(work.tx(), actor, input.number, action).await?;
        if let Some(key) = &input.idempotency_key {
            for command in ["addComment", "changeTicket"] {
                if requests::is_used(work.tx(), author.id, command, key).await? {
                    return Ok(None);
                }
            }
        }
        let ticket = row.id.into();
        let saved = if text.trim().is_empty() {
            drafts::remove(work.tx(), author.id, ticket).await?;
            None
        } else {
            let row = draft::Model {
                user_id: author.id.into(),
                ticket_id: row.id,
                text: text.clone(),
                visibility: visibility.as_str().to_owned(),
                status: input.status.map(|status| status.as_str().to_owned()),
                saved_at: work.now(),
            };
            drafts::put(work.tx(), row).await?;
            Some(Draft { ticket, text, visibility, status: input.status, saved_at: work.now() })
        };
        work.commit(permit, Vec::new()).await?;
        Ok(saved)
    }
}

/// A text as it is kept: plain line ends, nothing that PostgreSQL refuses, and not too long.
pub(super) fn tidy(text: &str) -> Result<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    if text.chars().count() > DRAFT_LIMIT {
        let message = format!("A draft has at most {DRAFT_LIMIT} characters.");
        return Err(Error::bad("text", "text-too-long", message));
    }
    Ok(text)
}
