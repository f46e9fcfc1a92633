//! `/healthz`, `/readyz` and `/metrics`, for whoever watches over the server.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use engine::{Causes, Engine, LastingFault};
use tracing::{info, warn};

use super::Metrics;

/// A database that needs longer is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whoever asks for readiness asks every few seconds.
static UNREADY: LastingFault = LastingFault::new();

/// The three addresses.
pub(crate) fn routes(engine: Engine, metrics: Metrics) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(show))
        .with_state((engine, metrics))
}

async fn ready(State((engine, _)): State<(Engine, Metrics)>) -> (StatusCode, &'static str) {
    match tokio::time::timeout(PATIENCE, look(&engine)).await {
        Ok(Ok(())) => {
            if UNREADY.goes() {
                info!("ready again");
            }
            (StatusCode::OK, "ready\n")
        }
        Ok(Err((error, reason))) => {
            let error = Causes(&error).to_string();
            if UNREADY.comes(&error) {
                warn!(error, "not ready");
            }
            (StatusCode::SERVICE_UNAVAILABLE, reason)
        }
        Err(_elapsed) => {
            if UNREADY.comes("late") {
                warn!("not ready: the database needs too long to answer or to store something");
            }
            (StatusCode::SERVICE_UNAVAILABLE, "the database needs too long\n")
        }
    }
}

/// What is wrong: all of it for the log, and a reason that strangers may read.
async fn look(engine: &Engine) -> Result<(), (engine::Error, &'static str)> {
    let files = engine.files_are_there().await;
    files.map_err(|error| (error, "the directory of the files is missing\n"))?;
    let stores = engine.ready().await;
    stores.map_err(|error| (error, "the database does not answer, or cannot store anything\n"))
}

async fn show(State((engine, metrics)): State<(Engine, Metrics)>) -> Response {
    metrics.refresh(&engine).await;
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, metrics.render()).into_response()
}
