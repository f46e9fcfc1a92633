//! Text blocks and macros.

use async_graphql::{Context, Object};

use crate::{
    caller::logged_in,
    error::Failure,
    limits,
    objects::{Macro, TextBlock},
};

#[derive(Default)]
pub(crate) struct TextBlockQuery;

#[Object]
impl TextBlockQuery {
    /// Every text block by name; for the staff.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn text_blocks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those whose name or text contains this; case and accents are ignored.")]
        search: Option<String>,
    ) -> Result<Vec<TextBlock>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.text_blocks(actor, search.as_deref())).await?.into_iter().map(TextBlock).collect())
    }

    /// Every macro by name; for the staff.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn macros(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those whose name contains this; case and accents are ignored.")]
        search: Option<String>,
    ) -> Result<Vec<Macro>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.macros(actor, search.as_deref())).await?.into_iter().map(Macro).collect())
    }
}
