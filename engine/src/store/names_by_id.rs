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

/// Whose accounts those of these people are that were merged into others.
pub(crate) async fn merged(db: &impl ConnectionTrait, people: &[Uuid]) -> Result<HashMap<Uuid, Uuid>> {
    let mut whose: HashMap<Uuid, Uuid> = HashMap::new();
    let mut asked = people.to_vec();
    // The other one may have been merged in its turn.
    while !asked.is_empty() {
        let mut next = Vec::new();
        for ids in asked.chunks(many::AT_ONCE) {
            let found = account::Entity::find()
                .select_only()
                .columns([account::Column::Id, account::Column::MergedIntoId])
                .filter(account::Column::Id.is_in(ids.iter().copied()))
                .filter(account::Column::MergedIntoId.is_not_null());
            for (id, into) in found.into_tuple::<(Uuid, Uuid)>().all(db).await? {
                whose.values_mut().filter(|other| **other == id).for_each(|other| *other = into);
                if whose.insert(id, into).is_none() {
                    next.push(into);
                }
            }
        }
        asked = next;
    }
    Ok(whose)
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
