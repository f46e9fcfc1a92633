//! Accounts at providers of mail: connected by a sign-in, used by tokens that one node at a time renews.
//!
//! [`Engine::mail_access_token`](crate::Engine::mail_access_token) is what whoever fetches and sends asks. Tokens lie sealed in the
//! database, so that all nodes use the same; who is to renew them claims that there, and what came is kept before it is used. When
//! a provider no longer grants anything, that is noted once, and nobody asks it again before somebody has signed in anew.

mod access_token;
mod connect;
mod disconnect;
mod finish_sign_in;
mod start_sign_in;
