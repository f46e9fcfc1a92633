//! The mutation `rateTicket`.

use async_graphql::{Context, InputObject, Object, SimpleObject};

use crate::{
    caller::{self, logged_in},
    error::Failure,
    loaders::Among,
    objects::{Rating, Ticket, TicketRating},
};

#[derive(Default)]
pub(crate) struct RateTicket;

/// A customer's rating of a ticket: with a login by its number, without one by the link of an email.
#[derive(InputObject)]
struct RateTicketInput {
    /// The ticket's number; either this or `token`.
    number: Option<i64>,
    /// The last part of the link in the email that asks.
    #[graphql(secret)]
    token: Option<String>,
    /// Good or bad.
    rating: Rating,
    /// Their comment, at most 2,000 characters.
    #[graphql(default)]
    comment: String,
}

/// The resulting rating.
#[derive(Clone, Debug, SimpleObject)]
struct RatingPayload {
    /// The rating.
    rating: TicketRating,
    /// The ticket; null without a login.
    ticket: Option<Ticket>,
}

#[Object]
impl RateTicket {
    /// Rates a ticket or changes the rating: once each time it is resolved or closed, for 30 days. For the customer who
    /// opened it; with the link of an email, no login is required.
    async fn rate_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket and the rating.")] input: RateTicketInput,
    ) -> Result<RatingPayload, Failure> {
        let RateTicketInput { number, token, rating, comment } = input;
        let (rated, shown) = match (number, token) {
            (Some(number), None) => {
                let (engine, actor) = logged_in(ctx)?;
                let input = engine::RateTicket { number, rating: rating.into(), comment };
                (Box::pin(engine.rate_ticket(actor, input)).await?, true)
            }
            (None, Some(token)) => {
                let engine = caller::engine(ctx)?;
                (Box::pin(engine.rate_by_letter(&token, rating.into(), comment)).await?, false)
            }
            _ => return Err(Failure::bad_input("number", "Either a number or a token is required.")),
        };
        let ticket = shown.then(|| Ticket::new(rated.ticket, Among::One));
        Ok(RatingPayload { rating: rated.rating.into(), ticket })
    }
}
