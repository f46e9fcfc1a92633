//! Saves what a person has written on a ticket and not sent yet.

use chrono::{DateTime, Utc};

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Draft, Status, UserId, Visibility, Written, draft_revision},
    policy::{self, Action},
    store::{Work, comments, draft_files, drafts, entity::draft, requests, rows, tickets},
};

/// The longest draft in characters; what is longer belongs into a file.
pub(super) const DRAFT_LIMIT: usize = 200_000;

/// The longest name of a window, in characters.
const WRITER_LIMIT: usize = 64;

/// What is to be saved.
#[derive(Debug, Clone, Default)]
pub struct SaveDraft {
    /// The ticket's number.
    pub number: i64,
    /// The text; a blank one removes the draft, unless files were chosen for it: they keep their readers.
    pub text: String,
    /// Who is meant to read it; without it, the staff's draft is INTERNAL and the customer's PUBLIC.
    pub visibility: Option<Visibility>,
    /// The status that was picked with it.
    pub status: Option<Status>,
    /// The key that the comment will carry: once a comment was written with it, its text and the beginnings of it are not saved
    /// any more. A save that arrives late leaves no ghost of what was sent.
    pub idempotency_key: Option<String>,
    /// Which window saves this; without it, the save that arrives last stays.
    pub written: Option<Written>,
    /// The [`Draft::revision`] that the window knows, empty for none: what another window has saved since is not replaced. Without
    /// it, it is.
    pub based_on: Option<String>,
}

impl Engine {
    /// Saves the actor's draft on a ticket in the place of the one before; `None`: there is no draft now.
    ///
    /// # Errors
    /// `Unauthenticated` for nobody; `NotFound` for a ticket that is absent or hidden; `Forbidden` for a note of somebody
    /// who writes none; `BadInput` for a `text` of more than 200,000 characters; [`Error::StaleDraft`] when
    /// another window has saved what this one does not know.
    pub async fn save_draft(&self, actor: &Actor, input: SaveDraft) -> Result<Option<Draft>> {
        let author = policy::logged_in(actor)?;
        let text = tidy(&input.text)?;
        let written = named(input.written)?;
        let visibility = input.visibility.unwrap_or(if author.role.is_staff() {
            Visibility::Internal
        } else {
            Visibility::Public
        });
        let work = Work::begin(self).await?;
        // Locked, so that the comment that it becomes comes either before or after.
        let action = match visibility {
            Visibility::Public => Action::CommentInPublic,
            Visibility::Internal => Action::CommentInternally,
        };
        let (found, subject, permit) =
            tickets::lock_subject(work.tx(), (actor, &[]), input.number, action).await?;
        self.ask_guard(actor, action, Some(&subject))?;
        if let Some(key) = &input.idempotency_key
            && is_sent(&work, author.id, key, &text).await?
        {
            return Ok(None);
        }
        let ticket = found.row.id.into();
        let kept = drafts::kept(work.tx(), author.id, ticket).await?;
        if let Some(kept) = &kept
            && is_overtaken(written.as_ref(), kept.writer.as_deref(), kept.written_at)
        {
            return if kept.text.is_empty() { Ok(None) } else { rows::draft(kept.clone()).map(Some) };
        }
        if let (Some(kept), Some(base)) = (&kept, &input.based_on) {
            check_base(kept, base, written.as_ref(), &text)?;
        }
        let is_blank = text.trim().is_empty();
        let is_nothing = is_blank && draft_files::of(work.tx(), author.id, [ticket]).await?.is_empty();
        // Whoever takes the text away and says no readers leaves the files those that they had.
        let readers = kept.filter(|_| is_blank && input.visibility.is_none());
        let (writer, written_at) = written.map(|written| (written.writer, written.at)).unzip();
        let row = draft::Model {
            user_id: author.id.into(),
            ticket_id: found.row.id,
            text: if is_blank { String::new() } else { text },
            visibility: readers.map_or_else(|| visibility.as_str().to_owned(), |kept| kept.visibility),
            status: input.status.map(|status| status.as_str().to_owned()),
            saved_at: work.now(),
            writer,
            written_at,
        };
        if is_nothing && row.writer.is_none() {
            drafts::remove(work.tx(), author.id, ticket).await?;
        } else {
            // A blank text stays as a row, so that a save that it overtook does not bring the draft back.
            drafts::put(work.tx(), row.clone()).await?;
        }
        let saved = rows::draft(row)?;
        work.commit(permit, Vec::new()).await?;
        // Their colleagues see that they write, or that they have stopped.
        self.attendance().wake(ticket);
        Ok((!is_nothing).then_some(saved))
    }
}

/// Whether this text was sent with the key already, all of it or as it was when it was begun. Something else that stands in
/// another window of the same person is kept.
async fn is_sent(work: &Work<'_>, author: UserId, key: &str, text: &str) -> Result<bool> {
    if requests::is_used(work.tx(), author, "changeTicket", key).await? {
        return Ok(true);
    }
    let Some(first) = requests::made(work.tx(), author, "addComment", key).await? else { return Ok(false) };
    let Some(id) = first.comment_id else { return Ok(true) };
    let text = text.trim_end();
    if text.is_empty() {
        return Ok(false);
    }
    let sent = comments::find(work.tx(), id.into()).await?;
    Ok(sent.is_none_or(|sent| sent.redacted_at.is_some() || sent.text.starts_with(text)))
}

/// The window that saves, with a name that can be kept.
pub(super) fn named(written: Option<Written>) -> Result<Option<Written>> {
    match written {
        Some(Written { writer, .. }) if writer.is_empty() || writer.chars().count() > WRITER_LIMIT => {
            let message = format!("The writer's name must have 1 to {WRITER_LIMIT} characters.");
            Err(Error::bad("writer", "text-too-long", message))
        }
        written => Ok(written.map(|Written { writer, at }| Written { writer: writer.replace('\0', ""), at })),
    }
}

/// Whether the same window has saved something newer already.
pub(super) fn is_overtaken(save: Option<&Written>, writer: Option<&str>, at: Option<DateTime<Utc>>) -> bool {
    save.is_some_and(|save| writer == Some(save.writer.as_str()) && at.is_some_and(|at| at > save.at))
}

/// Refuses a save that would replace what another window wrote and this one has never shown.
fn check_base(kept: &draft::Model, base: &str, save: Option<&Written>, text: &str) -> Result<()> {
    let is_own = save.is_some_and(|save| kept.writer.as_deref() == Some(save.writer.as_str()));
    if is_own || kept.text.trim().is_empty() || kept.text.trim_end() == text.trim_end() {
        return Ok(());
    }
    let known = draft_revision(kept.writer.as_deref(), kept.written_at.unwrap_or(kept.saved_at));
    if known == base { Ok(()) } else { Err(Error::StaleDraft) }
}

/// A text as it is kept: plain line ends, nothing that PostgreSQL refuses, and not too long.
pub(super) fn tidy(text: &str) -> Result<String> {
    tidy_as("text", text)
}

/// The same for another field of the input.
pub(super) fn tidy_as(field: &'static str, text: &str) -> Result<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    if text.chars().count() > DRAFT_LIMIT {
        return Err(Error::too_long(field, "text-too-long", "draft", DRAFT_LIMIT));
    }
    Ok(text)
}
