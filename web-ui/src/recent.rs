//! The tickets that were opened last, kept in a cookie as `10034.5~10035.2~for.1f2e3d`: number and version seen, and by
//! whom, so that the next person at the same browser is not shown what the one before looked at.

const KEPT: usize = 6;
const WHOSE: &str = "for.";

/// Tickets opened last, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recent {
    seen: Vec<Seen>,
    /// The mark of the person who looked.
    whose: String,
}

/// A ticket and the version that was last looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) number: i32,
    pub(crate) version: i64,
}

impl Recent {
    /// Reads the cookies of this name for the person of this mark: the first one that fits counts, and what does not fit is
    /// left out, since anybody can write a cookie.
    pub(crate) fn parse(cookies: &[&str], whose: &str) -> Self {
        let read = cookies.iter().map(|cookie| Self::parse_one(cookie, whose));
        let found = read.into_iter().find(|recent| !recent.seen.is_empty());
        found.unwrap_or_else(|| Self { seen: Vec::new(), whose: whose.to_owned() })
    }

    fn parse_one(cookie: &str, whose: &str) -> Self {
        let of_another =
            cookie.split('~').filter_map(|entry| entry.strip_prefix(WHOSE)).any(|other| other != whose);
        let entries = cookie.split('~').filter(|_| !of_another);
        let seen = entries
            .filter_map(|entry| {
                let (number, version) = entry.split_once('.')?;
                Some(Seen { number: number.parse().ok()?, version: version.parse().ok()? })
            })
            .take(KEPT)
            .collect();
        Self { seen, whose: whose.to_owned() }
    }

    /// The tickets, the newest first.
    pub(crate) fn seen(&self) -> &[Seen] {
        &self.seen
    }

    /// After a ticket has been looked at. One that is listed keeps its place: entries must not jump under the mouse.
    pub(crate) fn opened(&self, number: i32, version: i64) -> Self {
        let mut seen = self.seen.clone();
        match seen.iter_mut().find(|entry| entry.number == number) {
            Some(entry) => entry.version = version,
            None => seen.insert(0, Seen { number, version }),
        }
        seen.truncate(KEPT);
        Self { seen, whose: self.whose.clone() }
    }

    /// After an entry has been closed.
    pub(crate) fn closed(&self, number: i32) -> Self {
        let seen = self.seen.iter().copied().filter(|seen| seen.number != number).collect();
        Self { seen, whose: self.whose.clone() }
    }

    /// What goes into the cookie.
    pub(crate) fn cookie(&self) -> String {
        let seen = self.seen.iter().map(|seen| format!("{}.{}", seen.number, seen.version));
        seen.chain([format!("{WHOSE}{}", self.whose)]).collect::<Vec<_>>().join("~")
    }
}
