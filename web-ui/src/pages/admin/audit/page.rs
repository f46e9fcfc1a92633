//! Who changed what in the installation, for admins, newest first.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use serde_json::json;

use super::told::{Entry, Teller};
use crate::{
    app::Shared,
    error::PageError,
    pages::admin::sections::{Cut, Listed, admins_only, sections},
    visitor::Member,
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
    mailboxes: Vec<Mailbox>,
}

#[derive(Deserialize)]
struct Mailbox {
    id: Option<String>,
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
    let Answer { audit_log: log, mailboxes } = app.api.run(&visitor, PAGE, variables).await?;
    let mailboxes: Vec<String> = mailboxes.into_iter().filter_map(|mailbox| mailbox.id).collect();
    let teller = Teller { app: &app, visitor: &visitor, mailboxes: &mailboxes };
    let page = json!({
        "count": log.total_count,
        "subject": subject,
        "entries": log.nodes.iter().map(|entry| teller.view(entry)).collect::<Vec<_>>(),
    });
    let pager = log.page_info.pager("/admin/audit", &[("subject", subject.unwrap_or_default())]);
    let title = app.say(&visitor, "section-audit", &[]);
    let data = json!({ "page": page, "pager": pager, "sections": sections(&app, &visitor) });
    Ok(app.frame(&visitor, StatusCode::OK, "admin/audit", &title, data).await)
}
