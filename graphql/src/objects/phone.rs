//! A telephone number of a person.

use async_graphql::SimpleObject;

/// A telephone number of a person.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct PhoneNumber {
    /// As it was typed.
    number: String,
    /// What is dialled: digits, after a `+` where the number says its country.
    dial: String,
}

impl From<engine::PhoneNumber> for PhoneNumber {
    fn from(phone: engine::PhoneNumber) -> Self {
        Self { number: phone.number, dial: phone.dial }
    }
}
