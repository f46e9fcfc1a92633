//! A place in the journal.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

use super::EventId;

/// A place in the journal as the database orders it: the transaction that wrote an event, and the event's own number.
pub(crate) type Place = (i64, i64);

/// A place in the journal: after the event that it names, or before the first one. It names the event and not a number, since a
/// database that was restored gives out its numbers a second time. A host program may keep it as text and parse it again to go
/// on from there; to people outside it hands out [`Engine::cursor_text`](crate::Engine::cursor_text), which does not tell how much happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cursor(Option<EventId>);

/// A text that is not a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("invalid cursor")]
pub struct BadCursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.to_bytes()))
    }
}

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BadCursor)?;
        let cursor = Self::from_bytes(&bytes).ok_or(BadCursor)?;
        // One spelling for one place: nothing else decodes to it.
        if cursor.to_string() == text { Ok(cursor) } else { Err(BadCursor) }
    }
}

impl Cursor {
    /// After this event, or before the first one.
    pub(crate) const fn after(event: Option<EventId>) -> Self {
        Self(event)
    }

    /// The event that it stands after; none: before the first one.
    pub(crate) const fn event(self) -> Option<EventId> {
        self.0
    }

    /// The place as bytes of one length, to be made opaque.
    pub(crate) fn to_bytes(self) -> [u8; 16] {
        self.0.map_or(Uuid::nil(), |event| event.0).into_bytes()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let event = Uuid::from_slice(bytes).ok()?;
        Some(Self((!event.is_nil()).then_some(EventId(event))))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{BadCursor, Cursor};
    use crate::model::EventId;

    fn all() -> [Cursor; 3] {
        [None, Some(1), Some(u128::MAX)].map(|id| Cursor::after(id.map(|id| EventId(Uuid::from_u128(id)))))
    }

    #[test]
    fn a_cursor_survives_being_text() {
        for one in all() {
            assert_eq!(one.to_string().parse(), Ok(one));
        }
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        // The third is one with numbers, as they were before.
        for text in
            ["", "x", "MC4wLjA", "AAAAAAAAAAAAAAAAAAAAAB", "AAAAAAAAAAAAAAAAAAAAAA==", "\u{0}", "ääää"]
        {
            assert_eq!(text.parse::<Cursor>(), Err(BadCursor), "{text:?}");
        }
    }

    #[test]
    fn a_cursor_survives_being_bytes() {
        for one in all() {
            assert_eq!(Cursor::from_bytes(&one.to_bytes()), Some(one));
        }
        for bytes in [&[][..], &[0; 15], &[0; 17], &[255; 24]] {
            assert_eq!(Cursor::from_bytes(bytes), None, "{bytes:?}");
        }
    }
}
