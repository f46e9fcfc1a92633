//! Rows of queues, and what is decided for them.

pub(crate) mod members;
pub(crate) mod notices;

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    Work, collation,
    entity::{queue, ticket},
    locks::Lock as _,
    rows,
    visible::Visible,
};
use crate::{
    actor::Actor,
    error::{Error, Result},
    model::{Queue, QueueId, QueueSettings, TicketId},
    settings::{QueueTerms, Settings},
};

/// Which queue is looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sought<'a> {
    /// The one of this id, if this actor sees it.
    Seen(QueueId, &'a Actor),
    /// The one of this name.
    Called(&'a str),
    /// The oldest.
    First,
}

/// The queue that is looked for.
pub(crate) async fn sought(db: &impl ConnectionTrait, which: Sought<'_>) -> Result<Option<queue::Model>> {
    let found = match which {
        Sought::Seen(id, actor) => queue::Entity::find_by_id(id.0).filter(Visible::to(actor).queues()),
        Sought::Called(name) => queue::Entity::find().filter(queue::Column::Name.eq(name)),
        Sought::First => {
            queue::Entity::find().order_by_asc(queue::Column::CreatedAt).order_by_asc(queue::Column::Id)
        }
    };
    Ok(found.one(db).await?)
}

/// The queue of an id.
pub(crate) async fn find(db: &impl ConnectionTrait, id: QueueId) -> Result<Option<queue::Model>> {
    Ok(queue::Entity::find_by_id(id.0).one(db).await?)
}

/// The same, locked until the work ends.
pub(crate) async fn lock(work: &Work<'_>, id: QueueId) -> Result<queue::Model> {
    let row = queue::Entity::find_by_id(id.0).locked().one(work.tx()).await?;
    row.ok_or(Error::NotFound { what: "queue" })
}

/// The queues that somebody sees, by name.
pub(crate) async fn seen(db: &impl ConnectionTrait, visible: Visible<'_>) -> Result<Vec<Queue>> {
    let found = queue::Entity::find()
        .filter(visible.queues())
        .order_by_asc(queue::Column::SortKey)
        .order_by_asc(queue::Column::Id);
    found.all(db).await?.into_iter().map(rows::queue).collect()
}

/// Those of these queues that somebody sees.
pub(crate) async fn seen_of(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    ids: &[QueueId],
) -> Result<Vec<Queue>> {
    let found = queue::Entity::find()
        .filter(queue::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(visible.queues());
    found.all(db).await?.into_iter().map(rows::queue).collect()
}

/// Whether there is such a queue; whoever changes it waits until the work ends.
pub(crate) async fn hold(work: &Work<'_>, id: QueueId) -> Result<bool> {
    Ok(queue::Entity::find_by_id(id.0).held().one(work.tx()).await?.is_some())
}

/// Whether a queue has this name.
pub(crate) async fn is_name_taken(work: &Work<'_>, name: &str) -> Result<bool> {
    Ok(sought(work.tx(), Sought::Called(name)).await?.is_some())
}

/// Whether a mail address feeds a queue.
pub(crate) async fn is_address_taken(work: &Work<'_>, address: &str) -> Result<bool> {
    let same = queue::Entity::find().filter(queue::Column::Address.eq(address));
    Ok(same.one(work.tx()).await?.is_some())
}

/// Writes a new queue.
pub(crate) async fn insert(work: &Work<'_>, id: QueueId, name: &str, address: Option<&str>) -> Result<()> {
    let row = new_row(work, id, name, address);
    queue::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Writes a new queue, or gives the one that has this name this address.
pub(crate) async fn insert_or_readdress(
    work: &Work<'_>,
    id: QueueId,
    name: &str,
    address: Option<&str>,
) -> Result<()> {
    let row = new_row(work, id, name, address);
    let keep = OnConflict::column(queue::Column::Name).update_column(queue::Column::Address).to_owned();
    queue::Entity::insert(row).on_conflict(keep).exec_without_returning(work.tx()).await?;
    Ok(())
}

fn new_row(work: &Work<'_>, id: QueueId, name: &str, address: Option<&str>) -> queue::ActiveModel {
    queue::ActiveModel {
        id: Set(id.into()),
        name: Set(name.to_owned()),
        sort_key: Set(collation::key(name)),
        address: Set(address.map(str::to_owned)),
        created_at: Set(work.now()),
        agreement_id: Set(None),
        settings: Set("{}".to_owned()),
        active: Set(true),
    }
}

/// Takes an address from every queue that has another name.
pub(crate) async fn take_address(work: &Work<'_>, address: Option<&str>, name: &str) -> Result<()> {
    let taken = Condition::all().add(queue::Column::Address.eq(address)).add(queue::Column::Name.ne(name));
    queue::Entity::update_many()
        .col_expr(queue::Column::Address, Expr::value(None::<String>))
        .filter(taken)
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Writes all of a queue as it is now.
pub(crate) async fn update(work: &Work<'_>, mut changed: queue::Model) -> Result<queue::Model> {
    changed.sort_key = collation::key(&changed.name);
    Ok(changed.into_active_model().reset_all().update(work.tx()).await?)
}

/// What holds for the tickets of a queue.
pub(crate) async fn terms(db: &impl ConnectionTrait, settings: &Settings, id: Uuid) -> Result<QueueTerms> {
    or_usual(settings, queue::Entity::find_by_id(id).one(db).await?.as_ref())
}

fn or_usual(settings: &Settings, row: Option<&queue::Model>) -> Result<QueueTerms> {
    row.map_or_else(|| Ok(settings.of_queue(&QueueSettings::default())), |row| terms_of(settings, row))
}

/// What holds for the tickets of this queue.
pub(crate) fn terms_of(settings: &Settings, row: &queue::Model) -> Result<QueueTerms> {
    Ok(settings.of_queue(&own(row)?))
}

/// What holds for a ticket.
pub(crate) async fn terms_of_ticket(
    db: &impl ConnectionTrait,
    settings: &Settings,
    ticket: TicketId,
) -> Result<QueueTerms> {
    let of_ticket = ticket::Entity::find_by_id(ticket.0).select_only().column(ticket::Column::QueueId);
    let row =
        queue::Entity::find().filter(queue::Column::Id.in_subquery(of_ticket.into_query())).one(db).await?;
    or_usual(settings, row.as_ref())
}

/// What is decided for a queue alone.
pub(crate) fn own(row: &queue::Model) -> Result<QueueSettings> {
    Ok(serde_json::from_str(&row.settings)?)
}

/// The queue with this name.
pub(crate) async fn named(db: &impl ConnectionTrait, name: &str) -> Result<Option<queue::Model>> {
    Ok(queue::Entity::find().filter(queue::Column::Name.eq(name)).one(db).await?)
}

/// The other queues than this one that have an address.
pub(crate) async fn others_with_address(db: &impl ConnectionTrait, id: QueueId) -> Result<Vec<queue::Model>> {
    let others =
        queue::Entity::find().filter(queue::Column::Id.ne(id.0)).filter(queue::Column::Address.is_not_null());
    Ok(others.all(db).await?)
}

/// What is decided for each queue for which something is.
pub(crate) async fn with_settings(db: &impl ConnectionTrait) -> Result<Vec<(Uuid, QueueSettings)>> {
    let found = queue::Entity::find().filter(queue::Column::Settings.ne("{}")).all(db).await?;
    found.iter().map(|row| Ok((row.id, own(row)?))).collect()
}

/// Every queue, by name.
pub(crate) async fn by_name(db: &impl ConnectionTrait) -> Result<Vec<queue::Model>> {
    let all = queue::Entity::find().order_by_asc(queue::Column::SortKey).order_by_asc(queue::Column::Id);
    Ok(all.all(db).await?)
}
