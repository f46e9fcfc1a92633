//! Takes off what stands under an answer: a marked signature, a mailing list's footer, "Sent from my phone", drawn rules.

use super::line::{folded, is_blank, is_rule, opens_signature};
use super::words::DEVICES;

/// A signature is short; a longer text behind two dashes was meant to be read.
const MAX_SIGNATURE: usize = 15;

/// Shortens `lines` to what the writer wrote. May leave nothing.
pub(super) fn cut<'l, 'a>(mut lines: &'l [&'a str]) -> &'l [&'a str] {
    lines = cut_tail(lines);
    if let Some(at) = lines.iter().rposition(|line| opens_signature(line)) {
        let below = lines.get(at + 1..).unwrap_or_default();
        if below.iter().filter(|line| !is_blank(line)).count() <= MAX_SIGNATURE {
            lines = cut_tail(lines.get(..at).unwrap_or_default());
        }
    }
    if let Some(at) = list_footer(lines) {
        lines = cut_tail(lines.get(..at).unwrap_or_default());
    }
    while let Some((last, rest)) = lines.split_last() {
        if !is_device_line(last) {
            break;
        }
        lines = cut_tail(rest);
    }
    lines
}

/// Without the blank lines and drawn rules at the end.
pub(super) fn cut_tail<'l, 'a>(lines: &'l [&'a str]) -> &'l [&'a str] {
    let end = lines.iter().rposition(|line| !is_blank(line) && !is_rule(line)).map_or(0, |at| at + 1);
    lines.get(..end).unwrap_or_default()
}

/// Mailman draws a rule and names the list under it.
fn list_footer(lines: &[&str]) -> Option<usize> {
    let at = lines.iter().rposition(|line| is_rule(line) && line.trim().starts_with("__"))?;
    let below = lines.get(at + 1..)?;
    (below.len() <= 6 && below.first()?.to_lowercase().contains("mailing list")).then_some(at)
}

/// Whether a telephone or a mail program put the line there.
pub(super) fn is_device_line(line: &str) -> bool {
    let text = folded(line);
    let text = text.trim_start_matches(['*', '_', ' ']);
    let words = text.split(['<', '(']).next().unwrap_or(text);
    words.len() <= 80
        && (DEVICES.iter().any(|start| text.starts_with(start))
            || (words.len() <= 60 && text.starts_with("sent from ") && !words.contains(['.', ',', ':'])))
}
