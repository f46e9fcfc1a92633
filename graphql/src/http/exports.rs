//! The data of a person, for whoever was given the link to it.

use ::http::{HeaderValue, StatusCode, header};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};

use super::{
    House,
    answer::{Format, status_of},
};
use crate::error::Failure;

/// Where the data of a person is fetched.
pub(crate) fn path(token: &str) -> String {
    format!("/exports/{token}/person.json")
}

/// `GET /exports/{token}/person.json`
pub(super) async fn download(State(house): State<House>, Path(token): Path<String>) -> Response {
    let found = house.engine.available(Box::pin(house.engine.exported_user(&token))).await;
    match found.map_err(Failure::from) {
        Ok(Some(bytes)) => {
            let fields = [
                (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
                (
                    header::CONTENT_DISPOSITION,
                    HeaderValue::from_static("attachment; filename=\"person.json\""),
                ),
                (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
                (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            ];
            (StatusCode::OK, fields, bytes).into_response()
        }
        Ok(None) => {
            let failure = Failure::not_found("export");
            Format::Json.failure(status_of(failure.code), failure)
        }
        Err(failure) => Format::Json.failure(status_of(failure.code), failure),
    }
}
