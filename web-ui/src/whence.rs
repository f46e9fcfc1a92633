//! The lists from which somebody came to the tickets that they have just answered or given another status, kept in a cookie as
//! `10034:view=waiting~10035:~for.1f2e3d`, percent-encoded. Whoever takes such an act back is led to the ticket as it was opened, with its place in
//! the list, from whatever page they do so.

use axum_extra::extract::cookie::Cookie;
use percent_encoding::percent_decode_str;
use url::form_urlencoded;

use crate::{session, settings::Settings, urls};

/// What of an address names a list of the desk.
pub(crate) const NAMES: [&str; 4] = ["view", "saved", "q", "sort"];

/// So many acts can be taken back at a time, at most.
const KEPT: usize = 4;
/// A longer search is not kept: cookies have a limit, and are encoded once more than addresses.
const LONGEST: usize = 300;
const WHOSE: &str = "for.";

/// From where each ticket was opened, the newest first: its number, and what its address said of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Opened {
    opened: Vec<(i32, String)>,
    /// The mark of the person who acted.
    whose: String,
}

impl Opened {
    /// Reads the cookies of this name for the person of this mark; what does not fit is nothing, since anybody can write a
    /// cookie.
    pub(crate) fn parse(cookies: &[&str], whose: &str) -> Self {
        let own = format!("~{WHOSE}{whose}");
        let mut decoded = cookies.iter().filter_map(|cookie| percent_decode_str(cookie).decode_utf8().ok());
        let entries = decoded.find_map(|cookie| cookie.strip_suffix(own.as_str()).map(str::to_owned));
        let entries = entries.unwrap_or_default();
        let read = |entry: &str| {
            let (number, query) = entry.split_once(':')?;
            Some((number.parse().ok()?, query.to_owned()))
        };
        let opened = entries.split('~').filter_map(read).take(KEPT).collect();
        Self { opened, whose: whose.to_owned() }
    }

    /// What follows the address of a ticket that was changed, so that its list is known again; empty, if there was none.
    pub(crate) fn suffix(&self, number: i32) -> String {
        let query = self.opened.iter().find(|(known, _)| *known == number).map_or("", |(_, query)| query);
        let named = named(query);
        let pairs: Vec<_> = named.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", urls::query(&pairs)) }
    }

    /// The cookie after a ticket was changed that had been opened from this list.
    pub(crate) fn cookie(&self, settings: &Settings, number: i32, query: &str) -> Cookie<'static> {
        let query = if query.len() > LONGEST { "" } else { query };
        let others = self.opened.iter().filter(|(known, _)| *known != number);
        let others = others.map(|(number, query)| format!("{number}:{query}"));
        let all = std::iter::once(format!("{number}:{query}")).chain(others).take(KEPT);
        let all = all.chain([format!("{WHOSE}{}", self.whose)]);
        session::whence(settings, all.collect::<Vec<_>>().join("~"))
    }
}

/// What of a query names a list of the desk.
pub(crate) fn named(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes())
        .filter(|(name, value)| NAMES.contains(&name.as_ref()) && !value.is_empty())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use axum_extra::extract::cookie::Cookie;

    use super::Opened;

    #[test]
    fn a_cookie_is_read_by_its_person_alone() {
        let cookie = Cookie::new("whence", "7:view=waiting&x=1~8:~x~9:q=a%7Eb&sort=-age~for.me");
        let cookie = cookie.encoded().to_string();
        let cookie = cookie.trim_start_matches("whence=");
        let read = Opened::parse(&[cookie], "me");
        let suffixes = [7, 8, 9, 10].map(|number| read.suffix(number));
        assert_eq!(suffixes, ["?view=waiting", "", "?q=a%7Eb&sort=-age", ""]);
        for (cookie, whose) in [(cookie, "you"), ("", "me"), ("7:view=all", "me")] {
            assert_eq!(Opened::parse(&[cookie], whose).suffix(7), "");
        }
    }
}
