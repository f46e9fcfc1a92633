//! The status that was just set on a ticket without an answer. For a short while every page offers to take it back; a cookie
//! says so, since no node may hold it.

use axum_extra::extract::cookie::Cookie;
use chrono::{DateTime, Utc};

use crate::{session, settings::Settings};

const STATUSES: [&str; 5] = ["NEW", "OPEN", "PENDING", "RESOLVED", "CLOSED"];

/// What was done, and until when it can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Acted {
    pub(crate) number: i32,
    /// The ticket's version since.
    pub(crate) version: i64,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) until: DateTime<Utc>,
}

impl Acted {
    /// Reads the cookies of this name for the person of this mark; what does not fit is nothing, since anybody can write a
    /// cookie.
    pub(crate) fn parse(cookies: &[&str], whose: &str, now: DateTime<Utc>) -> Option<Self> {
        let read = |cookie: &&str| {
            let mut parts = cookie.split('.');
            let mut next = || parts.next();
            let (number, version) = (next()?.parse().ok()?, next()?.parse().ok()?);
            let (before, after) = (next()?.to_owned(), next()?.to_owned());
            let until = DateTime::from_timestamp_millis(next()?.parse().ok()?)?;
            let known = [&before, &after].iter().all(|status| STATUSES.contains(&status.as_str()));
            let fits = known && next()? == whose && until > now;
            fits.then_some(Self { number, version, before, after, until })
        };
        cookies.iter().find_map(read)
    }

    /// The cookie that offers it.
    pub(crate) fn cookie(&self, settings: &Settings, whose: &str) -> Cookie<'static> {
        let Self { number, version, before, after, until } = self;
        let until = until.timestamp_millis();
        session::acted(settings, format!("{number}.{version}.{before}.{after}.{until}.{whose}"))
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::Acted;

    #[test]
    fn a_cookie_is_read_by_its_person_alone_and_while_there_is_time() {
        let now = DateTime::UNIX_EPOCH;
        let until = now + TimeDelta::seconds(10);
        let acted =
            Acted { number: 7, version: 3, before: "OPEN".to_owned(), after: "CLOSED".to_owned(), until };
        let read = |cookie: &str, whose, now: DateTime<Utc>| Acted::parse(&[cookie], whose, now);
        assert_eq!(read("7.3.OPEN.CLOSED.10000.me", "me", now), Some(acted));
        for (cookie, whose, at) in [
            ("7.3.OPEN.CLOSED.10000.me", "you", now),
            ("7.3.OPEN.CLOSED.10000.me", "me", until),
            ("7.3.OPEN.GONE.10000.me", "me", now),
            ("7.3.OPEN.CLOSED", "me", now),
            ("", "me", now),
        ] {
            assert_eq!(read(cookie, whose, at), None, "{cookie} {whose}");
        }
    }
}
