//! Rows of the agents who work a queue.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, sea_query::OnConflict,
};

use crate::{
    error::Result,
    model::{QueueId, Role, User, UserId},
    store::{
        Work,
        entity::{account, queue_member},
        many, rows,
    },
};

/// A new agent is in every queue, and every agent is in a new queue, unless said otherwise later.
pub(crate) async fn add_every_agent(work: &Work<'_>, queue: QueueId) -> Result<()> {
    let agents =
        account::Entity::find().filter(account::Column::Role.eq(Role::Agent.as_str())).all(work.tx()).await?;
    let rows = agents
        .iter()
        .map(|agent| queue_member::ActiveModel { queue_id: Set(queue.into()), user_id: Set(agent.id) })
        .collect();
    let member = OnConflict::columns([queue_member::Column::QueueId, queue_member::Column::UserId])
        .do_nothing()
        .to_owned();
    Ok(many::insert(work.tx(), rows, Some(member)).await?)
}

/// How many of these people are agents.
pub(crate) async fn count_agents(work: &Work<'_>, people: &[UserId]) -> Result<usize> {
    let mut agents = 0;
    for some in people.chunks(many::AT_ONCE) {
        let found = account::Entity::find()
            .filter(account::Column::Id.is_in(some.iter().map(|user| user.0)))
            .filter(account::Column::Role.eq(Role::Agent.as_str()));
        agents += found.all(work.tx()).await?.len();
    }
    Ok(agents)
}

/// Who works a queue.
pub(crate) async fn of(work: &Work<'_>, queue: QueueId) -> Result<Vec<UserId>> {
    let members = queue_member::Entity::find().filter(queue_member::Column::QueueId.eq(queue.0));
    Ok(members.all(work.tx()).await?.into_iter().map(|member| member.user_id.into()).collect())
}

/// Makes these people the members of a queue, and no others.
pub(crate) async fn set(work: &Work<'_>, queue: QueueId, members: &[UserId]) -> Result<()> {
    queue_member::Entity::delete_many()
        .filter(queue_member::Column::QueueId.eq(queue.0))
        .exec(work.tx())
        .await?;
    let rows = members
        .iter()
        .map(|user| queue_member::ActiveModel { queue_id: Set(queue.into()), user_id: Set(user.0) });
    Ok(many::insert(work.tx(), rows.collect(), None).await?)
}

/// The agents who work a queue by membership, by name.
pub(crate) async fn people(db: &impl ConnectionTrait, id: QueueId) -> Result<Vec<User>> {
    let members = queue_member::Entity::find()
        .select_only()
        .column(queue_member::Column::UserId)
        .filter(queue_member::Column::QueueId.eq(id.0));
    let found = account::Entity::find()
        .filter(account::Column::Id.in_subquery(members.into_query()))
        .order_by_asc(account::Column::SortKey)
        .order_by_asc(account::Column::Id);
    let rows = found.all(db).await?;
    // The staff belong to no organisation that is served.
    rows.into_iter().map(|row| rows::user(row, None)).collect()
}
