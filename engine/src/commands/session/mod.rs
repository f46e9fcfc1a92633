//! Log-ins: how they begin, how a bearer is recognised, how they end.

mod authenticate;
mod login;
mod logout;
mod open;
mod renew;
mod revoke;
mod revoke_others;

pub use login::Login;
pub use open::NewSession;
pub use renew::RenewedSession;

pub(crate) use login::subject_of;
pub(crate) use open::open_session;
