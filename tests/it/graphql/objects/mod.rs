//! What objects show beyond their rows.

mod attachment;
mod event;
