//! The mails of a conversation that letters refer to: those that their readers have.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _,
    sea_query::{Expr, ExprTrait as _, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    error::Result,
    model::{LetterKind, MailReason, Role, Visibility},
    store::entity::{account, comment, further_message, incoming_mail, letter, message},
};

/// Who reads a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readers {
    /// A customer, who has what customers wrote.
    Customer,
    /// One of the staff.
    Staff,
    /// One of the staff who reads of a note.
    OfNote,
}

/// The last mails that became comments of a ticket and that these readers have, newest first.
pub(crate) async fn mails(
    db: &impl ConnectionTrait,
    ticket: Uuid,
    readers: Readers,
    most: u64,
) -> Result<Vec<incoming_mail::Model>> {
    let incoming = incoming_mail::Entity::find()
        .filter(incoming_mail::Column::TicketId.eq(ticket))
        .filter(among(readers))
        .order_by_desc(incoming_mail::Column::Id)
        .limit(most);
    Ok(incoming.all(db).await?)
}

/// The letter that confirmed a ticket to its customer.
pub(crate) async fn confirmation(db: &impl ConnectionTrait, ticket: Uuid) -> Result<Option<letter::Model>> {
    let confirmation = letter::Entity::find()
        .filter(letter::Column::TicketId.eq(ticket))
        .filter(letter::Column::Kind.eq(LetterKind::Confirmation.as_str()));
    Ok(confirmation.one(db).await?)
}

/// The message ids by which mails to us are known that became a comment.
pub(crate) async fn ids_of_comment(db: &impl ConnectionTrait, comment: Uuid) -> Result<Vec<String>> {
    let known = message::Entity::find()
        .filter(message::Column::CommentId.eq(comment))
        .filter(message::Column::LetterId.is_null());
    let mut ids: Vec<String> = known.all(db).await?.into_iter().map(|known| known.message_id).collect();
    let further = further_message::Entity::find().filter(further_message::Column::CommentId.eq(comment));
    ids.extend(further.all(db).await?.into_iter().map(|known| known.message_id));
    Ok(ids)
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
