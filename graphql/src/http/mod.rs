//! Why: the doors of the API: documents by POST, subscriptions by WebSocket, files, and GraphiQL for people.
//!
//! The handlers are our own: the library's extractors take any content type for JSON (a form on a foreign page could run
//! a mutation), know no limit for files, and answer every failure with 200.

pub(crate) mod answer;
mod archives;
mod attachments;
mod body;
mod budget;
mod cookies;
mod credentials;
mod exports;
mod graphiql;
mod json;
mod mails;
mod multipart;
mod post;
mod protocol;
mod quota;
mod turns;
mod websocket;

use std::sync::Arc;

pub(crate) use archives::path as archive_path;
pub(crate) use attachments::path as attachment_path;
use axum::{Router, extract::DefaultBodyLimit, routing::get};
pub use cookies::cookies;
pub use credentials::SESSION_COOKIE;
use engine::Engine;
pub(crate) use exports::path as export_path;
pub(crate) use mails::path as mail_path;

use crate::Schema;

/// What every handler needs.
#[derive(Clone)]
struct House {
    engine: Engine,
    schema: Schema,
    /// Scheme, host and port of the public address, as browsers write it into `Origin`.
    origin: Arc<str>,
    /// The memory of answers that their readers have not taken yet.
    answers: budget::Budget,
    /// Whose documents run.
    turns: turns::Turns,
}

/// The routes of the API, for the server or for a host's own router:
///
/// - `POST /graphql` runs a document; `GET /graphql` shows GraphiQL to a browser,
/// - `/graphql/ws` speaks graphql-transport-ws,
/// - `GET /attachments/{id}/{filename}` sends a file,
/// - `GET /attachments/tickets/{number}.zip` sends all files of a ticket as one,
/// - `GET /mails/{id}/message.eml` sends a mail as it came, to the staff,
/// - `GET /exports/{token}/person.json` sends the data of a person to whoever has the link.
///
/// The network address for throttling is taken from a [`crate::Client`] among the request's extensions, if the host
/// puts one there, or from axum's `ConnectInfo`.
pub fn router(engine: Engine) -> Router {
    let house = House {
        origin: credentials::origin_of(&engine.settings().public_url).into(),
        schema: crate::schema(engine.clone()),
        answers: budget::Budget::new(budget::ANSWERS),
        turns: turns::Turns::new(),
        engine,
    };
    Router::new()
        .route("/graphql", get(graphiql::page).post(post::run))
        .route("/graphql/ws", get(websocket::upgrade))
        .route("/graphql/assets/{file}", get(graphiql::asset))
        .route("/attachments/{id}/{filename}", get(attachments::download))
        .route("/attachments/tickets/{file}", get(archives::download))
        .route("/mails/{id}/message.eml", get(mails::download))
        .route("/exports/{token}/person.json", get(exports::download))
        // Bodies are measured where they are read, by limits that depend on their kind.
        .layer(DefaultBodyLimit::disable())
        .with_state(house)
}
