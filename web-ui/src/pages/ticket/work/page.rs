//! What the staff do to a ticket beside answering it: linking, merging, splitting, redacting. Each is a form of its own, which
//! says what will happen.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    pages::ticket::zoom::page::read_number,
    view,
    visitor::{Member, Viewer, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const KINDS: [&str; 5] = ["RELATED", "PARENT_OF", "CHILD_OF", "DUPLICATE_OF", "DUPLICATED_BY"];
/// So much of a comment is shown to choose it by.
const SHOWN: usize = 160;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Link it to another ticket or to another system.
    Link,
    /// Make it a part of another.
    Merge,
    /// Move comments into a new ticket.
    Split,
    /// Remove a comment or a file for good.
    Redact,
}

impl Act {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Redact => "redact",
        }
    }

    /// Its form, empty.
    pub(crate) fn form(self) -> FormView {
        match self {
            Self::Link => {
                FormView::new(&["other", "kind", "url", "key", "visible"], &["other", "kind", "url", "key"])
                    .set("kind", "RELATED")
            }
            Self::Merge => FormView::new(&["into"], &["into"]),
            Self::Split => FormView::new(&["title"], &["title", "comments"]),
            Self::Redact => FormView::new(&["reason", "title"], &["what", "reason", "title", "sure"]),
        }
    }
}

/// What is ticked beforehand.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    comment: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    ticket: Option<Ticket>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ticket {
    number: i32,
    title: String,
    links: Vec<Link>,
    external_links: Vec<External>,
    comments: Comments,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Link {
    id: String,
    kind: String,
    ticket: Linked,
}

#[derive(Debug, Deserialize)]
struct Linked {
    number: i32,
    title: String,
    status: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct External {
    id: String,
    url: String,
    key: Option<String>,
    visible_to_customer: bool,
}

#[derive(Deserialize)]
struct Comments {
    nodes: Vec<Comment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Comment {
    id: String,
    text: String,
    visibility: String,
    created_at: DateTime<Utc>,
    redacted_at: Option<DateTime<Utc>>,
    author: Author,
    attachments: Vec<File>,
}

#[derive(Deserialize)]
struct Author {
    name: String,
}

#[derive(Deserialize)]
struct File {
    id: String,
    filename: String,
    size: u64,
}

/// `GET /tickets/{number}/link`
pub(crate) async fn link(
    state: State<Shared>,
    member: Member,
    path: Path<String>,
    asked: Query<Asked>,
) -> Result<Response, PageError> {
    show(state, member, path, asked, Act::Link).await
}

/// `GET /tickets/{number}/merge`
pub(crate) async fn merge(
    state: State<Shared>,
    member: Member,
    path: Path<String>,
    asked: Query<Asked>,
) -> Result<Response, PageError> {
    show(state, member, path, asked, Act::Merge).await
}

/// `GET /tickets/{number}/split`
pub(crate) async fn split(
    state: State<Shared>,
    member: Member,
    path: Path<String>,
    asked: Query<Asked>,
) -> Result<Response, PageError> {
    show(state, member, path, asked, Act::Split).await
}

/// `GET /tickets/{number}/redact`
pub(crate) async fn redact(
    state: State<Shared>,
    member: Member,
    path: Path<String>,
    asked: Query<Asked>,
) -> Result<Response, PageError> {
    show(state, member, path, asked, Act::Redact).await
}

async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
    act: Act,
) -> Result<Response, PageError> {
    let number = read_number(&number)?;
    let chosen: Vec<String> = asked.comment.into_iter().collect();
    page(&app, &visitor, &viewer, (number, act), (StatusCode::OK, act.form()), &chosen).await
}

/// The page with its form; `chosen` are the comments and files that are ticked in it.
pub(crate) async fn page(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    (number, act): (i32, Act),
    (status, form): (StatusCode, FormView),
    chosen: &[String],
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let Answer { ticket } = app.api.run(visitor, PAGE, json!({ "number": number })).await?;
    let ticket = ticket.ok_or(PageError::NotFound)?;
    let title =
        app.say(visitor, &format!("work-{}", act.as_str()), &[("number", ticket.number.to_string().into())]);
    let kind = form.text("kind").to_owned();
    let data = json!({
        "ticket": { "number": ticket.number, "title": ticket.title },
        "page": {
            "link": act == Act::Link,
            "merge": act == Act::Merge,
            "split": act == Act::Split,
            "redact": act == Act::Redact,
            "links": links(&ticket.links),
            "external": external(&ticket.external_links),
            "kinds": KINDS.map(|value| json!({ "value": value, "selected": value == kind })),
            "comments": ticket.comments.nodes.iter().map(|one| comment(one, chosen)).collect::<Vec<_>>(),
        },
        "form": form,
    });
    Ok(app.frame(visitor, status, "ticket/work", &title, data).await)
}

/// Links to other tickets as templates show them.
pub(crate) fn links(links: &[Link]) -> Vec<Value> {
    let view = |link: &Link| {
        json!({
            "id": link.id,
            "kind": link.kind,
            "number": link.ticket.number,
            "title": link.ticket.title,
            "status": link.ticket.status,
            "shape": view::shape(&link.ticket.status),
        })
    };
    links.iter().map(view).collect()
}

/// Links to other systems as templates show them.
pub(crate) fn external(links: &[External]) -> Vec<Value> {
    let view = |link: &External| json!({ "id": link.id, "url": link.url, "key": link.key, "visible": link.visible_to_customer });
    links.iter().map(view).collect()
}

fn comment(comment: &Comment, chosen: &[String]) -> Value {
    let ticks = |id: &String| chosen.contains(id);
    let mut text: String = comment.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > SHOWN {
        text = text.chars().take(SHOWN).chain(['…']).collect();
    }
    let file = |file: &File| json!({ "id": file.id, "name": file.filename, "size": file.size, "ticked": ticks(&file.id) });
    json!({
        "id": comment.id,
        "text": text,
        "author": comment.author.name,
        "internal": comment.visibility == "INTERNAL",
        "at": comment.created_at,
        "redacted": comment.redacted_at.is_some(),
        "ticked": ticks(&comment.id),
        "files": comment.attachments.iter().map(file).collect::<Vec<_>>(),
    })
}
