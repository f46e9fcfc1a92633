//! Opens a ticket, for oneself or for a customer who called.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    as_opened::AsOpened,
    comment::write_note,
    first_comment::{first_comment, note, required_text},
    repeated,
};
use crate::{
    actor::{Actor, Via},
    apply::{Kept, NewComment, begin, clocks, told_of_new_tickets, write_comment},
    attention::Attention,
    commands::{
        rated::use_quota,
        user::{find_or_create_customer, join_late, refuse_own_address},
    },
    content::address,
    engine::Engine,
    error::{Error, Result},
    incoming::authentication::Verdict,
    lifecycle::Step,
    model::{
        Cause, Channel, CommentId, EventChange, EventKind, FromTo, LetterChange, LetterKind, Notice,
        OrganisationId, Priority, QueueId, Status, Ticket, TicketId, TicketNumber, Upload, UserId,
        Visibility,
    },
    outbox::{Owed, owe_of_new, untold},
    policy::{Action, Permit, rates::Rated},
    problems::Problems,
    recipients::{Confirm, Happening, recipients},
    rules::{
        external_id::{clean_external_id, external_id_taken},
        texts::required_title,
    },
    store::{
        NewEvent, Work, absences,
        collation::title_key,
        drafts,
        entity::ticket,
        memberships, people,
        requests::{self, Request},
        rows, search, tickets,
        visible::Visible,
    },
};

/// What a ticket is opened with.
#[derive(Debug, Clone, Default)]
pub struct CreateTicket {
    /// One line; required.
    pub title: String,
    /// The request itself; required, unless the staff note what a caller said in `note` alone.
    pub text: String,
    /// Staff only: what is for the staff alone, as an internal comment beside the text or, with the files, in its place.
    pub note: Option<String>,
    /// Files that belong to it.
    pub attachments: Vec<Upload>,
    /// Staff only: the customer who called, found or created by this address.
    pub customer_email: Option<String>,
    /// The name of a customer who is created.
    pub customer_name: Option<String>,
    /// How it came; by default as the actor came, PHONE with a `customer_email`. Customers may not choose.
    pub channel: Option<Channel>,
    /// Where it waits; by default in the first queue.
    pub queue: Option<QueueId>,
    /// How urgent it is; by default NORMAL.
    pub priority: Option<Priority>,
    /// Where it starts; customers may name nothing but NEW and CLOSED.
    pub status: Option<Status>,
    /// Whether colleagues are kept out, whatever the customer's organisation shares.
    pub is_private: bool,
    /// For which of the customer's organisations it is; without it, for the one whose domain their address has, or for
    /// the first.
    pub organisation: Option<OrganisationId>,
    /// Staff only: what another system calls it.
    pub external_id: Option<String>,
    /// Which version of the privacy notice was shown; `None`: none was.
    pub notice_version: Option<String>,
    /// The same key from the same actor makes no second ticket but answers the first.
    pub idempotency_key: Option<String>,
}

/// A ticket that is to be written, by whatever way it came.
pub(crate) struct Opening {
    pub(crate) title: String,
    pub(crate) customer: UserId,
    pub(crate) queue: QueueId,
    pub(crate) priority: Priority,
    pub(crate) channel: Channel,
    pub(crate) status: Status,
    pub(crate) comment: NewComment,
    pub(crate) actor: Option<UserId>,
    pub(crate) by_staff: bool,
    /// For which organisation it is, if it is for one.
    pub(crate) organisation: Option<OrganisationId>,
    /// Whether the customer's colleagues are kept out.
    pub(crate) is_private: bool,
    /// What another system calls it.
    pub(crate) external_id: Option<String>,
    /// Which version of the privacy notice was shown.
    pub(crate) notice_version: Option<String>,
    /// Who of the staff has answered with it: then it waits for nobody, and they are responsible.
    pub(crate) answered_by: Option<UserId>,
    /// Whether the customer is told the number, and with it what was written; not for what a machine wrote.
    pub(crate) confirm: Confirm,
    /// The number of a closed ticket that it goes on with; its customer is told.
    pub(crate) follows: Option<i64>,
}

/// What was checked before a ticket is written.
struct Checked {
    title: String,
    text: String,
    note: Option<String>,
    external_id: Option<String>,
    customer_email: Option<String>,
    permit: Permit,
    channel: Channel,
    status: Status,
    request: Option<Request>,
}

impl Engine {
    /// Opens a ticket; the customer is told its number.
    ///
    /// # Errors
    /// `BadInput` for `title`, `text`, `customerEmail`, `queue`, `status`, `organisation`, `externalId` or
    /// `idempotencyKey`; `TooLarge` and `TooLargeTogether` for a file; `Forbidden` when a customer opens one for somebody else or
    /// chooses what only the staff may; `KeyReused` when the key came with other content before. A ticket that the same request opened
    /// before, and that is hidden from the actor now, is answered as it was opened.
    pub async fn create_ticket(&self, actor: &Actor, input: CreateTicket) -> Result<Ticket> {
        let mut problems = Problems::default();
        let title = problems.or_default(required_title(&input.title))?;
        let text = problems.or_default(required_text(&input))?;
        let on_behalf = input.customer_email.is_some();
        let permit = self.permit(
            actor,
            if on_behalf { Action::OpenTicketForCaller } else { Action::OpenTicket },
            None,
        )?;
        if let Some(version) = &input.notice_version {
            problems.or_default(self.refuse_unknown_notice(version).await)?;
        }
        let note = note(actor, input.note.as_deref())?;
        let external_id = problems.or_default(external_id(actor, input.external_id.as_deref()))?;
        let channel = permitted_channel(actor, &input)?;
        let status = permitted_status(actor, input.status)?;
        // Compared and kept in one spelling: blanks around it and capitals in it make no other address.
        let caller = input.customer_email.as_deref().map(caller_address).transpose();
        let customer_email = problems.or_default(caller)?;
        let request =
            repeated::request(actor, "createTicket", input.idempotency_key.as_deref(), || content(&input));
        let request = problems.or_default(request)?;
        problems.refuse()?;
        if !input.attachments.is_empty() {
            // What is refused leaves nothing: all that could refuse it is asked before a file is kept, and once more below.
            let mut work = Work::begin(self).await?;
            people::hold_actor(work.tx(), actor).await?;
            if let Some(first) = repeated::first(&work, request.as_ref()).await? {
                drop(work);
                let as_opened = AsOpened::of(&input, &title, status, external_id.as_ref());
                return self.opened_once(actor, &first, as_opened).await;
            }
            use_quota(&mut work, actor, Rated::Tickets, 1).await?;
            use_quota(&mut work, actor, Rated::Files, input.attachments.len()).await?;
            self.queue_or_first(&work, actor, input.queue).await?;
            refuse_taken_id(&work, external_id.as_deref()).await?;
            if let Some(email) = &customer_email {
                refuse_own_address(&work, "customerEmail", email).await?;
            }
        }
        let files = self.keep_uploads(&input.attachments).await?;
        let checked =
            Checked { title, text, note, external_id, customer_email, permit, channel, status, request };
        let opened = self.write_ticket(actor, input, checked, files.clone()).await;
        self.take_back_if_refused(&files, &opened).await;
        opened
    }

    /// Writes a ticket that may be opened, and asks once more for what may have changed since it was checked.
    async fn write_ticket(
        &self,
        actor: &Actor,
        input: CreateTicket,
        checked: Checked,
        files: Vec<Kept>,
    ) -> Result<Ticket> {
        let Checked { title, text, note, external_id, customer_email, permit, channel, status, request } =
            checked;
        let as_opened = AsOpened::of(&input, &title, status, external_id.as_ref());
        let mut work = Work::begin(self).await?;
        people::hold_actor(work.tx(), actor).await?;
        if let Some(first) = repeated::first(&work, request.as_ref()).await? {
            drop(work);
            return self.opened_once(actor, &first, as_opened).await;
        }
        use_quota(&mut work, actor, Rated::Tickets, 1).await?;
        use_quota(&mut work, actor, Rated::Files, files.len()).await?;
        refuse_taken_id(&work, external_id.as_deref()).await?;
        let customer = match (&customer_email, actor.user()) {
            (Some(email), _) => {
                refuse_own_address(&work, "customerEmail", email).await?;
                let name = input.customer_name.as_deref();
                let customer = find_or_create_customer(&work, email, name, None).await?;
                join_late(&work, customer, email, Verdict::Unknown).await?;
                customer
            }
            (None, Some(viewer)) => viewer.id,
            (None, None) => return Err(missing_customer()),
        };
        // What somebody says on the phone is their request, whoever wrote it down.
        let author = actor.user().filter(|_| customer_email.is_none()).map_or(customer, |viewer| viewer.id);
        let email = customer_email.as_deref();
        let how = (channel, actor.cause());
        let by = (author, actor.user().map(|viewer| viewer.id));
        let (comment, note) = first_comment((&text, note), by, files, how);
        let opening = Opening {
            title,
            organisation: memberships::asked_for(work.tx(), customer, input.organisation, email).await?,
            customer,
            queue: self.queue_or_first(&work, actor, input.queue).await?,
            priority: input.priority.unwrap_or(Priority::Normal),
            channel,
            status,
            comment,
            actor: actor.user().map(|viewer| viewer.id),
            by_staff: actor.user().is_some_and(|viewer| viewer.role.is_staff()),
            is_private: input.is_private,
            external_id,
            notice_version: input.notice_version,
            answered_by: None,
            confirm: Confirm::Text,
            follows: None,
        };
        let (row, event) = open(&work, opening, actor.cause()).await?;
        let mut events = vec![event];
        if let (Some(note), Some(viewer)) = (note, actor.user()) {
            events.push(write_note(&work, row.id.into(), viewer.id, (note, Vec::new()), how).await?);
        }
        if let Some(request) = request
            && !requests::remember(&work, &request, row.id.into(), None).await?
        {
            drop(work);
            let quicker = self.quicker(&request).await?;
            return self.opened_once(actor, &quicker, as_opened).await;
        }
        if let Some(viewer) = actor.user() {
            let on_a_page = matches!(viewer.via, Via::Session(_));
            drafts::became_ticket(work.tx(), viewer.id, on_a_page, &row.title, &text).await?;
        }
        work.commit(permit, events).await?;
        Ok(Visible::to(actor).shown(rows::ticket(row, Vec::new())?))
    }
}

/// Writes a ticket with its first comment, and owes the confirmation.
pub(crate) async fn open(
    work: &Work<'_>,
    opening: Opening,
    cause: Cause,
) -> Result<(ticket::Model, NewEvent)> {
    let id: TicketId = work.id()?;
    let settings = work.engine().settings();
    let waits = waits(&opening, work.now());
    let title_key = title_key(&opening.title);
    let mut row = ticket::Model {
        id: id.into(),
        number: tickets::next_number(work.tx(), settings.tickets.first_number).await?,
        title: opening.title,
        status: opening.status.as_str().to_owned(),
        priority: opening.priority.as_str().to_owned(),
        priority_rank: opening.priority.rank(),
        channel: opening.channel.as_str().to_owned(),
        queue_id: opening.queue.into(),
        customer_id: opening.customer.into(),
        organisation_id: opening.organisation.map(Into::into),
        assignee_id: None,
        created_at: work.now(),
        updated_at: work.now(),
        auto_close_at: None,
        reminded_at: None,
        first_answer_at: None,
        notice_version: opening.notice_version,
        version: 1,
        public_version: 1,
        public_updated_at: work.now(),
        public_priority_rank: opening.priority.rank(),
        waiting_since: None,
        customer_wrote_at: None,
        customer_posts: 0,
        held_back_at: None,
        held_back_from: None,
        due_at: None,
        escalates_at: None,
        warns_at: None,
        closes_from: None,
        is_private: opening.is_private,
        merged_into_id: None,
        external_id: opening.external_id,
        title_key,
    };
    rows::set_attention(&mut row, waits);
    if let Some(by) = opening.answered_by {
        row.first_answer_at = Some(work.now());
        let assigns =
            settings.tickets.answer_assigns && !absences::is_away(work.tx(), by, work.now()).await?;
        row.assignee_id = assigns.then(|| by.into());
    }
    set_times(work, &mut row, opening.status).await?;
    tickets::insert(work, &row).await?;
    if opening.comment.author != opening.customer || opening.comment.visibility == Visibility::Internal {
        tickets::take_part(work.tx(), id, opening.customer).await?;
    }
    search::entitle(work.tx(), id, row.number, &row.title).await?;
    let comment = write_comment(work, id, opening.comment).await?;
    let told = (opening.actor, opening.by_staff, opening.confirm, opening.follows);
    Box::pin(tell_customer(work, &row, told, comment.id)).await?;
    Box::pin(tell_staff(work, &row, opening.actor, comment.id)).await?;
    let event = NewEvent {
        kind: EventKind::Created,
        ticket: id,
        actor: opening.actor,
        cause,
        comment: Some(comment.id),
        changes: vec![EventChange::Status(FromTo::now(opening.status))],
        internal: false,
    };
    Ok((row, event))
}

/// Tells the customer the number, if they are to be told.
async fn tell_customer(
    work: &Work<'_>,
    row: &ticket::Model,
    (actor, by_staff, confirm, follows): (Option<UserId>, bool, Confirm, Option<i64>),
    comment: CommentId,
) -> Result<()> {
    let happening = Happening {
        actor,
        by_staff,
        customer: row.customer_id.into(),
        assignee: None,
        assigned: false,
        created: true,
        commented: true,
        status: None,
        automatic: confirm == Confirm::No,
        held_back: false,
        timer: false,
    };
    for (recipient, kind) in recipients(&happening) {
        let (ticket, comment) = (Some(row.id.into()), Some(comment).filter(|_| confirm == Confirm::Text));
        let changes = follows.map(follows_change).map(LetterChange::Changed).into_iter().collect();
        let owed = Owed { kind, recipient, ticket, comment, changes, by_hand: by_staff, notice: None };
        // Nothing to tell: the page says that the customer cannot be reached, and a letter that is held stands on the ticket.
        let _ = owe_of_new(work, owed).await?;
    }
    Ok(())
}

/// What journal and email say of a ticket that goes on with a closed one.
pub(crate) const fn follows_change(number: i64) -> EventChange {
    EventChange::Follows(FromTo::now(TicketNumber(number)))
}

/// Tells those of the staff who want to be told of new tickets, but the one who opened it.
async fn tell_staff(
    work: &Work<'_>,
    row: &ticket::Model,
    actor: Option<UserId>,
    comment: CommentId,
) -> Result<()> {
    for recipient in told_of_new_tickets(work, row.queue_id.into()).await? {
        if Some(recipient) != actor && recipient.0 != row.customer_id {
            let owed = Owed {
                kind: LetterKind::Changed,
                recipient,
                ticket: Some(row.id.into()),
                comment: Some(comment),
                changes: vec![LetterChange::New],
                by_hand: false,
                notice: Some(Notice::NewTicket),
            };
            let _ = owe_of_new(work, owed).await?;
        }
    }
    Ok(())
}

/// What waits for the staff in a new ticket.
fn waits(opening: &Opening, now: DateTime<Utc>) -> Attention {
    if opening.answered_by.is_some() {
        return Attention::default().after(Step::StaffAnswers, opening.actor, now);
    }
    let asked = Attention::default().after(Step::CustomerComments, opening.actor, now);
    match opening.status {
        Status::New => asked,
        status => asked.after(Step::StaffPicks(status), opening.actor, now),
    }
}

/// When a new ticket closes itself, which it does only if its customer can be told, and when it is due.
pub(super) async fn set_times(work: &Work<'_>, row: &mut ticket::Model, status: Status) -> Result<()> {
    if work.is_quiet() {
        return Ok(());
    }
    begin(work, row, status).await?;
    clocks::settle(work, None, row).await?;
    if row.auto_close_at.is_some() && !untold::reaches(work, row.customer_id).await? {
        row.auto_close_at = None;
        row.closes_from = None;
    }
    Ok(())
}

/// All that decides what is made, for telling a repetition from another request with the same key.
fn content(input: &CreateTicket) -> Value {
    let mut content = json!({
        "title": input.title,
        "text": input.text,
        "attachments": repeated::files(&input.attachments),
        "customerEmail": input.customer_email,
        "customerName": input.customer_name,
        "channel": input.channel.map(Channel::as_str),
        "queue": input.queue,
        "priority": input.priority.map(Priority::as_str),
        "status": input.status.map(Status::as_str),
    });
    // Only where it is asked for: what older versions remembered has no such key.
    let further = [
        ("note", input.note.as_ref().map(|note| json!(note))),
        ("externalId", input.external_id.as_ref().map(|id| json!(id))),
        ("organisation", input.organisation.map(|id| json!(id))),
        ("isPrivate", input.is_private.then_some(Value::Bool(true))),
    ];
    if let Some(content) = content.as_object_mut() {
        content.extend(further.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    }
    content
}

/// What another system calls it, which the staff say.
fn external_id(actor: &Actor, given: Option<&str>) -> Result<Option<String>> {
    let Some(given) = given else { return Ok(None) };
    if actor.user().is_some_and(|viewer| !viewer.role.is_staff()) {
        return Err(Error::Forbidden { action: "set the external ID of a ticket" });
    }
    clean_external_id(given)
}

async fn refuse_taken_id(work: &Work<'_>, external_id: Option<&str>) -> Result<()> {
    let Some(external_id) = external_id else { return Ok(()) };
    if tickets::has_external_id(work.tx(), external_id).await? {
        return Err(external_id_taken("ticket"));
    }
    Ok(())
}

/// The address of the customer who called.
fn caller_address(given: &str) -> Result<String> {
    address::normalise(given).ok_or_else(|| Error::email_invalid("customerEmail", given))
}

fn missing_customer() -> Error {
    let message = "The customer's email address is required.";
    Error::bad("customerEmail", "customer-required", message)
}

fn permitted_channel(actor: &Actor, input: &CreateTicket) -> Result<Channel> {
    let usual = if input.customer_email.is_some() { Channel::Phone } else { actor.channel() };
    match (input.channel, actor.user()) {
        (None, _) => Ok(usual),
        (Some(channel), Some(viewer)) if !viewer.role.is_staff() && channel != usual => match channel {
            Channel::Web | Channel::Api => Ok(channel),
            Channel::Email | Channel::Phone => Err(Error::Forbidden { action: "choose this channel" }),
        },
        (Some(channel), _) => Ok(channel),
    }
}

fn permitted_status(actor: &Actor, status: Option<Status>) -> Result<Status> {
    let Some(status) = status else { return Ok(Status::New) };
    let by_customer = actor.user().is_some_and(|viewer| !viewer.role.is_staff());
    Ok(Status::opened(status, !by_customer)?)
}
