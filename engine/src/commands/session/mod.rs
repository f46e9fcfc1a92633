//! Log-ins: how they begin, how a bearer is recognised, how they end.

mod authenticate;
mod begin_link;
mod begin_passkey;
mod challenge;
mod confirm;
mod link_identity;
mod login;
mod login_with_passkey;
mod logout;
mod open;
mod renew;
mod revoke;
mod revoke_others;
mod sign_in;
mod start_sign_in;
mod tries;
mod unlink_identity;

pub use confirm::ConfirmLogin;
pub use login::Login;
pub use login_with_passkey::PasskeyLogin;
pub use open::NewSession;
pub use renew::RenewedSession;
pub use sign_in::SignIn;
pub use start_sign_in::{StartedSignIn, UnderWay};

pub(crate) use confirm::wrong_code;
pub(crate) use open::{OpenedBy, open_session};
pub(crate) use tries::{CodeKind, subject_of};
