//! Whose tickets the words of a search name: the index of names as it is asked, and what it answers as conditions on `ticket`.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, DbBackend, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

use super::{
    entity::{search_organisation, search_person, ticket, ticket_tag},
    fold::{spelt_out, unaccented},
    search::{BEGINNING, Spelling, last_word, quoted},
};
use crate::{
    model::{Named, Owners, Search, SearchTerm},
    rules::texts::clean_tag,
};

/// The most bytes that are looked for in names; no name is so long.
const LONGEST: usize = 500;

/// A term as the index of names is asked for it: its words one behind the other. The last may be the beginning of a longer one.
#[derive(Debug, Default)]
pub(crate) struct Words(Vec<Spelling>);

impl Words {
    /// `None`: nothing but punctuation, or more than any name has.
    pub(crate) fn of(term: &SearchTerm) -> Option<Self> {
        let mut spellings: Vec<Spelling> = Vec::new();
        for text in [unaccented(&term.text), unaccented(&spelt_out(&term.text))] {
            let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let words = parts.collect::<Vec<_>>().join(" ");
            let known = spellings.iter().any(|other| other.words == words);
            if !words.is_empty() && words.len() <= LONGEST && !known {
                let unfinished = !term.exact && last_word(&words).chars().count() >= BEGINNING;
                spellings.push(Spelling { words, unfinished });
            }
        }
        (!spellings.is_empty()).then_some(Self(spellings))
    }

    /// The ids of people who have them in their name or, unless `names_only`, in an address.
    pub(crate) fn people(&self, backend: DbBackend, names_only: bool) -> Select<search_person::Entity> {
        let people = search_person::Entity::find()
            .select_only()
            .column(search_person::Column::UserId)
            .filter(self.stand_in("search_person", backend));
        if names_only { people.filter(search_person::Column::IsAddress.eq(false)) } else { people }
    }

    /// The ids of organisations that have them in their name or, unless `names_only`, in a domain.
    pub(crate) fn organisations(
        &self,
        backend: DbBackend,
        names_only: bool,
    ) -> Select<search_organisation::Entity> {
        let organisations = search_organisation::Entity::find()
            .select_only()
            .column(search_organisation::Column::OrganisationId)
            .filter(self.stand_in("search_organisation", backend));
        if names_only {
            organisations.filter(search_organisation::Column::IsDomain.eq(false))
        } else {
            organisations
        }
    }

    fn stand_in(&self, table: &str, backend: DbBackend) -> Expr {
        let quoted = [quoted(&self.0, backend)];
        let sql = match backend {
            DbBackend::Postgres => format!("\"{table}\".\"terms\" @@ CAST($1 AS tsquery)"),
            _ => {
                format!("\"{table}\".\"id\" IN (SELECT rowid FROM {table}_index WHERE {table}_index MATCH ?)")
            }
        };
        Expr::cust_with_values(sql, quoted)
    }
}

/// A term as a tag, or as the beginning of tags.
#[derive(Debug)]
pub(crate) struct Tag {
    text: String,
    whole: bool,
}

impl Tag {
    /// `None`: no tag is so. Like a tag it holds no control characters, of which PostgreSQL refuses NUL.
    pub(crate) fn of(term: &SearchTerm) -> Option<Self> {
        let text = clean_tag(&term.text)?;
        let whole = term.exact || text.chars().count() < BEGINNING;
        Some(Self { text, whole })
    }

    /// The ids of the tickets that have it.
    pub(crate) fn tickets(&self, backend: DbBackend) -> Select<ticket_tag::Entity> {
        let tagged = ticket_tag::Entity::find().select_only().column(ticket_tag::Column::TicketId);
        let text = self.text.clone();
        if self.whole {
            return tagged.filter(ticket_tag::Column::Tag.eq(text));
        }
        // Behind all that begins so.
        let end = format!("{text}\u{10ffff}");
        if backend == DbBackend::Postgres {
            let sql =
                "\"ticket_tag\".\"tag\" COLLATE \"C\" >= $1 AND \"ticket_tag\".\"tag\" COLLATE \"C\" < $2";
            return tagged.filter(Expr::cust_with_values(sql, [text, end]));
        }
        tagged.filter(ticket_tag::Column::Tag.gte(text)).filter(ticket_tag::Column::Tag.lt(end))
    }
}

/// What a term names beside the text of tickets, as far as it was looked up.
#[derive(Debug, Default)]
pub(super) struct Owned {
    named: Named,
    words: Words,
    tag: Option<Tag>,
}

impl Owned {
    /// Of the term at this place.
    pub(super) fn of(search: &Search, place: usize) -> Self {
        let Some((term, named)) = search.terms.get(place).zip(search.named.get(place)) else {
            return Self::default();
        };
        let words = Words::of(term).unwrap_or_default();
        let tag = if named.tags { Tag::of(term) } else { None };
        Self { named: named.clone(), words, tag }
    }

    /// The tickets of those who are few, and those that have such a tag; with `since`, of those that were opened after that.
    pub(super) fn lists(&self, backend: DbBackend, since: Option<DateTime<Utc>>) -> Vec<SelectStatement> {
        let tickets = |condition: Expr| {
            let tickets = ticket::Entity::find().select_only().column(ticket::Column::Id).filter(condition);
            match since {
                Some(since) => tickets.filter(ticket::Column::CreatedAt.gt(since)),
                None => tickets,
            }
        };
        let mut lists = Vec::new();
        for (column, ids) in self.few() {
            lists.push(tickets(column.is_in(ids.iter().copied())).into_query());
        }
        if let Some(tag) = &self.tag {
            lists.push(match since {
                Some(_) => tickets(tagged(tag, backend)).into_query(),
                None => tag.tickets(backend).into_query(),
            });
        }
        lists
    }

    /// Adds to the reasons for which a ticket is found that it is of one of many.
    pub(super) fn of_many(&self, found: Condition, backend: DbBackend) -> Condition {
        let names_only = self.named.names_only;
        let people = (self.named.people == Owners::Many).then(|| {
            ticket::Column::CustomerId.in_subquery(self.words.people(backend, names_only).into_query())
        });
        let organisations = (self.named.organisations == Owners::Many).then(|| {
            let many = self.words.organisations(backend, names_only).into_query();
            known(ticket::Column::OrganisationId, ticket::Column::OrganisationId.in_subquery(many))
        });
        found.add_option(people).add_option(organisations)
    }

    /// Adds to the reasons for which a ticket is found everything that is named, to be asked of one ticket after the other.
    pub(super) fn asked_of_each(&self, found: Condition, backend: DbBackend) -> Condition {
        let few = self
            .few()
            .into_iter()
            .fold(found, |found, (column, ids)| found.add(known(column, column.is_in(ids.iter().copied()))));
        let tagged = self.tag.as_ref().map(|tag| tagged(tag, backend));
        self.of_many(few.add_option(tagged), backend)
    }

    /// Those of whom there is a list, with the column of the ticket that names them.
    fn few(&self) -> Vec<(ticket::Column, &[uuid::Uuid])> {
        let all = [
            (ticket::Column::CustomerId, &self.named.people),
            (ticket::Column::OrganisationId, &self.named.organisations),
        ];
        let few = all.into_iter().filter_map(|(column, owners)| match owners {
            Owners::These(ids) if !ids.is_empty() => Some((column, ids.as_slice())),
            Owners::These(_) | Owners::Many => None,
        });
        few.collect()
    }
}

/// A condition that is false where the column has no value: SQL would say neither yes nor no, and so would its opposite.
fn known(column: ticket::Column, condition: Expr) -> Expr {
    column.is_not_null().and(condition)
}

/// On `ticket`.
fn tagged(tag: &Tag, backend: DbBackend) -> Expr {
    let of_ticket = ticket_tag::Column::TicketId.into_expr().eq(ticket::Column::Id.into_expr());
    Expr::exists(tag.tickets(backend).filter(of_ticket).into_query())
}

#[cfg(test)]
mod tests {
    use sea_orm::DbBackend;

    use super::{SearchTerm, Tag, Words, quoted};

    fn term(text: &str, exact: bool) -> SearchTerm {
        SearchTerm { text: text.to_owned(), exact, negated: false }
    }

    #[test]
    fn a_term_is_looked_for_in_names_by_its_words_and_spellings() {
        for (text, exact, asked) in [
            ("Kurz", false, Some("\"kurz\"*")),
            ("Müller", false, Some("\"muller\"* OR \"mueller\"*")),
            ("O’Brien", false, Some("\"o brien\"*")),
            ("anna.klein@kunde.example", false, Some("\"anna klein kunde example\"*")),
            ("Li", false, Some("\"li\"")),
            ("Anna Klein", true, Some("\"anna klein\"")),
            ("...", false, None),
            ("", false, None),
        ] {
            let words = Words::of(&term(text, exact));
            let written = words.map(|words| quoted(&words.0, DbBackend::Sqlite));
            assert_eq!(written.as_deref(), asked, "{text:?}");
        }
    }

    #[test]
    fn short_and_quoted_words_are_whole_tags() {
        for (text, exact, whole) in [("vpn", false, false), ("qa", false, true), ("vpn", true, true)] {
            let tag = Tag::of(&term(text, exact));
            assert_eq!(tag.map(|tag| (tag.text, tag.whole)), Some((text.to_owned(), whole)), "{text:?}");
        }
        assert!(Tag::of(&term("a\0b", false)).is_none_or(|tag| !tag.text.contains('\0')));
    }
}
