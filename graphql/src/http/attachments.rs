//! Why: a file of a comment goes to those who may see it, and can do no harm in their browser.

use std::ops::{Bound, Range};

use ::http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::{
    body::Body,
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use axum_extra::headers::{self, HeaderMapExt as _};
use engine::{Attachment, AttachmentId, content::content_type::is_safe_image};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    House,
    answer::{Format, status_of},
    credentials::{self, Credentials},
};
use crate::{Client, error::Failure, ids};

/// Where a file is fetched.
pub(crate) fn path(id: AttachmentId, filename: &str) -> String {
    let filename = if filename.is_empty() { "file" } else { filename };
    format!("/attachments/{}/{}", ids::id(id).0, percent_encoded(filename))
}

/// `GET /attachments/{id}/{filename}`. The name in the path is for people and for "save as"; the id decides.
pub(super) async fn download(
    State(house): State<House>,
    Path((id, _)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    extensions: Extensions,
) -> Response {
    let inline = query.is_some_and(|query| query.split('&').any(|pair| pair == "inline=1"));
    let client = credentials::client(&headers, &extensions);
    match fetch(&house, &id, inline, &headers, client).await {
        Ok(response) => response,
        Err(failure) => Format::Json.failure(status_of(failure.code), failure),
    }
}

async fn fetch(
    house: &House,
    id: &str,
    inline: bool,
    headers: &HeaderMap,
    client: Client,
) -> Result<Response, Failure> {
    let caller = Credentials::of(headers).caller(&house.engine, client).await?;
    let actor = caller.actor()?;
    let missing = || Failure::not_found("file");
    let id = ids::parse::<AttachmentId>(id).ok_or_else(missing)?;
    let file = house.engine.available(house.engine.attachment(actor, id)).await?.ok_or_else(missing)?;

    let tag = format!("\"{}\"", file.sha256);
    let mut fields = fields(&file, inline, &tag);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, fields).into_response());
    }
    let size = u64::try_from(file.size).unwrap_or_default();
    let (status, part) = match asked_part(headers, &tag, size) {
        Part::Whole => (StatusCode::OK, None),
        Part::Of(part) => {
            let range = format!("bytes {}-{}/{size}", part.start, part.end - 1);
            fields.extend(HeaderValue::from_str(&range).ok().map(|range| (header::CONTENT_RANGE, range)));
            (StatusCode::PARTIAL_CONTENT, Some(part))
        }
        Part::Beyond => {
            let range = HeaderValue::from_str(&format!("bytes */{size}")).ok();
            fields.extend(range.map(|range| (header::CONTENT_RANGE, range)));
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, fields).into_response());
        }
    };
    let length = part.as_ref().map_or(size, |part| part.end - part.start);
    fields.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    let bytes = house.engine.available(house.engine.attachment_stream(&file, part)).await?;
    Ok((status, fields, Body::from_stream(bytes)).into_response())
}

/// Which part of a file is asked for (RFC 9110, section 14).
enum Part {
    Whole,
    /// From the first byte up to, but not including, the last.
    Of(Range<u64>),
    /// None that exists.
    Beyond,
}

/// One range is answered; several at once are answered with the whole file, as is allowed. A client that goes on with
/// what it has of another version gets the whole, too.
fn asked_part(headers: &HeaderMap, tag: &str, size: u64) -> Part {
    let same = headers.get(header::IF_RANGE).is_none_or(|known| known.as_bytes() == tag.as_bytes());
    let asked = headers.typed_get::<headers::Range>().filter(|_| same && !is_backwards(headers));
    let Some(asked) = asked else { return Part::Whole };
    let mut ranges = asked.satisfiable_ranges(size);
    let Some((start, end)) = ranges.next() else { return Part::Beyond };
    if ranges.next().is_some() {
        return Part::Whole;
    }
    let start = match start {
        Bound::Included(start) => start,
        Bound::Excluded(start) => start.saturating_add(1),
        Bound::Unbounded => 0,
    };
    let end = match end {
        Bound::Included(end) => end.saturating_add(1),
        Bound::Excluded(end) => end,
        Bound::Unbounded => size,
    };
    let end = end.min(size);
    if start < end { Part::Of(start..end) } else { Part::Beyond }
}

/// Whether a range ends before it begins: such a header is none (RFC 9110, section 14.1.1).
fn is_backwards(headers: &HeaderMap) -> bool {
    let asked = headers.get(header::RANGE).and_then(|range| range.to_str().ok()).unwrap_or_default();
    let ranges = asked.split_once('=').map(|(_, ranges)| ranges).unwrap_or_default();
    ranges.split(',').filter_map(|range| range.trim().split_once('-')).any(|(start, end)| {
        let number = |text: &str| text.trim().parse::<u64>().ok();
        number(start).zip(number(end)).is_some_and(|(start, end)| end < start)
    })
}

fn fields(file: &Attachment, inline: bool, tag: &str) -> HeaderMap {
    let shown = inline && is_safe_image(&file.content_type);
    let kind = HeaderValue::from_str(&file.content_type).ok().filter(|_| file.content_type.contains('/'));
    let disposition = disposition(shown, &file.filename);
    let fields: [(HeaderName, Option<HeaderValue>); 8] = [
        (header::ACCEPT_RANGES, Some(HeaderValue::from_static("bytes"))),
        (header::CONTENT_TYPE, kind.or(Some(HeaderValue::from_static("application/octet-stream")))),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).ok()),
        (header::CONTENT_SECURITY_POLICY, Some(HeaderValue::from_static("default-src 'none'; sandbox"))),
        (header::X_CONTENT_TYPE_OPTIONS, Some(HeaderValue::from_static("nosniff"))),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            Some(HeaderValue::from_static("same-origin")),
        ),
        // Rights may be withdrawn: a copy may be kept, but is asked for again each time.
        (header::CACHE_CONTROL, Some(HeaderValue::from_static("private, no-cache"))),
        (header::ETAG, HeaderValue::from_str(tag).ok()),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// How the browser is to treat it, with the name in both spellings of RFC 6266.
fn disposition(shown: bool, filename: &str) -> String {
    let kind = if shown { "inline" } else { "attachment" };
    let plain: String = filename
        .chars()
        .map(
            |c| if c.is_ascii() && !c.is_ascii_control() && !matches!(c, '"' | '\\' | '%') { c } else { '_' },
        )
        .collect();
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{}", percent_encoded(filename))
}

/// Everything but letters, digits and `-._~` (RFC 3986).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Everything that is reserved as `%XX`.
fn percent_encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
