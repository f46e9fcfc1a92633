//! Why: every list is a Relay connection with the same rules for its size and its cursors.

use async_graphql::{
    Context, Object, OutputType,
    connection::{Connection, ConnectionNameType, Edge, EmptyFields},
};
use engine::{
    AuditFilter, MailFilter, NotificationFilter, OrganisationFilter, Page, Paging, TicketFilter, TicketId,
    UserFilter,
};

use crate::{
    caller::logged_in,
    error::Failure,
    limits::{PAGE, PAGE_MAX},
    loaders::{self, Among},
};

/// A connection over `T` that counts everything when it is asked to.
pub(crate) type List<T> = Connection<String, T, Total, EmptyFields, ListName>;

/// What lists are called: after what they hold, but that of the audit log after the log.
pub(crate) struct ListName;

impl ConnectionNameType for ListName {
    fn type_name<T: OutputType>() -> String {
        let node = T::type_name();
        if node == "AuditEntry" { "AuditConnection".to_owned() } else { format!("{node}Connection") }
    }
}

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
    let mut paging = Paging { first: size(first, "first")?, after, last: size(last, "last")?, before };
    usual(&mut paging);
    Ok(paging)
}

/// The size that a page has if nobody says.
pub(crate) fn usual(paging: &mut Paging) {
    if paging.first.is_none() && paging.last.is_none() {
        paging.first = Some(PAGE.into());
    }
}

/// Whether [`paging`] would take it.
pub(crate) fn is_possible(paging: &Paging) -> bool {
    let fits = |size: Option<i64>| size.is_none_or(|size| (0..=i64::from(PAGE_MAX)).contains(&size));
    (paging.first.is_none() || paging.last.is_none()) && fits(paging.first) && fits(paging.last)
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
pub(crate) fn list<T, N: OutputType>(page: Page<T>, of: Of, node: impl Fn(T) -> N) -> List<N> {
    let whole = page.whole.then_some(page.items.len() as u64);
    let total = Total { of, whole };
    let mut list = Connection::with_additional_fields(page.has_previous, page.has_next, total);
    list.edges.extend(page.items.into_iter().map(|(cursor, item)| Edge::new(cursor, node(item))));
    list
}

/// Whether nothing is selected of the connection that is being resolved but how many there are: then no page is read.
pub(crate) fn counts_alone(ctx: &Context<'_>) -> bool {
    let selected = ctx.look_ahead();
    let asks = |field| selected.field(field).exists();
    asks("totalCount") && !asks("nodes") && !asks("edges") && !asks("pageInfo")
}

/// What a list counts over.
#[derive(Clone, Debug)]
pub(crate) enum Of {
    Tickets(Box<TicketFilter>),
    Comments(TicketId, Among),
    Events(TicketId, Among),
    Users(UserFilter),
    Organisations(OrganisationFilter),
    Mails(MailFilter),
    Notifications(NotificationFilter),
    Audit(AuditFilter),
}

/// How many a list has, counted only when `totalCount` is selected and the page does not tell.
#[derive(Clone, Debug)]
pub(crate) struct Total {
    of: Of,
    whole: Option<u64>,
}

/// The field that every connection has beside its page.
#[Object]
impl Total {
    /// The total number of items, on all pages.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        if let Some(count) = self.whole {
            return Ok(count);
        }
        Ok(match &self.of {
            Of::Tickets(filter) => Box::pin(engine.count_tickets(actor, filter)).await?,
            Of::Comments(ticket, among) => loaders::count_comments(ctx, *ticket, *among).await?,
            Of::Events(ticket, among) => loaders::count_events(ctx, *ticket, *among).await?,
            Of::Users(filter) => Box::pin(engine.count_users(actor, filter)).await?,
            Of::Mails(filter) => Box::pin(engine.count_mails(actor, filter)).await?,
            Of::Notifications(filter) => Box::pin(engine.count_notifications(actor, filter)).await?,
            Of::Audit(filter) => Box::pin(engine.count_audit_entries(actor, filter)).await?,
            Of::Organisations(filter) => Box::pin(engine.count_organisations(actor, filter)).await?,
        })
    }
}
