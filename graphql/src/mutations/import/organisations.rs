//! Why: organisations come from another program.

use async_graphql::{Context, Object};

use super::{ImportInput, ImportPayload};
use crate::{caller::logged_in, error::Failure, weights};

#[derive(Default)]
pub(crate) struct ImportOrganisations;

#[Object]
impl ImportOrganisations {
    /// Imports organisations from a table; for admins. Unknown ones are created and share nothing; those known by name or
    /// `externalId` get the domains and the `externalId` in addition. None is removed. Lines are refused if their name and
    /// `externalId` belong to two organisations, or if an earlier line is about the same. Time limits are as with
    /// `importUsers`.
    ///
    /// Columns: `name` and, optionally, `domains` (separated by spaces, commas or semicolons) and `externalId`; other
    /// common headings in English and German are accepted too. Domains where anybody can get an address are refused.
    #[graphql(complexity = "weights::import(child_complexity)")]
    async fn import_organisations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The table.")] input: ImportInput,
    ) -> Result<ImportPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.import_organisations(actor, &input.into()).await?.into())
    }
}
