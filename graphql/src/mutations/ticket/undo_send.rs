//! Takes back an answer that was just sent from a page.

use async_graphql::{Context, ID, Object, SimpleObject};

use crate::{caller::logged_in, error::Failure, ids, loaders::Among, objects::Ticket};

#[derive(Default)]
pub(crate) struct UndoSend;

/// What became of an answer that was taken back.
#[derive(SimpleObject)]
pub(crate) struct UndoSendPayload {
    /// Its ticket.
    ticket: Ticket,
    /// Whether files came with it; they are files of the viewer's draft again (`Ticket.draftFiles`).
    had_files: bool,
    /// Whether the status is not what it was before, since something else has changed it or another answer stands.
    status_kept: bool,
    /// The same of the assignee.
    assignee_kept: bool,
}

#[Object]
impl UndoSend {
    /// Takes back an answer of the viewer that was sent from a page, up to its `undoUntil`: its emails are withdrawn, its
    /// text and its files become the viewer's draft again, and status and assignee become what they were, each unless something
    /// else changed it since. An event of the kind REDACTED without a comment tells whoever has seen the answer that it is gone.
    async fn undo_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer, a comment of the viewer.")] comment: ID,
    ) -> Result<UndoSendPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let undone = Box::pin(engine.undo_send(actor, ids::input(&comment, "comment")?)).await?;
        Ok(UndoSendPayload {
            ticket: Ticket::new(undone.ticket, Among::One),
            had_files: undone.had_files,
            status_kept: undone.status_kept,
            assignee_kept: undone.assignee_kept,
        })
    }
}
