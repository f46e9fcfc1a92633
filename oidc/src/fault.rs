//! What goes wrong with a provider. No fault carries a token, a code or what a token says of a person.

/// So much is told of what a provider wrote.
const LONGEST_WORD: usize = 200;

/// Why a log-in by a provider failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The provider cannot be reached, or not now.
    #[error("cannot reach {url}: {source}")]
    Unreachable {
        /// What was asked.
        url: String,
        /// Why.
        #[source]
        source: reqwest::Error,
    },
    /// The provider answers with an error of HTTP.
    #[error("{url} answered {status}")]
    Status {
        /// What was asked.
        url: String,
        /// The status.
        status: u16,
    },
    /// The answer is longer than any that makes sense.
    #[error("the response of {url} is too long")]
    TooLong {
        /// What was asked.
        url: String,
    },
    /// The answer is not what the specification says.
    #[error("the response of {url} cannot be read: {reason}")]
    Unreadable {
        /// What was asked.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The provider says that it is another one than the one that was configured.
    #[error("the issuer is \"{found}\", but \"{expected}\" is configured")]
    OtherIssuer {
        /// What is configured.
        expected: String,
        /// What was found.
        found: String,
    },
    /// The provider refused to exchange the code; the word is one of the specification's.
    #[error("the provider refused the code: {error}")]
    Refused {
        /// Why.
        error: String,
    },
    /// The token did not pass.
    #[error("the ID token is not valid: {0}")]
    Token(#[from] TokenFault),
    /// The provider failed a moment ago, and is not asked again so soon.
    #[error("not asked again so soon after an error: {reason}")]
    Resting {
        /// What went wrong then.
        reason: String,
        /// Whether it may succeed later.
        passing: bool,
    },
    /// The client cannot be set up, such as for a certificate that cannot be read.
    #[error("cannot set up the client: {0}")]
    SetUp(#[source] reqwest::Error),
}

impl Fault {
    /// Whether the provider is away, and the same may succeed later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. } => true,
            Self::Resting { passing, .. } => *passing,
            Self::Status { status, .. } => *status >= 500 || *status == 429,
            _ => false,
        }
    }
}

/// What is wrong with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenFault {
    /// It is not a signed token at all.
    #[error("malformed")]
    Malformed,
    /// It is not signed in a way that is accepted.
    #[error("signature algorithm not accepted")]
    Algorithm,
    /// None of the provider's keys signed it.
    #[error("signed by an unknown key")]
    UnknownKey,
    /// The signature is wrong.
    #[error("wrong signature")]
    Signature,
    /// Another provider issued it.
    #[error("wrong issuer")]
    Issuer,
    /// It is for somebody else.
    #[error("wrong audience")]
    Audience,
    /// Its time has passed.
    #[error("expired")]
    Expired,
    /// It is from the future; the clocks differ.
    #[error("issued in the future")]
    Future,
    /// It answers another request.
    #[error("wrong nonce")]
    Nonce,
    /// It names nobody.
    #[error("no subject")]
    Subject,
    /// What the provider says of the person is about somebody else.
    #[error("userinfo about another subject")]
    OtherSubject,
}

/// As much of what a provider wrote as a log needs.
pub(crate) fn cut(text: &str) -> String {
    text.chars().take(LONGEST_WORD).collect()
}
