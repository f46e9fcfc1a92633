//! What can be done to macros.

mod create;
mod delete;
mod update;

use async_graphql::SimpleObject;
pub(crate) use create::CreateMacro;
pub(crate) use delete::DeleteMacro;
pub(crate) use update::UpdateMacro;

use crate::objects::Macro;

/// The resulting macro.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MacroPayload {
    /// The macro.
    r#macro: Macro,
}

impl From<engine::Macro> for MacroPayload {
    fn from(made: engine::Macro) -> Self {
        Self { r#macro: Macro(made) }
    }
}
