//! Cuts a stretch of time into pieces that are each open, closed or a holiday.
//!
//! What counts is the wall clock: an instant is open if the local time that a clock on the wall shows then lies in a span of
//! that weekday. So an hour that the clock shows twice in autumn counts twice, and one that it never shows in spring not at
//! all. Between two changes of the offset local time is plain arithmetic, which is why the walk goes from change to change.

use chrono::{DateTime, Utc};
use jiff::Timestamp;

use super::{BusinessTime, calendar::DAY};

const MINUTE: i64 = 60 * 1_000_000;
const DAY_MICROS: i64 = DAY * MINUTE;

/// What a piece of time is to a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Within business hours.
    Open,
    /// Outside of them.
    Closed,
    /// A holiday, from midnight to midnight.
    Holiday,
}

/// A piece of time within one local day that is all of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Where it begins.
    pub from: DateTime<Utc>,
    /// Where it ends, which is where the next one begins.
    pub to: DateTime<Utc>,
    /// What it is.
    pub kind: Kind,
    /// The local day, counted from 1970-01-01.
    pub day: i64,
}

impl BusinessTime {
    /// The pieces from `from` to `to`, in order and without a gap; each is cut at midnight and where the offset changes.
    pub fn pieces(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> impl Iterator<Item = Piece> + '_ {
        let at = from.timestamp_micros();
        Walk { calendar: self, at, end: to.timestamp_micros(), offset: 0, offset_until: at }
    }

    /// When `micros` of business time will have passed from `from` on; `None`: not before `until`.
    pub(super) fn after(
        &self,
        from: DateTime<Utc>,
        micros: i64,
        until: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let mut left = micros;
        for piece in self.pieces(from, until).filter(|piece| piece.kind == Kind::Open) {
            let length = length(piece.from, piece.to);
            if length >= left {
                return DateTime::from_timestamp_micros(piece.from.timestamp_micros() + left);
            }
            left -= length;
        }
        None
    }

    /// The end of business on the `days`-th business day after the local day of `from`; `None`: not before `until`.
    pub(super) fn end_of_business(
        &self,
        from: DateTime<Utc>,
        days: u32,
        until: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let first = self.pieces(from, until).next()?.day;
        let (mut counted, mut last) = (0, None::<Piece>);
        for piece in self.pieces(from, until).filter(|piece| piece.kind == Kind::Open && piece.day > first) {
            if last.is_none_or(|last| last.day != piece.day) {
                if counted == days {
                    break;
                }
                counted += 1;
            }
            last = Some(piece);
        }
        last.filter(|_| counted == days).map(|piece| piece.to)
    }
}

/// Microseconds between two times.
pub(super) fn length(from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    to.timestamp_micros() - from.timestamp_micros()
}

struct Walk<'a> {
    calendar: &'a BusinessTime,
    at: i64,
    end: i64,
    /// What is added to UTC until `offset_until`.
    offset: i64,
    offset_until: i64,
}

impl Iterator for Walk<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if self.at >= self.end {
            return None;
        }
        if self.at >= self.offset_until {
            self.look_up_offset()?;
        }
        let local = self.at + self.offset;
        let (day, time) = (local.div_euclid(DAY_MICROS), local.rem_euclid(DAY_MICROS));
        let (kind, until) = self.calendar.at(day, time);
        let next = (self.at + until - time).min(self.end).min(self.offset_until);
        let (from, to) = (DateTime::from_timestamp_micros(self.at)?, DateTime::from_timestamp_micros(next)?);
        self.at = next;
        Some(Piece { from, to, kind, day })
    }
}

impl Walk<'_> {
    /// `None` beyond the years that the time zones know.
    fn look_up_offset(&mut self) -> Option<()> {
        let now = Timestamp::from_microsecond(self.at).ok()?;
        let zone = &self.calendar.zone;
        self.offset = i64::from(zone.to_offset(now).seconds()) * 1_000_000;
        let change = zone.following(now).map(|change| change.timestamp().as_microsecond());
        self.offset_until = change.into_iter().find(|at| *at > self.at).unwrap_or(i64::MAX);
        Some(())
    }
}

impl BusinessTime {
    /// What a time of a local day is, and until which time of that day; both in microseconds.
    fn at(&self, day: i64, time: i64) -> (Kind, i64) {
        if self.is_holiday(day) {
            return (Kind::Holiday, DAY_MICROS);
        }
        for (from, to) in self.spans(day) {
            if time < from * MINUTE {
                return (Kind::Closed, from * MINUTE);
            }
            if time < to * MINUTE {
                return (Kind::Open, to * MINUTE);
            }
        }
        (Kind::Closed, DAY_MICROS)
    }
}
