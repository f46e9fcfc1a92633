//! Files that somebody has chosen for an answer and not sent yet.

use async_graphql::{Context, ID, InputObject, Object};

use crate::{caller::logged_in, error::Failure, ids, objects::DraftFile, scalars::Upload, uploads};

/// Files for a draft.
#[derive(InputObject)]
struct AddDraftFilesInput {
    /// The ticket's number.
    number: i64,
    /// The files.
    attachments: Vec<Upload>,
}

#[derive(Default)]
pub(crate) struct DraftFiles;

#[Object]
impl DraftFiles {
    /// Adds files to the viewer's draft on a ticket, so that they are not lost with the window, and returns all its files.
    /// The limits are those of a comment's files, and they are kept for at most 30 days; `addComment(draftFiles:)` sends
    /// them.
    async fn add_draft_files(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket and the files.")] input: AddDraftFilesInput,
    ) -> Result<Vec<DraftFile>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let files = uploads::take(ctx, Some(input.attachments))?;
        let all = engine.add_draft_files(actor, input.number, &files).await?;
        Ok(all.into_iter().map(DraftFile::from).collect())
    }

    /// Removes files from the viewer's draft on a ticket and returns the remaining ones.
    async fn remove_draft_files(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket's number.")] number: i64,
        #[graphql(desc = "The files to remove; by default all.")] ids: Option<Vec<ID>>,
    ) -> Result<Vec<DraftFile>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let ids = ids
            .map(|all| all.iter().map(|id| ids::input(id, "ids")).collect::<Result<Vec<_>, _>>())
            .transpose()?;
        let left = engine.remove_draft_files(actor, number, ids.as_deref()).await?;
        Ok(left.into_iter().map(DraftFile::from).collect())
    }
}
