//! Why: every failure leaves as a GraphQL error with a stable code, and nothing internal leaves at all.

use std::{
    any::Any,
    fmt,
    hash::{BuildHasher, RandomState},
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_graphql::{Enum, ErrorExtensionValues, ServerError, Value};
use engine::{Causes, Code, LastingFault};
use serde::Serialize;

/// The extension that says after how many seconds it may be tried again.
pub(crate) const RETRY_AFTER: &str = "retryAfter";

/// The extension that says which line of a file is wrong.
pub(crate) const LINE: &str = "line";

/// The extension that says which term of a search, or which variable of a text, is wrong.
pub(crate) const TERM: &str = "term";

/// The extension that names the file that is too large; `LIMIT` stands beside it.
pub(crate) const FILE: &str = "file";

/// The extension that says how much is allowed.
pub(crate) const LIMIT: &str = "limit";

/// The extension that `confirmLogin` takes.
pub(crate) const CHALLENGE: &str = "challenge";

/// The extension that says what can be shown with it.
pub(crate) const METHODS: &str = "methods";

/// How long a message is at most, in characters.
const MESSAGE: usize = 500;

/// A part of what was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// The line of a file, from 1.
    Line(u64),
    /// The term of a search, or the variable of a text.
    Term(String),
    /// A file that is too large, and the limit in bytes.
    File(String, u64),
}

impl Part {
    /// The one that an error is about.
    fn of(error: &engine::Error) -> Option<Self> {
        let line = error.line().map(Self::Line);
        let term = || error.term().map(|term| Self::Term(term.to_owned()));
        line.or_else(term).or_else(|| error.file().map(|(name, limit)| Self::File(name.to_owned(), limit)))
    }
}

/// A message of a bearable length.
pub(crate) fn clipped(message: &str) -> String {
    match message.char_indices().nth(MESSAGE) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()),
        None => message.to_owned(),
    }
}

/// Whole seconds, never too few, as `Retry-After` has them.
pub(crate) fn seconds(wait: Duration) -> u64 {
    wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)).max(1)
}

/// The kind of error, in `extensions.code` of every error.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ErrorCode {
    /// You must be logged in.
    Unauthenticated,
    /// The password is correct, but the account requires a second factor. `extensions.methods` lists the available ones:
    /// `APP` and `RECOVERY_CODE` for `confirmLogin`, which takes `extensions.challenge` and a code, `PASSKEY` for
    /// `beginPasskeyLogin` and `loginWithPasskey`.
    CodeRequired,
    /// Your role requires a second factor, and you have none. Set it up with `beginSecondFactor` and `confirmSecondFactor`,
    /// or `beginPasskey` and `addPasskey`; nothing else is allowed until then.
    SecondFactorRequired,
    /// You are not allowed to do this; if the token lacks a scope, `extensions.scope` names it.
    Forbidden,
    /// It does not exist, or you are not allowed to see it.
    NotFound,
    /// The input is wrong; `extensions.field` says where.
    BadUserInput,
    /// The object was changed by somebody else since you read it: read it again and repeat.
    Conflict,
    /// Too many attempts: wait for `extensions.retryAfter` seconds.
    RateLimited,
    /// The document requests too much at once; see `extensions.cost` and `extensions.limit`.
    TooComplex,
    /// The database or the file store is not available: repeat the request after `extensions.retryAfter` seconds. A
    /// mutation may have been carried out if the connection broke at its very end; with an idempotency key it is safe to
    /// repeat.
    Unavailable,
    /// A server error; the message contains the id under which it was logged.
    Internal,
}

/// After what time a request that met an unavailable database is worth repeating.
const AVAILABLE_AGAIN: Duration = Duration::from_secs(5);

impl ErrorCode {
    /// Every code, in the schema's order.
    pub const ALL: &'static [Self] = &[
        Self::Unauthenticated,
        Self::CodeRequired,
        Self::SecondFactorRequired,
        Self::Forbidden,
        Self::NotFound,
        Self::BadUserInput,
        Self::Conflict,
        Self::RateLimited,
        Self::TooComplex,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The code as the schema writes it.
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
            Self::TooComplex => "TOO_COMPLEX",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }

    /// Reads what [`Self::as_str`] wrote.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Code> for ErrorCode {
    fn from(code: Code) -> Self {
        match code {
            Code::Unauthenticated => Self::Unauthenticated,
            Code::CodeRequired => Self::CodeRequired,
            Code::SecondFactorRequired => Self::SecondFactorRequired,
            Code::Forbidden => Self::Forbidden,
            Code::NotFound => Self::NotFound,
            Code::BadUserInput => Self::BadUserInput,
            Code::Conflict => Self::Conflict,
            Code::RateLimited => Self::RateLimited,
            Code::Unavailable => Self::Unavailable,
            Code::Internal => Self::Internal,
        }
    }
}

impl From<engine::Error> for ErrorCode {
    fn from(error: engine::Error) -> Self {
        error.code().into()
    }
}

/// The only error that a resolver may answer.
///
/// It is deliberately not `Display`: async-graphql turns whatever is into an error for the client, so that `?` on a
/// database error would show its text. With this type it does not compile.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) code: ErrorCode,
    pub(crate) field: Option<String>,
    pub(crate) reason: Option<&'static str>,
    pub(crate) scope: Option<engine::Scope>,
    /// What `confirmLogin` takes, and what can be shown with it.
    pub(crate) challenge: Option<Box<(engine::Challenge, Vec<engine::LoginMethod>)>>,
    /// When it may be tried again, where time alone helps.
    pub(crate) retry_after: Option<Box<Duration>>,
    /// Which part of what was given is wrong.
    pub(crate) part: Option<Box<Part>>,
    /// For a document that is too complex: what it costs, and the limit of that.
    pub(crate) cost: Option<Box<(u64, u64)>>,
    /// What is wrong with further fields of the same input.
    pub(crate) others: Option<Arc<Others>>,
    pub(crate) message: String,
}

/// What is wrong with further fields of an input. It travels behind the first error, and each is an error of its own in the end.
#[derive(Clone, Debug)]
pub(crate) struct Others(Vec<Failure>);

impl Others {
    /// These as errors at the place of the first one.
    fn beside(&self, first: &ServerError) -> impl Iterator<Item = ServerError> {
        self.0.iter().map(move |failure| ServerError {
            message: failure.shown(),
            source: None,
            locations: first.locations.clone(),
            path: first.path.clone(),
            extensions: Some(failure.extensions()),
        })
    }
}

/// An error of an answer, followed by those of further fields.
pub(crate) fn each(mut first: ServerError) -> Vec<ServerError> {
    let source = first.source.take();
    let others = source.as_ref().and_then(|source| source.downcast_ref::<Others>());
    let others: Vec<ServerError> = others.iter().flat_map(|others| others.beside(&first)).collect();
    std::iter::once(first).chain(others).collect()
}

impl Failure {
    /// This failure with that of a further field behind it.
    pub(crate) fn and(mut self, other: Self) -> Self {
        let mut all = self.others.take().map(|others| others.0.clone()).unwrap_or_default();
        all.push(other);
        self.others = Some(Arc::new(Others(all)));
        self
    }

    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            code,
            field: None,
            reason: None,
            scope: None,
            challenge: None,
            retry_after: None,
            part: None,
            cost: None,
            others: None,
            message,
        }
    }

    /// Bad input in `field`.
    pub(crate) fn bad_input(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::new(ErrorCode::BadUserInput, message) }
    }

    /// A request that cannot be read at all, where no field is to blame.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::BadUserInput, message)
    }

    /// Absent or hidden.
    pub(crate) fn not_found(what: &'static str) -> Self {
        Self::new(ErrorCode::NotFound, engine::Error::NotFound { what }.to_string())
    }

    /// No login.
    pub(crate) fn unauthenticated() -> Self {
        Self::from(engine::Error::Unauthenticated)
    }

    /// It was given up. Most likely one connection to the database stands still, which another attempt does not get.
    pub(crate) fn too_slow() -> Self {
        let message = "The request took too long and was cancelled. Try again.";
        Self { retry_after: Some(Box::new(AVAILABLE_AGAIN)), ..Self::new(ErrorCode::Unavailable, message) }
    }

    /// Logs the cause under an id, and shows the client nothing but that id.
    pub(crate) fn internal(cause: &dyn fmt::Display) -> Self {
        let id = log_id();
        tracing::error!(error_id = %id, cause = %cause, "internal error");
        Self::new(ErrorCode::Internal, format!("Something went wrong on our side. It was logged as {id}."))
    }

    /// The extensions that the client sees.
    pub(crate) fn extensions(&self) -> ErrorExtensionValues {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", self.code.as_str());
        if let Some(field) = &self.field {
            extensions.set("field", field.as_str());
        }
        if let Some(reason) = self.reason {
            extensions.set("reason", reason);
        }
        if let Some(scope) = self.scope {
            extensions.set("scope", scope.as_str());
        }
        if let Some((challenge, methods)) = self.challenge.as_deref() {
            extensions.set(CHALLENGE, challenge.as_str());
            let methods = methods.iter().map(|method| method.as_str().into()).collect();
            extensions.set(METHODS, Value::List(methods));
        }
        if let Some(wait) = self.retry_after.as_deref().copied() {
            extensions.set(RETRY_AFTER, seconds(wait));
        }
        match self.part.as_deref() {
            Some(Part::Line(line)) => extensions.set(LINE, *line),
            Some(Part::Term(term)) => extensions.set(TERM, term.as_str()),
            Some(Part::File(name, limit)) => {
                extensions.set(FILE, clipped(name));
                extensions.set(LIMIT, *limit);
            }
            None => {}
        }
        if let Some((cost, limit)) = self.cost.as_deref().copied() {
            extensions.set("cost", cost);
            extensions.set(LIMIT, limit);
        }
        extensions
    }

    /// The message as the client sees it: what came in is not sent back at any length.
    fn shown(&self) -> String {
        clipped(&self.message)
    }

    /// The failure as an answer of its own, for what goes wrong before there is a document to run.
    pub(crate) fn into_response(self) -> async_graphql::Response {
        let mut error = ServerError::new(self.shown(), None);
        error.extensions = Some(self.extensions());
        async_graphql::Response::from_errors(vec![error])
    }
}

impl From<engine::Error> for Failure {
    fn from(error: engine::Error) -> Self {
        Self::of(&error)
    }
}

impl Failure {
    /// What the client sees of an error of the engine.
    pub(crate) fn of(error: &engine::Error) -> Self {
        let code = match error.reason() {
            "answer-too-large" => ErrorCode::TooComplex,
            _ => ErrorCode::from(error.code()),
        };
        match code {
            ErrorCode::Internal => return Self::internal(&Causes(error)),
            ErrorCode::Unavailable => tell_unavailable(error),
            _ => {}
        }
        let others: Vec<Self> = error.each().skip(1).map(Self::of).collect();
        Self {
            code,
            field: error.path(),
            reason: Some(error.reason()),
            scope: error.scope(),
            challenge: error.challenge().map(|one| Box::new((one.clone(), error.methods().to_vec()))),
            retry_after: error
                .retry_after()
                .or((code == ErrorCode::Unavailable).then_some(AVAILABLE_AGAIN))
                .map(Box::new),
            part: Part::of(error).map(Box::new),
            cost: None,
            others: (!others.is_empty()).then(|| Arc::new(Others(others))),
            message: error.to_string(),
        }
    }
}

impl From<Failure> for async_graphql::Error {
    fn from(failure: Failure) -> Self {
        let extensions = Some(failure.extensions());
        let source = failure.others.clone().map(|others| -> Arc<dyn Any + Send + Sync> { others });
        Self { message: failure.shown(), source, extensions }
    }
}

/// Of every caller that is told so, the log would have a line as long as the database is away: it has one a minute.
fn tell_unavailable(error: &engine::Error) {
    static TOLD: LastingFault = LastingFault::new();
    let cause = Causes(error).to_string();
    if TOLD.comes(&cause) {
        tracing::warn!(
            cause,
            "answered as unavailable; further answers for this cause are told of once a minute"
        );
    } else {
        tracing::debug!(cause, "answered as unavailable");
    }
}

/// A word to find one line of the log by. Neither secret nor stored, so it needs none of the engine's randomness: a hash
/// that is keyed anew at every start, over a count.
fn log_id() -> String {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{:016x}", KEY.hash_one(COUNT.fetch_add(1, Ordering::Relaxed)))
}
