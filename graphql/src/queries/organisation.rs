//! Why: the companies that are served.

use async_graphql::{Context, Object};

use crate::{
    caller::logged_in,
    error::Failure,
    limits,
    objects::Organisation,
    page::{List, Of, list, paging},
};

#[derive(Default)]
pub(crate) struct OrganisationQuery;

#[Object]
impl OrganisationQuery {
    /// The organisations that the viewer can see, by name; with `query`, those whose name or domain contains it.
    #[graphql(complexity = "limits::page(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments are the schema's")]
    async fn organisations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A part of the name or a domain.")] query: Option<String>,
        #[graphql(desc = "The one with this id in another system.")] external_id: Option<String>,
        #[graphql(desc = "The number of items on the page, 0 to 100; by default 50.")] first: Option<i32>,
        #[graphql(desc = "The cursor of an item; the page starts with the next one.")] after: Option<String>,
        #[graphql(
            desc = "The number of items from the end of the list or before `before`, 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of an item; the page ends with the one before it.")] before: Option<
            String,
        >,
    ) -> Result<List<Organisation>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let filter = engine::OrganisationFilter { query, external_id };
        let page =
            Box::pin(engine.organisations(actor, &filter, &paging(first, after, last, before)?)).await?;
        Ok(list(page, Of::Organisations(filter), Organisation))
    }
}
