//! What stands beside the tickets of a page, read in the query that reads the page: people, organisations, and what was
//! said last. A query for each kind of neighbour costs more than the rows do.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, Iterable, JoinType, QueryFilter, QueryOrder,
    QueryResult, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement},
};

use super::{comments::cursor, texts};
use crate::{
    actor::Actor,
    error::Result,
    model::{Beside, Neighbours, OrganisationId, Ticket, User, UserId},
    store::{
        cells::{Cells, FromCells as _},
        entity::{account, comment, membership, organisation, ticket},
        news,
        page::Window,
        rows::{self, Person},
        visible::Visible,
    },
};

const CUSTOMER: &str = "customer";
const ASSIGNEE: &str = "assignee";
const ORGANISATION: &str = "organisation";
const LAST: &str = "last";
/// So many bytes of a comment are read beside its ticket: a hundred long ones would fill the memory before anybody could refuse
/// them.
const NEAR: i32 = 64 << 10;
/// SQLite's number of a row.
const ROW: &str = "rowid";

/// Reads the tickets that `picked` selects under the actor's rights, with their tags, and what is wanted beside them.
pub(super) struct Reading<'a> {
    visible: Visible<'a>,
    backend: DbBackend,
    beside: Beside,
}

impl<'a> Reading<'a> {
    pub(super) fn new(actor: &'a Actor, backend: DbBackend, beside: Beside) -> Self {
        Self { visible: Visible::to(actor), backend, beside }
    }

    /// The statement. `picked` gives no more rows than the page has; only those get neighbours. What is selected stands in the
    /// order in which [`Self::read`] reads it.
    pub(super) fn statement(&self, picked: SelectStatement, order: Option<&Window>) -> SelectStatement {
        let mut whole = Query::select();
        whole.from_subquery(picked, ticket::Entity);
        whole.columns(ticket::Column::iter().map(|column| column.as_column_ref()));
        whole.expr(self.tags());
        if self.beside.customer {
            join_person(&mut whole, self.backend, self.visible, CUSTOMER, ticket::Column::CustomerId);
        }
        if self.beside.assignee {
            join_person(&mut whole, self.backend, self.visible, ASSIGNEE, ticket::Column::AssigneeId);
        }
        if self.beside.organisation {
            self.join_organisation(&mut whole);
        }
        if self.beside.last_comment {
            self.join_last_comment(&mut whole);
        }
        if let Some(window) = order {
            window.order(&mut whole);
        }
        whole
    }

    /// Reads the tickets of that statement, and what stands beside them.
    pub(super) async fn all(
        &self,
        db: &impl ConnectionTrait,
        statement: SelectStatement,
    ) -> Result<(Vec<Ticket>, Neighbours)> {
        self.read(&db.query_all(&statement).await?)
    }

    /// The rows of that statement.
    fn read(&self, rows: &[QueryResult]) -> Result<(Vec<Ticket>, Neighbours)> {
        let mut near = Neighbours::default();
        let mut tickets = Vec::with_capacity(rows.len());
        for row in rows {
            let mut cells = Cells::of(row);
            let ticket = ticket::Model::read(&mut cells)?;
            let tags: Option<String> = cells.cell()?;
            let ticket = self.visible.shown(rows::ticket(ticket, news::split(tags.as_deref()))?);
            if self.beside.customer {
                near.add_person(&mut cells, Some(ticket.customer), self.visible)?;
            }
            if self.beside.assignee {
                near.add_person(&mut cells, ticket.assignee, self.visible)?;
            }
            if self.beside.organisation {
                near.add_organisation(&mut cells, ticket.organisation)?;
            }
            if self.beside.last_comment
                && let Some(last) = cells.joined::<comment::Model>()?
            {
                let last = rows::comment(last)?;
                near.last_comments.insert(ticket.id, (cursor(&last), last));
            }
            tickets.push(ticket);
        }
        Ok((tickets, near))
    }

    /// Customers see no tags.
    fn tags(&self) -> Expr {
        if self.visible.sees_internal() { news::tags(self.backend) } else { Expr::value(None::<String>) }
    }

    fn join_organisation(&self, whole: &mut SelectStatement) {
        let known = organisation::Entity::find().filter(self.visible.organisations()).into_query();
        let same = Expr::col((ORGANISATION, organisation::Column::Id))
            .eq(ticket::Column::OrganisationId.into_expr());
        whole.join_subquery(JoinType::LeftJoin, known, ORGANISATION, same);
        for column in organisation::Column::iter() {
            whole.expr(Expr::col((ORGANISATION, column)));
        }
        if !self.beside.domains {
            whole.expr(Expr::value(None::<String>));
            return;
        }
        let gather = match self.backend {
            DbBackend::Postgres => "string_agg(\"domain\", chr(31))",
            _ => "group_concat(\"domain\", char(31))",
        };
        let domains = format!(
            "(SELECT {gather} FROM \"organisation_domain\" \
              WHERE \"organisation_domain\".\"organisation_id\" = \"organisation\".\"id\")"
        );
        whole.expr(Expr::cust(domains));
    }

    fn join_last_comment(&self, whole: &mut SelectStatement) {
        let newest = comment::Entity::find()
            .filter(comment::Column::TicketId.into_expr().eq(ticket::Column::Id.into_expr()))
            .filter(self.visible.comments_of_tickets())
            .order_by_desc(comment::Column::CreatedAt)
            .order_by_desc(comment::Column::Id)
            .limit(1);
        if self.backend == DbBackend::Postgres {
            whole.join_lateral(JoinType::LeftJoin, newest.into_query(), LAST, Expr::value(true));
        } else {
            // SQLite has no lateral join, and finds a row by its number faster than by its id.
            let newest = newest.select_only().expr(Expr::col((comment::Entity, ROW))).into_query();
            let same = Expr::col((LAST, ROW)).eq(Expr::from(newest));
            whole.join_as(JoinType::LeftJoin, comment::Entity, LAST, same);
        }
        let of = |column| Expr::col((LAST, column));
        let is_near = texts::size(of, self.beside.texts).lte(NEAR);
        for column in comment::Column::iter() {
            let read = texts::read(of, column, self.beside.texts);
            // Without its id a comment counts as none.
            let left_out =
                matches!(column, comment::Column::Id | comment::Column::Text | comment::Column::Html);
            let near: Expr = if left_out { Expr::case(is_near.clone(), read).into() } else { read };
            whole.expr(near);
        }
    }
}

impl Neighbours {
    fn add_person(&mut self, cells: &mut Cells<'_>, id: Option<UserId>, visible: Visible<'_>) -> Result<()> {
        // Who stands beside many tickets is read once.
        let Some(id) = id.filter(|id| !self.users.contains_key(id)) else {
            cells.skip::<Person>();
            return Ok(());
        };
        if let Some(user) = person(cells, visible)? {
            self.users.insert(id, user);
        }
        Ok(())
    }

    fn add_organisation(&mut self, cells: &mut Cells<'_>, id: Option<OrganisationId>) -> Result<()> {
        let wanted = id.filter(|id| !self.organisations.contains_key(id));
        let known = if wanted.is_some() {
            cells.joined::<organisation::Model>()?
        } else {
            cells.skip::<organisation::Model>();
            None
        };
        let domains: Option<String> = cells.cell()?;
        if let (Some(id), Some(known)) = (wanted, known) {
            self.organisations.insert(id, rows::organisation(known, news::split(domains.as_deref()))?);
        }
        Ok(())
    }
}

/// Joins the person whose id stands in `of`, if the actor may know of them, under `name`.
pub(super) fn join_person(
    whole: &mut SelectStatement,
    backend: DbBackend,
    visible: Visible<'_>,
    name: &'static str,
    of: impl ColumnTrait,
) {
    let known = account::Entity::find().filter(visible.named_users());
    if backend == DbBackend::Postgres {
        // The limit keeps PostgreSQL from reading all people for the few of a page.
        let one = known.filter(account::Column::Id.into_expr().eq(of.into_expr())).limit(1).into_query();
        whole.join_lateral(JoinType::LeftJoin, one, name, Expr::value(true));
    } else {
        let same = Expr::col((name, account::Column::Id)).eq(of.into_expr());
        whole.join_subquery(JoinType::LeftJoin, known.into_query(), name, same);
    }
    for column in Person::COLUMNS {
        whole.expr(Expr::col((name, column)));
    }
    // Everybody has one first organisation at most.
    let member = Alias::new(format!("{name}.membership"));
    let of_member = |column: membership::Column| Expr::col((member.clone(), column));
    let first = of_member(membership::Column::UserId)
        .eq(Expr::col((name, account::Column::Id)))
        .and(of_member(membership::Column::Main).eq(true));
    whole.join_as(JoinType::LeftJoin, membership::Entity, member.clone(), first);
    whole.expr(of_member(membership::Column::OrganisationId));
    whole.expr(of_member(membership::Column::SeesTickets));
}

/// The person whom [`join_person`] joined.
pub(super) fn person(cells: &mut Cells<'_>, visible: Visible<'_>) -> Result<Option<User>> {
    cells.joined::<Person>()?.map(|known| Ok(visible.shown_user(known.user()?))).transpose()
}
