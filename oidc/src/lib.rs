//! Speaks `OpenID` Connect to providers of single sign-on: discovery, the code flow with PKCE, and tokens verified.
//!
//! [`Client`] is the way in: [`Client::begin`] answers where to send a person, [`Client::finish`] exchanges the code with
//! which the provider sends them back and answers the [`Claims`] of a token that passed every check. `discovery` learns
//! where a provider's endpoints and keys are, `http` fetches within limits, `key` and `token` verify.
//!
//! Who these people are to us, and whether they may come in, is not decided here. Random words and the time come in from
//! outside.
//!
//! Signatures are verified with *ring*, which the workspace has already: the usual crates for this need another
//! implementation of RSA, which `deny.toml` refuses.

mod claims;
mod client;
mod discovery;
mod fault;
mod http;
mod key;
mod token;

pub use claims::{ClaimNames, Claims};
pub use client::{Begin, Client, ProviderSettings, Returned};
pub use fault::{Fault, TokenFault};
pub use http::Http;
