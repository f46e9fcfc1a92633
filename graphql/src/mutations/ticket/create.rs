//! Why: a request becomes a ticket, once.

use async_graphql::{Context, ID, InputObject, Object};

use super::TicketPayload;
use crate::{
    caller::logged_in,
    error::Failure,
    ids,
    objects::{Channel, TicketPriority, TicketStatus},
    scalars::Upload,
    uploads,
    weights::Weighed,
};

#[derive(Default)]
pub(crate) struct CreateTicket;

/// A new ticket.
#[derive(InputObject)]
struct CreateTicketInput {
    /// One line.
    title: String,
    /// The request itself. May be empty only with `customerEmail` and `note`: then only the note is written, and
    /// attachments belong to it.
    text: String,
    /// Staff only: an internal note, added in addition to the text.
    note: Option<String>,
    /// Files to attach.
    attachments: Option<Vec<Upload>>,
    /// Staff only, with channel PHONE: the ticket is opened on behalf of the person with this address.
    customer_email: Option<String>,
    /// Staff only: the name of that person, if the address is new.
    customer_name: Option<String>,
    /// How the request arrived; defaults to the channel of this API call.
    channel: Option<Channel>,
    /// The queue; defaults to the first one.
    queue: Option<ID>,
    /// The priority; defaults to NORMAL.
    priority: Option<TicketPriority>,
    /// The initial status; customers can only set NEW or CLOSED.
    status: Option<TicketStatus>,
    /// Whether the ticket is hidden from the customer's colleagues, even if their organisation shares its tickets.
    is_private: Option<bool>,
    /// Which of the customer's organisations it is for, if they belong to several; defaults to the one with the domain of
    /// their address, or else the first.
    organisation: Option<ID>,
    /// Staff only: its id in another system, such as "zammad:34"; unique among tickets.
    external_id: Option<String>,
    /// The version of `privacyNotice` that was shown to the person who opens it; null for none.
    notice_version: Option<String>,
    /// Repeating the request with the same key returns the ticket that the first one opened.
    idempotency_key: Option<String>,
}

#[Object]
impl CreateTicket {
    /// Opens a ticket; the customer gets an email with its number and the link.
    #[graphql(complexity = "Weighed::new(__ctx, __variables_definition, __field).texts(child_complexity)")]
    async fn create_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket.")] input: CreateTicketInput,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let ticket = engine::CreateTicket {
            title: input.title,
            text: input.text,
            note: input.note,
            attachments: uploads::take(ctx, input.attachments)?,
            customer_email: input.customer_email,
            customer_name: input.customer_name,
            channel: input.channel.map(engine::Channel::from),
            queue: ids::optional(input.queue.as_ref(), "queue")?,
            priority: input.priority.map(engine::Priority::from),
            status: input.status.map(engine::Status::from),
            is_private: input.is_private.unwrap_or_default(),
            organisation: ids::optional(input.organisation.as_ref(), "organisation")?,
            external_id: input.external_id,
            notice_version: input.notice_version,
            idempotency_key: input.idempotency_key,
        };
        Ok(engine.create_ticket(actor, ticket).await?.into())
    }
}
