//! What the erasure of a person removes from the rows: what they wrote and sent, and what was written in their tickets.
//! Tickets, statuses and times stay for the statistics.

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Func},
};
use uuid::Uuid;

use super::{
    Work, absences, answered_mails, changes,
    collation::title_key,
    draft_files,
    entity::{
        account_address, comment, draft, draft_file, event, external_link, further_message, incoming_mail,
        letter, membership, mention, message, new_ticket_draft, notification, participant, reply_address,
        throttle, ticket, ticket_rating, ticket_seen, watcher,
    },
    erasures, identities, last_seen,
    locks::Lock as _,
    logins, memos,
    names::literal,
    people, phones, search, second_factors, signatures, tokens,
};
use crate::{
    error::Result,
    model::{Change, EventChange, LetterState, TicketId},
};

/// Who is erased, and what stands in their place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person<'a> {
    pub(crate) id: Uuid,
    pub(crate) name: &'a str,
    /// What stands in the place of the name.
    pub(crate) instead: &'a str,
    /// Every address that leads to them.
    pub(crate) addresses: &'a [String],
    /// Whether they are a customer: what the staff write belongs to the installation, and stays.
    pub(crate) customer: bool,
    /// What stands in the place of titles.
    pub(crate) title: &'a str,
    /// What stands in the place of addresses.
    pub(crate) address: &'a str,
}

/// What the journal keeps of changes in the tickets of a person who is erased.
const KEPT: [&str; 9] =
    ["status", "priority", "queue", "assignee", "autoCloseAt", "isPrivate", "redacted", "tags", "rating"];

/// Removes all that is theirs but the account itself; answers the tickets that were theirs.
pub(crate) async fn person(work: &Work<'_>, who: Person<'_>) -> Result<Vec<TicketId>> {
    // Whoever writes in one of their tickets has done so before, or does it when they are gone.
    own(who)
        .select_only()
        .column(ticket::Column::Id)
        .order_by_asc(ticket::Column::Number)
        .locked()
        .into_tuple::<Uuid>()
        .all(work.tx())
        .await?;
    // Read first: each step takes away by what a later one would find its rows.
    let mails = mails(work.tx(), who).await?;
    forget_messages(work.tx(), who).await?;
    for row in comments(who).all(work.tx()).await? {
        erasures::comment(work, &row).await?;
    }
    for mail in mails {
        forget_mail(work, mail).await?;
    }
    forget_changes(work.tx(), who).await?;
    forget_letters(work.tx(), who).await?;
    forget_ratings(work.tx(), who).await?;
    forget_drafts(work.tx(), who).await?;
    draft_files::erase(work, files_of_drafts(who)).await?;
    let tickets = forget_titles(work, who).await?;
    forget_person(work.tx(), who).await?;
    erasures::note(work, erasures::Erased::Pages, "").await?;
    Ok(tickets)
}

/// The tickets that they opened.
fn own(who: Person<'_>) -> Select<ticket::Entity> {
    ticket::Entity::find().filter(ticket::Column::CustomerId.eq(who.id))
}

fn own_ids(who: Person<'_>) -> sea_orm::sea_query::SelectStatement {
    own(who).select_only().column(ticket::Column::Id).into_query()
}

/// On `comment`: what was written in their tickets, and what they wrote elsewhere.
fn comments(who: Person<'_>) -> Select<comment::Entity> {
    let theirs = Condition::any()
        .add(comment::Column::TicketId.in_subquery(own_ids(who)))
        .add_option(who.customer.then(|| comment::Column::AuthorId.eq(who.id)));
    comment::Entity::find().filter(theirs)
}

async fn mails(tx: &DatabaseTransaction, who: Person<'_>) -> Result<Vec<incoming_mail::Model>> {
    let written = comments(who).select_only().column(comment::Column::Id).into_query();
    let sender = Expr::expr(Func::lower(Expr::col(incoming_mail::Column::Sender)));
    let theirs = Condition::any()
        .add(sender.is_in(who.addresses.iter().map(String::as_str)))
        .add(incoming_mail::Column::TicketId.in_subquery(own_ids(who)))
        .add(incoming_mail::Column::CommentId.in_subquery(written));
    Ok(incoming_mail::Entity::find().filter(theirs).all(tx).await?)
}

/// The ledger keeps that a mail came and what became of it.
async fn forget_mail(work: &Work<'_>, mail: incoming_mail::Model) -> Result<()> {
    erasures::raw_mail(work, &mail.sha256).await?;
    let row = incoming_mail::ActiveModel {
        id: Unchanged(mail.id),
        dedupe: Set(format!("erased:{}", mail.id.simple())),
        message_id: Set(None),
        sha256: Set(String::new()),
        sender: Set(None),
        sender_name: Set(None),
        subject: Set(None),
        reason_detail: Set(None),
        signature: Set(None),
        ..Default::default()
    };
    row.update(work.tx()).await?;
    Ok(())
}

/// The ids of their mails, which their program made, and of those that they answer; those of ours stay.
async fn forget_messages(tx: &DatabaseTransaction, who: Person<'_>) -> Result<()> {
    let written = comments(who).select_only().column(comment::Column::Id).into_query();
    answered_mails::forget(tx, written.clone()).await?;
    let further = further_message::Column::CommentId.in_subquery(written.clone());
    further_message::Entity::delete_many().filter(further).exec(tx).await?;
    let theirs = Condition::any()
        .add(message::Column::TicketId.in_subquery(own_ids(who)))
        .add(message::Column::CommentId.in_subquery(written));
    let foreign = message::Entity::delete_many().filter(message::Column::LetterId.is_null());
    foreign.filter(theirs).exec(tx).await?;
    Ok(())
}

/// In their own tickets the journal keeps what is needed for statistics; elsewhere it forgets their name and addresses.
async fn forget_changes(tx: &DatabaseTransaction, who: Person<'_>) -> Result<()> {
    let of_own = event::Entity::find().filter(event::Column::TicketId.in_subquery(own_ids(who)));
    for row in of_own.all(tx).await? {
        let kept = |change| Some(change).filter(|change: &EventChange| KEPT.contains(&change.field()));
        rewrite(tx, row, kept).await?;
    }
    let took_part = participant::Entity::find()
        .select_only()
        .column(participant::Column::TicketId)
        .filter(participant::Column::UserId.eq(who.id))
        .into_query();
    let watched = watcher::Entity::find()
        .select_only()
        .column(watcher::Column::TicketId)
        .filter(watcher::Column::UserId.eq(who.id))
        .into_query();
    let mut named = Condition::any()
        .add(event::Column::TicketId.in_subquery(took_part))
        .add(event::Column::TicketId.in_subquery(watched));
    for address in who.addresses {
        named = named.add(event::Column::Changes.like(holding(address)));
    }
    if !who.customer {
        // Whoever was responsible for a ticket need not have written in it.
        named = named.add(event::Column::Changes.like(holding(&serde_json::to_string(who.name)?)));
    }
    for row in event::Entity::find().filter(named).all(tx).await? {
        rewrite(tx, row, |change| unnamed(change, who)).await?;
    }
    Ok(())
}

/// A change without their name; `None` for one that says an address of theirs. Where their id stands, the placeholder's name
/// is shown.
fn unnamed(mut change: EventChange, who: Person<'_>) -> Option<EventChange> {
    let Change { from, to, .. } = change.told(|id| id.to_string());
    let said = format!("{}\n{}", from.unwrap_or_default(), to.unwrap_or_default()).to_lowercase();
    if who.addresses.iter().any(|address| said.contains(address.as_str())) {
        return None;
    }
    for text in change.texts().into_iter().flatten().flatten().filter(|text| text.as_str() == who.name) {
        who.instead.clone_into(text);
    }
    Some(change)
}

pub(super) fn holding(text: &str) -> sea_orm::sea_query::LikeExpr {
    sea_orm::sea_query::LikeExpr::new(format!("%{}%", literal(text))).escape('\\')
}

/// Changes a line of the journal, as far as anything is different then.
pub(super) async fn rewrite(
    tx: &DatabaseTransaction,
    row: event::Model,
    kept: impl Fn(EventChange) -> Option<EventChange>,
) -> Result<()> {
    let after = match changes::read::<EventChange>(&row.changes) {
        Ok(before) => {
            let after: Vec<EventChange> = before.iter().cloned().filter_map(kept).collect();
            if after == before {
                return Ok(());
            }
            changes::kept(&after)?
        }
        // What nobody can read may say what is to be forgotten.
        Err(_) => changes::NONE.to_owned(),
    };
    let mut row = row.into_active_model();
    row.changes = Set(after);
    row.update(tx).await?;
    Ok(())
}

/// What waits for them is not sent; of what was sent, nothing says where.
async fn forget_letters(tx: &DatabaseTransaction, who: Person<'_>) -> Result<()> {
    let theirs = || letter::Column::RecipientId.eq(who.id);
    let waiting = [LetterState::Waiting, LetterState::Claimed, LetterState::Held].map(LetterState::as_str);
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(LetterState::Withdrawn.as_str()))
        .filter(theirs())
        .filter(letter::Column::State.is_in(waiting))
        .exec(tx)
        .await?;
    letter::Entity::update_many()
        .col_expr(letter::Column::Address, Expr::value(who.address))
        .col_expr(letter::Column::LastError, Expr::value(None::<String>))
        .col_expr(letter::Column::Changes, Expr::value(changes::NONE))
        .filter(theirs())
        .exec(tx)
        .await?;
    Ok(())
}

/// What they wrote with a rating; whether it was good stays.
async fn forget_ratings(tx: &DatabaseTransaction, who: Person<'_>) -> Result<()> {
    ticket_rating::Entity::update_many()
        .col_expr(ticket_rating::Column::Comment, Expr::value(""))
        .filter(ticket_rating::Column::TicketId.in_subquery(own_ids(who)))
        .exec(tx)
        .await?;
    Ok(())
}

async fn forget_drafts(tx: &DatabaseTransaction, who: Person<'_>) -> Result<()> {
    let theirs = Condition::any()
        .add(draft::Column::UserId.eq(who.id))
        .add(draft::Column::TicketId.in_subquery(own_ids(who)));
    draft::Entity::delete_many().filter(theirs).exec(tx).await?;
    let email = Expr::expr(Func::lower(Expr::col(new_ticket_draft::Column::CustomerEmail)));
    let theirs = Condition::any()
        .add(new_ticket_draft::Column::UserId.eq(who.id))
        .add(new_ticket_draft::Column::CustomerName.eq(who.name))
        .add(email.is_in(who.addresses.iter().map(String::as_str)));
    new_ticket_draft::Entity::delete_many().filter(theirs).exec(tx).await?;
    Ok(())
}

/// On `draft_file`: what they have chosen, and what others have for their tickets.
fn files_of_drafts(who: Person<'_>) -> Condition {
    Condition::any()
        .add(draft_file::Column::UserId.eq(who.id))
        .add(draft_file::Column::TicketId.in_subquery(own_ids(who)))
}

async fn forget_titles(work: &Work<'_>, who: Person<'_>) -> Result<Vec<TicketId>> {
    let tx = work.tx();
    external_link::Entity::delete_many()
        .filter(external_link::Column::TicketId.in_subquery(own_ids(who)))
        .exec(tx)
        .await?;
    let mut tickets = Vec::new();
    for row in own(who).all(tx).await? {
        let (id, number) = (TicketId::from(row.id), row.number);
        let (version, public_version) = (row.version, row.public_version);
        let mut row = row.into_active_model();
        row.title = Set(who.title.to_owned());
        row.title_key = Set(title_key(who.title));
        row.external_id = Set(None);
        row.updated_at = Set(work.now());
        row.version = Set(version + 1);
        row.public_updated_at = Set(work.now());
        row.public_version = Set(public_version + 1);
        row.update(tx).await?;
        search::retitle(tx, id, number, who.title).await?;
        tickets.push(id);
    }
    Ok(tickets)
}

/// Log-ins, places and marks. That they took part in tickets stays, so that these go on naming somebody.
async fn forget_person(tx: &DatabaseTransaction, who: Person<'_>) -> Result<()> {
    logins::end_all(tx, who.id).await?;
    tokens::end_all(tx, who.id).await?;
    last_seen::forget(tx, who.id).await?;
    absences::forget(tx, who.id).await?;
    phones::forget(tx, who.id).await?;
    memos::forget(tx, who.id).await?;
    signatures::forget(tx, who.id).await?;
    identities::forget(tx, who.id).await?;
    second_factors::remove(tx, who.id).await?;
    people::leave_every_queue(tx, who.id.into()).await?;
    membership::Entity::delete_many().filter(membership::Column::UserId.eq(who.id)).exec(tx).await?;
    watcher::Entity::delete_many().filter(watcher::Column::UserId.eq(who.id)).exec(tx).await?;
    reply_address::Entity::delete_many().filter(reply_address::Column::UserId.eq(who.id)).exec(tx).await?;
    mention::Entity::delete_many().filter(mention::Column::UserId.eq(who.id)).exec(tx).await?;
    notification::Entity::delete_many().filter(notification::Column::UserId.eq(who.id)).exec(tx).await?;
    ticket_seen::Entity::delete_many().filter(ticket_seen::Column::UserId.eq(who.id)).exec(tx).await?;
    for address in who.addresses {
        throttle::Entity::delete_many().filter(throttle::Column::Key.like(holding(address))).exec(tx).await?;
    }
    account_address::Entity::delete_many()
        .filter(account_address::Column::UserId.eq(who.id))
        .exec(tx)
        .await?;
    Ok(())
}
