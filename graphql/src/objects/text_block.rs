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

    /// The language that it is for, such as `de` or `en`; null: every language.
    async fn locale(&self) -> Option<&str> {
        self.0.locale.as_deref()
    }

    /// The text with its variables filled in, as the viewer would write it in this ticket.
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

    /// What it does, in this order.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn changes(&self) -> Vec<MacroChange> {
        self.0.changes.iter().cloned().map(MacroChange).collect()
    }

    /// What it would do to this ticket if the viewer applied it: the variables of its comments are filled in.
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

/// One thing that a macro does. The field that `kind` names says what; the others are null.
#[derive(Clone, Debug)]
pub(crate) struct MacroChange(engine::MacroChange);

/// One thing that a macro does. The field that `kind` names says what; the others are null.
#[Object]
impl MacroChange {
    /// The field of `TicketChangeInput` that it stands for, such as `comment` or `addTags`.
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

    /// Who may read a comment.
    async fn visibility(&self) -> Option<Visibility> {
        match &self.0 {
            engine::MacroChange::Comment { visibility, .. } => Some((*visibility).into()),
            _ => None,
        }
    }

    /// The status that is set.
    async fn status(&self) -> Option<TicketStatus> {
        match &self.0 {
            engine::MacroChange::Status(status) => Some((*status).into()),
            _ => None,
        }
    }

    /// Who is made responsible; null with `kind` "assignee" as well if nobody is, or if that person is gone.
    async fn assignee(&self, ctx: &Context<'_>) -> Result<Option<User>, Failure> {
        match &self.0 {
            engine::MacroChange::Assignee(Some(user)) => loaders::user(ctx, *user, Among::Many).await,
            _ => Ok(None),
        }
    }

    /// Whether a person is made responsible, be it that they are gone.
    async fn assigns_person(&self) -> bool {
        matches!(&self.0, engine::MacroChange::Assignee(Some(_)))
    }

    /// Whether the caller who applies the macro is made responsible.
    async fn assigns_me(&self) -> bool {
        matches!(&self.0, engine::MacroChange::AssignMe)
    }

    /// The queue into which the ticket is moved; null with `kind` "queue" if that is gone.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>, Failure> {
        match &self.0 {
            engine::MacroChange::Queue(queue) => loaders::queue(ctx, *queue, Among::Many).await,
            _ => Ok(None),
        }
    }

    /// The priority that is set.
    async fn priority(&self) -> Option<TicketPriority> {
        match &self.0 {
            engine::MacroChange::Priority(priority) => Some((*priority).into()),
            _ => None,
        }
    }

    /// The title that is set.
    async fn title(&self) -> Option<&str> {
        match &self.0 {
            engine::MacroChange::Title(title) => Some(title),
            _ => None,
        }
    }

    /// The tags that are added or removed.
    async fn tags(&self) -> Option<&[String]> {
        match &self.0 {
            engine::MacroChange::AddTags(tags) | engine::MacroChange::RemoveTags(tags) => Some(tags),
            _ => None,
        }
    }

    /// Whether the customer's colleagues are kept out.
    async fn is_private(&self) -> Option<bool> {
        match &self.0 {
            engine::MacroChange::IsPrivate(is_private) => Some(*is_private),
            _ => None,
        }
    }
}
