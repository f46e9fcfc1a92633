//! Comments as the actor may see them: pages of a ticket's, in the order they were written, many by id, and how many.

use std::collections::HashMap;

use futures::TryStreamExt as _;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, Iterable, QueryFilter, QuerySelect,
    QueryTrait, Select, StreamTrait,
    sea_query::{Expr, ExprTrait, Func, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    beside::{join_person, person},
    texts,
};
use crate::{
    error::Result,
    model::{Comment, CommentId, Direction, Paging, Texts, TicketId, User, UserId},
    store::{
        cells::{Cells, FromCells as _},
        counted,
        entity::{account, comment},
        page::{self, Key, Ordering, Place, Window},
        rows,
        visible::Visible,
    },
};

/// The list of a ticket's comments, as its cursors call it.
const LIST: &str = "comment";

/// The window of the list that is asked for.
///
/// # Errors
/// `BadInput` for `first`, `last`, `after` or `before`.
pub(crate) fn window(paging: &Paging) -> Result<Window> {
    let by = (comment::Column::CreatedAt.into_expr(), comment::Column::Id.into_expr());
    Window::read(paging, Ordering { name: LIST, kinds: ['t', 'i'], by, direction: Direction::Asc })
}

/// The cursor of a comment in the list of its ticket.
pub(super) fn cursor(comment: &Comment) -> String {
    page::cursor(LIST, &place(comment))
}

/// The place of a comment in that list.
pub(crate) fn place(comment: &Comment) -> Place {
    (Key::Time(comment.created_at), Key::Id(comment.id.0))
}

/// The comments of a ticket in a window, and one more, which tells whether the list goes on; `None`: they hold more bytes together
/// than `most`.
pub(crate) async fn of_ticket(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    ticket: TicketId,
    window: &Window,
    (texts, most): (Texts, u64),
) -> Result<Option<Vec<Comment>>> {
    let mut select = window.narrow(all(visible, ticket)).into_query();
    choose(&mut select, texts);
    bound(&mut select, all(visible, ticket), window, (texts, most));
    let statement = db.get_database_backend().build(&select);
    let rows = comment::Model::find_by_statement(statement).all(db).await?;
    let refused = rows.is_empty() && has_any(db, all(visible, ticket), window, most).await?;
    let comments = rows.into_iter().map(rows::comment).collect::<Result<_>>()?;
    Ok((!refused).then_some(comments))
}

/// The same with the authors, as far as they may know of them, in one statement.
pub(crate) async fn with_authors(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    ticket: TicketId,
    window: &Window,
    (texts, most): (Texts, u64),
) -> Result<Option<(Vec<Comment>, HashMap<UserId, User>)>> {
    const AUTHOR: &str = "author";
    let mut whole = Query::select();
    whole.from_subquery(window.narrow(all(visible, ticket)).into_query(), comment::Entity);
    for column in comment::Column::iter() {
        whole.expr(texts::read(ColumnTrait::into_expr, column, texts));
    }
    bound(&mut whole, all(visible, ticket), window, (texts, most));
    join_person(&mut whole, db.get_database_backend(), visible, AUTHOR, comment::Column::AuthorId);
    window.order(&mut whole);
    let (mut comments, mut authors) = (Vec::new(), HashMap::new());
    for row in &db.query_all(&whole).await? {
        let mut cells = Cells::of(row);
        let comment = rows::comment(comment::Model::read(&mut cells)?)?;
        if !authors.contains_key(&comment.author)
            && let Some(author) = person(&mut cells, visible)?
        {
            authors.insert(author.id, author);
        }
        comments.push(comment);
    }
    let refused = comments.is_empty() && has_any(db, all(visible, ticket), window, most).await?;
    Ok((!refused).then_some((comments, authors)))
}

/// Reads of each comment no more than is wanted.
fn choose(select: &mut SelectStatement, texts: Texts) {
    select.clear_selects();
    for column in comment::Column::iter() {
        select.expr_as(texts::read(ColumnTrait::into_expr, column, texts), column);
    }
}

/// Has a statement read nothing where a window of these comments holds more bytes than `most`, so that they are refused before
/// they fill the memory.
fn bound(
    statement: &mut SelectStatement,
    select: Select<comment::Entity>,
    window: &Window,
    (texts, most): (Texts, u64),
) {
    if most < u64::MAX {
        statement.and_where(is_at_most(window.narrow(sizes(select, texts)), most));
    }
}

/// What the databases call the size of a comment.
const SIZE: &str = "size";

/// How many bytes each of these comments has, as it is read.
fn sizes(select: Select<comment::Entity>, texts: Texts) -> Select<comment::Entity> {
    select.select_only().expr_as(texts::size(ColumnTrait::into_expr, texts), SIZE)
}

/// Whether these sizes are no more than so much together.
fn is_at_most(sizes: Select<comment::Entity>, most: u64) -> Expr {
    let sum = Func::coalesce([Expr::from(Func::sum(Expr::col(SIZE))), Expr::value(0)]);
    let sum = Query::select().expr(sum).from_subquery(sizes.into_query(), "sizes").to_owned();
    Expr::SubQuery(None, Box::new(sum.into())).lte(i64::try_from(most).unwrap_or(i64::MAX))
}

/// Whether a window of which nothing was read has anything in it.
async fn has_any(
    db: &impl ConnectionTrait,
    select: Select<comment::Entity>,
    window: &Window,
    most: u64,
) -> Result<bool> {
    if most == u64::MAX {
        return Ok(false);
    }
    let any = window.narrow(select.select_only().column(comment::Column::Id));
    Ok(any.into_tuple::<Uuid>().one(db).await?.is_some())
}

/// The comments of each of these tickets in a window, in one statement; `None`: they hold more bytes together than `most`.
pub(crate) async fn of_each(
    db: &(impl ConnectionTrait + StreamTrait),
    visible: Visible<'_>,
    tickets: &[TicketId],
    window: &Window,
    (texts, most): (Texts, u64),
) -> Result<Option<Vec<Comment>>> {
    let backend = ConnectionTrait::get_database_backend(db);
    let select = comment::Entity::find().filter(visible.comments());
    let by = (comment::Column::TicketId, comment::Column::Id);
    let lists = tickets.iter().map(|ticket| ticket.0);
    let mut select = window.narrow_each(backend, select, by, lists);
    choose(&mut select, texts);
    let statement = comment::Model::find_by_statement(backend.build(&select));
    // Row by row: ten thousand long comments are refused before they fill the memory.
    let mut found = statement.stream(db).await?;
    let (mut bytes, mut comments) = (0_u64, Vec::new());
    while let Some(row) = found.try_next().await? {
        bytes = bytes.saturating_add(size(&row));
        if bytes > most {
            return Ok(None);
        }
        comments.push(rows::comment(row)?);
    }
    Ok(Some(comments))
}

/// How much a comment holds, in bytes.
fn size(row: &comment::Model) -> u64 {
    u64::try_from(row.text.len() + row.html.len()).unwrap_or(u64::MAX)
}

/// How many comments a ticket has.
pub(crate) async fn count(db: &impl ConnectionTrait, visible: Visible<'_>, ticket: TicketId) -> Result<u64> {
    counted::count(db, all(visible, ticket)).await
}

/// How many comments each of these tickets has, in one statement; a ticket with none is left out.
pub(crate) async fn count_of_each(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    tickets: &[TicketId],
) -> Result<HashMap<TicketId, u64>> {
    let counted: Vec<(Uuid, i64)> = comment::Entity::find()
        .filter(comment::Column::TicketId.is_in(tickets.iter().map(|ticket| ticket.0)))
        .filter(visible.comments())
        .select_only()
        .column(comment::Column::TicketId)
        .column_as(comment::Column::Id.count(), "count")
        .group_by(comment::Column::TicketId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counted.into_iter().map(|(id, count)| (TicketId(id), count.unsigned_abs())).collect())
}

/// Those of these comments that are theirs to see; `None`: they hold more bytes together than `most`.
pub(crate) async fn of_ids(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    ids: &[CommentId],
    most: u64,
) -> Result<Option<Vec<Comment>>> {
    let found = comment::Entity::find()
        .filter(comment::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(visible.comments());
    if most == u64::MAX {
        return found.all(db).await?.into_iter().map(rows::comment).collect::<Result<_>>().map(Some);
    }
    let bounded = found.clone().filter(is_at_most(sizes(found.clone(), Texts::ALL), most));
    let rows = bounded.all(db).await?;
    if rows.is_empty()
        && found.select_only().column(comment::Column::Id).into_tuple::<Uuid>().one(db).await?.is_some()
    {
        return Ok(None);
    }
    rows.into_iter().map(rows::comment).collect::<Result<_>>().map(Some)
}

/// The row of a comment; `None`: there is none, or it is not theirs to see.
pub(crate) async fn row(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    id: CommentId,
) -> Result<Option<comment::Model>> {
    Ok(comment::Entity::find_by_id(id.0).filter(visible.comments()).one(db).await?)
}

/// The account of one who wrote a comment.
pub(crate) async fn author(
    db: &impl ConnectionTrait,
    row: &comment::Model,
) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(row.author_id).one(db).await?)
}

fn all(visible: Visible<'_>, ticket: TicketId) -> Select<comment::Entity> {
    comment::Entity::find().filter(comment::Column::TicketId.eq(ticket.0)).filter(visible.comments())
}
