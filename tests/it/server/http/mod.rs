//! What every request passes through.

mod connection;
mod limits;
mod usage;
