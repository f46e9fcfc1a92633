//! Which elements a reader of the mail never sees, and which mark a quoted mail.

use html5ever::tokenizer::Tag;

/// The value of an attribute, if it is there.
pub(super) fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

/// Whether the content of the element is never text to read.
pub(super) fn is_silent(tag: &Tag) -> bool {
    matches!(
        &*tag.name,
        "script"
            | "style"
            | "title"
            | "template"
            | "object"
            | "applet"
            | "svg"
            | "math"
            | "select"
            | "audio"
            | "video"
    )
}

/// Whether the style of the element says that it is not shown.
pub(super) fn is_styled_away(tag: &Tag) -> bool {
    if attribute(tag, "hidden").is_some() {
        return true;
    }
    attribute(tag, "style").is_some_and(|style| {
        let style: String =
            style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        style.contains("display:none")
            || style.contains("visibility:hidden")
            || style.contains("mso-hide:all")
    })
}

/// Whether another element of the same name ends this one, as a paragraph does.
pub(super) fn ends_itself(name: &str) -> bool {
    matches!(name, "p" | "li" | "td" | "th" | "tr" | "dt" | "dd" | "option")
}

/// Whether an image is too small to be seen: it only reports that the mail was read.
pub(super) fn is_tracker(tag: &Tag) -> bool {
    ["width", "height"].iter().any(|side| {
        attribute(tag, side).is_some_and(|value| matches!(value.trim().trim_end_matches("px"), "0" | "1"))
    })
}

/// Whether a block quote holds the mail that is answered, rather than words that the writer cites or indents.
pub(super) fn is_quoted_mail(tag: &Tag) -> bool {
    attribute(tag, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("cite"))
        || attribute(tag, "cite").is_some()
        || has_class(
            tag,
            &["gmail_quote", "protonmail_quote", "tutanota_quote", "yahoo_quoted", "zmail_extra", "iosymail"],
        )
        || attribute(tag, "style").is_some_and(|style| style.to_ascii_lowercase().contains("border-left"))
}

/// Whether the element stands at the top of a quoted mail, whatever its language.
pub(super) fn introduces_quote(tag: &Tag) -> bool {
    has_class(
        tag,
        &[
            "gmail_attr",
            "moz-cite-prefix",
            "yahoo_quoted",
            "OutlookMessageHeader",
            "protonmail_quote",
            "zmail_extra",
        ],
    ) || attribute(tag, "id").is_some_and(|id| {
        let id = id.strip_prefix("x_").unwrap_or(id);
        matches!(
            id,
            "divRplyFwdMsg"
                | "appendonsend"
                | "reply-intro"
                | "mail-editor-reference-message-container"
                | "replySplit"
        )
    })
}

fn has_class(tag: &Tag, wanted: &[&str]) -> bool {
    attribute(tag, "class").is_some_and(|classes| {
        classes
            .split_ascii_whitespace()
            .any(|class| wanted.contains(&class.strip_prefix("x_").unwrap_or(class)))
    })
}
