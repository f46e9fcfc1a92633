//! Mail out: takes owed letters from the engine's outbox, writes them and hands them to a mail server.
//!
//! - `run` is the loop: claim, write, send, record what became of it. Back-off of a letter is the engine's, so every node
//!   agrees; `health` tells a letter's fault from the server's.
//! - `letter` turns the engine's plain [`engine::Letter`] into what a template of that kind may use, and nothing else.
//! - `render` fills the templates; a missing text or variable is an error, never a gap.
//! - `own` checks templates of one's own before they are in force, and `harmless` what became of them.
//! - `subject`, `line` and `thread` are pure: the subject's shape, what may stand in a header, which mails a reply
//!   belongs to.
//! - `message` puts the pieces into one mail; `dkim` signs it; `transport` sends it by SMTP or captures it as a file.
//!
//! Absent on purpose: any rule about who is told what (`engine::recipients`), any retry or schedule (the engine's
//! outbox), and every log line with an address or a text: logs name letters by id alone.

pub mod dkim;
mod harmless;
pub mod health;
pub mod letter;
pub mod line;
pub mod message;
mod own;
pub mod render;
pub mod run;
mod sample;
pub mod subject;
mod templates;
pub mod thread;
pub mod transport;

pub use render::{Rendered, Renderer, texts};
pub use run::run;
pub use sample::{sample, sample_with_text};
pub use transport::Transport;
