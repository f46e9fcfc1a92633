//! What every test leans on: an application on a fresh database, people and tickets made through commands, a postbox,
//! and real servers that live as long as one test.
//!
//! - [`TestApp`] opens an engine on a temporary database; [`on_each_database!`] runs a test on all of them.
//! - [`servers`] starts Dovecot, an SMTP receiver, Chromium and the binary itself; each stops when it is dropped.
//! - [`killed`] ends a program in the middle of what it does, and [`remains`] looks at what it left.
//!
//! Nothing here sleeps for a fixed time or takes a fixed port, and no test is skipped because something is missing: it
//! fails and says what to run.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot go on has failed, and says why"
)]

mod app;
mod backend;
pub mod given;
mod identity;
pub mod killed;
pub mod log;
pub mod passkey;
pub mod postbox;
mod prepared;
pub mod pseudo;
pub mod remains;
pub mod second_factor;
pub mod servers;
pub mod wait;

pub use app::{BRAND, KEY, MAILBOX, QUEUE, TestApp};
pub use backend::Backend;
pub use given::Person;
