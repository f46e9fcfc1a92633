//! The only code that speaks SQL: pools, tables, the unit of work, and rows turned into the model.

pub(crate) mod agreements;
pub(crate) mod audit;
pub(crate) mod blobs;
pub(crate) mod clocks;
pub(crate) mod defaults;
pub(crate) mod drafts;
mod ended;
pub(crate) mod entity;
mod fold;
pub(crate) mod life;
pub(crate) mod links;
mod liveness;
pub(crate) mod logins;
pub(crate) mod many;
pub(crate) mod names;
pub(crate) mod news;
mod open;
pub(crate) mod people;
mod place;
mod postgres;
pub(crate) mod requests;
mod restored;
pub(crate) mod rows;
pub(crate) mod search;
mod snapshot;
mod sole;
mod switches;
pub(crate) mod throttle;
pub(crate) mod tickets;
pub(crate) mod watchers;
mod work;

pub(crate) use liveness::Liveness;
pub(crate) use open::{Database, Opening};
pub use place::database_name;
pub use sole::{Claim, ServerLock};
pub(crate) use work::{NewEvent, Work};
