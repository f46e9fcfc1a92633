//! Which entries of the audit log are asked for, as a condition on `audit_entry`.

use chrono::{DateTime, NaiveDate, Utc};
use jiff::tz::TimeZone;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Expr};
use uuid::Uuid;

use super::report::begin;
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{AuditSubject, SearchTerm, UserId},
    store::{
        entity::{account, agreement, audit_entry, calendar, queue},
        names::{findable, part_of, parts},
        search_names::Words,
    },
};

/// The most bytes of one word of a text; databases refuse patterns that are much longer.
const LONGEST: usize = 500;

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

impl Engine {
    /// The condition on `audit_entry`.
    ///
    /// # Errors
    /// `BadInput` for `from` and `until`.
    pub(super) async fn audited(&self, actor: &Actor, filter: &AuditFilter) -> Result<Condition> {
        let mut all = Condition::all()
            .add_option(filter.subject.map(|subject| audit_entry::Column::SubjectId.eq(subject.uuid())))
            .add_option(of_kinds(&filter.kinds))
            .add_option(filter.actor.map(|actor| audit_entry::Column::ActorId.eq(actor.0)));
        let zone = actor.user().map_or(self.settings().brand.time_zone.as_str(), |viewer| &viewer.time_zone);
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        if let Some(day) = filter.from {
            all = all.add(audit_entry::Column::At.gte(begins("from", Some(day), &zone)?));
        }
        if let Some(day) = filter.until {
            all = all.add(audit_entry::Column::At.lt(begins("until", day.succ_opt(), &zone)?));
        }
        if let Some(person) = said(filter.person.as_deref()) {
            all = all.add(self.somebody_called(person));
        }
        if let Some(text) = said(filter.text.as_deref()) {
            let things = self.things().await?;
            for part in parts(text) {
                all = all.add(self.told(part, &things));
            }
        }
        Ok(all)
    }

    /// Who did it, or whom it is about, has all of these words in their name or an address.
    fn somebody_called(&self, typed: &str) -> Condition {
        let mut people = account::Entity::find().select_only().column(account::Column::Id);
        for part in parts(typed) {
            people = match words(part) {
                Some(words) => {
                    let named = words.people(self.database().backend(), false).into_query();
                    people.filter(account::Column::Id.in_subquery(named))
                }
                None => people.filter(Expr::value(false)),
            };
        }
        let people = people.into_query();
        Condition::any()
            .add(audit_entry::Column::ActorId.in_subquery(people.clone()))
            .add(audit_entry::Column::SubjectId.in_subquery(people))
    }

    /// One word of a text.
    fn told(&self, part: &str, things: &[(Uuid, String)]) -> Condition {
        if part.len() > LONGEST {
            return Condition::all().add(Expr::value(false));
        }
        let wanted = findable(part);
        let called = |name: &str| wanted.lines().any(|wanted| name.contains(wanted));
        let called: Vec<Uuid> = things.iter().filter(|(_, name)| called(name)).map(|(id, _)| *id).collect();
        let mut found = Condition::any().add(part_of(audit_entry::Column::Content, part));
        if !called.is_empty() {
            found = found.add(audit_entry::Column::SubjectId.is_in(called));
        }
        let Some(words) = words(part) else { return found };
        let backend = self.database().backend();
        let people = words.people(backend, false).into_query();
        let organisations = words.organisations(backend, false).into_query();
        found
            .add(audit_entry::Column::ActorId.in_subquery(people.clone()))
            .add(audit_entry::Column::SubjectId.in_subquery(people))
            .add(audit_entry::Column::SubjectId.in_subquery(organisations))
    }

    /// What else has a name and is few: queues, agreements and calendars, with their names as they are compared.
    async fn things(&self) -> Result<Vec<(Uuid, String)>> {
        let db = self.database().ro();
        let queues = queue::Entity::find().select_only().columns([queue::Column::Id, queue::Column::Name]);
        let mut things: Vec<(Uuid, String)> = queues.into_tuple().all(db).await?;
        let agreements =
            agreement::Entity::find().select_only().columns([agreement::Column::Id, agreement::Column::Name]);
        things.extend(agreements.into_tuple::<(Uuid, String)>().all(db).await?);
        let calendars =
            calendar::Entity::find().select_only().columns([calendar::Column::Id, calendar::Column::Name]);
        things.extend(calendars.into_tuple::<(Uuid, String)>().all(db).await?);
        for (_, name) in &mut things {
            *name = findable(name);
        }
        Ok(things)
    }
}

/// A text of the filter; blanks do not narrow.
fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn words(part: &str) -> Option<Words> {
    Words::of(&SearchTerm { text: part.to_owned(), exact: false, negated: false })
}

/// No kind contains NUL, which PostgreSQL refuses.
fn of_kinds(kinds: &[String]) -> Option<Expr> {
    let known = kinds.iter().filter(|kind| !kind.contains('\0')).map(String::as_str);
    (!kinds.is_empty()).then(|| audit_entry::Column::Kind.is_in(known))
}

fn begins(field: &'static str, day: Option<NaiveDate>, zone: &TimeZone) -> Result<DateTime<Utc>> {
    let begin = day.and_then(|day| begin(day, zone));
    // SQLite compares times as text, whose years have four digits.
    let begin = begin.filter(|begin| (0..=9999).contains(&chrono::Datelike::year(begin)));
    begin.ok_or_else(|| Error::bad(field, "audit-date", "Give a day such as 2026-11-30."))
}
