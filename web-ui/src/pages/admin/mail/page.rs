//! How mail fares, for admins: the outgoing mail server and the mailboxes.

use axum::{extract::State, http::StatusCode, response::Response};
use serde_json::{Value, json};

use crate::{
    app::Shared,
    error::PageError,
    pages::admin::sections::{admins_only, sections},
    visitor::Member,
};

const PAGE: &str = include_str!("page.graphql");

/// `GET /admin/mail`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let page: Value = app.api.run(&visitor, PAGE, json!({})).await?;
    let title = app.say(&visitor, "section-mail", &[]);
    let data = json!({ "page": page, "sections": sections(&app, &visitor) });
    Ok(app.frame(&visitor, StatusCode::OK, "admin/mail", &title, data).await)
}
