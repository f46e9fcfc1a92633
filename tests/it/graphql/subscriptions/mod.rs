//! What happens, as it happens.

mod presence;
mod ticket_events;
