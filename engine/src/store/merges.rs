//! Rows of merges: what was moved, where numbers lead, and what an undone merge gives back.

use std::collections::HashSet;

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Work, draft_files,
    entity::{
        account, comment, draft, external_link, participant, ticket, ticket_link, ticket_merge,
        ticket_merge_item, watcher,
    },
    external_links, links,
    locks::Lock as _,
    many, moves,
};
use crate::{
    error::{Error, Result},
    model::{LinkKind, OrganisationId, Role, Status, TicketId, UserId, Visibility, Watching},
    rules::links::kept,
};

/// Locks what leads to the tickets of these numbers, which are still to be locked: whoever comes by the number of a merged
/// ticket locks that before the one to which it leads, and a merge changes both.
pub(crate) async fn lock_leading(work: &Work<'_>, numbers: [i64; 2]) -> Result<()> {
    if work.tx().get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let named = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Id)
        .filter(ticket::Column::Number.is_in(numbers))
        .into_query();
    ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Id)
        .filter(ticket::Column::MergedIntoId.in_subquery(named))
        .order_by_asc(ticket::Column::Number)
        .locked()
        .into_tuple::<Uuid>()
        .all(work.tx())
        .await?;
    Ok(())
}

/// What a merge moves or adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Comment,
    Watcher,
    Participant,
    Link,
    ExternalLink,
}

impl Item {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "COMMENT",
            Self::Watcher => "WATCHER",
            Self::Participant => "PARTICIPANT",
            Self::Link => "LINK",
            Self::ExternalLink => "EXTERNAL_LINK",
        }
    }
}

/// Moves everything of `source` into `target`, and lets its number lead there.
pub(crate) async fn merge(work: &Work<'_>, source: &ticket::Model, target: &ticket::Model) -> Result<()> {
    let id = work.id::<Uuid>()?;
    let row = ticket_merge::ActiveModel {
        id: Set(id),
        source_id: Set(source.id),
        target_id: Set(target.id),
        status: Set(source.status.clone()),
        merged_at: Set(work.now()),
        undone_at: Set(None),
    };
    ticket_merge::Entity::insert(row).exec_without_returning(work.tx()).await?;
    let (from, to): (TicketId, TicketId) = (source.id.into(), target.id.into());
    let before = participants(work, to).await?;
    let comments = comments_in(work, from).await?;
    moves::comments(work, &comments, to).await?;
    note(work, id, Item::Comment, comments).await?;
    let joined: Vec<Uuid> =
        participants(work, to).await?.into_iter().filter(|user| !before.contains(user)).collect();
    note(work, id, Item::Participant, joined).await?;
    let mut watching = moves::watchers(work, from, to).await?;
    watching.extend(follow(work, source, target).await?);
    note(work, id, Item::Watcher, watching.into_iter().map(|user| user.0).collect()).await?;
    move_links(work, id, from, to).await?;
    move_drafts(work, from, to).await?;
    // Whatever led to the source leads on.
    ticket::Entity::update_many()
        .col_expr(ticket::Column::MergedIntoId, Expr::value(to.0))
        .filter(ticket::Column::MergedIntoId.eq(from.0))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// The customer of the source is told of what happens in the target, and may read it, also when their organisation no
/// longer shares its tickets: what they wrote stands there.
async fn follow(work: &Work<'_>, source: &ticket::Model, target: &ticket::Model) -> Result<Option<UserId>> {
    let known = watcher::Entity::find_by_id((target.id, source.customer_id)).one(work.tx()).await?;
    if source.customer_id == target.customer_id || known.is_some() {
        return Ok(None);
    }
    let account = account::Entity::find_by_id(source.customer_id).one(work.tx()).await?;
    let reads = account.is_some_and(|account| account.role == Role::Customer.as_str());
    let kind = if reads { Watching::Reader } else { Watching::Follower };
    let row = watcher::ActiveModel {
        ticket_id: Set(target.id),
        user_id: Set(source.customer_id),
        kind: Set(kind.as_str().to_owned()),
        created_at: Set(work.now()),
    };
    watcher::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(Some(source.customer_id.into()))
}

/// Whether a ticket holds, by a merge, what another customer wrote who did not write for this organisation.
pub(crate) async fn holds_of_others(
    db: &impl ConnectionTrait,
    target: TicketId,
    customer: UserId,
    organisation: OrganisationId,
) -> Result<bool> {
    let elsewhere = Condition::any()
        .add(ticket::Column::OrganisationId.is_null())
        .add(ticket::Column::OrganisationId.ne(organisation.0));
    let customers = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Role.eq(Role::Customer.as_str()))
        .into_query();
    let of_other_customers = ticket::Entity::find()
        .filter(ticket::Column::MergedIntoId.eq(target.0))
        .filter(ticket::Column::CustomerId.ne(customer.0))
        .filter(elsewhere)
        .filter(ticket::Column::CustomerId.in_subquery(customers));
    Ok(of_other_customers.limit(1).count(db).await? > 0)
}

async fn move_links(work: &Work<'_>, merge: Uuid, from: TicketId, to: TicketId) -> Result<()> {
    let mut moved = Vec::new();
    for row in links::of(work.tx(), &[from.0]).await? {
        if reattach(work, &row, from, to).await? {
            moved.push(row.id);
        }
    }
    note(work, merge, Item::Link, moved).await?;
    let external = external_link::Entity::find().filter(external_link::Column::TicketId.eq(from.0));
    let mut moved = Vec::new();
    for row in external.all(work.tx()).await? {
        if external_links::with_url(work.tx(), to, &row.url).await?.is_none() {
            moved.push(row.id);
            let mut row = row.into_active_model();
            row.ticket_id = Set(to.0);
            row.update(work.tx()).await?;
        }
    }
    note(work, merge, Item::ExternalLink, moved).await
}

/// Lets one end of a link be `to` instead of `from`; `false`: that would link a ticket with itself, twice, or in a circle.
async fn reattach(work: &Work<'_>, row: &ticket_link::Model, from: TicketId, to: TicketId) -> Result<bool> {
    let seen = links::seen_from(row, from)?;
    if seen.other == to {
        return Ok(false);
    }
    let (first, kind, second) = kept(seen.kind, to, seen.other);
    let circular = kind == LinkKind::ParentOf && links::descends_from(work.tx(), first, second).await?;
    if circular || links::exists(work.tx(), (first, kind, second)).await? {
        return Ok(false);
    }
    let mut row = row.clone().into_active_model();
    row.ticket_id = Set(first.into());
    row.other_id = Set(second.into());
    row.update(work.tx()).await?;
    Ok(true)
}

/// Drafts go along, unless their writer has one in the other ticket, too.
async fn move_drafts(work: &Work<'_>, from: TicketId, to: TicketId) -> Result<()> {
    let known: Vec<Uuid> = draft::Entity::find()
        .select_only()
        .column(draft::Column::UserId)
        .filter(draft::Column::TicketId.eq(to.0))
        .into_tuple()
        .all(work.tx())
        .await?;
    draft_files::move_along(work.tx(), from, to).await?;
    draft::Entity::update_many()
        .col_expr(draft::Column::TicketId, Expr::value(to.0))
        .filter(draft::Column::TicketId.eq(from.0))
        .filter(draft::Column::UserId.is_not_in(known))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// The merge of a ticket that can be undone.
pub(crate) async fn of(work: &Work<'_>, source: TicketId) -> Result<Option<ticket_merge::Model>> {
    let found = ticket_merge::Entity::find()
        .filter(ticket_merge::Column::SourceId.eq(source.0))
        .filter(ticket_merge::Column::UndoneAt.is_null());
    Ok(found.one(work.tx()).await?)
}

/// The status that the source of a merge had before it.
pub(crate) fn status_before(merge: &ticket_merge::Model) -> Result<Status> {
    merge.status.parse().map_err(Error::internal)
}

/// Gives back what a merge moved, from the ticket in which it is now; what was moved on from there stays where it is.
pub(crate) async fn undo(work: &Work<'_>, merge: &ticket_merge::Model, from: TicketId) -> Result<()> {
    let to: TicketId = merge.source_id.into();
    let mut undone = merge.clone().into_active_model();
    undone.undone_at = Set(Some(work.now()));
    undone.update(work.tx()).await?;
    let of_merge: HashSet<Uuid> = noted(work, merge.id, Item::Comment).await?.into_iter().collect();
    let comments: Vec<Uuid> =
        comments_in(work, from).await?.into_iter().filter(|id| of_merge.contains(id)).collect();
    moves::comments(work, &comments, to).await?;
    for id in noted(work, merge.id, Item::Link).await? {
        if let Some(row) = ticket_link::Entity::find_by_id(id).one(work.tx()).await?
            && [row.ticket_id, row.other_id].contains(&from.0)
        {
            reattach(work, &row, from, to).await?;
        }
    }
    for id in noted(work, merge.id, Item::ExternalLink).await? {
        external_link::Entity::update_many()
            .col_expr(external_link::Column::TicketId, Expr::value(to.0))
            .filter(external_link::Column::Id.eq(id))
            .filter(external_link::Column::TicketId.eq(from.0))
            .exec(work.tx())
            .await?;
    }
    forget_people(work, merge, from).await?;
    lead_back(work, to).await
}

/// Takes those off who came with the merge: from each ticket on the way to where everything is now, unless they are there
/// for another reason.
async fn forget_people(work: &Work<'_>, merge: &ticket_merge::Model, end: TicketId) -> Result<()> {
    let writers: HashSet<Uuid> = comment::Entity::find()
        .select_only()
        .column(comment::Column::AuthorId)
        .filter(comment::Column::TicketId.eq(end.0))
        .filter(comment::Column::Visibility.eq(Visibility::Public.as_str()))
        .into_tuple()
        .all(work.tx())
        .await?
        .into_iter()
        .collect();
    for user in noted(work, merge.id, Item::Participant).await? {
        if !writers.contains(&user) {
            participant::Entity::delete_by_id((end.0, user)).exec(work.tx()).await?;
        }
    }
    let mut leaving = noted(work, merge.id, Item::Watcher).await?;
    let mut step = merge.clone();
    loop {
        for user in &leaving {
            watcher::Entity::delete_by_id((step.target_id, *user)).exec(work.tx()).await?;
        }
        let Some(next) = of(work, step.target_id.into()).await? else { return Ok(()) };
        let came: HashSet<Uuid> = noted(work, next.id, Item::Watcher).await?.into_iter().collect();
        leaving.retain(|user| came.contains(user));
        step = next;
    }
}

/// Lets the number of a ticket lead to itself again, and with it what was merged into it.
async fn lead_back(work: &Work<'_>, ticket: TicketId) -> Result<()> {
    ticket::Entity::update_many()
        .col_expr(ticket::Column::MergedIntoId, Expr::value(None::<Uuid>))
        .filter(ticket::Column::Id.eq(ticket.0))
        .exec(work.tx())
        .await?;
    let (mut seen, mut front) = (HashSet::from([ticket.0]), vec![ticket.0]);
    while !front.is_empty() {
        let sources: Vec<Uuid> = ticket_merge::Entity::find()
            .select_only()
            .column(ticket_merge::Column::SourceId)
            .filter(ticket_merge::Column::TargetId.is_in(front))
            .filter(ticket_merge::Column::UndoneAt.is_null())
            .into_tuple()
            .all(work.tx())
            .await?;
        front = sources.into_iter().filter(|id| seen.insert(*id)).collect();
        ticket::Entity::update_many()
            .col_expr(ticket::Column::MergedIntoId, Expr::value(ticket.0))
            .filter(ticket::Column::Id.is_in(front.iter().copied()))
            .exec(work.tx())
            .await?;
    }
    Ok(())
}

async fn comments_in(work: &Work<'_>, ticket: TicketId) -> Result<Vec<Uuid>> {
    let ids = comment::Entity::find()
        .select_only()
        .column(comment::Column::Id)
        .filter(comment::Column::TicketId.eq(ticket.0))
        .order_by_asc(comment::Column::Id);
    Ok(ids.into_tuple().all(work.tx()).await?)
}

async fn participants(work: &Work<'_>, ticket: TicketId) -> Result<Vec<Uuid>> {
    let users = participant::Entity::find()
        .select_only()
        .column(participant::Column::UserId)
        .filter(participant::Column::TicketId.eq(ticket.0));
    Ok(users.into_tuple().all(work.tx()).await?)
}

async fn note(work: &Work<'_>, merge: Uuid, kind: Item, items: Vec<Uuid>) -> Result<()> {
    let rows = items.into_iter().map(|item| ticket_merge_item::ActiveModel {
        merge_id: Set(merge),
        kind: Set(kind.as_str().to_owned()),
        item_id: Set(item),
    });
    Ok(many::insert(work.tx(), rows.collect(), None).await?)
}

async fn noted(work: &Work<'_>, merge: Uuid, kind: Item) -> Result<Vec<Uuid>> {
    let items = ticket_merge_item::Entity::find()
        .select_only()
        .column(ticket_merge_item::Column::ItemId)
        .filter(ticket_merge_item::Column::MergeId.eq(merge))
        .filter(ticket_merge_item::Column::Kind.eq(kind.as_str()));
    Ok(items.into_tuple().all(work.tx()).await?)
}
