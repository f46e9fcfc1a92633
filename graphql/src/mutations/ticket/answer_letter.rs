//! The mutation `answerLetter`.

use async_graphql::{Context, InputObject, Object, SimpleObject};

use crate::{caller, error::Failure, objects::TicketStatus, weights::Weighed};

#[derive(Default)]
pub(crate) struct AnswerLetter;

/// A customer's answer to an email that asks whether their ticket is solved.
#[derive(InputObject)]
struct AnswerLetterInput {
    /// The last part of the link in the email.
    #[graphql(secret)]
    token: String,
    /// Whether it is solved.
    solved: bool,
    /// Their comment; required if the ticket is not solved.
    #[graphql(default)]
    text: String,
    /// Repeating the request with the same key does not add a second comment.
    idempotency_key: Option<String>,
}

/// The ticket after the answer.
#[derive(Clone, Debug, SimpleObject)]
struct AnswerLetterPayload {
    /// Its number.
    number: i64,
    /// Its status.
    status: TicketStatus,
}

#[Object]
impl AnswerLetter {
    /// Closes the ticket of an email that asks whether it is solved, or adds the customer's comment about what is still
    /// open, which reopens it. No login is required.
    #[graphql(complexity = "Weighed::new(__ctx, __variables_definition, __field).texts(child_complexity)")]
    async fn answer_letter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link of the email and the answer.")] input: AnswerLetterInput,
    ) -> Result<AnswerLetterPayload, Failure> {
        let AnswerLetterInput { token, solved, text, idempotency_key } = input;
        let answer = engine::AnswerLetter { token, solved, text, idempotency_key };
        let ticket = Box::pin(caller::engine(ctx)?.answer_letter(answer)).await?;
        Ok(AnswerLetterPayload { number: ticket.number, status: ticket.status.into() })
    }
}
