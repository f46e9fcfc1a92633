//! People choose of what they are told.

use async_graphql::{Context, InputObject, Object};

use crate::{
    caller::logged_in,
    error::Failure,
    objects::{Notice, NoticeChoice},
};

/// How the viewer wants to be notified of something.
#[derive(Debug, InputObject)]
pub(crate) struct ChooseNoticeInput {
    /// The kind.
    notice: Notice,
    /// Whether by email; if omitted, unchanged.
    email: Option<bool>,
    /// Staff only: whether in `notifications`; if omitted, unchanged. `WATCHED` never is.
    page: Option<bool>,
}

#[derive(Default)]
pub(crate) struct ChooseNotice;

#[Object]
impl ChooseNotice {
    /// Sets how the viewer is notified of something; returns all their choices. `BAD_USER_INPUT` on `notice` for customers,
    /// who can choose only `WATCHED` and are always notified about their own tickets; on `page` for what is never in
    /// `notifications`.
    async fn choose_notice(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The choice.")] input: ChooseNoticeInput,
    ) -> Result<Vec<NoticeChoice>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let choose =
            engine::ChooseNotice { notice: input.notice.into(), email: input.email, page: input.page };
        let choices = engine.choose_notice(actor, choose).await?;
        Ok(choices.into_iter().map(NoticeChoice::from).collect())
    }
}
