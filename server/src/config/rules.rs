//! The rules of a mailbox: `[[mail.mailbox.rule]]` of the configuration, and the same as `[[rule]]` in a file of their own.

use std::cell::RefCell;
use std::path::Path;

use engine::{
    Priority, Status,
    incoming::rules::{MailRule, Pattern, is_known_header},
};

use super::brand::one_line;
use super::mistake::Mistakes;
use super::section::Section;
use super::{file, place, unreadable};

/// Reads a file that holds nothing but rules, each under `[[rule]]`; `path` names it in the complaints.
///
/// # Errors
/// Every mistake at once.
pub(crate) fn mailbox_rules(path: &Path, text: &str) -> Result<Vec<MailRule>, Mistakes> {
    let directory = place::directory_of(path).map_err(|error| unreadable(path.to_path_buf(), &error))?;
    let mut mistakes = Vec::new();
    let root = file::parse(text.trim_start_matches('\u{feff}'), &mut mistakes);
    let collected = RefCell::new(mistakes);
    let section = Section::root(&root, &collected, &directory);
    let rules = section.sections("rule").into_iter().filter_map(rule).collect();
    section.finish();
    let mistakes = collected.into_inner();
    if mistakes.is_empty() { Ok(rules) } else { Err(Mistakes::new(path.to_path_buf(), mistakes)) }
}

/// `[[mail.mailbox.rule]]`
pub(super) fn rule(section: Section<'_>) -> Option<MailRule> {
    section.missing("pattern", "is missing; add pattern = '\\b(INC\\d+)\\b', a regular expression");
    let statuses = [
        ("NEW", Status::New),
        ("OPEN", Status::Open),
        ("PENDING", Status::Pending),
        ("RESOLVED", Status::Resolved),
        ("CLOSED", Status::Closed),
    ];
    let priorities = [
        ("LOW", Priority::Low),
        ("NORMAL", Priority::Normal),
        ("HIGH", Priority::High),
        ("URGENT", Priority::Urgent),
    ];
    let pattern = section.parsed("pattern", |text| Pattern::parse(text).map_err(|error| error.to_string()));
    let rule = MailRule {
        header: section.parsed("header", header).unwrap_or_else(|| "Subject".to_owned()),
        pattern: pattern.clone().or_else(|| Pattern::parse("$^").ok())?,
        status: section.choice("status", &statuses),
        priority: section.choice("priority", &priorities),
        tags: section.texts("tags", one_line),
        queue: section.parsed("queue", one_line),
    };
    section.finish();
    pattern.map(|_| rule)
}

fn header(text: &str) -> Result<String, String> {
    let text = one_line(text)?;
    if is_known_header(&text) {
        return Ok(text);
    }
    Err("must be Subject, From or a header that starts with X-".to_owned())
}
