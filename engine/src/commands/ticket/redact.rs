//! Removes the text of a comment, or a file, for good.

use crate::{
    actor::Actor,
    apply::LockedTicket,
    content::clean_line,
    engine::Engine,
    error::{Error, Result},
    model::{
        AttachmentId, Audited, CommentId, EventChange, EventKind, FromTo, RedactedPart, Ticket, TicketChange,
        Visibility,
    },
    policy::{Action, Permit},
    rules::By,
    store::{
        NewEvent, Work, attachments, audit, comments,
        entity::{attachment, comment},
        erasures, former_titles, tickets,
        visible::Visible,
    },
};

/// The longest reason in characters.
const LONGEST_REASON: usize = 500;

/// What is to be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redaction {
    /// Text and files of a comment.
    Comment(CommentId),
    /// The same of the comment that its ticket was opened with, and the title of the ticket: of one that came by email it was
    /// the subject.
    CommentAndTitle(CommentId),
    /// One file.
    Attachment(AttachmentId),
}

/// What is to be removed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redact {
    /// What.
    pub what: Redaction,
    /// Why; the staff can read it in the history.
    pub reason: String,
}

/// What was found of it.
struct Found {
    comment: comment::Model,
    file: Option<attachment::Model>,
}

impl Engine {
    /// Removes the text and the files of a comment, or one file: from the database, the search, the files, the mail as it
    /// came, and the drafts on the ticket. An empty comment and a line in the history stay. A comment that was redacted
    /// before is answered with its ticket as it is. A title that goes with it becomes that of an email without a subject.
    ///
    /// # Errors
    /// `NotFound` for what is absent or hidden; `Forbidden` for customers; `BadInput` for `reason`, and for `title` if the
    /// ticket was opened with another comment.
    pub async fn redact(&self, actor: &Actor, input: Redact) -> Result<Ticket> {
        let mut work = Work::begin(self).await?;
        let (found, mut ticket, permit) = locked(&work, actor, input.what).await?;
        let reason = required_reason(&input.reason)?;
        let Found { comment, file } = found;
        if comment.redacted_at.is_some() {
            drop(work);
            self.erase_due().await;
            return ticket.shown(actor);
        }
        let what = if let Some(file) = &file {
            erasures::file(&work, &comment, file).await?;
            RedactedPart::Attachment
        } else {
            erasures::comment(&work, &comment).await?;
            RedactedPart::Comment
        };
        if let Redaction::CommentAndTitle(_) = input.what {
            remove_title(&mut work, actor, &mut ticket).await?;
        }
        let redacted = Audited::Redacted {
            ticket: ticket.id(),
            number: ticket.row.number,
            comment: comment.id.into(),
            file: file.is_some(),
            reason: reason.clone(),
        };
        audit::note(&work, actor, redacted).await?;
        let internal = comment.visibility == Visibility::Internal.as_str();
        work.journal(NewEvent {
            kind: EventKind::Redacted,
            ticket: ticket.id(),
            actor: actor.user().map(|viewer| viewer.id),
            cause: actor.cause(),
            comment: Some(comment.id.into()),
            changes: vec![EventChange::Redacted(FromTo::now(what)), EventChange::Reason(FromTo::now(reason))],
            internal,
        });
        work.touch(&mut ticket, !internal).await?;
        work.commit(permit, Vec::new()).await?;
        self.erase_due().await;
        ticket.shown(actor)
    }
}

/// What is to be removed, with its ticket locked. What is absent is asked for like what is hidden.
async fn locked(work: &Work<'_>, actor: &Actor, what: Redaction) -> Result<(Found, LockedTicket, Permit)> {
    let absent = || match what {
        Redaction::Comment(_) | Redaction::CommentAndTitle(_) => Error::NotFound { what: "comment" },
        Redaction::Attachment(_) => Error::NotFound { what: "file" },
    };
    let (id, file) = match what {
        Redaction::Comment(id) | Redaction::CommentAndTitle(id) => (Some(id), None),
        Redaction::Attachment(id) => {
            let file = attachments::find(work.tx(), id).await?;
            (file.as_ref().map(|file| file.comment_id.into()), file)
        }
    };
    let comment = match id {
        Some(id) => comments::find(work.tx(), id).await?,
        None => None,
    };
    let sees_internal = Visible::to(actor).sees_internal();
    let comment = comment.filter(|row| sees_internal || row.visibility == Visibility::Public.as_str());
    let ticket = comment.as_ref().map(|row| row.ticket_id).unwrap_or_default();
    let [number] = tickets::numbers(work.tx(), [ticket]).await?.unwrap_or_default();
    let found = work.ticket(actor, number, Action::Redact).await;
    let (ticket, permit) = found.map_err(|error| match error {
        Error::NotFound { .. } => absent(),
        error => error,
    })?;
    // Again, now that nobody else can redact it.
    let comment = comment.ok_or_else(absent)?;
    let comment = comments::find(work.tx(), comment.id.into()).await?.ok_or_else(absent)?;
    let file = match file {
        Some(file) => Some(attachments::find(work.tx(), file.id.into()).await?.ok_or_else(absent)?),
        None => None,
    };
    Ok((Found { comment, file }, ticket, permit))
}

/// Gives a ticket the title of an email without a subject, once the comment that it was opened with is redacted: from then on its
/// journal tells no former title. Nobody is written to, since that would tell the title.
async fn remove_title(work: &mut Work<'_>, actor: &Actor, ticket: &mut LockedTicket) -> Result<()> {
    if !former_titles::are_forgotten(work, ticket.id()).await? {
        let message = "The title can only be redacted with the first comment of the ticket.";
        return Err(Error::bad("title", "title-of-another-comment", message));
    }
    let settings = work.engine().settings();
    let title = settings.wording(&settings.brand.locale).no_subject;
    Box::pin(work.apply_quietly(ticket, By::of(actor), &[TicketChange::Retitle(title)])).await
}

fn required_reason(given: &str) -> Result<String> {
    let reason = clean_line(given);
    if reason.is_empty() {
        return Err(Error::bad("reason", "reason-required", "A reason is required."));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Error::too_long("reason", "reason-too-long", "reason", LONGEST_REASON));
    }
    Ok(reason)
}
