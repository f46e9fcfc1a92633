//! The pages' only way to data: GraphQL documents, run in this process with the rights of the visitor.

use std::sync::Arc;

use futures::stream::BoxStream;
use graphql::{Client, ErrorCode, InProcess, Receiver, Response, ResponseError, UploadFile};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::visitor::Visitor;

/// Runs documents for visitors.
#[derive(Clone)]
pub(crate) struct Api {
    schema: Arc<InProcess>,
}

/// Runs the documents of one request: the visitor is recognised once.
#[derive(Clone)]
pub(crate) struct Runner(InProcess);

impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Runner")
    }
}

/// Why a document was not answered.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// The stable code.
    pub(crate) code: ErrorCode,
    /// The input field that is wrong.
    pub(crate) field: Option<String>,
    /// A stable word for the reason, by which a page finds its own text.
    pub(crate) reason: Option<Box<str>>,
    /// After how many seconds it may be tried again, where time alone helps.
    pub(crate) retry_after: Option<u64>,
    /// The line of a file that is wrong.
    pub(crate) line: Option<u32>,
    /// The part of what was given that is wrong.
    pub(crate) part: Option<Box<Part>>,
    /// What the log-in takes with a second factor.
    pub(crate) challenge: Option<Box<Challenged>>,
    /// What else is wrong with the same input, where the schema says so.
    pub(crate) others: Option<Box<Others>>,
    /// A sentence in English.
    pub(crate) message: String,
}

/// A part of what was given.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// A term of a search, or the variable of a text.
    Term(String),
    /// A file that is too large, and the limit in bytes.
    File(String, u64),
}

/// Further faults of the same input.
#[derive(Clone, Debug)]
pub(crate) struct Others(pub(crate) Vec<Failure>);

/// What stands between the password and the session.
#[derive(Clone, Debug)]
pub(crate) struct Challenged {
    /// What shows that the password was right.
    pub(crate) challenge: String,
    /// What can be shown with it.
    pub(crate) methods: Vec<String>,
}

impl Failure {
    /// Whether the server failed and not what was asked: then there is a page of its own instead of a form to correct.
    pub(crate) fn is_ours(&self) -> bool {
        matches!(self.code, ErrorCode::Internal | ErrorCode::Unavailable)
    }

    /// What is wrong beside this field; nothing, if that is all.
    pub(crate) fn beside(mut self, field: &str) -> Option<Self> {
        let others = self.others.take().map(|others| others.0).unwrap_or_default();
        let mut left = std::iter::once(self).chain(others).filter(|one| one.field.as_deref() != Some(field));
        let first = left.next()?;
        let others: Vec<Self> = left.collect();
        Some(Self { others: (!others.is_empty()).then(|| Box::new(Others(others))), ..first })
    }
}

impl Api {
    pub(crate) fn new(schema: InProcess) -> Self {
        Self { schema: Arc::new(schema) }
    }

    /// A runner for one request of the holder of the first of these tokens that is good, and that token.
    pub(crate) async fn runner(&self, client: Client, tokens: &[String]) -> (Runner, Option<String>) {
        let (runner, token) = self.schema.for_client(client).recognising(tokens).await;
        (Runner(runner), token)
    }

    /// Runs a query or a mutation and reads its answer.
    pub(crate) async fn run<T: DeserializeOwned>(
        &self,
        visitor: &Visitor,
        document: &str,
        variables: Value,
    ) -> Result<T, Failure> {
        self.send(visitor, document, variables, Vec::new()).await
    }

    /// Runs a mutation that carries files.
    pub(crate) async fn send<T: DeserializeOwned>(
        &self,
        visitor: &Visitor,
        document: &str,
        variables: Value,
        files: Vec<UploadFile>,
    ) -> Result<T, Failure> {
        let answer =
            visitor.runner.0.run(visitor.token(), visitor.lang.as_str(), document, variables, files).await;
        read(answer)
    }

    /// Receives the files of a form.
    pub(crate) fn receiver(visitor: &Visitor) -> Receiver {
        visitor.runner.0.receiver()
    }

    /// Follows a subscription.
    pub(crate) async fn follow(
        &self,
        visitor: &Visitor,
        document: &str,
        variables: Value,
    ) -> BoxStream<'static, Response> {
        visitor.runner.0.subscribe(visitor.token(), visitor.lang.as_str(), document, variables).await
    }
}

fn read<T: DeserializeOwned>(answer: Response) -> Result<T, Failure> {
    let mut failures = answer.errors.into_iter().map(Failure::from);
    if let Some(first) = failures.next() {
        let others: Vec<Failure> = failures.collect();
        return Err(Failure { others: (!others.is_empty()).then(|| Box::new(Others(others))), ..first });
    }
    serde_json::from_value(answer.data).map_err(|error| Failure {
        code: ErrorCode::Internal,
        field: None,
        reason: None,
        retry_after: None,
        line: None,
        part: None,
        challenge: None,
        others: None,
        message: format!("the answer does not fit the page: {error}"),
    })
}

impl From<ResponseError> for Failure {
    fn from(error: ResponseError) -> Self {
        let file = error.file.zip(error.limit).map(|(name, limit)| Part::File(name, limit));
        Self {
            code: error.code,
            field: error.field,
            reason: error.reason.map(String::into_boxed_str),
            retry_after: error.retry_after,
            line: error.line.and_then(|line| u32::try_from(line).ok()),
            part: error.term.map(Part::Term).or(file).map(Box::new),
            challenge: error
                .challenge
                .map(|challenge| Box::new(Challenged { challenge, methods: error.methods })),
            others: None,
            message: error.message,
        }
    }
}
