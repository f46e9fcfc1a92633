//! When the mail says it was written, and in which language.

use chrono::{DateTime, Utc};
use mail_parser::Message;
use words::Lang;

use crate::inbound::headers;

/// `Date`, if it is one.
#[must_use]
pub fn date(message: &Message<'_>) -> Option<DateTime<Utc>> {
    let date = message.date()?;
    date.is_valid().then(|| DateTime::from_timestamp(date.to_timestamp(), 0)).flatten()
}

/// The first of our languages that the mail or its program names, as `de` or `en`.
#[must_use]
pub fn locale(message: &Message<'_>) -> Option<String> {
    let named = ["Content-Language", "Accept-Language", "X-Accept-Language"]
        .iter()
        .flat_map(|name| headers::all(message, name));
    named
        .flat_map(|value| value.split([',', ';', ' ']).filter_map(Lang::parse).collect::<Vec<_>>())
        .map(|lang| lang.as_str().to_owned())
        .next()
}
