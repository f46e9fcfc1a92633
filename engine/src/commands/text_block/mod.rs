//! Text blocks: how they come about, change and go.

mod check;
mod create;
mod delete;
mod update;

pub(super) use check::{clean_name, filled_text};
pub use create::CreateTextBlock;
pub use update::UpdateTextBlock;
