//! Why: files come by the GraphQL multipart request specification, each and all of them within limits.
//!
//! <https://github.com/jaydenseric/graphql-multipart-request-spec>

use std::collections::HashMap;

use ::http::StatusCode;
use axum::extract::{
    FromRequest, Multipart, Request,
    multipart::{Field, MultipartError},
};
use bytes::BytesMut;
use engine::{Settings, Upload};

use super::{
    body::{Refused, bad, slow_or},
    budget::Held,
    json,
};
use crate::{error::Failure, run::Incoming};

/// How many files one request may bring.
const FILES: usize = 50;
/// How long the names of variables for the files may be.
const MAP: usize = 64 * 1024;

/// What has been read so far.
struct Parts {
    operations: Option<Incoming>,
    map: Option<HashMap<String, Vec<String>>>,
    files: Vec<(String, Upload)>,
    bytes: usize,
    held: Held,
}

/// The limits of the house for files.
struct Limits {
    file: usize,
    all: usize,
}

/// Reads a multipart request.
pub(super) async fn parse(request: Request, settings: &Settings, held: Held) -> Result<Incoming, Refused> {
    let limits = Limits { file: size(settings.attachment_limit), all: size(settings.message_limit) };
    let mut multipart =
        Multipart::from_request(request, &()).await.map_err(|error| bad(error.body_text()))?;
    let mut parts = Parts::new(held);
    loop {
        let taken = match multipart.next_field().await {
            Ok(Some(field)) => parts.take(field, &limits).await,
            Ok(None) => return parts.assemble(),
            Err(error) => Err(broken(&error)),
        };
        if let Err(refused) = taken {
            if refused.0 == StatusCode::PAYLOAD_TOO_LARGE {
                skip_rest(multipart, more(settings)).await;
            }
            return Err(refused);
        }
    }
}

impl Parts {
    const fn new(held: Held) -> Self {
        Self { operations: None, map: None, files: Vec::new(), bytes: 0, held }
    }

    async fn take(&mut self, mut field: Field<'_>, limits: &Limits) -> Result<(), Refused> {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "operations" => {
                let text =
                    collect(&mut field, json::LIMIT, None, || "`operations` is too long.".to_owned()).await?;
                let incoming = json::parse(&text).map_err(|failure| (StatusCode::BAD_REQUEST, failure))?;
                self.operations = Some(incoming);
            }
            "map" => {
                let text = collect(&mut field, MAP, None, || "`map` is too long.".to_owned()).await?;
                let map: HashMap<String, Vec<String>> = serde_json::from_slice(&text).map_err(|error| {
                    let message = format!("`map` must name the variables for each file: {error}.");
                    (StatusCode::BAD_REQUEST, Failure::bad_input("map", message))
                })?;
                // A file that is named in many places counts as often as it is named.
                if map.values().map(Vec::len).sum::<usize>() > FILES {
                    let message = format!("More than {FILES} files in one request.");
                    return Err((StatusCode::PAYLOAD_TOO_LARGE, Failure::bad_input("map", message)));
                }
                self.map = Some(map);
            }
            _ => self.take_file(name, &mut field, limits).await?,
        }
        Ok(())
    }

    async fn take_file(
        &mut self,
        part: String,
        field: &mut Field<'_>,
        limits: &Limits,
    ) -> Result<(), Refused> {
        if self.operations.is_none() || self.map.is_none() {
            return Err(bad("Send the parts `operations` and `map` before the files."));
        }
        if self.files.len() >= FILES {
            let message = format!("More than {FILES} files in one request.");
            return Err((StatusCode::PAYLOAD_TOO_LARGE, Failure::bad_input(self.variable(&part), message)));
        }
        let filename = field.file_name().unwrap_or_default().to_owned();
        let content_type = field.content_type().map(str::to_owned);
        let left = limits.all.saturating_sub(self.bytes);
        let (limit, message) = if limits.file <= left {
            (limits.file, format!("{filename:?} is larger than the {} bytes that are allowed.", limits.file))
        } else {
            (left, format!("With {filename:?} the files are larger than {} bytes together.", limits.all))
        };
        let bytes = collect(field, limit, Some(&mut self.held), || message).await;
        let bytes = bytes.map_err(|(status, failure)| match status {
            StatusCode::PAYLOAD_TOO_LARGE => {
                (status, Failure { field: Some(self.variable(&part)), reason: Some("too-large"), ..failure })
            }
            _ => (status, failure),
        })?;
        self.bytes = self.bytes.saturating_add(bytes.len());
        self.files.push((part, Upload { filename, content_type, bytes: bytes.freeze() }));
        Ok(())
    }

    /// The input field for which a file was meant.
    fn variable(&self, part: &str) -> String {
        let places = self.map.as_ref().and_then(|map| map.get(part));
        let place = places.and_then(|places| places.first()).map_or("attachments", String::as_str);
        place.rsplit('.').find(|part| part.parse::<usize>().is_err()).unwrap_or("attachments").to_owned()
    }

    fn assemble(self) -> Result<Incoming, Refused> {
        let mut incoming = self.operations.ok_or_else(|| bad("The part `operations` is missing."))?;
        let mut map = self.map.ok_or_else(|| bad("The part `map` is missing."))?;
        for (part, file) in self.files {
            let Some(places) = map.remove(&part) else { continue };
            let places = places
                .iter()
                .map(|place| place.strip_prefix("variables.").map(str::to_owned))
                .collect::<Option<Vec<_>>>()
                .ok_or_else(|| bad("Each place in `map` begins with `variables.`"))?;
            let put = incoming.uploads.put(&mut incoming.variables, &places, file);
            put.map_err(|failure| (StatusCode::BAD_REQUEST, failure))?;
        }
        incoming.uploads.hold(self.held);
        match map.keys().next() {
            None => Ok(incoming),
            Some(part) => Err(bad(format!("`map` names a part {part:?} that was not sent."))),
        }
    }
}

/// The content of a part, if it is no longer than `limit`.
async fn collect(
    field: &mut Field<'_>,
    limit: usize,
    mut held: Option<&mut Held>,
    message: impl FnOnce() -> String,
) -> Result<BytesMut, Refused> {
    let mut all = BytesMut::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        if all.len().saturating_add(chunk.len()) > limit {
            return Err((StatusCode::PAYLOAD_TOO_LARGE, Failure::bad_request(message())));
        }
        if let Some(held) = held.as_deref_mut() {
            held.take(chunk.len())?;
        }
        all.extend_from_slice(&chunk);
    }
    Ok(all)
}

/// Reads on for a while, as [`super::body::drain`] does and for the same reason.
async fn skip_rest(mut multipart: Multipart, mut left: usize) {
    while let Ok(Some(mut field)) = multipart.next_field().await {
        while let Ok(Some(chunk)) = field.chunk().await {
            left = left.saturating_sub(chunk.len());
            if left == 0 {
                return;
            }
        }
    }
}

fn broken(error: &MultipartError) -> Refused {
    slow_or(error, || {
        let message = format!("The multipart body cannot be read: {}", error.body_text());
        // The library blames itself for what it did not expect of a client.
        let status = if error.status().is_client_error() { error.status() } else { StatusCode::BAD_REQUEST };
        (status, Failure::bad_request(message))
    })
}

/// How much of a request that is too large is read on, so that its client sees the answer: what may be an honest mistake.
pub(super) fn more(settings: &Settings) -> usize {
    size(settings.message_limit).saturating_mul(4)
}

pub(super) fn size(limit: u64) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}
