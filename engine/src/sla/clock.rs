//! What a clock of a ticket shows: how much of the agreed time is used, when it will have passed, and why.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    BusinessTime,
    walk::{Kind, Piece, length},
};
use crate::model::Status;

const MINUTE: i64 = 60 * 1_000_000;

/// How far ahead a due time is looked for; a calendar that is open for an hour a week needs this for a long target.
const HORIZON: TimeDelta = TimeDelta::days(200 * 366);

/// Which of the two agreed times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClockKind {
    /// Until the first public answer of the staff.
    Response,
    /// Until RESOLVED or CLOSED; goes on when the ticket is reopened.
    Restoration,
}

impl ClockKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Response, Self::Restoration];

    /// The word as it is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Response => "RESPONSE",
            Self::Restoration => "RESTORATION",
        }
    }

    /// The clock of a stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The clock's field in the GraphQL schema, which is its field in the journal too.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Restoration => "restoration",
        }
    }
}

/// What was agreed for a clock.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// Which minutes count.
    pub calendar: &'a BusinessTime,
    /// How many of them there are.
    pub target_minutes: i32,
    /// The share of them after which the staff are warned, in percent.
    pub warn_percent: u8,
}

/// What happened to a ticket, as far as its clocks are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// When it was opened.
    pub opened: DateTime<Utc>,
    /// From when on it stood where, in order; before the first it was NEW.
    pub statuses: Vec<(DateTime<Utc>, Status)>,
    /// When the staff first answered in public.
    pub answered: Option<DateTime<Utc>>,
}

/// Why a stretch of time counted or did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Within business hours: the one reason to count.
    BusinessHours,
    /// Outside of them.
    OutsideHours,
    /// On a holiday.
    Holiday,
    /// The staff waited for the customer.
    Pending,
    /// The ticket was resolved or closed.
    Resolved,
}

impl Reason {
    /// Whether time of this reason is counted.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Self::BusinessHours)
    }
}

/// A stretch of time that counted or did not, for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Where it begins.
    pub from: DateTime<Utc>,
    /// Where it ends, which is where the next one begins.
    pub to: DateTime<Utc>,
    /// Why it counted or did not.
    pub reason: Reason,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// It runs, also at night: then it will go on in the morning.
    Running,
    /// It stands still until the customer answers or the ticket is reopened.
    Paused,
    /// It has ended, at this time.
    Met(DateTime<Utc>),
}

/// What a clock shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What was agreed.
    pub target_minutes: i32,
    /// How it stands.
    pub clock: Clock,
    /// When the agreed time will have passed, or has; `None` while it is paused or met.
    pub due_at: Option<DateTime<Utc>>,
    /// When the staff are to be warned, or were; `None`: nobody knows yet.
    pub warns_at: Option<DateTime<Utc>>,
    /// When all of the agreed time was used, or will be; also where the clock has stopped since. `None`: nobody knows yet.
    pub used_up_at: Option<DateTime<Utc>>,
    /// Whether enough of the agreed time is used for a warning, or all of it, and the clock has not ended.
    pub at_risk: bool,
    /// The whole time from the start until now or the end, without gaps.
    pub intervals: Vec<Interval>,
    used: i64,
}

impl Reading {
    /// Whether more than the agreed time was used.
    #[must_use]
    pub const fn breached(&self) -> bool {
        self.used > self.target_minutes as i64 * MINUTE
    }

    /// When there is a warning to tell: not of a clock that stands still before its time has passed, since nobody knows when that
    /// will be. Where it goes on, there is again.
    #[must_use]
    pub fn warning_at(&self) -> Option<DateTime<Utc>> {
        self.warns_at.filter(|_| self.used_up_at.is_some())
    }

    /// Minutes of business time that were used; a minute that has begun counts from the moment of the breach on.
    #[must_use]
    pub fn elapsed_minutes(&self) -> i32 {
        let whole = i32::try_from(self.used / MINUTE).unwrap_or(i32::MAX);
        if self.breached() { whole.max(self.target_minutes.saturating_add(1)) } else { whole }
    }

    /// Minutes of business time that are left; negative after a breach.
    #[must_use]
    pub fn remaining_minutes(&self) -> i32 {
        self.target_minutes.saturating_sub(self.elapsed_minutes())
    }
}

/// Reads a clock at `now`.
#[must_use]
pub fn read(kind: ClockKind, terms: Terms<'_>, history: &History, now: DateTime<Utc>) -> Reading {
    let stretches = stretches(history, now);
    let clock = state(kind, history, &stretches);
    let end = match clock {
        Clock::Met(at) => at,
        Clock::Running | Clock::Paused => now,
    };
    let mut tape = Tape::new(terms);
    for stretch in stretches.iter().filter(|stretch| stretch.from < end) {
        tape.lay(stretch.from, stretch.to.min(end), stretch.status);
    }
    let running = clock == Clock::Running;
    let (warns_at, used_up_at) =
        (tape.warn.moment(&tape, now, running), tape.all.moment(&tape, now, running));
    Reading {
        target_minutes: terms.target_minutes,
        clock,
        due_at: used_up_at.filter(|_| running),
        at_risk: tape.warn.reached.is_some() && !matches!(clock, Clock::Met(_)),
        warns_at,
        used_up_at,
        intervals: tape.intervals,
        used: tape.used,
    }
}

/// By what a clock is counted from `now` on: one that has ended keeps what it was counted by, one that runs or is paused follows
/// what holds, so that all of it is counted anew. `None`: nothing is agreed.
#[must_use]
pub fn counted_by<T>(
    kind: ClockKind,
    history: &History,
    now: DateTime<Utc>,
    (kept, holds): (Option<T>, Option<T>),
) -> Option<T> {
    match state(kind, history, &stretches(history, now)) {
        Clock::Met(_) => kept.or(holds),
        Clock::Running | Clock::Paused => holds,
    }
}

/// A stretch of time in which the ticket stood in one status.
struct Stretch {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    status: Status,
}

fn stretches(history: &History, now: DateTime<Utc>) -> Vec<Stretch> {
    let begins = std::iter::once((history.opened, Status::New)).chain(history.statuses.iter().copied());
    let mut stretches: Vec<Stretch> = Vec::new();
    for (at, status) in begins {
        // Clocks of two servers may disagree a little: nothing begins before what came before it.
        let from = stretches.last().map_or(at, |last| at.max(last.from)).min(now.max(history.opened));
        if let Some(last) = stretches.last_mut() {
            last.to = from;
        }
        stretches.push(Stretch { from, to: now.max(from), status });
    }
    stretches
}

/// How the clock stands at the end of the history.
fn state(kind: ClockKind, history: &History, stretches: &[Stretch]) -> Clock {
    let status = stretches.last().map_or(Status::New, |last| last.status);
    match kind {
        ClockKind::Response => match (history.answered, status) {
            (Some(at), _) => Clock::Met(at.max(history.opened)),
            (None, Status::New | Status::Open) => Clock::Running,
            (None, Status::Pending | Status::Resolved | Status::Closed) => Clock::Paused,
        },
        ClockKind::Restoration => match status {
            Status::New | Status::Open => Clock::Running,
            Status::Pending => Clock::Paused,
            Status::Resolved | Status::Closed => {
                let done = stretches.iter().rev().take_while(|stretch| is_done(stretch.status));
                done.last().map_or(Clock::Running, |first| Clock::Met(first.from))
            }
        },
    }
}

const fn is_done(status: Status) -> bool {
    matches!(status, Status::Resolved | Status::Closed)
}

/// An amount of business time, and when it was reached.
struct Mark {
    micros: i64,
    reached: Option<DateTime<Utc>>,
}

impl Mark {
    fn pass(&mut self, used: i64, piece: Piece) {
        if self.reached.is_none() && used + length(piece.from, piece.to) >= self.micros {
            let at = piece.from.timestamp_micros() + (self.micros - used).max(0);
            self.reached = DateTime::from_timestamp_micros(at);
        }
    }

    /// When it was reached, or will be if the clock runs on.
    fn moment(&self, tape: &Tape<'_>, now: DateTime<Utc>, running: bool) -> Option<DateTime<Utc>> {
        let ahead = || {
            let until = now.checked_add_signed(HORIZON)?;
            tape.terms.calendar.after(now, self.micros - tape.used, until)
        };
        self.reached.or_else(|| running.then(ahead).flatten())
    }
}

/// The business time of a ticket, laid out stretch by stretch.
struct Tape<'a> {
    terms: Terms<'a>,
    used: i64,
    warn: Mark,
    all: Mark,
    intervals: Vec<Interval>,
}

impl<'a> Tape<'a> {
    fn new(terms: Terms<'a>) -> Self {
        let micros = i64::from(terms.target_minutes) * MINUTE;
        let warn = micros / 100 * i64::from(terms.warn_percent.min(100));
        let mark = |micros| Mark { micros, reached: None };
        Self { terms, used: 0, warn: mark(warn), all: mark(micros), intervals: Vec::new() }
    }

    fn lay(&mut self, from: DateTime<Utc>, to: DateTime<Utc>, status: Status) {
        match status {
            Status::Pending => self.push(from, to, Reason::Pending),
            Status::Resolved | Status::Closed => self.push(from, to, Reason::Resolved),
            Status::New | Status::Open => {
                for piece in self.terms.calendar.pieces(from, to) {
                    self.lay_piece(piece);
                }
            }
        }
    }

    fn lay_piece(&mut self, piece: Piece) {
        let reason = match piece.kind {
            Kind::Open => Reason::BusinessHours,
            Kind::Closed => Reason::OutsideHours,
            Kind::Holiday => Reason::Holiday,
        };
        if reason.counts() {
            self.warn.pass(self.used, piece);
            self.all.pass(self.used, piece);
            self.used += length(piece.from, piece.to);
        }
        self.push(piece.from, piece.to, reason);
    }

    fn push(&mut self, from: DateTime<Utc>, to: DateTime<Utc>, reason: Reason) {
        if from >= to {
            return;
        }
        match self.intervals.last_mut() {
            Some(last) if last.reason == reason => last.to = to,
            _ => self.intervals.push(Interval { from, to, reason }),
        }
    }
}
