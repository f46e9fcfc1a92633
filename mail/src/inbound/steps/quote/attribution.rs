//! Recognises "On Monday Jane wrote:" in many languages, also when a mail program has broken it over several lines.

use super::line::{bare, folded, is_blank, is_quoted};
use super::words::{STARTERS, VERBS_AT_END, VERBS_IN_BETWEEN};

/// Over so many lines an attribution may be broken.
const MAX_LINES: usize = 6;

/// Longer than any attribution, in bytes.
const MAX_LENGTH: usize = 500;

/// How many lines from `lines[0]` on are one attribution, if any are.
pub(super) fn length(lines: &[&str]) -> Option<usize> {
    let first = lines.first().filter(|line| !is_blank(line) && !is_quoted(line))?;
    if first.len() > MAX_LENGTH {
        return None;
    }
    let mut joined = folded(first);
    if is_attribution(&joined) || (says_who(&joined) && quote_follows(lines)) {
        return Some(1);
    }
    if !may_go_on(&joined) {
        return None;
    }
    for (at, line) in lines.iter().enumerate().take(MAX_LINES).skip(1) {
        let next = folded(line);
        if starts(&next)
            || (next.is_empty() && !starts(&joined))
            || super::header_block::is_field(line)
            || (is_quoted(line) && !next.ends_with(':'))
            || joined.len() + next.len() > MAX_LENGTH
        {
            return None;
        }
        joined.push(' ');
        joined.push_str(if is_quoted(line) { bare(&next) } else { &next });
        if is_attribution(joined.trim_end()) {
            return Some(at + 1);
        }
    }
    None
}

/// Whether a folded line says that somebody wrote what follows, though it tells neither when nor from which address.
pub(super) fn may_introduce(line: &str) -> bool {
    let has_verb = |core: &str| VERBS_IN_BETWEEN.iter().any(|verb| core.contains(verb));
    says_who(line) || line.strip_suffix([':', '：']).is_some_and(has_verb)
}

/// "Jane wrote:" alone says too little, unless quoted lines follow.
fn says_who(line: &str) -> bool {
    line.strip_suffix([':', '：']).is_some_and(|core| ends_in_verb(core.trim_end()))
}

fn quote_follows(lines: &[&str]) -> bool {
    lines.iter().skip(1).find(|line| !is_blank(line)).is_some_and(|line| is_quoted(line))
}

fn ends_in_verb(core: &str) -> bool {
    VERBS_AT_END.iter().any(|verb| {
        // Chinese and Korean put no blank before it: "于2026年11月3日周二 10:15写道".
        let joined = verb.starts_with(|c: char| c >= '\u{1100}');
        core.strip_suffix(verb)
            .is_some_and(|before| joined || before.ends_with(|c: char| !c.is_alphanumeric() || !c.is_ascii()))
    })
}

/// Whether the first line of a broken attribution shows enough of one.
fn may_go_on(first: &str) -> bool {
    let digits = digits(first);
    (starts(first) && digits > 0)
        || (digits >= 4
            && first.starts_with(|c: char| c.is_ascii_digit())
            && (has_time(first) || has_year(first)))
        || (first.contains('@') && VERBS_IN_BETWEEN.iter().any(|verb| first.contains(verb)))
        || (starts(first) && first.contains('@'))
}

fn starts(folded: &str) -> bool {
    STARTERS.iter().any(|word| folded.starts_with(word))
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// Whether a folded text tells a day and a time, and so when something was written.
pub(super) fn is_dated(text: &str) -> bool {
    digits(text) >= 5 && has_time(text)
}

/// The rule itself, on one folded line.
pub(super) fn is_attribution(line: &str) -> bool {
    if line.len() > MAX_LENGTH {
        return false;
    }
    let dashed = line.starts_with("--") && line.ends_with("--");
    let line = line.trim_matches(['-', '*', ' ', '_']);
    let (core, colon) = match line.strip_suffix([':', '：']) {
        Some(core) => (core.trim_end(), true),
        None => (line, false),
    };
    let mail = core.contains('@');
    let day = digits(core) >= 3;
    if ends_in_verb(core) && (colon || dashed) {
        return mail || (day && starts(core)) || (day && has_time(core));
    }
    if colon && VERBS_IN_BETWEEN.iter().any(|verb| core.contains(verb)) {
        return (mail && day) || (day && starts(core) && has_time(core));
    }
    if colon && mail && day && core.ends_with(['>', ')']) {
        return has_time(core) && (core.starts_with(|c: char| c.is_ascii_digit()) || has_year(core));
    }
    without_colon(core, mail)
}

/// "2016-03-03 17:21 GMT+01:00 Jane" and "2011/4/7 Jane <jane@example.org>": two programs leave the colon out.
fn without_colon(core: &str, mail: bool) -> bool {
    let mut words = core.split(' ');
    let (Some(day), Some(second)) = (words.next(), words.next()) else {
        return false;
    };
    let dated = day.len() >= 8
        && day.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/'))
        && digits(day) >= 6;
    if !dated {
        return false;
    }
    let gmt = has_time(second) && words.next().is_some_and(|zone| zone.starts_with("gmt"));
    gmt || (mail && core.ends_with('>'))
}

/// Whether a time such as `17:21` or `18.30` is in the text.
fn has_time(text: &str) -> bool {
    text.as_bytes().windows(4).any(|w| {
        matches!(w, [a, b':' | b'.', c, d] if a.is_ascii_digit() && c.is_ascii_digit() && d.is_ascii_digit())
    })
}

fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit())
        .any(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")))
}

/// Where an attribution starts inside a line, behind the text of the answer: `reply--- On Wed, Jane wrote:`.
pub(super) fn behind_text(line: &str) -> Option<usize> {
    let at = line.find("--- On ")?;
    let before = line.get(..at)?;
    if before.trim_matches(['-', ' ']).is_empty() {
        return None;
    }
    is_attribution(&folded(line.get(at..)?)).then(|| before.trim_end_matches('-').len())
}
