//! Why: one document, run for whoever sent it.

use std::{convert::Infallible, task::Poll};

use ::http::{StatusCode, header};
use axum::{
    body::Body,
    extract::{Request, State},
    response::Response,
};
use futures::stream;

use super::{
    House,
    answer::{Format, status_of},
    body::{self, Refused},
    budget,
    credentials::{self, Credentials},
    json, multipart, quota,
};
use crate::{
    caller::Caller,
    error::Failure,
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
        let message = "The response is application/json or application/graphql-response+json.";
        return Format::Json.failure(StatusCode::NOT_ACCEPTABLE, Failure::bad_request(message));
    };
    match read(&house, request).await {
        Ok((caller, incoming)) => {
            let actor = caller.anybody().clone();
            let person = budget::person(&caller);
            let Some(turn) = house.turns.next(&person).await else {
                let (status, failure) =
                    budget::later("Too many of your requests are running at once. Try again.");
                return format.failure(status, failure);
            };
            // Who waits for a turn may lose their rights meanwhile, as one whose body takes its time may.
            let caller = match caller.still(&house.engine).await.map_err(Failure::from) {
                Ok(caller) => caller,
                Err(failure) => return format.failure(status_of(failure.code), failure),
            };
            let answer = format.answer(run::execute(&house.schema, caller, incoming).await);
            let mut response = sent_within(&house, &person, format, answer).await;
            drop(turn);
            quota::tell(&actor, response.headers_mut());
            response
        }
        Err((status, failure)) => format.failure(status, failure),
    }
}

/// The answer, if there is room for it until its reader has taken it. A small one always has.
async fn sent_within(house: &House, person: &str, format: Format, answer: Response) -> Response {
    let (mut head, body) = answer.into_parts();
    // It is in memory as a whole; nothing is waited for or copied.
    let Ok(mut left) = axum::body::to_bytes(body, usize::MAX).await else {
        let failure = Failure::internal(&"an answer could not be read");
        return format.failure(StatusCode::INTERNAL_SERVER_ERROR, failure);
    };
    let largest = usize::try_from(house.engine.settings().limits.answer).unwrap_or(usize::MAX);
    let Some(room) = house.answers.room(person, left.len(), largest) else {
        let (status, failure) =
            budget::later("Too many large responses are in progress. Try again in a few seconds.");
        return format.failure(status, failure);
    };
    head.headers.insert(header::CONTENT_LENGTH, left.len().into());
    // In pieces, so that the room is given back when the reader has it, and not when the kernel was offered all of it.
    let pieces = stream::poll_fn(move |_| {
        let _held = &room;
        let piece = left.split_to(left.len().min(budget::PIECE));
        Poll::Ready((!piece.is_empty()).then_some(Ok::<_, Infallible>(piece)))
    });
    Response::from_parts(head, Body::from_stream(pieces))
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
    if multipart {
        let _known = caller.actor().map_err(|failure| (StatusCode::UNAUTHORIZED, failure))?;
    }

    let reading = async {
        match kind {
            Kind::Json => {
                let more = multipart::more(house.engine.settings());
                let text = body::read(request.into_body(), json::LIMIT, more).await?;
                json::parse(&text).map_err(|failure| (StatusCode::BAD_REQUEST, failure))
            }
            // Boxed: few requests bring files, and every one would carry the room for reading them.
            Kind::Multipart => Box::pin(multipart::parse(request, &house.engine, caller.anybody())).await,
        }
    };
    let incoming =
        tokio::time::timeout(body::PATIENCE, reading).await.unwrap_or_else(|_| Err(body::too_slow()))?;
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
