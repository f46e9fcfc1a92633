//! Why: one way to run a document, for HTTP, WebSocket and pages alike: weighed first, bounded in time, and every error
//! with a code.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use async_graphql::{
    Request, Response, ServerError, Variables,
    parser::types::{DocumentOperations, ExecutableDocument, OperationType},
};
use engine::Engine;
use futures::{FutureExt, StreamExt, stream::BoxStream};
use serde_json::{Map, Value};

use crate::{
    Schema,
    caller::Caller,
    documents::{Document, Documents, Refused},
    error::{ErrorCode, Failure, clipped, each},
    follow::{self, Rendered},
    inputs,
    loaders::Loaders,
    uploads::Uploads,
};

/// How long a query or a mutation may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A document with all that belongs to it, as it came.
#[derive(Debug, Default)]
pub(crate) struct Incoming {
    pub(crate) document: String,
    pub(crate) operation: Option<String>,
    pub(crate) variables: Map<String, Value>,
    pub(crate) uploads: Uploads,
}

/// A document that was parsed and weighed; cheap to clone, and to be run as often as need be.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) document: Arc<str>,
    parsed: Arc<ExecutableDocument>,
    pub(crate) operation: Option<String>,
    variables: Arc<Map<String, Value>>,
    /// Those variables on which the answers to a subscription depend.
    pub(crate) telling_variables: String,
    kind: OperationType,
}

impl Prepared {
    /// One run of it on behalf of this caller.
    pub(crate) fn request(&self, caller: &Caller, engine: &Engine) -> Request {
        let mut request = Request::new(&*self.document);
        request.set_parsed_query((*self.parsed).clone());
        request.variables = Variables::from_json(Value::Object((*self.variables).clone()));
        request.operation_name.clone_from(&self.operation);
        let loaders = Loaders::new(engine.clone(), caller.clone(), self.kind == OperationType::Query);
        request.data(caller.clone()).data(loaders)
    }
}

/// Runs a query or a mutation.
pub(crate) async fn execute(schema: &Schema, caller: Caller, incoming: Incoming) -> Response {
    match prepare(schema, incoming) {
        Ok((prepared, engine, uploads)) => {
            let request = prepared.request(&caller, &engine).data(uploads);
            run(schema, &engine, &prepared.parsed, request).await
        }
        Err(refused) => refused,
    }
}

/// The answers of an operation.
pub(crate) struct Answers {
    pub(crate) stream: BoxStream<'static, Answer>,
    /// Whether it is a subscription, which has no end of its own.
    pub(crate) endless: bool,
}

impl Answers {
    /// The one answer of an operation that is not run.
    pub(crate) fn refusal(failure: Failure) -> Self {
        let refused = Answer::Own(Box::new(failure.into_response()));
        Self { stream: futures::stream::iter([refused]).boxed(), endless: false }
    }
}

/// One answer of an operation.
pub(crate) enum Answer {
    /// Made for this client.
    Own(Box<Response>),
    /// Made for all who asked for the same.
    Shared(Arc<Rendered>),
}

impl Answer {
    /// Whether something went wrong.
    pub(crate) fn is_err(&self) -> bool {
        match self {
            Self::Own(response) => response.is_err(),
            Self::Shared(rendered) => rendered.failed,
        }
    }
}

/// Runs any operation as a stream: a subscription answers often, the others once.
pub(crate) fn stream(schema: &Schema, caller: Caller, incoming: Incoming) -> Answers {
    let (prepared, engine, uploads) = match prepare(schema, incoming) {
        Ok(prepared) => prepared,
        Err(refused) => {
            return Answers {
                stream: futures::stream::iter([Answer::Own(Box::new(refused))]).boxed(),
                endless: false,
            };
        }
    };
    if prepared.kind == OperationType::Subscription {
        return Answers { stream: follow::follow(schema, engine, caller, prepared), endless: true };
    }
    let schema = schema.clone();
    let request = prepared.request(&caller, &engine).data(uploads);
    let parsed = prepared.parsed;
    let stream = async move { Answer::Own(Box::new(run(&schema, &engine, &parsed, request).await)) }
        .into_stream()
        .boxed();
    Answers { stream, endless: false }
}

/// Runs a query or a mutation that was prepared, in bounded time, and in a short one when the database is away.
async fn run(schema: &Schema, engine: &Engine, document: &ExecutableDocument, request: Request) -> Response {
    // Boxed, so that what wraps it moves a pointer.
    let running = Box::pin(AssertUnwindSafe(schema.execute(request)).catch_unwind());
    let running = engine.available(async { Ok(running.await) });
    match tokio::time::timeout(PATIENCE, running).await {
        Ok(Ok(Ok(response))) => finish(response, Some(document)),
        Ok(Ok(Err(panic))) => panicked(panic.as_ref()),
        Ok(Err(error)) => Failure::from(error).into_response(),
        Err(_) => {
            tracing::error!("a document took longer than {PATIENCE:?} and was given up");
            Failure::too_slow().into_response()
        }
    }
}

/// Parses and weighs; the response is the refusal.
#[expect(clippy::result_large_err, reason = "the refusal is the answer; it is made at most once a request")]
fn prepare(schema: &Schema, incoming: Incoming) -> Result<(Prepared, Engine, Uploads), Response> {
    let (engine, documents) = schema
        .data::<Engine>()
        .zip(schema.data::<Documents>())
        .ok_or_else(|| Failure::internal(&"a schema without an engine").into_response())?;
    let document = documents.read(incoming.document).map_err(|refused| match refused {
        Refused::Limit(failure) => failure.into_response(),
        Refused::Syntax(error) => finish(Response::from_errors(vec![error]), None),
    })?;
    let Document { text, parsed } = document;
    inputs::check(&parsed, &incoming.variables).map_err(Failure::into_response)?;
    let kind = operation_type(&parsed, incoming.operation.as_deref());
    let mut variables = incoming.variables;
    for name in optional_numbers(&parsed) {
        variables.entry(name).or_insert(Value::Null);
    }
    let telling_variables = match kind {
        OperationType::Subscription => follow::telling(&parsed, &variables),
        OperationType::Query | OperationType::Mutation => String::new(),
    };
    let prepared = Prepared {
        document: text,
        parsed,
        operation: incoming.operation,
        variables: Arc::new(variables),
        telling_variables,
        kind,
    };
    Ok((prepared, engine.clone(), incoming.uploads))
}

/// What kind of operation is asked for; one that does not exist is the validation's to complain about.
fn operation_type(document: &ExecutableDocument, name: Option<&str>) -> OperationType {
    let operation = match (&document.operations, name) {
        (DocumentOperations::Single(operation), _) => Some(operation),
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        (DocumentOperations::Multiple(operations), None) => operations.values().next(),
    };
    operation.map_or(OperationType::Query, |operation| operation.node.ty)
}

/// The variables of type `Int` that need not be given, and have no default.
///
/// Lists are weighed by their `first` and `last`, and the library's scales refuse a variable there that was declared but
/// not given, though nothing is wrong with that. As null it is given; no number in this schema tells null from absent.
fn optional_numbers(document: &ExecutableDocument) -> Vec<String> {
    let variables =
        document.operations.iter().flat_map(|(_, operation)| &operation.node.variable_definitions);
    variables
        .map(|variable| &variable.node)
        .filter(|variable| variable.default_value.is_none() && variable.var_type.node.to_string() == "Int")
        .map(|variable| variable.name.node.to_string())
        .collect()
}

/// How many errors an answer has at most.
const ERRORS: usize = 50;

/// Gives a code to the errors that the library made: those of parsing, of validation and of limits. There may be
/// thousands of them, each as long as what came in: a bearable number of a bearable length is answered.
pub(crate) fn finish(mut response: Response, document: Option<&ExecutableDocument>) -> Response {
    response.errors = response.errors.into_iter().flat_map(each).collect();
    let left_out = response.errors.len().saturating_sub(ERRORS);
    response.errors.truncate(ERRORS);
    for error in &mut response.errors {
        if error.extensions.as_ref().and_then(|extensions| extensions.get("code")).is_none() {
            classify(error, document);
        }
        error.message = clipped(&error.message);
        error.locations.truncate(ERRORS);
    }
    if let (Some(last), true) = (response.errors.last_mut(), left_out > 0) {
        last.message = format!("{} (and {left_out} more errors)", last.message);
    }
    response
}

fn classify(error: &mut ServerError, document: Option<&ExecutableDocument>) {
    // The other limits are ours, and say so themselves.
    const TOO_COMPLEX: &[&str] = &["The recursion depth of the query", "recursion limit exceeded"];
    let too_complex = TOO_COMPLEX.iter().any(|start| error.message.starts_with(start));
    let failure = if too_complex {
        Failure::new(ErrorCode::TooComplex, error.message.clone())
    } else {
        let place = || {
            document
                .zip(error.locations.first())
                .and_then(|(document, at)| inputs::argument_at(document, *at))
        };
        let named = blamed(&error.message).or_else(place);
        // A variable is named by what it is used for.
        let field = named.map(|name| document.and_then(|it| inputs::argument_of(it, &name)).unwrap_or(name));
        Failure { field, ..Failure::new(ErrorCode::BadUserInput, error.message.clone()) }
    };
    error.extensions = Some(failure.extensions());
    error.message = failure.message;
}

/// The input field that a message of the validation is about.
///
/// The library writes `Invalid value for argument "input.title", …`, sometimes with `field "text" of type` for what is
/// missing inside, and `Field "x" argument "number" of type …` for what is missing outside.
fn blamed(message: &str) -> Option<String> {
    let quoted_behind = |word: &str| {
        let rest = message.split_once(word)?.1;
        rest.split_once('"').map(|(name, _)| name)
    };
    let name = quoted_behind(", field \"")
        .or_else(|| quoted_behind("unknown field \""))
        .or_else(|| quoted_behind("argument \""))
        .or_else(|| quoted_behind("Variable \"$"))
        .or_else(|| quoted_behind("Variable \""))
        .map(|name| name.trim_start_matches('$'))?;
    let path: Vec<&str> = name.split('.').filter(|part| part.parse::<usize>().is_err()).collect();
    // A document may call anything a field.
    path.last().map(|last| last.chars().take(100).collect())
}

/// The answer instead of one that panicked.
pub(crate) fn panicked(panic: &(dyn std::any::Any + Send)) -> Response {
    Failure::internal(&words_of(panic)).into_response()
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let words =
        panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", words.unwrap_or("without words"))
}
