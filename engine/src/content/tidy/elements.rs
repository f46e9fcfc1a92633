//! What the tidy pass knows of elements: which are kept, which end which.

/// Elements within each other; mails nest tables some thirty deep.
pub(super) const DEEPEST: usize = 100;

/// Formatting elements within each other, since the parser repeats the open ones.
pub(super) const MOST_FORMATTING: usize = 10;

/// Elements that have no end tag.
pub(super) const VOID: &[&str] = &["br", "col", "hr", "img", "wbr"];

/// Elements that end an open paragraph.
pub(super) const BLOCKS: &[&str] = &[
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "nav",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "ul",
];

/// Elements that the parser opens again in the next block when a block ends before they do.
pub(super) const FORMATTING: &[&str] =
    &["a", "b", "code", "em", "i", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that mean nothing outside of a table.
pub(super) const TABLE_PARTS: &[&str] =
    &["caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"];

/// Other elements that are kept.
const OTHERS: &[&str] = &[
    "abbr", "acronym", "bdi", "bdo", "cite", "data", "del", "dfn", "ins", "kbd", "mark", "q", "rp", "rt",
    "rtc", "ruby", "samp", "span", "sub", "sup", "time", "var", "br", "img", "wbr",
];

/// Elements beyond which no end tag reaches.
pub(super) const WALLS: &[&str] = &["caption", "table", "td", "th"];

/// Elements that end the open ones in the second place, as far as these lie within the innermost in the third.
pub(super) const SIBLINGS: &[(&str, &[&str], &[&str])] = &[
    ("a", &["a"], WALLS),
    ("caption", &["caption", "colgroup", "tbody", "thead", "tfoot", "tr", "td", "th"], &["table"]),
    ("colgroup", &["caption", "colgroup", "tbody", "thead", "tfoot", "tr", "td", "th"], &["table"]),
    ("dd", &["dd", "dt"], &["dl", "table", "td", "th"]),
    ("dt", &["dd", "dt"], &["dl", "table", "td", "th"]),
    ("li", &["li"], &["ol", "ul", "table", "td", "th"]),
    ("tbody", &["caption", "colgroup", "tbody", "thead", "tfoot", "tr", "td", "th"], &["table"]),
    ("td", &["caption", "colgroup", "td", "th"], &["table"]),
    ("tfoot", &["caption", "colgroup", "tbody", "thead", "tfoot", "tr", "td", "th"], &["table"]),
    ("th", &["caption", "colgroup", "td", "th"], &["table"]),
    ("thead", &["caption", "colgroup", "tbody", "thead", "tfoot", "tr", "td", "th"], &["table"]),
    ("tr", &["caption", "colgroup", "td", "th", "tr"], &["table"]),
];

/// Elements whose content is not for people; it goes with them.
pub(super) const SKIPPED: &[&str] = &[
    "applet", "audio", "canvas", "embed", "iframe", "math", "noembed", "noframes", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
];

/// The element of this name, if it is one that is kept.
pub(super) fn known(name: &str) -> Option<&'static str> {
    [BLOCKS, FORMATTING, TABLE_PARTS, OTHERS].into_iter().flatten().find(|one| **one == name).copied()
}
