//! Holds a document to what it may cost while it is validated, and its answer to its size while it is made; each answer
//! tells the cost.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
};

use async_graphql::{
    Context, Name, PathSegment, QueryPathSegment, Request, Response, ServerError, ServerResult,
    ValidationResult, Value,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextExecute, NextPrepareRequest, NextRequest,
        NextResolve, NextValidation, ResolveInfo,
    },
};
use engine::Engine;
use tokio::sync::Notify;

use crate::{
    caller::Caller,
    error::Failure,
    limits::{COMPLEXITY, DEPTH, at_most, too_costly},
};

/// The extension of an answer that tells what its document costs, and the limits.
const COST: &str = "cost";

/// Makes a guard for each request.
pub(crate) struct Guard {
    /// The largest answer, in bytes.
    pub(crate) answer: u64,
}

impl ExtensionFactory for Guard {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(OfRequest {
            limit: self.answer,
            written: AtomicU64::new(0),
            changes: AtomicBool::new(false),
            full: Notify::new(),
            spent: Arc::default(),
            depth: OnceLock::new(),
        })
    }
}

/// What one request has answered so far.
struct OfRequest {
    limit: u64,
    written: AtomicU64,
    /// Whether it is a mutation, which is not broken off in the middle.
    changes: AtomicBool,
    full: Notify,
    /// What the document costs.
    spent: Arc<Spent>,
    /// How deep its fields are nested, once it was validated.
    depth: OnceLock<usize>,
}

/// What a document costs so far: what it weighs, and the counts of views, whose searches are known only while it runs.
#[derive(Debug, Default)]
struct Spent(AtomicUsize);

impl Spent {
    /// Adds a weight, unless the document weighs more than it may with it.
    fn add(&self, weight: usize) -> Result<(), Failure> {
        let before = self.0.fetch_add(weight, Ordering::Relaxed);
        at_most("requested fields", before.saturating_add(weight), COMPLEXITY)
    }

    /// As an answer tells it: what was used of which limit.
    fn told(&self, depth: usize) -> Value {
        let members = [
            ("complexity", self.0.load(Ordering::Relaxed)),
            ("maxComplexity", COMPLEXITY),
            ("depth", depth),
            ("maxDepth", DEPTH),
        ];
        Value::Object(
            members.map(|(name, count)| (Name::new(name), Value::from(count))).into_iter().collect(),
        )
    }
}

/// Adds what a field weighs by what is known only while it runs, before it does anything.
pub(crate) fn spend(ctx: &Context<'_>, weight: usize) -> Result<(), Failure> {
    let spent = ctx.data::<Arc<Spent>>().map_err(|error| Failure::internal(&error.message))?;
    spent.add(weight)
}

impl OfRequest {
    /// The same answer, with its cost.
    fn with_cost(&self, response: Response) -> Response {
        match self.depth.get() {
            Some(depth) => response.extension(COST, self.spent.told(*depth)),
            None => response,
        }
    }

    fn too_large(&self) -> Failure {
        too_costly("bytes in the response", self.written.load(Ordering::Relaxed), self.limit)
    }

    fn is_full(&self) -> bool {
        self.written.load(Ordering::Relaxed) > self.limit
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for OfRequest {
    /// Reached by documents that are refused, too.
    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        self.with_cost(next.run(ctx).await)
    }

    /// Hands the fields what they add their weight to.
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        next.run(ctx, request.data(Arc::clone(&self.spent))).await
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let result = next.run(ctx).await?;
        let _first = self.depth.set(result.depth);
        self.spent.add(result.complexity).map_err(|failure| failure.into_response().errors)?;
        Ok(result)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let running = next.run(ctx, operation_name);
        let response = tokio::select! {
            biased;
            () = self.full.notified() => self.too_large().into_response(),
            response = running => {
                let broken_off = self.is_full() && !self.changes.load(Ordering::Relaxed);
                if broken_off { self.too_large().into_response() } else { response }
            }
        };
        // Each event of a subscription comes by here alone.
        self.with_cost(response)
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let name = match info.path_node.segment {
            QueryPathSegment::Name(name) => as_u64(name.len()) + 4,
            QueryPathSegment::Index(_) => 1,
        };
        if info.path_node.parent.is_none() && info.parent_type != "Subscription" {
            if info.parent_type == "Mutation" {
                self.changes.store(true, Ordering::Relaxed);
            }
            if let (Some(caller), Some(engine)) = (ctx.data_opt::<Caller>(), ctx.data_opt::<Engine>()) {
                caller.goes_on(engine).await.map_err(|failure| ServerError {
                    path: match info.path_node.segment {
                        QueryPathSegment::Name(name) => vec![PathSegment::Field(name.to_owned())],
                        QueryPathSegment::Index(at) => vec![PathSegment::Index(at)],
                    },
                    ..as_error(failure)
                })?;
            }
        }
        if self.is_full() && !self.changes.load(Ordering::Relaxed) {
            // It will be broken off as soon as it waits for something; until then nothing more is made for it.
            return Err(as_error(self.too_large()));
        }
        let value = next.run(ctx, info).await?;
        let size = name + value.as_ref().map_or(0, size);
        let written = self.written.fetch_add(size, Ordering::Relaxed) + size;
        if written > self.limit {
            if !self.changes.load(Ordering::Relaxed) {
                self.full.notify_one();
            }
            return Err(as_error(self.too_large()));
        }
        Ok(value)
    }
}

fn as_error(failure: Failure) -> ServerError {
    let message = failure.message.clone();
    failure.into_response().errors.pop().unwrap_or_else(|| ServerError::new(message, None))
}

/// How long a value is in JSON, without what stands in it: that was counted for itself.
fn size(value: &Value) -> u64 {
    match value {
        Value::String(text) => {
            let escaped = text.bytes().filter(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\')).count();
            as_u64(text.len() + escaped) + 2
        }
        Value::Enum(name) => as_u64(name.len()) + 2,
        Value::Number(_) => 8,
        Value::Null | Value::Boolean(_) => 5,
        Value::Binary(bytes) => as_u64(bytes.len()) * 4,
        Value::List(_) | Value::Object(_) => 2,
    }
}

fn as_u64(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
