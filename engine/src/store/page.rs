//! Pages by place: a cursor names the place of an item in the order of its list, not how many stand before it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Datelike as _, Utc};
use sea_orm::{
    ColumnTrait, Condition, DbBackend, EntityTrait, Iterable, JoinType, Order, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Asterisk, Expr, ExprTrait, Query, SelectStatement, UnionType},
};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    model::{Direction, Page, Paging},
};

/// The most items that one page has.
const MOST: u64 = 100;

/// How many items a page has if nobody says.
const USUAL: u64 = 50;

/// One of the two values that make a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Key {
    Time(DateTime<Utc>),
    Number(i64),
    Text(String),
    Id(Uuid),
}

/// A place in a list: what the list is ordered by, and what decides between equals.
pub(crate) type Place = (Key, Key);

/// An order that no two items share. `name` is written into cursors: a cursor of another list or order is refused.
pub(crate) struct Ordering {
    pub(crate) name: &'static str,
    /// What the two values of a place are, as [`word`] begins them.
    pub(crate) kinds: [char; 2],
    pub(crate) by: (Expr, Expr),
    pub(crate) direction: Direction,
}

/// The window of a list that is asked for.
pub(crate) struct Window {
    ordering: Ordering,
    count: u64,
    backward: bool,
    after: Option<Place>,
    before: Option<Place>,
}

impl Window {
    /// Reads what a caller asked for.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`.
    pub(crate) fn read(paging: &Paging, ordering: Ordering) -> Result<Self> {
        let (count, backward) = match (paging.first, paging.last) {
            (Some(_), Some(_)) => {
                return Err(Error::bad("last", "first-and-last", "Give either `first` or `last`, not both."));
            }
            (Some(first), None) => (size("first", first)?, false),
            (None, Some(last)) => (size("last", last)?, true),
            (None, None) => (USUAL, false),
        };
        let after = paging.after.as_deref().map(|cursor| decode("after", cursor, &ordering)).transpose()?;
        let before =
            paging.before.as_deref().map(|cursor| decode("before", cursor, &ordering)).transpose()?;
        Ok(Self { ordering, count, backward, after, before })
    }

    /// Narrows a query to this window, and one item more, which tells whether the list goes on.
    pub(crate) fn narrow<E: EntityTrait>(&self, select: Select<E>) -> Select<E> {
        self.ordered(select.filter(self.bounds())).limit(self.count + 1)
    }

    /// Narrows a query over many lists, told apart by `list`, to this window of each of them, and one item more of each.
    /// Each list is walked in its own order and no further than its window reaches.
    pub(crate) fn narrow_each<E: EntityTrait>(
        &self,
        backend: DbBackend,
        select: Select<E>,
        (list, id): (E::Column, E::Column),
        lists: impl IntoIterator<Item = Uuid>,
    ) -> SelectStatement {
        let window = self.narrow(select.filter(list.into_expr().eq(Expr::col(("list", "column1")))));
        let mut whole = Query::select();
        whole.columns(E::Column::iter().map(|column| column.as_column_ref()));
        whole.from_values(lists.into_iter().collect::<Vec<Uuid>>(), "list");
        let table = E::default().table_name();
        if backend == DbBackend::Postgres {
            whole.join_lateral(JoinType::InnerJoin, window.into_query(), table, Expr::value(true));
        } else {
            // SQLite has no lateral join; a subquery in a condition may look to its left all the same.
            let ids = window.select_only().column(id).into_query();
            whole.join(JoinType::InnerJoin, table, id.into_expr().in_subquery(ids));
        }
        self.order(&mut whole);
        whole
    }

    /// The same window of what is the union of `branches`, each of which the database can walk in order: each is read no
    /// further than the window reaches, where all of them together would be gathered and sorted. The result stands
    /// where the table stood, under its name.
    pub(crate) fn narrow_union<E: EntityTrait>(
        &self,
        branches: impl IntoIterator<Item = Select<E>>,
    ) -> SelectStatement {
        let mut parts = branches.into_iter().map(|branch| {
            // SQLite takes an order and a limit inside a subquery alone.
            Query::select()
                .column(Asterisk)
                .from_subquery(self.narrow(branch).into_query(), "branch")
                .to_owned()
        });
        let mut union = parts.next().unwrap_or_else(|| self.narrow(E::find()).into_query());
        for part in parts {
            union.union(UnionType::All, part);
        }
        let mut whole = Query::select();
        whole.from_subquery(union, E::default().table_name());
        whole.columns(E::Column::iter().map(|column| column.as_column_ref()));
        self.order(&mut whole);
        whole.limit(self.count + 1).to_owned()
    }

    /// Puts what was narrowed before into the order of the window.
    pub(crate) fn order(&self, select: &mut SelectStatement) {
        let (key, id) = &self.ordering.by;
        select.order_by_expr(key.clone(), self.end()).order_by_expr(id.clone(), self.end());
    }

    /// From which end the items are read.
    fn end(&self) -> Order {
        if (self.ordering.direction == Direction::Asc) == self.backward { Order::Desc } else { Order::Asc }
    }

    fn ordered<E: EntityTrait>(&self, select: Select<E>) -> Select<E> {
        let (key, id) = &self.ordering.by;
        select.order_by(key.clone(), self.end()).order_by(id.clone(), self.end())
    }

    /// What lies within the window, however many items it has.
    pub(crate) fn bounds(&self) -> Condition {
        let ascending = self.ordering.direction == Direction::Asc;
        let (key, id) = &self.ordering.by;
        let mut bounds = Condition::all();
        for (place, behind) in [(&self.after, true), (&self.before, false)] {
            let Some((at_key, at_id)) = place else { continue };
            let item = Expr::tuple([key.clone(), id.clone()]);
            let place = Expr::tuple([value(at_key), value(at_id)]);
            bounds = bounds.add(if behind == ascending { item.gt(place) } else { item.lt(place) });
        }
        bounds
    }

    /// Whether the items are read from the end.
    pub(crate) const fn is_backward(&self) -> bool {
        self.backward
    }

    /// Whether the narrowed query gave as many items as it might.
    pub(crate) const fn is_full<T>(&self, items: &[T]) -> bool {
        items.len() as u64 > self.count
    }

    /// Makes the page of the items that the narrowed query gave.
    pub(crate) fn page<T>(&self, mut items: Vec<T>, place: impl Fn(&T) -> Place) -> Page<T> {
        let more = items.len() as u64 > self.count;
        if more {
            items.pop();
        }
        if self.backward {
            items.reverse();
        }
        let (has_next, has_previous) =
            if self.backward { (self.before.is_some(), more) } else { (more, self.after.is_some()) };
        let items = items.into_iter().map(|item| (cursor(self.ordering.name, &place(&item)), item)).collect();
        let whole = !more && self.after.is_none() && self.before.is_none();
        Page { items, has_next, has_previous, whole }
    }
}

fn value(key: &Key) -> Expr {
    match key {
        Key::Time(at) => Expr::value(*at),
        Key::Number(number) => Expr::value(*number),
        Key::Text(text) => Expr::value(text.clone()),
        Key::Id(id) => Expr::value(*id),
    }
}

fn size(field: &'static str, count: i64) -> Result<u64> {
    match u64::try_from(count) {
        Ok(count) if count <= MOST => Ok(count),
        _ => Err(Error::bad(field, "page-size", format!("`{field}` must be between 0 and {MOST}."))),
    }
}

/// What separates the parts of a cursor; no part but the last contains it.
const SEPARATOR: char = '\u{1f}';

/// The cursor of a place in the list of this name.
pub(crate) fn cursor(name: &str, (key, id): &Place) -> String {
    URL_SAFE_NO_PAD.encode(format!("{name}{SEPARATOR}{}{SEPARATOR}{}", word(id), word(key)))
}

fn word(key: &Key) -> String {
    match key {
        Key::Time(at) => format!("t{}", at.timestamp_micros()),
        // All of one length: a sealed cursor must not tell how many digits it hides.
        Key::Number(number) => format!("n{number:+021}"),
        Key::Text(text) => format!("s{text}"),
        Key::Id(id) => format!("i{}", id.simple()),
    }
}

fn decode(field: &'static str, cursor: &str, ordering: &Ordering) -> Result<Place> {
    let place = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let mut parts = text.splitn(3, SEPARATOR);
        if parts.next()? != ordering.name {
            return None;
        }
        let [of_key, of_id] = ordering.kinds;
        let id = key(of_id, parts.next()?)?;
        Some((key(of_key, parts.next()?)?, id))
    };
    place().ok_or_else(|| bad_cursor(field))
}

/// The error for a text that is not a cursor of the list.
pub(crate) fn bad_cursor(field: &'static str) -> Error {
    Error::bad(field, "bad-cursor", format!("`{field}` is not a valid cursor of this list."))
}

/// Reads a value that the database will accept: whoever forges a cursor is told that it is none.
fn key(kind: char, word: &str) -> Option<Key> {
    let rest = word.strip_prefix(kind)?;
    match kind {
        't' => {
            let at = DateTime::from_timestamp_micros(rest.parse().ok()?)?;
            (0..=9999).contains(&at.year()).then_some(Key::Time(at))
        }
        'n' => rest.parse().ok().map(Key::Number),
        // PostgreSQL refuses NUL.
        's' if !rest.contains('\0') => Some(Key::Text(rest.to_owned())),
        'i' => Uuid::try_parse(rest).ok().map(Key::Id),
        _ => None,
    }
}
