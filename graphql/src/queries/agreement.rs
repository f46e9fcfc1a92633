//! Agreements and the calendars on which they are counted; for the staff.

use async_graphql::{Context, Object};

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
    async fn agreements(&self, ctx: &Context<'_>) -> Result<Vec<Agreement>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.agreements(actor).await?.into_iter().map(Agreement).collect())
    }

    /// Every calendar of business hours, by name; for the staff.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn calendars(&self, ctx: &Context<'_>) -> Result<Vec<Calendar>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.calendars(actor).await?.into_iter().map(Calendar).collect())
    }
}
