//! Macros.

mod create;
mod delete;
mod update;

use engine::{CommentChange, CreateMacro, Macro, TicketChange};
use tests::{Person, TestApp};

/// A macro that this person made.
pub(super) async fn made(app: &TestApp, by: &Person, name: &str, changes: Vec<TicketChange>) -> Macro {
    let input = CreateMacro { name: name.to_owned(), changes };
    app.engine.create_macro(&by.actor, input).await.expect("a macro")
}

/// A public comment.
pub(super) fn comment(text: &str) -> TicketChange {
    TicketChange::Comment(CommentChange { text: text.to_owned(), ..CommentChange::default() })
}
