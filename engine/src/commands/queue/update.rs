//! Changes a queue.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use crate::{
    actor::Actor,
    commands::agreement::refuse_unknown,
    engine::Engine,
    error::{Error, Result},
    model::{AgreementId, Audited, Queue, QueueId},
    policy::{self, Action},
    store::{
        Work, audit,
        clocks::{self, Affected},
        entity::queue,
        rows,
    },
};

/// What is changed of a queue; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpdateQueue {
    /// What was agreed with customers whose organisation has no agreement of its own; `Some(None)`: nothing.
    pub agreement: Option<Option<AgreementId>>,
}

impl Engine {
    /// Changes a queue; for admins. The clocks of its open tickets are counted again.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for `agreement`; [`Error::Forbidden`].
    pub async fn update_queue(&self, actor: &Actor, id: QueueId, input: UpdateQueue) -> Result<Queue> {
        let permit = policy::check(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        let before = queue::Entity::find_by_id(id.0).lock_exclusive().one(work.tx()).await?;
        let before = before.ok_or(Error::NotFound { what: "queue" })?;
        let agreement = input.agreement.unwrap_or_else(|| before.agreement_id.map(Into::into));
        let from: Option<AgreementId> = before.agreement_id.map(Into::into);
        if agreement == from {
            return Ok(rows::queue(before));
        }
        refuse_unknown(&work, agreement).await?;
        let mut row = before.into_active_model();
        row.agreement_id = Set(agreement.map(Into::into));
        let row = row.update(work.tx()).await?;
        clocks::recount(work.tx(), Affected::Queue(id), work.now()).await?;
        let changed = Audited::QueueAgreementChanged { queue: id, from, to: agreement };
        audit::note(&work, actor, changed).await?;
        work.commit(permit, Vec::new()).await?;
        self.recount_now().await;
        Ok(rows::queue(row))
    }
}
