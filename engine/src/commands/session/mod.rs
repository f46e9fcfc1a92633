//! Log-ins: how they begin, how a bearer is recognised, how they end.

mod authenticate;
mod link_identity;
mod login;
mod logout;
mod open;
mod renew;
mod revoke;
mod revoke_others;
mod sign_in;
mod start_sign_in;
mod unlink_identity;

pub use login::Login;
pub use open::NewSession;
pub use renew::RenewedSession;
pub use sign_in::SignIn;
pub use start_sign_in::{StartedSignIn, UnderWay};

pub(crate) use login::subject_of;
pub(crate) use open::open_session;
