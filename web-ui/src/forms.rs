//! Reading forms: urlencoded or with files, checked for where they come from, within limits, and nothing typed is lost.

use std::{error::Error, io, time::Duration};

use axum::{
    RequestExt,
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::{HeaderName, StatusCode, header},
};
use graphql::{ArrivingFile, ErrorCode, FileContent, MOST_FILES, Receiver, UploadFile};
use serde::Deserialize;
use serde_json::json;
use url::form_urlencoded;

use crate::{
    api::Api,
    app::Shared,
    error::{Kept, KeptText, PageError},
    typed::is_typed,
    view::Limits,
    visitor::Visitor,
};

const LIMITS: &str = include_str!("forms.graphql");
/// Says that a script of ours sends the form; no other site can send this header.
pub(crate) const BY_SCRIPT: HeaderName = HeaderName::from_static("x-schalter-form");
/// A form's texts together; a comment of this length fills a book.
const TEXT_LIMIT: usize = 4 << 20;
const FIELDS: usize = 500;
/// How long a form may take to arrive; a little less than a server gives the whole request, which could not say why.
const PATIENCE: Duration = Duration::from_secs(290);
/// While the database is away: files are read over, as many as a form usually brings.
const TEXT_ALONE: Limits = Limits { attachment_bytes: 0, message_bytes: 64 << 20, undo_seconds: 0 };

/// What a form sent. Getting one means that it came from one of our own pages.
#[derive(Debug, Default)]
pub(crate) struct Posted {
    texts: Vec<(String, String)>,
    /// The files, in their order.
    pub(crate) files: Vec<File>,
    /// Names of files that are too large to be kept.
    pub(crate) too_large: Vec<String>,
    /// The file with which they are more than a form may send together, and the limit in bytes.
    pub(crate) too_much: Option<(String, u64)>,
    /// Whether files were thrown away since too many are on their way at the moment.
    pub(crate) crowded: bool,
    /// Whether files could not be kept since the disk does not take them.
    lost: bool,
    /// Whether a script sent it, which holds the files until it hears that they arrived.
    pub(crate) by_script: bool,
}

/// A file of a form.
#[derive(Debug)]
pub(crate) struct File {
    name: String,
    kind: Option<String>,
    bytes: FileContent,
}

#[derive(Deserialize)]
struct Answer {
    limits: Limits,
}

impl File {
    /// Its length in bytes.
    pub(crate) fn len(&self) -> u64 {
        self.bytes.len()
    }

    /// What stands in it.
    pub(crate) async fn bytes(&self) -> Result<Vec<u8>, PageError> {
        Ok(self.bytes.load().await.map_err(|_| PageError::Unavailable)?.to_vec())
    }

    /// What stands in it as text: UTF-8 or UTF-16 by its mark, else UTF-8, else what spreadsheets of Western Europe save.
    pub(crate) async fn text(&self) -> Result<String, PageError> {
        let bytes = self.bytes.load().await.map_err(|_| PageError::Unavailable)?;
        let (text, _, broken) = encoding_rs::UTF_8.decode(&bytes);
        Ok(if broken { encoding_rs::WINDOWS_1252.decode(&bytes).0 } else { text }.into_owned())
    }
}

impl Posted {
    /// A text; empty when it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.texts.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// A text that is not blank.
    pub(crate) fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|text| !text.is_empty())
    }

    /// Whether a password was typed.
    pub(crate) fn has_password(&self) -> bool {
        !self.get("password").is_empty()
    }

    /// Every value of a field that may be there several times.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.texts.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a field was sent at all.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.texts.iter().any(|(key, _)| key == name)
    }

    /// Puts a text in the place of what was sent.
    pub(crate) fn replace(&mut self, name: &str, text: String) {
        self.texts.retain(|(key, _)| key != name);
        self.texts.push((name.to_owned(), text));
    }

    /// Whether files were sent, kept or not.
    pub(crate) fn had_files(&self) -> bool {
        !self.files.is_empty() || !self.too_large.is_empty() || self.too_much.is_some() || self.crowded
    }

    /// The files as the schema takes them, under `input.attachments`.
    pub(crate) fn take_uploads(&mut self) -> Vec<UploadFile> {
        self.files
            .drain(..)
            .enumerate()
            .map(|(place, file)| UploadFile {
                variable: format!("input.attachments.{place}"),
                filename: file.name,
                content_type: file.kind,
                bytes: file.bytes,
            })
            .collect()
    }

    fn kept(&self, back: &str) -> Kept {
        let is_note = self.has("visibility") && self.all("visibility").any(|readers| readers != "PUBLIC");
        let typed = |(name, text): &(String, String)| {
            // Beside a text, the key is what tells two sendings apart.
            let hidden = name == "key" && self.has("text");
            let worth = !text.trim().is_empty() && is_typed(name, text) && !hidden;
            let name = if is_note && name == "text" { "note" } else { name };
            worth.then(|| KeptText { name: name.to_owned(), text: text.clone() })
        };
        Kept {
            texts: self.texts.iter().filter_map(typed).collect(),
            back: back.to_owned(),
            is_note,
            token: self.get("csrf").to_owned(),
            foreign: false,
        }
    }

    /// Notes why a file cannot be kept.
    fn noted<T>(&mut self, done: Result<T, impl Into<ErrorCode>>) -> Option<T> {
        let error = match done {
            Ok(done) => return Some(done),
            Err(error) => error.into(),
        };
        match error {
            ErrorCode::RateLimited => self.crowded = true,
            _ => self.lost = true,
        }
        None
    }

    fn add(&mut self, name: String, value: &str) -> Result<(), PageError> {
        let sum: usize = self.texts.iter().map(|(_, value)| value.len()).sum();
        if self.texts.len() >= FIELDS || sum + value.len() > TEXT_LIMIT {
            return Err(PageError::TooLarge(self.kept("")));
        }
        // Browsers send line ends as on paper tape.
        self.texts.push((name, value.replace("\r\n", "\n")));
        Ok(())
    }
}

impl FromRequest<Shared> for Posted {
    type Rejection = PageError;

    async fn from_request(mut request: Request, app: &Shared) -> Result<Self, PageError> {
        let visitor: Visitor = request.extract_parts().await?;
        let cross_site = request
            .headers()
            .get("sec-fetch-site")
            .is_some_and(|site| site.as_bytes() != b"same-origin" && site.as_bytes() != b"none");
        let multipart = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"));
        let (back, by_script) = (page_of(&visitor), request.headers().contains_key(BY_SCRIPT));
        let reading = async {
            if !multipart {
                return urlencoded(request).await;
            }
            let limits = limits(app, &visitor).await.or_else(|error| match error {
                // The text is read to be given back; the files cannot go anywhere.
                PageError::Unavailable => Ok(TEXT_ALONE),
                other => Err(other),
            })?;
            let mut room = Room::new(limits, Api::receiver(&visitor));
            let files = |csrf: &str| match visitor.trouble() {
                Some(_) => Files::Discard,
                None if !cross_site && visitor.viewer.is_some() && visitor.sent(csrf) => Files::Keep,
                None => Files::Refuse,
            };
            with_files(request, &mut room, &files).await
        };
        let read = tokio::time::timeout(PATIENCE, reading).await;
        let posted = read.unwrap_or_else(|_| Err(PageError::TooSlow(Kept::default())));
        let shown = |kept| Kept { back: back.clone(), ..kept }.for_eyes_of(&visitor);
        let posted = posted.map_err(|error| match error {
            PageError::TooLarge(kept) => PageError::TooLarge(shown(kept)),
            PageError::TooSlow(kept) => PageError::TooSlow(shown(kept)),
            PageError::Csrf(kept) => PageError::Csrf(shown(kept)),
            other => other,
        })?;
        if cross_site || !visitor.sent(posted.get("csrf")) {
            return Err(PageError::Csrf(posted.kept(&back).for_eyes_of(&visitor)));
        }
        visitor.keep(posted.kept(&back));
        if posted.lost { Err(PageError::Unavailable) } else { Ok(Self { by_script, ..posted }) }
    }
}

/// A form of somebody who is logged in; after the end of a session the typed text is shown again.
pub(crate) struct MemberForm(pub(crate) crate::visitor::Viewer, pub(crate) Posted);

impl FromRequest<Shared> for MemberForm {
    type Rejection = PageError;

    async fn from_request(mut request: Request, app: &Shared) -> Result<Self, PageError> {
        let visitor: Visitor = request.extract_parts().await?;
        match (visitor.viewer.clone(), Posted::from_request(request, app).await) {
            (Some(viewer), posted) => Ok(Self(viewer, posted?)),
            // Whoever is not logged in any more is told that, rather than that the form has no good token.
            (None, Err(PageError::Csrf(kept))) => Err(PageError::Expired(kept)),
            (None, posted) => Err(PageError::Expired(posted?.kept(&page_of(&visitor)).for_eyes_of(&visitor))),
        }
    }
}

/// The page that a form stands on: some forms are sent to an address of their own, which shows nothing.
fn page_of(visitor: &Visitor) -> String {
    let path = visitor.here.path();
    let page = [
        "/close", "/update", "/change", "/undo", "/draft", "/unmerge", "/unread", "/invite", "/memo",
        "/files",
    ]
    .iter()
    .find_map(|end| path.strip_suffix(end));
    match page.unwrap_or(path) {
        "/recent" | "/logout" => "/".to_owned(),
        page => page.to_owned(),
    }
}

async fn limits(app: &Shared, visitor: &Visitor) -> Result<Limits, PageError> {
    let answer: Answer = app.api.run(visitor, LIMITS, json!({})).await?;
    Ok(answer.limits)
}

async fn urlencoded(request: Request) -> Result<Posted, PageError> {
    let body = axum::body::to_bytes(request.into_body(), TEXT_LIMIT + (1 << 20)).await;
    let body = body.map_err(|error| {
        if is_slow(&error) {
            PageError::TooSlow(Kept::default())
        } else {
            PageError::TooLarge(Kept::default())
        }
    })?;
    let mut posted = Posted::default();
    for (name, value) in form_urlencoded::parse(&body) {
        posted.add(name.into_owned(), &value)?;
    }
    Ok(posted)
}

/// What becomes of the files of a form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Files {
    Keep,
    /// They are read over for the sake of the text.
    Discard,
    /// The form is refused before any of them is read.
    Refuse,
}

/// What becomes of the files of somebody who sent this token.
type Allowed<'a> = &'a (dyn Fn(&str) -> Files + Sync);

async fn with_files(request: Request, room: &mut Room, allowed: Allowed<'_>) -> Result<Posted, PageError> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| PageError::Unreadable)?;
    let read = read(&mut parts, room, allowed).await;
    match &read {
        Err(PageError::TooLarge(_)) => room.skip(parts, room.widest() + room.widest() / 2).await,
        // As much as an honest form holds.
        Err(PageError::Csrf(_)) => room.skip(parts, room.limits.message_bytes).await,
        _ => {}
    }
    read
}

async fn read(parts: &mut Multipart, room: &mut Room, allowed: Allowed<'_>) -> Result<Posted, PageError> {
    let mut posted = Posted::default();
    while let Some(field) = parts.next_field().await.map_err(|error| broken(&error, &posted))? {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(file) = field.file_name().map(str::to_owned) {
            let files = allowed(posted.get("csrf"));
            if files == Files::Refuse {
                return Err(PageError::Csrf(posted.kept("")));
            }
            // One more than is allowed suffices to say so.
            let keeps = files == Files::Keep && posted.files.len() <= MOST_FILES;
            room.take(&mut posted, file, field, keeps).await?;
        } else {
            let text = text_of(field, &posted).await?;
            posted.add(name, &text)?;
        }
    }
    Ok(posted)
}

/// A form that ends too early, comes too slowly, or that the host does not let through.
fn broken(error: &MultipartError, posted: &Posted) -> PageError {
    if is_slow(error) {
        PageError::TooSlow(posted.kept(""))
    } else if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        PageError::TooLarge(posted.kept(""))
    } else {
        PageError::Unreadable
    }
}

/// Whether a body ended since its client was too slow.
fn is_slow(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::TimedOut) {
            return true;
        }
        cause = error.source();
    }
    false
}

async fn text_of(mut field: Field<'_>, posted: &Posted) -> Result<String, PageError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error, posted))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > TEXT_LIMIT {
            return Err(PageError::TooLarge(posted.kept("")));
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// How much more a form may send.
///
/// What is over a limit is read and thrown away, so that the browser gets its answer; only far beyond, reading stops.
struct Room {
    limits: Limits,
    receiver: Receiver,
    kept: u64,
    read: u64,
}

impl Room {
    fn new(limits: Limits, receiver: Receiver) -> Self {
        Self { limits, receiver, kept: 0, read: 0 }
    }

    /// How much is read at all.
    fn widest(&self) -> u64 {
        self.limits.message_bytes.saturating_mul(4)
    }

    /// Reads on for a while and throws it away: a browser that is still sending would not see the answer.
    async fn skip(&mut self, mut parts: Multipart, most: u64) {
        while let Ok(Some(mut field)) = parts.next_field().await {
            while let Ok(Some(chunk)) = field.chunk().await {
                self.read += chunk.len() as u64;
                if self.read > most {
                    return;
                }
            }
        }
    }

    /// Reads a file; `keeps`: whether it is also kept.
    async fn take(
        &mut self,
        posted: &mut Posted,
        name: String,
        mut field: Field<'_>,
        keeps: bool,
    ) -> Result<(), PageError> {
        let kind = field.content_type().map(str::to_owned);
        let (mut file, mut size) = (Arriving::NotYet, 0_u64);
        while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error, posted))? {
            let length = chunk.len() as u64;
            size += length;
            self.read += length;
            if self.read > self.widest() {
                return Err(PageError::TooLarge(posted.kept("")));
            }
            let fits = size <= self.limits.attachment_bytes && self.kept + size <= self.limits.message_bytes;
            file =
                if keeps && fits { file.write(posted, &self.receiver, &chunk).await } else { Arriving::Lost };
        }
        if !keeps {
            return Ok(());
        }
        if size > self.limits.attachment_bytes {
            posted.too_large.push(name);
        } else if self.kept + size > self.limits.message_bytes {
            posted.too_much.get_or_insert((name, self.limits.message_bytes));
        } else if !(name.is_empty() && size == 0) {
            self.kept += size;
            if let Some(bytes) = file.finish(posted).await {
                posted.files.push(File { name, kind, bytes });
            }
        }
        Ok(())
    }
}

/// A file of a form while it is being read. Browsers send an empty one when none was chosen.
enum Arriving {
    NotYet,
    Begun(Box<ArrivingFile>),
    Lost,
}

impl Arriving {
    /// Goes on with the file, unless it could not be kept so far.
    async fn write(self, posted: &mut Posted, receiver: &Receiver, chunk: &[u8]) -> Self {
        let begun = match self {
            Self::NotYet => posted.noted(receiver.begin().await).map(Box::new),
            Self::Begun(file) => Some(file),
            Self::Lost => None,
        };
        let Some(mut file) = begun else { return Self::Lost };
        let written = file.write(chunk).await;
        posted.noted(written).map_or(Self::Lost, |()| Self::Begun(file))
    }

    async fn finish(self, posted: &mut Posted) -> Option<FileContent> {
        match self {
            Self::NotYet => Some(FileContent::default()),
            Self::Begun(file) => posted.noted(file.finish().await).map(FileContent::from),
            Self::Lost => None,
        }
    }
}
