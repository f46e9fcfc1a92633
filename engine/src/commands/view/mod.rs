//! Views: how they come about, change and go.

mod check;
mod create;
mod delete;
mod order;
mod update;

pub use create::CreateView;
pub use update::UpdateView;
