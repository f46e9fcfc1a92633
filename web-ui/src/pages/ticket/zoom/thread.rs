//! The conversation: comments and what happened between them, in the order of time.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::answer::{Attachment, Change, Comment, Email, Event, Signature};
use crate::{
    app::App,
    pages::{
        desk::mail::page::{found_by, reason},
        ticket::case::quotes,
    },
    pictures,
    view::{self, StatusView},
    visitor::Visitor,
};

/// One entry of the conversation: either a comment or what happened.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Item {
    pub(crate) comment: Option<CommentView>,
    pub(crate) event: Option<EventView>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any combination can be")]
pub(crate) struct CommentView {
    pub(crate) id: String,
    author: String,
    initials: String,
    pub(crate) staff: bool,
    pub(crate) internal: bool,
    automatic: bool,
    /// Why nothing proves who wrote it.
    warning: Option<String>,
    /// The address that it claims to come from, with a warning.
    sender: Option<String>,
    /// What its signature says.
    signature: Option<SignatureView>,
    via: Option<String>,
    /// By what its email found the ticket, for the staff.
    found: Option<String>,
    at: DateTime<Utc>,
    pub(crate) html: String,
    /// Whether its email holds more than is shown.
    pub(crate) more: bool,
    /// All that stands in its email, as it was: as HTML, or else as text.
    whole_html: Option<String>,
    whole: Option<String>,
    /// Where the pictures of its email are loaded that are hidden here.
    images: Option<String>,
    /// When its text was removed for good.
    redacted: Option<DateTime<Utc>>,
    /// How many of its files were removed for good.
    redacted_files: u32,
    pub(crate) files: Vec<FileView>,
}

/// The signature of an email, for the staff.
#[derive(Debug, Serialize)]
struct SignatureView {
    text: String,
    /// More of it in a sentence, with who is named there.
    more: String,
    /// The content is not what was signed.
    bad: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct FileView {
    name: String,
    size: u64,
    href: String,
    preview: Option<String>,
    image: bool,
    encrypted: bool,
    weak: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct EventView {
    /// The viewer did it: it is no news to them.
    own: bool,
    key: String,
    parts: Vec<Clause>,
    /// Who did it, unless a clause says so.
    by: Option<String>,
    took: bool,
    at: DateTime<Utc>,
    bounced: bool,
}

/// A clause of an event: a change of status, which is drawn, or a text.
#[derive(Debug, Default, Serialize)]
struct Clause {
    status: bool,
    from: Option<StatusView>,
    to: Option<StatusView>,
    text: Option<String>,
}

/// A line of the history.
#[derive(Debug, Serialize)]
pub(crate) struct HistoryLine {
    text: String,
    by: Option<String>,
    at: DateTime<Utc>,
}

/// Which part of the conversation a page shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// From the first comment of the ticket on.
    pub(crate) from_start: bool,
    /// To the last.
    pub(crate) to_end: bool,
}

/// Puts comments and events in one row, in the order of the journal: it knows which of two things of the same moment
/// came first. What happened before the first or after the last comment of a part belongs to other parts.
pub(crate) fn items(
    app: &App,
    visitor: &Visitor,
    comments: Vec<Comment>,
    events: &[Event],
    part: Part,
) -> Vec<Item> {
    let from = comments.first().map(|comment| comment.created_at).filter(|_| !part.from_start);
    let to = comments.last().map(|comment| comment.created_at).filter(|_| !part.to_end);
    let within =
        |event: &&Event| from.is_none_or(|from| event.at >= from) && to.is_none_or(|to| event.at <= to);
    let mut waiting: VecDeque<Comment> = comments.into();
    let mut items: Vec<Item> = Vec::new();
    for event in events.iter().filter(within) {
        // Up to the comment that belongs to the event; all older ones, if the journal's part does not reach them.
        let place = event
            .comment
            .as_ref()
            .and_then(|comment| waiting.iter().position(|one| one.id == comment.id).map(|place| place + 1));
        let older = waiting.iter().take_while(|comment| comment.created_at < event.at).count();
        for comment in waiting.drain(..place.unwrap_or(older).max(older)) {
            items.push(Item { comment: Some(comment_view(app, visitor, comment)), event: None });
        }
        if let Some(event) = event_view(app, visitor, event) {
            match items.last_mut().and_then(|item| item.event.as_mut()).filter(|last| last.goes_with(&event))
            {
                Some(last) => last.join(event),
                None => items.push(Item { comment: None, event: Some(event) }),
            }
        }
    }
    items.extend(
        waiting.into_iter().map(|one| Item { comment: Some(comment_view(app, visitor, one)), event: None }),
    );
    items
}

/// The journal as sentences, the newest first.
pub(crate) fn history(app: &App, visitor: &Visitor, events: &[Event]) -> Vec<HistoryLine> {
    let line = |event: &Event| {
        let clauses: Vec<String> =
            event.changes.iter().filter_map(|change| clause(app, visitor, change)).collect();
        let kind = app.say(visitor, &format!("kind-{}", event.kind), &[]);
        HistoryLine {
            text: if clauses.is_empty() { kind } else { format!("{kind}: {}", clauses.join(", ")) },
            by: Some(who(app, visitor, event)),
            at: event.at,
        }
    };
    events.iter().rev().map(line).collect()
}

/// Whether the newest mail to the customer came back and nobody has written since. Mails to others come back as well.
pub(crate) fn bounced(events: &[Event], customer: &str) -> bool {
    let to_customer = |change: &Change| {
        change.field == "mail" && change.from.as_ref().is_none_or(|to| to.eq_ignore_ascii_case(customer))
    };
    let last = events
        .iter()
        .rposition(|event| event.kind == "MAIL_BOUNCED" && event.changes.iter().any(to_customer));
    let written = events.iter().rposition(|event| event.kind == "COMMENTED");
    last.is_some_and(|last| written.is_none_or(|written| last > written))
}

/// An email that has not left, as the staff see it on the ticket.
#[derive(Debug, Serialize)]
pub(crate) struct EmailView {
    id: String,
    text: String,
    bad: bool,
    at: DateTime<Utc>,
}

/// The emails of the ticket that have not left, each with its reason.
pub(crate) fn emails(app: &App, visitor: &Visitor, emails: &[Email]) -> Vec<EmailView> {
    let view = |email: &Email| {
        let reason = email.reason.as_deref().map(|reason| mail_reason(app, visitor, reason));
        let arguments = [
            ("address", email.to.as_str().into()),
            ("reason", reason.unwrap_or_default().into()),
            ("known", if email.reason.is_some() { "yes" } else { "no" }.into()),
        ];
        EmailView {
            id: email.id.clone(),
            text: app.say(visitor, &format!("email-{}", email.state), &arguments),
            bad: email.state != "WAITING",
            at: email.created_at,
        }
    };
    emails.iter().map(view).collect()
}

/// A reason of ours in the reader's words; a mail server's own words stay as they are.
pub(crate) fn mail_reason(app: &App, visitor: &Visitor, reason: &str) -> String {
    match reason {
        "switched-off" | "no-address" | "undeliverable" | "ticket-hidden" | "comment-hidden"
        | "taken-back" => app.say(visitor, &format!("mail-{reason}"), &[]),
        words => words.to_owned(),
    }
}

/// Whether the newest public comment is the customer's and says that the ticket can be closed. The staff are offered to
/// do so; a text alone never closes anything.
pub(crate) fn sounds_settled(comments: &[Comment]) -> bool {
    let last = comments.iter().rev().find(|comment| comment.visibility == "PUBLIC");
    last.is_some_and(|comment| comment.sounds_settled)
}

pub(crate) fn comment_view(app: &App, visitor: &Visitor, comment: Comment) -> CommentView {
    let suspect = comment.mail.as_ref().filter(|mail| mail.is_warning);
    let more = (comment.has_more || comment.is_longer) && comment.full.is_none();
    // Of a text that was cut nobody knows what follows its quotes.
    let html =
        if more { comment.html } else { quotes::fold(&comment.html, |lines| quote(app, visitor, lines)) };
    let say = |key| app.say(visitor, key, &[]);
    let (picture, blocked) = (say("picture"), say("picture-blocked"));
    let shown = |html: &str| pictures::stand_in(html, &picture, &blocked);
    let html = shown(&html);
    CommentView {
        warning: suspect.and_then(|mail| {
            let code = mail.reason_code.as_deref()?;
            Some(reason(app, visitor, code, mail.reason_detail.as_deref()))
        }),
        sender: suspect.and_then(|mail| mail.from.clone()),
        signature: comment
            .mail
            .as_ref()
            .and_then(|mail| mail.signature.as_ref())
            .map(|signature| signed(app, visitor, signature)),
        initials: view::initials(&comment.author.name),
        author: comment.author.name,
        staff: comment.by_staff,
        internal: comment.visibility == "INTERNAL",
        automatic: comment.automatic,
        found: comment.mail.as_ref().and_then(|mail| {
            let by = found_by(app, visitor, mail.relation.as_deref(), true)?;
            Some(format!("{}: {by}", app.say(visitor, "mail-found-by", &[])))
        }),
        // The web is what everybody expects.
        via: Some(comment.channel).filter(|channel| channel != "WEB"),
        at: comment.created_at,
        html,
        more,
        images: comment.has_remote_images.then(|| {
            let whole = if comment.full_html.is_some() { "?whole=1" } else { "" };
            format!("/comments/{}/images{whole}", comment.id)
        }),
        whole: comment.full.filter(|_| comment.full_html.is_none()),
        whole_html: comment.full_html.as_deref().map(shown),
        redacted: comment.redacted_at,
        redacted_files: comment.redacted_files,
        files: comment.attachments.into_iter().map(file_view).collect(),
        id: comment.id,
    }
}

/// What is told of a signature: in short, and in a sentence.
fn signed(app: &App, visitor: &Visitor, signature: &Signature) -> SignatureView {
    let key = match signature.state.as_str() {
        "VALID" if signature.is_trusted => "signed-valid",
        "VALID" => "signed-unconfirmed",
        "ALTERED" => "signed-altered",
        "UNKNOWN_SIGNER" => "signed-other",
        _ => "signed-unchecked",
    };
    let named = [signature.name.as_deref(), signature.address.as_deref()];
    let named: Vec<&str> = named.into_iter().flatten().collect();
    let sentence = app.say(visitor, &format!("{key}-more"), &[]);
    let more = if named.is_empty() {
        sentence
    } else {
        format!("{sentence} {} {}", app.say(visitor, "signed-names", &[]), named.join(", "))
    };
    SignatureView { text: app.say(visitor, key, &[]), more, bad: signature.state == "ALTERED" }
}

fn quote(app: &App, visitor: &Visitor, lines: usize) -> String {
    let lines = i64::try_from(lines).unwrap_or(i64::MAX);
    app.say(visitor, "case-quote", &[("n", lines.into())])
}

fn file_view(file: Attachment) -> FileView {
    let image = file.is_previewable;
    let href = path_of(&file.url);
    FileView {
        preview: image.then(|| format!("{href}?inline=1")),
        name: file.filename,
        size: file.size,
        href,
        image,
        encrypted: file.encrypted,
        weak: file.weak_encryption,
    }
}

/// The download on the host that shows the page: the cookie is good there, whatever the public name is.
fn path_of(absolute: &str) -> String {
    url::Url::parse(absolute).map_or_else(|_| absolute.to_owned(), |url| url.path().to_owned())
}

fn event_view(app: &App, visitor: &Visitor, event: &Event) -> Option<EventView> {
    let closed_by_timer = (event.kind == "AUTO_CLOSED")
        .then(|| Clause { text: Some(app.say(visitor, "kind-AUTO_CLOSED", &[])), ..Clause::default() });
    // The first line of a ticket says nothing that the first comment does not.
    let changes: &[Change] = if event.kind == "CREATED" { &[] } else { &event.changes };
    let mut parts: Vec<Clause> =
        changes.iter().filter_map(|change| part(app, visitor, change)).chain(closed_by_timer).collect();
    parts.sort_by_key(|part| !part.status);
    let by = event.actor.as_ref().map(|actor| actor.name.clone());
    // Whoever takes a ticket is named by that already.
    let took = changes.iter().any(|change| change.field == "assignee" && change.to == by);
    let doer = event.actor.as_ref().and_then(|actor| actor.id.as_deref());
    let own = doer.is_some() && doer == visitor.viewer.as_ref().map(|viewer| viewer.id.as_str());
    (!parts.is_empty()).then(|| EventView {
        own,
        key: event.cursor.clone(),
        parts,
        took,
        by: by.filter(|_| !took),
        at: event.at,
        bounced: event.kind == "MAIL_BOUNCED",
    })
}

impl EventView {
    /// Whether the two are one action: what somebody changed at once is one line.
    fn goes_with(&self, next: &Self) -> bool {
        let same = self.by == next.by || self.took || next.took;
        self.at == next.at && same && !self.bounced && !next.bounced
    }

    fn join(&mut self, next: Self) {
        self.own &= next.own;
        self.parts.extend(next.parts);
        self.parts.sort_by_key(|part| !part.status);
        self.took |= next.took;
        self.by = self.by.take().filter(|_| !self.took);
    }
}

fn part(app: &App, visitor: &Visitor, change: &Change) -> Option<Clause> {
    // A status that this version does not know is told in its own word.
    let known = |status: &str| app.texts.get(visitor.lang, &format!("status-{status}"), &[]).is_some();
    if change.field == "status" && change.from.iter().chain(&change.to).all(|status| known(status)) {
        return Some(Clause {
            status: true,
            from: change.from.as_deref().map(StatusView::from),
            to: Some(StatusView::from(change.to.as_deref()?)),
            text: None,
        });
    }
    Some(Clause { text: Some(clause(app, visitor, change)?), ..Clause::default() })
}

/// A change as a clause; nothing for what the page shows elsewhere.
fn clause(app: &App, visitor: &Visitor, change: &Change) -> Option<String> {
    let from = change.from.as_deref().unwrap_or_default();
    let to = change.to.as_deref().unwrap_or_default();
    let say = |key: &str, arguments: &[(&str, words::Value<'_>)]| app.say(visitor, key, arguments);
    let named = |noun: &str, value: &str| {
        app.texts.get(visitor.lang, &format!("{noun}-{value}"), &[]).unwrap_or_else(|| value.to_owned())
    };
    Some(match change.field.as_str() {
        "status" if from.is_empty() => named("status", to),
        "status" => format!("{} → {}", named("status", from), named("status", to)),
        "assignee" if to.is_empty() => say("change-assignee-none", &[]),
        "assignee" if visitor.is_staff() => say("change-assignee", &[("name", to.into())]),
        "assignee" => say("change-assignee-customer", &[("name", to.into())]),
        "priority" => say(
            "change-priority",
            &[("from", named("priority", from).into()), ("to", named("priority", to).into())],
        ),
        "queue" => say("change-queue", &[("from", from.into()), ("to", to.into())]),
        "organisation" if to.is_empty() => say("change-organisation-none", &[("from", from.into())]),
        "organisation" if from.is_empty() => say("change-organisation-set", &[("to", to.into())]),
        "organisation" => say("change-organisation", &[("from", from.into()), ("to", to.into())]),
        "title" => {
            // A former title goes with the comment that the ticket was opened with, if that is redacted.
            let removed = say("title-removed", &[]);
            let shown = |title: &str| if title.is_empty() { removed.clone() } else { title.to_owned() };
            say("change-title", &[("from", shown(from).into()), ("to", shown(to).into())])
        }
        "tags" if to.is_empty() => say("change-tags-none", &[]),
        "tags" => say("change-tags", &[("to", to.into())]),
        "externalId" if !visitor.is_staff() => return None,
        "externalId" if to.is_empty() => say("change-external-id-none", &[]),
        "externalId" => say("change-external-id", &[("to", to.into())]),
        "isPrivate" if to == "true" => say("change-private", &[]),
        "isPrivate" => say("change-private-ended", &[]),
        "watchers" if to.is_empty() => say("change-watcher-removed", &[("name", from.into())]),
        "watchers" => say("change-watcher-added", &[("name", to.into())]),
        "mail" => say("change-mail", &[("address", from.into()), ("reason", to.into())]),
        "timer" => named("change-timer", to),
        "mailWithdrawn" => say(
            "change-mail-withdrawn",
            &[("address", from.into()), ("reason", mail_reason(app, visitor, to).into())],
        ),
        "mailWaits" => say("change-mail-waits", &[("address", from.into()), ("reason", to.into())]),
        "mailHeld" => {
            let address = [("address", from.into())];
            let own = app.texts.get(visitor.lang, &format!("change-mail-held-{to}"), &address);
            own.unwrap_or_else(|| say("change-mail-held", &address))
        }
        "mailResent" => say("change-mail-resent", &[("address", to.into())]),
        "follows" => say("change-follows", &[("ticket", to.into())]),
        "mentions" => say("change-mentions", &[("ticket", to.into())]),
        "links" => linked(app, visitor, ("change-linked", to), ("change-unlinked", from)),
        "externalLinks" if to.is_empty() => say("change-external-removed", &[("what", from.into())]),
        "externalLinks" => say("change-external", &[("what", to.into())]),
        "rating" => say(&format!("change-rating-{to}"), &[]),
        "ratingComment" => say("change-rating-comment", &[]),
        // To customers it is as if it had not been written.
        "redacted" if to == "answer" && !visitor.is_staff() => return None,
        "redacted" => named("change-redacted", to),
        "reason" => say("change-reason", &[("reason", to.into())]),
        "splitInto" => say("change-split-into", &[("ticket", to.into())]),
        "splitFrom" => say("change-split-from", &[("ticket", to.into())]),
        "mergedInto" if to.is_empty() => say("change-unmerged-into", &[("ticket", from.into())]),
        "mergedInto" => say("change-merged-into", &[("ticket", to.into())]),
        "mergedFrom" if to.is_empty() => say("change-unmerged-from", &[("ticket", from.into())]),
        "mergedFrom" => say("change-merged-from", &[("ticket", to.into())]),
        _ => return None,
    })
}

/// A link that was added or removed, which the journal names by its kind and the number of the other ticket.
fn linked(app: &App, visitor: &Visitor, added: (&str, &str), removed: (&str, &str)) -> String {
    let (key, value) = if added.1.is_empty() { removed } else { added };
    let (kind, number) = value.split_once(' ').unwrap_or(("RELATED", value));
    let what = format!("{} {number}", app.say(visitor, &format!("link-{kind}"), &[]));
    app.say(visitor, key, &[("what", what.as_str().into())])
}

fn who(app: &App, visitor: &Visitor, event: &Event) -> String {
    event.actor.as_ref().map_or_else(|| app.say(visitor, "the-system", &[]), |actor| actor.name.clone())
}
