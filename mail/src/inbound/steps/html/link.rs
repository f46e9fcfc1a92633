//! Which address of a link is worth showing beside its text.

/// Longer addresses carry more for the sender's statistics than for a reader; the HTML still has them.
const MAX_LENGTH: usize = 200;

/// The address to write behind the link's text, if it tells something that the text does not.
pub(super) fn worth_showing<'h>(href: &'h str, text: &str) -> Option<&'h str> {
    let href = href.trim();
    let shown = href
        .strip_prefix("mailto:")
        .map(|address| address.split('?').next().unwrap_or(address))
        .or_else(|| {
            (starts(href, "http://") || starts(href, "https://") || starts(href, "ftp://")).then_some(href)
        })?;
    let plain = essence(shown);
    let told = plain.is_empty() || text.to_lowercase().contains(&plain);
    (!told && shown.len() <= MAX_LENGTH && !shown.contains(char::is_whitespace)).then_some(shown)
}

fn starts(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// The address without what people leave out when they write it.
fn essence(href: &str) -> String {
    let lower = href.to_lowercase();
    let bare = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/').to_owned()
}
