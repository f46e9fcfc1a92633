//! The helpers of the tests under test: a helper that lies makes every test lie.

mod app;
mod killed;
mod servers;
