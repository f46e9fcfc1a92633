//! The changes of a ticket as the schema spells them, read into those of the engine.

use async_graphql::{Context, ID, InputObject, OneofObject};

use crate::{
    error::Failure,
    ids,
    objects::{TicketPriority, TicketStatus, Visibility},
    scalars::Upload,
    uploads,
};

/// A change to a ticket: exactly one field must be given.
#[derive(OneofObject)]
pub(crate) enum TicketChangeInput {
    /// Add a comment.
    Comment(CommentChangeInput),
    /// Set the status; customers can only set CLOSED.
    Status(TicketStatus),
    /// Assign it to somebody, or to nobody.
    Assignee(AssigneeInput),
    /// Move it to this queue.
    Queue(ID),
    /// Set the priority.
    Priority(TicketPriority),
    /// Set the title.
    Title(String),
    /// Add these tags.
    AddTags(Vec<String>),
    /// Remove these tags; tags that the ticket does not have are ignored.
    RemoveTags(Vec<String>),
    /// Hide it from the customer's colleagues even if their organisation shares its tickets, or show it again. The customer
    /// of the ticket can do this, too.
    IsPrivate(bool),
    /// Set which of the customer's organisations it is for, or none; for the staff.
    Organisation(OrganisationChangeInput),
    /// Apply this macro; for the staff. Errors in its changes are reported for this change.
    Macro(ID),
    /// Set its id in another system, unique among tickets; an empty text removes it. The old link `/#ticket/zoom/34` leads
    /// to the ticket with "zammad:34".
    ExternalId(String),
}

/// A new comment.
#[derive(InputObject)]
pub(crate) struct CommentChangeInput {
    /// The text; may be empty if there are files.
    text: String,
    /// Who can read it; INTERNAL is for staff only.
    #[graphql(default_with = "Some(Visibility::Public)")]
    visibility: Option<Visibility>,
    /// Files to attach.
    attachments: Option<Vec<Upload>>,
}

/// The organisation of a ticket.
#[derive(InputObject)]
pub(crate) struct OrganisationChangeInput {
    /// One of the customer's organisations; null for none.
    organisation: Option<ID>,
}

/// The assignee.
#[derive(InputObject)]
pub(crate) struct AssigneeInput {
    /// The user; null: nobody.
    user: Option<ID>,
    /// The caller who makes this change or applies the macro that contains it. Not together with `user`.
    #[graphql(default = false)]
    me: bool,
}

/// Reads a list of changes; what cannot be read is named by its place in the list.
pub(crate) fn changes(
    ctx: &Context<'_>,
    list: Vec<TicketChangeInput>,
) -> Result<Vec<engine::TicketChange>, Failure> {
    let read = |(index, change)| change_of(ctx, change).map_err(|failure| in_change(index, failure));
    list.into_iter().enumerate().map(read).collect()
}

fn change_of(ctx: &Context<'_>, change: TicketChangeInput) -> Result<engine::TicketChange, Failure> {
    use engine::TicketChange;
    Ok(match change {
        TicketChangeInput::Comment(comment) => TicketChange::Comment(comment_of(ctx, comment)?),
        TicketChangeInput::Status(status) => TicketChange::SetStatus(status.into()),
        TicketChangeInput::Assignee(AssigneeInput { user: None, me: true }) => TicketChange::AssignMe,
        TicketChangeInput::Assignee(AssigneeInput { me: true, .. }) => {
            return Err(Failure::bad_input("assignee.me", "Give either `user` or `me`, not both."));
        }
        TicketChangeInput::Assignee(to) => {
            TicketChange::Assign(ids::optional(to.user.as_ref(), "assignee.user")?)
        }
        TicketChangeInput::Macro(id) => TicketChange::Macro(ids::input(&id, "macro")?),
        TicketChangeInput::Queue(id) => TicketChange::Move(ids::input(&id, "queue")?),
        TicketChangeInput::Priority(priority) => TicketChange::Prioritise(priority.into()),
        TicketChangeInput::Title(title) => TicketChange::Retitle(title),
        TicketChangeInput::AddTags(tags) => TicketChange::AddTags(tags),
        TicketChangeInput::RemoveTags(tags) => TicketChange::RemoveTags(tags),
        TicketChangeInput::IsPrivate(is_private) => TicketChange::SetPrivacy(is_private),
        TicketChangeInput::Organisation(to) => TicketChange::SetOrganisation(ids::optional(
            to.organisation.as_ref(),
            "organisation.organisation",
        )?),
        TicketChangeInput::ExternalId(id) => TicketChange::SetExternalId(id),
    })
}

fn comment_of(ctx: &Context<'_>, comment: CommentChangeInput) -> Result<engine::CommentChange, Failure> {
    let attachments = uploads::take(ctx, comment.attachments);
    Ok(engine::CommentChange {
        text: comment.text,
        visibility: comment.visibility.unwrap_or(Visibility::Public).into(),
        attachments: attachments.map_err(|failure| inside("comment", failure))?,
        ..engine::CommentChange::default()
    })
}

fn inside(outer: &str, failure: Failure) -> Failure {
    let field = failure.field.as_ref().map(|field| format!("{outer}.{field}"));
    Failure { field, ..failure }
}

fn in_change(index: usize, failure: Failure) -> Failure {
    inside(&format!("changes.{index}"), failure)
}
