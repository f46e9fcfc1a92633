//! Links of a ticket to other tickets and to other systems, and what one who closes it should know of them.

use async_graphql::{Context, Enum, ID, Object, SimpleObject};

use crate::{
    error::Failure,
    ids, limits,
    loaders::{self, Among},
    objects::{LinkKind, Ticket},
};

/// A link between two tickets, from the point of view of the ticket with the link.
#[derive(Clone, Debug)]
pub(crate) struct TicketLink {
    pub(crate) row: engine::TicketLink,
    pub(crate) among: Among,
}

/// A link between two tickets, from the point of view of the ticket with the link.
#[Object]
impl TicketLink {
    /// Opaque; the same from both ends.
    async fn id(&self) -> ID {
        ids::id(self.row.id)
    }

    /// How the ticket with the link relates to the other.
    async fn kind(&self) -> LinkKind {
        self.row.kind.into()
    }

    /// The other ticket.
    async fn ticket(&self, ctx: &Context<'_>) -> Result<Ticket, Failure> {
        loaders::ticket(ctx, self.row.other, self.among).await?.ok_or_else(|| Failure::not_found("ticket"))
    }
}

/// A link from a ticket to another system.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ExternalLink {
    /// Opaque.
    id: ID,
    /// The URL, which starts with http:// or https://.
    url: String,
    /// The key in the other system, such as `PROJ-42`.
    key: Option<String>,
    /// Whether customers can see it.
    visible_to_customer: bool,
}

impl From<engine::ExternalLink> for ExternalLink {
    fn from(row: engine::ExternalLink) -> Self {
        let visible_to_customer = row.visible_to_customer;
        Self { id: ids::id(row.id), url: row.url, key: row.key, visible_to_customer }
    }
}

/// The kind of warning.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
pub(crate) enum TicketWarningCode {
    /// The ticket is resolved or closed, but some of its child tickets are not.
    OpenChildren,
}

/// A warning about a changed ticket; nothing was refused.
pub(crate) struct TicketWarning {
    code: TicketWarningCode,
    tickets: Vec<engine::Ticket>,
}

/// A warning about a changed ticket; nothing was refused.
#[Object]
impl TicketWarning {
    /// The kind of warning.
    async fn code(&self) -> TicketWarningCode {
        self.code
    }

    /// The warning as a sentence, with the numbers of the tickets.
    async fn message(&self) -> String {
        let numbers: Vec<String> = self.tickets.iter().map(|ticket| format!("#{}", ticket.number)).collect();
        format!("Child tickets are still open: {}.", numbers.join(", "))
    }

    /// The tickets that it is about.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn tickets(&self) -> Vec<Ticket> {
        self.tickets.iter().map(|row| Ticket::new(row.clone(), Among::Many)).collect()
    }
}

/// What the caller should know of a ticket that was changed.
pub(crate) async fn warnings(
    ctx: &Context<'_>,
    ticket: &engine::Ticket,
) -> Result<Vec<TicketWarning>, Failure> {
    let (engine, actor) = crate::caller::logged_in(ctx)?;
    let warnings = Box::pin(engine.warnings(actor, ticket)).await?;
    Ok(warnings.into_iter().filter_map(shown).collect())
}

fn shown(warning: engine::Warning) -> Option<TicketWarning> {
    match warning {
        engine::Warning::OpenChildren(tickets) => {
            Some(TicketWarning { code: TicketWarningCode::OpenChildren, tickets })
        }
        _ => None,
    }
}
