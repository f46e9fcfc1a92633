//! One thing that is different in a ticket, as the journal keeps it: with ids. Names are looked up when it is shown.

use std::{fmt, num::ParseIntError};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{Change, LinkKind, OrganisationId, Priority, QueueId, Rating, Status, UserId};

/// One thing that is different in a ticket now, kept under the field that the GraphQL schema names. A new kind is added, an
/// old one is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "camelCase")]
#[non_exhaustive]
pub enum EventChange {
    /// Where it stands.
    Status(FromTo<Status>),
    /// How urgent it is.
    Priority(FromTo<Priority>),
    /// In which queue it waits.
    Queue(FromTo<QueueId>),
    /// For which organisation it is.
    Organisation(FromTo<OrganisationId>),
    /// Who is responsible.
    Assignee(FromTo<UserId>),
    /// Who watches it: somebody began, or ended.
    Watchers(FromTo<UserId>),
    /// Its title; former ones go with a redaction.
    Title(FromTo<String>),
    /// Its tags, all of them.
    Tags(FromTo<Vec<String>>),
    /// What another system calls it.
    ExternalId(FromTo<String>),
    /// Whether the customer's colleagues are kept out.
    IsPrivate(FromTo<bool>),
    /// When it closes itself.
    AutoCloseAt(FromTo<DateTime<Utc>>),
    /// A link to another ticket.
    Links(FromTo<LinkTo>),
    /// The address of a link to another system.
    ExternalLinks(FromTo<String>),
    /// The ticket of which it is a part.
    MergedInto(FromTo<TicketNumber>),
    /// A ticket that is a part of it.
    MergedFrom(FromTo<TicketNumber>),
    /// The ticket that was split off.
    SplitInto(FromTo<TicketNumber>),
    /// The ticket from which it was split off.
    SplitFrom(FromTo<TicketNumber>),
    /// The closed ticket that it goes on with.
    Follows(FromTo<TicketNumber>),
    /// A ticket that the subject of its mail speaks of.
    Mentions(FromTo<TicketNumber>),
    /// What was removed for good.
    Redacted(FromTo<RedactedPart>),
    /// Why it was removed; for the staff.
    Reason(FromTo<String>),
    /// How its customer rates it.
    Rating(FromTo<Rating>),
    /// What its customer writes with the rating, which is not kept here.
    RatingComment,
    /// The timer that can do nothing with it.
    Timer(FromTo<String>),
    /// The address that an email did not reach, and why.
    Mail(FromTo<String>),
    /// The address to which an email was not sent, and why: a word of [`Withdrawn`](super::Withdrawn).
    MailWithdrawn(FromTo<String>),
    /// The address to which an email waits to be sent, and why.
    MailWaits(FromTo<String>),
    /// The address to which emails are held.
    MailHeld(FromTo<String>),
    /// The address to which an email is sent again.
    MailResent(FromTo<String>),
    /// When it must be answered.
    Response(FromTo<DateTime<Utc>>),
    /// When it must be resolved.
    Restoration(FromTo<DateTime<Utc>>),
    /// What was written before there were ids, or by a later version: in its own words.
    #[serde(untagged)]
    Earlier(#[serde(deserialize_with = "in_words")] Change),
}

/// What something was and what it is; `None`: there was nothing, or is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromTo<T> {
    /// What it was.
    pub from: Option<T>,
    /// What it is.
    pub to: Option<T>,
}

impl<T> FromTo<T> {
    /// It is this, and was nothing.
    #[must_use]
    pub const fn now(to: T) -> Self {
        Self { from: None, to: Some(to) }
    }

    /// It was this, and is nothing.
    #[must_use]
    pub const fn was(from: T) -> Self {
        Self { from: Some(from), to: None }
    }

    /// Both, as far as there is something.
    pub(crate) fn both(&self) -> impl Iterator<Item = &T> {
        self.from.iter().chain(&self.to)
    }

    fn words(&self, word: impl Fn(&T) -> String) -> (Option<String>, Option<String>) {
        (self.from.as_ref().map(&word), self.to.as_ref().map(&word))
    }
}

/// The number of a ticket, kept and shown as people quote it: `#10034`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct TicketNumber(pub i64);

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl From<TicketNumber> for String {
    fn from(number: TicketNumber) -> Self {
        number.to_string()
    }
}

impl TryFrom<String> for TicketNumber {
    type Error = ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.trim_start_matches('#').parse::<i64>().map(Self)
    }
}

/// One end of a link, as the journal of the other one names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkTo {
    /// How the ticket stands to the other.
    pub kind: LinkKind,
    /// The other.
    pub number: TicketNumber,
}

impl fmt::Display for LinkTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.number)
    }
}

/// What was removed for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RedactedPart {
    /// Text and files of a comment.
    Comment,
    /// One file.
    Attachment,
    /// An answer that was taken back.
    Answer,
    /// All that tells of the customer.
    Person,
}

impl RedactedPart {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Attachment => "attachment",
            Self::Answer => "answer",
            Self::Person => "person",
        }
    }
}

impl EventChange {
    /// The field, named as in the GraphQL schema.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::Status(_) => "status",
            Self::Priority(_) => "priority",
            Self::Queue(_) => "queue",
            Self::Organisation(_) => "organisation",
            Self::Assignee(_) => "assignee",
            Self::Watchers(_) => "watchers",
            Self::Title(_) => "title",
            Self::Tags(_) => "tags",
            Self::ExternalId(_) => "externalId",
            Self::IsPrivate(_) => "isPrivate",
            Self::AutoCloseAt(_) => "autoCloseAt",
            Self::Links(_) => "links",
            Self::ExternalLinks(_) => "externalLinks",
            Self::MergedInto(_) => "mergedInto",
            Self::MergedFrom(_) => "mergedFrom",
            Self::SplitInto(_) => "splitInto",
            Self::SplitFrom(_) => "splitFrom",
            Self::Follows(_) => "follows",
            Self::Mentions(_) => "mentions",
            Self::Redacted(_) => "redacted",
            Self::Reason(_) => "reason",
            Self::Rating(_) => "rating",
            Self::RatingComment => "ratingComment",
            Self::Timer(_) => "timer",
            Self::Mail(_) => "mail",
            Self::MailWithdrawn(_) => "mailWithdrawn",
            Self::MailWaits(_) => "mailWaits",
            Self::MailHeld(_) => "mailHeld",
            Self::MailResent(_) => "mailResent",
            Self::Response(_) => "response",
            Self::Restoration(_) => "restoration",
            Self::Earlier(change) => &change.field,
        }
    }

    /// The same in words; `name`: what the person, queue or organisation of this id is called.
    pub(crate) fn told(&self, name: impl Fn(Uuid) -> String) -> Change {
        let (from, to) = match self {
            Self::Status(it) => it.words(ToString::to_string),
            Self::Priority(it) => it.words(ToString::to_string),
            Self::Rating(it) => it.words(ToString::to_string),
            Self::IsPrivate(it) => it.words(ToString::to_string),
            Self::Links(it) => it.words(ToString::to_string),
            Self::Queue(it) => it.words(|id| name(id.0)),
            Self::Organisation(it) => it.words(|id| name(id.0)),
            Self::Assignee(it) | Self::Watchers(it) => it.words(|id| name(id.0)),
            Self::Tags(it) => it.words(|tags| tags.join(", ")),
            Self::Redacted(it) => it.words(|what| what.as_str().to_owned()),
            Self::AutoCloseAt(it) | Self::Response(it) | Self::Restoration(it) => {
                it.words(DateTime::to_rfc3339)
            }
            Self::MergedInto(it)
            | Self::MergedFrom(it)
            | Self::SplitInto(it)
            | Self::SplitFrom(it)
            | Self::Follows(it)
            | Self::Mentions(it) => it.words(ToString::to_string),
            Self::Title(it)
            | Self::ExternalId(it)
            | Self::ExternalLinks(it)
            | Self::Reason(it)
            | Self::Timer(it)
            | Self::Mail(it)
            | Self::MailWithdrawn(it)
            | Self::MailWaits(it)
            | Self::MailHeld(it)
            | Self::MailResent(it) => (it.from.clone(), it.to.clone()),
            Self::RatingComment => (None, None),
            Self::Earlier(change) => return change.clone(),
        };
        Change { field: self.field().to_owned(), from, to }
    }

    /// What it says in words that somebody chose, before and after; `None`: it says nothing of the kind.
    pub(crate) fn texts(&mut self) -> Option<[&mut Option<String>; 2]> {
        match self {
            Self::Title(it) | Self::ExternalId(it) | Self::Reason(it) => Some([&mut it.from, &mut it.to]),
            Self::Earlier(it) => Some([&mut it.from, &mut it.to]),
            _ => None,
        }
    }
}

/// A change of which only the field is understood: whatever stands there is shown as it is.
fn in_words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Change, D::Error> {
    #[derive(Deserialize)]
    struct Unknown {
        field: String,
        #[serde(default)]
        from: Value,
        #[serde(default)]
        to: Value,
    }
    let word = |value: Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    };
    let Unknown { field, from, to } = Unknown::deserialize(deserializer)?;
    Ok(Change { field, from: word(from), to: word(to) })
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    fn from_to<T>(from: T, to: T) -> FromTo<T> {
        FromTo { from: Some(from), to: Some(to) }
    }

    /// Each kind as it is kept, and as it is told. A line of this table is never changed: rows are read by it for ever.
    #[test]
    fn each_kind_is_kept_under_its_field_and_told_in_words() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let name = |id: Uuid| if id == one { "Jana".to_owned() } else { "Ole".to_owned() };
        let (a, b) = (one.to_string(), other.to_string());
        let text = |text: &str| FromTo::now(text.to_owned());
        let at: DateTime<Utc> = "2026-11-23T08:00:00Z".parse().expect("a time");
        let (kept_at, told_at) = ("2026-11-23T08:00:00Z", "2026-11-23T08:00:00+00:00");
        let number = TicketNumber(10_034);
        let tags = ["a", "b"].map(str::to_owned).to_vec();
        let link = LinkTo { kind: LinkKind::ParentOf, number };
        let links = json!({ "kind": "PARENT_OF", "number": "#10034" });
        #[rustfmt::skip]
        let table = [
            (EventChange::Status(from_to(Status::New, Status::Open)), json!("NEW"), json!("OPEN"), "NEW", "OPEN"),
            (EventChange::Priority(from_to(Priority::Low, Priority::High)), json!("LOW"), json!("HIGH"), "LOW", "HIGH"),
            (EventChange::Queue(from_to(one.into(), other.into())), json!(a), json!(b), "Jana", "Ole"),
            (EventChange::Organisation(from_to(one.into(), other.into())), json!(a), json!(b), "Jana", "Ole"),
            (EventChange::Assignee(from_to(one.into(), other.into())), json!(a), json!(b), "Jana", "Ole"),
            (EventChange::Watchers(FromTo::was(other.into())), json!(b), json!(null), "Ole", "-"),
            (EventChange::Title(text("Neu")), json!(null), json!("Neu"), "-", "Neu"),
            (EventChange::Tags(from_to(Vec::new(), tags)), json!([]), json!(["a", "b"]), "", "a, b"),
            (EventChange::ExternalId(text("A-1")), json!(null), json!("A-1"), "-", "A-1"),
            (EventChange::IsPrivate(from_to(false, true)), json!(false), json!(true), "false", "true"),
            (EventChange::AutoCloseAt(FromTo::was(at)), json!(kept_at), json!(null), told_at, "-"),
            (EventChange::Links(FromTo::now(link)), json!(null), links, "-", "PARENT_OF #10034"),
            (EventChange::ExternalLinks(text("https://x")), json!(null), json!("https://x"), "-", "https://x"),
            (EventChange::MergedInto(FromTo::now(number)), json!(null), json!("#10034"), "-", "#10034"),
            (EventChange::MergedFrom(FromTo::was(number)), json!("#10034"), json!(null), "#10034", "-"),
            (EventChange::SplitInto(FromTo::now(number)), json!(null), json!("#10034"), "-", "#10034"),
            (EventChange::SplitFrom(FromTo::now(number)), json!(null), json!("#10034"), "-", "#10034"),
            (EventChange::Follows(FromTo::now(number)), json!(null), json!("#10034"), "-", "#10034"),
            (EventChange::Mentions(FromTo::now(number)), json!(null), json!("#10034"), "-", "#10034"),
            (EventChange::Redacted(FromTo::now(RedactedPart::Answer)), json!(null), json!("answer"), "-", "answer"),
            (EventChange::Reason(text("Kennwort")), json!(null), json!("Kennwort"), "-", "Kennwort"),
            (EventChange::Rating(from_to(Rating::Bad, Rating::Good)), json!("BAD"), json!("GOOD"), "BAD", "GOOD"),
            (EventChange::Timer(text("CLOSE")), json!(null), json!("CLOSE"), "-", "CLOSE"),
            (EventChange::Mail(text("450")), json!(null), json!("450"), "-", "450"),
            (EventChange::MailWithdrawn(text("no-address")), json!(null), json!("no-address"), "-", "no-address"),
            (EventChange::MailWaits(text("421")), json!(null), json!("421"), "-", "421"),
            (EventChange::MailHeld(FromTo::was("a@b".to_owned())), json!("a@b"), json!(null), "a@b", "-"),
            (EventChange::MailResent(text("a@b")), json!(null), json!("a@b"), "-", "a@b"),
            (EventChange::Response(FromTo::now(at)), json!(null), json!(kept_at), "-", told_at),
            (EventChange::Restoration(FromTo::now(at)), json!(null), json!(kept_at), "-", told_at),
        ];
        for (change, from, to, told_from, told_to) in table {
            let kept = json!({ "field": change.field(), "from": from, "to": to });
            assert_eq!(to_value(&change).expect("kept"), kept);
            assert_eq!(from_value::<EventChange>(kept).expect("read"), change);
            let word = |word: &'static str| Some(word).filter(|word| *word != "-");
            assert_eq!(change.told(name), Change::new(change.field(), word(told_from), word(told_to)));
        }
        let bare = json!({ "field": "ratingComment" });
        assert_eq!(to_value(EventChange::RatingComment).expect("kept"), bare);
        assert_eq!(from_value::<EventChange>(bare).expect("read"), EventChange::RatingComment);
        assert_eq!(EventChange::RatingComment.told(name), Change::new("ratingComment", None, None));
    }

    /// What was written when changes were words alone, and by versions that are still to come.
    #[test]
    fn what_is_not_understood_is_told_in_its_own_words() {
        let words = |field, from, to| EventChange::Earlier(Change::new(field, from, to));
        for (kept, read) in [
            (
                json!({ "field": "assignee", "from": "Jana", "to": null }),
                words("assignee", Some("Jana"), None),
            ),
            (json!({ "field": "queue", "from": "A", "to": "B" }), words("queue", Some("A"), Some("B"))),
            (json!({ "field": "tags", "from": "", "to": "a, b" }), words("tags", Some(""), Some("a, b"))),
            (
                json!({ "field": "links", "from": null, "to": "RELATED #10001" }),
                words("links", None, Some("RELATED #10001")),
            ),
            (
                json!({ "field": "mood", "from": null, "to": { "of": [1, 2] }, "since": 3 }),
                words("mood", None, Some(r#"{"of":[1,2]}"#)),
            ),
            (json!({ "field": "mood" }), words("mood", None, None)),
        ] {
            let found: EventChange = from_value(kept.clone()).expect("read");
            assert_eq!(found, read, "{kept}");
            let again: EventChange = from_value(to_value(&found).expect("kept")).expect("read again");
            assert_eq!(again, found, "{kept}");
        }
    }

    /// Words that name nobody were kept as they are now.
    #[test]
    fn words_that_name_nobody_are_understood_as_they_always_were() {
        for (kept, read) in [
            (
                json!({ "field": "status", "from": null, "to": "NEW" }),
                EventChange::Status(FromTo::now(Status::New)),
            ),
            (
                json!({ "field": "splitFrom", "from": null, "to": "#10001" }),
                EventChange::SplitFrom(FromTo::now(TicketNumber(10_001))),
            ),
            (
                json!({ "field": "reason", "from": null, "to": "Kennwort" }),
                EventChange::Reason(FromTo::now("Kennwort".to_owned())),
            ),
            (json!({ "field": "ratingComment", "from": null, "to": null }), EventChange::RatingComment),
        ] {
            assert_eq!(from_value::<EventChange>(kept.clone()).expect("read"), read, "{kept}");
        }
    }
}
