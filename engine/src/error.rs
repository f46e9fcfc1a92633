//! The one public error: each case is a sentence that a caller may show, with a stable code and the field it is about.

mod causes;
mod code;
mod file;
mod lasting;
mod sentences;

use std::{fmt, time::Duration};

pub use causes::Causes;
pub use code::Code;
pub use lasting::LastingFault;
use sentences::{capitalised, minutes, seconds};

use crate::{
    actor::Scope,
    faults::{self, Fault},
    lifecycle::Refused,
    line::quoted,
    model::{LoginMethod, NotAdmitted},
    policy::password::Missing,
};

/// What every fallible call of the engine answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed. `Display` is fit for the person who asked; the source of an internal error is for the log alone.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The call needs a log-in.
    #[error("You must be logged in.")]
    Unauthenticated,
    /// The log-in failed, for whatever reason.
    #[error("Incorrect username or password.")]
    WrongCredentials,
    /// The password is right, and of no use: the role logs in by single sign-on alone.
    #[error("Your account uses single sign-on. Passwords and passkeys are not accepted.")]
    SingleSignOn,
    /// A provider vouched for somebody who may not come in, or not yet.
    #[error(transparent)]
    NotAdmitted(#[from] NotAdmitted),
    /// The password is right, and no session began yet: the account has a second factor.
    #[error("Confirm the login with your second factor.")]
    CodeRequired {
        /// What is shown with the code or the passkey, see [`crate::ConfirmLogin`] and [`crate::PasskeyLogin`].
        challenge: Challenge,
        /// What of it the account has.
        methods: Vec<LoginMethod>,
    },
    /// The actor's role requires a second factor, and they have none yet.
    #[error("Your role requires two-factor authentication. Set it up first.")]
    SecondFactorRequired,
    /// The actor may not do this.
    #[error("You are not allowed to {action}.")]
    Forbidden {
        /// What was tried, as the words after "not allowed to".
        action: &'static str,
    },
    /// The host's guard refused it.
    #[error("{message}")]
    Guarded {
        /// The host's words.
        message: String,
    },
    /// The actor may do this, but their token may not.
    #[error("This token does not have the scope {}.", .scope.as_str())]
    MissingScope {
        /// What the token would need.
        scope: Scope,
    },
    /// Absent or hidden: the two look alike.
    #[error("{} not found.", capitalised(.what))]
    NotFound {
        /// What was looked for.
        what: &'static str,
    },
    /// A value is not acceptable.
    #[error("{message}")]
    BadInput {
        /// The input's field as the GraphQL schema spells it.
        field: &'static str,
        /// A stable word for the reason, by which interfaces find their own text.
        reason: &'static str,
        /// What is wrong and what would be right.
        message: String,
    },
    /// Several fields of the input are not acceptable, see [`Error::each`]. Whatever else is asked of it is that of the first.
    #[error("{first}")]
    Several {
        /// What is wrong with the first one.
        first: Box<Error>,
        /// What is wrong with the others.
        others: Vec<Error>,
    },
    /// A term of a search cannot be understood.
    #[error("{message}")]
    BadTerm {
        /// The term as it was given.
        term: String,
        /// What is wrong and what would be right.
        message: String,
    },
    /// A text names a variable that does not exist.
    #[error("{message}")]
    BadVariable {
        /// The variable as it was given.
        name: String,
        /// What is wrong and what would be right.
        message: String,
    },
    /// A line of a table cannot be read, and with it the table.
    #[error("{message}")]
    BadLine {
        /// A stable word for the reason.
        reason: &'static str,
        /// The line of the file, from 1.
        line: u64,
        /// What is wrong.
        message: String,
    },
    /// A file or a message is too large.
    #[error("{} is larger than the limit of {limit} bytes.", quoted(.name))]
    TooLarge {
        /// The input's field.
        field: &'static str,
        /// The file.
        name: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// A file is small enough by itself, and too large with those before it.
    #[error("With {}, the files together are larger than the limit of {limit} bytes.", quoted(.name))]
    TooLargeTogether {
        /// The input's field.
        field: &'static str,
        /// The file with which they are.
        name: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// The new password does not meet the rule.
    #[error("The password is too weak: {}.", Missing::sentence(.missing))]
    WeakPassword {
        /// What is missing.
        missing: Vec<Missing>,
    },
    /// The link of a password mail is unknown, used or too old.
    #[error("This link is invalid or has expired. Request a new one.")]
    LinkExpired,
    /// Somebody changed the ticket meanwhile.
    #[error(
        "The ticket has changed since you loaded it (version {actual}, expected {expected}). Reload it and try again."
    )]
    Stale {
        /// The version that the caller saw.
        expected: i64,
        /// The version that it has.
        actual: i64,
    },
    /// Somebody changed what is kept in mind about a customer meanwhile.
    #[error(
        "The note has changed since you loaded it (version {actual}, expected {expected}). Reload it and try again."
    )]
    StaleMemo {
        /// The version that the caller saw; 0: none.
        expected: i64,
        /// The version that it has; 0: none.
        actual: i64,
    },
    /// Another window of the same person has saved a draft that this one does not know.
    #[error("The draft has changed in another window. Reload it and try again.")]
    StaleDraft,
    /// The key of an earlier request came with other content.
    #[error("This idempotency key was already used for a different request. Use a new key.")]
    KeyReused,
    /// The lifecycle knows no such step.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// One change of a list is refused, and with it the list.
    #[error("{cause}")]
    InChange {
        /// Its place in the list, from 0.
        index: usize,
        /// The field of the input that names the change, as the GraphQL schema spells it.
        field: &'static str,
        /// Why.
        cause: Box<Error>,
    },
    /// Too often.
    #[error("Too many attempts. Try again in {}.", minutes(.retry_after.as_secs()))]
    RateLimited {
        /// When it may be tried again.
        retry_after: Duration,
    },
    /// Imports go one after the other, and those before take long. Nothing was imported.
    #[error("Other imports are running. Try again in {}.", seconds(.retry_after.as_secs()))]
    ImportBusy {
        /// When it may be tried again.
        retry_after: Duration,
    },
    /// A rule in a list of them is not acceptable.
    #[error("{cause}")]
    InRule {
        /// Its place, from 0.
        index: usize,
        /// What is wrong with it.
        cause: Box<Error>,
    },
    /// Database or blob store cannot be used at the moment, and nothing was stored; the source is for the log.
    #[error("The service is temporarily unavailable. Try again in a moment.")]
    Unavailable(#[source] Opaque),
    /// Something of ours failed; the source is for the log.
    #[error("Something went wrong on our side.")]
    Internal(#[source] Opaque),
}

/// What proves that the password was right, until the code of the second factor is given; worth a log-in together with it.
#[derive(Clone, PartialEq, Eq)]
pub struct Challenge(pub(crate) String);

impl Challenge {
    /// The challenge as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge(…)")
    }
}

/// The cause of an internal error, of whatever library; not part of the interface.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Opaque(Box<dyn std::error::Error + Send + Sync>);

impl Error {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::InChange { cause, .. }
            | Self::InRule { cause, .. }
            | Self::Several { first: cause, .. } => cause.code(),
            Self::Unauthenticated | Self::WrongCredentials => Code::Unauthenticated,
            Self::CodeRequired { .. } => Code::CodeRequired,
            Self::SecondFactorRequired => Code::SecondFactorRequired,
            Self::Forbidden { .. }
            | Self::Guarded { .. }
            | Self::MissingScope { .. }
            | Self::SingleSignOn
            | Self::NotAdmitted(_)
            | Self::Refused(_) => Code::Forbidden,
            Self::NotFound { .. } => Code::NotFound,
            Self::BadInput { .. }
            | Self::BadTerm { .. }
            | Self::BadVariable { .. }
            | Self::BadLine { .. }
            | Self::TooLarge { .. }
            | Self::TooLargeTogether { .. }
            | Self::WeakPassword { .. }
            | Self::LinkExpired => Code::BadUserInput,
            Self::Stale { .. } | Self::StaleMemo { .. } | Self::StaleDraft | Self::KeyReused => {
                Code::Conflict
            }
            Self::RateLimited { .. } | Self::ImportBusy { .. } => Code::RateLimited,
            Self::Unavailable(_) => Code::Unavailable,
            Self::Internal(_) => Code::Internal,
        }
    }

    /// The input's field that is wrong, as the GraphQL schema spells it.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::InChange { field, cause, .. } => cause.field().or(Some(field)),
            Self::InRule { cause, .. } | Self::Several { first: cause, .. } => cause.field(),
            Self::BadInput { field, .. }
            | Self::TooLarge { field, .. }
            | Self::TooLargeTogether { field, .. } => Some(field),
            Self::BadTerm { .. } => Some("query"),
            Self::BadVariable { .. } => Some("text"),
            Self::BadLine { .. } => Some("csv"),
            Self::WeakPassword { .. } => Some("password"),
            Self::LinkExpired => Some("token"),
            Self::Stale { .. } | Self::StaleMemo { .. } => Some("expectedVersion"),
            Self::StaleDraft => Some("basedOn"),
            Self::KeyReused => Some("idempotencyKey"),
            Self::Refused(_) => Some("status"),
            _ => None,
        }
    }

    /// Where in the input the fault is: `changes.2.status` in a list of changes, `rules.2.pattern` in one of rules, else as
    /// [`Error::field`].
    #[must_use]
    pub fn path(&self) -> Option<String> {
        if let Self::InRule { index, cause } = self {
            return cause.field().map(|field| format!("rules.{index}.{field}"));
        }
        let Self::InChange { index, field, cause } = self else { return self.field().map(str::to_owned) };
        Some(match cause.field() {
            Some(inner) if inner != *field => format!("changes.{index}.{field}.{inner}"),
            _ => format!("changes.{index}.{field}"),
        })
    }

    /// The same, as the fault of one change in a list. What is not about the change stays what it is.
    pub(crate) fn of_change(self, index: usize, field: &'static str) -> Self {
        match self {
            Self::Forbidden { .. }
            | Self::Guarded { .. }
            | Self::BadInput { .. }
            | Self::BadVariable { .. }
            | Self::TooLarge { .. }
            | Self::TooLargeTogether { .. }
            | Self::Refused(_) => Self::InChange { index, field, cause: Box::new(self) },
            other => other,
        }
    }

    /// The same for a command that has no list of changes, but fields of its own.
    pub(crate) fn of_field(self) -> Self {
        match self {
            Self::InChange { cause, .. } => *cause,
            other => other,
        }
    }

    /// The scope that the token lacks, if that is why.
    #[must_use]
    pub fn scope(&self) -> Option<Scope> {
        match self {
            Self::InChange { cause, .. } => cause.scope(),
            Self::MissingScope { scope } => Some(*scope),
            _ => None,
        }
    }

    /// A stable word for the reason, in lower case with dashes, by which an interface finds its own text.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::InChange { cause, .. }
            | Self::InRule { cause, .. }
            | Self::Several { first: cause, .. } => cause.reason(),
            Self::Unauthenticated => "unauthenticated",
            Self::WrongCredentials => "wrong-credentials",
            Self::SingleSignOn => "single-sign-on",
            Self::NotAdmitted(why) => why.reason(),
            Self::CodeRequired { .. } => "code-required",
            Self::SecondFactorRequired => "second-factor-required",
            Self::Forbidden { .. } => "forbidden",
            Self::Guarded { .. } => "guarded",
            Self::MissingScope { .. } => "missing-scope",
            Self::NotFound { .. } => "not-found",
            Self::BadInput { reason, .. } | Self::BadLine { reason, .. } => reason,
            Self::BadTerm { .. } => "search-value",
            Self::BadVariable { .. } => "variable-unknown",
            Self::TooLarge { .. } => "too-large",
            Self::TooLargeTogether { .. } => "too-large-together",
            Self::WeakPassword { .. } => "weak-password",
            Self::LinkExpired => "link-expired",
            Self::Stale { .. } => "stale",
            Self::StaleMemo { .. } => "memo-stale",
            Self::StaleDraft => "draft-stale",
            Self::KeyReused => "key-used",
            Self::Refused(_) => "status-refused",
            Self::RateLimited { .. } => "rate-limited",
            Self::ImportBusy { .. } => "import-busy",
            Self::Unavailable(_) => "unavailable",
            Self::Internal(_) => "internal",
        }
    }

    /// The line of the file that is wrong, from 1.
    #[must_use]
    pub const fn line(&self) -> Option<u64> {
        match self {
            Self::BadLine { line, .. } => Some(*line),
            _ => None,
        }
    }

    /// The term of a search, or the variable of a text, that is wrong.
    #[must_use]
    pub fn term(&self) -> Option<&str> {
        match self {
            Self::BadTerm { term, .. } | Self::BadVariable { name: term, .. } => Some(term),
            Self::InChange { cause, .. }
            | Self::InRule { cause, .. }
            | Self::Several { first: cause, .. } => cause.term(),
            _ => None,
        }
    }

    /// What is shown with the code of the second factor, if that is asked for.
    #[must_use]
    pub fn challenge(&self) -> Option<&Challenge> {
        match self {
            Self::CodeRequired { challenge, .. } => Some(challenge),
            _ => None,
        }
    }

    /// What of a second factor the account has, if that is asked for.
    #[must_use]
    pub fn methods(&self) -> &[LoginMethod] {
        match self {
            Self::CodeRequired { methods, .. } => methods,
            _ => &[],
        }
    }

    /// When it may be tried again, where time alone helps.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after } | Self::ImportBusy { retry_after } => Some(*retry_after),
            _ => None,
        }
    }

    /// Whether what was to be stored is itself to blame, so that trying again with the same content cannot succeed.
    /// A database that is away, full, damaged or of another version says nothing about the content.
    #[must_use]
    pub fn blames_content(&self) -> bool {
        match self {
            Self::Unavailable(_) => false,
            Self::Internal(Opaque(cause)) => {
                cause.downcast_ref::<sea_orm::DbErr>().is_none_or(|cause| Fault::of(cause) == Fault::Content)
            }
            _ => true,
        }
    }

    /// Bad input in `field`; `reason` is the stable word, `message` the sentence.
    pub(crate) fn bad(field: &'static str, reason: &'static str, message: impl Into<String>) -> Self {
        Self::BadInput { field, reason, message: message.into() }
    }

    /// The fault of the database that is behind an internal error.
    pub(crate) fn database(&self) -> Option<&sea_orm::DbErr> {
        match self {
            Self::Internal(Opaque(cause)) => cause.downcast_ref(),
            _ => None,
        }
    }

    /// Whether the database cannot be reached at all, so that nothing it was asked for is to blame.
    pub(crate) fn is_outage(&self) -> bool {
        matches!(self.database(), Some(sea_orm::DbErr::Conn(_) | sea_orm::DbErr::ConnectionAcquire(_)))
    }

    /// Database or blob store cannot be used, with the cause; readiness is told of it.
    pub(crate) fn unavailable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        faults::met();
        Self::Unavailable(Opaque(cause.into()))
    }

    /// An internal error with its cause.
    pub(crate) fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(Opaque(cause.into()))
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(cause: sea_orm::DbErr) -> Self {
        match Fault::of(&cause) {
            Fault::Passing => Self::unavailable(cause),
            Fault::Content | Fault::Ours => Self::internal(cause),
        }
    }
}

impl From<object_store::Error> for Error {
    fn from(cause: object_store::Error) -> Self {
        use object_store::Error as Store;
        match cause {
            // No room, no network, no permission: all of that can be mended while the server runs.
            Store::Generic { .. }
            | Store::JoinError { .. }
            | Store::PermissionDenied { .. }
            | Store::Unauthenticated { .. } => Self::unavailable(cause),
            other => Self::internal(other),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(cause: serde_json::Error) -> Self {
        Self::internal(cause)
    }
}
