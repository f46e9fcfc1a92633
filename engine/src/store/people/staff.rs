//! Who works a queue, who sees its tickets among the staff, and who is told of new ones.

use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::ExprTrait,
};
use uuid::Uuid;

use crate::{
    error::Result,
    model::{QueueId, Role, UserId},
    store::{
        Work,
        entity::{account, queue_member},
    },
};

/// What the choices hold of those who chose to be told of each new ticket by email, on the page alone, or not at all, as they are
/// written.
const NEW_TICKET_BY_EMAIL: &str = "%\"NEW_TICKET\":{\"email\":true%";
const NEW_TICKET_ON_PAGE: &str = "%\"NEW_TICKET\":{\"email\":false,\"page\":true%";
const NO_NEW_TICKET: &str = "%\"NEW_TICKET\":{\"email\":false,\"page\":false%";

/// Who is told of a queue's new tickets, in one way or another: its agents but those who chose otherwise, and admins who chose it.
pub(crate) async fn told_of_new_tickets(work: &Work<'_>, queue: QueueId) -> Result<Vec<UserId>> {
    let members = queue_member::Entity::find()
        .select_only()
        .column(queue_member::Column::UserId)
        .filter(queue_member::Column::QueueId.eq(queue.0));
    let admins = account::Column::Role.eq(Role::Admin.as_str()).and(
        account::Column::Notices
            .like(NEW_TICKET_BY_EMAIL)
            .or(account::Column::Notices.like(NEW_TICKET_ON_PAGE)),
    );
    let agents = account::Column::Role
        .eq(Role::Agent.as_str())
        .and(account::Column::Notices.not_like(NO_NEW_TICKET))
        .and(account::Column::Id.in_subquery(members.into_query()));
    let told = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Active.eq(true))
        .filter(admins.or(agents))
        .order_by_asc(account::Column::Id);
    let ids: Vec<Uuid> = told.into_tuple().all(work.tx()).await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// Who sees the tickets of a queue among the staff: active admins and those who work it, with their names.
pub(crate) async fn colleagues(work: &Work<'_>, queue: QueueId) -> Result<Vec<(UserId, String)>> {
    let members = queue_member::Entity::find()
        .select_only()
        .column(queue_member::Column::UserId)
        .filter(queue_member::Column::QueueId.eq(queue.0));
    let works = account::Column::Role.eq(Role::Admin.as_str()).or(account::Column::Role
        .eq(Role::Agent.as_str())
        .and(account::Column::Id.in_subquery(members.into_query())));
    let found = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::Name])
        .filter(account::Column::Active.eq(true))
        .filter(works)
        .order_by_asc(account::Column::Id);
    let found: Vec<(Uuid, String)> = found.into_tuple().all(work.tx()).await?;
    Ok(found.into_iter().map(|(id, name)| (id.into(), name)).collect())
}

/// The active agents who work a queue; without any, the active admins.
pub(crate) async fn workers(work: &Work<'_>, queue: QueueId) -> Result<Vec<UserId>> {
    let active = || {
        account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .filter(account::Column::Active.eq(true))
            .order_by_asc(account::Column::Id)
    };
    let members = queue_member::Entity::find()
        .select_only()
        .column(queue_member::Column::UserId)
        .filter(queue_member::Column::QueueId.eq(queue.0));
    let members = active()
        .filter(account::Column::Role.eq(Role::Agent.as_str()))
        .filter(account::Column::Id.in_subquery(members.into_query()));
    let mut ids: Vec<Uuid> = members.into_tuple().all(work.tx()).await?;
    if ids.is_empty() {
        let admins = active().filter(account::Column::Role.eq(Role::Admin.as_str()));
        ids = admins.into_tuple().all(work.tx()).await?;
    }
    Ok(ids.into_iter().map(Into::into).collect())
}
