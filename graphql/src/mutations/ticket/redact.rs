//! Removes the text of a comment, or a file, for good.

use async_graphql::{Context, ID, InputObject, Object};
use engine::Redaction;

use super::TicketPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct Redact;

/// What to remove permanently: either a comment or one file.
#[derive(InputObject)]
struct RedactInput {
    /// The comment whose text and files are removed.
    comment: Option<ID>,
    /// The file to remove.
    attachment: Option<ID>,
    /// The reason, which the staff can see in the history.
    reason: String,
    /// Whether to remove the title of the ticket as well, which was the subject if it came by email. Only with the first
    /// comment of the ticket. The title becomes that of an email without a subject.
    #[graphql(default = false)]
    title: bool,
}

#[Object]
impl Redact {
    /// Permanently removes the text and the files of a comment, or one file: from the database, the search, the stored
    /// files, the original email and every draft on the ticket. An empty comment and an event remain. For admins and for
    /// agents who work the ticket.
    async fn redact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to remove, and why.")] input: RedactInput,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let what = match (&input.comment, &input.attachment) {
            (Some(comment), None) if input.title => {
                Redaction::CommentAndTitle(ids::input(comment, "comment")?)
            }
            (Some(comment), None) => Redaction::Comment(ids::input(comment, "comment")?),
            (None, Some(_)) if input.title => {
                return Err(Failure::bad_input(
                    "title",
                    "The title can be redacted only together with a comment.",
                ));
            }
            (None, Some(file)) => Redaction::Attachment(ids::input(file, "attachment")?),
            _ => return Err(Failure::bad_input("comment", "Either a comment or an attachment is required.")),
        };
        Ok(Box::pin(engine.redact(actor, engine::Redact { what, reason: input.reason })).await?.into())
    }
}
