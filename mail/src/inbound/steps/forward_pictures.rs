//! Which pictures a mail shows that is passed on in the HTML of another. Every other file beside it may be of the one who passes it on.

use std::collections::BTreeSet;

/// The ids of the files, in lower case, that the mail shows in place, and of those that the rest of the HTML shows. `mail` is what of
/// `source` is its own.
#[must_use]
pub fn parted(source: Option<&str>, mail: Option<&str>) -> (Vec<String>, Vec<String>) {
    let of = |source: Option<&str>| source.map(ids).unwrap_or_default();
    let (all, shown) = (of(source), of(mail));
    let others = all.difference(&shown).cloned().collect();
    (shown.into_iter().collect(), others)
}

/// The ids that HTML refers to, in lower case. Of what stands in them, some programs percent-encode the `@` (RFC 2392).
pub(super) fn ids(source: &str) -> BTreeSet<String> {
    let is_end = |letter: char| letter.is_whitespace() || "\"'<>()&".contains(letter);
    let lower = source.to_ascii_lowercase();
    let id = |rest: &str| rest.split(is_end).next().unwrap_or_default().replace("%40", "@");
    lower.split("cid:").skip(1).map(id).filter(|id| !id.is_empty()).collect()
}
