//! The database below the engine: opened, created, migrated, full, broken, away.

mod batch;
mod brand_notices;
mod ended;
mod events;
mod former_mailboxes;
mod host;
mod open;
mod phones;
mod plans;
mod postgres;
mod standstill;
mod tickets;
mod title_keys;
mod turns;
mod visible;
mod within;
