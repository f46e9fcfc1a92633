//! Why: customers come from another program.

use async_graphql::{Context, Object};

use super::{ImportInput, ImportPayload};
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct ImportUsers;

#[Object]
impl ImportUsers {
    /// Takes over customers from a table; for admins. Who is unknown is created, without a password and without an email; of
    /// who is known by address or `externalId`, what the table says else is changed, and an organisation is added to theirs.
    /// Nobody is removed, and nobody of the staff is changed. Each line is taken over by itself: the same table twice changes
    /// nothing more.
    ///
    /// Columns: `email`, and as wanted `name` (or `firstName` and `lastName`), `organisation` (its name), `userName`, `locale`,
    /// `externalId`; usual other headings in English and German are known too.
    async fn import_users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The table.")] input: ImportInput,
    ) -> Result<ImportPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.import_users(actor, &input.into()).await?.into())
    }
}
