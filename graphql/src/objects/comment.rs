//! Why: one contribution to a ticket, with its author and its files.

use std::{borrow::Cow, fmt::Write as _, sync::Arc};

use async_graphql::{Context, ID, Object};

use crate::{
    caller::logged_in,
    error::Failure,
    http::attachment_path,
    ids,
    loaders::{self, Among, Authors},
    objects::{Attachment, Channel, Mail, Ticket, User, Visibility},
    scalars::DateTime,
};

/// How the engine writes where a picture of the mail stands: by the id of the file.
const PICTURE: &str = "src=\"cid:";

/// One contribution to a ticket, public or internal.
#[derive(Clone, Debug)]
pub(crate) struct Comment {
    row: Arc<engine::Comment>,
    among: Among,
    /// The people who were read with it; shared among the comments of a page.
    authors: Option<Authors>,
}

impl Comment {
    /// A comment that was read alone.
    pub(crate) fn new(row: impl Into<Arc<engine::Comment>>, among: Among) -> Self {
        Self { row: row.into(), among, authors: None }
    }

    /// A comment together with which its author was read, if any was.
    pub(crate) fn with_authors(row: Arc<engine::Comment>, among: Among, authors: Option<Authors>) -> Self {
        Self { row, among, authors }
    }

    fn beginning(&self, limit: u32) -> Option<&str> {
        engine::content::beginning(&self.row.text, usize::try_from(limit).unwrap_or(usize::MAX))
    }

    /// The whole of its email as HTML, if the viewer may see it and the email came with any.
    async fn whole_html(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        if self.row.redacted_at.is_some() {
            return Ok(None);
        }
        if !self.row.has_more {
            return Ok(Some(self.row.html.clone()));
        }
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.whole_html(actor, self.row.id)).await?)
    }

    /// What is shown of it, or the whole.
    async fn html_of(&self, ctx: &Context<'_>, full: bool) -> Result<Cow<'_, str>, Failure> {
        let whole = if full { self.whole_html(ctx).await? } else { None };
        Ok(whole.map_or(Cow::Borrowed(&*self.row.html), Cow::Owned))
    }

    async fn writer(&self, ctx: &Context<'_>) -> Result<User, Failure> {
        if let Some(row) = self.authors.as_ref().and_then(|authors| authors.get(&self.row.author)) {
            return Ok(User { row: row.clone(), among: self.among });
        }
        loaders::user(ctx, self.row.author, self.among).await?.ok_or_else(|| Failure::not_found("user"))
    }
}

/// HTML in which the pictures that came with the mail are shown from where the files are kept.
fn with_pictures(html: &str) -> String {
    let mut pieces = html.split(PICTURE);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let file = piece
            .split_once('"')
            .and_then(|(id, rest)| Some((id.parse::<engine::AttachmentId>().ok()?, rest)));
        if let Some((id, rest)) = file {
            let _ = write!(out, "src=\"{}?inline=1\"{rest}", attachment_path(id, ""));
        } else {
            out.push_str(PICTURE);
            out.push_str(piece);
        }
    }
    out
}

/// HTML as it is shown to everybody: pictures from elsewhere stay hidden, and nothing of them is told.
fn shown(html: &str) -> String {
    with_pictures(&engine::content::without_remote_images(html))
}

/// One contribution to a ticket, public or internal.
#[Object]
impl Comment {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.row.id)
    }

    /// The ticket that it belongs to.
    async fn ticket(&self, ctx: &Context<'_>) -> Result<Ticket, Failure> {
        loaders::ticket(ctx, self.row.ticket, self.among).await?.ok_or_else(|| Failure::not_found("ticket"))
    }

    /// Who wrote it.
    async fn author(&self, ctx: &Context<'_>) -> Result<User, Failure> {
        self.writer(ctx).await
    }

    /// Whether its author is a staff member.
    async fn by_staff(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        Ok(self.writer(ctx).await?.row.role.is_staff())
    }

    /// Who can read it.
    async fn visibility(&self) -> Visibility {
        self.row.visibility.into()
    }

    /// How it arrived.
    async fn channel(&self) -> Channel {
        self.row.channel.into()
    }

    /// The text as it was written, with lines separated by "\n": Markdown by the staff, plain text by everybody else.
    async fn text(
        &self,
        #[graphql(desc = "Of a longer text only the beginning is answered: at most so many characters.")]
        limit: Option<u32>,
    ) -> &str {
        limit.and_then(|limit| self.beginning(limit)).unwrap_or(&self.row.text)
    }

    /// The same as HTML that is safe to show, with inline images.
    async fn html(
        &self,
        #[graphql(
            desc = "Return only the beginning of a longer text: at most this many characters, as plain text."
        )]
        limit: Option<u32>,
    ) -> String {
        let beginning = limit.and_then(|limit| self.beginning(limit));
        beginning.map_or_else(|| shown(&self.row.html), engine::content::html_of_text)
    }

    /// Whether `html(limit:)` with the same limit omits something.
    async fn is_longer(&self, #[graphql(desc = "Number of characters.")] limit: u32) -> bool {
        self.beginning(limit).is_some()
    }

    /// Whether its email contains more than `text`: quoted emails or a signature. Customers are not shown more of an email
    /// by the staff.
    async fn has_more(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        if !self.row.has_more {
            return Ok(false);
        }
        let (_, actor) = logged_in(ctx)?;
        let by_staff = self.writer(ctx).await?.row.role.is_staff();
        Ok(!by_staff || actor.user().is_some_and(|viewer| viewer.role.is_staff()))
    }

    /// The whole text as it was received, with quoted emails and signature, at most 200,000 characters; the same as `text`
    /// if nothing was omitted.
    #[graphql(complexity = 10)]
    async fn full(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        if self.row.redacted_at.is_some() {
            return Ok(None);
        }
        let (engine, actor) = logged_in(ctx)?;
        let whole =
            if self.row.has_more { Box::pin(engine.whole_text(actor, self.row.id)).await? } else { None };
        Ok(Some(whole.unwrap_or_else(|| self.row.text.clone())))
    }

    /// The whole text as HTML that is safe to show, with quoted emails and signature; the same as `html` if nothing was
    /// omitted. Null if the email was plain text: then use `full`.
    #[graphql(complexity = 10)]
    async fn full_html(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        Ok(self.whole_html(ctx).await?.as_deref().map(shown))
    }

    /// Whether its email contains remote images. `html` omits them: loading one would tell the sender who reads the email,
    /// and when.
    #[graphql(complexity = 5)]
    async fn has_remote_images(
        &self,
        ctx: &Context<'_>,
        #[graphql(default, desc = "Use the whole email, as in `fullHtml`, instead of what `html` shows.")]
        full: bool,
    ) -> Result<bool, Failure> {
        let html = self.html_of(ctx, full).await?;
        Ok(engine::content::has_remote_images(&html))
    }

    /// HTML that loads remote images, for a reader who asked to see them. Show it only under a content security policy that
    /// allows nothing else from other servers.
    #[graphql(complexity = 10)]
    async fn html_with_remote_images(
        &self,
        ctx: &Context<'_>,
        #[graphql(default, desc = "Use the whole email, as in `fullHtml`, instead of what `html` shows.")]
        full: bool,
    ) -> Result<String, Failure> {
        let html = self.html_of(ctx, full).await?;
        Ok(with_pictures(&engine::content::with_remote_images(&html)))
    }

    /// Until when the viewer can take it back with `undoSend`; null if they cannot.
    async fn undo_until(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.undo_until(actor, &self.row).map(DateTime))
    }

    /// Whether it was written automatically, such as an out-of-office reply.
    async fn automatic(&self) -> bool {
        self.row.automatic
    }

    /// Whether the customer says that the ticket can be closed, other than in a negation, a quote or an automatic reply.
    /// This does not close the ticket. Staff only; false for customers.
    async fn sounds_settled(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        let (_, actor) = logged_in(ctx)?;
        let author = self.writer(ctx).await?.row.role;
        Ok(self.row.sounds_settled(author, actor.user().map(|viewer| viewer.role)))
    }

    /// The original email (`message/rfc822`), for the staff; null for customers, for comments that did not arrive by email,
    /// and once something from the same email was redacted.
    async fn raw_url(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        match self.mail(ctx).await? {
            Some(mail) if !mail.row.sha256.is_empty() => mail.raw_url(ctx).await.map(Some),
            Some(_) | None => Ok(None),
        }
    }

    /// The email that it arrived by, with a warning if nothing proves who wrote it; null for customers and for comments
    /// that arrived in another way.
    async fn mail(&self, ctx: &Context<'_>) -> Result<Option<Mail>, Failure> {
        if self.row.channel != engine::Channel::Email {
            return Ok(None);
        }
        loaders::mail_of(ctx, self.row.id, self.among).await
    }

    /// Its files, in the order in which they were sent.
    async fn attachments(&self, ctx: &Context<'_>) -> Result<Vec<Attachment>, Failure> {
        loaders::attachments_of(ctx, self.row.id, self.among).await
    }

    /// When its text and its files were permanently removed; `text` and `html` are then empty.
    async fn redacted_at(&self) -> Option<DateTime> {
        self.row.redacted_at.map(DateTime)
    }

    /// How many of its files were permanently removed individually.
    async fn redacted_files(&self) -> u32 {
        self.row.redacted_files
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime {
        self.row.created_at.into()
    }
}
