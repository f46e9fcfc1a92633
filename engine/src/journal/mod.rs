//! The journal as its readers see it: every event that an actor may see, in one order, none skipped.
//!
//! Who is who: [`Cursor`] is a place in the journal. `horizon` says how far readers may look: on PostgreSQL not beyond
//! the oldest transaction that is still open, so that an event that commits late is not overtaken by a cursor. `tail`
//! reads what is new once for all followers of this node, with each event's ticket and with whose rights changed.
//! `follow` is the stream of one follower: it replays what lies behind its cursor from the database, and from then on
//! takes what `tail` hands out, as far as its `reader` may see it. `named` is for readers that must do something once for
//! each event: their cursor moves in the transaction that writes what they did. `listen` is one task of the engine that notices when
//! another process writes, and `announce` one that tells the others. `presence` tells who of the staff is at a ticket, which is no event. Events are written by [`crate::store::Work::commit`] alone, changes of rights by triggers.
//!
//! Deliberately absent: a follower trusts no event because it came; it asks of each whether its reader may see it,
//! with the rights as of the moment at which the event was read.

mod announce;
mod cursor;
mod follow;
mod horizon;
mod listen;
mod named;
mod presence;
mod reader;
mod tail;

pub use follow::Followed;
pub(crate) use horizon::Horizon;
pub use named::JournalReader;
pub(crate) use presence::Attendance;
pub use reader::{Reader, ReaderGroup};
pub(crate) use tail::Tail;

use crate::model::Cursor;
