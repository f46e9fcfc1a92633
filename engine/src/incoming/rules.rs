//! Rules of a mailbox: pure, over the headers of a mail. A partner's desk names its own number in every subject, a monitor the
//! host and the service: by that, mails without thread headers find their ticket. A rule may also set what a ticket has.

use regex::Regex;

use crate::model::{IncomingMessage, Priority, Status};

/// A pattern of a rule; the same if it is written the same.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

/// What is wrong with a pattern, in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadPattern(String);

/// The most memory that one pattern may take.
const MOST_MEMORY: usize = 1 << 20;

/// A number longer than this is none.
const LONGEST_NUMBER: usize = 200;

impl Pattern {
    /// Reads a pattern; capitals make no difference.
    ///
    /// # Errors
    /// [`BadPattern`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, BadPattern> {
        let built = regex::RegexBuilder::new(text).case_insensitive(true).size_limit(MOST_MEMORY).build();
        built.map(Self).map_err(|error| {
            let words = error.to_string();
            BadPattern(words.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned())
        })
    }

    /// Whether it catches something that can be a number.
    #[must_use]
    pub fn has_group(&self) -> bool {
        self.0.captures_len() > 1
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Pattern {}

/// Whether a rule can look at this header: `Subject`, `From`, or one that begins with `X-`.
#[must_use]
pub fn is_known_header(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let token = !lower.is_empty() && lower.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':');
    token && (lower == "subject" || lower == "from" || (lower.starts_with("x-") && lower.len() > 2))
}

/// A rule of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailRule {
    /// The header that it looks at: `Subject`, `From`, or one that begins with `X-`.
    pub header: String,
    /// What it looks for; what the first group catches is the number that mails of one ticket share.
    pub pattern: Pattern,
    /// The status that such a mail sets.
    pub status: Option<Status>,
    /// The priority that it sets.
    pub priority: Option<Priority>,
    /// The tags that it adds.
    pub tags: Vec<String>,
    /// The name of the queue in which it opens a ticket.
    pub queue: Option<String>,
}

/// The number by which a mail finds the others of its ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignNumber {
    /// The pattern that found it.
    pub rule: String,
    /// The number, or the host and the service.
    pub number: String,
}

/// What the rules of a mailbox say about a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ruled {
    /// The number that it carries.
    pub number: Option<ForeignNumber>,
    /// The status that it sets.
    pub status: Option<Status>,
    /// The priority that it sets.
    pub priority: Option<Priority>,
    /// The tags that it adds.
    pub tags: Vec<String>,
    /// The queue in which it opens a ticket.
    pub queue: Option<String>,
}

/// What the rules say about a mail: every rule that finds its pattern has its say, and of two that say something about
/// the same thing the first one counts.
#[must_use]
pub fn ruled(rules: &[MailRule], mail: &IncomingMessage) -> Ruled {
    let mut said = Ruled::default();
    for rule in rules {
        let values = values(mail, &rule.header);
        let Some(found) = values.iter().find_map(|value| rule.pattern.0.captures(value)) else { continue };
        let number = found.get(1).map(|group| group.as_str().trim().to_lowercase());
        let number = number.filter(|number| !number.is_empty() && number.len() <= LONGEST_NUMBER);
        let number = number.map(|number| ForeignNumber { rule: rule.pattern.as_str().to_owned(), number });
        said.number = said.number.take().or(number);
        said.status = said.status.or(rule.status);
        said.priority = said.priority.or(rule.priority);
        said.queue = said.queue.take().or_else(|| rule.queue.clone());
        said.tags.extend(rule.tags.iter().cloned());
    }
    said
}

fn values(mail: &IncomingMessage, header: &str) -> Vec<String> {
    match header.to_lowercase().as_str() {
        "subject" => vec![mail.subject.clone()],
        "from" => mail.from.iter().map(|from| format!("{} <{}>", from.name, from.address)).collect(),
        _ => {
            let named = mail.marks.iter().filter(|(name, _)| name.eq_ignore_ascii_case(header));
            named.map(|(_, value)| value.clone()).collect()
        }
    }
}
