//! Why: the people whom the viewer may know.

use async_graphql::{Context, Object};

use crate::{
    caller::logged_in,
    error::Failure,
    limits,
    loaders::Among,
    objects::{Role, User},
    page::{List, Of, list, paging},
};

#[derive(Default)]
pub(crate) struct UserQuery;

#[Object]
impl UserQuery {
    /// The people whom the viewer may see, by name; `query` narrows to those whose name or address contains it.
    #[graphql(complexity = "limits::page(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments are the schema's")]
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A part of a name or of an address.")] query: Option<String>,
        #[graphql(desc = "People with this role alone.")] role: Option<Role>,
        #[graphql(desc = "The one whom another system calls so.")] external_id: Option<String>,
        #[graphql(desc = "How many items of the page: 0 to 100; without it, 50.")] first: Option<i32>,
        #[graphql(desc = "The cursor of an item: the page begins with the next one.")] after: Option<String>,
        #[graphql(
            desc = "How many items, from the end of the list or before `before`: 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of an item: the page ends with the one before it.")] before: Option<
            String,
        >,
    ) -> Result<List<User>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let role = role.map(engine::Role::from);
        let filter = engine::UserFilter { query, role, external_id, ..Default::default() };
        let page = engine.users(actor, &filter, &paging(first, after, last, before)?).await?;
        Ok(list(page, Of::Users(filter), |row| User { row, among: Among::Many }))
    }
}
