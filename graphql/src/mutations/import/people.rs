//! Why: customers come from another program.

use async_graphql::{Context, Object};

use super::{ImportInput, ImportPayload};
use crate::{caller::logged_in, error::Failure, weights};

#[derive(Default)]
pub(crate) struct ImportUsers;

#[Object]
impl ImportUsers {
    /// Imports customers from a table; for admins. Unknown people are created, without a password and without an email;
    /// people known by their current address are updated, and an organisation is added to theirs. Nobody is removed, and
    /// staff are not changed. Lines are refused if they have an additional or former address of somebody, the address of a
    /// deactivated person, the `externalId` of another person, or what an earlier line is about. Each line is imported
    /// separately: importing the same table twice changes nothing more.
    ///
    /// Imports run one after the other. One that waits too long is `RATE_LIMITED` with the reason `import-busy` and has
    /// done nothing; one that runs out of time returns in `left` how many lines it did not process.
    ///
    /// Columns: `email` and, optionally, `name` (or `firstName` and `lastName`), `organisation` (its name), `userName`,
    /// `locale`, `externalId`, `phone`; other common headings in English and German are accepted too.
    #[graphql(complexity = "weights::import(child_complexity)")]
    async fn import_users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The table.")] input: ImportInput,
    ) -> Result<ImportPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.import_users(actor, &input.into()).await?.into())
    }
}
