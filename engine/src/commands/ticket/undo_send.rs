//! Takes back an answer that was just sent from a page.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    actor::Actor,
    apply::LockedTicket,
    engine::Engine,
    error::{Error, Result},
    model::{
        Channel, Comment, CommentId, EventChange, EventKind, FromTo, RedactedPart, Status, Ticket,
        TicketChange, TicketId, UserId, Visibility,
    },
    policy::{Action, Permit},
    rules::By,
    store::{
        NewEvent, Standing, Work, comments, draft_files, drafts,
        entity::{comment, draft, sent_answer},
        rows, sent_answers, tickets,
    },
};

/// What became of an answer that was taken back.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Undone {
    /// Its ticket.
    pub ticket: Ticket,
    /// Whether files came with it; they are files of the author's draft again.
    pub had_files: bool,
    /// Whether the status is not what it was before, since something else has changed it or another answer stands.
    pub status_kept: bool,
    /// The same of the assignee.
    pub assignee_kept: bool,
}

impl Engine {
    /// Until when the actor can take this answer back; `None`: not, or no more.
    #[must_use]
    pub fn undo_until(&self, actor: &Actor, comment: &Comment) -> Option<DateTime<Utc>> {
        let _ = actor.user().filter(|viewer| viewer.id == comment.author && viewer.role.is_staff())?;
        let sent = comment.channel == Channel::Web
            && comment.visibility == Visibility::Public
            && comment.redacted_at.is_none();
        let until = comment.created_at + TimeDelta::from_std(self.settings().tickets.undo_send).ok()?;
        (sent && self.now() < until).then_some(until)
    }

    /// Takes back an answer that its author sent from a page not longer ago than `undo_send`: its emails are withdrawn, or
    /// tell what else there is without it, its text and its files become the author's draft again, and status and assignee become
    /// what they were, each unless something else changed it since. Another answer that came after it and can be taken back as well
    /// takes them over. A line in the history stays; it tells whoever has seen the answer that it is gone.
    ///
    /// # Errors
    /// `NotFound` for what is absent or hidden, was taken back already, or is the answer of somebody else; `BadInput` for
    /// `comment` when it has left already or cannot be taken back.
    pub async fn undo_send(&self, actor: &Actor, id: CommentId) -> Result<Undone> {
        let mut work = Work::begin(self).await?;
        let (row, mut ticket, permit) = locked(&work, actor, id).await?;
        let sent = sent_answers::of(&work, id).await?.ok_or_else(left)?;
        if row.redacted_at.is_some() {
            return Err(left());
        }
        let given = given_back(&work, &ticket, &row, &sent).await?;
        let back = changes_back(&ticket, &sent, given)?;
        if !sent_answers::withdraw_letters(&work, &row, status_in(&back)).await? {
            return Err(left());
        }
        keep_text(&work, &row).await?;
        let had_files = draft_files::give_back(&work, &row).await?;
        let (status_kept, assignee_kept) = kept(&ticket, &sent, given);
        sent_answers::remove(&work, &row, given).await?;
        let by = By::of(actor);
        if !back.is_empty() {
            let said = work.said();
            work.apply_quietly(&mut ticket, by, &back).await?;
            work.unsay(said);
        }
        work.settle_answer(&mut ticket, row.created_at).await?;
        if matches!(rows::status(&ticket.row)?, Status::New | Status::Open) {
            work.settle_attention(&mut ticket).await?;
        }
        work.journal(NewEvent {
            kind: EventKind::Redacted,
            ticket: ticket.id(),
            actor: by.user,
            cause: by.cause,
            comment: None,
            changes: vec![EventChange::Redacted(FromTo::now(RedactedPart::Answer))],
            // Pages and programs of the customer may show the answer: they are to look again.
            internal: false,
        });
        work.touch(&mut ticket, true).await?;
        work.commit(permit, Vec::new()).await?;
        self.erase_due().await;
        self.attendance().wake(ticket.id());
        Ok(Undone { ticket: ticket.shown(actor)?, had_files, status_kept, assignee_kept })
    }
}

fn left() -> Error {
    Error::bad("comment", "answer-left", "This answer has already been sent and cannot be taken back.")
}

/// The actor's own answer with its ticket locked. That of somebody else is absent like one that they may not see.
async fn locked(
    work: &Work<'_>,
    actor: &Actor,
    id: CommentId,
) -> Result<(comment::Model, LockedTicket, Permit)> {
    let absent = || Error::NotFound { what: "comment" };
    let author = actor.user().filter(|viewer| viewer.role.is_staff()).ok_or_else(absent)?;
    let own = |row: &comment::Model| row.author_id == author.id.0;
    let found = comments::find(work.tx(), id).await?.filter(own).ok_or_else(absent)?;
    let [number] = tickets::numbers(work.tx(), [found.ticket_id]).await?.unwrap_or_default();
    let ticket = work.ticket(actor, number, Action::CommentInPublic).await;
    let (ticket, permit) = ticket.map_err(|error| match error {
        Error::NotFound { .. } => absent(),
        error => error,
    })?;
    // Again, now that nobody else can take it back.
    let row = comments::find(work.tx(), id).await?.ok_or_else(absent)?;
    Ok((row, ticket, permit))
}

/// What of the ticket becomes what it was before the answer: each unless something else has changed it. As long as a later
/// answer stands that can be taken back itself, nothing does; whoever takes that one back gives it back then.
async fn given_back(
    work: &Work<'_>,
    ticket: &LockedTicket,
    row: &comment::Model,
    sent: &sent_answer::Model,
) -> Result<Standing> {
    let untouched = Standing { status: true, assignee: true };
    if ticket.row.version == sent.version {
        return Ok(untouched);
    }
    let next = sent_answers::next(work, row).await?;
    let same = sent_answers::unchanged(work, row, next.as_ref()).await?;
    let Some(next) = next else { return Ok(same) };
    sent_answers::hand_on(work, (row, sent), &next, same).await?;
    Ok(Standing::default())
}

/// Whether status and assignee are not what they were before the answer.
fn kept(ticket: &LockedTicket, sent: &sent_answer::Model, given: Standing) -> (bool, bool) {
    let status = !given.status && ticket.row.status != sent.status;
    let assignee = !given.assignee && ticket.row.assignee_id != sent.assignee_id;
    (status, assignee)
}

/// What makes the ticket what it was before the answer.
fn changes_back(
    ticket: &LockedTicket,
    sent: &sent_answer::Model,
    given: Standing,
) -> Result<Vec<TicketChange>> {
    let mut back = Vec::new();
    if given.assignee && ticket.row.assignee_id != sent.assignee_id {
        back.push(TicketChange::Assign(sent.assignee_id.map(Into::into)));
    }
    // Last, since being assigned opens a new ticket.
    if given.status && ticket.row.status != sent.status {
        let before: Status = sent.status.parse().map_err(Error::internal)?;
        // Whoever has it meanwhile has opened it.
        let taken = !given.assignee && sent.assignee_id.is_none() && ticket.row.assignee_id.is_some();
        let opened = taken && before == Status::New;
        back.push(TicketChange::SetStatus(if opened { Status::Open } else { before }));
    }
    Ok(back)
}

/// The status that these changes set.
fn status_in(changes: &[TicketChange]) -> Option<Status> {
    changes.iter().find_map(|change| match change {
        TicketChange::SetStatus(status) => Some(*status),
        _ => None,
    })
}

/// The text becomes the draft again, before what its author has begun to write since. A note stays a note, also one of files alone.
async fn keep_text(work: &Work<'_>, row: &comment::Model) -> Result<()> {
    let (author, ticket) = (UserId::from(row.author_id), TicketId::from(row.ticket_id));
    let has_files = !draft_files::of(work.tx(), author, [ticket]).await?.is_empty();
    let kept = drafts::kept(work.tx(), author, ticket).await?;
    let begun = kept.filter(|kept| has_files || !kept.text.trim().is_empty());
    let draft = draft::Model {
        user_id: row.author_id,
        ticket_id: row.ticket_id,
        text: match &begun {
            Some(begun) if !begun.text.trim().is_empty() => format!("{}\n\n{}", row.text, begun.text),
            _ => row.text.clone(),
        },
        visibility: begun.as_ref().map_or(Visibility::Public.as_str(), |begun| &begun.visibility).to_owned(),
        status: begun.and_then(|begun| begun.status),
        saved_at: work.now(),
        writer: None,
        written_at: None,
    };
    drafts::put(work.tx(), draft).await
}
