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
    /// The organisations that the viewer may see, by name; `query` narrows to those whose name or domain contains it.
    #[graphql(complexity = "limits::page(first, None, child_complexity)")]
    async fn organisations(
        &self,
        ctx: &Context<'_>,
        query: Option<String>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<List<Organisation>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let page = engine.organisations(actor, query.as_deref(), &paging(first, after, None, None)?).await?;
        Ok(list(page, Of::Organisations(query), Organisation))
    }
}
