//! The cookies: names, lifetimes and attributes in one place.

use std::{borrow::Cow, time::Duration};

use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use chrono::{DateTime, Utc};

use crate::settings::Settings;

/// The session's token; the name is part of the interface, since downloads and GraphQL read it too.
pub(crate) const SESSION: &str = "schalter_session";
/// What forms are bound to before the log-in.
pub(crate) const VISIT: &str = "schalter_visit";
/// The language that the visitor picked.
pub(crate) const LANG: &str = "schalter_lang";
/// How the pages look in this browser, see [`crate::look`].
pub(crate) const LOOK: &str = "schalter_look";
/// The tickets opened last, with the version that was seen.
pub(crate) const RECENT: &str = "schalter_recent";

/// What stands between the password and the code of the second factor.
pub(crate) const CHALLENGE: &str = "schalter_challenge";

/// What belongs to what the browser is asked of a passkey; only this browser can answer.
pub(crate) const CEREMONY: &str = "schalter_passkey";

/// What tells that somebody logged in with this browser before; it allows nothing by itself.
pub(crate) const DEVICE: &str = "schalter_device";

/// What a log-in by a provider needs to know again when the provider sends the person back; the beginning of its state follows.
const SIGN_IN: &str = "schalter_sign_in_";
/// So much of the state tells log-ins apart that are under way in one browser.
const FLOW: usize = 12;
/// So many are under way at most; who begins another one has given up the others.
const MOST_FLOWS: usize = 4;

/// When it was last asked whether the session's token is to be exchanged, in Unix seconds.
pub(crate) const RENEWED: &str = "schalter_renewed";

/// What an act on many tickets came to, until the list has told it.
pub(crate) const OUTCOME: &str = "schalter_outcome";

/// What the last act on many tickets came to, after the list has told it: its form may be sent once more.
pub(crate) const LAST_ACT: &str = "schalter_last_act";

/// A status that was just set and can be taken back, see [`crate::acted`].
pub(crate) const ACTED: &str = "schalter_acted";

/// From which lists the tickets were opened that were just changed, see [`crate::whence`].
pub(crate) const WHENCE: &str = "schalter_whence";

/// What the page that is opened next tells once, see [`crate::flash`].
pub(crate) const FLASH: &str = "schalter_flash";

const MINUTE: u64 = 60;
const QUARTER: u64 = 15 * MINUTE;
const YEAR: u64 = 365 * 24 * 60 * 60;
/// `schalter_s_` and what follows it up to the part that `renewSession` makes anew.
const FAMILY: usize = 33;
const MONTH: u64 = 30 * 24 * 60 * 60;

/// The cookie of a new session: gone with the browser unless the person wants to be remembered.
pub(crate) fn session(
    settings: &Settings,
    token: String,
    expires_at: DateTime<Utc>,
    remember: bool,
) -> Cookie<'static> {
    let lifetime = (expires_at - (settings.clock)()).num_seconds();
    make(settings, SESSION, token, remember.then(|| u64::try_from(lifetime).unwrap_or(0)))
}

/// Ends the session on the browser's side.
pub(crate) fn end(settings: &Settings) -> Cookie<'static> {
    make(settings, SESSION, String::new(), Some(0))
}

/// Forgets what belongs to the person who leaves: the tickets opened last, what an act came to, and the word of the visit, on which forms
/// that were shown before the log-in rest.
pub(crate) fn forget(settings: &Settings) -> [Cookie<'static>; 7] {
    [RECENT, VISIT, OUTCOME, LAST_ACT, ACTED, WHENCE, FLASH]
        .map(|name| make(settings, name, String::new(), Some(0)))
}

/// The cookie of a visit.
pub(crate) fn visit(settings: &Settings, word: String) -> Cookie<'static> {
    make(settings, VISIT, word, None)
}

/// Remembers for a few minutes that the password was right; an empty value ends it.
pub(crate) fn challenge(settings: &Settings, value: String) -> Cookie<'static> {
    let lifetime = if value.is_empty() { 0 } else { 5 * MINUTE };
    make(settings, CHALLENGE, value, Some(lifetime))
}

/// Remembers for a few minutes what the browser is asked of a passkey; an empty value ends it.
pub(crate) fn ceremony(settings: &Settings, value: String) -> Cookie<'static> {
    let lifetime = if value.is_empty() { 0 } else { 5 * MINUTE };
    make(settings, CEREMONY, value, Some(lifetime))
}

/// Makes the browser known to the log-in.
pub(crate) fn device(settings: &Settings, device: String) -> Cookie<'static> {
    make(settings, DEVICE, device, Some(YEAR))
}

/// Notes when the session was last renewed; only a hint, since the server knows better.
pub(crate) fn renewed(settings: &Settings, at: DateTime<Utc>) -> Cookie<'static> {
    make(settings, RENEWED, at.timestamp().to_string(), Some(MONTH))
}

/// What stays of a session's token when it is renewed. Forms rest on it: one that was shown before is still good.
pub(crate) fn family(token: &str) -> &str {
    token.get(..FAMILY).unwrap_or(token)
}

/// Remembers the language.
pub(crate) fn lang(settings: &Settings, lang: words::Lang) -> Cookie<'static> {
    make(settings, LANG, lang.as_str().to_owned(), Some(YEAR))
}

/// Remembers how the pages look.
pub(crate) fn look(settings: &Settings, value: String) -> Cookie<'static> {
    make(settings, LOOK, value, Some(YEAR))
}

/// Remembers the tickets opened last.
pub(crate) fn recent(settings: &Settings, value: String) -> Cookie<'static> {
    make(settings, RECENT, value, Some(MONTH))
}

/// Tells on the next page what an act came to; an empty value ends it.
pub(crate) fn outcome(settings: &Settings, value: String) -> Cookie<'static> {
    brief(settings, OUTCOME, value)
}

/// Keeps what an act came to for as long as its form may well come again; an empty value ends it.
pub(crate) fn last_act(settings: &Settings, value: String) -> Cookie<'static> {
    let lifetime = if value.is_empty() { 0 } else { 30 * MINUTE };
    make(settings, LAST_ACT, value, Some(lifetime))
}

/// Offers to take back a status that was just set; an empty value ends it.
pub(crate) fn acted(settings: &Settings, value: String) -> Cookie<'static> {
    let lifetime = if value.is_empty() { 0 } else { 30 * MINUTE };
    make(settings, ACTED, value, Some(lifetime))
}

/// Remembers for as long as an act may be taken back from which lists the tickets were opened.
pub(crate) fn whence(settings: &Settings, value: String) -> Cookie<'static> {
    make(settings, WHENCE, value, Some(30 * MINUTE))
}

/// Tells something once on the page that is opened next; an empty value ends it.
pub(crate) fn flash(settings: &Settings, value: String) -> Cookie<'static> {
    brief(settings, FLASH, value)
}

/// The cookie of the log-in by a provider that has this state.
pub(crate) fn sign_in_name(state: &str) -> String {
    let fits = |letter: &char| letter.is_ascii_alphanumeric() || "-_".contains(*letter);
    format!("{SIGN_IN}{}", state.chars().filter(fits).take(FLOW).collect::<String>())
}

/// Keeps a log-in by a provider while it is under way; an empty value ends it.
pub(crate) fn sign_in(settings: &Settings, name: String, value: String) -> Cookie<'static> {
    let lifetime = if value.is_empty() { 0 } else { QUARTER };
    make(settings, name, value, Some(lifetime))
}

/// Ends the log-ins by providers that were begun before, once there are too many.
pub(crate) fn end_sign_ins(settings: &Settings, jar: CookieJar) -> CookieJar {
    let names = jar.iter().map(|cookie| cookie.name().to_owned()).filter(|name| name.starts_with(SIGN_IN));
    let names: Vec<String> = names.collect();
    if names.len() < MOST_FLOWS {
        return jar;
    }
    names.into_iter().fold(jar, |jar, name| jar.add(sign_in(settings, name, String::new())))
}

fn brief(settings: &Settings, name: &'static str, value: String) -> Cookie<'static> {
    let lifetime = if value.is_empty() { 0 } else { MINUTE };
    make(settings, name, value, Some(lifetime))
}

fn make(
    settings: &Settings,
    name: impl Into<Cow<'static, str>>,
    value: String,
    seconds: Option<u64>,
) -> Cookie<'static> {
    let mut cookie = Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.https)
        .build();
    if let Some(age) = seconds.and_then(|seconds| Duration::from_secs(seconds).try_into().ok()) {
        cookie.set_max_age(Some(age));
    }
    cookie
}
