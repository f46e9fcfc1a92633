//! Why: who sends this request, and whether their browser was made to send it by a foreign page.

use std::{net::SocketAddr, sync::Arc};

use ::http::{Extensions, HeaderMap, header};
use axum::extract::ConnectInfo;

use super::cookies;
use crate::{
    Client, Engine,
    caller::{Caller, first_valid},
    error::{ErrorCode, Failure},
};

/// The cookie that holds the token of a session.
pub const SESSION_COOKIE: &str = "schalter_session";

/// Headers that no page can make a browser send across sites without being asked first; any one of them will do.
const CUSTOM_HEADERS: [&str; 4] =
    ["x-csrf-token", "x-requested-with", "apollo-require-preflight", "graphql-require-preflight"];

/// What a request shows of its sender.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Credentials {
    /// A token that its sender knows and put there: no browser does that by itself.
    Bearer(String),
    /// What the browser sends along with everything under the name of our cookie: one token, or several, of which some
    /// may be left over or another program's.
    Cookies(Vec<String>),
    /// Nothing.
    Nobody,
}

impl Credentials {
    /// Reads them; a bearer token wins over a cookie.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        if let Some(token) = bearer(headers) {
            return Self::Bearer(token.to_owned());
        }
        let tokens = cookies(headers, SESSION_COOKIE);
        if tokens.is_empty() {
            return Self::Nobody;
        }
        Self::Cookies(tokens.into_iter().map(str::to_owned).collect())
    }

    /// The tokens to try, whichever way they came.
    pub(super) fn tokens(&self) -> &[String] {
        match self {
            Self::Bearer(token) => std::slice::from_ref(token),
            Self::Cookies(tokens) => tokens,
            Self::Nobody => &[],
        }
    }

    /// Recognises the sender.
    pub(super) async fn caller(&self, engine: &Engine, client: Client) -> Result<Caller, Failure> {
        let (caller, _) = first_valid(engine, self.tokens()).await?;
        Ok(caller.at(Arc::new(client)))
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    strip_bearer(value)
}

/// The token in `Bearer …`.
pub(super) fn strip_bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

/// Refuses what a foreign page may have made the browser send.
///
/// Whoever shows a bearer token is above suspicion. A session's cookie must come with a header that a foreign page
/// cannot set, and so must a multipart body even without a cookie, for any form can send that; and where the browser
/// tells which page asked, it must be one of ours.
pub(super) fn refuse_forgery(
    headers: &HeaderMap,
    credentials: &Credentials,
    multipart: bool,
    origin: &str,
) -> Result<(), Failure> {
    let suspicious = match credentials {
        Credentials::Bearer(_) => return Ok(()),
        Credentials::Cookies(_) => true,
        Credentials::Nobody => multipart,
    };
    let custom = CUSTOM_HEADERS.iter().any(|name| headers.get(*name).is_some_and(|value| !value.is_empty()));
    if suspicious && !custom {
        return Err(Failure::new(
            ErrorCode::Forbidden,
            "A request with a session cookie or a multipart body requires the header X-CSRF-Token (any value) or a bearer token.",
        ));
    }
    if suspicious && !from_our_pages(headers, origin) {
        return Err(Failure::new(ErrorCode::Forbidden, "This request comes from a page of another site."));
    }
    Ok(())
}

/// Whether the browser says that one of our pages asked, or says nothing.
pub(super) fn from_our_pages(headers: &HeaderMap, origin: &str) -> bool {
    let site = headers.get("sec-fetch-site").map(::http::HeaderValue::as_bytes);
    matches!(site, None | Some(b"same-origin" | b"none")) && is_our_origin(headers, origin).unwrap_or(true)
}

/// Whether `Origin` is ours: the public address, or the very host that was asked, for hosts that are reached on several
/// names. Nothing when there is no such header.
pub(super) fn is_our_origin(headers: &HeaderMap, ours: &str) -> Option<bool> {
    let theirs = headers.get(header::ORIGIN)?.to_str().unwrap_or_default();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = theirs.split_once("://").map(|(_, authority)| authority);
    let same_host = matches!((authority, host), (Some(a), Some(b)) if a.eq_ignore_ascii_case(b));
    Some(theirs.eq_ignore_ascii_case(ours) || same_host)
}

/// Scheme, host and port of an address.
pub(super) fn origin_of(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let default_port = match scheme {
        "https" => ":443",
        _ => ":80",
    };
    let authority = authority.strip_suffix(default_port).unwrap_or(authority);
    format!("{scheme}://{authority}").to_ascii_lowercase()
}

/// The sender's end of the line.
pub(super) fn client(headers: &HeaderMap, extensions: &Extensions) -> Client {
    if let Some(client) = extensions.get::<Client>() {
        return client.clone();
    }
    let address = extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_string());
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Client { address, user_agent: user_agent.map(|name| name.chars().take(300).collect()) }
}
