//! The names of colleagues in an internal note, as chips. Pure.

/// The same HTML with each `@Name` in a chip, the longest name first.
pub(crate) fn chips(html: &str, names: &[String]) -> String {
    let mut escaped: Vec<String> = names.iter().map(|name| escape(name.trim())).collect();
    escaped.retain(|name| !name.is_empty());
    escaped.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let mut shown = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('@') {
        let (before, after) = rest.split_at(at);
        shown.push_str(before);
        let word = before.chars().next_back().is_some_and(char::is_alphanumeric);
        // What stands in a tag is no text.
        let tag = shown.rfind('<') > shown.rfind('>');
        let ends = |name: &&String| {
            let tail = after[1..].strip_prefix(name.as_str());
            tail.is_some_and(|tail| !tail.starts_with(char::is_alphanumeric))
        };
        let name = escaped.iter().find(ends).filter(|_| !word && !tag);
        let length = 1 + name.map_or(0, String::len);
        match name {
            Some(name) => {
                shown.push_str("<span class=\"chip note\">@");
                shown.push_str(name);
                shown.push_str("</span>");
            }
            None => shown.push('@'),
        }
        rest = &after[length..];
    }
    shown.push_str(rest);
    shown
}

fn escape(name: &str) -> String {
    name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::chips;

    #[test]
    fn names_of_colleagues_become_chips_and_nothing_else_does() {
        let names = ["Ole".to_owned(), "Ole Kern".to_owned()];
        let chip = |name: &str| format!("<span class=\"chip note\">@{name}</span>");
        for (html, expected) in [
            ("<p>Hallo</p>".to_owned(), "<p>Hallo</p>".to_owned()),
            ("<p>@Ole Kern, @Ole!</p>".to_owned(), format!("<p>{}, {}!</p>", chip("Ole Kern"), chip("Ole"))),
            ("<p>@Olesen x@Ole.example @</p>".to_owned(), "<p>@Olesen x@Ole.example @</p>".to_owned()),
            ("<a href=\"x/@Ole\">y</a>".to_owned(), "<a href=\"x/@Ole\">y</a>".to_owned()),
        ] {
            assert_eq!(chips(&html, &names), expected);
        }
    }
}
