//! A telephone number of a person.

use async_graphql::SimpleObject;

/// A phone number of a person.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct PhoneNumber {
    /// As it was typed.
    number: String,
    /// The number to dial: digits, after a `+` if it has a country code.
    dial: String,
}

impl From<engine::PhoneNumber> for PhoneNumber {
    fn from(phone: engine::PhoneNumber) -> Self {
        Self { number: phone.number, dial: phone.dial }
    }
}
