//! Changes an agreement.

use async_graphql::{Context, ID, InputObject, Object};

use super::{AgreementPayload, TargetInput, targets};
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct UpdateAgreement;

/// What is to be different; what is left out stays.
#[derive(InputObject)]
struct UpdateAgreementInput {
    /// Which agreement.
    id: ID,
    /// Another name; at most 100 characters.
    name: Option<String>,
    /// Another calendar.
    calendar: Option<ID>,
    /// Other agreed times, all of them.
    targets: Option<Vec<TargetInput>>,
}

#[Object]
impl UpdateAgreement {
    /// Changes an agreement; for admins. The clocks of open tickets are counted again; those that have ended stay as they are.
    async fn update_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which agreement, and what is to be different.")] input: UpdateAgreementInput,
    ) -> Result<AgreementPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let update = engine::UpdateAgreement {
            name: input.name,
            calendar: ids::optional(input.calendar.as_ref(), "calendar")?,
            targets: input.targets.map(targets),
        };
        Ok(engine.update_agreement(actor, ids::input(&input.id, "id")?, update).await?.into())
    }
}
