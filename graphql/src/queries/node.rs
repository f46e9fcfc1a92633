//! `node` and `nodes`: anything that has an id, fetched by it through the viewer's rights.

use async_graphql::{Context, ID, Object};
use engine::{
    AgreementId, AttachmentId, AuditId, CalendarId, CommentId, EmailTemplateId, EventId, MacroId, MailId,
    OrganisationId, QueueId, TextBlockId, TicketId, UserId, ViewId,
};
use futures::future::try_join_all;

use crate::{
    caller::logged_in,
    error::Failure,
    ids::{self, Global},
    loaders::{self, Among},
    objects::Node,
    weights::Weighed,
};

#[derive(Default)]
pub(crate) struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The object with this id; null if it does not exist or the viewer is not allowed to see it.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the object.")] id: ID,
    ) -> Result<Option<Node>, Failure> {
        logged_in(ctx)?;
        Box::pin(fetch(ctx, "id", &id, Among::One)).await
    }

    /// The objects with these ids, at most 100, in the order of `ids`; null for those that do not exist or that the viewer
    /// is not allowed to see.
    #[graphql(complexity = "Weighed::new(__ctx, __variables_definition, __field).ids(child_complexity)")]
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids of the objects, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>, Failure> {
        logged_in(ctx)?;
        if ids.len() > MOST_NODES {
            return Err(Failure::bad_input("ids", format!("At most {MOST_NODES} ids can be given at once.")));
        }
        // Together, so that those of a kind come in one statement.
        try_join_all(ids.iter().map(|id| fetch(ctx, "ids", id, Among::Many))).await
    }
}

/// So many nodes can be asked for at once, as many as the largest page has.
const MOST_NODES: usize = 100;

async fn fetch(
    ctx: &Context<'_>,
    field: &'static str,
    id: &ID,
    among: Among,
) -> Result<Option<Node>, Failure> {
    let Some((name, key)) = ids::split(id) else { return Err(Failure::bad_input(field, INVALID)) };
    Ok(match name.as_str() {
        TicketId::TYPE => loaders::ticket(ctx, read(field, &key)?, among).await?.map(Node::from),
        CommentId::TYPE => loaders::comment(ctx, read(field, &key)?, among).await?.map(Node::from),
        AttachmentId::TYPE => loaders::attachment(ctx, read(field, &key)?).await?.map(Node::from),
        EventId::TYPE => loaders::event(ctx, read(field, &key)?).await?.map(Node::from),
        UserId::TYPE => loaders::user(ctx, read(field, &key)?, among).await?.map(Node::from),
        OrganisationId::TYPE => loaders::organisation(ctx, read(field, &key)?, among).await?.map(Node::from),
        MailId::TYPE => loaders::mail(ctx, read(field, &key)?).await?.map(Node::from),
        CalendarId::TYPE => loaders::calendar(ctx, read(field, &key)?).await?.map(Node::from),
        AgreementId::TYPE => loaders::agreement(ctx, read(field, &key)?).await?.map(Node::from),
        ViewId::TYPE => loaders::view(ctx, read(field, &key)?).await?.map(Node::from),
        TextBlockId::TYPE => loaders::text_block(ctx, read(field, &key)?).await?.map(Node::from),
        EmailTemplateId::TYPE => loaders::email_template(ctx, read(field, &key)?).await?.map(Node::from),
        MacroId::TYPE => loaders::macro_by_id(ctx, read(field, &key)?).await?.map(Node::from),
        QueueId::TYPE => loaders::queue(ctx, read(field, &key)?, among).await?.map(Node::from),
        AuditId::TYPE => loaders::audit_entry(ctx, read(field, &key)?).await?.map(Node::from),
        _ => return Err(Failure::bad_input(field, "Invalid id.")),
    })
}

const INVALID: &str = "Invalid id.";

fn read<T: Global>(field: &'static str, key: &str) -> Result<T, Failure> {
    key.parse().map_err(|_| Failure::bad_input(field, INVALID))
}
