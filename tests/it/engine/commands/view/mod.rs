//! Views.

mod create;
mod delete;
mod order;
mod update;

use engine::{CreateView, View};
use tests::{Person, TestApp};

/// A view that this person saved.
pub(super) async fn saved(app: &TestApp, by: &Person, name: &str, query: &str, shared: bool) -> View {
    let input = CreateView { name: name.to_owned(), query: query.to_owned(), shared };
    app.engine.create_view(&by.actor, input).await.expect("a view")
}

/// The names of the views that this person has, in their order.
pub(super) async fn names(app: &TestApp, of: &Person) -> Vec<String> {
    app.engine.views(&of.actor).await.expect("views").into_iter().map(|view| view.name).collect()
}
