//! Why: anything that has an id can be fetched again by it, through the viewer's rights.

use async_graphql::{Context, ID, Object};
use engine::{AttachmentId, CommentId, EventId, MailId, OrganisationId, QueueId, TicketId, UserId};

use crate::{
    caller::logged_in,
    error::Failure,
    ids::{self, Global},
    loaders::{self, Among},
    objects::Node,
};

#[derive(Default)]
pub(crate) struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Anything by its id; null when it does not exist or the viewer may not see it.
    async fn node(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Node>, Failure> {
        logged_in(ctx)?;
        let Some((name, key)) = ids::split(&id) else {
            return Err(Failure::bad_input("id", "This is not an id of ours."));
        };
        Ok(match name.as_str() {
            TicketId::TYPE => loaders::ticket(ctx, read(&key)?, Among::One).await?.map(Node::from),
            CommentId::TYPE => loaders::comment(ctx, read(&key)?, Among::One).await?.map(Node::from),
            AttachmentId::TYPE => loaders::attachment(ctx, read(&key)?).await?.map(Node::from),
            EventId::TYPE => loaders::event(ctx, read(&key)?).await?.map(Node::from),
            UserId::TYPE => loaders::user(ctx, read(&key)?, Among::One).await?.map(Node::from),
            OrganisationId::TYPE => {
                loaders::organisation(ctx, read(&key)?, Among::One).await?.map(Node::from)
            }
            MailId::TYPE => loaders::mail(ctx, read(&key)?).await?.map(Node::from),
            QueueId::TYPE => loaders::queue(ctx, read(&key)?, Among::One).await?.map(Node::from),
            _ => return Err(Failure::bad_input("id", "This is not the id of a node.")),
        })
    }
}

fn read<T: Global>(key: &str) -> Result<T, Failure> {
    key.parse().map_err(|_| Failure::bad_input("id", "This is not an id of ours."))
}
