//! Writes what the rules decided of a ticket: comments, the ticket's row, emails, and lines for the journal.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{
    Brought, LockedTicket, NewComment, clocks, comment::write_comment_alone, files::named_pictures, mentions,
    people::system_author, workers, write_comment,
};
use crate::{
    attention::Attention,
    content::{html_of_markdown, html_of_text},
    error::{Error, Result},
    model::{Cause, Channel, Comment, CommentId, EventChange, FromTo, Status, UserId, Visibility},
    outbox::{Owed, owe_until},
    rendering::rendered,
    rules::{By, DecidedComment, DecidedEvent, DecidedLetter, Outcome, Recipient, Side},
    store::{
        NewEvent, Work,
        entity::{sent_answer, ticket},
        erasures::{self, Erased},
        former_titles, moves, rows, search, sent_answers, status_letters, taken_back, tickets, watchers,
    },
};

impl Work<'_> {
    /// Writes what was decided; the comments that it made, in order.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub(crate) async fn write(
        &mut self,
        ticket: &mut LockedTicket,
        by: By,
        outcome: Outcome,
        brought: Vec<Brought>,
    ) -> Result<Vec<Comment>> {
        if outcome.is_nothing(&ticket.state()?) {
            return Ok(Vec::new());
        }
        let Outcome { state, counts, comments, mut events, letters } = outcome;
        let comments = Box::pin(self.write_comments(ticket, by, comments, brought)).await?;
        let ids: Vec<CommentId> = comments.iter().map(|comment| comment.id).collect();
        let before = (ticket.row.clone(), ticket.tags.clone());
        let was = (before.0.status.clone(), before.0.assignee_id);
        ticket.set_state(state);
        if self.is_quiet() {
            // It would be over at once, and the customer be told.
            ticket.row.auto_close_at = ticket.row.auto_close_at.and(before.0.auto_close_at);
            ticket.row.closes_from = ticket.row.closes_from.and(before.0.closes_from);
        }
        if counts {
            // What is written as of a time that is past makes no ticket older.
            ticket.row.updated_at = before.0.updated_at.max(self.now());
            ticket.row.version += 1;
        }
        if events.iter().any(|event| !event.internal) {
            ticket.row.public_updated_at = before.0.public_updated_at.max(self.now());
            ticket.row.public_version += 1;
        }
        let is_back = self.takes_status_back(ticket, by, (&was.0, comments.is_empty())).await?;
        clocks::settle(self, Some(&before.0), &mut ticket.row).await?;
        self.write_ticket(ticket, before).await?;
        if is_back {
            taken_back::forget_return(self.tx(), ticket.id()).await?;
        }
        self.forget_titles(ticket, &mut events).await?;
        let (id, comment) = (ticket.id(), |at: Option<usize>| at.and_then(|at| ids.get(at).copied()));
        for event in events {
            self.journal(NewEvent {
                kind: event.kind,
                ticket: id,
                actor: by.user,
                cause: by.cause,
                comment: comment(event.comment),
                changes: event.changes,
                internal: event.internal,
            });
        }
        let untold = self.withdraw_status(ticket, by, (&was.0, comments.is_empty())).await?;
        let until = self.taken_back_until(by, &comments, was.0 != ticket.row.status);
        let mut withheld = Box::pin(self.queue_letters(ticket, by, letters, (&ids, &untold, until))).await?;
        for comment in &comments {
            withheld.extend(Box::pin(mentions::tell(self, ticket, by, comment)).await?);
        }
        if !withheld.is_empty() {
            ticket.reload(self).await?;
        }
        self.note_sent(ticket, by, &comments, was).await?;
        for event in withheld {
            self.journal(event);
        }
        Ok(comments)
    }

    /// Where the comment that a ticket was opened with is redacted, the journal tells no title that it had before.
    async fn forget_titles(&self, ticket: &LockedTicket, events: &mut [DecidedEvent]) -> Result<()> {
        let changes = events.iter_mut().flat_map(|event| &mut event.changes);
        let titles = changes.filter_map(|change| match change {
            EventChange::Title(title) => Some(title),
            _ => None,
        });
        let titles: Vec<&mut FromTo<String>> = titles.collect();
        if titles.is_empty() || !former_titles::are_forgotten(self, ticket.id()).await? {
            return Ok(());
        }
        former_titles::forget(self, ticket.id(), &ticket.row.title).await?;
        for title in titles {
            title.from = None;
        }
        erasures::note(self, Erased::Pages, "").await
    }

    async fn write_comments(
        &self,
        ticket: &LockedTicket,
        by: By,
        comments: Vec<DecidedComment>,
        brought: Vec<Brought>,
    ) -> Result<Vec<Comment>> {
        let mut written = Vec::with_capacity(comments.len());
        let mut brought = brought.into_iter();
        for comment in comments {
            let Brought { mut files, html } = brought.next().unwrap_or_default();
            let html = match html {
                Some(safe) => safe,
                None if by.writes_markdown() => {
                    let pictures = named_pictures(self, &comment.text, &mut files)?;
                    rendered(&comment.text, move |text| html_of_markdown(text, &pictures)).await?
                }
                None => rendered(&comment.text, html_of_text).await?,
            };
            let new = NewComment {
                author: match by.user {
                    Some(user) => user,
                    None => system_author(self).await?,
                },
                visibility: comment.visibility,
                channel: channel_of(by.cause),
                html,
                text: comment.text,
                automatic: comment.automatic,
                files,
                has_more: comment.has_more,
            };
            let comment = if ticket.knows_as_part(new.author) {
                write_comment_alone(self, ticket.id(), new).await?
            } else {
                write_comment(self, ticket.id(), new).await?
            };
            self.follow(ticket, by, &comment).await?;
            written.push(comment);
        }
        Ok(written)
    }

    /// Tells a customer who wrote on another's ticket of what comes next, as long as they see it.
    async fn follow(&self, ticket: &LockedTicket, by: By, comment: &Comment) -> Result<()> {
        let colleague = by.side == Side::Customer && comment.author.0 != ticket.row.customer_id;
        if colleague && !comment.automatic && comment.visibility == Visibility::Public {
            watchers::follow(self.tx(), ticket.id(), comment.author, self.now()).await?;
        }
        Ok(())
    }

    /// Counts as a change of the ticket what none of its fields shows. `public`: its customer notices.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub(crate) async fn touch(&self, ticket: &mut LockedTicket, public: bool) -> Result<()> {
        let before = (ticket.row.clone(), ticket.tags.clone());
        // What is written as of a time that is past makes no ticket older.
        ticket.row.updated_at = before.0.updated_at.max(self.now());
        ticket.row.version += 1;
        if public {
            ticket.row.public_updated_at = before.0.public_updated_at.max(self.now());
            ticket.row.public_version += 1;
        }
        self.write_ticket(ticket, before).await
    }

    /// Brings the first answer of the staff up to date after the one of this time was taken back.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub(crate) async fn settle_answer(&self, ticket: &mut LockedTicket, at: DateTime<Utc>) -> Result<()> {
        if ticket.row.first_answer_at == Some(at) { self.read_answer(ticket).await } else { Ok(()) }
    }

    /// Brings the first answer of the staff up to date after comments were moved into the ticket or out of it. One from before it was
    /// opened, in a ticket that became a part of it, answers it from the start.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub(crate) async fn read_answer(&self, ticket: &mut LockedTicket) -> Result<()> {
        let before = (ticket.row.clone(), ticket.tags.clone());
        let posts = moves::posts(self, ticket.id(), ticket.row.customer_id.into()).await?;
        let first = posts.into_iter().find_map(|(at, by_staff)| by_staff.then_some(at));
        ticket.row.first_answer_at = first.map(|at| at.max(ticket.row.created_at));
        clocks::settle(self, Some(&before.0), &mut ticket.row).await?;
        self.write_ticket(ticket, before).await
    }

    /// Notes an answer of the staff that can still be taken back.
    async fn note_sent(
        &self,
        ticket: &LockedTicket,
        by: By,
        comments: &[Comment],
        before: (String, Option<Uuid>),
    ) -> Result<()> {
        let sent = comments.iter().find(|comment| comment.visibility == Visibility::Public);
        let (Some(sent), Some(wait)) = (sent, self.undo_time(by)) else { return Ok(()) };
        let (status, assignee_id) = before;
        let row = sent_answer::Model {
            comment_id: sent.id.into(),
            until: self.now() + wait,
            version: ticket.row.version,
            status,
            assignee_id,
        };
        sent_answers::note(self, row).await
    }

    /// For how long what this actor does can be taken back; `None`: not at all.
    fn undo_time(&self, by: By) -> Option<TimeDelta> {
        let wait = TimeDelta::from_std(self.engine().settings().tickets.undo_send).unwrap_or_default();
        let on_page = by.user.is_some() && by.side == Side::Staff && by.cause == Cause::Web;
        (on_page && !wait.is_zero()).then_some(wait)
    }

    /// Until when the emails wait of what the staff did on a page: of an answer, and of a status without a comment.
    fn taken_back_until(&self, by: By, comments: &[Comment], moved: bool) -> Option<DateTime<Utc>> {
        let answered = comments.iter().any(|comment| comment.visibility == Visibility::Public);
        let alone = comments.is_empty() && moved;
        self.undo_time(by).filter(|_| answered || alone).map(|wait| self.now() + wait)
    }

    /// Whether this takes back a status that was set a moment ago, which is then forgotten.
    async fn takes_status_back(
        &self,
        ticket: &LockedTicket,
        by: By,
        (was, alone): (&str, bool),
    ) -> Result<bool> {
        let now = ticket.row.status.as_str();
        match self.undo_time(by).filter(|_| alone && was != now) {
            Some(wait) => {
                taken_back::forget_status(self.tx(), ticket.id(), (was, now), self.now() - wait).await
            }
            None => Ok(false),
        }
    }

    /// Withdraws the emails of a status that still wait when it is taken back; whoever would have got them is told of neither.
    async fn withdraw_status(
        &self,
        ticket: &LockedTicket,
        by: By,
        (was, alone): (&str, bool),
    ) -> Result<BTreeSet<UserId>> {
        let (was, now) = (was.parse::<Status>().map_err(Error::internal)?, rows::status(&ticket.row)?);
        match self.undo_time(by).filter(|_| alone && was != now) {
            // What they were to be told led from where it is again.
            Some(_) => {
                let told = FromTo { from: Some(now), to: Some(was) };
                status_letters::withdraw(self, ticket.id(), told).await
            }
            None => Ok(BTreeSet::new()),
        }
    }

    /// Writes what was changed in the ticket's row since `before`, for what is no change of the rules.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub(crate) async fn save(&self, ticket: &LockedTicket, before: ticket::Model) -> Result<()> {
        self.write_ticket(ticket, (before, ticket.tags.clone())).await
    }

    /// Brings what waits for the staff up to date after comments were moved into the ticket or out of it.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub(crate) async fn settle_attention(&self, ticket: &mut LockedTicket) -> Result<()> {
        let before = (ticket.row.clone(), ticket.tags.clone());
        let known = rows::attention(&ticket.row);
        let customer = ticket.row.customer_id.into();
        let read = Attention::of_posts(moves::posts(self, ticket.id(), customer).await?);
        let waits = matches!(rows::status(&ticket.row)?, Status::New | Status::Open);
        let (waiting_since, customer_wrote_at) =
            if waits { (read.waiting_since, read.customer_wrote_at) } else { (None, None) };
        // What an agent has seen is a count: it never becomes less.
        let customer_posts = known.customer_posts.max(read.customer_posts);
        let attention =
            Attention { waiting_since, customer_wrote_at, customer_posts, held_back: known.held_back };
        rows::set_attention(&mut ticket.row, attention);
        self.write_ticket(ticket, before).await
    }

    async fn write_ticket(
        &self,
        ticket: &LockedTicket,
        (before, tags): (ticket::Model, Vec<String>),
    ) -> Result<()> {
        if ticket.tags != tags {
            tickets::set_tags(self.tx(), ticket.id(), &ticket.tags).await?;
        }
        let retitled = before.title != ticket.row.title;
        tickets::update(self, before, &ticket.row).await?;
        if retitled {
            search::retitle(self.tx(), ticket.id(), ticket.row.number, &ticket.row.title).await?;
        }
        Ok(())
    }

    /// Queues emails; what the staff must know of those that cannot go is answered as lines for the journal.
    async fn queue_letters(
        &self,
        ticket: &LockedTicket,
        by: By,
        letters: Vec<DecidedLetter>,
        (comments, untold, until): (&[CommentId], &BTreeSet<UserId>, Option<DateTime<Utc>>),
    ) -> Result<Vec<NewEvent>> {
        let told: Vec<Recipient> = letters.iter().map(|letter| letter.to).collect();
        let mut events = Vec::new();
        for letter in letters {
            for recipient in Box::pin(self.people(ticket, letter.to, by)).await? {
                if letter.to == Recipient::Watchers && told.contains(&Recipient::User(recipient)) {
                    continue;
                }
                if untold.contains(&recipient) {
                    continue;
                }
                let owed = Owed {
                    kind: letter.kind,
                    recipient,
                    ticket: Some(ticket.id()),
                    comment: letter.comment.and_then(|at| comments.get(at).copied()),
                    changes: letter.changes.clone(),
                    by_hand: letter.by_hand,
                    notice: letter.notice,
                };
                events.extend(owe_until(self, owed, until).await?);
            }
        }
        Ok(events)
    }

    async fn people(&self, ticket: &LockedTicket, to: Recipient, by: By) -> Result<Vec<UserId>> {
        Ok(match to {
            Recipient::User(user) => vec![user],
            Recipient::Watchers => {
                let watching = watchers::who_see(self.tx(), std::slice::from_ref(&ticket.row)).await?;
                let people = watching.into_iter().map(|watcher| watcher.user_id.into());
                let other = |user: &UserId| Some(*user) != by.user && user.0 != ticket.row.customer_id;
                people.filter(other).collect()
            }
            Recipient::WorkersOf(queue) => {
                let all = workers(self, queue).await?;
                all.into_iter().filter(|user| Some(*user) != by.user).collect()
            }
        })
    }
}

const fn channel_of(cause: Cause) -> Channel {
    match cause {
        Cause::Web => Channel::Web,
        Cause::Mail => Channel::Email,
        Cause::Api | Cause::Timer | Cause::System => Channel::Api,
    }
}
