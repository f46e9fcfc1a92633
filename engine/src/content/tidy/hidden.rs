//! Elements that no program shows: texts that mails carry for the lists of mail programs, and the other layout of two.

use super::tag::Tag;

/// Whether the attributes of an element say that it is not shown. They do not survive, so that it would be.
pub(super) fn is_hidden(attributes: &[(String, &str)]) -> bool {
    attributes.iter().any(|(name, value)| match name.as_str() {
        "hidden" => true,
        "style" => {
            let style: String = value
                .chars()
                .filter(|letter| !letter.is_whitespace())
                .collect::<String>()
                .to_ascii_lowercase();
            ["display:none", "visibility:hidden", "mso-hide:all"].iter().any(|hides| style.contains(hides))
        }
        _ => false,
    })
}

/// Whether a picture of this size is none: a dot that is there to be counted.
pub(super) fn is_dot(attributes: &[(String, &str)]) -> bool {
    let tiny = |value: &str| matches!(value.trim().trim_end_matches("px"), "0" | "1" | "2");
    attributes.iter().any(|(name, value)| matches!(name.as_str(), "width" | "height") && tiny(value))
}

/// What is behind the end of an element that has just begun, elements of the same name within it included; `None`: it has
/// no end.
pub(super) fn behind<'a>(element: &str, text: &'a str) -> Option<&'a str> {
    let mut depth = 1_u32;
    let mut rest = text;
    loop {
        rest = &rest[rest.find('<')?..];
        match Tag::read(rest) {
            Some((tag, after)) => {
                rest = after;
                match tag {
                    Tag::Start { name, .. } if name == element => depth += 1,
                    Tag::End { name } if name == element => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    return Some(rest);
                }
            }
            None => rest = &rest[1..],
        }
    }
}
