//! Files come by the GraphQL multipart request specification, each and all of them within limits, and straight to disk.
//!
//! <https://github.com/jaydenseric/graphql-multipart-request-spec>

use std::collections::HashMap;

use ::http::StatusCode;
use axum::extract::{
    FromRequest, Multipart, Request,
    multipart::{Field, MultipartError},
};
use bytes::BytesMut;
use engine::content::quoted;
use engine::{Actor, Engine, MOST_FILES, Receiver, Scope, Settings, Upload, policy};

use super::{
    answer::status_of,
    body::{Refused, bad, slow_or},
    json,
};
use crate::{
    error::{ErrorCode, Failure},
    run::Incoming,
};

/// How long the names of variables for the files may be.
const MAP: usize = 64 * 1024;

/// What has been read so far.
#[derive(Default)]
struct Parts {
    operations: Option<Incoming>,
    map: Option<HashMap<String, Vec<String>>>,
    files: Vec<(String, Upload)>,
    bytes: u64,
}

/// What may be sent.
struct Limits<'a> {
    file: u64,
    all: u64,
    sender: &'a Actor,
    receiver: Receiver,
}

/// Reads a multipart request.
pub(super) async fn parse(request: Request, engine: &Engine, sender: &Actor) -> Result<Incoming, Refused> {
    let settings = engine.settings();
    let limits = Limits {
        file: settings.limits.attachment,
        all: settings.limits.message,
        sender,
        receiver: engine.receiver(sender),
    };
    let mut multipart =
        Multipart::from_request(request, &()).await.map_err(|error| bad(error.body_text()))?;
    let mut parts = Parts::default();
    loop {
        let taken = match multipart.next_field().await {
            Ok(Some(field)) => parts.take(field, &limits).await,
            Ok(None) => return parts.assemble(),
            Err(error) => Err(broken(&error)),
        };
        if let Err(refused) = taken {
            if let StatusCode::PAYLOAD_TOO_LARGE | StatusCode::TOO_MANY_REQUESTS = refused.0 {
                skip_rest(multipart, more(settings)).await;
            }
            return Err(refused);
        }
    }
}

impl Parts {
    async fn take(&mut self, mut field: Field<'_>, limits: &Limits<'_>) -> Result<(), Refused> {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "operations" => {
                let text =
                    collect(&mut field, json::LIMIT, || "`operations` is too long.".to_owned()).await?;
                let incoming = json::parse(&text).map_err(|failure| (StatusCode::BAD_REQUEST, failure))?;
                self.operations = Some(incoming);
            }
            "map" => {
                let text = collect(&mut field, MAP, || "`map` is too long.".to_owned()).await?;
                let map: HashMap<String, Vec<String>> = serde_json::from_slice(&text).map_err(|error| {
                    let message = format!("`map` must contain the variables for each file: {error}.");
                    (StatusCode::BAD_REQUEST, Failure::bad_input("map", message))
                })?;
                // A file that is named in many places counts as often as it is named.
                if map.values().map(Vec::len).sum::<usize>() > MOST_FILES {
                    let message = format!("A request can contain at most {MOST_FILES} files.");
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
        limits: &Limits<'_>,
    ) -> Result<(), Refused> {
        if self.operations.is_none() || self.map.is_none() {
            return Err(bad("Send the parts `operations` and `map` before the files."));
        }
        // Whoever may write nothing has no use for files.
        policy::in_scope(limits.sender, Scope::Write).map_err(refused)?;
        if self.files.len() >= MOST_FILES {
            let message = format!("A request can contain at most {MOST_FILES} files.");
            return Err((StatusCode::PAYLOAD_TOO_LARGE, Failure::bad_input(self.variable(&part), message)));
        }
        let filename = field.file_name().unwrap_or_default().to_owned();
        let content_type = field.content_type().map(str::to_owned);
        let left = limits.all.saturating_sub(self.bytes);
        let alone = limits.file <= left;
        let limit = if alone { limits.file } else { left };
        let mut arriving = limits.receiver.begin().await.map_err(refused)?;
        while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
            if arriving.len().saturating_add(chunk.len() as u64) > limit {
                let name = filename;
                let error = if alone {
                    engine::Error::TooLarge { field: "attachments", name, limit: limits.file }
                } else {
                    engine::Error::TooLargeTogether { field: "attachments", name, limit: limits.all }
                };
                let failure = Failure { field: Some(self.variable(&part)), ..Failure::of(&error) };
                return Err((StatusCode::PAYLOAD_TOO_LARGE, failure));
            }
            arriving.write(&chunk).await.map_err(refused)?;
        }
        self.bytes = self.bytes.saturating_add(arriving.len());
        let bytes = arriving.finish().await.map_err(refused)?.into();
        self.files.push((part, Upload { filename, content_type, bytes }));
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
                .ok_or_else(|| bad("Each place in `map` must start with `variables.`"))?;
            let put = incoming.uploads.put(&mut incoming.variables, &places, file);
            put.map_err(|failure| (StatusCode::BAD_REQUEST, failure))?;
        }
        match map.keys().next() {
            None => Ok(incoming),
            Some(part) => Err(bad(format!("`map` contains the part {} that was not sent.", quoted(part)))),
        }
    }
}

/// The content of a part, if it is no longer than `limit`.
async fn collect(
    field: &mut Field<'_>,
    limit: usize,
    message: impl FnOnce() -> String,
) -> Result<BytesMut, Refused> {
    let mut all = BytesMut::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        if all.len().saturating_add(chunk.len()) > limit {
            return Err((StatusCode::PAYLOAD_TOO_LARGE, Failure::bad_request(message())));
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

/// The sender may not, a budget is used up, or the disk does not take the file.
fn refused(error: engine::Error) -> Refused {
    let failure = Failure::from(error);
    let failure = match failure.code {
        ErrorCode::RateLimited => Failure {
            message: "Too many uploads are in progress. Try again in a few seconds.".into(),
            ..failure
        },
        _ => failure,
    };
    (status_of(failure.code), failure)
}

fn broken(error: &MultipartError) -> Refused {
    slow_or(error, || {
        let message = format!("The multipart body could not be read: {}", error.body_text());
        // The library blames itself for what it did not expect of a client.
        let status = if error.status().is_client_error() { error.status() } else { StatusCode::BAD_REQUEST };
        (status, Failure::bad_request(message))
    })
}

/// How much of a request that is too large is read on, so that its client sees the answer: what may be an honest mistake.
pub(super) fn more(settings: &Settings) -> usize {
    usize::try_from(settings.limits.message).unwrap_or(usize::MAX).saturating_mul(4)
}
