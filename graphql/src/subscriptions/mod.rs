//! Why: what happens, as it happens.

mod presence;
mod ticket_events;

use async_graphql::MergedSubscription;

/// All subscriptions.
#[derive(Default, MergedSubscription)]
pub struct Subscription(ticket_events::TicketEvents, presence::AtTicket);
