//! The words a person reads: languages, Fluent texts, dates and amounts, and the Handlebars helpers that print them.
//!
//! - [`Lang`]: the languages of the house and those that a program brings, and how one is chosen for a reader.
//! - [`Language`]: what differs between them, in one table. [`sources!`] names the files of texts.
//! - [`Texts`]: Fluent messages of every language; a missing one is `None`, never a key shown to a customer.
//! - [`format`](mod@format): dates, spans of time, sizes and numbers as a reader of that language writes them.
//! - [`helpers`]: the same for templates; whatever is missing stops the rendering.
//!
//! The crate knows neither tickets nor mails nor pages: those bring their own `.ftl` files and add [`common`].

mod common;
pub mod format;
pub mod helpers;
mod lang;
mod language;
mod texts;

pub use common::common;
pub use fluent_bundle::FluentValue as Value;
pub use lang::Lang;
pub use language::{Customs, Language, Unit};
pub use texts::{Texts, TextsError};
