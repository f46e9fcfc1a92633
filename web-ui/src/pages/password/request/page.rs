//! Asking for a first or a new password: the answer is the same for everyone.

use axum::{extract::State, http::StatusCode, response::Response};
use graphql::ErrorCode;
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    error::{PageError, later},
    form_view::FormView,
    forms::Posted,
    visitor::Visitor,
};

const REQUEST: &str = include_str!("request.graphql");

/// `GET /password`
pub(crate) async fn show(State(app): State<Shared>, visitor: Visitor) -> Response {
    page(&app, &visitor, StatusCode::OK, &form(), false)
}

/// `POST /password`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    posted: Posted,
) -> Result<Response, PageError> {
    let Some(email) = posted.some("email") else {
        let form = form().error("email", app.say(&visitor, "field-email-empty", &[]));
        return Ok(page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &form, false));
    };
    match app.api.run::<Value>(&visitor, REQUEST, json!({ "email": email })).await {
        Ok(_) => Ok(page(&app, &visitor, StatusCode::OK, &form(), true)),
        Err(failure) if failure.code == ErrorCode::RateLimited => {
            let text = app.say(&visitor, "error-rate-limited-text", &[]);
            let form = form().fill(&posted).error("form", text);
            let response = page(&app, &visitor, StatusCode::TOO_MANY_REQUESTS, &form, false);
            Ok(later(response, failure.retry_after))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn form() -> FormView {
    FormView::new(&["email"], &["email"])
}

fn page(app: &App, visitor: &Visitor, status: StatusCode, form: &FormView, sent: bool) -> Response {
    let title = app.say(visitor, "password-request-title", &[]);
    let page = json!({ "sent": sent, "alone": app.settings.sign_on_alone });
    app.show(visitor, status, "password/request", &title, json!({ "form": form, "page": page }))
}
