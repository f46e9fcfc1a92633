//! Which entries of the audit log are asked for, with days as those of who asks.

use chrono::{DateTime, NaiveDate, Utc};
use jiff::tz::TimeZone;

use super::report::begin;
use crate::{
    actor::Actor,
    error::{Error, Result},
    model::{AuditSubject, UserId},
    settings::Settings,
    store::audit::filter::Sought,
};

/// Which entries of the audit log are asked for; what is left out does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// About this.
    pub subject: Option<AuditSubject>,
    /// Of one of these kinds, such as `ROLE_CHANGED`.
    pub kinds: Vec<String>,
    /// Done by this person.
    pub actor: Option<UserId>,
    /// Done by somebody, or about somebody, who has each word of this in their name or an address.
    pub person: Option<String>,
    /// On this day or later. Days are those of the actor's time zone.
    pub from: Option<NaiveDate>,
    /// On this day or before.
    pub until: Option<NaiveDate>,
    /// Each word of this stands in what changed, or in the name of what it is about or of who did it.
    pub text: Option<String>,
}

/// What the filter asks for, in the times of the actor's days.
///
/// # Errors
/// `BadInput` for `from` and `until`.
pub(super) fn sought<'a>(settings: &Settings, actor: &Actor, filter: &'a AuditFilter) -> Result<Sought<'a>> {
    let zone = actor.user().map_or(settings.brand.time_zone.as_str(), |viewer| &viewer.time_zone);
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let from = filter.from.map(|day| begins("from", Some(day), &zone)).transpose()?;
    let before = filter.until.map(|day| begins("until", day.succ_opt(), &zone)).transpose()?;
    Ok(Sought {
        subject: filter.subject,
        kinds: &filter.kinds,
        actor: filter.actor,
        person: said(filter.person.as_deref()),
        from,
        before,
        text: said(filter.text.as_deref()),
    })
}

/// A text of the filter; blanks do not narrow.
fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn begins(field: &'static str, day: Option<NaiveDate>, zone: &TimeZone) -> Result<DateTime<Utc>> {
    let begin = day.and_then(|day| begin(day, zone));
    // SQLite compares times as text, whose years have four digits.
    let begin = begin.filter(|begin| (0..=9999).contains(&chrono::Datelike::year(begin)));
    begin.ok_or_else(|| Error::bad(field, "audit-date", "The date must be written like 2026-11-30."))
}
