//! The ledger of incoming mails, newest first, as far as the actor may see it.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait as _, Func, LikeExpr, Query, SelectStatement, SimpleExpr},
};

use super::page::{Key, Ordering, Window};
use crate::{
    actor::{Actor, Scope},
    blobs::{ByteStream, Kind},
    content::address::normalise,
    engine::Engine,
    error::{Error, Result},
    model::{CommentId, Direction, IncomingMail, MailFilter, MailId, Outcome, Page, Paging},
    policy,
    store::{
        entity::{incoming_mail, ticket},
        mail_comments,
        mail_retention::FORGOTTEN,
        names::literal,
        visible::Visible,
    },
};

/// So many letters of a search are looked for: SQLite refuses patterns beyond a length.
const LONGEST_QUERY: usize = 200;

/// Outcomes are counted among so many mails, the newest of the time that is asked for: the ledger grows with the years, and whoever looks
/// at its page has them counted.
const COUNTED: u64 = 10_000;

impl Engine {
    /// A page of the mails that the actor may see and that the filter asks for, newest first.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`; `MissingScope`.
    pub async fn mails(
        &self,
        actor: &Actor,
        filter: &MailFilter,
        paging: &Paging,
    ) -> Result<Page<IncomingMail>> {
        policy::in_scope(actor, Scope::Read)?;
        let by = (incoming_mail::Column::ReceivedAt.into_expr(), incoming_mail::Column::Id.into_expr());
        let ordering = Ordering { name: "mail", kinds: ['t', 'i'], by, direction: Direction::Desc };
        let window = Window::read(paging, ordering)?;
        let rows = window.narrow(found(actor, filter)).all(self.database().ro()).await?;
        let mails = rows.into_iter().map(mail).collect::<Result<Vec<_>>>()?;
        Ok(window.page(mails, |mail| (Key::Time(mail.received_at), Key::Id(mail.id.0))))
    }

    /// How many mails the actor may see that the filter asks for.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn count_mails(&self, actor: &Actor, filter: &MailFilter) -> Result<u64> {
        policy::in_scope(actor, Scope::Read)?;
        Ok(found(actor, filter).count(self.database().ro()).await?)
    }

    /// How many mails the actor may see of each outcome that the filter asks for otherwise, among the newest 10,000 of its time, its
    /// ticket or its `Message-ID`; those that are held are all counted. An outcome of which there is none is left out.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn mail_outcomes(&self, actor: &Actor, filter: &MailFilter) -> Result<Vec<(Outcome, u64)>> {
        policy::in_scope(actor, Scope::Read)?;
        let rows = self.database().ro().query_all(&outcomes(actor, filter, COUNTED)).await?;
        let mut counts = Vec::with_capacity(rows.len() + 1);
        for row in &rows {
            let (word, count): (String, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let outcome = Outcome::parse(&word).filter(|outcome| *outcome != Outcome::Held);
            counts.extend(outcome.zip(u64::try_from(count).ok()));
        }
        let held = MailFilter { outcome: vec![Outcome::Held], ..filter.clone() };
        let held = self.count_mails(actor, &held).await?;
        counts.extend((held > 0).then_some((Outcome::Held, held)));
        Ok(counts)
    }

    /// One mail; `None`: there is none, or the actor may not see it.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn mail(&self, actor: &Actor, id: MailId) -> Result<Option<IncomingMail>> {
        policy::in_scope(actor, Scope::Read)?;
        let wanted = incoming_mail::Column::Id.eq(id.0);
        let row = found(actor, &MailFilter::default()).filter(wanted).one(self.database().ro()).await?;
        row.map(mail).transpose()
    }

    /// The mails that these comments came by, as far as the actor may see them. Their signatures are told of comments of their senders
    /// alone: they vouch for no words that somebody else wrote and the sender passed on.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn mails_of_comments(
        &self,
        actor: &Actor,
        comments: &[CommentId],
    ) -> Result<HashMap<CommentId, IncomingMail>> {
        let wanted = incoming_mail::Column::CommentId.is_in(comments.iter().map(|id| id.0));
        let rows = found(actor, &MailFilter::default()).filter(wanted).all(self.database().ro()).await?;
        let mut mails = rows.into_iter().map(mail).collect::<Result<Vec<_>>>()?;
        let signed = mails.iter().filter(|mail| mail.signature.is_some()).filter_map(|mail| mail.comment);
        let signed: Vec<CommentId> = signed.collect();
        if !signed.is_empty() {
            let authors = mail_comments::authors(self.database().ro(), &signed).await?;
            for mail in &mut mails {
                let author = mail.comment.and_then(|comment| authors.get(&comment));
                let is_theirs = author.is_some_and(|addresses| is_sender(mail, addresses));
                if !is_theirs {
                    mail.signature = None;
                }
            }
        }
        Ok(mails.into_iter().filter_map(|mail| Some((mail.comment?, mail))).collect())
    }

    /// The bytes of a mail as it came, piece by piece; `None`: there is none, they were redacted, or the actor may not see
    /// it.
    ///
    /// # Errors
    /// Internal, also when the blob store has lost the bytes; `Unavailable`.
    pub async fn mail_stream(&self, actor: &Actor, id: MailId) -> Result<Option<ByteStream>> {
        let Some(mail) = self.mail(actor, id).await?.filter(|mail| !mail.sha256.is_empty()) else {
            return Ok(None);
        };
        match self.blobs().stream(Kind::Mail, &mail.sha256, None).await? {
            Some(bytes) => Ok(Some(bytes)),
            None => Err(Error::internal(format!("the blob store has lost the mail {}", mail.sha256))),
        }
    }
}

/// Counts outcomes among so many mails, the newest: what an index finds of the filter narrows these, the rest what is counted of them.
fn outcomes(actor: &Actor, filter: &MailFilter, among: u64) -> SelectStatement {
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
        .cond_where(wanted(actor, &every))
        .group_by_col(outcome.as_column_ref());
    counts
}

fn found(actor: &Actor, filter: &MailFilter) -> Select<incoming_mail::Entity> {
    incoming_mail::Entity::find().filter(wanted(actor, filter))
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

fn wanted(actor: &Actor, filter: &MailFilter) -> Condition {
    let mut all = Condition::all()
        .add(Visible::to(actor).mails())
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

/// Whether a mail says that it comes from somebody who has these addresses.
fn is_sender(mail: &IncomingMail, addresses: &[String]) -> bool {
    let from = mail.from.as_deref().and_then(normalise);
    from.is_some_and(|from| addresses.contains(&from))
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

fn mail(row: incoming_mail::Model) -> Result<IncomingMail> {
    let outcome = Outcome::parse(&row.outcome)
        .ok_or_else(|| Error::internal(format!("{:?} is no outcome of a mail", row.outcome)))?;
    Ok(IncomingMail {
        id: row.id.into(),
        received_at: row.received_at,
        message_id: row.message_id,
        from: row.sender,
        from_name: row.sender_name,
        subject: row.subject,
        mailbox: row.mailbox,
        outcome,
        why: row.reason_code.and_then(|code| code.parse().ok()),
        detail: row.reason_detail,
        reason: row.reason,
        relation: row.relation.and_then(|word| word.parse().ok()),
        authentication: row.authentication,
        // What a later version may have written there is not told.
        signature: row.signature.and_then(|written| serde_json::from_str(&written).ok()),
        ticket: row.ticket_id.map(Into::into),
        comment: row.comment_id.map(Into::into),
        sha256: row.sha256,
        repeats: u64::try_from(row.repeats).unwrap_or_default(),
        repeated_at: row.repeated_at,
    })
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use sea_orm::DbBackend;

    use super::*;

    #[test]
    fn outcomes_are_counted_among_the_newest_mails_alone() {
        let of_mailbox = MailFilter { mailbox: Some("a@example.org".to_owned()), ..MailFilter::default() };
        for filter in [MailFilter::default(), of_mailbox] {
            let sql = DbBackend::Sqlite.build(&outcomes(&Actor::system(), &filter, 7)).to_string();
            let newest = r#""received_at" DESC, "incoming_mail"."id" DESC LIMIT 7) AS "incoming_mail" WHERE"#;
            let (counted, rest) = sql.split_once(newest).expect("a bound");
            assert!(counted.contains("COUNT(*)") && rest.contains("GROUP BY"), "{sql}");
            assert_eq!(rest.contains("a@example.org"), filter.mailbox.is_some(), "{sql}");
        }
    }
}
