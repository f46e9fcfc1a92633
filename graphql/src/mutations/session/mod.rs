//! Log-ins: how they begin, go on and end, and passwords.

mod begin_identity_link;
mod begin_passkey;
mod change_password;
mod confirm_login;
mod login;
mod login_with_passkey;
mod logout;
mod renew;
mod request_password_reset;
mod reset_password;
mod revoke;
mod revoke_others;
mod unlink_identity;

use async_graphql::SimpleObject;
pub(crate) use begin_identity_link::BeginIdentityLink;
pub(crate) use begin_passkey::BeginPasskeyLogin;
pub(crate) use change_password::ChangePassword;
pub(crate) use confirm_login::ConfirmLogin;
pub(crate) use login::Login;
pub(crate) use login_with_passkey::LoginWithPasskey;
pub(crate) use logout::Logout;
pub(crate) use renew::RenewSession;
pub(crate) use request_password_reset::RequestPasswordReset;
pub(crate) use reset_password::ResetPassword;
pub(crate) use revoke::RevokeSession;
pub(crate) use revoke_others::RevokeOtherSessions;
pub(crate) use unlink_identity::UnlinkIdentity;

use crate::{loaders::Among, objects::User, scalars::DateTime};

/// A new session.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct LoginPayload {
    /// Works as "Authorization: Bearer …" until it expires or `logout` ends it. It is not shown again.
    token: String,
    /// When it expires.
    expires_at: DateTime,
    /// The user who logged in.
    viewer: User,
    /// For the next `login` from the same browser or machine. It gives no access by itself.
    device: String,
}

impl From<engine::NewSession> for LoginPayload {
    fn from(session: engine::NewSession) -> Self {
        Self {
            token: session.token,
            expires_at: session.expires_at.into(),
            viewer: User { row: session.user, among: Among::One },
            device: session.device,
        }
    }
}
