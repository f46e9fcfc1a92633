//! Moves comments into a new ticket.

use std::collections::HashSet;

use uuid::Uuid;

use super::{create::set_times, merge::line};
use crate::{
    actor::Actor,
    apply::LockedTicket,
    attention::Attention,
    commands::rated::use_quota,
    engine::Engine,
    error::{Error, Result},
    model::{
        CommentId, EventChange, EventKind, FromTo, LetterKind, LinkKind, Status, Ticket, TicketId,
        TicketNumber, Visibility,
    },
    outbox::{Owed, owe},
    policy::{Action, rates::Rated},
    rules::texts::required_title,
    store::{
        NewEvent, Work,
        collation::title_key,
        comments,
        entity::{comment, ticket},
        links, moves, rows, search, tickets,
    },
};

/// The most comments that are moved at once.
const MOST: usize = 200;

/// Which comments become a ticket of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SplitTicket {
    /// The number of the ticket that they are in.
    pub number: i64,
    /// The comments; at least one must stay.
    pub comments: Vec<CommentId>,
    /// The title of the new ticket.
    pub title: String,
}

impl Engine {
    /// Moves comments into a new ticket of the same customer in the same queue, which is linked to the first and watched by
    /// the same people. The customer is told both numbers. Answers the new ticket.
    ///
    /// # Errors
    /// `NotFound` for a ticket that is absent or hidden; `Forbidden` for customers; `BadInput` for `title`, and for
    /// `comments` if there are none, some are of another ticket, all are internal,
    /// or none would stay; `RateLimited`.
    pub async fn split_ticket(&self, actor: &Actor, input: SplitTicket) -> Result<Ticket> {
        let mut work = Work::begin(self).await?;
        let (mut source, permit) = work.ticket(actor, input.number, Action::WorkTicket).await?;
        let title = required_title(&input.title)?;
        let chosen = chosen(&work, source.id(), &input.comments).await?;
        use_quota(&mut work, actor, Rated::Tickets, 1).await?;
        let number = open(&work, &source, title, &chosen).await?;
        // From here on nothing but the database can refuse.
        let (mut new, for_new) = work.ticket(actor, number, Action::WorkTicket).await?;
        let ids: Vec<Uuid> = chosen.iter().map(|row| row.id).collect();
        moves::comments(&work, &ids, new.id()).await?;
        moves::watchers(&work, source.id(), new.id()).await?;
        links::add(&work, source.id(), LinkKind::Related, new.id()).await?;
        work.settle_attention(&mut new).await?;
        let first = chosen.iter().find(|row| row.visibility == Visibility::Public.as_str());
        let status = EventChange::Status(FromTo::now(Status::New));
        let created = line(actor, EventKind::Created, new.id(), status);
        work.journal(NewEvent { comment: first.map(|row| row.id.into()), ..created });
        let split_from = EventChange::SplitFrom(FromTo::now(TicketNumber(source.row.number)));
        work.journal(line(actor, EventKind::Split, new.id(), split_from.clone()));
        let split_into = EventChange::SplitInto(FromTo::now(TicketNumber(number)));
        work.journal(line(actor, EventKind::Split, source.id(), split_into));
        work.settle_attention(&mut source).await?;
        work.touch(&mut source, true).await?;
        tell(&mut work, actor, &new, split_from).await?;
        work.commit(permit.and(for_new), Vec::new()).await?;
        new.shown(actor)
    }
}

/// The comments that are named, oldest first.
async fn chosen(work: &Work<'_>, ticket: TicketId, named: &[CommentId]) -> Result<Vec<comment::Model>> {
    let refused = |reason, message: &str| Err(Error::bad("comments", reason, message));
    let named: HashSet<Uuid> = named.iter().map(|id| id.0).collect();
    if named.is_empty() {
        return refused("comments-required", "At least one comment is required.");
    }
    if named.len() > MOST {
        return refused("comments-too-many", "At most 200 comments can be moved at once.");
    }
    let all = comments::of_ticket(work.tx(), ticket).await?;
    let count = all.len();
    let chosen: Vec<_> = all.into_iter().filter(|row| named.contains(&row.id)).collect();
    if chosen.len() < named.len() {
        return refused("comments-unknown", "One of the comments does not belong to this ticket.");
    }
    if chosen.len() == count {
        return refused("comments-all", "At least one comment must remain in the ticket.");
    }
    // The customer is told of the new ticket, and reads it.
    if chosen.iter().all(|row| row.visibility != Visibility::Public.as_str()) {
        let message = "Internal notes alone cannot become a ticket. Choose at least one comment that the customer can see.";
        return refused("comments-internal", message);
    }
    Ok(chosen)
}

/// Writes the new ticket, and answers its number.
async fn open(
    work: &Work<'_>,
    source: &LockedTicket,
    title: String,
    chosen: &[comment::Model],
) -> Result<i64> {
    let id: TicketId = work.id()?;
    let settings = work.engine().settings();
    let mut row = ticket::Model {
        id: id.into(),
        number: tickets::next_number(work.tx(), settings.tickets.first_number).await?,
        title_key: title_key(&title),
        title,
        status: Status::New.as_str().to_owned(),
        assignee_id: None,
        created_at: work.now(),
        updated_at: work.now(),
        auto_close_at: None,
        reminded_at: None,
        first_answer_at: None,
        version: 1,
        public_version: 1,
        public_updated_at: work.now(),
        due_at: None,
        escalates_at: None,
        warns_at: None,
        closes_from: None,
        external_id: None,
        ..source.row.clone()
    };
    rows::set_attention(&mut row, Attention::default());
    // Whatever was asked first came by this way.
    if let Some(first) = chosen.first() {
        row.channel.clone_from(&first.channel);
    }
    set_times(work, &mut row, Status::New).await?;
    tickets::insert(work, &row).await?;
    tickets::take_part(work.tx(), id, row.customer_id.into()).await?;
    search::retitle(work.tx(), id, row.number, &row.title).await?;
    Ok(row.number)
}

/// Tells the customer both numbers.
async fn tell(work: &mut Work<'_>, actor: &Actor, new: &LockedTicket, split_from: EventChange) -> Result<()> {
    let customer = new.row.customer_id.into();
    if actor.user().is_some_and(|viewer| viewer.id == customer) {
        return Ok(());
    }
    let owed = Owed {
        kind: LetterKind::Split,
        recipient: customer,
        ticket: Some(new.id()),
        comment: None,
        changes: vec![split_from.into()],
        by_hand: true,
        notice: None,
    };
    for event in owe(work, owed).await? {
        work.journal(event);
    }
    Ok(())
}
