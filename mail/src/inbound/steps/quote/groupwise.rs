//! Recognises the line that Novell's `GroupWise` puts above a quoted mail: `>>> Jane <jane@example.org> 12.11.2026 10:00 >>>`, or
//! `>>> Jane <jane@example.org> schrieb am 12.11.2026 um 10:00 in Nachricht …:`. The mail below it is often not marked at all.

use super::attribution;
use super::line::{bare, folded, is_blank, is_quoted};

/// What the line begins and ends with.
const MARK: &str = ">>>";

/// A program on the way may have broken the line into so many.
const MAX_LINES: usize = 3;

/// Longer than any such line, in bytes.
const MAX_LENGTH: usize = 500;

/// How many lines from `lines[at]` on are such a line, if any are. Among quoted lines it belongs to what they quote.
pub(super) fn length(lines: &[&str], at: usize) -> Option<usize> {
    let first = lines.get(at)?.trim();
    let inside = first.strip_prefix(MARK).filter(|inside| !inside.starts_with('>'))?;
    if below_quote(lines, at) || bare(inside).is_empty() {
        return None;
    }
    let mut joined = String::new();
    for (count, line) in lines.get(at..)?.iter().enumerate().take(MAX_LINES) {
        if count > 0 && (is_blank(line) || joined.len() + line.len() > MAX_LENGTH) {
            return None;
        }
        if count > 0 {
            joined.push(' ');
        }
        joined.push_str(line.trim());
        if is_header(&joined) {
            return Some(count + 1);
        }
    }
    None
}

/// Whether the line with text above is a quoted one.
fn below_quote(lines: &[&str], at: usize) -> bool {
    let above = lines.get(..at).unwrap_or_default();
    above.iter().rfind(|line| !is_blank(line)).is_some_and(|line| is_quoted(line))
}

fn is_header(line: &str) -> bool {
    let Some(inside) = line.strip_prefix(MARK) else { return false };
    let inside = inside.trim();
    match inside.strip_suffix(MARK) {
        Some(who) => attribution::is_dated(&folded(who.trim())),
        None => attribution::is_attribution(&folded(inside)),
    }
}
