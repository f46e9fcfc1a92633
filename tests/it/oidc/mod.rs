//! Talking to providers of single sign-on.

mod client;
pub(crate) mod provider;
