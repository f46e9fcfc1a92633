//! People choose of what they are told.

use async_graphql::{Context, InputObject, Object};

use crate::{
    caller::logged_in,
    error::Failure,
    objects::{Notice, NoticeChoice},
};

/// How the viewer wants to be told of something.
#[derive(Debug, InputObject)]
pub(crate) struct ChooseNoticeInput {
    /// Of what.
    notice: Notice,
    /// Whether by email; without it, as before.
    email: Option<bool>,
    /// Staff: whether among `notifications`; without it, as before. `WATCHED` never is.
    page: Option<bool>,
}

#[derive(Default)]
pub(crate) struct ChooseNotice;

#[Object]
impl ChooseNotice {
    /// Chooses how the viewer is told of something; answers all their choices. `BAD_USER_INPUT` on `notice` for customers,
    /// who can choose `WATCHED` alone: of their own tickets they are always told; on `page` for
    /// what is never among `notifications`.
    async fn choose_notice(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is chosen.")] input: ChooseNoticeInput,
    ) -> Result<Vec<NoticeChoice>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let choose =
            engine::ChooseNotice { notice: input.notice.into(), email: input.email, page: input.page };
        let choices = engine.choose_notice(actor, choose).await?;
        Ok(choices.into_iter().map(NoticeChoice::from).collect())
    }
}
