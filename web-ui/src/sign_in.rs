//! What the pages need of single sign-on; whoever serves them brings it, since the schema lets in by password alone.

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;

/// Talks to the providers, and lets in whom they vouch for.
pub trait SingleSignOn: Send + Sync {
    /// The providers, in the order in which the log-in shows them.
    fn providers(&self) -> &[ProviderLink];

    /// Begins a log-in; with `link`, the linking of a further identity to an account. With `choose`,
    /// the provider asks which account it is to be, although it knows one already.
    fn begin<'a>(
        &'a self,
        provider: &'a str,
        link: Option<Linking<'a>>,
        choose: bool,
    ) -> BoxFuture<'a, Result<BegunSignIn, SignInFailure>>;

    /// Finishes it when the provider sends the person back.
    fn finish(&self, callback: Callback) -> BoxFuture<'_, Result<FinishedSignIn, SignInFailure>>;
}

/// Who links a further identity.
#[derive(Clone, Copy)]
pub struct Linking<'a> {
    /// The token of their session.
    pub session: &'a str,
    /// What `beginIdentityLink` answered when they had shown who they are.
    pub leave: &'a str,
}

/// A provider that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderLink {
    /// What addresses call it.
    pub key: String,
    /// What people call it.
    pub name: String,
}

/// A log-in that has just begun.
#[derive(Clone)]
pub struct BegunSignIn {
    /// Where the person goes.
    pub url: String,
    /// What the provider gives back: it tells log-ins apart that are under way at once.
    pub state: String,
    /// What the browser keeps meanwhile.
    pub sealed: String,
}

/// With what a provider sends a person back.
#[derive(Clone, Default)]
pub struct Callback {
    /// The provider to whose address they came back.
    pub provider: String,
    /// What the browser kept.
    pub sealed: String,
    /// The state.
    pub state: String,
    /// The code, if the provider lets them in.
    pub code: Option<String>,
    /// Why it does not.
    pub error: Option<String>,
    /// Which provider it says it is.
    pub issuer: Option<String>,
    /// The session of somebody who is logged in already.
    pub session: Option<String>,
    /// The browser's name.
    pub user_agent: Option<String>,
    /// The network address.
    pub address: Option<String>,
    /// What makes the browser known to the log-in.
    pub device: Option<String>,
}

/// What came of it.
#[derive(Clone)]
pub enum FinishedSignIn {
    /// A session has begun.
    In(NewLogin),
    /// The identity is linked to the account of the session.
    Linked,
}

/// A session that has just begun.
#[derive(Clone)]
pub struct NewLogin {
    /// Its token.
    pub token: String,
    /// Until when it holds.
    pub expires_at: DateTime<Utc>,
    /// What makes the browser known to the log-in.
    pub device: String,
}

/// Why it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInFailure {
    /// There is no such provider.
    NotFound,
    /// It was not begun by this browser, took too long, or was finished before.
    Expired,
    /// The provider does not let the person in, or they went back.
    Refused,
    /// The provider cannot be reached.
    Away,
    /// What the provider answered does not pass.
    Invalid,
    /// The person may not come in; a stable word says why.
    NotAdmitted(&'static str),
    /// The database or the disk cannot be used at the moment.
    Unavailable,
    /// Our fault; the log has the message.
    Fault,
}

macro_rules! secret {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}

secret!(BegunSignIn, Callback, FinishedSignIn, NewLogin);
