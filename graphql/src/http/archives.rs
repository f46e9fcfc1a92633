//! All files of a ticket as one zip, written while it is sent: those that the viewer may fetch one by one.

use std::{io, vec};

use ::http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::{
    body::{Body, Bytes},
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use engine::{
    Actor, Attachment, Engine,
    content::{Zip, zip_length, zip_names},
};
use futures::{Stream, StreamExt as _, stream};

use super::{
    House,
    answer::{Format, status_of},
    credentials::{self, Credentials},
};
use crate::{Client, error::Failure};

/// Up to this size a file is read once and kept while it is sent; a larger one is read twice, since its checksum stands
/// before its bytes, where every program finds it.
const KEPT: u64 = 256 << 10;

/// Where the files of a ticket are fetched.
pub(crate) fn path(number: i64) -> String {
    format!("/attachments/tickets/{number}.zip")
}

/// `GET /attachments/tickets/{number}.zip`. It has a length, so that one that breaks off is not taken for a whole one.
pub(super) async fn download(
    State(house): State<House>,
    Path(file): Path<String>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Response {
    let client = credentials::client(&headers, &extensions);
    match fetch(&house, &file, &headers, client).await {
        Ok(response) => response,
        Err(failure) => Format::Json.failure(status_of(failure.code), failure),
    }
}

async fn fetch(house: &House, file: &str, headers: &HeaderMap, client: Client) -> Result<Response, Failure> {
    let caller = Credentials::of(headers).caller(&house.engine, client).await?;
    let actor = caller.actor()?;
    let missing = || Failure::not_found("ticket");
    let number = file.strip_suffix(".zip").and_then(|number| number.parse().ok()).ok_or_else(missing)?;
    let found = house.engine.available(Box::pin(house.engine.files_of_ticket(actor, number))).await?;
    let found = found.ok_or_else(missing)?;

    let names = zip_names(found.files.iter().map(|(file, _)| file.filename.as_str()));
    let files: Vec<Member> = found
        .files
        .into_iter()
        .zip(names)
        .map(|((file, at), name)| Member {
            size: u64::try_from(file.size).unwrap_or_default(),
            file,
            at,
            name,
        })
        .collect();
    let length = zip_length(files.iter().map(|member| (member.name.as_str(), member.size, member.at)));
    let fields = fields(found.number, length)?;
    let archive = Archive {
        engine: house.engine.clone(),
        actor: actor.clone(),
        files: files.into_iter(),
        zip: Some(Zip::default()),
        sending: None,
    };
    Ok((StatusCode::OK, fields, Body::from_stream(pieces(archive, found.number))).into_response())
}

fn fields(number: i64, length: u64) -> Result<HeaderMap, Failure> {
    let disposition = format!("attachment; filename=\"ticket-{number}.zip\"");
    let disposition =
        HeaderValue::from_str(&disposition).map_err(|error| Failure::internal(&error.to_string()))?;
    let fields: [(HeaderName, HeaderValue); 8] = [
        // It is made anew each time, so no part of it can be asked for.
        (header::ACCEPT_RANGES, HeaderValue::from_static("none")),
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (header::CONTENT_LENGTH, HeaderValue::from(length)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok(fields.into_iter().collect())
}

/// One file of the zip.
struct Member {
    file: Attachment,
    at: DateTime<Utc>,
    name: String,
    size: u64,
}

/// A zip on its way. Between two pieces it holds an open file at most, nothing of the database.
struct Archive {
    engine: Engine,
    actor: Actor,
    files: vec::IntoIter<Member>,
    /// `None` once the end is sent.
    zip: Option<Zip>,
    sending: Option<Sending>,
}

/// The bytes of the file whose header was sent.
type Sending = stream::BoxStream<'static, io::Result<Bytes>>;

/// Piece by piece, as the client takes them; an error ends the connection.
fn pieces(archive: Archive, number: i64) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::try_unfold(archive, move |mut archive| async move {
        match archive.next().await {
            Ok(piece) => Ok(piece.map(|piece| (piece, archive))),
            Err(error) => {
                tracing::warn!(ticket = number, %error, "the files of a ticket could not be sent as a whole");
                Err(error)
            }
        }
    })
}

impl Archive {
    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        if let Some(sending) = &mut self.sending {
            if let Some(piece) = sending.next().await {
                return piece.map(Some);
            }
            self.sending = None;
        }
        match self.files.next() {
            Some(member) => Box::pin(self.begin(member)).await.map(Some),
            None => Ok(self.zip.take().map(|zip| zip.end().into())),
        }
    }

    /// The header of a file, which is on its way from now on.
    async fn begin(&mut self, member: Member) -> io::Result<Bytes> {
        let Member { file, at, name, size } = member;
        // The viewer may have lost their rights, the file been redacted, or the ticket moved, while those before it were sent.
        let actor = self.engine.actor_now(&self.actor).await.map_err(io::Error::other)?;
        self.actor = actor.ok_or_else(|| io::Error::other("the log-in ended while the zip was sent"))?;
        let visible = self.engine.attachment(&self.actor, file.id).await.map_err(io::Error::other)?;
        visible.ok_or_else(|| io::Error::other("a file was removed while the zip was sent"))?;
        let (crc, read, kept) = read(&self.engine, &file, size <= KEPT).await?;
        if read != size {
            return Err(io::Error::other(format!("the file {} has not the size that is known", file.sha256)));
        }
        self.sending = Some(if size <= KEPT {
            stream::iter(kept.into_iter().map(Ok)).boxed()
        } else {
            self.engine.attachment_stream(&file, None).await.map_err(io::Error::other)?
        });
        let zip = self.zip.as_mut().ok_or_else(|| io::Error::other("the zip has ended"))?;
        Ok(zip.header(&name, size, crc, at).into())
    }
}

/// The CRC-32 and the size of a file, and its bytes if they are to be kept.
async fn read(engine: &Engine, file: &Attachment, keep: bool) -> io::Result<(u32, u64, Vec<Bytes>)> {
    let mut bytes = engine.attachment_stream(file, None).await.map_err(io::Error::other)?;
    let (mut hasher, mut size, mut kept) = (crc32fast::Hasher::new(), 0, Vec::new());
    while let Some(piece) = bytes.next().await {
        let piece = piece?;
        hasher.update(&piece);
        size += piece.len() as u64;
        if keep {
            kept.push(piece);
        }
    }
    Ok((hasher.finalize(), size, kept))
}
