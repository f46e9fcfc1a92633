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
    /// Whether by email.
    email: bool,
}

#[derive(Default)]
pub(crate) struct ChooseNotice;

#[Object]
impl ChooseNotice {
    /// Chooses how the viewer is told of something; answers all their choices. `BAD_USER_INPUT` on `notice` for customers,
    /// who can choose `WATCHED` alone: of their own tickets they are always told.
    async fn choose_notice(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is chosen.")] input: ChooseNoticeInput,
    ) -> Result<Vec<NoticeChoice>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let choose = engine::ChooseNotice { notice: input.notice.into(), email: input.email };
        let choices = engine.choose_notice(actor, choose).await?;
        Ok(choices.into_iter().map(NoticeChoice::from).collect())
    }
}
