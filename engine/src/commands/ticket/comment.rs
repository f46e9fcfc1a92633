//! Writes a comment on a ticket, with files and a status in one action.

use serde_json::{Value, json};

use super::{
    parts::{self, Changing, NewComment, Told, write_comment},
    repeated,
};
use crate::{
    actor::Actor,
    commands::rated::use_quota,
    content::html_of_text,
    engine::Engine,
    error::{Error, Result},
    lifecycle::Step,
    model::{Comment, EventKind, Status, Ticket, Upload, Visibility},
    policy::{Action, rates::Rated, visible::Visible},
    store::{Work, drafts, entity::ticket, requests, tickets},
};

/// What a comment consists of.
#[derive(Debug, Clone)]
pub struct AddComment {
    /// The ticket's number.
    pub number: i64,
    /// The text; may be empty if there are files or a status.
    pub text: String,
    /// Files that belong to it.
    pub attachments: Vec<Upload>,
    /// Who may read it; INTERNAL is for the staff.
    pub visibility: Visibility,
    /// The status to pick with it; customers may pick nothing but CLOSED.
    pub status: Option<Status>,
    /// The same key from the same actor makes no second comment but answers the first.
    pub idempotency_key: Option<String>,
    /// The version that the writer saw; refused if the ticket has changed since.
    pub expected_version: Option<i64>,
}

impl Default for AddComment {
    fn default() -> Self {
        Self {
            number: 0,
            text: String::new(),
            attachments: Vec::new(),
            visibility: Visibility::Public,
            status: None,
            idempotency_key: None,
            expected_version: None,
        }
    }
}

/// A comment with its ticket as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commented {
    /// The ticket.
    pub ticket: Ticket,
    /// The comment.
    pub comment: Comment,
}

impl Engine {
    /// Writes a comment; what follows for the status is told in [`crate::lifecycle`].
    ///
    /// # Errors
    /// `NotFound` for a ticket that is absent or hidden; `Forbidden` for an internal note or a status that the actor may
    /// not pick; `BadInput` for an empty `text` without files or for `idempotencyKey`; `KeyReused` when the key came with
    /// other content before; `TooLarge`; `Stale`.
    pub async fn add_comment(&self, actor: &Actor, input: AddComment) -> Result<Commented> {
        let request =
            repeated::request(actor, "addComment", input.idempotency_key.as_deref(), || content(&input))?;
        let action = match input.visibility {
            Visibility::Public => Action::CommentInPublic,
            Visibility::Internal => Action::CommentInternally,
        };
        if !input.attachments.is_empty() {
            // What is refused leaves nothing: all that could refuse it is asked before a file is kept, and once more below.
            let work = Work::begin(self).await?;
            let (row, _) = tickets::lock(work.tx(), actor, input.number, action).await?;
            if let Some(first) = repeated::first(&work, request.as_ref()).await? {
                drop(work);
                return self.commented_before(actor, &first).await;
            }
            check_version(actor, &row, input.expected_version)?;
            use_quota(&work, actor, Rated::Comments, 1).await?;
            use_quota(&work, actor, Rated::Files, input.attachments.len()).await?;
        }
        let files = self.keep_uploads(&input.attachments).await?;
        let work = Work::begin(self).await?;
        let (row, permit) = tickets::lock(work.tx(), actor, input.number, action).await?;
        if let Some(first) = repeated::first(&work, request.as_ref()).await? {
            drop(work);
            return self.commented_before(actor, &first).await;
        }
        let Some(author) = actor.user() else { return Err(Error::Unauthenticated) };
        check_version(actor, &row, input.expected_version)?;
        let text = parts::clean_text(&input.text);
        if text.trim().is_empty() && files.is_empty() {
            return Err(Error::bad("text", "text-required", "A comment needs a text or a file."));
        }

        use_quota(&work, actor, Rated::Comments, 1).await?;
        use_quota(&work, actor, Rated::Files, files.len()).await?;
        let staff = author.role.is_staff();
        let mut changing = Changing::new(row, Some(author.id), parts::cause_of(actor));
        changing.step(&work, step_of(staff, input.visibility))?;
        if let Some(status) = input.status {
            changing
                .step(&work, if staff { Step::StaffPicks(status) } else { Step::CustomerPicks(status) })?;
        }
        let internal = input.visibility == Visibility::Internal;
        if staff && !internal && changing.row.first_answer_at.is_none() {
            changing.row.first_answer_at = Some(work.now());
        }
        let new = NewComment {
            author: author.id,
            visibility: input.visibility,
            channel: parts::channel_of(actor),
            html: html_of_text(&text),
            text,
            automatic: false,
            files,
        };
        let comment = write_comment(&work, changing.ticket(), new).await?;
        drafts::became_comment(work.tx(), author.id, changing.ticket(), comment.visibility, &comment.text)
            .await?;
        changing.event(EventKind::Commented, Some(comment.id), Vec::new(), internal);
        if let Some(request) = request
            && !requests::remember(&work, &request, changing.ticket(), Some(comment.id)).await?
        {
            drop(work);
            let quicker = self.quicker(&request).await?;
            return self.commented_before(actor, &quicker).await;
        }
        let told = Told {
            by_staff: staff,
            comment: Some(comment.id),
            internal,
            automatic: false,
            held_back: false,
            picked: staff && !internal && input.status.is_some(),
        };
        let tags = tickets::tags(work.tx(), changing.ticket()).await?;
        let row = changing.finish(work, permit, told).await?;
        Ok(Commented { ticket: repeated::shown(actor, row, tags)?, comment })
    }
}

/// All that decides what is written, for telling a repetition from another request with the same key.
fn content(input: &AddComment) -> Value {
    json!({
        "number": input.number,
        "text": input.text,
        "attachments": repeated::files(&input.attachments),
        "visibility": input.visibility.as_str(),
        "status": input.status.map(Status::as_str),
    })
}

const fn step_of(staff: bool, visibility: Visibility) -> Step {
    match (staff, visibility) {
        (_, Visibility::Internal) => Step::InternalNote,
        (true, Visibility::Public) => Step::StaffAnswers,
        (false, Visibility::Public) => Step::CustomerComments,
    }
}

/// Refuses a change that was made on an older version of the ticket.
pub(super) fn check_version(actor: &Actor, row: &ticket::Model, expected: Option<i64>) -> Result<()> {
    let actual = Visible::to(actor).version_of(row);
    match expected {
        Some(expected) if expected != actual => Err(Error::Stale { expected, actual }),
        _ => Ok(()),
    }
}
