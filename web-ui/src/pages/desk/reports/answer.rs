//! A report as the schema answers it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Answer {
    pub(super) report: Report,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
    pub(super) at: DateTime<Utc>,
    pub(super) created: u64,
    pub(super) closed: u64,
    pub(super) finished: u64,
    pub(super) reopened: u64,
    pub(super) met: u64,
    pub(super) breached: u64,
    pub(super) rated: u64,
    pub(super) satisfied: u64,
    pub(super) first_answer: Times,
    pub(super) resolution: Times,
    pub(super) statuses: Vec<Standing>,
    pub(super) ages: Vec<Age>,
    pub(super) days: Vec<Day>,
    pub(super) hours: Vec<Load>,
    pub(super) agreements: Vec<Agreement>,
    pub(super) queues: Vec<Group>,
    pub(super) organisations: Vec<Group>,
    pub(super) agents: Vec<Group>,
    pub(super) tags: Vec<Group>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Times {
    pub(super) count: u64,
    pub(super) business_count: u64,
    pub(super) median_minutes: Option<u64>,
    #[serde(rename = "p90Minutes")]
    pub(super) p90_minutes: Option<u64>,
}

#[derive(Deserialize)]
pub(super) struct Standing {
    pub(super) status: String,
    pub(super) count: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Age {
    pub(super) up_to_days: Option<u64>,
    pub(super) count: u64,
}

#[derive(Clone, Copy, Deserialize)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    pub(super) created: u64,
    pub(super) closed: u64,
}

#[derive(Deserialize)]
pub(super) struct Load {
    pub(super) weekday: String,
    pub(super) hour: u64,
    pub(super) created: u64,
}

#[derive(Deserialize)]
pub(super) struct Agreement {
    pub(super) clock: String,
    pub(super) priority: String,
    pub(super) met: u64,
    pub(super) breached: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Group {
    pub(super) line: String,
    pub(super) name: Option<String>,
    pub(super) created: u64,
    pub(super) finished: u64,
    pub(super) first_answer: Times,
    pub(super) resolution: Times,
    pub(super) met: u64,
    pub(super) breached: u64,
    pub(super) rated: u64,
    pub(super) satisfied: u64,
}
