//! Lists of what is different, as the rows of the journal and of the outbox keep them: with a version.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::error::Result;

/// The version that is written, for whoever reads a row by hand or has to tell old rows from new ones one day; a further kind of
/// change needs no other.
const VERSION: u32 = 1;

/// A list without anything in it, as rows that are made by a statement alone say it.
pub(crate) const NONE: &str = "[]";

#[derive(Serialize, Deserialize)]
struct Kept<L> {
    v: u32,
    changes: L,
}

/// A list as a row keeps it.
pub(crate) fn kept<T: Serialize>(changes: &[T]) -> Result<String> {
    Ok(serde_json::to_string(&Kept { v: VERSION, changes })?)
}

/// The list of a row, whatever version wrote it: before there were versions it was kept bare, with names in the place of ids.
pub(crate) fn read<T: DeserializeOwned>(kept: &str) -> Result<Vec<T>> {
    if kept.starts_with('[') {
        return Ok(serde_json::from_str(kept)?);
    }
    Ok(serde_json::from_str::<Kept<Vec<T>>>(kept)?.changes)
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use super::*;
    use crate::model::{Change, EventChange, FromTo, Status};

    #[test]
    fn rows_of_every_version_are_read() {
        let opened = EventChange::Status(FromTo::now(Status::New));
        let written = kept(std::slice::from_ref(&opened)).expect("kept");
        assert_eq!(written, r#"{"v":1,"changes":[{"field":"status","from":null,"to":"NEW"}]}"#);
        let assigned = EventChange::Earlier(Change::new("assignee", None, Some("Jana")));
        let unknown = EventChange::Earlier(Change::new("mood", None, Some("3")));
        for (row, read_of_it) in [
            (written.as_str(), vec![opened.clone()]),
            (NONE, Vec::new()),
            (
                r#"[{"field":"status","from":null,"to":"NEW"},{"field":"assignee","from":null,"to":"Jana"}]"#,
                vec![opened.clone(), assigned],
            ),
            (
                r#"{"v":7,"at":"x","changes":[{"field":"mood","to":3},{"field":"status","to":"NEW"}]}"#,
                vec![unknown, opened],
            ),
        ] {
            assert_eq!(read::<EventChange>(row).expect("read"), read_of_it, "{row}");
        }
    }
}
