//! Hands out the data of one person.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, http::export_path, ids};

#[derive(Default)]
pub(crate) struct ExportUser;

#[Object]
impl ExportUser {
    /// Where the data of a person can be fetched for an hour, as JSON, for admins: who they are, the tickets that they
    /// opened, and what was said there in public, with the names of files. Whoever has the link can fetch it.
    async fn export_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] id: ID,
    ) -> Result<String, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let token = engine.export_user(actor, ids::input(&id, "id")?).await?;
        Ok(format!("{}{}", engine.settings().public_url, export_path(&token)))
    }
}
