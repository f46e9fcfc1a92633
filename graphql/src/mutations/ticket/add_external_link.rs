//! Links a ticket to another system.

use async_graphql::{Context, InputObject, Object};

use super::TicketPayload;
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct AddExternalLink;

/// A link from a ticket to another system.
#[derive(InputObject)]
struct AddExternalLinkInput {
    /// The ticket's number.
    number: i64,
    /// The URL; it must start with http:// or https://.
    url: String,
    /// The key in the other system, such as `PROJ-42`.
    key: Option<String>,
    /// Whether customers can see it.
    #[graphql(default_with = "Some(false)")]
    visible_to_customer: Option<bool>,
}

#[Object]
impl AddExternalLink {
    /// Links a ticket to another system. Staff only. The same address again changes `key` and `visibleToCustomer`.
    async fn add_external_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket and the URL.")] input: AddExternalLinkInput,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let link = engine::AddExternalLink {
            number: input.number,
            url: input.url,
            key: input.key,
            visible_to_customer: input.visible_to_customer.unwrap_or_default(),
        };
        Ok(Box::pin(engine.add_external_link(actor, link)).await?.into())
    }
}
