//! Takes back an answer that was just sent from a page.

use async_graphql::{Context, ID, Object, SimpleObject};

use crate::{caller::logged_in, error::Failure, ids, loaders::Among, objects::Ticket};

#[derive(Default)]
pub(crate) struct UndoSend;

/// The result of taking back an answer.
#[derive(SimpleObject)]
pub(crate) struct UndoSendPayload {
    /// Its ticket.
    ticket: Ticket,
    /// Whether it had files; they are files of the viewer's draft again (`Ticket.draftFiles`).
    had_files: bool,
    /// Whether the status was not restored, because something else has changed it or another answer stands.
    status_kept: bool,
    /// The same for the assignee.
    assignee_kept: bool,
}

#[Object]
impl UndoSend {
    /// Takes back an answer that the viewer sent from a page, until its `undoUntil`. Its emails are withdrawn, its text and
    /// its files become the viewer's draft again, and status and assignee are restored, unless something else has changed
    /// them since. An event of the kind REDACTED without a comment tells clients that the answer is gone.
    async fn undo_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer, one of the viewer's comments.")] comment: ID,
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
