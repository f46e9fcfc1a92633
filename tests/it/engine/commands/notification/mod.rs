//! What the staff do with their notifications.

mod mark_read;
