//! Removes the text of a comment, or a file, for good.

use async_graphql::{Context, ID, InputObject, Object};
use engine::Redaction;

use super::TicketPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct Redact;

/// What is to be removed for good: either a comment or one file.
#[derive(InputObject)]
struct RedactInput {
    /// The comment whose text and files are to be removed.
    comment: Option<ID>,
    /// The one file that is to be removed.
    attachment: Option<ID>,
    /// Why; the staff can read it in the history.
    reason: String,
    /// Whether the title of the ticket goes with the comment, which must be the one that the ticket was opened with: of a ticket
    /// that came by email it was the subject. It becomes that of an email without a subject.
    #[graphql(default = false)]
    title: bool,
}

#[Object]
impl Redact {
    /// Removes the text and the files of a comment, or one file, for good: from the database, the search, the stored files,
    /// the mail as it came, and every draft on the ticket. An empty comment and an event stay. Admins, and agents who work
    /// the ticket.
    async fn redact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be removed, and why.")] input: RedactInput,
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
