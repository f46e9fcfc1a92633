//! Text blocks and macros.

use async_graphql::{Context, ID, Object};

use crate::{
    caller::logged_in,
    error::Failure,
    ids, limits,
    loaders::{self, Among},
    objects::{Queue, TicketPriority, TicketStatus, User, Visibility},
};

/// A piece of text that the staff insert while they write.
#[derive(Clone, Debug)]
pub(crate) struct TextBlock(pub(crate) engine::TextBlock);

/// A piece of text that the staff insert while they write.
#[Object]
impl TextBlock {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The text, with variables such as `{{customer.name}}`.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// Its language, such as `de` or `en`; null for every language.
    async fn locale(&self) -> Option<&str> {
        self.0.locale.as_deref()
    }

    /// The text with its variables filled in for this ticket and the viewer.
    async fn filled(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number of the ticket.")] ticket: i64,
    ) -> Result<String, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.fill_text_block(actor, &self.0, ticket)).await?)
    }
}

/// A named list of changes to a ticket.
#[derive(Clone, Debug)]
pub(crate) struct Macro(pub(crate) engine::Macro);

/// A named list of changes to a ticket.
#[Object]
impl Macro {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its changes, in order.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn changes(&self) -> Vec<MacroChange> {
        self.0.changes.iter().cloned().map(MacroChange).collect()
    }

    /// What it would do to this ticket if the viewer applied it, with the variables of its comments filled in.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn effect(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number of the ticket.")] ticket: i64,
    ) -> Result<Vec<MacroChange>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.fill_macro(actor, &self.0, ticket)).await?.into_iter().map(MacroChange).collect())
    }
}

/// One change of a macro. The field that `kind` names has its value; the others are null.
#[derive(Clone, Debug)]
pub(crate) struct MacroChange(engine::MacroChange);

/// One change of a macro. The field that `kind` names has its value; the others are null.
#[Object]
impl MacroChange {
    /// The corresponding field of `TicketChangeInput`, such as `comment` or `addTags`.
    async fn kind(&self) -> &str {
        self.0.field()
    }

    /// The text of a comment.
    async fn text(&self) -> Option<&str> {
        match &self.0 {
            engine::MacroChange::Comment { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Who can read a comment.
    async fn visibility(&self) -> Option<Visibility> {
        match &self.0 {
            engine::MacroChange::Comment { visibility, .. } => Some((*visibility).into()),
            _ => None,
        }
    }

    /// The status to set.
    async fn status(&self) -> Option<TicketStatus> {
        match &self.0 {
            engine::MacroChange::Status(status) => Some((*status).into()),
            _ => None,
        }
    }

    /// The new assignee; also null with `kind` "assignee" if nobody is assigned or the person no longer exists.
    async fn assignee(&self, ctx: &Context<'_>) -> Result<Option<User>, Failure> {
        match &self.0 {
            engine::MacroChange::Assignee(Some(user)) => loaders::user(ctx, *user, Among::Many).await,
            _ => Ok(None),
        }
    }

    /// Whether a person is assigned, even if they no longer exist.
    async fn assigns_person(&self) -> bool {
        matches!(&self.0, engine::MacroChange::Assignee(Some(_)))
    }

    /// Whether the caller who applies the macro is assigned.
    async fn assigns_me(&self) -> bool {
        matches!(&self.0, engine::MacroChange::AssignMe)
    }

    /// The new queue; null with `kind` "queue" if it no longer exists.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>, Failure> {
        match &self.0 {
            engine::MacroChange::Queue(queue) => loaders::queue(ctx, *queue, Among::Many).await,
            _ => Ok(None),
        }
    }

    /// The priority to set.
    async fn priority(&self) -> Option<TicketPriority> {
        match &self.0 {
            engine::MacroChange::Priority(priority) => Some((*priority).into()),
            _ => None,
        }
    }

    /// The title to set.
    async fn title(&self) -> Option<&str> {
        match &self.0 {
            engine::MacroChange::Title(title) => Some(title),
            _ => None,
        }
    }

    /// The tags to add or remove.
    async fn tags(&self) -> Option<&[String]> {
        match &self.0 {
            engine::MacroChange::AddTags(tags) | engine::MacroChange::RemoveTags(tags) => Some(tags),
            _ => None,
        }
    }

    /// Whether the ticket is hidden from the customer's colleagues.
    async fn is_private(&self) -> Option<bool> {
        match &self.0 {
            engine::MacroChange::IsPrivate(is_private) => Some(*is_private),
            _ => None,
        }
    }
}
