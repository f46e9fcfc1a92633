//! Why: a person with a browser can try the API, without any other site's help.

use std::sync::LazyLock;

use ::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};

use super::answer::Format;
use crate::error::Failure;

/// Everything that the page loads, built into the binary. Where it comes from: `assets/graphiql/README.md`.
const FILES: [(&str, &str, &[u8]); 6] = [
    ("graphiql.min.js", SCRIPT, include_bytes!("../../assets/graphiql/graphiql.min.js")),
    ("graphiql.min.css", STYLE, include_bytes!("../../assets/graphiql/graphiql.min.css")),
    ("react.production.min.js", SCRIPT, include_bytes!("../../assets/graphiql/react.production.min.js")),
    (
        "react-dom.production.min.js",
        SCRIPT,
        include_bytes!("../../assets/graphiql/react-dom.production.min.js"),
    ),
    ("start.js", SCRIPT, include_bytes!("../../assets/graphiql/start.js")),
    ("start.css", STYLE, include_bytes!("../../assets/graphiql/start.css")),
];
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const PAGE: &str = include_str!("../../assets/graphiql/index.html");

/// Scripts, sockets and pictures from us alone. GraphiQL's editor writes style attributes, hence `unsafe-inline` there.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// `GET /graphql`: the page, for those who ask for HTML. Documents are never run by GET, for a link could carry them.
pub(super) async fn page(headers: HeaderMap) -> Response {
    let accepts =
        |line: &HeaderValue| line.to_str().is_ok_and(|line| line.to_ascii_lowercase().contains("text/html"));
    if !headers.get_all(header::ACCEPT).iter().any(accepts) {
        let message = "Send documents with POST as application/json. GET shows GraphiQL in a browser.";
        let mut response =
            Format::Json.failure(StatusCode::METHOD_NOT_ALLOWED, Failure::bad_request(message));
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        return response;
    }
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::VARY, "Accept"),
    ];
    (headers, PAGE).into_response()
}

/// One of the page's files. They are told apart by a tag over their content, so that an update reaches every browser.
pub(super) async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some((at, (_, kind, content))) = FILES.iter().enumerate().find(|(_, (file, _, _))| *file == name)
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = TAGS.get(at).map_or("", String::as_str);
    let fields = [
        (header::CONTENT_TYPE, *kind),
        (header::ETAG, tag),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, fields).into_response();
    }
    (fields, *content).into_response()
}

/// An entity tag for each file: a hash that differs when the content does, within one build and between builds.
static TAGS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let fnv = |content: &[u8]| {
        content.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    FILES.iter().map(|(_, _, content)| format!("\"{:016x}\"", fnv(content))).collect()
});
