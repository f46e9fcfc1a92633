//! What stands below an email: the signature of its queue, and above it that of whoever wrote the answer on a page.

use crate::{
    engine::Engine,
    error::Result,
    model::{Channel, CommentId, LetterComment, LetterOrigin},
    rules::signature::below,
    settings::QueueTerms,
    store::{comments, signatures},
};

impl Engine {
    /// The lines below a letter; `None`: the usual farewell. `quoted`: the last comment as the letter carries it. Only below their own
    /// words stands the name of who wrote them, and who answers by email or by a program has signed already.
    pub(super) async fn signature(
        &self,
        comments: &[CommentId],
        (origin, quoted): (LetterOrigin, Option<&LetterComment>),
        terms: &QueueTerms,
    ) -> Result<Option<String>> {
        let answers = quoted.is_some() && origin == LetterOrigin::Answer;
        let own = match comments.last().filter(|_| answers) {
            Some(id) => {
                let row = comments::find(self.database().ro(), *id).await?;
                let row = row.filter(|row| row.channel == Channel::Web.as_str());
                match row {
                    Some(row) => signatures::of(self.database().ro(), row.author_id).await?,
                    None => None,
                }
            }
            None => None,
        };
        Ok(below(own.as_deref(), terms.signature.as_deref(), &self.settings().brand.name))
    }
}
