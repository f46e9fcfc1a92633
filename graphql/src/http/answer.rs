//! Why: an answer in the media type that the client asked for, with the status that belongs to it.

use ::http::{HeaderMap, HeaderValue, StatusCode, header};
use async_graphql::Response as Answer;
use async_graphql_axum::GraphQLResponse;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::{
    error::{ErrorCode, Failure, seconds},
    in_process::retry_after,
};

/// The media type of an answer, by the draft "GraphQL over HTTP".
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Format {
    /// `application/json`: 200 whenever a document was run or refused.
    Json,
    /// `application/graphql-response+json`: 400 when a document was refused.
    GraphqlResponse,
}

impl Format {
    /// What `Accept` asks for: the better of the two, and JSON when it does not mind. `None` when it wants neither.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut ranges =
            headers.get_all(header::ACCEPT).iter().filter_map(|line| line.to_str().ok()).peekable();
        if ranges.peek().is_none() {
            return Some(Self::Json);
        }
        let (mut json, mut response) = (0.0_f32, 0.0_f32);
        for range in ranges.flat_map(|line| line.split(',')) {
            let mut parts = range.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default().to_ascii_lowercase();
            let quality =
                parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok());
            let quality: f32 = quality.unwrap_or(0.0);
            match name.as_str() {
                "application/graphql-response+json" => response = response.max(quality),
                "application/json" => json = json.max(quality),
                // Those who take anything get what everything understands.
                "*/*" | "application/*" => json = json.max(quality / 1000.0),
                _ => {}
            }
        }
        match (json > 0.0, response > 0.0) {
            (false, false) => None,
            (_, true) if response >= json => Some(Self::GraphqlResponse),
            _ => Some(Self::Json),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }

    /// What a document answered.
    pub(super) fn answer(self, answer: Answer) -> Response {
        let wait = answer.errors.iter().filter_map(retry_after).max();
        let mut response = self.write(answer);
        if let Some(wait) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        response
    }

    fn write(self, answer: Answer) -> Response {
        let unavailable = is_unavailable(&answer);
        if !is_refusal(&answer) {
            let mut response = self.label(GraphQLResponse::from(answer).into_response());
            if unavailable {
                *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            }
            return response;
        }
        if unavailable {
            return self.respond(StatusCode::SERVICE_UNAVAILABLE, &to_json(&answer));
        }
        let status = match self {
            Self::GraphqlResponse => StatusCode::BAD_REQUEST,
            Self::Json => StatusCode::OK,
        };
        self.respond(status, &to_json(&answer))
    }

    /// A failure before there was a document to run.
    pub(super) fn failure(self, status: StatusCode, failure: Failure) -> Response {
        let wait = failure.retry_after.as_deref().copied().map(seconds);
        let mut response = self.respond(status, &to_json(&failure.into_response()));
        if let Some(wait) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        response
    }

    fn respond(self, status: StatusCode, body: &Value) -> Response {
        self.label((status, body.to_string()).into_response())
    }

    /// Says what the body is, and that nobody may keep it: it was written for one viewer.
    fn label(self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.name()));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::VARY, HeaderValue::from_static("Accept"));
        response
    }
}

/// Whether any of the errors is for want of the database: then a proxy and a client shall see that in the status.
fn is_unavailable(answer: &Answer) -> bool {
    let unavailable = async_graphql::Value::from(ErrorCode::Unavailable.as_str());
    let codes = answer.errors.iter().filter_map(|error| error.extensions.as_ref()?.get("code"));
    codes.into_iter().any(|code| *code == unavailable)
}

/// Whether the document was not run at all. What fails in a resolver says where.
pub(super) fn is_refusal(answer: &Answer) -> bool {
    answer.data == async_graphql::Value::Null
        && !answer.errors.is_empty()
        && answer.errors.iter().all(|error| error.path.is_empty())
}

/// The answer as it is sent: `data` is absent, not null, when nothing was run.
pub(crate) fn to_json(answer: &Answer) -> Value {
    let refused = is_refusal(answer);
    let mut object = Map::new();
    if !answer.errors.is_empty() {
        object.insert(
            "errors".to_owned(),
            serde_json::to_value(&answer.errors).unwrap_or_else(|_| unspeakable()),
        );
    }
    if !refused {
        object.insert("data".to_owned(), serde_json::to_value(&answer.data).unwrap_or_default());
    }
    if !answer.extensions.is_empty() {
        let extensions = serde_json::to_value(&answer.extensions).unwrap_or_default();
        object.insert("extensions".to_owned(), extensions);
    }
    Value::Object(object)
}

/// The error for an error that cannot be written.
fn unspeakable() -> Value {
    json!([{ "message": "Something went wrong on our side.", "extensions": { "code": ErrorCode::Internal } }])
}

/// The status for a failure on the way to a file or a socket.
pub(super) const fn status_of(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::Unauthenticated | ErrorCode::CodeRequired => StatusCode::UNAUTHORIZED,
        ErrorCode::Forbidden | ErrorCode::SecondFactorRequired => StatusCode::FORBIDDEN,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::BadUserInput | ErrorCode::TooComplex => StatusCode::BAD_REQUEST,
        ErrorCode::Conflict => StatusCode::CONFLICT,
        ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
