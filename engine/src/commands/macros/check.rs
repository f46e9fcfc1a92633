//! What is acceptable of a macro, and how a change of one is told in the audit log.

use crate::{
    commands::text_block::{clean_name, filled_text},
    error::{Error, Result},
    model::{Change, Macro, MacroChange, QueueId, Role, TicketChange, UserId},
    rules::texts::{check_tags, clean_tags, required_title},
    store::{Work, queues, staff, text_blocks},
};

/// The most changes of a macro.
const MOST_CHANGES: usize = 20;

/// The most macros of an installation; nobody finds anything among more.
const MOST: u64 = 200;

/// The list of changes in the form that is kept; what is wrong names its place.
pub(super) async fn tidied(work: &Work<'_>, given: Vec<TicketChange>) -> Result<Vec<MacroChange>> {
    if given.is_empty() {
        return Err(Error::bad("changes", "changes-required", "At least one change is required."));
    }
    if given.len() > MOST_CHANGES {
        let message = format!("A macro can have at most {MOST_CHANGES} changes, not {}.", given.len());
        return Err(Error::bad("changes", "changes-too-many", message));
    }
    let mut changes = Vec::with_capacity(given.len());
    for (index, change) in given.into_iter().enumerate() {
        let field = change.field();
        let change = kept(change).map_err(|error| error.of_change(index, field))?;
        refuse_absent(work, &change).await.map_err(|error| error.of_change(index, field))?;
        changes.push(change);
    }
    Ok(changes)
}

fn kept(change: TicketChange) -> Result<MacroChange> {
    Ok(match change {
        TicketChange::Comment(comment) => {
            if !comment.attachments.is_empty() {
                let message = "A macro cannot contain files.";
                return Err(Error::bad("attachments", "macro-files", message));
            }
            MacroChange::Comment { text: filled_text(&comment.text)?, visibility: comment.visibility }
        }
        TicketChange::SetStatus(status) => MacroChange::Status(status),
        TicketChange::Assign(user) => MacroChange::Assignee(user),
        TicketChange::AssignMe => MacroChange::AssignMe,
        TicketChange::Move(queue) => MacroChange::Queue(queue),
        TicketChange::Prioritise(priority) => MacroChange::Priority(priority),
        TicketChange::Retitle(title) => MacroChange::Title(required_title(&title)?),
        TicketChange::AddTags(tags) => MacroChange::AddTags(some_tags(&tags, "addTags")?),
        TicketChange::RemoveTags(tags) => MacroChange::RemoveTags(some_tags(&tags, "removeTags")?),
        TicketChange::SetPrivacy(is_private) => MacroChange::IsPrivate(is_private),
        TicketChange::Macro(_) => {
            return Err(Error::bad("macro", "macro-nested", "A macro cannot contain another macro."));
        }
        TicketChange::SetTags(_)
        | TicketChange::SetExternalId(_)
        | TicketChange::SetOrganisation(_)
        | TicketChange::CloseByTime
        | TicketChange::Remind => {
            return Err(Error::bad("changes", "macro-change", "A macro cannot contain this change."));
        }
    })
}

fn some_tags(tags: &[String], field: &'static str) -> Result<Vec<String>> {
    let tags = clean_tags(tags);
    check_tags(&tags, field)?;
    if tags.is_empty() {
        return Err(Error::bad(field, "tags-required", "At least one tag is required."));
    }
    Ok(tags)
}

/// Refuses a person who is not staff and a queue that does not exist. Either may go later, which is said when the macro is
/// applied.
async fn refuse_absent(work: &Work<'_>, change: &MacroChange) -> Result<()> {
    match change {
        MacroChange::Assignee(Some(user)) => {
            let row = staff::hold(work, *user).await?;
            let staff = row.filter(|row| row.active).and_then(|row| row.role.parse::<Role>().ok());
            if !staff.is_some_and(Role::is_staff) {
                let message = "The assignee must be an active staff member.";
                return Err(Error::bad("assignee", "assignee-unknown", message));
            }
        }
        MacroChange::Queue(queue) if !queues::hold(work, *queue).await? => {
            return Err(Error::queue_unknown());
        }
        _ => {}
    }
    Ok(())
}

/// The name in the form that is kept.
pub(super) fn tidied_name(name: &str) -> Result<String> {
    clean_name(name)
}

/// Refuses a name that another macro has, and one more than there may be.
pub(super) async fn refuse_taken_name(work: &Work<'_>, made: &Macro) -> Result<()> {
    let (taken, count) = text_blocks::name_of_macro(work.tx(), made).await?;
    if taken {
        return Err(Error::name_taken("A macro", &made.name));
    }
    if count >= MOST {
        return Err(Error::bad("name", "macros-too-many", format!("There can be at most {MOST} macros.")));
    }
    Ok(())
}

/// What is different; people and queues are told by their names.
pub(super) async fn changes(
    work: &Work<'_>,
    before: Option<&Macro>,
    after: Option<&Macro>,
) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    let mut note = |field: &str, from: Option<String>, to: Option<String>| {
        if from != to {
            changes.push(Change { field: field.to_owned(), from, to });
        }
    };
    let name = |made: Option<&Macro>| made.map(|made| made.name.clone());
    note("name", name(before), name(after));
    note("changes", told(work, before).await?, told(work, after).await?);
    Ok(changes)
}

async fn told(work: &Work<'_>, made: Option<&Macro>) -> Result<Option<String>> {
    let Some(made) = made else { return Ok(None) };
    let mut lines = Vec::with_capacity(made.changes.len());
    for change in &made.changes {
        let value = match change {
            MacroChange::Comment { text, visibility } => format!("({}) {text}", visibility.as_str()),
            MacroChange::Status(status) => status.as_str().to_owned(),
            MacroChange::Assignee(None) => "-".to_owned(),
            MacroChange::Assignee(Some(user)) => person(work, *user).await?,
            MacroChange::AssignMe => "(me)".to_owned(),
            MacroChange::Queue(queue) => queue_name(work, *queue).await?,
            MacroChange::Priority(priority) => priority.as_str().to_owned(),
            MacroChange::Title(title) => title.clone(),
            MacroChange::AddTags(tags) | MacroChange::RemoveTags(tags) => tags.join(", "),
            MacroChange::IsPrivate(is_private) => is_private.to_string(),
        };
        lines.push(format!("{}: {value}", change.field()));
    }
    Ok(Some(lines.join("\n")))
}

async fn person(work: &Work<'_>, user: UserId) -> Result<String> {
    Ok(staff::name(work, user).await?.unwrap_or_else(|| user.to_string()))
}

async fn queue_name(work: &Work<'_>, queue: QueueId) -> Result<String> {
    let row = queues::find(work.tx(), queue).await?;
    Ok(row.map_or_else(|| queue.to_string(), |row| row.name))
}
