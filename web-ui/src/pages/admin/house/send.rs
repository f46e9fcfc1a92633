//! What an admin changes: each form of the page is one mutation.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde_json::{Value, json};

use super::page::{self, Asked};
use crate::{
    app::Shared,
    error::PageError,
    forms::{MemberForm, Posted},
    visitor::Visitor,
};

/// `POST /admin`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    page::admins_only(&viewer)?;
    let (document, input) = change(&posted).ok_or(PageError::Unreadable)?;
    match app.api.run::<Value>(&visitor, document, json!({ "input": input })).await {
        Ok(_) => Ok(Redirect::to("/admin?done=1").into_response()),
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            let form = page::form().fill(&posted).explain(&app, &visitor, &failure);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page::page(&app, &visitor, status, &Asked::default(), &form).await
        }
    }
}

/// The document and the input of the form that was sent.
fn change(posted: &Posted) -> Option<(&'static str, Value)> {
    let role = page::ROLES.iter().find(|role| **role == posted.get("role"));
    let sharing = page::SHARING.iter().find(|sharing| **sharing == posted.get("sharing"));
    Some(match posted.get("change") {
        "user-create" => (
            include_str!("create_user.graphql"),
            json!({
                "email": posted.get("email").trim(), "name": posted.get("name"), "role": role,
                "organisation": posted.some("organisation"), "invite": posted.has("invite"),
            }),
        ),
        "user-update" => (
            include_str!("update_user.graphql"),
            json!({
                "id": posted.get("id"), "name": posted.get("name"), "role": role,
                "organisation": posted.some("organisation"), "active": posted.has("active"),
                // Who belongs to no organisation is none of its selected members.
                "seesOrganisation": posted.has("sees") && posted.some("organisation").is_some(),
            }),
        ),
        "organisation-create" => (
            include_str!("create_organisation.graphql"),
            json!({
                "name": posted.get("organisation_name"), "domains": words(posted.get("domains")),
                "sharing": sharing, "confirmFreeMail": posted.has("confirm_free_mail"),
            }),
        ),
        "organisation-update" => (
            include_str!("update_organisation.graphql"),
            json!({
                "id": posted.get("id"), "name": posted.get("name"), "domains": words(posted.get("domains")),
                "sharing": sharing, "confirmFreeMail": posted.has("confirm_free_mail"),
                "agreement": posted.some("agreement"),
            }),
        ),
        "queue-agreement" => (
            include_str!("update_queue.graphql"),
            json!({ "id": posted.get("id"), "agreement": posted.some("agreement") }),
        ),
        "queue-create" => (
            include_str!("create_queue.graphql"),
            json!({ "name": posted.get("queue_name"), "address": posted.some("address") }),
        ),
        "queue-members" => (
            include_str!("set_members.graphql"),
            json!({ "queue": posted.get("id"), "members": posted.all("member").collect::<Vec<_>>() }),
        ),
        _ => return None,
    })
}

fn words(text: &str) -> Vec<&str> {
    text.split([',', ' ', '\n']).map(str::trim).filter(|word| !word.is_empty()).collect()
}
