//! The database below the engine: opened, created, migrated.

mod open;
