//! Which lines of a plain text are for machines: stack traces, logs, tables, diffs and code lose their meaning in letters of
//! different widths. Whatever is not certain stays prose.

use std::ops::Range;

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// A sentence, a quote, an empty line.
    Prose,
    /// It stands among code, and says nothing alone.
    Beside,
    /// A line of code, as far as one line can tell.
    Code,
    /// No person writes such a line.
    Machine,
    /// Two of those would be no more certain.
    Certain,
}

/// Begins and ends code in texts of people who know Markdown.
const FENCE: &str = "```";

/// The lines that are shown as they were written, each run in one piece; runs are in order and do not overlap.
pub(super) fn runs(lines: &[&str]) -> Vec<Range<usize>> {
    let looks = looks(lines);
    let mut runs = Vec::new();
    let mut start = 0;
    while start < looks.len() {
        let length = looks[start..].iter().take_while(|look| **look != Look::Prose).count();
        let run = start..start + length;
        if is_code(&looks[run.clone()]) {
            runs.push(run);
        }
        start += length.max(1);
    }
    runs
}

/// Whether lines that follow each other are code together.
fn is_code(looks: &[Look]) -> bool {
    let count = |wanted: Look| looks.iter().filter(|look| **look == wanted).count();
    let machine = count(Look::Machine) + 2 * count(Look::Certain);
    let code = machine + count(Look::Code);
    machine >= 2 || (code >= 3 && code * 2 >= looks.len())
}

fn looks(lines: &[&str]) -> Vec<Look> {
    let mut looks: Vec<Look> = lines.iter().map(|line| look(line)).collect();
    for (before, line) in lines.iter().skip(1).take(lines.len().saturating_sub(2)).enumerate() {
        let at = before + 1;
        // Mail programs wrap long lines.
        let is_rest = looks[at] == Look::Prose && !line.trim().is_empty() && !is_quote(line);
        if is_rest && looks[at - 1] == Look::Machine && looks[at + 1] == Look::Machine {
            looks[at] = Look::Beside;
        }
    }
    let fences: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].trim_end() == FENCE).collect();
    // Nothing is fenced in without an end.
    let closed = |at: usize| {
        let end = fences.get(fences.partition_point(|fence| *fence <= at))?;
        lines[at].starts_with(FENCE).then_some(end + 1 - at)
    };
    let mut at = 0;
    while at < lines.len() {
        let length = closed(at).or_else(|| hunk(&lines[at..])).or_else(|| table(&lines[at..])).unwrap_or(0);
        looks[at..at + length].fill(Look::Certain);
        at += length.max(1);
    }
    looks
}

/// How many lines a hunk of a diff has, as its head tells: `@@ -1,3 +1,4 @@`.
fn hunk(lines: &[&str]) -> Option<usize> {
    let (old, new) = lines.first()?.strip_prefix("@@ -")?.split_once(" @@")?.0.split_once(" +")?;
    let length = |range: &str| match range.split_once(',') {
        Some((_, length)) => length.parse::<usize>().ok(),
        None => range.parse::<usize>().ok().map(|_| 1),
    };
    let (mut old, mut new) = (length(old)?, length(new)?);
    let mut count = 1;
    for line in &lines[1..] {
        if old == 0 && new == 0 {
            break;
        }
        match line.bytes().next() {
            Some(b'+') => new = new.checked_sub(1)?,
            Some(b'-') => old = old.checked_sub(1)?,
            Some(b'\\') => {}
            // An empty line of the file has lost its blank on the way.
            Some(b' ') | None => (old, new) = (old.checked_sub(1)?, new.checked_sub(1)?),
            // It is cut off, or no hunk.
            Some(_) => break,
        }
        count += 1;
    }
    while count > 1 && lines[count - 1].trim().is_empty() {
        count -= 1;
    }
    Some(count)
}

/// How many lines a table has whose columns stand apart by blanks alone: dashes below its head part it from the rows.
fn table(lines: &[&str]) -> Option<usize> {
    let [head, rule, rows @ ..] = lines else { return None };
    let has_rows = rows.first().is_some_and(|row| is_in_columns(row));
    let is_table = has_rows && is_rule(rule) && is_in_columns(head);
    is_table.then(|| 2 + rows.iter().take_while(|row| is_in_columns(row) || is_rule(row)).count())
}

/// Whether blanks part what stands in a line. People write two of them behind a sentence as well, so alone this tells nothing.
fn is_in_columns(line: &str) -> bool {
    !is_quote(line) && line.trim().contains("  ") && line.contains(char::is_alphanumeric)
}

/// Dashes below each column: `----  -----`. Below a whole line they may underline it, and `-- --` is shorter than any table.
fn is_rule(line: &str) -> bool {
    let text = line.trim();
    let is_dashes = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte == b'-');
    text.len() > 5 && text.contains(' ') && text.split_whitespace().all(is_dashes)
}

fn look(line: &str) -> Look {
    let text = line.trim();
    if text.is_empty() || is_quote(line) {
        return Look::Prose;
    }
    if is_border(text) || text.starts_with("diff --git a/") {
        return Look::Certain;
    }
    if is_frame(text) || is_logged(text) || is_row(text) || is_of_diff(line) {
        return Look::Machine;
    }
    if is_statement(text) {
        return Look::Code;
    }
    let is_indented = line.starts_with("  ") || line.starts_with('\t');
    let is_section = text.starts_with('[') && text.ends_with(']');
    if is_indented || is_section || text.contains(" | ") { Look::Beside } else { Look::Prose }
}

fn is_quote(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// A line of a stack trace: of Java and its relatives, .NET, JavaScript, Python and Rust.
fn is_frame(text: &str) -> bool {
    let is_path = |name: &str| {
        name.contains(['.', ':', '/', '\\']) && !name.contains(' ') && name.chars().any(char::is_alphabetic)
    };
    if let Some(rest) = text.strip_prefix("at ").or_else(|| text.strip_prefix("bei ")) {
        let place = rest.rsplit_once('(').map_or(rest, |(_, place)| place);
        let ends = place.trim_end_matches(')');
        let line = rest.rsplit_once(":line ").or_else(|| rest.rsplit_once(":Zeile "));
        return line.is_some_and(|(_, number)| is_number(number.trim_end_matches('.')))
            || (rest.ends_with(')') && rest.split(['(', ' ']).next().is_some_and(is_path))
            || (is_path(ends) && ends.rsplit([':', ' ']).next().is_some_and(is_number));
    }
    if let Some(rest) = text.strip_prefix("File \"") {
        return rest.split_once("\", line ").is_some_and(|(_, line)| line.starts_with(is_digit));
    }
    let more = text.strip_prefix("... ").and_then(|rest| rest.strip_suffix(" more"));
    more.is_some_and(is_number)
        || text == "Traceback (most recent call last):"
        || text.strip_prefix("Caused by: ").is_some_and(|cause| cause.contains('.'))
        || text.starts_with("Exception in thread \"")
        || is_exception(text)
}

/// `java.io.IOException: closed`, `KeyError: 'x'`
fn is_exception(text: &str) -> bool {
    let name = text.split([':', ' ']).next().unwrap_or_default();
    let kind = name.strip_suffix("Exception").or_else(|| name.strip_suffix("Error"));
    kind.is_some_and(|kind| {
        let has_reason = text.get(name.len()..).is_some_and(|rest| rest.starts_with(": "));
        let is_word = kind.starts_with(|first: char| first.is_ascii_uppercase())
            && kind.chars().all(|letter| letter.is_ascii_alphanumeric());
        kind.contains('.') || (is_word && has_reason)
    })
}

/// A line of a log: it begins with a moment to the second, or with a level in brackets.
fn is_logged(text: &str) -> bool {
    const LEVELS: [&str; 9] =
        ["ERROR", "WARN", "WARNING", "INFO", "DEBUG", "TRACE", "FATAL", "NOTICE", "CRITICAL"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    if let Some((level, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']'))
        && LEVELS.contains(&level.trim())
    {
        return !rest.trim().is_empty();
    }
    let inner = text.strip_prefix('[').unwrap_or(text);
    // 2026-11-30T10:00:00, 2026/11/30 10:00:00
    if fits(inner, "0000-00-00") || fits(inner, "0000/00/00") {
        return inner.get(11..).is_some_and(|rest| fits(rest, "00:00:00"));
    }
    // Nov 30 10:00:00
    let is_syslog = MONTHS.iter().any(|month| {
        inner.strip_prefix(*month).and_then(|rest| rest.strip_prefix(' ')).is_some_and(|rest| {
            let (day, time) = rest.split_at_checked(3).unwrap_or((rest, ""));
            is_number(day.trim()) && fits(time, "00:00:00")
        })
    });
    // 10.0.0.1 - - [30/Nov/2026:10:00:00 +0100]
    let is_access = text.split_once(" - ").is_some_and(|(client, rest)| {
        client.split('.').count() == 4
            && client.split('.').all(is_number)
            && rest.split_once('[').is_some_and(|(_, time)| fits(time, "00/"))
    });
    is_syslog || is_access || (fits(inner, "00:00:00") && inner.len() > 8)
}

/// Whether a text begins as the pattern, in which `0` stands for any digit.
fn fits(text: &str, pattern: &str) -> bool {
    text.len() >= pattern.len()
        && text
            .bytes()
            .zip(pattern.bytes())
            .all(|(byte, wanted)| if wanted == b'0' { byte.is_ascii_digit() } else { byte == wanted })
}

/// A row of a table that is drawn with bars.
fn is_row(text: &str) -> bool {
    text.len() > 2 && text.starts_with('|') && text.ends_with('|') && text.matches('|').count() > 2
}

/// A line that parts the rows of a table: `+---+---+`, `----+----`.
fn is_border(text: &str) -> bool {
    let is_drawn = text.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'=' | b'|' | b':' | b' '));
    let is_crossed = text.contains("-+-") || text.contains("=+=");
    let is_edge = text.starts_with("+--") && text.ends_with('+');
    (is_drawn && (is_crossed || is_edge)) || text.starts_with(['┌', '├', '└', '╔', '╠', '╚'])
}

/// The head of a file in a diff.
fn is_of_diff(line: &str) -> bool {
    ["--- a/", "+++ b/", "--- /dev/null", "+++ /dev/null"].iter().any(|head| line.starts_with(*head))
}

/// A line of code in most languages with brackets, of JSON, XML or a list of settings.
fn is_statement(text: &str) -> bool {
    let closes = text.contains(['}', ']']) && text.chars().all(|letter| "{}[]();,".contains(letter));
    let opens = text.ends_with('{') || text.starts_with("} ");
    let calls = text.ends_with(';')
        && (text.contains('=')
            || text.match_indices('(').any(|(at, _)| {
                text.get(..at).is_some_and(|before| {
                    before.ends_with(|last: char| last.is_alphanumeric() || last == '_')
                })
            }));
    let is_element = text.starts_with('<')
        && text.ends_with('>')
        && text.len() > 2
        && !text.contains('@')
        && !text.starts_with("<http");
    let is_entry = text.strip_prefix('"').is_some_and(|rest| rest.contains("\":"));
    closes || opens || calls || is_element || is_entry || is_setting(text)
}

/// `name = value`, where the name is none of ordinary words.
fn is_setting(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, value)| {
        let name = name.trim_end();
        let is_name =
            |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-' | '[' | ']');
        !value.trim().is_empty()
            && !value.starts_with('=')
            && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.chars().all(is_name)
    })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

const fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}
