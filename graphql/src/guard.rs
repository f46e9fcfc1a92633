//! Holds a document to what it may cost while it is validated, and its answer to its size while it is made; each answer
//! tells the cost.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use async_graphql::{
    Name, PathSegment, QueryPathSegment, Response, ServerError, ServerResult, ValidationResult, Value,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextExecute, NextRequest, NextResolve, NextValidation,
        ResolveInfo,
    },
};
use engine::Engine;
use tokio::sync::Notify;

use crate::{
    caller::Caller,
    error::Failure,
    limits::{COMPLEXITY, DEPTH, too_costly},
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
            cost: OnceLock::new(),
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
    /// What the document costs, once it was validated.
    cost: OnceLock<Cost>,
}

/// What a document costs.
struct Cost {
    complexity: usize,
    depth: usize,
}

impl Cost {
    /// As an answer tells it: what was used of which limit.
    fn told(&self) -> Value {
        let members = [
            ("complexity", self.complexity),
            ("maxComplexity", COMPLEXITY),
            ("depth", self.depth),
            ("maxDepth", DEPTH),
        ];
        Value::Object(
            members.map(|(name, count)| (Name::new(name), Value::from(count))).into_iter().collect(),
        )
    }
}

impl OfRequest {
    /// The same answer, with its cost.
    fn with_cost(&self, response: Response) -> Response {
        match self.cost.get() {
            Some(cost) => response.extension(COST, cost.told()),
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

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let result = next.run(ctx).await?;
        let _first = self.cost.set(Cost { complexity: result.complexity, depth: result.depth });
        if result.complexity > COMPLEXITY {
            let (cost, limit) = (as_u64(result.complexity), as_u64(COMPLEXITY));
            return Err(too_costly("requested fields", cost, limit).into_response().errors);
        }
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
