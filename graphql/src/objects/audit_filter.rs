//! Which entries of the audit log are asked for.

use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use engine::AuditSubject;

use crate::{error::Failure, ids};

/// A filter for the audit log; omitted fields match everything.
#[derive(Debug, Default, InputObject)]
pub(crate) struct AuditFilter {
    /// With one of these kinds, such as `ROLE_CHANGED`; an empty list matches all. `auditKinds` lists them.
    kinds: Option<Vec<String>>,
    /// Done by this person.
    actor: Option<ID>,
    /// By or about a person whose name or address contains each of these words.
    person: Option<String>,
    /// The first day, such as `2026-11-01`, in the viewer's time zone.
    from: Option<String>,
    /// The last day.
    until: Option<String>,
    /// Each of these words occurs in the changes, in the name of the subject or in the name of the actor.
    text: Option<String>,
}

impl AuditFilter {
    /// The engine's filter, of entries about `subject` alone if there is one.
    pub(crate) fn into_engine(self, subject: Option<AuditSubject>) -> Result<engine::AuditFilter, Failure> {
        Ok(engine::AuditFilter {
            subject,
            kinds: self.kinds.unwrap_or_default(),
            actor: ids::optional(self.actor.as_ref(), "actor")?,
            person: self.person,
            from: day("from", self.from.as_deref())?,
            until: day("until", self.until.as_deref())?,
            text: self.text,
        })
    }
}

fn day(field: &'static str, text: Option<&str>) -> Result<Option<NaiveDate>, Failure> {
    let read = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d");
    text.map(read)
        .transpose()
        .map_err(|_| Failure::bad_input(field, "The date must be written like 2026-11-30."))
}
