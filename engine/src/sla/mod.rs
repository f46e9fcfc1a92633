//! Business time: which minutes count, how many of them a ticket has used, and when an agreed time passes.
//!
//! [`BusinessTime`] says what counts: opening hours by weekday on the wall clock of a time zone, less the holidays. `walk` cuts a
//! stretch of time into pieces that are each open, closed or a holiday. [`read`] lays these over the history of a ticket and
//! answers what a clock shows. [`Delay`] counts the days until a ticket closes itself. [`Region`] knows the public holidays
//! of a country or a part of it, `ics` reads them from a file. All of it is arithmetic on values; the clocks of open tickets
//! are kept up to date by `apply` and watched by `timers`.

mod calendar;
mod clock;
mod delay;
mod holidays;
mod ics;
mod walk;

pub use calendar::{BusinessTime, Day, Hours, Invalid, Weekday, whole_week};
pub use clock::{Clock, ClockKind, History, Interval, Reading, Reason, Terms, counted_by, read};
pub use delay::{Delay, delayed, parse_delay};
pub use holidays::Region;
pub use ics::{BadIcs, holidays_of_ics};
pub use walk::{Kind, Piece};
