//! Answers "is it solved?" by the signed link of a letter: closes the ticket, or says what is still open.

use super::{AddComment, ChangeTicket};
use crate::{
    actor::{Actor, Via, Viewer},
    engine::Engine,
    error::{Error, Result},
    model::{CommentChange, Nature, Role, Status, Ticket, TicketChange, Visibility},
    secret::Secret,
    store::{logins::Known, tickets},
};

/// What the customer answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerLetter {
    /// The last part of the link in the letter.
    pub token: String,
    /// Whether it is solved.
    pub solved: bool,
    /// What they write with it; required if it is not solved.
    pub text: String,
    /// The same key makes no second comment.
    pub idempotency_key: Option<String>,
}

impl Engine {
    /// Closes the ticket to which the link of a letter leads if it is solved, and otherwise writes what is still open, which
    /// reopens it. The same as its customer can do by replying or on the ticket's page.
    ///
    /// # Errors
    /// `BadInput` for `token` if the link is unknown or too old, and for `text`; what [`Engine::add_comment`] refuses.
    pub async fn answer_letter(&self, input: AnswerLetter) -> Result<Ticket> {
        let (actor, number) = self.actor_of_letter(&input.token).await?;
        let AnswerLetter { text, idempotency_key, .. } = input;
        if !input.solved {
            let comment = AddComment { number, text, idempotency_key, ..AddComment::default() };
            return Ok(Box::pin(self.add_comment(&actor, comment)).await?.ticket);
        }
        let said = (!text.trim().is_empty()).then(|| {
            TicketChange::Comment(CommentChange {
                text,
                visibility: Visibility::Public,
                attachments: Vec::new(),
                nature: Nature::Written,
                has_more: false,
            })
        });
        let changes = said.into_iter().chain([TicketChange::SetStatus(Status::Closed)]).collect();
        let change = ChangeTicket { number, changes, expected_version: None, idempotency_key };
        Box::pin(self.change_ticket(&actor, change)).await
    }

    /// The customer to whom the letter with this link was written, and the number of its ticket.
    ///
    /// # Errors
    /// `BadInput` for `token` if the link is unknown or too old.
    pub(super) async fn actor_of_letter(&self, token: &str) -> Result<(Actor, i64)> {
        let message = "This link is invalid or has expired. Open the ticket on the web.";
        let found = self.customer_of_letter(token).await?;
        found.ok_or_else(|| Error::bad("token", "letter-link-expired", message))
    }

    /// The same; `None` if the link is unknown or too old, or its ticket or its customer is not what it was.
    pub(crate) async fn customer_of_letter(&self, token: &str) -> Result<Option<(Actor, i64)>> {
        let Some(number) = Secret::number_of_letter(token) else { return Ok(None) };
        let found = tickets::by_number(self.database().ro(), number).await?;
        let Some(row) = found.filter(|row| row.merged_into_id.is_none()) else { return Ok(None) };
        let customer = row.customer_id.into();
        if !self.secret().is_letter_token(token, (number, row.id.into()), customer, self.now())? {
            return Ok(None);
        }
        let known = Known::User(customer);
        let Some(person) = known.recognise(self.database()).await? else { return Ok(None) };
        if !person.holds(self.now()) {
            return Ok(None);
        }
        let viewer = person.viewer(&known)?;
        let customer = viewer.role == Role::Customer;
        Ok(customer.then(|| (Actor::viewer(Viewer { via: Via::Letter, ..viewer }), number)))
    }
}
