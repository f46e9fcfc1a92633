//! The pages: GraphQL documents run in this process, shown by templates, without a rule and without a database.
//!
//! ```text
//! request ─▶ router ─▶ dress: who asks? (visitor) ─▶ page handler ─▶ api: document ─▶ schema
//!                                                        │
//!            cookies, headers, error pages ◀─ dress ◀─ app.frame: rail + template
//! ```
//! - [`router`] is the map of addresses; `pages` has one folder per page: handler, template, documents.
//! - `forms` reads what was sent and refuses what does not come from our own pages; `form_view` shows it again.
//! - `live` tells browsers that something changed; they ask for their page again. No page needs a script.
//!
//! Deliberately absent: rules about tickets (the engine's), downloads (`graphql::router` serves them), sessions of our
//! own (a cookie holds the schema's token).

mod absence;
mod acted;
mod api;
mod app;
mod assets;
mod clocks;
mod csrf;
mod error;
mod flash;
mod form_view;
mod forms;
mod icon;
mod install;
mod live;
mod locale;
mod look;
mod nav;
mod pages;
mod phones;
mod pictures;
mod presence;
mod random;
mod recent;
mod render;
mod renewal;
mod router;
mod session;
mod settings;
mod sign_in;
mod table;
mod tags;
mod terms;
mod typed;
mod urls;
mod view;
mod visitor;
mod whence;

pub use locale::texts;
pub use router::{SetUpError, router};
pub use settings::{Brand, Clock, Localised, Notice, Settings};
pub use sign_in::{
    BegunSignIn, Callback, FinishedSignIn, Linking, NewLogin, ProviderLink, SignInFailure, SingleSignOn,
};
