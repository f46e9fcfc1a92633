//! The opaque text as which places of the journal are handed out.

use super::{BadCursor, Cursor};
use crate::engine::Engine;

/// What cursors of the journal are sealed for.
const PURPOSE: &str = "journal cursor";

/// What places are sealed for that come with no event.
const END: &str = "journal end";

impl Engine {
    /// A cursor as text to hand out. It is encrypted, since the places of the journal would tell how much happens on the
    /// whole installation; the same place is always the same text.
    ///
    /// # Errors
    /// Internal alone.
    pub fn cursor_text(&self, cursor: Cursor) -> crate::Result<String> {
        self.secret().seal(PURPOSE, &cursor.to_bytes())
    }

    /// A place that came with no event, as text to hand out. It is another text each time: who asks again and again for the
    /// end of the journal must not see that something happened which is none of their business.
    ///
    /// # Errors
    /// Internal alone.
    pub fn place_text(&self, place: Cursor) -> crate::Result<String> {
        let mut bytes = [0; 32];
        let (known, random) = bytes.split_at_mut(24);
        known.copy_from_slice(&place.to_bytes());
        self.rng().fill(random)?;
        self.secret().seal(END, &bytes)
    }

    /// The cursor that [`Engine::cursor_text`] or [`Engine::place_text`] made a text of.
    ///
    /// # Errors
    /// [`BadCursor`] for every other text, also for one of another installation.
    pub fn parse_cursor(&self, text: &str) -> Result<Cursor, BadCursor> {
        let cursor = self.secret().open(PURPOSE, text);
        let place = || self.secret().open(END, text).and_then(|bytes| Some(bytes.get(..24)?.to_vec()));
        cursor.or_else(place).and_then(|bytes| Cursor::from_bytes(&bytes)).ok_or(BadCursor)
    }
}
