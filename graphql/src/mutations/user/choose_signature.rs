//! Members of the staff choose what stands below their answers.

use async_graphql::{Context, Object};

use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct ChooseSignature;

#[Object]
impl ChooseSignature {
    /// Chooses what stands below the public answers that the viewer writes on the pages, in the emails that carry them, above the
    /// signature of the queue; answers it. For staff. Answers by API or email are sent as they are.
    async fn choose_signature(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Plain text, at most 2,000 characters; an empty one: nothing of the viewer's own.")]
        text: String,
    ) -> Result<Option<String>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.choose_signature(actor, &text).await?)
    }
}
