//! Why: a page of a list knows all its neighbours at once, so it fetches them before its fields ask one by one.

use std::{collections::HashSet, hash::Hash};

use async_graphql::{Context, Lookahead, dataloader::Loader};
use engine::{Beside, Page, Paging, Texts};

use super::{
    Fetch, Loaders, MarkOf,
    comments::{CommentsOf, texts},
    fetch::Window,
    loaders,
};
use crate::error::Failure;

/// What is selected of the objects that are being resolved: of one, or of each node of a connection.
struct Selected<'a>(Vec<Lookahead<'a>>);

impl<'a> Selected<'a> {
    fn of_one(ctx: &'a Context<'_>) -> Self {
        Self(vec![ctx.look_ahead()])
    }

    fn of_each(ctx: &'a Context<'_>) -> Self {
        let list = ctx.look_ahead();
        Self(vec![list.field("nodes"), list.field("edges").field("node")])
    }

    fn asks(&self, field: &str) -> bool {
        self.0.iter().any(|node| node.field(field).exists())
    }

    /// Which neighbours of a ticket the engine is to read with it.
    fn beside(&self) -> Beside {
        let of_organisation =
            |field| self.0.iter().any(|node| node.field("organisation").field(field).exists());
        Beside {
            customer: self.asks("customer"),
            assignee: self.asks("assignee"),
            organisation: self.asks("organisation"),
            domains: of_organisation("domains") || of_organisation("openDomains"),
            last_comment: false,
            texts: Texts::default(),
        }
    }

    /// The comments of each node, if they are selected.
    fn comments(&self) -> Option<Lookahead<'a>> {
        self.0.iter().map(|node| node.field("comments")).find(Lookahead::exists)
    }

    /// The window on a list of each node, if it is selected once and can be read; otherwise its resolver sees to it.
    fn window(&self, field: &str) -> Option<Window> {
        let lists: Vec<_> = self.0.iter().flat_map(|node| node.field(field).selection_fields()).collect();
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
    pub(super) async fn fill<K, V>(&self, keys: impl IntoIterator<Item = K>) -> Result<(), Failure>
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

/// What the engine is to read with the ticket that is being resolved.
pub(crate) fn beside_one(ctx: &Context<'_>) -> Beside {
    Selected::of_one(ctx).beside()
}

/// What the engine is to read with each ticket of the list that is being resolved.
pub(crate) fn beside_each(ctx: &Context<'_>) -> Beside {
    let selected = Selected::of_each(ctx);
    let comments = selected.comments();
    let last_comment = selected
        .window("comments")
        .zip(comments.as_ref())
        .is_some_and(|(window, comments)| last_alone(comments, &window.into()));
    let texts = comments.as_ref().map(texts).unwrap_or_default();
    Beside { last_comment, texts, ..selected.beside() }
}

/// Whether nothing is asked of a list but its last item: then nobody has to know what else there is.
pub(crate) fn last_alone(list: &Lookahead<'_>, paging: &Paging) -> bool {
    let asks = |field| list.field(field).exists();
    *paging == Paging { last: Some(1), ..Paging::default() } && !asks("pageInfo") && !asks("totalCount")
}

/// Fetches what is selected of the neighbours of these tickets, all but what was read with them.
pub(crate) async fn tickets(
    ctx: &Context<'_>,
    page: &Page<engine::Ticket>,
    beside: Beside,
) -> Result<(), Failure> {
    let loaders = loaders(ctx)?;
    if !loaders.keeps {
        return Ok(());
    }
    let selected = Selected::of_each(ctx);
    let rows = || page.items.iter().map(|(_, ticket)| ticket);
    let queues = selected.keys("queue", rows().map(|ticket| ticket.queue));
    let texts = selected.comments().as_ref().map(texts).unwrap_or_default();
    let comments = match selected.window("comments").filter(|_| !beside.last_comment) {
        Some(window) => {
            rows().map(|one| CommentsOf { ticket: one.id, window: window.clone(), texts }).collect()
        }
        None => Vec::new(),
    };
    let marked = selected.asks("awaitsStaff") || selected.asks("mark");
    let marks: Vec<MarkOf> =
        if marked { rows().map(|ticket| MarkOf(ticket.id)).collect() } else { Vec::new() };
    tokio::try_join!(loaders.fill(queues), loaders.fill(comments), loaders.fill(marks))?;
    Ok(())
}

/// Fetches what is selected of the neighbours of these events.
pub(crate) async fn events(ctx: &Context<'_>, page: &Page<engine::Event>) -> Result<(), Failure> {
    let loaders = loaders(ctx)?;
    if !loaders.keeps {
        return Ok(());
    }
    let selected = Selected::of_each(ctx);
    let rows = || page.items.iter().map(|(_, event)| event);
    let actors = selected.keys("actor", rows().filter_map(|event| event.actor));
    let comments = selected.keys("comment", rows().filter_map(|event| event.comment));
    tokio::try_join!(loaders.fill(actors), loaders.fill(comments))?;
    Ok(())
}
