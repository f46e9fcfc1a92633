//! Why: three scalars of our own: times that end in `Z`, files that cannot be forged, ids that tell nothing.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{Datelike, SecondsFormat, Utc};

/// An RFC 3339 time; responses are in UTC.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct DateTime(pub(crate) chrono::DateTime<Utc>);

/// An RFC 3339 time; responses are in UTC.
#[Scalar(specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3339")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let at = chrono::DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&Utc));
        // Beyond these years databases write times in other ways, or not at all.
        at.filter(|at| (1..=9999).contains(&at.year())).map(Self).ok_or_else(|| {
            InputValueError::custom(
                "use an RFC 3339 time such as 2026-03-01T12:00:00Z, in the years 1 to 9999.",
            )
        })
    }

    /// Looked at by the validation, which knows the name of the field; `parse` does not.
    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl From<chrono::DateTime<Utc>> for DateTime {
    fn from(at: chrono::DateTime<Utc>) -> Self {
        Self(at)
    }
}

/// A file, sent along by the GraphQL multipart request specification.
///
/// The library's own type trusts the text of the document (`"#__graphql_file__:7"`) and panics when it is forged; this
/// one is a position that is looked up, and may be missing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Upload(usize);

const UPLOAD: &str = "upload:";

impl Upload {
    /// What stands in the variables in place of the file at this position.
    pub(crate) fn marker(position: usize) -> serde_json::Value {
        serde_json::Value::String(format!("{UPLOAD}{position}"))
    }

    /// The position among the files of the request.
    pub(crate) const fn position(self) -> usize {
        self.0
    }
}

/// A file, sent as described in the GraphQL multipart request specification.
#[Scalar(specified_by_url = "https://github.com/jaydenseric/graphql-multipart-request-spec")]
impl ScalarType for Upload {
    fn parse(value: Value) -> InputValueResult<Self> {
        let position = match &value {
            Value::String(text) => text.strip_prefix(UPLOAD).and_then(|position| position.parse().ok()),
            _ => None,
        };
        position.map(Self).ok_or_else(|| {
            InputValueError::custom(
                "send the file as described in the GraphQL multipart request specification.",
            )
        })
    }

    fn is_valid(value: &Value) -> bool {
        Self::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::Null
    }
}
