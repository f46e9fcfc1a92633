//! The clocks of a ticket as lists and its page show them.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How many stretches of time the page explains; the newest tell why a ticket is due when it is.
const EXPLAINED: usize = 60;

/// Minutes of business time up to which a list counts what is left.
const FAR: i32 = 6 * 60;

/// A clock as lists ask for it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Clock {
    target_minutes: i32,
    elapsed_minutes: i32,
    remaining_minutes: i32,
    due_at: Option<String>,
    paused: bool,
    met_at: Option<String>,
    breached: bool,
    at_risk: bool,
    /// Asked for where it is explained.
    #[serde(default)]
    intervals: Vec<Interval>,
    /// Asked for where it is explained.
    #[serde(default)]
    agreement: Option<Agreement>,
}

#[derive(Debug, Deserialize)]
struct Interval {
    from: String,
    to: String,
    counted: bool,
    reason: String,
}

#[derive(Debug, Deserialize)]
struct Agreement {
    name: String,
    calendar: Name,
}

#[derive(Debug, Deserialize)]
struct Name {
    name: String,
}

/// What a list shows of the clocks of a ticket.
#[derive(Debug, Serialize)]
pub(crate) struct Due {
    /// `response` or `restoration`.
    clock: &'static str,
    state: &'static str,
    amount: String,
    at: Option<String>,
    /// How much of the time is used up, in percent.
    used: i32,
    /// Whether it is so far off that the time of the day says more than what is left.
    far: bool,
}

/// The response clock until the first answer, then restoration.
pub(crate) fn due(response: Option<&Clock>, restoration: Option<&Clock>) -> Option<Due> {
    let open = response.filter(|clock| clock.met_at.is_none());
    let (name, clock) = match (open, restoration, response) {
        (Some(clock), _, _) | (None, None, Some(clock)) => ("response", clock),
        (None, Some(clock), _) => ("restoration", clock),
        (None, None, None) => return None,
    };
    let used = i64::from(clock.elapsed_minutes) * 100 / i64::from(clock.target_minutes.max(1));
    Some(Due {
        clock: name,
        state: clock.state(),
        amount: clock.amount(),
        at: clock.due_at.clone(),
        used: i32::try_from(used.clamp(0, 100)).unwrap_or(100),
        far: clock.state() == "run" && clock.remaining_minutes > FAR && clock.due_at.is_some(),
    })
}

impl Clock {
    /// The class and the key of the text.
    const fn state(&self) -> &'static str {
        match (self.met_at.is_some(), self.paused, self.breached, self.at_risk) {
            (true, _, false, _) => "met",
            (true, _, true, _) => "missed",
            (false, true, false, _) => "paused",
            (false, _, true, _) => "late",
            (false, false, false, true) => "soon",
            (false, false, false, false) => "run",
        }
    }

    /// The name of the agreement, where it was asked for.
    pub(crate) fn agreement_name(&self) -> Option<&str> {
        self.agreement.as_ref().map(|agreement| agreement.name.as_str())
    }

    /// What is left, or what is over.
    fn amount(&self) -> String {
        duration(self.remaining_minutes.unsigned_abs())
    }

    /// All that the ticket's page shows of it.
    pub(crate) fn explained(&self, clock: &'static str) -> Value {
        let hidden = self.intervals.len().saturating_sub(EXPLAINED);
        let rows = self.intervals.iter().skip(hidden).map(|interval| {
            json!({
                "from": interval.from, "to": interval.to, "counted": interval.counted,
                "reason": interval.reason,
            })
        });
        json!({
            "clock": clock,
            "state": self.state(),
            "ring": matches!(self.state(), "run" | "soon"),
            "percent": (self.elapsed_minutes * 100).checked_div(self.target_minutes).unwrap_or(100).clamp(0, 100),
            "amount": self.amount(),
            "target": duration(self.target_minutes.unsigned_abs()),
            "targetMinutes": self.target_minutes,
            "elapsed": duration(self.elapsed_minutes.unsigned_abs()),
            "elapsedMinutes": self.elapsed_minutes.min(self.target_minutes),
            "dueAt": self.due_at,
            "metAt": self.met_at,
            "rows": rows.collect::<Vec<_>>(),
            "hidden": (hidden > 0).then_some(hidden),
            "agreement": self.agreement.as_ref().map(|agreement| &agreement.name),
            "calendar": self.agreement.as_ref().map(|agreement| &agreement.calendar.name),
        })
    }
}

/// Minutes of business time, as the staff read them: `12 min`, `1 h 05`.
fn duration(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes:02}"),
    }
}
