//! Comments: a page of a ticket's, in the order they were written, and many by id.

use std::collections::HashMap;

use futures::TryStreamExt as _;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, Iterable, QueryFilter, QuerySelect,
    QueryTrait, Select, sea_query::Query,
};
use uuid::Uuid;

use super::{
    beside::{join_person, person, read_or_empty},
    page::{self, Key, Ordering, Place, Window},
    text_blocks::staff_alone,
};
use crate::{
    actor::{Actor, Scope},
    content::html_of_markdown,
    engine::Engine,
    error::{Error, Result},
    model::{Comment, CommentId, Direction, Page, Paging, TicketId, User, UserId},
    policy,
    rules::texts::clean_text,
    store::{
        cells::{Cells, FromCells as _},
        entity::comment,
        rows, sent_answers,
        visible::Visible,
    },
};

impl Engine {
    /// A page of a ticket's comments that the actor may see, oldest first; customers see the public ones.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`; `MissingScope`.
    pub async fn comments(&self, actor: &Actor, ticket: TicketId, paging: &Paging) -> Result<Page<Comment>> {
        policy::in_scope(actor, Scope::Read)?;
        let window = window(paging)?;
        let rows = window.narrow(of_ticket(actor, ticket)).all(self.database().ro()).await?;
        let comments = rows.into_iter().map(rows::comment).collect::<Result<Vec<_>>>()?;
        Ok(window.page(comments, place))
    }

    /// What a comment with this text will look like, as HTML that is safe to show; for the staff.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for customers; `MissingScope`.
    pub fn preview_comment(&self, actor: &Actor, text: &str) -> Result<String> {
        staff_alone(actor)?;
        Ok(html_of_markdown(&clean_text(text), &HashMap::<_, _>::new()))
    }

    /// The actor's own answers that can still be taken back, the latest first.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn undoable_comments(&self, actor: &Actor) -> Result<Vec<Comment>> {
        policy::in_scope(actor, Scope::Read)?;
        let Some(viewer) = actor.user().filter(|viewer| viewer.role.is_staff()) else {
            return Ok(Vec::new());
        };
        let now = self.now();
        let ids = sent_answers::of_author(self.database().ro(), viewer.id, now).await?;
        let mut visible = self.comments_by_id(actor, &ids).await?;
        Ok(ids.iter().filter_map(|id| visible.remove(id)).collect())
    }

    /// The same page with the authors, as far as the actor may know of them, in one query. Without `html`, that of the
    /// comments is empty.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`; `MissingScope`.
    pub async fn comments_with_authors(
        &self,
        actor: &Actor,
        ticket: TicketId,
        paging: &Paging,
        html: bool,
    ) -> Result<(Page<Comment>, HashMap<UserId, User>)> {
        const AUTHOR: &str = "author";
        policy::in_scope(actor, Scope::Read)?;
        let (window, visible) = (window(paging)?, Visible::to(actor));
        let mut whole = Query::select();
        whole.from_subquery(window.narrow(of_ticket(actor, ticket)).into_query(), comment::Entity);
        for column in comment::Column::iter() {
            whole.expr(read_or_empty(ColumnTrait::into_expr, column, html));
        }
        join_person(&mut whole, self.database().backend(), visible, AUTHOR, comment::Column::AuthorId);
        window.order(&mut whole);
        let (mut comments, mut authors) = (Vec::new(), HashMap::new());
        for row in &self.database().ro().query_all(&whole).await? {
            let mut cells = Cells::of(row);
            let comment = rows::comment(comment::Model::read(&mut cells)?)?;
            if !authors.contains_key(&comment.author)
                && let Some(author) = person(&mut cells, visible)?
            {
                authors.insert(author.id, author);
            }
            comments.push(comment);
        }
        Ok((window.page(comments, place), authors))
    }

    /// The same page of each of these tickets, in one statement.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`, and for `first` with the reason `answer-too-large` when the
    /// comments are larger together than an answer may be; `MissingScope`.
    pub async fn comments_of_each(
        &self,
        actor: &Actor,
        tickets: &[TicketId],
        paging: &Paging,
    ) -> Result<HashMap<TicketId, Page<Comment>>> {
        policy::in_scope(actor, Scope::Read)?;
        let (window, backend) = (window(paging)?, self.database().backend());
        let select = comment::Entity::find().filter(Visible::to(actor).comments());
        let by = (comment::Column::TicketId, comment::Column::Id);
        let lists = tickets.iter().map(|ticket| ticket.0);
        let select = window.narrow_each(backend, select, by, lists);
        let mut pages: HashMap<TicketId, Vec<Comment>> = tickets.iter().map(|id| (*id, Vec::new())).collect();
        let statement = comment::Model::find_by_statement(backend.build(&select));
        // Row by row: ten thousand long comments are refused before they fill the memory.
        let mut found = statement.stream(self.database().ro()).await?;
        let mut bytes = 0_u64;
        while let Some(row) = found.try_next().await? {
            bytes = bytes.saturating_add(size(&row));
            if bytes > self.settings().limits.answer {
                return Err(too_much(self.settings().limits.answer));
            }
            let comment = rows::comment(row)?;
            pages.entry(comment.ticket).or_default().push(comment);
        }
        Ok(pages.into_iter().map(|(id, comments)| (id, window.page(comments, place))).collect())
    }

    /// How many comments of a ticket the actor may see.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn count_comments(&self, actor: &Actor, ticket: TicketId) -> Result<u64> {
        policy::in_scope(actor, Scope::Read)?;
        self.count(of_ticket(actor, ticket)).await
    }

    /// How many comments of each of these tickets the actor may see, in one statement; a ticket with none is left out.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn count_comments_of_each(
        &self,
        actor: &Actor,
        tickets: &[TicketId],
    ) -> Result<HashMap<TicketId, u64>> {
        policy::in_scope(actor, Scope::Read)?;
        let counted: Vec<(Uuid, i64)> = comment::Entity::find()
            .filter(comment::Column::TicketId.is_in(tickets.iter().map(|ticket| ticket.0)))
            .filter(Visible::to(actor).comments())
            .select_only()
            .column(comment::Column::TicketId)
            .column_as(comment::Column::Id.count(), "count")
            .group_by(comment::Column::TicketId)
            .into_tuple()
            .all(self.database().ro())
            .await?;
        Ok(counted.into_iter().map(|(id, count)| (TicketId(id), count.unsigned_abs())).collect())
    }

    /// Those of these comments that the actor may see.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn comments_by_id(
        &self,
        actor: &Actor,
        ids: &[CommentId],
    ) -> Result<HashMap<CommentId, Comment>> {
        policy::in_scope(actor, Scope::Read)?;
        let found = comment::Entity::find()
            .filter(comment::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(Visible::to(actor).comments());
        let rows = found.all(self.database().ro()).await?;
        rows.into_iter().map(|row| rows::comment(row).map(|comment| (comment.id, comment))).collect()
    }
}

/// The list of a ticket's comments, as its cursors call it.
const LIST: &str = "comment";

fn window(paging: &Paging) -> Result<Window> {
    let by = (comment::Column::CreatedAt.into_expr(), comment::Column::Id.into_expr());
    Window::read(paging, Ordering { name: LIST, kinds: ['t', 'i'], by, direction: Direction::Asc })
}

/// The cursor of a comment in the list of its ticket.
pub(super) fn cursor(comment: &Comment) -> String {
    page::cursor(LIST, &place(comment))
}

fn place(comment: &Comment) -> Place {
    (Key::Time(comment.created_at), Key::Id(comment.id.0))
}

fn of_ticket(actor: &Actor, ticket: TicketId) -> Select<comment::Entity> {
    comment::Entity::find()
        .filter(comment::Column::TicketId.eq(ticket.0))
        .filter(Visible::to(actor).comments())
}

/// How much a comment holds, in bytes.
fn size(row: &comment::Model) -> u64 {
    u64::try_from(row.text.len() + row.html.len()).unwrap_or(u64::MAX)
}

fn too_much(limit: u64) -> Error {
    let message = format!(
        "Too complex: the comments asked for are larger than {limit} bytes together, which is the limit."
    );
    Error::bad("first", "answer-too-large", message)
}
