//! Says otherwise: which agents work a queue.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    actor::Actor,
    commands::ticket::assignment::end_assignments,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, QueueId, Role, UserId},
    policy::Action,
    store::{
        Work, audit,
        entity::{account, queue, queue_member},
        many,
    },
};

impl Engine {
    /// Makes exactly these agents the members of a queue. Admins see every queue and need not be named. Whoever is left
    /// out sees its tickets no more, at once, and is responsible for none of them.
    ///
    /// # Errors
    /// `Forbidden` for all but admins; `NotFound` for the queue; `BadInput` for `members`, when one is no agent.
    pub async fn set_queue_members(&self, actor: &Actor, id: QueueId, members: &[UserId]) -> Result<()> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        if queue::Entity::find_by_id(id.0).one(work.tx()).await?.is_none() {
            return Err(Error::NotFound { what: "queue" });
        }
        let mut members: Vec<_> = members.iter().map(|member| member.0).collect();
        members.sort_unstable();
        members.dedup();
        let mut agents = 0;
        for members in members.chunks(many::AT_ONCE) {
            let found = account::Entity::find()
                .filter(account::Column::Id.is_in(members.iter().copied()))
                .filter(account::Column::Role.eq(Role::Agent.as_str()));
            agents += found.all(work.tx()).await?.len();
        }
        if agents != members.len() {
            return Err(Error::bad("members", "member-unknown", "Every member of a queue must be an agent."));
        }
        let worked = queue_member::Entity::find().filter(queue_member::Column::QueueId.eq(id.0));
        let worked: Vec<_> = worked.all(work.tx()).await?.into_iter().map(|member| member.user_id).collect();
        let added: Vec<UserId> =
            members.iter().filter(|member| !worked.contains(member)).map(|id| UserId(*id)).collect();
        let removed: Vec<UserId> =
            worked.iter().filter(|member| !members.contains(member)).map(|id| UserId(*id)).collect();
        if !added.is_empty() || !removed.is_empty() {
            audit::note(
                &work,
                actor,
                Audited::QueueMembersChanged { queue: id, added, removed: removed.clone() },
            )
            .await?;
        }
        queue_member::Entity::delete_many()
            .filter(queue_member::Column::QueueId.eq(id.0))
            .exec(work.tx())
            .await?;
        let rows = members
            .into_iter()
            .map(|user| queue_member::ActiveModel { queue_id: Set(id.into()), user_id: Set(user) });
        many::insert(work.tx(), rows.collect(), None).await?;
        let by = (actor.user().map(|viewer| viewer.id), actor.cause());
        let mut events = Vec::new();
        for user in removed {
            events.extend(end_assignments(&work, user, Some(id.into()), by).await?);
        }
        work.commit(permit, events).await
    }
}
