//! The journal as its readers see it: every event that an actor may see, in one order, none skipped.
//!
//! Who is who: [`Cursor`] is a place in the journal. `horizon` says how far readers may look: on PostgreSQL not beyond
//! the oldest transaction that is still open, so that an event that commits late is not overtaken by a cursor. `follow`
//! is the stream: it replays what lies behind a cursor and then waits. `listen` is one task of the engine that wakes
//! the followers when another process writes. Events are written by [`crate::store::Work::commit`] alone.
//!
//! Deliberately absent: events travel through no channel. A wake-up says "look again", and what a follower may see is
//! asked of the database each time, so that whoever is removed from a queue or an organisation sees nothing more.

mod cursor;
mod follow;
mod horizon;
mod listen;

pub use cursor::{BadCursor, Cursor};
pub(crate) use horizon::Horizon;
