//! Why: the GraphQL face of the engine, over HTTP, WebSocket and in-process; it parses and shows, and holds no rule.
//!
//! The way of a request: `http` reads it, `caller` says on whose behalf it runs, `run` weighs and executes it; then
//! `queries`, `mutations` and `subscriptions` call the engine, one call each, and `objects` show what it answered, their
//! neighbours fetched by `loaders`; a subscription is answered by `follow`. Every failure is a `Failure`, which becomes a GraphQL error with a code.

#![expect(clippy::unused_async, reason = "async-graphql takes every resolver as an async function")]

mod caller;
mod documents;
mod error;
mod follow;
mod guard;
mod http;
mod ids;
mod in_process;
mod inputs;
mod introspection;
mod limits;
mod loaders;
mod mutations;
mod objects;
mod page;
mod queries;
mod run;
mod scalars;
mod subscriptions;
mod uploads;
mod weights;

pub use caller::{Caller, caller};
pub use engine::content::{Title, UnreadableTable, table_text};
pub use engine::{ArrivingFile, Engine, FileContent, MOST_FILES, Receiver};
pub use error::ErrorCode;
pub use http::{SESSION_COOKIE, cookies, router};
pub use ids::engine_id;
pub use in_process::{Client, InProcess, Response, ResponseError, UploadFile};
pub use mutations::Mutation;
pub use queries::Query;
pub use subscriptions::Subscription;

use crate::{
    objects::{Comment, Organisation, Ticket, TicketEvent, User},
    page::List,
};

/// The schema with its roots.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// The schema over this engine, with the limits that every request is held to.
#[must_use]
pub fn schema(engine: Engine) -> Schema {
    let guard = guard::Guard { answer: engine.settings().limits.answer };
    builder()
        .extension(guard)
        .data(engine)
        .data(documents::Documents::default())
        .data(follow::Groups::default())
        .finish()
}

/// The schema in GraphQL's own language, as `schema.graphql` keeps it.
#[must_use]
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new().include_specified_by();
    let mut sdl = builder().finish().sdl_with_options(options).trim().to_owned();
    sdl.push('\n');
    sdl
}

fn builder() -> async_graphql::SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .register_output_type::<ErrorCode>()
        .override_output_type_description::<List<Ticket>>("A page of tickets.")
        .override_output_type_description::<List<Comment>>("A page of comments.")
        .override_output_type_description::<List<TicketEvent>>("A page of events.")
        .override_output_type_description::<List<User>>("A page of people.")
        .override_output_type_description::<List<Organisation>>("A page of organisations.")
        .override_output_type_description::<List<objects::AuditEntry>>("A page of the audit log.")
        .override_output_type_description::<List<objects::Mail>>("A page of the ledger of incoming mail.")
        .override_output_type_description::<List<objects::Notification>>(
            "A page of the viewer's notifications.",
        )
        // Looking for similar names costs more than it helps, and a document may hold thousands of wrong ones.
        .disable_suggestions()
}
