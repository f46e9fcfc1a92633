//! The ledger of incoming mail: what became of each and why, and what waits for the staff to release or discard it.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    error::PageError,
    forms::MemberForm,
    pages::admin::sections::{Cut, PageInfo},
    urls,
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");

const PATH: &str = "/desk/mail";

/// The filters of the page: the word in the address, and the outcomes that it asks for.
const FILTERS: [(&str, &[&str]); 7] = [
    ("held", &["HELD"]),
    ("all", &[]),
    ("created", &["CREATED"]),
    ("commented", &["COMMENTED"]),
    ("failed", &["FAILED"]),
    ("bounced", &["BOUNCED"]),
    ("ignored", &["IGNORED", "DUPLICATE"]),
];

/// Which mails are asked for, and what the last form did.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    show: Option<String>,
    done: Option<String>,
    /// Of this mailbox alone.
    mailbox: Option<String>,
    /// Received at this time or later.
    since: Option<String>,
    /// A sender, words of a subject, or a Message-ID.
    q: Option<String>,
}

/// The address of the page for these mails of a mailbox, those since a time alone if one is given.
pub(crate) fn address(show: &str, mailbox: &str, since: Option<DateTime<Utc>>) -> String {
    let since = since.map(written).unwrap_or_default();
    format!(
        "{PATH}?{}",
        urls::query(&pairs(&[("show", show), ("mailbox", mailbox), ("since", since.as_str())]))
    )
}

/// What of this has a value.
fn pairs<'p>(all: &[(&'p str, &'p str)]) -> Vec<(&'p str, &'p str)> {
    all.iter().copied().filter(|(_, value)| !value.is_empty()).collect()
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    mail_counts: Vec<Count>,
    mails: Mails,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mails {
    page_info: PageInfo,
    nodes: Vec<Mail>,
}

#[derive(Deserialize)]
struct Count {
    outcome: String,
    count: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mail {
    id: String,
    received_at: DateTime<Utc>,
    from: Option<String>,
    from_name: Option<String>,
    subject: Option<String>,
    mailbox: Option<String>,
    outcome: String,
    reason_code: Option<String>,
    reason_detail: Option<String>,
    relation: Option<String>,
    authentication: Option<String>,
    repeats: u64,
    repeated_at: Option<DateTime<Utc>>,
    is_removed: bool,
    raw_url: String,
    ticket: Option<Numbered>,
}

#[derive(Deserialize)]
struct Numbered {
    number: i32,
}

/// `GET /desk/mail`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
    Query(cut): Query<Cut>,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let wanted = asked.show.as_deref().unwrap_or_default();
    let (name, outcomes) = FILTERS.iter().find(|(name, _)| *name == wanted).copied().unwrap_or(FILTERS[0]);
    let trimmed = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let (mailbox, query) = (trimmed(&asked.mailbox), trimmed(&asked.q));
    let since = asked.since.as_deref().and_then(|since| DateTime::parse_from_rfc3339(since).ok());
    let since = since.map(|since| written(since.with_timezone(&Utc)));
    let mut variables = cut.variables();
    let outcome = Some(outcomes).filter(|outcomes| !outcomes.is_empty());
    variables["filter"] = json!({ "outcome": outcome, "mailbox": mailbox, "since": since, "query": query });
    let Answer { mail_counts, mails } = app.api.run(&visitor, PAGE, variables).await?;
    let beside = pairs(&[
        ("mailbox", mailbox.as_deref().unwrap_or_default()),
        ("since", since.as_deref().unwrap_or_default()),
        ("q", query.as_deref().unwrap_or_default()),
    ]);
    let shown = |show: &'static str| [&[("show", show)][..], beside.as_slice()].concat();
    let chips = FILTERS.iter().map(|&(filter, outcomes)| {
        json!({
            "href": format!("{PATH}?{}", urls::query(&shown(filter))), "key": format!("mail-show-{filter}"),
            "count": counted(&mail_counts, outcomes), "current": filter == name,
        })
    });
    let page = json!({
        "done": asked.done.filter(|done| ["release", "discard", "replay"].contains(&done.as_str())),
        "count": counted(&mail_counts, outcomes),
        "chips": chips.collect::<Vec<_>>(),
        "query": query,
        "action": format!("{PATH}?{}", urls::query(&shown(name))),
        "mailbox": mailbox,
        "since": since,
        "narrowed": mailbox.is_some() || since.is_some(),
        "all": address(name, "", None),
        "mails": mails.nodes.iter().map(|mail| row(&app, &visitor, mail, name)).collect::<Vec<_>>(),
    });
    let pager = mails.page_info.pager(PATH, &shown(name));
    let title = app.say(&visitor, "mail-title", &[]);
    let data = json!({ "page": page, "pager": pager });
    Ok(app.frame(&visitor, StatusCode::OK, "desk/mail", &title, data).await)
}

/// How many mails have one of these outcomes; all, where none is named.
fn counted(counts: &[Count], outcomes: &[&str]) -> u64 {
    let asked = |count: &&Count| outcomes.is_empty() || outcomes.contains(&count.outcome.as_str());
    counts.iter().filter(asked).map(|count| count.count).sum()
}

/// `POST /desk/mail`: releases, discards or processes one mail again.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let (done, document) = match posted.get("do") {
        "release" => ("release", include_str!("release.graphql")),
        "discard" => ("discard", include_str!("discard.graphql")),
        "replay" => ("replay", include_str!("replay.graphql")),
        _ => return Err(PageError::Unreadable),
    };
    app.api.run::<Value>(&visitor, document, json!({ "id": posted.get("id") })).await?;
    // Whoever works through what they have searched for goes on there.
    let place = pairs(&[
        ("show", asked.show.as_deref().unwrap_or_default()),
        ("mailbox", asked.mailbox.as_deref().unwrap_or_default()),
        ("since", asked.since.as_deref().unwrap_or_default()),
        ("q", asked.q.as_deref().unwrap_or_default()),
        ("done", done),
    ]);
    Ok(Redirect::to(&format!("{PATH}?{}", urls::query(&place))).into_response())
}

fn row(app: &App, visitor: &Visitor, mail: &Mail, show: &str) -> Value {
    let again = matches!(mail.outcome.as_str(), "IGNORED" | "FAILED");
    json!({
        "id": mail.id,
        "at": mail.received_at,
        "from": mail.from_name.as_ref().or(mail.from.as_ref()),
        "full": full(mail),
        "subject": mail.subject,
        "redacted": mail.subject.is_none(),
        "mailbox": mail.mailbox,
        "ofMailbox": mail.mailbox.as_deref().map(|mailbox| address(show, mailbox, None)),
        "outcome": mail.outcome,
        "tone": match mail.outcome.as_str() {
            "CREATED" => "on",
            "COMMENTED" => "good",
            "HELD" => "warn",
            "FAILED" => "bad",
            _ => "",
        },
        "number": mail.ticket.as_ref().map(|ticket| ticket.number),
        "reason": mail.reason_code.as_deref().map(|code| reason(app, visitor, code, mail.reason_detail.as_deref())),
        "relation": found_by(app, visitor, mail.relation.as_deref(), mail.reason_code.is_some()),
        "authentication": mail.authentication,
        "times": (mail.repeats > 0).then_some(mail.repeats + 1),
        "repeatedAt": mail.repeated_at,
        "download": url::Url::parse(&mail.raw_url).map_or_else(|_| mail.raw_url.clone(), |url| url.path().to_owned()),
        "removed": mail.is_removed,
        "held": mail.outcome == "HELD",
        "release": mail.outcome == "HELD" && !mail.is_removed,
        "again": again && !mail.is_removed,
    })
}

/// The sender in full, where the table has no room for it.
fn full(mail: &Mail) -> Option<String> {
    match (&mail.from_name, &mail.from) {
        (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
        (name, address) => address.clone().or_else(|| name.clone()),
    }
}

/// By what a mail found its ticket, in the visitor's language. That it found none needs no saying beside a reason.
pub(crate) fn found_by(
    app: &App,
    visitor: &Visitor,
    relation: Option<&str>,
    has_reason: bool,
) -> Option<String> {
    let relation = relation.filter(|relation| !(has_reason && *relation == "NONE"))?;
    Some(app.say(visitor, &format!("mail-relation-{relation}"), &[]))
}

/// Why a mail became what it became, in the visitor's language; what a mail server said stands as it is.
pub(crate) fn reason(app: &App, visitor: &Visitor, code: &str, detail: Option<&str>) -> String {
    match (code, detail) {
        ("UNDELIVERED", Some(words)) => words.to_owned(),
        _ => app.say(visitor, &format!("mail-reason-{code}"), &[("number", detail.unwrap_or("?").into())]),
    }
}
