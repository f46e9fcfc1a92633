//! Members of the staff choose what stands below their answers.

use async_graphql::{Context, Object};

use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct ChooseSignature;

#[Object]
impl ChooseSignature {
    /// Sets the viewer's signature and returns it. Staff only. It is added to the emails with public answers that they
    /// write on the pages, above the signature of the queue. Answers via API or email are sent as they are.
    async fn choose_signature(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Plain text, at most 2,000 characters; empty for no signature.")] text: String,
    ) -> Result<Option<String>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.choose_signature(actor, &text).await?)
    }
}
