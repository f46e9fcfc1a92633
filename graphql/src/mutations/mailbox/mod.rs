//! What can be done to mailboxes.

mod create;
mod delete;
mod fetch;
mod test;
mod update;

use async_graphql::{Context, SimpleObject};
pub(crate) use create::CreateMailbox;
pub(crate) use delete::DeleteMailbox;
use engine::{Actor, Engine, MailboxId};
pub(crate) use fetch::FetchMailboxes;
pub(crate) use test::TestMailbox;
pub(crate) use update::UpdateMailbox;

use crate::{
    caller::logged_in,
    error::{ErrorCode, Failure},
    objects::Mailbox,
};

/// The resulting mailbox.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MailboxPayload {
    /// The mailbox.
    mailbox: Option<Mailbox>,
}

impl MailboxPayload {
    async fn of(engine: &Engine, actor: &Actor, id: MailboxId) -> Result<Self, Failure> {
        let all = engine.mailbox_health(actor).await?;
        let is = |one: &engine::ListedMailbox| {
            one.definition.as_ref().is_some_and(|definition| definition.id == id)
        };
        Ok(Self { mailbox: all.into_iter().find(is).map(Mailbox) })
    }
}

/// Why a mailbox was refused; each further field that would be refused as well is told beside it.
pub(super) async fn each_problem(
    ctx: &Context<'_>,
    error: engine::Error,
    looked: engine::CheckMailbox,
) -> Failure {
    let failure = Failure::from(error);
    if failure.code != ErrorCode::BadUserInput {
        return failure;
    }
    let Ok((engine, actor)) = logged_in(ctx) else { return failure };
    let others = Box::pin(engine.mailbox_problems(actor, looked)).await.unwrap_or_default();
    for other in others.iter().filter(|other| other.field() != failure.field.as_deref()) {
        let told = async_graphql::Error::from(Failure::of(other)).into_server_error(ctx.item.pos);
        ctx.add_error(ctx.set_error_path(told));
    }
    failure
}
