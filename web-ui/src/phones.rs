//! Telephone numbers as forms write them: one a line.

use serde::{Deserialize, Serialize};

/// A telephone number of a person.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Phone {
    /// As it was typed.
    pub(crate) number: String,
    /// What is dialled.
    pub(crate) dial: String,
}

/// The numbers that stand in a field.
pub(crate) fn read(field: &str) -> Vec<&str> {
    field.split(['\n', ';']).map(str::trim).filter(|number| !number.is_empty()).collect()
}

/// Numbers as they stand in a field.
pub(crate) fn lines(phones: &[Phone]) -> String {
    phones.iter().map(|phone| phone.number.as_str()).collect::<Vec<_>>().join("\n")
}
