//! The ledger of incoming mails as it is read: its pages, and what a filter means.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait as _, Func, LikeExpr, Query, SelectStatement, SimpleExpr},
};

use super::{
    entity::{incoming_mail, ticket},
    mail_retention::FORGOTTEN,
    names::literal,
    page::{Ordering, Window},
    visible::Visible,
};
use crate::{
    error::Result,
    model::{CommentId, Direction, MailFilter, MailId, Outcome},
};

/// So many letters of a search are looked for: SQLite refuses patterns beyond a length.
const LONGEST_QUERY: usize = 200;

/// Newest first.
pub(crate) fn ordering() -> Ordering {
    let by = (incoming_mail::Column::ReceivedAt.into_expr(), incoming_mail::Column::Id.into_expr());
    Ordering { name: "mail", kinds: ['t', 'i'], by, direction: Direction::Desc }
}

/// A window of the mails that are seen and that the filter asks for.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    window: &Window,
    visible: Visible<'_>,
    filter: &MailFilter,
) -> Result<Vec<incoming_mail::Model>> {
    Ok(window.narrow(found(visible, filter)).all(db).await?)
}

/// How many mails are seen that the filter asks for.
pub(crate) async fn count(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    filter: &MailFilter,
) -> Result<u64> {
    Ok(found(visible, filter).count(db).await?)
}

/// A mail, if it is seen.
pub(crate) async fn one(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    id: MailId,
) -> Result<Option<incoming_mail::Model>> {
    let wanted = incoming_mail::Column::Id.eq(id.0);
    Ok(found(visible, &MailFilter::default()).filter(wanted).one(db).await?)
}

/// The mails that these comments came by, as far as they are seen.
pub(crate) async fn of_comments(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    comments: &[CommentId],
) -> Result<Vec<incoming_mail::Model>> {
    let wanted = incoming_mail::Column::CommentId.is_in(comments.iter().map(|id| id.0));
    Ok(found(visible, &MailFilter::default()).filter(wanted).all(db).await?)
}

/// How many mails of each outcome are seen that the filter asks for otherwise, among so many of the newest.
pub(crate) async fn outcomes(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    filter: &MailFilter,
    among: u64,
) -> Result<Vec<(String, i64)>> {
    let rows = db.query_all(&outcomes_statement(visible, filter, among)).await?;
    let counted = rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)));
    counted.collect()
}

/// Counts outcomes among so many mails, the newest: what an index finds of the filter narrows these, the rest what is counted of them.
fn outcomes_statement(visible: Visible<'_>, filter: &MailFilter, among: u64) -> SelectStatement {
    let newest = incoming_mail::Entity::find()
        .filter(indexed(filter))
        .order_by_desc(incoming_mail::Column::ReceivedAt)
        .order_by_desc(incoming_mail::Column::Id)
        .limit(among);
    let every = MailFilter { outcome: Vec::new(), ..filter.clone() };
    let outcome = incoming_mail::Column::Outcome;
    let mut counts = Query::select();
    counts
        .column(outcome.as_column_ref())
        .expr(Expr::cust("COUNT(*)"))
        .from_subquery(newest.into_query(), incoming_mail::Entity)
        .cond_where(wanted(visible, &every))
        .group_by_col(outcome.as_column_ref());
    counts
}

fn found(visible: Visible<'_>, filter: &MailFilter) -> Select<incoming_mail::Entity> {
    incoming_mail::Entity::find().filter(wanted(visible, filter))
}

/// What an index finds of a filter.
fn indexed(filter: &MailFilter) -> Condition {
    let of_ticket = |number: i64| {
        let of_number = ticket::Entity::find()
            .select_only()
            .column(ticket::Column::Id)
            .filter(ticket::Column::Number.eq(number));
        incoming_mail::Column::TicketId.in_subquery(of_number.into_query())
    };
    let of_id = |id: &str| {
        let id = id.trim().trim_start_matches('<').trim_end_matches('>');
        incoming_mail::Column::MessageId.eq(id)
    };
    Condition::all()
        .add_option(filter.since.map(|since| incoming_mail::Column::ReceivedAt.gte(since)))
        .add_option(filter.before.map(|before| incoming_mail::Column::ReceivedAt.lt(before)))
        .add_option(filter.ticket.map(of_ticket))
        .add_option(filter.message_id.as_deref().map(of_id))
}

fn wanted(visible: Visible<'_>, filter: &MailFilter) -> Condition {
    let mut all = Condition::all()
        .add(visible.mails())
        .add(incoming_mail::Column::Outcome.ne(FORGOTTEN))
        .add(indexed(filter))
        .add_option(filter.from.as_deref().map(|from| spelled(incoming_mail::Column::Sender, from)))
        .add_option(filter.mailbox.as_deref().map(|at| spelled(incoming_mail::Column::Mailbox, at)))
        .add_option(filter.query.as_deref().and_then(names));
    if !filter.outcome.is_empty() {
        let words = filter.outcome.iter().map(|outcome| outcome.as_str());
        all = all.add(match filter.outcome.as_slice() {
            // An index of its own holds what waits for the staff. A database takes it only where the word stands in the statement.
            [Outcome::Held] => Expr::cust("outcome = 'held'"),
            _ => incoming_mail::Column::Outcome.is_in(words),
        });
    }
    all
}

/// Whether an address is this one in any case, or of this domain where that is all that is named.
fn spelled(column: incoming_mail::Column, address: &str) -> SimpleExpr {
    let address = address.trim().to_lowercase();
    let kept = Expr::expr(Func::lower(Expr::col(column)));
    if address.starts_with('@') { kept.like(ends_with(&address)) } else { kept.eq(address) }
}

/// Whether a text stands in the sender or the subject, or is the id. SQLite knows the small letters of ASCII alone: there others are
/// found as they were written.
fn names(query: &str) -> Option<Condition> {
    let query: String = query.trim().chars().filter(|letter| *letter != '\0').take(LONGEST_QUERY).collect();
    if query.is_empty() {
        return None;
    }
    let within = |column: incoming_mail::Column| {
        let in_any_case = Expr::expr(Func::lower(Expr::col(column))).like(contains(&query.to_lowercase()));
        in_any_case.or(Expr::col(column).like(contains(&query)))
    };
    let id = query.trim_start_matches('<').trim_end_matches('>');
    Some(
        Condition::any()
            .add(incoming_mail::Column::MessageId.eq(id))
            .add(within(incoming_mail::Column::Sender))
            .add(within(incoming_mail::Column::SenderName))
            .add(within(incoming_mail::Column::Subject)),
    )
}

/// What ends so, and what is written of it stands for itself.
fn ends_with(text: &str) -> LikeExpr {
    LikeExpr::new(format!("%{}", literal(text))).escape('\\')
}

/// What holds this text, which stands for itself.
fn contains(text: &str) -> LikeExpr {
    LikeExpr::new(format!("%{}%", literal(text))).escape('\\')
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use sea_orm::DbBackend;

    use super::*;
    use crate::actor::Actor;

    #[test]
    fn outcomes_are_counted_among_the_newest_mails_alone() {
        let actor = Actor::system();
        let of_mailbox = MailFilter { mailbox: Some("a@example.org".to_owned()), ..MailFilter::default() };
        for filter in [MailFilter::default(), of_mailbox] {
            let sql =
                DbBackend::Sqlite.build(&outcomes_statement(Visible::to(&actor), &filter, 7)).to_string();
            let newest = r#""received_at" DESC, "incoming_mail"."id" DESC LIMIT 7) AS "incoming_mail" WHERE"#;
            let (counted, rest) = sql.split_once(newest).expect("a bound");
            assert!(counted.contains("COUNT(*)") && rest.contains("GROUP BY"), "{sql}");
            assert_eq!(rest.contains("a@example.org"), filter.mailbox.is_some(), "{sql}");
        }
    }
}
