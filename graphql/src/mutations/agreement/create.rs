//! Makes an agreement.

use async_graphql::{Context, ID, InputObject, Object};

use super::{AgreementPayload, TargetInput, targets};
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct CreateAgreement;

/// A new agreement.
#[derive(InputObject)]
struct AgreementInput {
    /// Its unique name; at most 100 characters.
    name: String,
    /// The calendar whose business hours are counted.
    calendar: ID,
    /// The agreed times, each priority at most once; omitted priorities have none.
    targets: Vec<TargetInput>,
}

#[Object]
impl CreateAgreement {
    /// Creates an agreement; for admins. It applies once an organisation or a queue has it.
    async fn create_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The agreement.")] input: AgreementInput,
    ) -> Result<AgreementPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let agreement = engine::CreateAgreement {
            name: input.name,
            calendar: ids::input(&input.calendar, "calendar")?,
            targets: targets(input.targets),
        };
        Ok(engine.create_agreement(actor, agreement).await?.into())
    }
}
