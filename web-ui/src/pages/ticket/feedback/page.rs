//! Where the links of a letter lead that ask what became of a ticket: is it solved, and how satisfied is its customer? Looking
//! changes nothing, so that link scanners do not answer.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use graphql::ErrorCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    forms::Posted,
    random,
    urls::Target,
    visitor::Visitor,
};

const PAGE: &str = include_str!("page.graphql");
pub(crate) const RATE: &str = include_str!("rate.graphql");
const ANSWER: &str = include_str!("answer.graphql");

/// What the reader clicked, and what was done last.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    say: Option<String>,
    done: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    letter_link: Option<Link>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Link {
    number: i32,
    title: String,
    status: String,
    may_rate: bool,
    rating: Option<Rating>,
}

/// How a ticket was rated.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rating {
    #[serde(rename = "rating")]
    choice: String,
    comment: String,
    /// Asked for by the staff's page.
    rated_at: Option<DateTime<Utc>>,
}

impl Rating {
    /// For the staff.
    pub(crate) fn view(&self) -> Value {
        json!({ "rating": self.choice, "comment": self.comment, "at": self.rated_at })
    }
}

/// `GET /answer/{token}`
pub(crate) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    page(&app, &visitor, &token, &asked, form()).await
}

/// `POST /answer/{token}`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(token): Path<String>,
    posted: Posted,
) -> Result<Response, PageError> {
    let (done, say, answered) = match posted.get("do") {
        "rate" => {
            let input = json!({
                "token": token, "rating": posted.some("rating"), "comment": posted.get("comment"),
            });
            ("rated", "rate", app.api.run::<Value>(&visitor, RATE, json!({ "input": input })).await)
        }
        what => {
            let solved = what == "solved";
            // Whoever has nothing to add says at least that it is not solved.
            let unsaid = app.say(&visitor, "feedback-open-unsaid", &[]);
            let text = posted.some("text").unwrap_or(if solved { "" } else { unsaid.as_str() });
            let input = json!({
                "token": token, "solved": solved, "text": text, "idempotencyKey": posted.some("key"),
            });
            let answered = app.api.run::<Value>(&visitor, ANSWER, json!({ "input": input })).await;
            if solved { ("solved", "rate", answered) } else { ("open", "open", answered) }
        }
    };
    match answered {
        Ok(_) => Ok(Redirect::to(&format!("/answer/{token}?done={done}")).into_response()),
        Err(failure) if failure.field.as_deref() == Some("token") => {
            page(&app, &visitor, &token, &Asked::default(), form()).await
        }
        Err(failure) => {
            let refused = refused(&failure).ok_or_else(|| PageError::from(failure.clone()))?;
            let form = form().fill(&posted).explain(&app, &visitor, &failure);
            let asked = Asked { say: Some(say.to_owned()), done: None };
            let mut response = page(&app, &visitor, &token, &asked, form).await?;
            *response.status_mut() = refused;
            Ok(response)
        }
    }
}

/// The status of a page that says what was wrong with its form; none where that is not the form's to say.
fn refused(failure: &Failure) -> Option<StatusCode> {
    match failure.code {
        ErrorCode::BadUserInput | ErrorCode::Conflict => Some(StatusCode::UNPROCESSABLE_ENTITY),
        ErrorCode::RateLimited => Some(StatusCode::TOO_MANY_REQUESTS),
        _ => None,
    }
}

fn form() -> FormView {
    FormView::new(&["text", "key", "rating", "comment"], &["text", "comment"])
}

async fn page(
    app: &App,
    visitor: &Visitor,
    token: &str,
    asked: &Asked,
    form: FormView,
) -> Result<Response, PageError> {
    let answer: Answer = app.api.run(visitor, PAGE, json!({ "token": token })).await?;
    let action = Target::parse(&format!("/answer/{token}"));
    let (Some(link), Some(action)) = (answer.letter_link, action) else {
        let page = json!({ "valid": false });
        let title = app.say(visitor, "feedback-title-expired", &[]);
        return Ok(app.show(
            visitor,
            StatusCode::GONE,
            "ticket/feedback",
            &title,
            json!({ "page": page, "form": form }),
        ));
    };
    let form = if form.text("key").is_empty() { form.set("key", random::word()) } else { form };
    let say = asked.say.as_deref().unwrap_or(if asked.done.as_deref() == Some("open") { "" } else { "rate" });
    let solvable = link.status == "RESOLVED";
    let asks_solved = solvable && say == "solved";
    let asks_open = say == "open" && matches!(link.status.as_str(), "RESOLVED" | "CLOSED");
    let asks_rating = link.may_rate && !asks_solved && !asks_open && !say.is_empty();
    let done = match asked.done.as_deref() {
        Some(done @ ("rated" | "solved" | "open")) => {
            Some(app.say(visitor, &format!("feedback-done-{done}"), &[]))
        }
        _ if asks_solved || asks_open || asks_rating => None,
        _ => Some(app.say(visitor, &format!("feedback-status-{}", link.status), &[])),
    };
    let chosen = match say {
        "good" => "GOOD",
        "bad" => "BAD",
        _ => "",
    };
    let data = json!({
        "rate": rate(link.rating.as_ref(), chosen, &form),
        "form": form,
        "page": {
            "valid": true,
            "number": link.number,
            "title": link.title,
            "action": action,
            "done": done,
            "asksSolved": asks_solved,
            "asksOpen": asks_open,
            "asksRating": asks_rating,
            "links": true,
            "mayAskSolved": solvable && !asks_solved && !asks_open,
            "mayAskRating": link.may_rate && !asks_rating,
        },
    });
    let number = link.number.to_string();
    let title = app.say(visitor, "feedback-title", &[("number", number.as_str().into())]);
    Ok(app.show(visitor, StatusCode::OK, "ticket/feedback", &title, data))
}

/// What stands in the form for a rating: what was sent, else what was clicked in the letter, else what was rated before.
pub(crate) fn rate(rating: Option<&Rating>, clicked: &str, form: &FormView) -> Value {
    let before = rating.map(|rating| rating.choice.as_str()).unwrap_or_default();
    let given = [form.text("rating"), clicked, before].into_iter().find(|one| !one.is_empty());
    let comment = match form.text("comment") {
        "" => rating.map(|rating| rating.comment.as_str()).unwrap_or_default(),
        typed => typed,
    };
    json!({ "good": given == Some("GOOD"), "bad": given == Some("BAD"), "comment": comment })
}
