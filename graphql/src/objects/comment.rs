//! Why: one contribution to a ticket, with its author and its files.

use std::{borrow::Cow, fmt::Write as _};

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
    row: engine::Comment,
    among: Among,
    /// The people who were read with it; shared among the comments of a page.
    authors: Option<Authors>,
}

impl Comment {
    /// A comment that was read alone.
    pub(crate) fn new(row: engine::Comment, among: Among) -> Self {
        Self { row, among, authors: None }
    }

    /// A comment together with which its author was read, if any was.
    pub(crate) fn with_authors(row: engine::Comment, among: Among, authors: Option<Authors>) -> Self {
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

    /// The ticket to which it belongs.
    async fn ticket(&self, ctx: &Context<'_>) -> Result<Ticket, Failure> {
        loaders::ticket(ctx, self.row.ticket, self.among).await?.ok_or_else(|| Failure::not_found("ticket"))
    }

    /// Who wrote it.
    async fn author(&self, ctx: &Context<'_>) -> Result<User, Failure> {
        self.writer(ctx).await
    }

    /// Whether its author is one of the staff.
    async fn by_staff(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        Ok(self.writer(ctx).await?.row.role.is_staff())
    }

    /// Who may read it.
    async fn visibility(&self) -> Visibility {
        self.row.visibility.into()
    }

    /// How it arrived.
    async fn channel(&self) -> Channel {
        self.row.channel.into()
    }

    /// The text as it was written, lines separated by "\n": Markdown of the staff, plain text of everybody else.
    async fn text(&self) -> &str {
        &self.row.text
    }

    /// The same as HTML that is safe to show; pictures stand in place.
    async fn html(
        &self,
        #[graphql(
            desc = "Of a longer text only the beginning is answered: at most so many characters, as plain text."
        )]
        limit: Option<u32>,
    ) -> String {
        let beginning = limit.and_then(|limit| self.beginning(limit));
        beginning.map_or_else(|| shown(&self.row.html), engine::content::html_of_text)
    }

    /// Whether `html(limit:)` with the same limit leaves something out.
    async fn is_longer(&self, #[graphql(desc = "Number of characters.")] limit: u32) -> bool {
        self.beginning(limit).is_some()
    }

    /// Whether the email that it came by holds more than `text`: quoted emails or a signature. Of an email of the staff,
    /// customers are not shown more.
    async fn has_more(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        if !self.row.has_more {
            return Ok(false);
        }
        let (_, actor) = logged_in(ctx)?;
        let by_staff = self.writer(ctx).await?.row.role.is_staff();
        Ok(!by_staff || actor.user().is_some_and(|viewer| viewer.role.is_staff()))
    }

    /// The whole text as it came, with quoted emails and signature, at most 200,000 characters; the same as `text` where
    /// nothing was left out.
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

    /// The whole of it as HTML that is safe to show, with quoted emails and signature as they were; the same as `html` where
    /// nothing was left out. Null where the email came as plain text: then `full` has it.
    #[graphql(complexity = 10)]
    async fn full_html(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        Ok(self.whole_html(ctx).await?.as_deref().map(shown))
    }

    /// Whether its email shows pictures that stay on a server elsewhere. `html` leaves them out: loading one would tell its
    /// sender who reads the email, and when.
    #[graphql(complexity = 5)]
    async fn has_remote_images(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            default,
            desc = "All that stands in its email, as `fullHtml` has it, instead of what `html` shows."
        )]
        full: bool,
    ) -> Result<bool, Failure> {
        let html = self.html_of(ctx, full).await?;
        Ok(engine::content::has_remote_images(&html))
    }

    /// HTML that loads those pictures from where they are, for somebody who asked to see them. Show it only under a content
    /// policy that allows nothing else from elsewhere.
    #[graphql(complexity = 10)]
    async fn html_with_remote_images(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            default,
            desc = "All that stands in its email, as `fullHtml` has it, instead of what `html` shows."
        )]
        full: bool,
    ) -> Result<String, Failure> {
        let html = self.html_of(ctx, full).await?;
        Ok(with_pictures(&engine::content::with_remote_images(&html)))
    }

    /// Until when the viewer can take it back with `undoSend`; null: not, or no more.
    async fn undo_until(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.undo_until(actor, &self.row).map(DateTime))
    }

    /// Whether a machine wrote it, such as an out-of-office reply.
    async fn automatic(&self) -> bool {
        self.row.automatic
    }

    /// Whether the customer says in it that the ticket may be closed: not in a negation, a quote or an automatic reply.
    /// Nothing closes by it. For the staff; false for customers.
    async fn sounds_settled(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        let (_, actor) = logged_in(ctx)?;
        let author = self.writer(ctx).await?.row.role;
        Ok(self.row.sounds_settled(author, actor.user().map(|viewer| viewer.role)))
    }

    /// The email as it arrived (`message/rfc822`), for the staff; null for customers, for what did not come by email, and once something
    /// that came by the same email was redacted.
    async fn raw_url(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        match self.mail(ctx).await? {
            Some(mail) if !mail.row.sha256.is_empty() => mail.raw_url(ctx).await.map(Some),
            Some(_) | None => Ok(None),
        }
    }

    /// The mail that it came by, with a warning where nothing proves who wrote it; null for the customer and for what came
    /// on another way.
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

    /// When its text and its files were removed for good; then `text` and `html` are empty.
    async fn redacted_at(&self) -> Option<DateTime> {
        self.row.redacted_at.map(DateTime)
    }

    /// How many of its files were removed for good, one by one.
    async fn redacted_files(&self) -> u32 {
        self.row.redacted_files
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime {
        self.row.created_at.into()
    }
}
