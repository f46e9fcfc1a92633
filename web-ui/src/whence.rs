//! The lists from which somebody came to the tickets that they have just answered or given another status, kept in a cookie as
//! `10034:view=waiting~10035:~for.1f2e3d`. Whoever takes such an act back is led to the ticket as it was opened, with its place in
//! the list, from whatever page they do so.

use axum_extra::extract::cookie::Cookie;

use crate::{session, settings::Settings};

/// So many acts can be taken back at a time, at most.
const KEPT: usize = 4;
/// A longer search is not kept: cookies have a limit.
const LONGEST: usize = 700;
const WHOSE: &str = "for.";

/// From where each ticket was opened, the newest first: its number, and what its address said of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Whence {
    opened: Vec<(i32, String)>,
    /// The mark of the person who acted.
    whose: String,
}

impl Whence {
    /// Reads the cookies of this name for the person of this mark; what does not fit is nothing, since anybody can write a
    /// cookie.
    pub(crate) fn parse(cookies: &[&str], whose: &str) -> Self {
        let own = format!("~{WHOSE}{whose}");
        let entries = cookies.iter().find_map(|cookie| cookie.strip_suffix(own.as_str())).unwrap_or_default();
        let read = |entry: &str| {
            let (number, query) = entry.split_once(':')?;
            Some((number.parse().ok()?, query.to_owned()))
        };
        let opened = entries.split('~').filter_map(read).take(KEPT).collect();
        Self { opened, whose: whose.to_owned() }
    }

    /// What the address of a ticket said of its list when the ticket was changed; empty, if nothing or not known.
    pub(crate) fn of(&self, number: i32) -> &str {
        self.opened.iter().find(|(known, _)| *known == number).map_or("", |(_, query)| query)
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

#[cfg(test)]
mod tests {
    use super::Whence;

    #[test]
    fn a_cookie_is_read_by_its_person_alone() {
        let cookie = "7:view=waiting~8:~x~9:q=a%7Eb&sort=-age~for.me";
        let read = Whence::parse(&[cookie], "me");
        assert_eq!(
            [7, 8, 9, 10].map(|number| read.of(number)),
            ["view=waiting", "", "q=a%7Eb&sort=-age", ""]
        );
        for (cookies, whose) in [(&[cookie][..], "you"), (&[""][..], "me"), (&["7:view=all"][..], "me")] {
            assert_eq!(Whence::parse(cookies, whose).of(7), "");
        }
    }
}
