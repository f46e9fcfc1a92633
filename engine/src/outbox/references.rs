//! The mails of a conversation that a letter refers to, so that mail programs show one thread: those that its reader has.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _,
    sea_query::{Expr, ExprTrait as _, SimpleExpr},
};

use crate::{
    error::Result,
    model::{LetterKind, MailReason, Role, Visibility},
    store::entity::{account, comment, incoming_mail, letter, message, ticket},
};

/// How many mails of a conversation a letter refers to; longer lists only grow the header.
const REFERENCES: u64 = 10;

/// Who reads a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Readers {
    /// A customer, who has what customers wrote.
    Customer,
    /// One of the staff.
    Staff,
    /// One of the staff who reads of a note.
    OfNote,
}

/// Who reads a letter that is for the staff or not, and about a note or not.
pub(super) const fn readers(for_staff: bool, is_note: bool) -> Readers {
    match (for_staff, is_note) {
        (_, true) => Readers::OfNote,
        (true, false) => Readers::Staff,
        (false, false) => Readers::Customer,
    }
}

/// The Message-IDs of the conversation so far, oldest first.
pub(super) async fn references(
    db: &impl ConnectionTrait,
    row: Option<&ticket::Model>,
    own: &str,
    readers: Readers,
) -> Result<Vec<String>> {
    let Some(row) = row else { return Ok(Vec::new()) };
    let incoming = incoming_mail::Entity::find()
        .filter(incoming_mail::Column::TicketId.eq(row.id))
        .filter(among(readers))
        .order_by_desc(incoming_mail::Column::Id)
        .limit(REFERENCES)
        .all(db)
        .await?;
    let confirmation = letter::Entity::find()
        .filter(letter::Column::TicketId.eq(row.id))
        .filter(letter::Column::Kind.eq(LetterKind::Confirmation.as_str()))
        .one(db)
        .await?;
    let mut ids = Vec::with_capacity(incoming.len() + 1);
    for mail in incoming.into_iter().rev() {
        let passes_on =
            MailReason::PASSING_ON.iter().any(|why| mail.reason_code.as_deref() == Some(why.as_str()));
        if readers == Readers::Customer && passes_on {
            ids.extend(passed_on(db, &mail).await?);
        } else {
            ids.extend(mail.message_id);
        }
    }
    if let Some(confirmation) = confirmation.filter(|confirmation| confirmation.message_id != own) {
        ids.insert(ids.len().min(1), confirmation.message_id);
    }
    Ok(ids)
}

/// The mail that another one passed on: its writer has it, and not the other.
async fn passed_on(db: &impl ConnectionTrait, by: &incoming_mail::Model) -> Result<Option<String>> {
    let Some(comment) = by.comment_id else { return Ok(None) };
    let known = message::Entity::find()
        .filter(message::Column::CommentId.eq(comment))
        .filter(message::Column::LetterId.is_null());
    let ids = known.all(db).await?.into_iter().map(|known| known.message_id);
    Ok(ids.into_iter().find(|id| by.message_id.as_ref() != Some(id)))
}

/// The mails that a letter refers to became comments; those of notes are known to whoever reads notes alone, and an answer to
/// them is one. What the staff wrote to the desk its customers read in letters; but what was addressed to one of them they have.
fn among(readers: Readers) -> SimpleExpr {
    if readers == Readers::OfNote {
        return incoming_mail::Column::CommentId.is_not_null();
    }
    let public = comment::Column::Visibility.eq(Visibility::Public.as_str());
    let same = Expr::col((comment::Entity, comment::Column::Id))
        .equals((incoming_mail::Entity, incoming_mail::Column::CommentId));
    let mut public =
        comment::Entity::find().select_only().column(comment::Column::Id).filter(public).filter(same);
    if readers == Readers::Customer {
        let customers = account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .filter(account::Column::Role.eq(Role::Customer.as_str()))
            .filter(
                Expr::col((account::Entity, account::Column::Id))
                    .equals((comment::Entity, comment::Column::AuthorId)),
            );
        let addressed = incoming_mail::Column::ReasonCode.eq(MailReason::WrittenByStaff.as_str());
        public = public.filter(Condition::any().add(Expr::exists(customers.into_query())).add(addressed));
    }
    Expr::exists(public.into_query())
}
