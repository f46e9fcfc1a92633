//! Which entries of the audit log are sought, as a condition on `audit_entry`.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    error::Result,
    model::{AuditSubject, SearchTerm, UserId},
    store::{
        entity::{account, agreement, audit_entry, calendar, queue},
        names::{findable, part_of, parts},
        search_names::Words,
    },
};

/// The most bytes of one word of a text; databases refuse patterns that are much longer.
const LONGEST: usize = 500;

/// Which entries are sought; what is left out does not narrow.
pub(crate) struct Sought<'a> {
    /// About this.
    pub(crate) subject: Option<AuditSubject>,
    /// Of one of these kinds.
    pub(crate) kinds: &'a [String],
    /// Done by this person.
    pub(crate) actor: Option<UserId>,
    /// Done by somebody, or about somebody, who has each word of this in their name or an address.
    pub(crate) person: Option<&'a str>,
    /// At this time or later.
    pub(crate) from: Option<DateTime<Utc>>,
    /// Before this time.
    pub(crate) before: Option<DateTime<Utc>>,
    /// Each word of this stands in what changed, or in the name of what it is about or of who did it.
    pub(crate) text: Option<&'a str>,
}

impl Sought<'_> {
    pub(super) async fn condition(&self, db: &impl ConnectionTrait) -> Result<Condition> {
        let backend = db.get_database_backend();
        let mut all = Condition::all()
            .add_option(self.subject.map(|subject| audit_entry::Column::SubjectId.eq(subject.uuid())))
            .add_option(of_kinds(self.kinds))
            .add_option(self.actor.map(|actor| audit_entry::Column::ActorId.eq(actor.0)))
            .add_option(self.from.map(|from| audit_entry::Column::At.gte(from)))
            .add_option(self.before.map(|before| audit_entry::Column::At.lt(before)))
            .add_option(self.person.map(|person| somebody_called(person, backend)));
        if let Some(text) = self.text {
            let things = things(db).await?;
            for part in parts(text) {
                all = all.add(told(part, &things, backend));
            }
        }
        Ok(all)
    }
}

/// Who did it, or whom it is about, has all of these words in their name or an address.
fn somebody_called(typed: &str, backend: DbBackend) -> Condition {
    let mut people = account::Entity::find().select_only().column(account::Column::Id);
    for part in parts(typed) {
        people = match words(part) {
            Some(words) => {
                let named = words.people(backend, false).into_query();
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
fn told(part: &str, things: &[(Uuid, String)], backend: DbBackend) -> Condition {
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
    let people = words.people(backend, false).into_query();
    let organisations = words.organisations(backend, false).into_query();
    found
        .add(audit_entry::Column::ActorId.in_subquery(people.clone()))
        .add(audit_entry::Column::SubjectId.in_subquery(people))
        .add(audit_entry::Column::SubjectId.in_subquery(organisations))
}

/// What else has a name and is few: queues, agreements and calendars, with their names as they are compared.
async fn things(db: &impl ConnectionTrait) -> Result<Vec<(Uuid, String)>> {
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

fn words(part: &str) -> Option<Words> {
    Words::of(&SearchTerm { text: part.to_owned(), exact: false, negated: false })
}

/// No kind contains NUL, which PostgreSQL refuses.
fn of_kinds(kinds: &[String]) -> Option<Expr> {
    let known = kinds.iter().filter(|kind| !kind.contains('\0')).map(String::as_str);
    (!kinds.is_empty()).then(|| audit_entry::Column::Kind.is_in(known))
}
