//! Hands out the data of one person.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, http::export_path, ids};

#[derive(Default)]
pub(crate) struct ExportUser;

#[Object]
impl ExportUser {
    /// A link to the data of a person as JSON, valid for an hour; for admins. It contains their account, the tickets that
    /// they opened and the public comments on them, with the names of files. Anybody with the link can download it.
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
