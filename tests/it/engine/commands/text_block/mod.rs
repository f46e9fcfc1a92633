//! Text blocks.

mod create;
mod delete;
mod update;

use engine::{CreateTextBlock, TextBlock};
use tests::{Person, TestApp};

/// A text block that this person made.
pub(super) async fn made(
    app: &TestApp,
    by: &Person,
    name: &str,
    text: &str,
    locale: Option<&str>,
) -> TextBlock {
    let input =
        CreateTextBlock { name: name.to_owned(), text: text.to_owned(), locale: locale.map(str::to_owned) };
    app.engine.create_text_block(&by.actor, input).await.expect("a text block")
}
