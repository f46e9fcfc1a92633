//! Why: every list is a Relay connection with the same rules for its size and its cursors.

use async_graphql::{
    Context, Object,
    connection::{Connection, Edge, EmptyFields},
};
use engine::{Page, Paging, TicketFilter, TicketId, UserFilter};

use crate::{
    caller::logged_in,
    error::Failure,
    limits::{PAGE, PAGE_MAX},
    loaders::{self, Among},
};

/// A connection over `T` that counts everything when it is asked to.
pub(crate) type List<T> = Connection<String, T, Total, EmptyFields>;

/// Which window of a list is asked for.
pub(crate) fn paging(
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
) -> Result<Paging, Failure> {
    if first.is_some() && last.is_some() {
        return Err(Failure::bad_input("last", "Give either `first` or `last`, not both."));
    }
    let first = if last.is_none() && first.is_none() { Some(PAGE) } else { first };
    Ok(Paging { first: size(first, "first")?, after, last: size(last, "last")?, before })
}

fn size(count: Option<i32>, field: &'static str) -> Result<Option<i64>, Failure> {
    match count {
        Some(count) if !(0..=PAGE_MAX).contains(&count) => {
            Err(Failure::bad_input(field, format!("`{field}` must be between 0 and {PAGE_MAX}.")))
        }
        count => Ok(count.map(i64::from)),
    }
}

/// Makes a connection of a page of the engine.
pub(crate) fn list<T, N: async_graphql::OutputType>(
    page: Page<T>,
    total: Total,
    node: impl Fn(T) -> N,
) -> List<N> {
    let mut list = Connection::with_additional_fields(page.has_previous, page.has_next, total);
    list.edges.extend(page.items.into_iter().map(|(cursor, item)| Edge::new(cursor, node(item))));
    list
}

/// What a list counts over; the counting is done only when `totalCount` is selected.
#[derive(Clone, Debug)]
pub(crate) enum Total {
    Tickets(Box<TicketFilter>),
    Comments(TicketId, Among),
    Events(TicketId, Among),
    Users(UserFilter),
    Organisations(Option<String>),
}

/// The field that every connection has beside its page.
#[Object]
impl Total {
    /// How many there are in all, beyond this page.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(match self {
            Self::Tickets(filter) => Box::pin(engine.count_tickets(actor, filter)).await?,
            Self::Comments(ticket, among) => loaders::count_comments(ctx, *ticket, *among).await?,
            Self::Events(ticket, among) => loaders::count_events(ctx, *ticket, *among).await?,
            Self::Users(filter) => Box::pin(engine.count_users(actor, filter)).await?,
            Self::Organisations(query) => {
                Box::pin(engine.count_organisations(actor, query.as_deref())).await?
            }
        })
    }
}
