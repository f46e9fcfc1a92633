//! What objects show beyond their rows.

mod attachment;
