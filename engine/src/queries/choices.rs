//! Of what the actor is told, and how.

use sea_orm::EntityTrait;

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Notice, NoticeChoice, NoticeChoices},
    store::entity::account,
};

impl Engine {
    /// Everything of which the actor may be told, with how they chose to be; nobody is told of nothing.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn notices(&self, actor: &Actor) -> Result<Vec<(Notice, NoticeChoice)>> {
        let Some(viewer) = actor.user() else { return Ok(Vec::new()) };
        let row = account::Entity::find_by_id(viewer.id.0).one(self.database().ro()).await?;
        let Some(row) = row else { return Ok(Vec::new()) };
        let choices: NoticeChoices = serde_json::from_str(&row.notices)?;
        Ok(choices.listed(viewer.role))
    }
}
