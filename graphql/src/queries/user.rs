//! Why: the people whom the viewer may know.

use async_graphql::{Context, Object};

use crate::{
    caller::logged_in,
    error::Failure,
    limits,
    loaders::Among,
    objects::{Role, User, UserCounts, UserOrder, UserState},
    page::{List, Of, list, paging},
};

#[derive(Default)]
pub(crate) struct UserQuery;

#[Object]
impl UserQuery {
    /// The people whom the viewer can see, by default sorted by name; with `query`, those whose name, address or, for the
    /// staff, phone number contains it. "+49 30 123" and "030 123" are equivalent.
    #[graphql(complexity = "limits::page(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments are the schema's")]
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A part of the name, an address or, for the staff, a phone number.")] query: Option<
            String,
        >,
        #[graphql(
            desc = "Whether words of `query` also match the names of their organisations; for the staff."
        )]
        by_organisation: Option<bool>,
        #[graphql(desc = "Only people with this role.")] role: Option<Role>,
        #[graphql(desc = "The person with this id in another system.")] external_id: Option<String>,
        #[graphql(desc = "Only people whose account has this state; for admins.")] state: Option<UserState>,
        #[graphql(desc = "The order; only admins can use another than by name.")] order_by: Option<UserOrder>,
        #[graphql(desc = "The number of items on the page, 0 to 100; by default 50.")] first: Option<i32>,
        #[graphql(desc = "The cursor of an item; the page starts with the next one.")] after: Option<String>,
        #[graphql(
            desc = "The number of items from the end of the list or before `before`, 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of an item; the page ends with the one before it.")] before: Option<
            String,
        >,
    ) -> Result<List<User>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let role = role.map(engine::Role::from);
        let state = state.map(engine::UserState::from);
        let filter = engine::UserFilter {
            query,
            by_organisation: by_organisation.unwrap_or_default(),
            role,
            external_id,
            state,
            ..Default::default()
        };
        let order = order_by.map(engine::UserOrder::from).unwrap_or_default();
        let paging = paging(first, after, last, before)?;
        let page = Box::pin(engine.users_in_order(actor, &filter, order, &paging)).await?;
        Ok(list(page, Of::Users(filter), |row| User { row, among: Among::Many }))
    }

    /// For admins: the number of people by role and by state, among those that `query` finds.
    async fn user_counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A part of the name, an address or, for the staff, a phone number.")] query: Option<
            String,
        >,
        #[graphql(desc = "As in `users`.")] by_organisation: Option<bool>,
    ) -> Result<UserCounts, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.user_counts(actor, query, by_organisation.unwrap_or_default())).await?.into())
    }
}
