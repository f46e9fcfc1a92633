//! Why: what happens, as it happens.

mod ticket_events;

pub use ticket_events::Subscription;
