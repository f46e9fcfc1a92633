//! What is told once after an act: it goes in a cookie to the page that is opened next, so that reloading the page, or
//! sending its address to a colleague, does not tell it again.

use axum::{
    http::{HeaderValue, Method, Uri, header, request::Parts},
    response::Response,
};
use axum_extra::extract::cookie::Cookie;
use graphql::cookies;
use url::form_urlencoded;

use crate::{session, settings::Settings};

/// The parameters that tell something once.
const ONCE: [&str; 4] = ["created", "done", "left", "undone"];

/// Gives the request for a page what its cookie has to tell there; the cookie that ends it, if so.
pub(crate) fn take(settings: &Settings, parts: &mut Parts) -> Option<Cookie<'static>> {
    // A page that looks for what is new in the background shows nothing.
    if parts.method != Method::GET || parts.headers.contains_key("x-fragment") {
        return None;
    }
    // An address that was kept, or typed, tells nothing.
    without_once(parts);
    let kept = cookies(&parts.headers, session::FLASH).into_iter().find(|value| !value.is_empty())?;
    let mut pairs: Vec<(String, String)> = form_urlencoded::parse(kept.as_bytes()).into_owned().collect();
    let path = pairs.iter().position(|(name, _)| name == "path").map(|place| pairs.remove(place).1)?;
    if path != parts.uri.path() {
        return None;
    }
    pairs.retain(|(name, _)| ONCE.contains(&name.as_str()));
    if let Some(uri) = with(&parts.uri, &pairs) {
        parts.uri = uri;
    }
    Some(session::flash(settings, String::new()))
}

/// Takes what is told once out of the address to which an answer leads; the cookie that has it instead, if any.
pub(crate) fn put(settings: &Settings, response: &mut Response) -> Option<Cookie<'static>> {
    let to = response.headers().get(header::LOCATION)?.to_str().ok()?;
    let (rest, fragment) = to.split_once('#').map_or((to, None), |(rest, fragment)| (rest, Some(fragment)));
    let (path, query) = rest.split_once('?')?;
    let (once, stays): (Vec<_>, Vec<_>) =
        form_urlencoded::parse(query.as_bytes()).partition(|(name, _)| ONCE.contains(&name.as_ref()));
    if once.is_empty() {
        return None;
    }
    let told =
        form_urlencoded::Serializer::new(String::new()).append_pair("path", path).extend_pairs(once).finish();
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(stays).finish();
    let mut address = path.to_owned();
    for (mark, part) in [('?', (!query.is_empty()).then_some(query.as_str())), ('#', fragment)] {
        if let Some(part) = part {
            address.push(mark);
            address.push_str(part);
        }
    }
    let address = HeaderValue::try_from(address).ok()?;
    response.headers_mut().insert(header::LOCATION, address);
    Some(session::flash(settings, told))
}

/// Takes what tells something once out of the address that is asked for.
fn without_once(parts: &mut Parts) {
    let Some(query) = parts.uri.query() else { return };
    let (once, stays): (Vec<_>, Vec<_>) =
        form_urlencoded::parse(query.as_bytes()).partition(|(name, _)| ONCE.contains(&name.as_ref()));
    if once.is_empty() {
        return;
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(stays).finish();
    let mark = if query.is_empty() { "" } else { "?" };
    if let Ok(uri) = format!("{}{mark}{query}", parts.uri.path()).parse() {
        parts.uri = uri;
    }
}

/// The address with more in its query.
fn with(uri: &Uri, pairs: &[(String, String)]) -> Option<Uri> {
    let before = uri.query().unwrap_or_default().to_owned();
    let query = form_urlencoded::Serializer::new(before).extend_pairs(pairs).finish();
    format!("{}?{query}", uri.path()).parse().ok()
}
