//! Fills in what the text of a claimed mail needs.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{
    permitted::{Permitted, permitted},
    references::{readers, references},
};
use crate::{
    commands::password::issue_link,
    content::{address::is_role_address, html_for_email, html_of_prose, html_of_text, text_of_markdown},
    engine::Engine,
    error::{Error, Result},
    incoming::undelivered::refuses_files,
    model::{
        Address, AskLink, Attachment, Channel, CommentId, EventChange, FromTo, Letter, LetterChange,
        LetterComment, LetterId, LetterKind, LetterNews, LetterOrigin, LetterTicket, Notice, QueueSettings,
        Role, Status, UserId, Withdrawn,
    },
    rules::{
        joining::{JOINING, Told},
        rating::{RATING_TIME, is_finished},
    },
    secret::Reader,
    settings::{MailContent, MailboxSettings, Mailboxes, QueueTerms, Replies, Settings},
    store::{
        Reading, email_templates,
        entity::{account, comment, letter, queue, ticket},
        letters::{
            self, quoted,
            recipients::{self, Recipient},
        },
        people, queues, ratings, rows,
    },
};

/// The most characters before the `@` (RFC 5321, 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;

/// What became of a row of the outbox when its letter was to be written.
pub(super) enum Filled {
    /// It can be sent.
    Letter(Box<Letter>),
    /// It must not go out any more.
    Withdrawn(Withdrawn),
    /// Its account or its ticket is gone.
    Gone,
}

impl Engine {
    /// The letter of a row of the outbox, if it may go out; `mailboxes` are those in force.
    pub(super) async fn fill(&self, row: letter::Model, mailboxes: &Mailboxes) -> Result<Filled> {
        let db = self.database().ro();
        let settings = self.settings();
        let Some(recipient) = self.recipient(&row).await? else { return Ok(Filled::Gone) };
        let Some(kind) = LetterKind::parse(&row.kind) else { return Ok(Filled::Gone) };
        let ticket = match permitted(self, &row, &recipient).await? {
            Permitted::Yes(ticket) => ticket.map(|ticket| *ticket),
            Permitted::No(reason) => return Ok(Filled::Withdrawn(reason)),
        };
        let Recipient { account, asked, .. } = recipient;
        let Some((news, more_news)) = self.news(&row, kind, &account).await? else {
            return Ok(Filled::Withdrawn(Withdrawn::TicketHidden));
        };
        let queue = queue_of(db, ticket.as_ref()).await?;
        let terms = terms(settings, queue.as_ref())?;
        let at = queue.as_ref().map(|queue| queue.id.into());
        let own = email_templates::in_force(db, kind, &account.locale, at).await?;
        let mailbox = queue.and_then(|queue| mailbox_of(mailboxes, queue));
        let (link, link_expires_at) = self.link(kind, account.id.into()).await?.unzip();
        let address = goes_to(kind, &row, asked.unwrap_or(account.email));
        let to_role_address = is_role_address(&address, &settings.mail.role_addresses);
        let for_staff = account.role.parse::<Role>().is_ok_and(Role::is_staff);
        let for_customer = ticket.as_ref().is_none_or(|ticket| ticket.customer_id == account.id);
        let Told { comments, changes, .. } = letters::told(&row)?;
        if comments.is_empty() && ticket.as_ref().is_some_and(|ticket| is_overtaken(&changes, ticket)) {
            return Ok(Filled::Withdrawn(Withdrawn::TakenBack));
        }
        if lacks_its_time(kind, &changes) {
            return Ok(Filled::Withdrawn(Withdrawn::TakenBack));
        }
        let origin = self.origin(kind, &comments, for_staff).await?;
        let is_note = for_staff && letters::is_about_note(db, &row).await?;
        let quoted = lightened(self.letter_comments(&comments, terms.content, origin).await?, &row);
        let (comment, more_comments) = first(quoted);
        let last = more_comments.last().or(comment.as_ref());
        Ok(Filled::Letter(Box::new(Letter {
            id: row.id.into(),
            kind,
            origin,
            unsubscribe: self.unsubscribe(&row, origin, &news)?,
            notice: terms.notices.get(&account.locale).filter(|_| kind == LetterKind::Confirmation).cloned(),
            reply_to: self.reply_address(
                mailbox.as_ref(),
                ticket.as_ref(),
                (reader(for_staff, is_note), account.id.into()),
            )?,
            is_note,
            envelope_sender: self.failure_address(mailboxes, mailbox.as_ref(), row.id.into())?,
            // Where the person reads mail now, or asked for letters about this ticket: what they had before may be
            // somebody else's.
            to: Address { name: account.name, address },
            from: terms.sender.clone(),
            signature: self.signature(&comments, (origin, last), &terms).await?,
            locale: account.locale,
            time_zone: account.time_zone,
            message_id: row.message_id.clone(),
            references: references(db, ticket.as_ref(), &row.message_id, readers(for_staff, is_note)).await?,
            loop_mark: self.secret().loop_mark()?,
            attempt: row.attempts,
            created_at: row.created_at,
            now: self.now(),
            comment,
            more_comments,
            ticket: ticket
                .as_ref()
                .map(|ticket| self.letter_ticket(ticket, mailbox.as_ref(), &terms))
                .transpose()?,
            changes,
            news,
            more_news,
            ask: self.ask(&row, kind, ticket.as_ref().filter(|_| !for_staff)).await?,
            link,
            link_expires_at,
            own,
            brand_name: settings.brand.name.clone(),
            contact: settings.brand.contact.clone(),
            public_url: settings.public_url.clone(),
            for_staff,
            for_watcher: !for_staff && !for_customer,
            to_role_address,
        })))
    }

    /// For whom a letter is. How much they got of the ticket was asked when it was queued.
    async fn recipient(&self, row: &letter::Model) -> Result<Option<Recipient>> {
        let about = row.ticket_id.map(|ticket| (ticket.into(), self.now()));
        recipients::find(self.database().ro(), row.recipient_id.into(), about).await
    }

    /// Whether a letter takes an answer of the staff to the customer's side. What an account answers by itself, such as an
    /// absence notice, is no answer.
    async fn origin(
        &self,
        kind: LetterKind,
        comments: &[CommentId],
        for_staff: bool,
    ) -> Result<LetterOrigin> {
        if comments.is_empty() || for_staff || !JOINING.contains(&kind) {
            return Ok(LetterOrigin::Notice);
        }
        let by_staff = quoted::is_any_by_staff(self.database().ro(), comments).await?;
        Ok(if by_staff { LetterOrigin::Answer } else { LetterOrigin::Notice })
    }

    /// The link in a letter about a password, and until when it works.
    async fn link(&self, kind: LetterKind, user: UserId) -> Result<Option<(String, DateTime<Utc>)>> {
        if !matches!(kind, LetterKind::PasswordRequest | LetterKind::Invitation) {
            return Ok(None);
        }
        let (token, until) = issue_link(self, user).await?;
        Ok(Some((format!("{}/password/{token}", self.settings().public_url), until)))
    }

    /// The link by which the reader switches off emails of this kind, where they may, or of all that an email for many tells. None
    /// in what a person wrote to them.
    fn unsubscribe(
        &self,
        row: &letter::Model,
        origin: LetterOrigin,
        news: &[LetterNews],
    ) -> Result<Option<String>> {
        let mut notices: BTreeSet<Notice> = news.iter().flat_map(|one| &one.notices).copied().collect();
        for word in row.notice.iter().flat_map(|words| words.split('.')) {
            notices.insert(word.parse().map_err(Error::internal)?);
        }
        if notices.is_empty() || origin == LetterOrigin::Answer {
            return Ok(None);
        }
        let token = self.secret().notices_token(&notices, row.recipient_id.into())?;
        Ok(Some(format!("{}/unsubscribe/{token}", self.settings().public_url)))
    }

    /// The link by which the customer says what became of the ticket: whether it is solved, and how satisfied they are unless
    /// they said so before. A letter that is late says nothing of a ticket that was reopened meanwhile.
    async fn ask(
        &self,
        row: &letter::Model,
        kind: LetterKind,
        ticket: Option<&ticket::Model>,
    ) -> Result<Option<AskLink>> {
        let Some(ticket) = ticket.filter(|ticket| ticket.customer_id == row.recipient_id) else {
            return Ok(None);
        };
        let status = rows::status(ticket)?;
        let asks = matches!(kind, LetterKind::Resolved | LetterKind::Closed);
        if !asks || !is_finished(status) || ticket.merged_into_id.is_some() {
            return Ok(None);
        }
        let db = self.database().ro();
        let rated = match ratings::finished(db, [ticket.id]).await?.get(&ticket.id) {
            Some(at) => ratings::of(db, ticket.id, *at).await?.is_some(),
            None => true,
        };
        let solved = kind == LetterKind::Resolved && status == Status::Resolved;
        let satisfied = self.settings().tickets.satisfaction && !rated;
        let until = row.created_at + RATING_TIME;
        let of = (ticket.number, ticket.id.into());
        let token = self.secret().letter_token(of, ticket.customer_id.into(), until)?;
        let url = format!("{}/answer/{token}", self.settings().public_url);
        Ok((solved || satisfied).then_some(AskLink { url, solved, satisfied }))
    }

    pub(crate) fn letter_ticket(
        &self,
        row: &ticket::Model,
        mailbox: Option<&MailboxSettings>,
        terms: &QueueTerms,
    ) -> Result<LetterTicket> {
        let settings = self.settings();
        Ok(LetterTicket {
            number: row.number,
            title: row.title.clone(),
            url: settings.ticket_url(row.number),
            status: row.status.parse::<Status>().map_err(Error::internal)?,
            auto_close_at: row.auto_close_at,
            subject_tag: terms.subject_tag.clone(),
            reply_hint: mailbox
                .is_some_and(|mailbox| terms.replies.unwrap_or(mailbox.replies) != Replies::Append),
        })
    }

    /// The comments that a letter quotes, in order: none unless mails carry texts, and never an internal or a redacted one.
    pub(crate) async fn letter_comments(
        &self,
        ids: &[CommentId],
        content: MailContent,
        origin: LetterOrigin,
    ) -> Result<Vec<LetterComment>> {
        if !content.carries_texts() {
            return Ok(Vec::new());
        }
        let mut most = match origin {
            LetterOrigin::Answer => self.settings().mail.attachments,
            LetterOrigin::Notice => 0,
        };
        let mut quoted = Vec::with_capacity(ids.len());
        for id in ids {
            if let Some(comment) = self.letter_comment(*id, most).await? {
                most = comment.files.iter().fold(most, |most, file| most.saturating_sub(size(file)));
                quoted.push(comment);
            }
        }
        Ok(quoted)
    }

    /// A comment that a letter quotes, with as many bytes of files.
    async fn letter_comment(&self, id: CommentId, most: u64) -> Result<Option<LetterComment>> {
        let db = self.database().ro();
        let Some(row) = quoted::quotable(db, id).await? else { return Ok(None) };
        let author = people::find(db, row.author_id.into()).await?;
        let files = quoted::files(db, row.id).await?;
        let (files, more_files) = fitting(files.into_iter().map(rows::attachment).collect(), most);
        Ok(Some(LetterComment {
            files,
            more_files,
            text: if is_markdown(&row, author.as_ref()) { text_of_markdown(&row.text) } else { row.text },
            author: author.map(|author| author.name).unwrap_or_default(),
            html: (row.channel != Channel::Email.as_str()).then(|| html_for_email(&row.html)),
        }))
    }

    /// Where an answer goes: to the mailbox of the ticket's queue, signed for its reader where that takes plus-addresses. By the
    /// signature an answer of the staff is known to be theirs, and to be a note if the letter is about one; that of a customer ends
    /// with their right to read the ticket.
    fn reply_address(
        &self,
        mailbox: Option<&MailboxSettings>,
        ticket: Option<&ticket::Model>,
        (reader, user): (Reader, UserId),
    ) -> Result<Option<String>> {
        let (Some(mailbox), Some(ticket)) = (mailbox, ticket) else { return Ok(None) };
        match mailbox.address.rsplit_once('@') {
            Some((name, domain)) if mailbox.plus_addressing => {
                let token = self.secret().reader_token(reader, (ticket.number, ticket.id.into()), user)?;
                Ok(Some(format!("{name}+{token}@{domain}")))
            }
            _ => Ok(Some(mailbox.address.clone())),
        }
    }

    /// Where failures of a letter are reported: to the mailbox of its ticket's queue, or to that of our own address, signed for
    /// this letter. Only where plus-addresses arrive, and where all of it fits in front of the `@`.
    fn failure_address(
        &self,
        mailboxes: &Mailboxes,
        mailbox: Option<&MailboxSettings>,
        letter: LetterId,
    ) -> Result<Option<String>> {
        let mailbox = mailbox.or_else(|| mailboxes.at(&self.settings().mail.from.address));
        let address = mailbox.filter(|mailbox| mailbox.plus_addressing).map(|mailbox| &mailbox.address);
        let Some((name, domain)) = address.and_then(|address| address.rsplit_once('@')) else {
            return Ok(None);
        };
        let local = format!("{name}+{}", self.secret().failure_token(letter)?);
        Ok((local.len() <= LONGEST_LOCAL).then(|| format!("{local}@{domain}")))
    }
}

/// Whether a comment was written as Markdown: what the staff write on the pages or by the API is. Where its HTML is that of a plain
/// text, there is nothing in it that could be a mark.
fn is_markdown(row: &comment::Model, author: Option<&account::Model>) -> bool {
    let by_staff = author.is_some_and(|author| author.role.parse::<Role>().is_ok_and(Role::is_staff));
    // What stands in letters of one width alone has no marks either.
    let is_plain = || row.html == html_of_text(&row.text) || row.html == html_of_prose(&row.text);
    by_staff && row.channel != Channel::Email.as_str() && !is_plain()
}

/// As whose a letter is answered.
const fn reader(for_staff: bool, is_note: bool) -> Reader {
    match (for_staff, is_note) {
        (false, _) => Reader::Customer,
        (true, false) => Reader::Staff,
        (true, true) => Reader::Note,
    }
}

/// The address of a letter: where its reader reads mail now, but for one to a former address.
fn goes_to(kind: LetterKind, row: &letter::Model, now: String) -> String {
    if kind == LetterKind::AddressChanged { row.address.clone() } else { now }
}

/// Where mail for a queue arrives: in its mailbox, else at the address that it was made with.
fn mailbox_of(mailboxes: &Mailboxes, row: queue::Model) -> Option<MailboxSettings> {
    mailboxes
        .of_queue(&row.name)
        .cloned()
        .or_else(|| row.address.map(|address| MailboxSettings::new(&address, &row.name)))
}

/// The queue of a letter's ticket.
async fn queue_of(db: &Reading, ticket: Option<&ticket::Model>) -> Result<Option<queue::Model>> {
    let Some(ticket) = ticket else { return Ok(None) };
    queues::find(db, ticket.queue_id.into()).await
}

/// Whether it tells of nothing but a status that the ticket has no more: another letter tells of the next one.
fn is_overtaken(changes: &[LetterChange], ticket: &ticket::Model) -> bool {
    match changes {
        [LetterChange::Changed(EventChange::Status(FromTo { to: Some(to), .. }))] => {
            to.as_str() != ticket.status
        }
        _ => false,
    }
}

/// Whether it is about an agreed time and does not say which: of a clock that stood still when it was written.
fn lacks_its_time(kind: LetterKind, changes: &[LetterChange]) -> bool {
    let says = |change: &LetterChange| match change {
        LetterChange::Changed(EventChange::Response(due) | EventChange::Restoration(due)) => due.to.is_some(),
        _ => false,
    };
    matches!(kind, LetterKind::SlaWarning | LetterKind::SlaBreached) && !changes.iter().any(says)
}

/// The terms of a letter's queue; of the house, where it is about no ticket.
fn terms(settings: &Settings, queue: Option<&queue::Model>) -> Result<QueueTerms> {
    match queue {
        Some(queue) => queues::terms_of(settings, queue),
        None => Ok(settings.of_queue(&QueueSettings::default())),
    }
}

/// The comments without their files, if these are why their letter was refused before.
fn lightened(mut comments: Vec<LetterComment>, row: &letter::Model) -> Vec<LetterComment> {
    if row.last_error.as_deref().is_some_and(refuses_files) {
        for comment in &mut comments {
            comment.more_files += std::mem::take(&mut comment.files).len();
        }
    }
    comments
}

/// The first one and those after it.
fn first(comments: Vec<LetterComment>) -> (Option<LetterComment>, Vec<LetterComment>) {
    let mut comments = comments.into_iter();
    (comments.next(), comments.collect())
}

fn size(file: &Attachment) -> u64 {
    u64::try_from(file.size).unwrap_or(u64::MAX)
}

/// The files that fit into so many bytes, in their order, and how many do not.
fn fitting(files: Vec<Attachment>, most: u64) -> (Vec<Attachment>, usize) {
    let (all, mut left) = (files.len(), most);
    let fits = |file: &Attachment| {
        let rest = left.checked_sub(size(file));
        left = rest.unwrap_or(left);
        rest.is_some()
    };
    let fitting: Vec<_> = files.into_iter().filter(fits).collect();
    let more = all - fitting.len();
    (fitting, more)
}
