//! The parameters of `Content-Type` and `Content-Disposition`: names of files in any charset and in pieces (RFC 2231),
//! names that were folded and never quoted, and a type that is itself an encoded word.

use std::fmt::Write as _;

use crate::inbound::{charset, clean, steps::encoded_word};

/// One parameter as it stands there, its value without quotes.
struct Parameter<'a> {
    name: String,
    value: &'a str,
    quoted: bool,
}

/// The boundary that a `Content-Type: multipart/…` names.
pub(super) fn boundary(field: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(field);
    let (_, value) = described(&text)?;
    if !value.trim_start().to_ascii_lowercase().starts_with("multipart/") {
        return None;
    }
    let value = unfolded(value);
    let found = parameters(&value).into_iter().find(|one| one.name == "boundary")?;
    Some(found.value.as_bytes().trim_ascii_end().to_vec()).filter(|boundary| !boundary.is_empty())
}

/// The charset that a `Content-Type` names.
pub(super) fn charset(field: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(field);
    let (_, value) = described(&text)?;
    let value = unfolded(value);
    parameters(&value).into_iter().find(|one| one.name == "charset").map(|one| one.value.to_owned())
}

/// The header with names that every parser reads; `None`: it can stay, or it is another header.
pub(super) fn mend(field: &str) -> Option<String> {
    let (name, value) = described(field)?;
    let unfolded = unfolded(value);
    let decoded = unfolded.trim_start().starts_with("=?").then(|| encoded_word::decode(unfolded.trim()));
    let source = decoded.as_deref().unwrap_or(&unfolded);
    let parameters = parameters(source);
    let is_name = |one: &&Parameter<'_>| matches!(stem(&one.name), "name" | "filename");
    let pieces = parameters.iter().filter(is_name).any(|one| one.name.contains('*'));
    let bare = parameters.iter().filter(is_name).any(|one| !one.quoted && one.value.contains(' '));
    if decoded.is_none() && !pieces && !bare {
        return None;
    }
    let mut out = format!("{name}: {}", source.split(';').next().unwrap_or_default().trim());
    for one in parameters.iter().filter(|one| !is_name(one)) {
        let _ = write!(out, "; {}=\"{}\"", one.name, one.value);
    }
    for wanted in ["name", "filename"] {
        let of_name: Vec<_> = parameters.iter().filter(|one| stem(&one.name) == wanted).collect();
        if let Some(text) = joined(&of_name) {
            let text = clean::line(&text).replace('"', "_").replace('\\', "/");
            let _ = write!(out, "; {wanted}=\"{text}\"");
        }
    }
    out.push_str("\r\n");
    Some(out)
}

/// A header that describes a part: its name and its value.
fn described(field: &str) -> Option<(&str, &str)> {
    let (name, value) = field.split_once(':')?;
    let known = ["content-type", "content-disposition"];
    known.iter().any(|one| name.trim().eq_ignore_ascii_case(one)).then_some((name, value))
}

fn unfolded(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `filename` of `filename*0*`.
fn stem(name: &str) -> &str {
    name.split('*').next().unwrap_or(name)
}

/// What follows the type, in order. A blank between two parameters stands for a forgotten semicolon.
fn parameters(value: &str) -> Vec<Parameter<'_>> {
    let mut found = Vec::new();
    let mut rest = value.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.rsplit([';', ' ']).find(|word| !word.is_empty()).unwrap_or_default();
        let after = after.trim_start();
        let (value, quoted, next) = if let Some(inside) = after.strip_prefix('"') {
            let (value, next) = inside.split_at(inside.find('"').unwrap_or(inside.len()));
            (value, true, next.strip_prefix('"').unwrap_or(next))
        } else {
            let (value, next) = after.split_at(bare_end(after));
            (value.trim_end(), false, next)
        };
        found.push(Parameter { name: name.to_ascii_lowercase(), value, quoted });
        rest = next;
    }
    found
}

/// Where a value without quotes ends: at a semicolon, or before a word with an equals sign.
fn bare_end(text: &str) -> usize {
    let end = text.find(';').unwrap_or(text.len());
    let value = text.get(..end).unwrap_or_default();
    let before_next = value.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at).find(|at| {
        let word = value.get(at + 1..).unwrap_or_default();
        let known = [
            "charset=",
            "format=",
            "delsp=",
            "boundary=",
            "name=",
            "filename=",
            "size=",
            "type=",
            "reply-type=",
        ];
        let word = word.to_ascii_lowercase();
        known.iter().any(|name| word.starts_with(name))
    });
    before_next.unwrap_or(end)
}

/// The name that its pieces make (RFC 2231), or the plain one.
fn joined(parameters: &[&Parameter<'_>]) -> Option<String> {
    let mut pieces: Vec<(u32, &Parameter<'_>)> =
        parameters.iter().filter_map(|one| Some((position(&one.name)?, *one))).collect();
    if pieces.is_empty() {
        return parameters.first().map(|one| encoded_word::decode(one.value));
    }
    pieces.sort_by_key(|(position, _)| *position);
    let mut label = None;
    let mut bytes = Vec::new();
    for (at, (_, piece)) in pieces.into_iter().enumerate() {
        let mut value = piece.value;
        if piece.name.ends_with('*') {
            if at == 0
                && let Some((charset, rest)) = value.split_once('\'')
            {
                label = Some(charset);
                value = rest.split_once('\'').map_or(rest, |(_, name)| name);
            }
            bytes.extend(percent_encoding::percent_decode_str(value));
        } else {
            bytes.extend_from_slice(value.as_bytes());
        }
    }
    Some(charset::decode(label.filter(|label| !label.is_empty()), &bytes))
}

/// Which piece of a name: `filename*` and `filename*0*` are the first.
fn position(name: &str) -> Option<u32> {
    let (_, star) = name.split_once('*')?;
    let number = star.trim_end_matches('*');
    if number.is_empty() { Some(0) } else { number.parse().ok() }
}
