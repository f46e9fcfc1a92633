//! Changes an agreement.

use async_graphql::{Context, ID, InputObject, Object};

use super::{AgreementPayload, TargetInput, targets};
use crate::{caller::logged_in, error::Failure, ids, weights::Weighed};

/// What of an agreement the clocks of tickets are counted by.
const COUNTED: [&str; 2] = ["calendar", "targets"];

#[derive(Default)]
pub(crate) struct UpdateAgreement;

/// The changes; omitted fields stay as they are.
#[derive(InputObject)]
struct UpdateAgreementInput {
    /// The agreement.
    id: ID,
    /// The new name; at most 100 characters.
    name: Option<String>,
    /// The new calendar.
    calendar: Option<ID>,
    /// The new agreed times; they replace all.
    targets: Option<Vec<TargetInput>>,
}

#[Object]
impl UpdateAgreement {
    /// Changes an agreement; for admins. The clocks of open tickets are recalculated; those that have ended stay as they
    /// are.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).recounts(&COUNTED, child_complexity)"
    )]
    async fn update_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The agreement and the changes.")] input: UpdateAgreementInput,
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
