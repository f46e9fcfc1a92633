//! What happens, as it happens.

mod ticket_events;
