//! Comments for one answer: no more of their texts than its fields ask for, and no more of them than the memory should hold.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, Lookahead, SelectionField, Value, dataloader::Loader};
use engine::{CommentId, Page, Paging, Texts, TicketId, UserId};

use super::{
    Among, AttachmentsOf,
    fetch::{Fetch, Window},
    loaders,
};
use crate::{caller::logged_in, error::Failure};

/// Fields of a comment that read its HTML.
const HTML: [&str; 4] = ["html", "fullHtml", "hasRemoteImages", "htmlWithRemoteImages"];

/// Those that ask for all of a comment, however long it is; `html` and `text` do so without a `limit`.
const WHOLE: [&str; 4] = ["full", "fullHtml", "hasRemoteImages", "htmlWithRemoteImages"];

/// Those that may ask for a beginning alone.
const LIMITED: [&str; 3] = ["text", "html", "isLonger"];

/// How much the comments that are read for an answer may hold together, as a multiple of how large it may be: their text and their
/// HTML are read, of which most ask for one.
const READ: u64 = 2;

/// How many bytes of comments an answer may read that may be so large.
pub(super) const fn may_read(answer: u64) -> u64 {
    answer.saturating_mul(READ)
}

/// A page of the comments of this ticket, with no more of their texts than is wanted.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct CommentsOf {
    pub(crate) ticket: TicketId,
    pub(crate) window: Window,
    pub(crate) texts: Texts,
}

/// Comments are shared by all who ask for the same: their texts may be long.
type Shared = Arc<engine::Comment>;

impl Loader<CommentsOf> for Fetch {
    type Value = Page<Shared>;
    type Error = Failure;

    async fn load(&self, keys: &[CommentsOf]) -> Result<HashMap<CommentsOf, Self::Value>, Failure> {
        let actor = self.caller.actor()?;
        let mut asked: HashMap<(Window, Texts), Vec<TicketId>> = HashMap::new();
        for CommentsOf { ticket, window, texts } in keys {
            asked.entry((window.clone(), *texts)).or_default().push(*ticket);
        }
        let mut pages = HashMap::with_capacity(keys.len());
        for ((window, texts), tickets) in asked {
            let mut left = self.left.lock().await;
            let paging = window.clone().into();
            let found = self.engine.comments_of_each(actor, &tickets, &paging, (texts, *left)).await?;
            *left = left.saturating_sub(size(found.values().flat_map(of_page)));
            let key = |ticket| CommentsOf { ticket, window: window.clone(), texts };
            pages.extend(found.into_iter().map(|(ticket, page)| (key(ticket), shared(page))));
        }
        Ok(pages)
    }
}

impl Loader<CommentId> for Fetch {
    type Value = Shared;
    type Error = Failure;

    async fn load(&self, keys: &[CommentId]) -> Result<HashMap<CommentId, Shared>, Failure> {
        let actor = self.caller.actor()?;
        let mut left = self.left.lock().await;
        let found = self.engine.comments_by_id_within(actor, keys, *left).await?;
        *left = left.saturating_sub(size(found.values()));
        Ok(found.into_iter().map(|(id, comment)| (id, Arc::new(comment))).collect())
    }
}

/// The people who wrote comments.
pub(crate) type Authors = Arc<HashMap<UserId, engine::User>>;

/// A page of the comments of a ticket. Alone, it is read with its authors and its files; among many the loaders gather
/// over all of them.
pub(crate) async fn comments(
    ctx: &Context<'_>,
    ticket: TicketId,
    paging: Paging,
    among: Among,
) -> Result<(Page<Shared>, Option<Authors>), Failure> {
    let loaders = loaders(ctx)?;
    let list = ctx.look_ahead();
    let texts = texts(&list);
    if among == Among::Many || !loaders.keeps {
        let page = loaders.one(CommentsOf { ticket, window: paging.into(), texts }, among).await?;
        return Ok((page.unwrap_or_default(), None));
    }
    let (engine, actor) = logged_in(ctx)?;
    let nodes = nodes(&list);
    let asks = |field| nodes.iter().any(|node| node.field(field).exists());
    let mut left = loaders.inner.loader().left.lock().await;
    let (page, authors) = if asks("author") || asks("byStaff") {
        let (page, authors) = engine.comments_with_authors(actor, ticket, &paging, (texts, *left)).await?;
        (page, Some(Arc::new(authors)))
    } else {
        (engine.comments_within(actor, ticket, &paging, (texts, *left)).await?, None)
    };
    *left = left.saturating_sub(size(of_page(&page)));
    drop(left);
    if asks("attachments") {
        loaders.fill(of_page(&page).map(|comment| AttachmentsOf(comment.id))).await?;
    }
    Ok((shared(page), authors))
}

/// How much of the texts of its comments the fields ask for that are selected of a list.
pub(super) fn texts(list: &Lookahead<'_>) -> Texts {
    let nodes = nodes(list);
    let asks = |field: &str| nodes.iter().any(|node| node.field(field).exists());
    let mut beginning = Some(0_u32);
    for field in LIMITED {
        for limit in nodes.iter().flat_map(|node| limits(node, field)) {
            beginning = beginning.zip(limit).map(|(one, other)| one.max(other));
        }
    }
    if WHOLE.iter().any(|field| asks(field)) {
        beginning = None;
    }
    if asks("soundsSettled") {
        beginning = beginning.map(|longest| longest.max(engine::content::settled::READ));
    }
    Texts { beginning, html: HTML.iter().any(|field| asks(field)) }
}

/// What is selected of each item of a list.
fn nodes<'a>(list: &Lookahead<'a>) -> [Lookahead<'a>; 2] {
    [list.field("nodes"), list.field("edges").field("node")]
}

/// The `limit` of each selection of a field; `None`: it has none.
fn limits(node: &Lookahead<'_>, field: &str) -> Vec<Option<u32>> {
    let limit = |selected: &SelectionField<'_>| match selected.arguments().ok()?.pop()?.1 {
        Value::Number(number) => number.as_u64().and_then(|limit| u32::try_from(limit).ok()),
        _ => None,
    };
    node.field(field).selection_fields().iter().map(limit).collect()
}

/// The same page with its comments to be shared.
pub(super) fn shared(page: Page<engine::Comment>) -> Page<Shared> {
    let Page { items, has_next, has_previous, whole } = page;
    let items = items.into_iter().map(|(cursor, comment)| (cursor, Arc::new(comment))).collect();
    Page { items, has_next, has_previous, whole }
}

fn of_page(page: &Page<engine::Comment>) -> impl Iterator<Item = &engine::Comment> {
    page.items.iter().map(|(_, comment)| comment)
}

/// How many bytes these comments hold.
fn size<'a>(comments: impl IntoIterator<Item = &'a engine::Comment>) -> u64 {
    let bytes = comments.into_iter().map(|comment| comment.text.len() + comment.html.len());
    bytes.map(|bytes| u64::try_from(bytes).unwrap_or(u64::MAX)).fold(0, u64::saturating_add)
}
