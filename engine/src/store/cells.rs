//! Reads a row by the places of its cells. A page of tickets has some thousand cells; looked up by name, each costs a text that
//! is put together and a search through the names of all columns, which together take longer than the cell itself.

use sea_orm::{DbErr, QueryResult, TryGetable};
use uuid::Uuid;

use super::{
    entity::{comment, organisation, ticket},
    rows::Person,
};

/// A row, and up to where it was read.
pub(crate) struct Cells<'a> {
    row: &'a QueryResult,
    at: usize,
}

impl<'a> Cells<'a> {
    pub(crate) fn of(row: &'a QueryResult) -> Self {
        Self { row, at: 0 }
    }

    /// The next cell.
    pub(crate) fn cell<T: TryGetable>(&mut self) -> Result<T, DbErr> {
        let cell = self.row.try_get_by_index(self.at);
        self.at += 1;
        cell
    }

    /// Passes over what a `T` takes.
    pub(crate) fn skip<T: FromCells>(&mut self) {
        self.at += T::COLUMNS.len();
    }

    /// What was joined and may be missing: then all of its cells are null, that of its id too.
    pub(crate) fn joined<T: FromCells>(&mut self) -> Result<Option<T>, DbErr> {
        if self.row.try_get_by_index::<Option<Uuid>>(self.at)?.is_some() {
            return T::read(self).map(Some);
        }
        self.skip::<T>();
        Ok(None)
    }
}

/// What stands in neighbouring cells of a row, beginning with its id.
pub(crate) trait FromCells: Sized {
    /// The columns in the order in which they are selected.
    const COLUMNS: &'static [&'static str];

    fn read(cells: &mut Cells<'_>) -> Result<Self, DbErr>;
}

/// Fields in the order of their columns.
macro_rules! from_cells {
    ($what:ty: $($field:ident),+) => {
        impl FromCells for $what {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),+];

            fn read(cells: &mut Cells<'_>) -> Result<Self, DbErr> {
                Ok(Self { $($field: cells.cell()?),+ })
            }
        }
    };
}

from_cells!(
    ticket::Model: id, number, title, status, priority, priority_rank, channel, queue_id, customer_id, organisation_id,
    assignee_id, created_at, updated_at, auto_close_at, reminded_at, first_answer_at, notice_version, version, public_version,
    public_updated_at, public_priority_rank, waiting_since, customer_wrote_at, customer_posts, held_back_at, held_back_from,
    due_at, escalates_at, warns_at, closes_from, is_private, merged_into_id, external_id,
    title_key
);
from_cells!(
    comment::Model: id, ticket_id, author_id, visibility, channel, text, html, automatic, created_at, redacted_at,
    redacted_files, has_more
);
from_cells!(
    organisation::Model: id, name, folded, sort_key, sharing, created_at, agreement_id, external_id
);
from_cells!(
    Person: id, email, user_name, name, role, locale, time_zone, active, external_id, created_at, member_of, selected
);

#[cfg(test)]
mod tests {
    use sea_orm::{IdenStatic as _, Iterable as _};

    use super::{FromCells as _, Person, comment, organisation, ticket};

    /// Whoever adds a column must add it here too, at its place: its neighbours would be read from each other's cells.
    #[test]
    fn cells_are_read_in_the_order_in_which_their_columns_are_selected() {
        let selected: Vec<_> = ticket::Column::iter().map(|column| column.as_str()).collect();
        assert_eq!(ticket::Model::COLUMNS, selected);
        let selected: Vec<_> = comment::Column::iter().map(|column| column.as_str()).collect();
        assert_eq!(comment::Model::COLUMNS, selected);
        let selected: Vec<_> = organisation::Column::iter().map(|column| column.as_str()).collect();
        assert_eq!(organisation::Model::COLUMNS, selected);
        let selected: Vec<_> = Person::COLUMNS.map(|column| column.as_str()).into();
        let selected = [&selected[..], &[Person::MEMBER_OF, Person::SELECTED]].concat();
        assert_eq!(<Person as super::FromCells>::COLUMNS, selected);
    }
}
