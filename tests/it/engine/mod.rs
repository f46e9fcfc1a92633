//! The engine: its pure rules as tables, its commands through the public surface.

mod attention;
mod blobs;
pub(crate) mod commands;
pub(crate) mod content;
mod error;
mod guard;
mod incoming;
mod journal;
mod lifecycle;
mod mentions;
mod outbox;
mod policy;
mod problems;
mod queries;
mod recipients;
mod routing;
mod rules;
mod sla;
mod store;
mod timers;
