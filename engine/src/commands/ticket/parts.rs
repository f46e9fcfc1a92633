//! What several commands on tickets share: writing a comment, changing a status, telling people.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, Iterable, ModelTrait};

use super::{
    assignment::{end_if_forbidden, tell_queue},
    files::{Kept, attach},
};
use crate::{
    actor::{Actor, Via},
    content::clean_line,
    error::{Error, Result},
    lifecycle::Step,
    model::{Cause, Change, Channel, Comment, CommentId, EventKind, Status, TicketId, UserId, Visibility},
    outbox::{Owed, owe, untold},
    policy::Permit,
    recipients::{Happening, recipients},
    store::{
        NewEvent, Work,
        entity::{comment, ticket},
        rows, search, tickets,
    },
};

/// The longest title in characters; a longer subject of a mail is cut, a longer title of a form is refused.
pub(crate) const TITLE_LIMIT: usize = 250;

/// A comment that is to be written.
pub(crate) struct NewComment {
    pub(crate) author: UserId,
    pub(crate) visibility: Visibility,
    pub(crate) channel: Channel,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) automatic: bool,
    pub(crate) files: Vec<Kept>,
}

/// Writes a comment with its files and what search finds it by.
pub(crate) async fn write_comment(work: &Work<'_>, ticket: TicketId, new: NewComment) -> Result<Comment> {
    let id: CommentId = work.id()?;
    let row = comment::ActiveModel {
        id: Set(id.into()),
        ticket_id: Set(ticket.into()),
        author_id: Set(new.author.into()),
        visibility: Set(new.visibility.as_str().to_owned()),
        channel: Set(new.channel.as_str().to_owned()),
        text: Set(new.text.clone()),
        html: Set(new.html.clone()),
        automatic: Set(new.automatic),
        created_at: Set(work.now()),
    };
    comment::Entity::insert(row).exec_without_returning(work.tx()).await?;
    attach(work, id, &new.files).await?;
    let names = new.files.iter().map(|file| file.inspected.filename.as_str());
    let content = std::iter::once(new.text.as_str()).chain(names).collect::<Vec<_>>().join("\n");
    let internal = new.visibility == Visibility::Internal;
    search::add(work.tx(), ticket, Some(id), internal, &content).await?;
    if !internal {
        tickets::take_part(work.tx(), ticket, new.author).await?;
    }
    Ok(Comment {
        id,
        ticket,
        author: new.author,
        visibility: new.visibility,
        channel: new.channel,
        text: new.text,
        html: new.html,
        automatic: new.automatic,
        created_at: work.now(),
    })
}

/// A ticket under change: what it was, what it becomes, and what of that goes into the journal.
pub(crate) struct Changing {
    before: ticket::Model,
    pub(crate) row: ticket::Model,
    pub(crate) actor: Option<UserId>,
    pub(crate) cause: Cause,
    events: Vec<NewEvent>,
}

impl Changing {
    pub(crate) fn new(row: ticket::Model, actor: Option<UserId>, cause: Cause) -> Self {
        Self { before: row.clone(), row, actor, cause, events: Vec::new() }
    }

    pub(crate) fn ticket(&self) -> TicketId {
        self.row.id.into()
    }

    pub(crate) fn status(&self) -> Result<Status> {
        status_of(&self.row)
    }

    /// Takes a step of the lifecycle: sets the status and, if that is another or waits again, when the system will close
    /// it.
    ///
    /// # Errors
    /// [`Error::Refused`], when the lifecycle knows no such step.
    pub(crate) fn step(&mut self, work: &Work<'_>, step: Step) -> Result<()> {
        let before = self.status()?;
        let after = before.after(step)?;
        let waits = rows::attention(&self.row).after(step, self.actor, work.now());
        rows::set_attention(&mut self.row, waits);
        if before != after || (step.waits_again() && self.row.auto_close_at.is_none()) {
            after.as_str().clone_into(&mut self.row.status);
            self.row.auto_close_at = work.engine().delays().auto_close_at(after, work.now());
            self.row.reminded_at = None;
        } else if step.keeps_open() {
            self.row.auto_close_at = None;
            self.row.reminded_at = None;
        }
        Ok(())
    }

    /// Adds a line for the journal.
    pub(crate) fn event(
        &mut self,
        kind: EventKind,
        comment: Option<CommentId>,
        changes: Vec<Change>,
        internal: bool,
    ) {
        let (ticket, actor, cause) = (self.ticket(), self.actor, self.cause);
        self.events.push(NewEvent { kind, ticket, actor, cause, comment, changes, internal });
    }

    /// Writes the ticket back, owes the letters, and commits with the journal.
    pub(crate) async fn finish(
        mut self,
        work: Work<'_>,
        permit: Permit,
        told: Told,
    ) -> Result<ticket::Model> {
        let unassigned = self.end_forbidden_assignment(&work).await?;
        self.close_only_what_was_told(&work).await?;
        let status = self.status_change();
        if let Some(change) = &status {
            let kind =
                if self.cause == Cause::Timer { EventKind::AutoClosed } else { EventKind::StatusChanged };
            let mut changes = vec![change.clone()];
            changes.extend(self.auto_close_change());
            self.event(kind, told.comment, changes, false);
        } else if let Some(change) = self.auto_close_change() {
            self.event(EventKind::Changed, None, vec![change], false);
        }
        if self.events.is_empty() && self.row == self.before {
            return Ok(self.row);
        }
        self.row.updated_at = work.now();
        self.row.version += 1;
        if self.events.iter().any(|event| !event.internal) {
            self.row.public_updated_at = work.now();
            self.row.public_version += 1;
        }
        self.write(&work).await?;
        let mut events = Vec::new();
        for owed in self.letters(&told, status)? {
            events.extend(owe(&work, owed).await?);
        }
        if let Some(change) = unassigned {
            let (ticket, queue) = (self.ticket(), self.row.queue_id);
            events.extend(tell_queue(&work, ticket, queue, self.actor, &[change]).await?);
        }
        if !events.is_empty() {
            self.row = tickets::lock_id(work.tx(), self.ticket()).await?.unwrap_or(self.row);
        }
        self.events.extend(events);
        work.commit(permit, self.events).await?;
        Ok(self.row)
    }

    /// A ticket that moved, or that is opened again, may have an assignee who may not be responsible for it any more.
    async fn end_forbidden_assignment(&mut self, work: &Work<'_>) -> Result<Option<Change>> {
        let moved = self.row.queue_id != self.before.queue_id;
        let reopened = self.before.status == Status::Closed.as_str() && self.row.status != self.before.status;
        if !(moved || reopened) || self.row.assignee_id != self.before.assignee_id {
            return Ok(None);
        }
        let ended = end_if_forbidden(work, &mut self.row).await?;
        if let Some(change) = &ended {
            self.event(EventKind::Assigned, None, vec![change.clone()], false);
        }
        Ok(ended)
    }

    /// A ticket whose customer cannot be told does not close itself.
    async fn close_only_what_was_told(&mut self, work: &Work<'_>) -> Result<()> {
        let begins = self.row.auto_close_at.is_some() && self.row.auto_close_at != self.before.auto_close_at;
        if begins && !untold::reaches(work, self.row.customer_id).await? {
            self.row.auto_close_at = None;
        }
        Ok(())
    }

    fn letters(&self, told: &Told, status: Option<Change>) -> Result<Vec<Owed>> {
        let picked = if status.is_some() || told.picked { Some(self.status()?) } else { None };
        let happening = Happening {
            actor: self.actor,
            by_staff: told.by_staff,
            customer: self.row.customer_id.into(),
            assignee: self.row.assignee_id.map(Into::into),
            assigned: self.row.assignee_id != self.before.assignee_id,
            created: false,
            commented: told.comment.is_some() && !told.internal,
            status: picked,
            automatic: told.automatic,
            held_back: told.held_back,
            timer: self.cause == Cause::Timer,
        };
        let assigned = self.events.iter().filter(|event| event.kind == EventKind::Assigned);
        let assigned = assigned.flat_map(|event| event.changes.iter().cloned());
        let changes: Vec<Change> = status.into_iter().chain(assigned).collect();
        let comment = told.comment.filter(|_| !told.internal);
        let owed = recipients(&happening).into_iter().map(|(recipient, kind)| Owed {
            kind,
            recipient,
            ticket: Some(self.ticket()),
            comment,
            changes: changes.clone(),
            by_hand: told.by_staff && matches!(self.cause, Cause::Web | Cause::Api | Cause::System),
        });
        Ok(owed.collect())
    }

    fn status_change(&self) -> Option<Change> {
        let (from, to) = (&self.before.status, &self.row.status);
        (from != to).then(|| change("status", Some(from), Some(to)))
    }

    fn auto_close_change(&self) -> Option<Change> {
        let word = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339());
        let (from, to) = (word(self.before.auto_close_at), word(self.row.auto_close_at));
        (from != to).then_some(Change { field: "autoCloseAt".to_owned(), from, to })
    }

    async fn write(&self, work: &Work<'_>) -> Result<()> {
        // Only what is different: each further column would be written into its indexes anew.
        let mut row = self.before.clone().into_active_model();
        for column in ticket::Column::iter() {
            row.set_if_not_equals(column, self.row.get(column));
        }
        row.update(work.tx()).await?;
        if self.before.title != self.row.title {
            search::retitle(work.tx(), self.ticket(), self.row.number, &self.row.title).await?;
        }
        Ok(())
    }
}

/// What the letters need to know of a change beyond the ticket itself.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any combination can be")]
pub(crate) struct Told {
    pub(crate) by_staff: bool,
    pub(crate) comment: Option<CommentId>,
    pub(crate) internal: bool,
    pub(crate) automatic: bool,
    /// Whether a mail was set aside for the staff.
    pub(crate) held_back: bool,
    /// Whether the staff picked the status with a public answer, even if it is the same as before.
    pub(crate) picked: bool,
}

/// The status of a row.
pub(crate) fn status_of(row: &ticket::Model) -> Result<Status> {
    row.status.parse().map_err(Error::internal)
}

/// One field that is different now.
pub(crate) fn change(field: &str, from: Option<&str>, to: Option<&str>) -> Change {
    Change { field: field.to_owned(), from: from.map(ToOwned::to_owned), to: to.map(ToOwned::to_owned) }
}

/// On which way an actor acts.
pub(crate) fn cause_of(actor: &Actor) -> Cause {
    match actor.user().map(|viewer| viewer.via) {
        Some(Via::Session(_)) => Cause::Web,
        Some(Via::Token(_)) => Cause::Api,
        None if actor.is_gateway() => Cause::Mail,
        Some(Via::Local) | None => Cause::System,
    }
}

/// The channel of what an actor writes.
pub(crate) fn channel_of(actor: &Actor) -> Channel {
    match actor.user().map(|viewer| viewer.via) {
        Some(Via::Session(_)) => Channel::Web,
        _ => Channel::Api,
    }
}

/// A title in one line without what cannot be seen; `None`: nothing is left.
pub(crate) fn clean_title(title: &str) -> Option<String> {
    Some(clean_line(title)).filter(|title| !title.is_empty())
}

/// A text without NUL, which PostgreSQL refuses, with plain line ends and no blank end.
pub(crate) fn clean_text(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "").trim_end().to_owned()
}
