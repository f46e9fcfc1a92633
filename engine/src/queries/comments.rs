//! Comments: a page of a ticket's, in the order they were written, and many by id.

use std::collections::HashMap;

use super::text_blocks::staff_alone;
use crate::{
    actor::{Actor, Scope},
    content::html_of_markdown,
    engine::Engine,
    error::{Error, Result},
    model::{Comment, CommentId, Page, Paging, Texts, TicketId, User, UserId},
    policy,
    rendering::previewed,
    rules::texts::clean_text,
    store::{
        sent_answers,
        tickets::comments::{self, place, window},
        visible::Visible,
    },
};

impl Engine {
    /// A page of a ticket's comments that the actor may see, oldest first; customers see the public ones.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`; `MissingScope`.
    pub async fn comments(&self, actor: &Actor, ticket: TicketId, paging: &Paging) -> Result<Page<Comment>> {
        self.comments_within(actor, ticket, paging, (Texts::ALL, u64::MAX)).await
    }

    /// The same with no more of their texts than is wanted, and no more bytes than so many together.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`, and for `first` with the reason `answer-too-large` when the
    /// comments are larger together; `MissingScope`.
    pub async fn comments_within(
        &self,
        actor: &Actor,
        ticket: TicketId,
        paging: &Paging,
        (texts, most): (Texts, u64),
    ) -> Result<Page<Comment>> {
        policy::in_scope(actor, Scope::Read)?;
        let (window, visible) = (window(paging)?, Visible::to(actor));
        let found =
            comments::of_ticket(self.database().ro(), visible, ticket, &window, (texts, most)).await?;
        Ok(window.page(found.ok_or_else(|| too_much(most))?, place))
    }

    /// What a comment with this text will look like, as HTML that is safe to show; for the staff.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for customers; `MissingScope`.
    pub async fn preview_comment(&self, actor: &Actor, text: &str) -> Result<String> {
        staff_alone(actor)?;
        previewed(&clean_text(text), |text| html_of_markdown(text, &HashMap::<_, _>::new())).await
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

    /// The same with the authors, as far as the actor may know of them, in one query.
    ///
    /// # Errors
    /// As [`Engine::comments_within`].
    pub async fn comments_with_authors(
        &self,
        actor: &Actor,
        ticket: TicketId,
        paging: &Paging,
        (texts, most): (Texts, u64),
    ) -> Result<(Page<Comment>, HashMap<UserId, User>)> {
        policy::in_scope(actor, Scope::Read)?;
        let (window, visible) = (window(paging)?, Visible::to(actor));
        let found =
            comments::with_authors(self.database().ro(), visible, ticket, &window, (texts, most)).await?;
        let (comments, authors) = found.ok_or_else(|| too_much(most))?;
        Ok((window.page(comments, place), authors))
    }

    /// The same page of each of these tickets, in one statement.
    ///
    /// # Errors
    /// As [`Engine::comments_within`].
    pub async fn comments_of_each(
        &self,
        actor: &Actor,
        tickets: &[TicketId],
        paging: &Paging,
        (texts, most): (Texts, u64),
    ) -> Result<HashMap<TicketId, Page<Comment>>> {
        policy::in_scope(actor, Scope::Read)?;
        let (window, visible) = (window(paging)?, Visible::to(actor));
        let found = comments::of_each(self.database().ro(), visible, tickets, &window, (texts, most)).await?;
        let mut pages: HashMap<TicketId, Vec<Comment>> = tickets.iter().map(|id| (*id, Vec::new())).collect();
        for comment in found.ok_or_else(|| too_much(most))? {
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
        comments::count(self.database().ro(), Visible::to(actor), ticket).await
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
        comments::count_of_each(self.database().ro(), Visible::to(actor), tickets).await
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
        self.comments_by_id_within(actor, ids, u64::MAX).await
    }

    /// The same with no more bytes than so many together.
    ///
    /// # Errors
    /// `BadInput` for `first` with the reason `answer-too-large` when they are larger together; `MissingScope`.
    pub async fn comments_by_id_within(
        &self,
        actor: &Actor,
        ids: &[CommentId],
        most: u64,
    ) -> Result<HashMap<CommentId, Comment>> {
        policy::in_scope(actor, Scope::Read)?;
        let found = comments::of_ids(self.database().ro(), Visible::to(actor), ids, most).await?;
        let found = found.ok_or_else(|| too_much(most))?;
        Ok(found.into_iter().map(|comment| (comment.id, comment)).collect())
    }
}

fn too_much(limit: u64) -> Error {
    let message =
        format!("Too complex: the requested comments are larger than the limit of {limit} bytes in total.");
    Error::bad("first", "answer-too-large", message)
}
