//! Why: what admins do with accounts at providers of mail.

mod cancel_sign_in;
mod disconnect;
mod finish_sign_in;
mod start_sign_in;

pub(crate) use cancel_sign_in::CancelMailSignIn;
pub(crate) use disconnect::DisconnectMailAccount;
pub(crate) use finish_sign_in::FinishMailSignIn;
pub(crate) use start_sign_in::StartMailSignIn;

use async_graphql::SimpleObject;

/// The account.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MailAccountPayload {
    /// The name to log in with.
    account: String,
}
