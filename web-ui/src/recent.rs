//! The tickets that were opened last, kept in a cookie as `10034.5,10035.2`: number and version seen.

const KEPT: usize = 6;

/// Tickets opened last, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recent(Vec<Seen>);

/// A ticket and the version that was last looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) number: i32,
    pub(crate) version: i64,
}

impl Recent {
    /// Reads the cookie; whatever does not fit is left out, since anybody can write a cookie.
    pub(crate) fn parse(cookie: Option<&str>) -> Self {
        let seen = cookie
            .unwrap_or_default()
            .split(',')
            .filter_map(|entry| {
                let (number, version) = entry.split_once('.')?;
                Some(Seen { number: number.parse().ok()?, version: version.parse().ok()? })
            })
            .take(KEPT)
            .collect();
        Self(seen)
    }

    /// The tickets, the newest first.
    pub(crate) fn seen(&self) -> &[Seen] {
        &self.0
    }

    /// After a ticket has been looked at. One that is listed keeps its place: entries must not jump under the mouse.
    pub(crate) fn opened(&self, number: i32, version: i64) -> Self {
        let mut seen = self.0.clone();
        match seen.iter_mut().find(|entry| entry.number == number) {
            Some(entry) => entry.version = version,
            None => seen.insert(0, Seen { number, version }),
        }
        seen.truncate(KEPT);
        Self(seen)
    }

    /// After an entry has been closed.
    pub(crate) fn closed(&self, number: i32) -> Self {
        Self(self.0.iter().copied().filter(|seen| seen.number != number).collect())
    }

    /// What goes into the cookie.
    pub(crate) fn cookie(&self) -> String {
        self.0.iter().map(|seen| format!("{}.{}", seen.number, seen.version)).collect::<Vec<_>>().join(",")
    }
}
