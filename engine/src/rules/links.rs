//! Links between tickets: in which direction each is kept, how it reads from the other end, and what an address must be.

use url::Url;

use crate::{
    content::clean_line,
    error::{Error, Result},
    model::{LinkKind, TicketId},
};

/// The longest address of an external link in characters.
pub const URL_LIMIT: usize = 2_000;

/// The longest key of an external link in characters.
pub const KEY_LIMIT: usize = 100;

/// The most links that a ticket has, and the most external ones.
pub const MOST_LINKS: usize = 100;

/// How a link reads from its other end.
#[must_use]
pub const fn reverse(kind: LinkKind) -> LinkKind {
    match kind {
        LinkKind::Related => LinkKind::Related,
        LinkKind::DuplicateOf => LinkKind::DuplicatedBy,
        LinkKind::DuplicatedBy => LinkKind::DuplicateOf,
        LinkKind::ParentOf => LinkKind::ChildOf,
        LinkKind::ChildOf => LinkKind::ParentOf,
    }
}

/// The one direction in which a link is kept: the parent first, the duplicate first, and of two that are merely related
/// the one with the smaller id.
#[must_use]
pub fn kept(kind: LinkKind, ticket: TicketId, other: TicketId) -> (TicketId, LinkKind, TicketId) {
    let turned = match kind {
        LinkKind::Related => ticket > other,
        LinkKind::DuplicatedBy | LinkKind::ChildOf => true,
        LinkKind::DuplicateOf | LinkKind::ParentOf => false,
    };
    if turned { (other, reverse(kind), ticket) } else { (ticket, kind, other) }
}

/// The address of an external link in the form in which it is kept.
///
/// # Errors
/// `BadInput` for `url`: only http and https, with a host, without a password.
pub fn clean_url(given: &str) -> Result<String> {
    let refused = |reason, message: &str| Err(Error::bad("url", reason, message));
    let given = given.trim();
    if given.is_empty() {
        return refused("url-required", "A URL is required.");
    }
    let Ok(url) = Url::parse(given) else {
        return refused("url-invalid", "The URL must start with http:// or https://.");
    };
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return refused("url-invalid", "The URL must start with http:// or https://.");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refused("url-login", "The URL must not contain a username or password.");
    }
    let url = String::from(url);
    if url.chars().count() > URL_LIMIT {
        return Err(Error::too_long("url", "url-too-long", "URL", URL_LIMIT));
    }
    Ok(url)
}

/// What another system calls the matter, on one line; `None`: nothing is left.
///
/// # Errors
/// `BadInput` for `key`.
pub fn clean_key(given: Option<&str>) -> Result<Option<String>> {
    let key = given.map(clean_line).filter(|key| !key.is_empty());
    if key.as_ref().is_some_and(|key| key.chars().count() > KEY_LIMIT) {
        return Err(Error::too_long("key", "key-too-long", "key", KEY_LIMIT));
    }
    Ok(key)
}
