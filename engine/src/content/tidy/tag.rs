//! Reads one tag from the front of a text, as browsers delimit it.

/// Attributes of one tag that are kept.
const MOST_ATTRIBUTES: usize = 16;

/// Longer values, such as pictures within the text, are dropped with their attribute.
const LONGEST_VALUE: usize = 4096;

/// Something between angle brackets.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Tag<'a> {
    /// A start tag: its name in lower case, and its attributes with their entities.
    Start { name: String, attributes: Vec<(String, &'a str)> },
    /// An end tag.
    End { name: String },
    /// A comment, a declaration or an instruction.
    Comment,
}

impl<'a> Tag<'a> {
    /// The tag at the front of `text`, which begins with `<`, and what is behind it; `None` when it is none. One that
    /// never ends takes the rest with it, as in browsers.
    pub(super) fn read(text: &'a str) -> Option<(Self, &'a str)> {
        let body = text.strip_prefix('<')?;
        if let Some(comment) = body.strip_prefix("!--") {
            let end = comment.find("-->").map_or("", |at| &comment[at + 3..]);
            return Some((Self::Comment, end));
        }
        if body.starts_with(['!', '?']) {
            return Some((Self::Comment, behind_bracket(body)));
        }
        if let Some(body) = body.strip_prefix('/') {
            if !body.starts_with(|first: char| first.is_ascii_alphabetic()) {
                return body.starts_with('>').then(|| (Self::Comment, behind_bracket(body)));
            }
            let (name, rest) = name(body);
            return Some((Self::End { name }, attributes(rest).1));
        }
        if !body.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return None;
        }
        let (name, rest) = name(body);
        let (attributes, rest) = attributes(rest);
        Some((Self::Start { name, attributes }, rest))
    }
}

/// What is behind the end tag of `name`; `None` when there is no such tag.
pub(super) fn behind_end_of<'a>(name: &str, text: &'a str) -> Option<&'a str> {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = &rest[at + 2..];
        let ends = rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        if ends && !rest[name.len()..].starts_with(|next: char| next.is_ascii_alphanumeric()) {
            return Some(behind_bracket(rest));
        }
    }
    None
}

fn behind_bracket(text: &str) -> &str {
    text.find('>').map_or("", |at| &text[at + 1..])
}

fn name(text: &str) -> (String, &str) {
    let end = text
        .find(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '/' | '>'))
        .unwrap_or(text.len());
    (text[..end].to_ascii_lowercase(), &text[end..])
}

/// The attributes up to the closing bracket, and what is behind it.
fn attributes(text: &str) -> (Vec<(String, &str)>, &str) {
    let mut found: Vec<(String, &str)> = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || letter == '/');
        if rest.is_empty() {
            return (found, rest);
        }
        if let Some(behind) = rest.strip_prefix('>') {
            return (found, behind);
        }
        let (name, value, behind) = attribute(rest);
        rest = behind;
        let fits = value.len() <= LONGEST_VALUE && found.len() < MOST_ATTRIBUTES && is_plain(name);
        // Of several with one name the first one counts.
        if fits && !found.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            found.push((name.to_ascii_lowercase(), value));
        }
    }
}

fn is_plain(name: &str) -> bool {
    (1..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// One attribute: its name, its value, and what is behind it.
fn attribute(text: &str) -> (&str, &str, &str) {
    // A name may begin with an equals sign, and with nothing else that would end it.
    let first = text.chars().next().map_or(0, char::len_utf8);
    let ends = |letter: char| letter.is_ascii_whitespace() || matches!(letter, '/' | '>' | '=');
    let end = text[first..].find(ends).map_or(text.len(), |at| first + at);
    let (name, rest) = text.split_at(end);
    let Some(rest) = rest.trim_ascii_start().strip_prefix('=') else { return (name, "", rest) };
    let rest = rest.trim_ascii_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = rest.strip_prefix(quote) {
            return quoted
                .split_once(quote)
                .map_or((name, quoted, ""), |(value, behind)| (name, value, behind));
        }
    }
    let end = rest.find(|letter: char| letter.is_ascii_whitespace() || letter == '>').unwrap_or(rest.len());
    (name, &rest[..end], &rest[end..])
}
