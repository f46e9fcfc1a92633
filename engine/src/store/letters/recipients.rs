//! The person whom a letter is for: their account, where they read letters about a ticket, and how many they got of it.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryResult, QuerySelect,
    QueryTrait,
    sea_query::{Expr, ExprTrait, Func, SimpleExpr},
};

use crate::{
    error::Result,
    model::{LetterState, TicketId, UserId},
    store::entity::{account, letter, reply_address, undeliverable_address},
};

/// A person whom a letter is for, read in one statement.
#[derive(Debug)]
pub(crate) struct Recipient {
    pub(crate) account: account::Model,
    /// Where they asked letters about the ticket to go; `None`: to the address of their account.
    pub(crate) asked: Option<String>,
    /// Whether mail to that address came back.
    pub(crate) came_back: bool,
    /// How many letters about the ticket went to them; those that are held do not count.
    pub(crate) sent: i64,
}

impl FromQueryResult for Recipient {
    fn from_query_result(result: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            account: account::Model::from_query_result(result, prefix)?,
            asked: result.try_get(prefix, "asked")?,
            came_back: result.try_get(prefix, "came_back")?,
            sent: result.try_get(prefix, "sent")?,
        })
    }
}

/// The person of an id. `about`: the ticket whose reply address holds, and whose letters since a time are counted.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    user: UserId,
    about: Option<(TicketId, DateTime<Utc>)>,
) -> Result<Option<Recipient>> {
    let asked: SimpleExpr = match about {
        Some((ticket, _)) => Expr::from(
            reply_address::Entity::find_by_id((ticket.0, user.0))
                .select_only()
                .column(reply_address::Column::Address)
                .into_query(),
        ),
        None => Expr::value(None::<String>),
    };
    let email = account::Column::Email.into_expr();
    let address = if about.is_some() { Func::coalesce([asked.clone(), email]).into() } else { email };
    let came_back = undeliverable_address::Entity::find()
        .select_only()
        .column(undeliverable_address::Column::Address)
        .filter(undeliverable_address::Column::Address.into_expr().eq(address));
    let sent: SimpleExpr = match about {
        Some((ticket, since)) => Expr::from(
            letter::Entity::find()
                .select_only()
                .expr(Func::count(Expr::value(1)))
                .filter(letter::Column::TicketId.eq(ticket.0))
                .filter(letter::Column::RecipientId.eq(user.0))
                .filter(letter::Column::State.ne(LetterState::Held.as_str()))
                .filter(letter::Column::CreatedAt.gt(since))
                .into_query(),
        ),
        None => Expr::value(0_i64),
    };
    let found = account::Entity::find_by_id(user.0)
        .expr_as(asked, "asked")
        .expr_as(Expr::exists(came_back.into_query()), "came_back")
        .expr_as(sent, "sent");
    Ok(found.into_model::<Recipient>().one(db).await?)
}
