//! What people, queues, organisations and agreements are called today, looked up for many ids at once.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    entity::{account, agreement, organisation, queue},
    many,
};
use crate::error::Result;

/// The ids whose names are to be looked up.
#[derive(Debug, Default)]
pub(crate) struct NamesOf {
    pub(crate) people: Vec<Uuid>,
    pub(crate) queues: Vec<Uuid>,
    pub(crate) organisations: Vec<Uuid>,
    pub(crate) agreements: Vec<Uuid>,
}

/// Names by id.
#[derive(Debug, Default)]
pub(crate) struct Names(HashMap<Uuid, String>);

impl NamesOf {
    /// Looks them up: one statement for each kind that is asked for, and none if none is.
    pub(crate) async fn look_up(self, db: &impl ConnectionTrait) -> Result<Names> {
        let mut names = Names::default();
        names.add::<account::Entity>(db, [account::Column::Id, account::Column::Name], self.people).await?;
        names.add::<queue::Entity>(db, [queue::Column::Id, queue::Column::Name], self.queues).await?;
        let columns = [organisation::Column::Id, organisation::Column::Name];
        names.add::<organisation::Entity>(db, columns, self.organisations).await?;
        let columns = [agreement::Column::Id, agreement::Column::Name];
        names.add::<agreement::Entity>(db, columns, self.agreements).await?;
        Ok(names)
    }
}

impl Names {
    /// The name; what is gone is told by its id.
    pub(crate) fn of(&self, id: Uuid) -> String {
        self.0.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }

    async fn add<E: EntityTrait>(
        &mut self,
        db: &impl ConnectionTrait,
        [id, name]: [E::Column; 2],
        mut ids: Vec<Uuid>,
    ) -> Result<()> {
        ids.sort_unstable();
        ids.dedup();
        for ids in ids.chunks(many::AT_ONCE) {
            let found = E::find().select_only().columns([id, name]).filter(id.is_in(ids.iter().copied()));
            self.0.extend(found.into_tuple::<(Uuid, String)>().all(db).await?);
        }
        Ok(())
    }
}
