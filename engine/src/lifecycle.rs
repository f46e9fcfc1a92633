//! Which status follows which step, and which clock that starts: the table that the whole house obeys.
//!
//! ```text
//!             staff assign or answer            staff ask
//!      NEW ───────────────────────────▶ OPEN ─────────────▶ PENDING ──┐
//!       │                               ▲ ▲ │  ◀─ customer writes ┘    │
//!       │                customer writes│ │ │ staff resolve            │ auto-close
//!       │                               │ │ ▼                          ▼
//!       │                               │ └─ RESOLVED ── auto-close ▶ CLOSED
//!       └── customer closes ────────────┴───────────────────────────────▲
//! ```
//! Staff may pick any status at any time; customers may pick nothing but CLOSED. A mail that is held back for the staff
//! changes no status, but ends the waiting for auto-close: nothing closes over what nobody has read. The next answer of the
//! staff, or the status that they pick, begins it anew.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{
    model::{Status, Turn},
    sla::{BusinessTime, Delay},
};

/// What happens to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The customer writes, on whatever way.
    CustomerComments,
    /// The customer picks a status, with a comment or without.
    CustomerPicks(Status),
    /// An automatic reply arrives, such as an out-of-office notice.
    AutomaticReply,
    /// The staff answer in public and pick no status.
    StaffAnswers,
    /// The staff make somebody responsible.
    StaffAssigns,
    /// The staff pick a status, with a comment or without.
    StaffPicks(Status),
    /// The staff note something for themselves.
    InternalNote,
    /// A mail arrives that is shown to the staff alone, until they have decided what it is.
    MailIsHeldBack,
    /// The time has come at which the system closes.
    AutoCloseElapses,
}

impl Step {
    /// Whether the ticket must not close itself any more, although its status stays: somebody has written, and the staff
    /// have not looked at it yet.
    #[must_use]
    pub const fn keeps_open(self) -> bool {
        matches!(self, Self::MailIsHeldBack)
    }

    /// Whether a ticket that waits in its status, but was kept open, waits to close itself again: the staff have looked.
    #[must_use]
    pub const fn waits_again(self) -> bool {
        matches!(self, Self::StaffAnswers | Self::StaffPicks(_))
    }
}

/// A step that the lifecycle does not know from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This status change is not allowed while the ticket is {from}.")]
pub struct Refused {
    /// Where the ticket stands.
    pub from: Status,
    /// What was tried.
    pub step: Step,
}

impl Status {
    /// The status after `step`.
    ///
    /// # Errors
    /// [`Refused`], when a customer picks anything but CLOSED, or the system would close what is not waiting to be.
    #[expect(clippy::match_same_arms, reason = "an arm is a row of the table, and rows may agree")]
    pub const fn after(self, step: Step) -> Result<Self, Refused> {
        use Status::{Closed, New, Open, Pending, Resolved};
        match (self, step) {
            (New, Step::CustomerComments) => Ok(New),
            (Open | Pending | Resolved | Closed, Step::CustomerComments) => Ok(Open),

            (New | Open | Pending | Resolved | Closed, Step::CustomerPicks(Closed)) => Ok(Closed),
            (
                New | Open | Pending | Resolved | Closed,
                Step::CustomerPicks(New | Open | Pending | Resolved),
            ) => Err(Refused { from: self, step }),

            (
                New | Open | Pending | Resolved | Closed,
                Step::AutomaticReply | Step::InternalNote | Step::MailIsHeldBack,
            ) => Ok(self),

            (New | Open, Step::StaffAnswers) => Ok(Open),
            (Pending | Resolved | Closed, Step::StaffAnswers) => Ok(self),

            (New | Open, Step::StaffAssigns) => Ok(Open),
            (Pending | Resolved | Closed, Step::StaffAssigns) => Ok(self),

            (New | Open | Pending | Resolved | Closed, Step::StaffPicks(picked)) => Ok(picked),

            (Pending | Resolved, Step::AutoCloseElapses) => Ok(Closed),
            (New | Open | Closed, Step::AutoCloseElapses) => Err(Refused { from: self, step }),
        }
    }

    /// Those in which somebody still has to do something.
    pub const ACTIVE: [Self; 3] = [Self::New, Self::Open, Self::Pending];

    /// Whether somebody still has to do something.
    #[must_use]
    pub fn is_active(self) -> bool {
        Self::ACTIVE.contains(&self)
    }

    /// Whether it is the customer's turn.
    #[must_use]
    pub fn asks_customer(self) -> bool {
        self.turn() == Turn::Customer
    }

    /// Those of `named`, or of all where none is, which are active and ask the customer, or are not and do not; empty: all.
    /// `None`: there is none such.
    #[must_use]
    pub fn narrowed(named: &[Self], active: Option<bool>, asks_customer: Option<bool>) -> Option<Vec<Self>> {
        if active.is_none() && asks_customer.is_none() {
            return Some(named.to_vec());
        }
        let among = if named.is_empty() { Self::ALL } else { named };
        let fits = |status: &Self| {
            active.is_none_or(|active| active == status.is_active())
                && asks_customer.is_none_or(|asks| asks == status.asks_customer())
        };
        let fitting: Vec<Self> = among.iter().copied().filter(fits).collect();
        (!fitting.is_empty()).then_some(fitting)
    }

    /// The status in which a ticket is opened for which this one was picked.
    ///
    /// # Errors
    /// [`Refused`], when a customer picks anything but NEW and CLOSED.
    pub const fn opened(picked: Self, by_staff: bool) -> Result<Self, Refused> {
        let step = if by_staff { Step::StaffPicks(picked) } else { Step::CustomerPicks(picked) };
        if matches!(picked, Self::New) { Ok(picked) } else { Self::New.after(step) }
    }

    /// Whose turn it is.
    #[must_use]
    pub const fn turn(self) -> Turn {
        match self {
            Self::New | Self::Open => Turn::Staff,
            Self::Pending | Self::Resolved => Turn::Customer,
            Self::Closed => Turn::Nobody,
        }
    }
}

/// How long a ticket waits before the system closes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delays {
    /// In RESOLVED.
    pub resolved: Delay,
    /// In PENDING.
    pub pending: Delay,
}

impl Delays {
    /// How long a ticket waits in `status`; `None`: it does not close by itself.
    #[must_use]
    pub const fn of(self, status: Status) -> Option<Delay> {
        match status {
            Status::Resolved => Some(self.resolved),
            Status::Pending => Some(self.pending),
            Status::New | Status::Open | Status::Closed => None,
        }
    }

    /// When a ticket that enters `status` now will be closed; `None`: not by itself, or beyond any calendar.
    #[must_use]
    pub fn auto_close_at(
        self,
        status: Status,
        now: DateTime<Utc>,
        calendar: &BusinessTime,
    ) -> Option<DateTime<Utc>> {
        self.of(status)?.end(now, calendar)
    }
}

/// When to remind of a closing at `auto_close_at` that was set with `delay`; `None`: the delay is too short for that.
#[must_use]
pub fn remind_at(
    auto_close_at: DateTime<Utc>,
    delay: Duration,
    remind_before: Duration,
) -> Option<DateTime<Utc>> {
    if remind_before.is_zero() || remind_before >= delay {
        return None;
    }
    auto_close_at.checked_sub_signed(chrono::Duration::from_std(remind_before).ok()?)
}
