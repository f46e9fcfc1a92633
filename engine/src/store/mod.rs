//! The only code that speaks SQL: pools, tables, the unit of work, and rows turned into the model.

pub(crate) mod entity;
mod fold;
pub(crate) mod logins;
pub(crate) mod names;
pub(crate) mod news;
mod open;
pub(crate) mod people;
pub(crate) mod requests;
mod restored;
pub(crate) mod rows;
pub(crate) mod search;
mod snapshot;
pub(crate) mod throttle;
pub(crate) mod tickets;
mod work;

pub(crate) use open::Database;
pub(crate) use work::{NewEvent, Work};
