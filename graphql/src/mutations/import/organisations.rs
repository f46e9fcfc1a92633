//! Why: organisations come from another program.

use async_graphql::{Context, Object};

use super::{ImportInput, ImportPayload};
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct ImportOrganisations;

#[Object]
impl ImportOrganisations {
    /// Takes over organisations from a table; for admins. Those that nobody knows are created and share nothing; those that are
    /// known by name or `externalId` get its domains and its `externalId` in addition. None is removed.
    /// Refused are lines whose name and `externalId` lead to two organisations, and what a line before speaks of. Time and
    /// turn are as with `importUsers`.
    ///
    /// Columns: `name`, and as wanted `domains` (separated by blanks, commas or semicolons) and `externalId`; usual other
    /// headings in English and German are known too. Domains at which anybody gets an address are refused.
    async fn import_organisations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The table.")] input: ImportInput,
    ) -> Result<ImportPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.import_organisations(actor, &input.into()).await?.into())
    }
}
