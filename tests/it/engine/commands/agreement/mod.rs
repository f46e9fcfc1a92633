//! Agreements.

mod create;
mod update;
