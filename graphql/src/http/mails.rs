//! A mail as it came goes to the staff who may see it, as a file and never as a page.

use ::http::{Extensions, HeaderMap, HeaderName, HeaderValue, header};
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use engine::MailId;

use super::{
    House,
    answer::{Format, status_of},
    credentials::{self, Credentials},
};
use crate::{Client, error::Failure, ids};

/// Where a mail is fetched as it came.
pub(crate) fn path(id: MailId) -> String {
    format!("/mails/{}/message.eml", ids::id(id).0)
}

/// `GET /mails/{id}/message.eml`
pub(super) async fn download(
    State(house): State<House>,
    Path(id): Path<String>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Response {
    let client = credentials::client(&headers, &extensions);
    match fetch(&house, &id, &headers, client).await {
        Ok(response) => response,
        Err(failure) => Format::Json.failure(status_of(failure.code), failure),
    }
}

async fn fetch(house: &House, id: &str, headers: &HeaderMap, client: Client) -> Result<Response, Failure> {
    let caller = Credentials::of(headers).caller(&house.engine, client).await?;
    let missing = || Failure::not_found("mail");
    let id = ids::parse::<MailId>(id).ok_or_else(missing)?;
    let bytes = house.engine.available(house.engine.mail_stream(caller.actor()?, id)).await?;
    let bytes = Body::from_stream(bytes.ok_or_else(missing)?);
    let fields = [
        (header::CONTENT_TYPE, HeaderValue::from_static("message/rfc822")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"message.eml\"")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    ];
    Ok((fields, bytes).into_response())
}
