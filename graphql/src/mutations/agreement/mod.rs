//! What can be done to agreements.

mod create;
mod update;

use async_graphql::{InputObject, SimpleObject};
pub(crate) use create::CreateAgreement;
pub(crate) use update::UpdateAgreement;

use crate::objects::{Agreement, TicketPriority};

/// The agreed times of a priority, 1 to 527040 business minutes.
#[derive(InputObject)]
struct TargetInput {
    /// The priority.
    priority: TicketPriority,
    /// Until the first public answer of the staff; null for no agreed time.
    response_minutes: Option<i32>,
    /// Until the ticket is resolved or closed; null for no agreed time.
    restoration_minutes: Option<i32>,
}

/// The resulting agreement.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct AgreementPayload {
    /// The agreement.
    agreement: Agreement,
}

impl From<engine::Agreement> for AgreementPayload {
    fn from(agreement: engine::Agreement) -> Self {
        Self { agreement: Agreement(agreement) }
    }
}

fn targets(given: Vec<TargetInput>) -> Vec<engine::Target> {
    let target = |target: TargetInput| engine::Target {
        priority: target.priority.into(),
        response_minutes: target.response_minutes,
        restoration_minutes: target.restoration_minutes,
    };
    given.into_iter().map(target).collect()
}
