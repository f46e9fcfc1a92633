//! What a single line of a mail is: quoted, blank, a rule, a signature mark.

/// Whether the line is quoted with `>`.
pub(super) fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// Whether nothing can be read on the line.
pub(super) fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200c}' | '\u{1427}' | '\u{feff}'))
}

/// Whether the line is a drawn rule: two or more of the characters that people draw rules with, and nothing else.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 2
        && line.chars().all(|c| matches!(c, '-' | '*' | '#' | '~' | '=' | '_' | '+' | '—' | '–'))
}

/// Whether the line opens a signature (RFC 3676, 4.3; many programs drop the blank).
pub(super) fn opens_signature(line: &str) -> bool {
    line.trim_end() == "--"
}

/// The line without quote marks, blanks and the marks of bold text.
pub(super) fn bare(line: &str) -> &str {
    line.trim_start_matches(['>', ' ', '\t']).trim()
}

/// Lower case, white space runs as one, without invisible marks.
pub(super) fn folded(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|c| {
            !matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
                && !('\u{202a}'..='\u{202e}').contains(c)
        })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
