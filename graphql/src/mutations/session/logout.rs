//! Why: a session ends when its person says so, and with it everything that follows the journal on its behalf.

use async_graphql::{Context, Object};

use crate::{caller::person, error::Failure};

#[derive(Default)]
pub(crate) struct Logout;

#[Object]
impl Logout {
    /// Ends this session; false if there is none, as with an API token.
    async fn logout(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        let (engine, actor) = person(ctx)?;
        Ok(engine.logout(actor).await?)
    }
}
