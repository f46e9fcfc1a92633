//! A new person, prepared by an admin.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde_json::{Value, json};

use super::organisation::{self, Found};
use crate::{
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    forms::MemberForm,
    pages::admin::{
        people::page::ROLES,
        sections::{admins_only, sections},
    },
    phones, view,
    visitor::{Member, Visitor},
};

const CREATE: &str = include_str!("create.graphql");

/// `GET /admin/people/new`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, StatusCode::OK, form()).await
}

/// `POST /admin/people/new`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let filled = || form().fill(&posted).set("invite", if posted.has("invite") { "1" } else { "" });
    let organisation = match organisation::of(&app, &visitor, posted.get("organisation")).await? {
        Found::Nothing => None,
        Found::One(id) => Some(id),
        Found::Unknown => Some(organisation::absent()),
    };
    let role = ROLES.iter().find(|role| **role == posted.get("role"));
    let input = json!({
        "email": posted.get("email").trim(), "name": posted.get("name"), "role": role,
        "organisation": organisation, "invite": posted.has("invite"),
        "phones": phones::read(posted.get("phones")),
    });
    match app.api.run::<Value>(&visitor, CREATE, json!({ "input": input })).await {
        Ok(made) => {
            let id = made.pointer("/createUser/user/id").and_then(Value::as_str).unwrap_or_default();
            Ok(Redirect::to(&format!("/admin/people/{id}?done=1")).into_response())
        }
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            let form = filled().explain(&app, &visitor, &failure);
            page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
    }
}

fn form() -> FormView {
    FormView::new(
        &["email", "name", "phones", "role", "organisation", "invite"],
        &["email", "name", "phones", "role", "organisation"],
    )
}

async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    form: FormView,
) -> Result<Response, PageError> {
    let page = json!({
        "roles": view::choices(&ROLES, form.text("role")),
        "organisations": organisation::suggestions(app, visitor, form.text("organisation")).await?,
    });
    let title = app.say(visitor, "admin-new-person", &[]);
    let data = json!({ "page": page, "form": form, "sections": sections(app, visitor) });
    Ok(app.frame(visitor, status, "admin/person-new", &title, data).await)
}
