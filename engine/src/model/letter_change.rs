//! One thing that an email tells, beside the comments that it quotes.

use serde::{Deserialize, Serialize};

use super::{CommentId, EventChange, FromTo};

/// One thing that an email tells, as the outbox keeps it. A new kind is added, an old one is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "camelCase")]
#[non_exhaustive]
pub enum LetterChange {
    /// The ticket is new.
    New,
    /// A note names the reader.
    Mentioned,
    /// How many further tickets have lost their assignee.
    FurtherUnassigned(FromTo<u64>),
    /// A further comment of which it tells.
    FurtherComment(FromTo<CommentId>),
    /// What happened to a second factor; before that the provider, if it is by one that its owner can log in now.
    SecondFactor(FromTo<String>),
    /// Something is different in the ticket.
    #[serde(untagged)]
    Changed(EventChange),
}

impl From<EventChange> for LetterChange {
    fn from(change: EventChange) -> Self {
        Self::Changed(change)
    }
}

impl LetterChange {
    /// The field under which it is kept.
    pub(crate) fn field(&self) -> &str {
        match self {
            Self::New => "new",
            Self::Mentioned => "mentioned",
            Self::FurtherUnassigned(_) => "furtherUnassigned",
            Self::FurtherComment(_) => "furtherComment",
            Self::SecondFactor(_) => "secondFactor",
            Self::Changed(change) => change.field(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use serde_json::{from_value, json, to_value};
    use uuid::Uuid;

    use super::*;
    use crate::model::{Change, Status};

    /// Each kind as it is kept. A line of this table is never changed.
    #[test]
    fn each_kind_is_kept_under_its_field() {
        let id = Uuid::from_u128(1);
        let enabled = FromTo::now("enabled".to_owned());
        for (change, kept) in [
            (LetterChange::New, json!({ "field": "new" })),
            (LetterChange::Mentioned, json!({ "field": "mentioned" })),
            (
                LetterChange::FurtherUnassigned(FromTo::now(3)),
                json!({ "field": "furtherUnassigned", "from": null, "to": 3 }),
            ),
            (
                LetterChange::FurtherComment(FromTo::now(id.into())),
                json!({ "field": "furtherComment", "from": null, "to": id.to_string() }),
            ),
            (
                LetterChange::SecondFactor(enabled),
                json!({ "field": "secondFactor", "from": null, "to": "enabled" }),
            ),
            (
                EventChange::Status(FromTo::now(Status::Open)).into(),
                json!({ "field": "status", "from": null, "to": "OPEN" }),
            ),
        ] {
            assert_eq!(kept["field"], change.field());
            assert_eq!(to_value(&change).expect("kept"), kept);
            assert_eq!(from_value::<LetterChange>(kept).expect("read"), change);
        }
    }

    /// Letters that waited when changes were words alone.
    #[test]
    fn what_waits_from_before_is_read() {
        let assigned = EventChange::Earlier(Change::new("assignee", None, Some("Jana"))).into();
        for (kept, read) in [
            (json!({ "field": "new", "from": null, "to": "NEW" }), LetterChange::New),
            (json!({ "field": "mentioned", "from": null, "to": "true" }), LetterChange::Mentioned),
            (json!({ "field": "assignee", "from": null, "to": "Jana" }), assigned),
        ] {
            assert_eq!(from_value::<LetterChange>(kept.clone()).expect("read"), read, "{kept}");
        }
    }
}
