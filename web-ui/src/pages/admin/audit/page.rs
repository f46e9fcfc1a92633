//! Who changed what in the installation, for admins, newest first.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    error::PageError,
    pages::admin::sections::{Cut, Listed, admins_only, sections},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");

/// About what.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    subject: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    audit_log: Listed<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    at: String,
    actor: Option<Name>,
    via: String,
    kind: String,
    subject: Option<Subject>,
    changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

#[derive(Deserialize)]
struct Subject {
    #[serde(rename = "__typename")]
    kind: String,
    id: String,
    name: Option<String>,
    email: Option<String>,
}

#[derive(Deserialize, Serialize)]
struct Change {
    field: String,
    from: Option<String>,
    to: Option<String>,
}

/// `GET /admin/audit`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
    Query(cut): Query<Cut>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let subject = asked.subject.as_deref().filter(|subject| !subject.is_empty());
    let mut variables = cut.variables();
    variables["subject"] = json!(subject);
    let Answer { audit_log: log } = app.api.run(&visitor, PAGE, variables).await?;
    let page = json!({
        "count": log.total_count,
        "subject": subject,
        "entries": log.nodes.iter().map(|entry| view(&app, &visitor, entry)).collect::<Vec<_>>(),
    });
    let pager = log.page_info.pager("/admin/audit", &[("subject", subject.unwrap_or_default())]);
    let title = app.say(&visitor, "section-audit", &[]);
    let data = json!({ "page": page, "pager": pager, "sections": sections(&app, &visitor) });
    Ok(app.frame(&visitor, StatusCode::OK, "admin/audit", &title, data).await)
}

fn view(app: &App, visitor: &Visitor, entry: &Entry) -> Value {
    // Later versions add kinds; their own word is better than nothing.
    let text = |key: String, word: &str| {
        app.texts.get(visitor.lang, &key, &[]).unwrap_or_else(|| word.to_lowercase().replace('_', " "))
    };
    let changes = entry.changes.iter().map(|change| {
        let label = text(format!("audit-field-{}", change.field), &change.field);
        let spoken = |word: &String| match (change.field.as_str(), word.as_str()) {
            (field @ ("sharing" | "role"), word) => text(format!("{field}-{word}"), word),
            (_, word @ ("true" | "false")) => text(format!("audit-{word}"), word),
            (_, word) => word.to_owned(),
        };
        let (from, to) = (change.from.as_ref().map(spoken), change.to.as_ref().map(spoken));
        json!({ "label": label, "from": from, "to": to })
    });
    json!({
        "at": entry.at,
        "actor": entry.actor.as_ref().map(|actor| &actor.name),
        "via": text(format!("audit-via-{}", entry.via), &entry.via),
        "what": text(format!("audit-{}", entry.kind), &entry.kind),
        "subject": entry.subject.as_ref().map(about),
        "changes": changes.collect::<Vec<_>>(),
    })
}

/// What an entry is about, with its page if it has one.
fn about(subject: &Subject) -> Value {
    let page = match subject.kind.as_str() {
        "User" => Some("people"),
        "Organisation" => Some("organisations"),
        "Queue" => Some("queues"),
        _ => None,
    };
    json!({
        "name": subject.name.as_ref().or(subject.email.as_ref()).unwrap_or(&subject.id),
        "email": subject.email,
        "href": page.map(|page| format!("/admin/{page}/{}", subject.id)),
        "only": format!("/admin/audit?subject={}", subject.id),
    })
}
