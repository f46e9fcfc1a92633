//! Why: customers come from another program.

use async_graphql::{Context, Object};

use super::{ImportInput, ImportPayload};
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct ImportUsers;

#[Object]
impl ImportUsers {
    /// Takes over customers from a table; for admins. Who is unknown is created, without a password and without an email; of
    /// who is known by their current address, what the table says else is changed, and an organisation is added to theirs.
    /// Nobody is removed, and nobody of the staff is changed. Refused are lines with a further or former address of somebody,
    /// with the address of a deactivated person, with an `externalId` of another person, and with what a line before speaks
    /// of. Each line is taken over by itself: the same table twice changes nothing more.
    ///
    /// Imports go one after the other. One that waits too long is `RATE_LIMITED` with the reason `import-busy` and has done
    /// nothing; one for which there is not the time tells in `left` how many lines it did not reach.
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
