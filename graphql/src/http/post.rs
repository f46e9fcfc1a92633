//! Why: one document, run for whoever sent it.

use ::http::{StatusCode, header};
use axum::{
    extract::{Request, State},
    response::Response,
};

use super::{
    House,
    answer::{Format, status_of},
    body::{self, Refused},
    credentials::{self, Credentials},
    json, multipart, quota,
};
use crate::{
    caller::Caller,
    error::{ErrorCode, Failure},
    run::{self, Incoming},
};

/// How the body is written.
enum Kind {
    Json,
    Multipart,
}

/// Runs the document of a request.
pub(super) async fn run(State(house): State<House>, request: Request) -> Response {
    let Some(format) = Format::of(request.headers()) else {
        let message = "The answer is application/json or application/graphql-response+json.";
        return Format::Json.failure(StatusCode::NOT_ACCEPTABLE, Failure::bad_request(message));
    };
    match read(&house, request).await {
        Ok((caller, incoming)) => {
            let actor = caller.anybody().clone();
            let mut response = format.answer(run::execute(&house.schema, caller, incoming).await);
            quota::tell(&actor, response.headers_mut());
            response
        }
        Err((status, failure)) => format.failure(status, failure),
    }
}

async fn read(house: &House, request: Request) -> Result<(Caller, Incoming), Refused> {
    let headers = request.headers();
    let kind = kind(&request)?;
    let credentials = Credentials::of(headers);
    let multipart = matches!(kind, Kind::Multipart);
    credentials::refuse_forgery(headers, &credentials, multipart, &house.origin)
        .map_err(|failure| (StatusCode::FORBIDDEN, failure))?;

    let client = credentials::client(headers, request.extensions());
    let caller = credentials.caller(&house.engine, client).await;
    let caller = caller.map_err(|failure| (status_of(failure.code), failure))?;
    // Nothing that needs no log-in takes files: they are not even read for somebody whom nobody knows.
    let person = caller.actor().map(|actor| actor.user().map(|viewer| viewer.id));
    let person =
        if multipart { person.map_err(|failure| (StatusCode::UNAUTHORIZED, failure))? } else { None };

    let reading = async {
        match kind {
            Kind::Json => {
                let more = multipart::more(house.engine.settings());
                let text = body::read(request.into_body(), json::LIMIT, more).await?;
                json::parse(&text).map_err(|failure| (StatusCode::BAD_REQUEST, failure))
            }
            Kind::Multipart => {
                let settings = house.engine.settings();
                let person = person.ok_or_else(|| (StatusCode::UNAUTHORIZED, Failure::unauthenticated()))?;
                let held = house.uploads.of(person, multipart::size(settings.message_limit));
                multipart::parse(request, settings, held).await
            }
        }
    };
    let incoming = tokio::time::timeout(body::PATIENCE, reading).await.unwrap_or_else(|_| {
        let failure = Failure::new(ErrorCode::BadUserInput, "The request took too long to arrive.");
        Err((StatusCode::REQUEST_TIMEOUT, failure))
    })?;
    Ok((caller, incoming))
}

fn kind(request: &Request) -> Result<Kind, Refused> {
    let declared = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let name =
        declared.and_then(|value| value.split(';').next()).map(|name| name.trim().to_ascii_lowercase());
    match name.as_deref() {
        Some("application/json") => Ok(Kind::Json),
        Some("multipart/form-data") => Ok(Kind::Multipart),
        _ => {
            let message = "Send application/json, or multipart/form-data with files.";
            Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, Failure::bad_request(message)))
        }
    }
}
