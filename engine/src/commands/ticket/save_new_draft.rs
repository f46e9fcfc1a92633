//! Saves what a person has written for a ticket that is not opened yet.

use super::save_draft::{is_overtaken, named, tidy, tidy_as};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{NewTicketDraft, Written},
    policy::{self, Action},
    rules::texts::TITLE_LIMIT,
    store::{Work, drafts, entity::new_ticket_draft, people, requests, rows},
};

/// The longest address and the longest name, in characters.
const LINE_LIMIT: usize = 320;

/// What is to be saved.
#[derive(Debug, Clone, Default)]
pub struct SaveNewTicketDraft {
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
    /// Staff: what is for the staff alone.
    pub note: String,
    /// Staff: the address of the caller.
    pub customer_email: String,
    /// Staff: the name of the caller.
    pub customer_name: String,
    /// The key that the ticket will carry: once a ticket was opened with it, nothing is saved any more.
    pub idempotency_key: Option<String>,
    /// Which window saves this; without it, the save that arrives last stays.
    pub written: Option<Written>,
}

impl Engine {
    /// Saves the actor's draft of a new ticket in the place of the one before; `None`: there is no draft now. One without
    /// any text is removed.
    ///
    /// # Errors
    /// `Unauthenticated` for nobody; `Forbidden` for a token that opens no tickets; `BadInput` for a field that is too
    /// long.
    pub async fn save_new_ticket_draft(
        &self,
        actor: &Actor,
        input: SaveNewTicketDraft,
    ) -> Result<Option<NewTicketDraft>> {
        let author = policy::logged_in(actor)?;
        let permit = self.permit(actor, Action::OpenTicket, None)?;
        let written = named(input.written)?;
        let work = Work::begin(self).await?;
        people::hold_actor(work.tx(), actor).await?;
        let draft = NewTicketDraft {
            title: line("title", &input.title, TITLE_LIMIT)?,
            text: tidy(&input.text)?,
            note: if author.role.is_staff() { tidy_as("note", &input.note)? } else { String::new() },
            customer_email: line("customerEmail", &input.customer_email, LINE_LIMIT)?,
            customer_name: line("customerName", &input.customer_name, LINE_LIMIT)?,
            saved_at: work.now(),
        };
        if let Some(key) = &input.idempotency_key
            && requests::is_used(work.tx(), author.id, "createTicket", key).await?
        {
            return Ok(None);
        }
        if let Some(kept) = drafts::kept_new(work.tx(), author.id).await?
            && is_overtaken(written.as_ref(), kept.writer.as_deref(), kept.written_at)
        {
            return Ok(rows::new_ticket_draft(kept));
        }
        let is_ordered = written.is_some();
        let (writer, written_at) = written.map(|written| (written.writer, written.at)).unzip();
        let row = new_ticket_draft::Model {
            user_id: author.id.into(),
            title: draft.title,
            text: draft.text,
            note: draft.note,
            customer_email: draft.customer_email,
            customer_name: draft.customer_name,
            saved_at: draft.saved_at,
            writer,
            written_at,
        };
        let saved = rows::new_ticket_draft(row.clone());
        if saved.is_some() || is_ordered {
            // One without any text stays as a row, so that a save that it overtook does not bring the draft back.
            drafts::put_new(work.tx(), row).await?;
        } else {
            drafts::remove_new(work.tx(), author.id).await?;
        }
        work.commit(permit, Vec::new()).await?;
        Ok(saved)
    }
}

/// One line without control characters.
fn line(field: &'static str, text: &str, limit: usize) -> Result<String> {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    if text.chars().count() > limit {
        let reason = if field == "title" { "title-too-long" } else { "text-too-long" };
        return Err(Error::too_long(field, reason, "text", limit));
    }
    Ok(text)
}
