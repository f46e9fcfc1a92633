//! Applies one list of changes to many tickets: each for itself, with a result for each.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use serde_json::json;

use super::{
    change::{Done, Order, check_list, content},
    repeated,
    written_out::Macros,
};
use crate::{
    actor::{Actor, Scope},
    apply::Kept,
    engine::Engine,
    error::{Code, Error, Result},
    model::{Ticket, TicketChange},
    policy,
    store::requests::Request,
};

/// The most tickets that are changed at once.
const MOST: usize = 100;

/// How long the comments of a list may be together, on all tickets to which they are written, in characters: each of them is
/// kept, shown and searched for itself.
const MOST_TEXT: usize = 1_000_000;

/// A list of changes to many tickets.
#[derive(Debug, Clone, Default)]
pub struct ChangeTickets {
    /// The tickets' numbers; one that is named twice is changed once.
    pub numbers: Vec<i64>,
    /// What is to happen to each, in this order.
    pub changes: Vec<TicketChange>,
    /// The same key from the same actor changes none of them a second time.
    pub idempotency_key: Option<String>,
}

/// What became of one of many tickets.
#[derive(Debug, Clone)]
pub struct ChangeResult {
    /// Its number.
    pub number: i64,
    /// The ticket as it is now, or why nothing of the list was done to it.
    pub outcome: Result<Ticket, Arc<Error>>,
}

impl Engine {
    /// Applies a list of changes to many tickets, each in a transaction of its own: what is refused for one leaves the
    /// others alone. There is a result for each number, in the order of the numbers.
    ///
    /// # Errors
    /// `BadInput` for `numbers` or `changes`, if they are empty or too many, for the `text` of a comment that is too long for
    /// so many tickets, and for `idempotencyKey`; `Unauthenticated`; `MissingScope`. What is wrong with a single ticket stands in its result, such as `KeyReused`.
    pub async fn change_tickets(&self, actor: &Actor, input: ChangeTickets) -> Result<Vec<ChangeResult>> {
        let ChangeTickets { numbers, changes, idempotency_key } = input;
        if actor.user().is_none() && !actor.is_internal() {
            return Err(policy::turned_away(actor));
        }
        policy::in_scope(actor, Scope::Write)?;
        check_list(&changes)?;
        check_numbers(&numbers)?;
        check_texts(&numbers, &changes)?;
        let request = repeated::request(
            actor,
            "changeTickets",
            idempotency_key.as_deref(),
            || json!({ "numbers": numbers, "changes": content(&changes) }),
        )?;
        let macros = self.macros_in(actor, &changes).await?;
        let mut files = None;
        let mut done: HashMap<i64, Result<Ticket, Arc<Error>>> = HashMap::with_capacity(numbers.len());
        for number in &numbers {
            if done.contains_key(number) {
                continue;
            }
            let order = Order {
                number: *number,
                changes: &changes,
                by_macro: !macros.is_empty(),
                expected_version: None,
                request: request.as_ref().map(|request| of_ticket(request, *number)),
            };
            let outcome = match Box::pin(self.change_one(actor, order, &macros, &mut files)).await {
                Ok(Done::Now(done)) => Ok(done.ticket),
                Ok(Done::Before(first)) => self.opened_before(actor, &first).await,
                Err(error) => Err(error),
            };
            done.insert(*number, outcome.map_err(Arc::new));
        }
        let refused = |outcome: &Result<Ticket, Arc<Error>>| {
            outcome.as_ref().is_err_and(|error| !matches!(error.code(), Code::Internal | Code::Unavailable))
        };
        if done.values().all(refused) {
            self.take_back(&files.unwrap_or_default().concat()).await;
        }
        let result = |number: i64| Some(ChangeResult { number, outcome: done.get(&number)?.clone() });
        Ok(numbers.iter().filter_map(|number| result(*number)).collect())
    }
}

impl Engine {
    async fn change_one(
        &self,
        actor: &Actor,
        order: Order<'_>,
        macros: &Macros,
        files: &mut Option<Vec<Vec<Kept>>>,
    ) -> Result<Done> {
        let list = self.write_out(actor, order.number, order.changes, macros).await?;
        let order = Order { changes: list.changes(), ..order };
        self.carry_out(actor, order, files).await.map_err(|error| list.named(error))
    }
}

/// The part of a request that is about one ticket.
fn of_ticket(request: &Request, number: i64) -> Request {
    Request { key: format!("{}#{number}", request.key), ..request.clone() }
}

fn check_numbers(numbers: &[i64]) -> Result<()> {
    if numbers.is_empty() {
        return Err(Error::bad("numbers", "numbers-required", "At least one ticket number is required."));
    }
    if numbers.len() > MOST {
        let message = format!("At most {MOST} tickets can be changed at once, not {}.", numbers.len());
        return Err(Error::bad("numbers", "numbers-too-many", message));
    }
    Ok(())
}

/// Refuses comments that are longer together than [`MOST_TEXT`]; the one that goes beyond it is named.
fn check_texts(numbers: &[i64], changes: &[TicketChange]) -> Result<()> {
    let tickets = numbers.iter().collect::<HashSet<_>>().len();
    let mut length = 0_usize;
    for (index, change) in changes.iter().enumerate() {
        let TicketChange::Comment(comment) = change else { continue };
        length = length.saturating_add(comment.text.chars().count().saturating_mul(tickets));
        // What one ticket takes, it takes here.
        if length > MOST_TEXT && tickets > 1 {
            let most = MOST_TEXT / tickets;
            let message = format!("Comments on {tickets} tickets at once have at most {most} characters.");
            return Err(Error::bad("text", "text-too-long", message).of_change(index, change.field()));
        }
    }
    Ok(())
}
