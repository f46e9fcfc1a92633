//! What may stand in one line of a header: no line break, no control character, no disguise (pure).

use engine::content::is_invisible;

/// Turns any text into one line of at most `limit` characters that a header may carry.
///
/// White space of every kind becomes single spaces, control characters and the invisible ones that turn the direction
/// of writing go away, and `=?` is opened up, since a mail program would decode what follows (RFC 2047) and show
/// something else than we checked. What is too long ends in `…`.
#[must_use]
pub fn line(text: &str, limit: usize) -> String {
    let mut clean = String::with_capacity(text.len().min(limit * 4));
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let word: String = word.chars().filter(|c| !is_invisible(*c)).collect();
        if !word.is_empty() {
            if !clean.is_empty() {
                clean.push(' ');
            }
            clean.push_str(&word.replace("=?", "= ?"));
        }
        if clean.len() > limit.saturating_mul(4) {
            break;
        }
    }
    cut(clean, limit)
}

/// A person's or a company's name as it may be shown: one line, and empty when it looks like an address of the web,
/// since anybody can mail us under any name and our confirmation would carry it on.
#[must_use]
pub fn name(text: &str) -> String {
    let name = line(text, 80);
    let lower = name.to_lowercase();
    if lower.contains("://") || lower.contains("www.") || name.contains('@') { String::new() } else { name }
}

/// A clean name as one says it: `Muster, Maria` of an address book becomes `Maria Muster`.
#[must_use]
pub fn spoken(name: &str) -> String {
    let is_name = |part: &str| {
        let words = part.split_whitespace().count();
        (1..=2).contains(&words)
            && part.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.'))
    };
    match name.split_once(", ") {
        Some((family, given)) if is_name(family) && is_name(given) => format!("{given} {family}"),
        _ => name.to_owned(),
    }
}

fn cut(text: String, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text;
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}
