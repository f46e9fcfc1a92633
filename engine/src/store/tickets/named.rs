//! Whom and what the words of a search name beside the text of tickets: looked up once for all of them, as far as the actor may
//! know of it.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Asterisk, Expr, Query, SelectStatement, UnionType},
};
use uuid::Uuid;

use crate::{
    actor::Actor,
    error::Result,
    model::{Named, Owners, Search, SearchTerm},
    store::{
        entity::{account, organisation, search_organisation, search_person},
        search_names::{Tag, Words},
        visible::Visible,
    },
};

/// Of so many people or organisations the tickets are gathered; if a word names more, each ticket is asked whose it is.
const FEW: usize = 200;

/// What a line of the answer tells.
const PERSON: i64 = 0;
const ORGANISATION: i64 = 1;
const TAG: i64 = 2;

/// Notes in a search whom and what each of its terms names. A number finds its ticket without.
pub(crate) async fn name_terms(db: &impl ConnectionTrait, actor: &Actor, search: &mut Search) -> Result<()> {
    search.named = Vec::new();
    if search.number.is_some() {
        return Ok(());
    }
    let asked = Asked::by(actor, db.get_database_backend());
    let Some(all) = asked.of_each(&search.terms) else { return Ok(()) };
    let names_only = !asked.everybody;
    let mut named = vec![Named { names_only, ..Named::default() }; search.terms.len()];
    let (mut people, mut organisations) = (BTreeSet::new(), BTreeSet::new());
    for row in db.query_all(&all).await? {
        let (place, kind): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let Ok(place) = usize::try_from(place) else { continue };
        let id: Uuid = row.try_get_by_index(2)?;
        match kind {
            PERSON => {
                people.insert((place, id));
            }
            ORGANISATION => {
                organisations.insert((place, id));
            }
            _ => {
                if let Some(named) = named.get_mut(place) {
                    named.tags = true;
                }
            }
        }
    }
    for (place, named) in named.iter_mut().enumerate() {
        named.people = owners(&people, place);
        named.organisations = owners(&organisations, place);
    }
    search.named = named;
    Ok(())
}

fn owners(found: &BTreeSet<(usize, Uuid)>, place: usize) -> Owners {
    let these = found.iter().filter(|(of, _)| *of == place).map(|(_, id)| *id);
    let these: Vec<Uuid> = these.collect();
    if these.len() > FEW { Owners::Many } else { Owners::These(these) }
}

/// What an actor may ask the index of names.
struct Asked<'a> {
    visible: Visible<'a>,
    backend: DbBackend,
    /// Everybody's names and addresses; otherwise the names of those alone whom the actor may see.
    everybody: bool,
    /// There is somebody to tell from the actor.
    people: bool,
    /// There are organisations to tell from each other.
    organisations: bool,
}

impl<'a> Asked<'a> {
    fn by(actor: &'a Actor, backend: DbBackend) -> Self {
        let visible = Visible::to(actor);
        let everybody = visible.sees_all_people();
        let people = everybody || actor.user().is_some_and(|viewer| !viewer.shared.is_empty());
        let organisations = everybody || actor.user().is_some_and(|viewer| viewer.organisations.len() > 1);
        Self { visible, backend, everybody, people, organisations }
    }

    /// What is to be asked of these terms, in one statement; `None`: nothing.
    fn of_each(&self, terms: &[SearchTerm]) -> Option<SelectStatement> {
        let mut parts = Vec::new();
        for (place, term) in (0_i64..).zip(terms) {
            self.of(term, place, &mut parts);
        }
        let mut parts = parts.into_iter();
        let mut all = parts.next()?;
        for part in parts {
            all.union(UnionType::All, part);
        }
        Some(all)
    }

    /// Adds what is to be asked of one term.
    fn of(&self, term: &SearchTerm, place: i64, parts: &mut Vec<SelectStatement>) {
        if let Some(words) = Words::of(term) {
            if self.people {
                parts.push(line(self.people_of(&words).distinct(), (place, PERSON), FEW + 1));
            }
            if self.organisations {
                parts.push(line(self.organisations_of(&words).distinct(), (place, ORGANISATION), FEW + 1));
            }
        }
        if self.visible.sees_internal()
            && let Some(tag) = Tag::of(term)
        {
            parts.push(line(tag.tickets(self.backend), (place, TAG), 1));
        }
    }

    fn people_of(&self, words: &Words) -> Select<search_person::Entity> {
        let named = words.people(self.backend, !self.everybody);
        if self.everybody {
            return named;
        }
        let seen = account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .filter(self.visible.users())
            .into_query();
        named.filter(search_person::Column::UserId.in_subquery(seen))
    }

    fn organisations_of(&self, words: &Words) -> Select<search_organisation::Entity> {
        let named = words.organisations(self.backend, !self.everybody);
        if self.everybody {
            return named;
        }
        let seen = organisation::Entity::find()
            .select_only()
            .column(organisation::Column::Id)
            .filter(self.visible.organisations())
            .into_query();
        named.filter(search_organisation::Column::OrganisationId.in_subquery(seen))
    }
}

/// Lines of the one answer: the term and the kind, and the id that `found` selects. SQLite takes a limit inside a subquery alone.
fn line<E: EntityTrait>(found: Select<E>, (place, kind): (i64, i64), most: usize) -> SelectStatement {
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    let mut line = Query::select();
    line.expr(Expr::value(place));
    line.expr(Expr::value(kind));
    line.column(Asterisk);
    line.from_subquery(found.limit(most).into_query(), "found");
    line
}
