//! The opaque text as which places of the journal are handed out, and the places that cursors stand for today.

use super::Cursor;
use crate::{
    engine::Engine,
    error::{Error, Result},
    model::Place,
    store::events,
};

/// What cursors of the journal are sealed for.
const PURPOSE: &str = "journal cursor";

/// What places are sealed for that come with no event.
const END: &str = "journal end";

/// How many bytes of a sealed place are the place.
const PLACE: usize = 16;

/// How long a sealed place is; what stands behind the place is random.
const SEALED: usize = PLACE + 8;

impl Engine {
    /// A cursor as text to hand out. It is encrypted, since the events of the journal would tell how much happens on the
    /// whole installation; the same place is always the same text.
    ///
    /// # Errors
    /// Internal alone.
    pub fn cursor_text(&self, cursor: Cursor) -> Result<String> {
        self.secret().seal(PURPOSE, &cursor.to_bytes())
    }

    /// A place that came with no event, as text to hand out. It is another text each time: who asks again and again for the
    /// end of the journal must not see that something happened which is none of their business.
    ///
    /// # Errors
    /// Internal alone.
    pub fn place_text(&self, place: Cursor) -> Result<String> {
        let mut bytes = [0; SEALED];
        let (known, random) = bytes.split_at_mut(PLACE);
        known.copy_from_slice(&place.to_bytes());
        self.rng().fill(random)?;
        self.secret().seal(END, &bytes)
    }

    /// The cursor that [`Engine::cursor_text`] or [`Engine::place_text`] made a text of, if the journal still has its event.
    ///
    /// # Errors
    /// `BadInput` for `after` with any other text, also with one of another installation; and with one of an event that is
    /// not in the journal, because a backup was restored that is older than it.
    pub async fn open_cursor(&self, text: &str) -> Result<Cursor> {
        let cursor = self.secret().open(PURPOSE, text);
        let place = || self.secret().open(END, text).filter(|bytes| bytes.len() == SEALED);
        let place = || place().and_then(|bytes| Some(bytes.get(..PLACE)?.to_vec()));
        let cursor = cursor.or_else(place).and_then(|bytes| Cursor::from_bytes(&bytes));
        let cursor = cursor.ok_or_else(|| Error::bad("after", "cursor", "Invalid cursor."))?;
        self.journal_place(cursor).await?;
        Ok(cursor)
    }

    /// Where a cursor stands today.
    ///
    /// # Errors
    /// `BadInput` for `after`, when the journal does not have its event: what came after it is not known either.
    pub(crate) async fn journal_place(&self, cursor: Cursor) -> Result<Place> {
        let place = events::place(self.database().ro(), cursor).await?;
        place.ok_or_else(|| {
            let message = "The journal does not have the event of this cursor: it is of another installation, or a backup \
                           was restored that is older. Begin anew with `journalEnd`, and read again what you show.";
            Error::bad("after", "cursor", message)
        })
    }
}
