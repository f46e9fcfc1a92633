//! Finds the queue of a new ticket, and makes those that the configuration names.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{QueueId, Role},
    policy,
    store::{
        Work, collation,
        entity::{account, queue, queue_member},
        many, people,
        visible::Visible,
    },
};

impl Engine {
    /// Makes the queue of a name if it is missing, with every agent as its member, and keeps its address up to date.
    pub(crate) async fn ensure_queue(&self, name: &str, address: Option<&str>) -> Result<()> {
        let known =
            queue::Entity::find().filter(queue::Column::Name.eq(name)).one(self.database().ro()).await?;
        let address = address.map(str::to_lowercase);
        if let Some(address) = &address {
            self.warn_of_a_persons(name, address).await?;
        }
        if known.is_some_and(|known| address.is_none() || known.address == address) {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        let taken = Condition::all()
            .add(queue::Column::Address.eq(address.clone()))
            .add(queue::Column::Name.ne(name));
        queue::Entity::update_many()
            .col_expr(queue::Column::Address, Expr::value(None::<String>))
            .filter(taken)
            .exec(work.tx())
            .await?;
        let id: QueueId = work.id()?;
        let row = queue::ActiveModel {
            id: Set(id.into()),
            name: Set(name.to_owned()),
            sort_key: Set(collation::key(name)),
            address: Set(address),
            created_at: Set(work.now()),
            agreement_id: Set(None),
            settings: Set("{}".to_owned()),
            active: Set(true),
        };
        let keep = OnConflict::column(queue::Column::Name).update_column(queue::Column::Address).to_owned();
        queue::Entity::insert(row).on_conflict(keep).exec_without_returning(work.tx()).await?;
        if queue::Entity::find_by_id(id.0).one(work.tx()).await?.is_some() {
            add_every_agent(&work, id).await?;
        }
        work.commit(policy::housekeeping(), Vec::new()).await
    }

    /// A mailbox with the address of a person makes tickets of our own letters to them: the operator is told.
    async fn warn_of_a_persons(&self, queue: &str, address: &str) -> Result<()> {
        if let Some(person) = people::by_address(self.database().ro(), address).await? {
            tracing::warn!(user = %person.id, queue, "the address of this queue's mailbox is also that of a person: \
                our mail to them comes back as tickets; give the person another address or switch the account off");
        }
        Ok(())
    }

    /// The queue of an id, if the actor sees it; without one the queue of the first mailbox, or the oldest.
    pub(crate) async fn queue_or_first(
        &self,
        work: &Work<'_>,
        actor: &Actor,
        id: Option<QueueId>,
    ) -> Result<QueueId> {
        Ok(self.row_or_first(work.tx(), actor, id).await?.id.into())
    }

    /// The same as a row.
    pub(crate) async fn row_or_first(
        &self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        id: Option<QueueId>,
    ) -> Result<queue::Model> {
        if let Some(id) = id {
            let seen = Visible::to(actor).queues();
            let known = queue::Entity::find_by_id(id.0).filter(seen).one(db).await?;
            return match known {
                Some(queue) if queue.active => Ok(queue),
                Some(_) => Err(Error::bad("queue", "queue-inactive", "This queue takes no new tickets.")),
                None => Err(Error::bad("queue", "queue-unknown", "There is no such queue.")),
            };
        }
        if let Some(mailbox) = self.settings().mail.mailboxes.first() {
            return of_name(db, &mailbox.queue).await;
        }
        let first =
            queue::Entity::find().order_by_asc(queue::Column::CreatedAt).order_by_asc(queue::Column::Id);
        first.one(db).await?.ok_or_else(|| Error::internal("there is no queue"))
    }
}

async fn of_name(db: &impl ConnectionTrait, name: &str) -> Result<queue::Model> {
    let row = queue::Entity::find().filter(queue::Column::Name.eq(name)).one(db).await?;
    row.ok_or_else(|| Error::internal("a queue of the configuration is missing"))
}

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
