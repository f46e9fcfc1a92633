//! Pages run GraphQL documents without a network, with the rights of their viewer.

use std::sync::Arc;

use async_graphql::PathSegment;
use engine::{Actor, Engine, FileContent, Receiver};
use futures::stream::{BoxStream, StreamExt};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    Schema,
    caller::{Caller, caller, first_valid},
    error::{CHALLENGE, ErrorCode, FILE, Failure, LIMIT, LINE, METHODS, RETRY_AFTER, TERM},
    run::{self, Answer, Incoming},
    uploads::Uploads,
};

/// Runs GraphQL documents inside this process, with the same schema, rights and limits as over HTTP.
///
/// Cloning is cheap. Nothing here can fail in a way that is not a GraphQL error: a page looks at [`Response::errors`]
/// and acts on their codes.
#[derive(Clone)]
pub struct InProcess {
    engine: Engine,
    schema: Schema,
    client: Arc<Client>,
    recognised: Option<Result<Caller, Failure>>,
}

/// The person's end of the line, for throttling log-ins and for the list of sessions.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// The network address that the request came from.
    pub address: Option<String>,
    /// The user agent of the browser.
    pub user_agent: Option<String>,
}

/// One file that a form sent, to be named in the variables as the value of an `Upload`.
#[derive(Clone, Debug)]
pub struct UploadFile {
    /// Where the file stands in the variables, for example `input.attachments.0`; that place need not exist yet.
    pub variable: String,
    /// The name it had on the person's machine.
    pub filename: String,
    /// What the browser said it is.
    pub content_type: Option<String>,
    /// The content.
    pub bytes: FileContent,
}

/// What a document answered.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Response {
    /// The answer; `null` when nothing could be answered.
    pub data: Value,
    /// What went wrong; empty when all went well.
    pub errors: Vec<ResponseError>,
}

/// One GraphQL error, reduced to what a page can act on.
#[derive(Clone, Debug, Serialize)]
pub struct ResponseError {
    /// The stable code.
    pub code: ErrorCode,
    /// The input field that is wrong, for bad input.
    pub field: Option<String>,
    /// A stable word for the reason, in lower case with dashes, by which a page finds its own text.
    pub reason: Option<String>,
    /// After how many seconds it may be tried again, where time alone helps.
    pub retry_after: Option<u64>,
    /// The line of a file that is wrong, from 1.
    pub line: Option<u64>,
    /// The term of a search that is wrong.
    pub term: Option<String>,
    /// The file that is too large.
    pub file: Option<String>,
    /// How much is allowed; of a file, in bytes.
    pub limit: Option<u64>,
    /// What `confirmLogin` takes, when the code of a second factor is asked for.
    pub challenge: Option<String>,
    /// What can be shown with it: `APP`, `PASSKEY`, `RECOVERY_CODE`.
    pub methods: Vec<String>,
    /// A sentence in English.
    pub message: String,
    /// Where in the answer it happened, for example `ticket.comments`.
    pub path: String,
}

impl Response {
    /// The first error, if any: a page's reason not to show what it wanted to show.
    #[must_use]
    pub fn error(&self) -> Option<&ResponseError> {
        self.errors.first()
    }

    /// The code of the first error.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        self.error().map(|error| error.code)
    }
}

impl InProcess {
    /// A runner over this engine, with a schema of its own.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        let schema = crate::schema(engine.clone());
        Self { engine, schema, client: Arc::default(), recognised: None }
    }

    /// The same runner on behalf of this client.
    #[must_use]
    pub fn for_client(&self, client: Client) -> Self {
        Self { client: Arc::new(client), ..self.clone() }
    }

    /// The same runner for the holder of the first of these tokens that is good, recognised now and once: for the few
    /// documents of one page. It must not outlive the request. Answers that token too; the first one when none is good
    /// or the database cannot tell.
    pub async fn recognising(&self, tokens: &[String]) -> (Self, Option<String>) {
        let found = self.engine.available(first_valid(&self.engine, tokens)).await;
        // What cannot be asked now is answered with the same error by each document.
        let (recognised, good) = match found {
            Ok((caller, token)) => (Ok(caller.at(Arc::clone(&self.client))), token),
            Err(error) => (Err(Failure::from(error)), None),
        };
        let token = good.or(tokens.first().map(String::as_str)).map(str::to_owned);
        (Self { recognised: Some(recognised), ..self.clone() }, token)
    }

    /// Receives the files of a form of the person who was recognised, on disk and within the budgets.
    #[must_use]
    pub fn receiver(&self) -> Receiver {
        match &self.recognised {
            Some(Ok(caller)) => self.engine.receiver(caller.anybody()),
            _ => self.engine.receiver(&Actor::nobody().from_address(self.client.address.clone())),
        }
    }

    /// Runs one query or mutation. `token` is what `login` answered, or nothing for an anonymous visitor; `locale` is
    /// the language of the page, in which the log speaks of the request.
    pub async fn run(
        &self,
        token: Option<&str>,
        locale: &str,
        document: &str,
        variables: Value,
        uploads: Vec<UploadFile>,
    ) -> Response {
        tracing::debug!(locale, "document of a page");
        let prepared = async { Ok((self.caller(token).await?, incoming(document, variables, uploads)?)) };
        let response = match prepared.await {
            Ok((caller, incoming)) => run::execute(&self.schema, caller, incoming).await,
            Err(failure) => Failure::into_response(failure),
        };
        reduce(response)
    }

    /// Runs one subscription; the stream ends when the subscription does, after an error if there was one.
    pub async fn subscribe(
        &self,
        token: Option<&str>,
        locale: &str,
        document: &str,
        variables: Value,
    ) -> BoxStream<'static, Response> {
        tracing::debug!(locale, "subscription of a page");
        let prepared = async { Ok((self.caller(token).await?, incoming(document, variables, Vec::new())?)) };
        match prepared.await {
            Ok((caller, incoming)) => {
                run::stream(&self.schema, caller, incoming).stream.map(reduce_answer).boxed()
            }
            Err(failure) => futures::stream::iter([reduce(Failure::into_response(failure))]).boxed(),
        }
    }

    async fn caller(&self, token: Option<&str>) -> Result<Caller, Failure> {
        if let Some(recognised) = &self.recognised {
            return Ok(recognised.clone()?.still(&self.engine).await?);
        }
        Ok(caller(&self.engine, token).await?.at(Arc::clone(&self.client)))
    }
}

fn incoming(document: &str, variables: Value, files: Vec<UploadFile>) -> Result<Incoming, Failure> {
    let mut variables = match variables {
        Value::Object(variables) => variables,
        Value::Null => Map::new(),
        _ => return Err(Failure::bad_request("Variables must be an object.")),
    };
    let mut uploads = Uploads::default();
    for file in files {
        let upload =
            engine::Upload { filename: file.filename, content_type: file.content_type, bytes: file.bytes };
        uploads.put(&mut variables, &[file.variable], upload)?;
    }
    Ok(Incoming { document: document.to_owned(), operation: None, variables, uploads })
}

fn reduce_answer(answer: Answer) -> Response {
    match answer {
        Answer::Own(response) => reduce(*response),
        Answer::Shared(rendered) => {
            let errors = rendered.response.errors.iter().cloned().map(error).collect();
            Response { data: serde_json::to_value(&rendered.response.data).unwrap_or_default(), errors }
        }
    }
}

fn reduce(response: async_graphql::Response) -> Response {
    let errors = response.errors.into_iter().map(error).collect();
    match response.data.into_json() {
        Ok(data) => Response { data, errors },
        Err(cause) => reduce(Failure::internal(&cause).into_response()),
    }
}

/// After how many seconds a caller may try again, if the error says so.
pub(crate) fn retry_after(error: &async_graphql::ServerError) -> Option<u64> {
    number(error, RETRY_AFTER)
}

fn number(error: &async_graphql::ServerError, name: &str) -> Option<u64> {
    match error.extensions.as_ref()?.get(name)? {
        async_graphql::Value::Number(number) => number.as_u64(),
        _ => None,
    }
}

fn error(error: async_graphql::ServerError) -> ResponseError {
    let text = |name: &str| match error.extensions.as_ref()?.get(name)? {
        async_graphql::Value::String(text) => Some(text.clone()),
        _ => None,
    };
    let methods = match error.extensions.as_ref().and_then(|extensions| extensions.get(METHODS)) {
        Some(async_graphql::Value::List(methods)) => methods
            .iter()
            .filter_map(|method| match method {
                async_graphql::Value::String(method) => Some(method.clone()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let path: Vec<String> = error
        .path
        .iter()
        .map(|segment| match segment {
            PathSegment::Field(name) => name.clone(),
            PathSegment::Index(index) => index.to_string(),
        })
        .collect();
    ResponseError {
        code: text("code").as_deref().and_then(ErrorCode::parse).unwrap_or(ErrorCode::Internal),
        field: text("field"),
        reason: text("reason"),
        challenge: text(CHALLENGE),
        methods,
        retry_after: retry_after(&error),
        line: number(&error, LINE),
        term: text(TERM),
        file: text(FILE),
        limit: number(&error, LIMIT),
        path: path.join("."),
        message: error.message,
    }
}
