//! Style sheet, scripts and logo: part of the binary, and kept by browsers until their content changes.

use std::{fmt::Write, sync::OnceLock};

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::{app::Shared, install};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// Where a file is found. The middle part stands for the content of all files, so that modules which import each other
/// by relative paths change together.
pub(crate) fn address(name: &str) -> String {
    format!("/assets/{}/{name}", edition())
}

/// `GET /assets/{edition}/{*name}`
pub(crate) async fn serve(
    State(app): State<Shared>,
    Path((asked, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let of_brand = install::file(&app, &name, address);
    let lasts = asked == edition() && of_brand.is_none();
    let ours = || Assets::get(&name).map(|file| (file.data.into_owned(), kind(&name)));
    let Some((bytes, kind)) = of_brand.or_else(ours) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{}\"", fingerprint(&bytes));
    let caching = if lasts { "public, max-age=31536000, immutable" } else { "public, no-cache" };
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let about = [
        (header::CACHE_CONTROL, caching),
        (header::ETAG, tag.as_str()),
        (header::CONTENT_TYPE, kind),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    if known {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    (about, bytes).into_response()
}

fn edition() -> &'static str {
    static EDITION: OnceLock<String> = OnceLock::new();
    EDITION.get_or_init(|| {
        let mut names: Vec<_> = Assets::iter().collect();
        names.sort();
        let all: Vec<u8> = names
            .iter()
            .filter_map(|name| Assets::get(name))
            .flat_map(|file| file.metadata.sha256_hash())
            .collect();
        fingerprint(&all)
    })
}

fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
