//! Applies a list of changes to a ticket, as one. Comment, update and bulk are this command with other lists.

use serde_json::{Value, json};

use super::repeated;
use crate::{
    actor::Actor,
    apply::{Brought, Kept, LockedTicket},
    commands::rated::use_quota,
    engine::Engine,
    error::{Error, Result},
    model::{Comment, CommentId, Priority, Status, Ticket, TicketChange, Upload, UserId},
    policy::{Action, Permit, rates::Rated},
    rules::By,
    spool::FileContent,
    store::{Work, draft_files, drafts, entity::idempotency, requests},
};

/// The most changes in one list.
const MOST: usize = 50;

/// A list of changes to a ticket.
#[derive(Debug, Clone, Default)]
pub struct ChangeTicket {
    /// The ticket's number.
    pub number: i64,
    /// What is to happen, in this order; all of it or nothing.
    pub changes: Vec<TicketChange>,
    /// The version that the caller saw; refused if the ticket has changed since.
    pub expected_version: Option<i64>,
    /// The same key from the same actor changes nothing a second time.
    pub idempotency_key: Option<String>,
}

impl Engine {
    /// Applies a list of changes to a ticket; what changes nothing leaves no trace. [`crate::rules`] tells what follows.
    ///
    /// # Errors
    /// `NotFound` for a ticket that is absent or hidden; `BadInput` for `changes` if the list is empty or too long, and for
    /// `idempotencyKey`; `Stale`; `KeyReused`; `RateLimited`. What is wrong with one change, such as `Forbidden` or
    /// `BadInput`, names it: [`Error::path`].
    pub async fn change_ticket(&self, actor: &Actor, input: ChangeTicket) -> Result<Ticket> {
        check_list(&input.changes)?;
        let ChangeTicket { number, changes, expected_version, idempotency_key } = input;
        let request = repeated::request(
            actor,
            "changeTicket",
            idempotency_key.as_deref(),
            || json!({ "number": number, "changes": content(&changes) }),
        )?;
        let macros = self.macros_in(actor, &changes).await?;
        let list = Box::pin(self.write_out(actor, number, &changes, &macros)).await?;
        let order = Order {
            number,
            changes: list.changes(),
            by_macro: !macros.is_empty(),
            expected_version,
            request,
        };
        let done = Box::pin(self.carry_out_alone(actor, order)).await;
        match done.map_err(|error| list.named(error))? {
            Done::Now(done) => Ok(done.ticket),
            Done::Before(first) => self.opened_before(actor, &first).await,
        }
    }

    /// Carries out an order; if it is refused, none of its files stay.
    pub(super) async fn carry_out_alone(&self, actor: &Actor, order: Order<'_>) -> Result<Done> {
        let mut kept = None;
        let done = self.carry_out(actor, order, &mut kept).await;
        let kept = kept.unwrap_or_default().concat();
        match &done {
            Ok(Done::Before(_)) => self.take_back(&kept).await,
            done => self.take_back_if_refused(&kept, done).await,
        }
        done
    }

    /// Carries out an order. `kept` holds the files of its comments once they are stored.
    pub(super) async fn carry_out(
        &self,
        actor: &Actor,
        order: Order<'_>,
        kept: &mut Option<Vec<Vec<Kept>>>,
    ) -> Result<Done> {
        let files = match kept {
            Some(files) => files.clone(),
            None if order.files() == 0 => Vec::new(),
            None => {
                // What is refused leaves nothing: all that could refuse it is asked before a file is kept, and once more
                // below.
                let mut work = Work::begin(self).await?;
                let ticket = match begin(&mut work, actor, &order).await? {
                    Begun::Fresh(ticket, _) => ticket,
                    Begun::Before(first) => return Ok(Done::Before(first)),
                };
                work.decide(&ticket, By::of(actor), order.changes).await?;
                drop(work);
                kept.insert(self.keep_files(order.changes).await?).clone()
            }
        };
        let mut work = Work::begin(self).await?;
        let (mut ticket, permit) = match begin(&mut work, actor, &order).await? {
            Begun::Fresh(ticket, permit) => (ticket, permit),
            Begun::Before(first) => return Ok(Done::Before(first)),
        };
        let comments = apply(&mut work, actor, &mut ticket, &order, files).await?;
        if let Some(request) = &order.request
            && !requests::remember(&work, request, ticket.id(), first_id(&comments)).await?
        {
            drop(work);
            return Ok(Done::Before(self.quicker(request).await?));
        }
        work.commit(permit, Vec::new()).await?;
        Ok(Done::Now(Box::new(Changed { ticket: ticket.shown(actor)?, comments })))
    }

    /// Stores the files of each comment in the list.
    pub(super) async fn keep_files(&self, changes: &[TicketChange]) -> Result<Vec<Vec<Kept>>> {
        let mut files = Vec::new();
        for (index, change) in changes.iter().enumerate() {
            if let TicketChange::Comment(comment) = change {
                match self.keep_uploads(&comment.attachments).await {
                    Ok(kept) => files.push(kept),
                    Err(error) => {
                        self.take_back(&files.concat()).await;
                        return Err(error.of_change(index, change.field()));
                    }
                }
            }
        }
        Ok(files)
    }
}

/// What is to be done to which ticket.
pub(super) struct Order<'a> {
    pub(super) number: i64,
    pub(super) changes: &'a [TicketChange],
    pub(super) expected_version: Option<i64>,
    /// Whether a macro wrote some of it, which is not what its author has begun to write.
    pub(super) by_macro: bool,
    /// The request by its idempotency key.
    pub(super) request: Option<requests::Request>,
}

impl Order<'_> {
    fn comments(&self) -> usize {
        self.changes.iter().filter(|change| matches!(change, TicketChange::Comment(_))).count()
    }

    /// How many files are new: those of a draft were counted when they were added to it.
    fn new_files(&self) -> usize {
        let each = self.changes.iter().map(|change| match change {
            TicketChange::Comment(comment) => {
                let new = |upload: &&Upload| !matches!(upload.bytes, FileContent::Stored(_));
                comment.attachments.iter().filter(new).count()
            }
            _ => 0,
        });
        each.sum()
    }

    pub(super) fn files(&self) -> usize {
        let each = self.changes.iter().map(|change| match change {
            TicketChange::Comment(comment) => comment.attachments.len(),
            _ => 0,
        });
        each.sum()
    }
}

/// What became of an order.
pub(super) enum Done {
    /// It was carried out.
    Now(Box<Changed>),
    /// The same request was carried out before; this is what it made.
    Before(idempotency::Model),
}

/// A ticket after a list of changes.
pub(super) struct Changed {
    /// The ticket, as the actor may see it.
    pub(super) ticket: Ticket,
    /// The comments that were written, in order.
    pub(super) comments: Vec<Comment>,
}

/// An order that may be carried out, or was.
pub(super) enum Begun {
    Fresh(Box<LockedTicket>, Permit),
    Before(idempotency::Model),
}

/// Locks the ticket and asks for everything that could refuse an order but the rules.
pub(super) async fn begin(work: &mut Work<'_>, actor: &Actor, order: &Order<'_>) -> Result<Begun> {
    let (ticket, permit) = permitted(work, actor, order).await?;
    if let Some(first) = repeated::first(work, order.request.as_ref()).await? {
        return Ok(Begun::Before(first));
    }
    ticket.check_version(actor, order.expected_version)?;
    use_quota(work, actor, Rated::Comments, order.comments().max(1)).await?;
    use_quota(work, actor, Rated::Files, order.new_files()).await?;
    Ok(Begun::Fresh(Box::new(ticket), permit))
}

/// Applies the list, and removes the actor's draft if it became a comment.
pub(super) async fn apply(
    work: &mut Work<'_>,
    actor: &Actor,
    ticket: &mut LockedTicket,
    order: &Order<'_>,
    files: Vec<Vec<Kept>>,
) -> Result<Vec<Comment>> {
    let files = files.into_iter().map(Brought::from).collect();
    let comments = work.apply(ticket, By::of(actor), order.changes, files).await?;
    if let Some(viewer) = actor.user() {
        for Comment { id, visibility, text, .. } in &comments {
            let readers = Some(*visibility).filter(|_| !order.by_macro);
            if order.files() > 0 {
                draft_files::became_attachments(work.tx(), viewer.id, ticket.id(), *id).await?;
            }
            drafts::became_comment(work.tx(), viewer.id, ticket.id(), readers, text).await?;
        }
    }
    Ok(comments)
}

/// The ticket, locked, if the actor may do all of the list to it.
async fn permitted(work: &Work<'_>, actor: &Actor, order: &Order<'_>) -> Result<(LockedTicket, Permit)> {
    let Some(first) = order.changes.first() else {
        return work.ticket(actor, order.number, Action::WorkTicket).await;
    };
    let named: Vec<UserId> = order.changes.iter().filter_map(responsible).collect();
    let found = work.ticket_naming(actor, &named, order.number, Action::of_change(first)).await;
    let (ticket, permit) = found.map_err(|error| error.of_change(0, first.field()))?;
    for (index, change) in order.changes.iter().enumerate().skip(1) {
        let permitted = ticket.permit(work, actor, Action::of_change(change));
        let _ = permitted.map_err(|error| error.of_change(index, change.field()))?;
    }
    Ok((ticket, permit))
}

/// Who is to be responsible after this change, if it names somebody.
const fn responsible(change: &TicketChange) -> Option<UserId> {
    match change {
        TicketChange::Assign(assignee) => *assignee,
        _ => None,
    }
}

/// Refuses a list that is empty or too long.
pub(super) fn check_list(changes: &[TicketChange]) -> Result<()> {
    if changes.is_empty() {
        return Err(Error::bad("changes", "changes-required", "At least one change is required."));
    }
    if changes.len() > MOST {
        let message = format!("A list can have at most {MOST} changes, not {}.", changes.len());
        return Err(Error::bad("changes", "changes-too-many", message));
    }
    Ok(())
}

fn first_id(comments: &[Comment]) -> Option<CommentId> {
    comments.first().map(|comment| comment.id)
}

/// All that decides what is done, for telling a repetition from another request with the same key.
pub(super) fn content(changes: &[TicketChange]) -> Value {
    let value = |change: &TicketChange| match change {
        TicketChange::Comment(comment) => json!({
            "text": comment.text,
            "visibility": comment.visibility.as_str(),
            "attachments": repeated::files(&comment.attachments),
        }),
        TicketChange::SetStatus(status) => json!(Status::as_str(*status)),
        TicketChange::Assign(user) => json!(user),
        TicketChange::AssignMe => json!("me"),
        TicketChange::Macro(id) => json!(id),
        TicketChange::Move(queue) => json!(queue),
        TicketChange::Prioritise(priority) => json!(Priority::as_str(*priority)),
        TicketChange::Retitle(text) | TicketChange::SetExternalId(text) => json!(text),
        TicketChange::SetTags(tags) | TicketChange::AddTags(tags) | TicketChange::RemoveTags(tags) => {
            json!(tags)
        }
        TicketChange::SetPrivacy(is_private) => json!(is_private),
        TicketChange::SetOrganisation(organisation) => json!(organisation),
        TicketChange::CloseByTime | TicketChange::Remind => Value::Null,
    };
    changes.iter().map(|change| json!({ change.field(): value(change) })).collect()
}
