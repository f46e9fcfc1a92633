//! The database below the engine: opened, created, migrated, full, broken, away.

mod ended;
mod host;
mod open;
mod within;
