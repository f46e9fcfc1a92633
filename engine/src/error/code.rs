//! The stable codes of errors.

/// What a program can tell apart; the words are those of the GraphQL schema's `ErrorCode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// Log in first.
    Unauthenticated,
    /// The password is right; the code of the second factor is asked for.
    CodeRequired,
    /// Set up a second factor first.
    SecondFactorRequired,
    /// The actor may see it but not do it.
    Forbidden,
    /// It does not exist, or the actor may not know that it does.
    NotFound,
    /// Something in the input is wrong; `field` says what.
    BadUserInput,
    /// Somebody else was quicker.
    Conflict,
    /// Too often.
    RateLimited,
    /// The database or the blob store is away, full or locked: the same request succeeds later.
    Unavailable,
    /// Our fault.
    Internal,
}

impl Code {
    /// The word as it is sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::CodeRequired => "CODE_REQUIRED",
            Self::SecondFactorRequired => "SECOND_FACTOR_REQUIRED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::Conflict => "CONFLICT",
            Self::RateLimited => "RATE_LIMITED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }
}
