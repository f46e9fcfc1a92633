//! Why: a comment, its files and a status are one action.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};

use crate::{
    caller::logged_in,
    error::Failure,
    ids,
    loaders::Among,
    objects::{Comment, Ticket, TicketStatus, TicketWarning, Visibility, warnings},
    scalars::Upload,
    uploads,
    weights::Weighed,
};

#[derive(Default)]
pub(crate) struct AddComment;

/// A new comment.
#[derive(InputObject)]
struct AddCommentInput {
    /// The ticket's number.
    number: i64,
    /// The text; may be empty if there are files or a status. A status alone adds no comment. Text of the staff is
    /// Markdown: `![](name.png)` shows an attached image inline.
    text: String,
    /// Files to attach.
    attachments: Option<Vec<Upload>>,
    /// Files of the viewer's draft to attach before the others; they are removed from the draft.
    draft_files: Option<Vec<ID>>,
    /// Who can read it; INTERNAL is for staff only.
    #[graphql(default_with = "Some(Visibility::Public)")]
    visibility: Option<Visibility>,
    /// The status to set with it; customers can only set CLOSED.
    status: Option<TicketStatus>,
    /// Staff only: also assign the ticket to the viewer.
    #[graphql(default = false)]
    assign_to_me: bool,
    /// Repeating the request with the same key returns the comment that the first one added.
    idempotency_key: Option<String>,
    /// The `version` that you have read; CONFLICT if the ticket has changed since.
    expected_version: Option<i64>,
}

/// The comment and its current ticket.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
struct CommentPayload {
    /// The comment; if only a status was set, the newest one that the viewer can see.
    comment: Comment,
    /// Its ticket.
    ticket: Ticket,
}

#[ComplexObject]
impl CommentPayload {
    /// What the caller should know, such as child tickets that are still open when it is closed.
    async fn warnings(&self, ctx: &Context<'_>) -> Result<Vec<TicketWarning>, Failure> {
        warnings(ctx, self.ticket.row()).await
    }
}

#[Object]
impl AddComment {
    /// Adds a comment. This can change the status of the ticket: a customer's comment reopens it.
    #[graphql(complexity = "Weighed::new(__ctx, __variables_definition, __field).texts(child_complexity)")]
    async fn add_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket and the comment.")] input: AddCommentInput,
    ) -> Result<CommentPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let drafted = input.draft_files.unwrap_or_default();
        let comment = engine::AddComment {
            number: input.number,
            text: input.text,
            attachments: uploads::take(ctx, input.attachments)?,
            draft_files: drafted.iter().map(|id| ids::input(id, "draftFiles")).collect::<Result<_, _>>()?,
            visibility: input.visibility.unwrap_or(Visibility::Public).into(),
            status: input.status.map(engine::Status::from),
            takes: input.assign_to_me,
            idempotency_key: input.idempotency_key,
            expected_version: input.expected_version,
        };
        let commented = engine.add_comment(actor, comment).await?;
        Ok(CommentPayload {
            comment: Comment::new(commented.comment, Among::One),
            ticket: Ticket::new(commented.ticket, Among::One),
        })
    }
}
