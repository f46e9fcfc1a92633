//! Changes a ticket's own fields: status, title, priority, assignee, queue, tags.

use sea_orm::EntityTrait;

use super::{
    assignment::may_be_responsible,
    comment::check_version,
    create::required_title,
    parts::{self, Changing, Told, change},
    repeated::shown,
};
use crate::{
    actor::Actor,
    commands::rated::use_quota,
    engine::Engine,
    error::{Error, Result},
    lifecycle::Step,
    model::{Change, EventKind, Priority, QueueId, Status, Ticket, UserId},
    policy::{Action, rates::Rated},
    store::{
        Work,
        entity::{account, queue},
        tickets,
    },
};

/// The most tags that a ticket may carry, and the longest one in characters.
const TAGS: (usize, usize) = (20, 40);

/// What is to be different; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct UpdateTicket {
    /// The ticket's number.
    pub number: i64,
    /// The version that the writer saw; refused if the ticket has changed since.
    pub expected_version: Option<i64>,
    /// Another title.
    pub title: Option<String>,
    /// Another status; customers may pick nothing but CLOSED.
    pub status: Option<Status>,
    /// Another priority.
    pub priority: Option<Priority>,
    /// Somebody else is responsible; `Some(None)`: nobody.
    pub assignee: Option<Option<UserId>>,
    /// Another queue.
    pub queue: Option<QueueId>,
    /// Other tags, all of them.
    pub tags: Option<Vec<String>>,
}

impl UpdateTicket {
    /// Whether it asks for nothing but a status.
    const fn is_status_alone(&self) -> bool {
        self.title.is_none()
            && self.priority.is_none()
            && self.assignee.is_none()
            && self.queue.is_none()
            && self.tags.is_none()
    }
}

impl Engine {
    /// Changes a ticket; what changes nothing leaves no trace.
    ///
    /// # Errors
    /// `NotFound` for a ticket that is absent or hidden; `Forbidden` for what only the staff may; `BadInput` for `title`,
    /// `assignee`, `queue` or `tags`; `Stale`.
    pub async fn update_ticket(&self, actor: &Actor, input: UpdateTicket) -> Result<Ticket> {
        let work = Work::begin(self).await?;
        let closes = input.status == Some(Status::Closed) && input.is_status_alone();
        let action = if closes { Action::CloseTicket } else { Action::WorkTicket };
        let (row, permit) = tickets::lock(work.tx(), actor, input.number, action).await?;
        check_version(actor, &row, input.expected_version)?;
        use_quota(&work, actor, Rated::Comments, 1).await?;

        let staff = actor.user().is_none_or(|viewer| viewer.role.is_staff());
        let by = actor.user().map(|viewer| viewer.id);
        let mut changing = Changing::new(row, by, parts::cause_of(actor));
        assign(&work, &mut changing, &input).await?;
        if let Some(status) = input.status {
            changing
                .step(&work, if staff { Step::StaffPicks(status) } else { Step::CustomerPicks(status) })?;
        }
        let open = describe(&mut changing, &input)?;
        if !open.is_empty() {
            changing.event(EventKind::Changed, None, open, false);
        }
        let internal = sort_away(&work, &mut changing, &input).await?;
        if !internal.is_empty() {
            changing.event(EventKind::Changed, None, internal, true);
        }
        let tags = tickets::tags(work.tx(), changing.ticket()).await?;
        let row = changing.finish(work, permit, Told { by_staff: staff, ..Told::default() }).await?;
        shown(actor, row, tags)
    }
}

/// Makes somebody responsible, which takes a new ticket into work.
async fn assign(work: &Work<'_>, changing: &mut Changing, input: &UpdateTicket) -> Result<()> {
    let Some(assignee) = input.assignee else { return Ok(()) };
    let before = changing.row.assignee_id;
    if before == assignee.map(Into::into) {
        return Ok(());
    }
    let queue = input.queue.map_or(changing.row.queue_id, Into::into);
    let to = match assignee {
        Some(id) => Some(responsible(work, id, queue).await?),
        None => None,
    };
    let from = match before {
        Some(id) => account::Entity::find_by_id(id).one(work.tx()).await?,
        None => None,
    };
    changing.row.assignee_id = to.as_ref().map(|account| account.id);
    if to.is_some() {
        changing.step(work, Step::StaffAssigns)?;
    }
    let name = |account: Option<account::Model>| account.map(|account| account.name);
    let change = Change { field: "assignee".to_owned(), from: name(from), to: name(to) };
    changing.event(EventKind::Assigned, None, vec![change], false);
    Ok(())
}

async fn responsible(work: &Work<'_>, id: UserId, queue: uuid::Uuid) -> Result<account::Model> {
    let refuse =
        || Error::bad("assignee", "assignee-unknown", "The assignee must be staff who work this queue.");
    let account = account::Entity::find_by_id(id.0).one(work.tx()).await?.ok_or_else(refuse)?;
    if may_be_responsible(work, &account, queue).await? { Ok(account) } else { Err(refuse()) }
}

/// The title, which the customer sees.
fn describe(changing: &mut Changing, input: &UpdateTicket) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    if let Some(title) = &input.title {
        let title = required_title(title)?;
        if title != changing.row.title {
            changes.push(change("title", Some(&changing.row.title), Some(&title)));
            changing.row.title = title;
        }
    }
    Ok(changes)
}

/// Priority, queue and tags, which are the staff's own affair.
async fn sort_away(work: &Work<'_>, changing: &mut Changing, input: &UpdateTicket) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    if let Some(priority) = input.priority
        && priority.as_str() != changing.row.priority
    {
        changes.push(change("priority", Some(&changing.row.priority), Some(priority.as_str())));
        priority.as_str().clone_into(&mut changing.row.priority);
        changing.row.priority_rank = priority.rank();
    }
    if let Some(id) = input.queue
        && id.0 != changing.row.queue_id
    {
        let from = queue::Entity::find_by_id(changing.row.queue_id).one(work.tx()).await?;
        let to = queue::Entity::find_by_id(id.0).one(work.tx()).await?;
        let to = to.ok_or_else(|| Error::bad("queue", "queue-unknown", "There is no such queue."))?;
        changes.push(change("queue", from.as_ref().map(|queue| queue.name.as_str()), Some(&to.name)));
        changing.row.queue_id = to.id;
    }
    if let Some(tags) = &input.tags {
        let tags = checked_tags(tags)?;
        let before = tickets::tags(work.tx(), changing.ticket()).await?;
        if tags != before {
            tickets::set_tags(work.tx(), changing.ticket(), &tags).await?;
            changes.push(change("tags", Some(&before.join(", ")), Some(&tags.join(", "))));
        }
    }
    Ok(changes)
}

fn checked_tags(tags: &[String]) -> Result<Vec<String>> {
    let mut tags: Vec<String> =
        tags.iter().filter_map(|tag| parts::clean_title(&tag.to_lowercase())).collect();
    tags.sort_unstable();
    tags.dedup();
    let (most, longest) = TAGS;
    if tags.len() > most || tags.iter().any(|tag| tag.chars().count() > longest) {
        let message = format!("At most {most} tags of at most {longest} characters each.");
        return Err(Error::bad("tags", "tags-too-many", message));
    }
    Ok(tags)
}
