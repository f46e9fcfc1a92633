//! Why: a page of a list knows all its neighbours at once, so it fetches them before its fields ask one by one.

use std::{collections::HashSet, hash::Hash};

use async_graphql::{Context, dataloader::Loader};

use super::{AttachmentsOf, CommentsOf, Fetch, Loaders, fetch::Window, loaders};
use crate::error::Failure;

/// What is selected of each node of the connection that is being resolved.
struct Selected<'a>(async_graphql::Lookahead<'a>);

impl Selected<'_> {
    fn asks(&self, field: &str) -> bool {
        self.0.field("nodes").field(field).exists()
            || self.0.field("edges").field("node").field(field).exists()
    }

    /// The window on a list of each node, if it is selected once and can be read; otherwise its resolver sees to it.
    fn window(&self, field: &str) -> Option<Window> {
        let nodes = [self.0.field("nodes"), self.0.field("edges").field("node")];
        let lists: Vec<_> = nodes.iter().flat_map(|nodes| nodes.field(field).selection_fields()).collect();
        let [list] = lists.as_slice() else { return None };
        let mut paging = engine::Paging::default();
        for (name, value) in list.arguments().ok()? {
            let number = || match &value {
                async_graphql::Value::Number(number) => number.as_i64(),
                _ => None,
            };
            match name.as_str() {
                "first" => paging.first = number(),
                "last" => paging.last = number(),
                // A cursor belongs to one list.
                _ => return None,
            }
        }
        crate::page::usual(&mut paging);
        crate::page::is_possible(&paging).then(|| paging.into())
    }

    /// The keys that `field` needs, if it is selected.
    fn keys<K>(&self, field: &str, keys: impl IntoIterator<Item = K>) -> Vec<K> {
        if self.asks(field) { keys.into_iter().collect() } else { Vec::new() }
    }
}

impl Loaders {
    /// Fetches these, so that asking for them later costs nothing.
    async fn fill<K, V>(&self, keys: impl IntoIterator<Item = K>) -> Result<(), Failure>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        V: Send + Sync + Clone + 'static,
        Fetch: Loader<K, Value = V, Error = Failure>,
    {
        let keys: Vec<K> = keys.into_iter().collect::<HashSet<K>>().into_iter().collect();
        if !keys.is_empty() {
            self.inner.feed_many(self.inner.loader().load(&keys).await?).await;
        }
        Ok(())
    }
}

/// Fetches what is selected of the neighbours of these tickets.
pub(crate) async fn tickets(ctx: &Context<'_>, page: &engine::Page<engine::Ticket>) -> Result<(), Failure> {
    let loaders = loaders(ctx)?;
    if !loaders.keeps {
        return Ok(());
    }
    let selected = Selected(ctx.look_ahead());
    let rows = || page.items.iter().map(|(_, ticket)| ticket);
    let mut users = selected.keys("customer", rows().map(|ticket| ticket.customer));
    users.extend(selected.keys("assignee", rows().filter_map(|ticket| ticket.assignee)));
    let organisations = selected.keys("organisation", rows().filter_map(|ticket| ticket.organisation));
    let queues = selected.keys("queue", rows().map(|ticket| ticket.queue));
    let comments = match selected.window("comments") {
        Some(window) => rows().map(|one| CommentsOf { ticket: one.id, window: window.clone() }).collect(),
        None => Vec::new(),
    };
    tokio::try_join!(
        loaders.fill(users),
        loaders.fill(organisations),
        loaders.fill(queues),
        loaders.fill(comments)
    )?;
    Ok(())
}

/// Fetches what is selected of the neighbours of these comments.
pub(crate) async fn comments(ctx: &Context<'_>, page: &engine::Page<engine::Comment>) -> Result<(), Failure> {
    let loaders = loaders(ctx)?;
    if !loaders.keeps {
        return Ok(());
    }
    let selected = Selected(ctx.look_ahead());
    let rows = || page.items.iter().map(|(_, comment)| comment);
    let mut authors = selected.keys("author", rows().map(|comment| comment.author));
    authors.extend(selected.keys("byStaff", rows().map(|comment| comment.author)));
    let files = selected.keys("attachments", rows().map(|comment| AttachmentsOf(comment.id)));
    tokio::try_join!(loaders.fill(authors), loaders.fill(files))?;
    Ok(())
}

/// Fetches what is selected of the neighbours of these events.
pub(crate) async fn events(ctx: &Context<'_>, page: &engine::Page<engine::Event>) -> Result<(), Failure> {
    let loaders = loaders(ctx)?;
    if !loaders.keeps {
        return Ok(());
    }
    let selected = Selected(ctx.look_ahead());
    let rows = || page.items.iter().map(|(_, event)| event);
    let actors = selected.keys("actor", rows().filter_map(|event| event.actor));
    let comments = selected.keys("comment", rows().filter_map(|event| event.comment));
    tokio::try_join!(loaders.fill(actors), loaders.fill(comments))?;
    Ok(())
}
