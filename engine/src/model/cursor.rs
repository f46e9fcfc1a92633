//! A place in the journal.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// A place in the journal: after the event that it came with. A host program may keep it as text and parse it again to go
/// on from there; to people outside it hands out [`Engine::cursor_text`](crate::Engine::cursor_text), which does not tell how much happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// How often the database had been restored into another cluster when this was given out.
    pub(crate) epoch: i64,
    /// The transaction that wrote the event.
    pub(crate) tx: i64,
    /// The event's own number.
    pub(crate) seq: i64,
}

/// A text that is not a cursor of this installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("invalid cursor")]
pub struct BadCursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { epoch, tx, seq } = self;
        f.write_str(&URL_SAFE_NO_PAD.encode(format!("{epoch}.{tx}.{seq}")))
    }
}

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BadCursor)?;
        let words = std::str::from_utf8(&bytes).map_err(|_| BadCursor)?;
        let mut numbers = words.split('.').map(str::parse::<i64>);
        let mut next = || numbers.next().and_then(Result::ok).ok_or(BadCursor);
        let cursor = Self { epoch: next()?, tx: next()?, seq: next()? };
        // One spelling for one place: nothing else decodes to it.
        if cursor.epoch >= 0 && cursor.to_string() == text { Ok(cursor) } else { Err(BadCursor) }
    }
}

impl Cursor {
    /// The place as bytes of one length, to be made opaque.
    pub(crate) fn to_bytes(self) -> [u8; 24] {
        let mut bytes = [0; 24];
        for (part, number) in bytes.chunks_exact_mut(8).zip([self.epoch, self.tx, self.seq]) {
            part.copy_from_slice(&number.to_be_bytes());
        }
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, rest) = bytes.as_chunks::<8>();
        let [epoch, tx, seq] = numbers else { return None };
        let cursor = Self {
            epoch: i64::from_be_bytes(*epoch),
            tx: i64::from_be_bytes(*tx),
            seq: i64::from_be_bytes(*seq),
        };
        (rest.is_empty() && cursor.epoch >= 0).then_some(cursor)
    }

    /// The same place as the database numbers it today, whose lines were moved by `shifts`.
    ///
    /// A cursor that saw more than was restored stands behind all that was; one from a history that this database does
    /// not know starts over: better seen twice than never.
    pub(crate) fn today(self, shifts: &[i64]) -> Self {
        let epoch = i64::try_from(shifts.len()).unwrap_or(i64::MAX);
        if self.epoch == epoch {
            return self;
        }
        let moved = usize::try_from(self.epoch).ok().and_then(|known| shifts.get(known..));
        let Some(moved) = moved else { return Self { epoch, tx: i64::MIN, seq: 0 } };
        match moved.iter().try_fold(self.tx, |tx, shift| tx.checked_sub(*shift)) {
            Some(tx) if tx < 0 => Self { epoch, tx, seq: self.seq },
            Some(_) => Self { epoch, tx: -1, seq: i64::MAX },
            None => Self { epoch, tx: i64::MIN, seq: 0 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BadCursor, Cursor};

    const fn cursor(epoch: i64, tx: i64, seq: i64) -> Cursor {
        Cursor { epoch, tx, seq }
    }

    #[test]
    fn a_cursor_survives_being_text() {
        for one in [cursor(0, 0, 1), cursor(2, -7, 9), cursor(0, i64::MAX, i64::MAX)] {
            assert_eq!(one.to_string().parse(), Ok(one));
        }
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["", "x", "MA", "MC4w", "MC4wLjA=", "MC4wLjAuMA", "LTEuMC4w", "KzAuMC4w", "\u{0}", "ääää"]
        {
            assert_eq!(text.parse::<Cursor>(), Err(BadCursor), "{text:?}");
        }
    }

    #[test]
    fn a_cursor_survives_being_bytes() {
        for one in [cursor(0, 0, 1), cursor(2, -7, 9), cursor(0, i64::MAX, i64::MAX)] {
            assert_eq!(Cursor::from_bytes(&one.to_bytes()), Some(one));
        }
        for bytes in [&[][..], &[0; 23], &[0; 25], &[255; 24]] {
            assert_eq!(Cursor::from_bytes(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn after_a_restore_an_old_cursor_is_still_the_same_place() {
        assert_eq!(cursor(0, 90, 7).today(&[100]), cursor(1, -10, 7));
        assert_eq!(cursor(0, 90, 7).today(&[100, 50]), cursor(2, -60, 7));
        assert_eq!(cursor(1, 5, 7).today(&[100, 50]), cursor(2, -45, 7));
        assert_eq!(cursor(1, 5, 7).today(&[100]), cursor(1, 5, 7));
    }

    #[test]
    fn a_cursor_beyond_what_was_restored_skips_nothing_new() {
        assert_eq!(cursor(0, 120, 7).today(&[100]), cursor(1, -1, i64::MAX));
        assert_eq!(cursor(3, 120, 7).today(&[100]), cursor(1, i64::MIN, 0));
    }
}
