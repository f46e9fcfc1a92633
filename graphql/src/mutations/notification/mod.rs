//! What the staff do with their notifications.

mod mark_read;

pub(crate) use mark_read::MarkNotificationsRead;
