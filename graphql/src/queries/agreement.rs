//! Agreements and the calendars on which they are counted; for the staff.

use async_graphql::{Context, Object};
use engine::is_called;

use crate::{
    caller::logged_in,
    error::Failure,
    limits,
    objects::{Agreement, Calendar},
};

#[derive(Default)]
pub(crate) struct AgreementQuery;

#[Object]
impl AgreementQuery {
    /// Every agreement, by name; for the staff.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn agreements(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only those whose name contains each of these words; case and accents are ignored."
        )]
        search: Option<String>,
    ) -> Result<Vec<Agreement>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let all = Box::pin(engine.agreements(actor)).await?.into_iter();
        Ok(all.filter(|one| is_called(search.as_deref(), &[&one.name])).map(Agreement).collect())
    }

    /// Every calendar of business hours, by name; for the staff.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn calendars(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only those whose name contains each of these words; case and accents are ignored."
        )]
        search: Option<String>,
    ) -> Result<Vec<Calendar>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let all = Box::pin(engine.calendars(actor)).await?.into_iter();
        Ok(all.filter(|one| is_called(search.as_deref(), &[&one.name])).map(Calendar).collect())
    }
}
