//! What is known of mailboxes: what was last wrong with them, when mail last came in and how much, and when somebody asked that they
//! be fetched now.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait as _, OnConflict, Order, Query, SelectStatement, UnionType},
};

use super::{
    Work,
    entity::{incoming_mail, mailbox},
};
use crate::{error::Result, model::MailboxFault};

/// A mailbox is not asked for again sooner: nobody writes and reads mail so fast.
const PAUSE: Duration = Duration::from_secs(10);

/// The same after a refused log-in: servers lock accounts that try too often.
const REFUSED_PAUSE: Duration = Duration::from_secs(30);

/// What nobody has answered for so long, nobody will: no node is there that fetches.
const PATIENCE: Duration = Duration::from_mins(2);

/// Every mailbox that was ever claimed, by name.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<mailbox::Model>> {
    Ok(mailbox::Entity::find().order_by_asc(mailbox::Column::Name).all(db).await?)
}

/// Asks whoever fetches these mailboxes to look now, unless they were asked a moment ago.
pub(crate) async fn ask(work: &Work<'_>, names: &[String]) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let rows =
        names.iter().map(|name| mailbox::ActiveModel { name: Set(name.clone()), ..Default::default() });
    let known = OnConflict::column(mailbox::Column::Name).do_nothing().to_owned();
    mailbox::Entity::insert_many(rows).on_conflict(known).exec_without_returning(work.tx()).await?;
    let refusals = [MailboxFault::LogIn, MailboxFault::TokenRefused, MailboxFault::NoToken];
    let refused = mailbox::Column::LastFault.is_in(refusals.map(MailboxFault::as_str));
    let due = Condition::any()
        .add(mailbox::Column::AskedAt.is_null())
        .add(mailbox::Column::AskedAt.lte(work.now() - REFUSED_PAUSE))
        .add(
            Condition::all()
                .add(mailbox::Column::AskedAt.lte(work.now() - PAUSE))
                .add(mailbox::Column::LastFault.is_null().or(refused.not())),
        );
    mailbox::Entity::update_many()
        .col_expr(mailbox::Column::AskedAt, Expr::value(work.now()))
        .filter(mailbox::Column::Name.is_in(names))
        .filter(due)
        .exec(work.tx())
        .await?;
    Ok(())
}

/// The mailboxes that are to be fetched now, and since when that is asked.
pub(crate) async fn asked(db: &impl ConnectionTrait) -> Result<BTreeMap<String, DateTime<Utc>>> {
    let unanswered = Condition::any()
        .add(mailbox::Column::AnsweredAt.is_null())
        .add(Expr::col(mailbox::Column::AnsweredAt).lt(Expr::col(mailbox::Column::AskedAt)));
    let found = mailbox::Entity::find()
        .select_only()
        .columns([mailbox::Column::Name, mailbox::Column::AskedAt])
        .filter(mailbox::Column::AskedAt.is_not_null())
        .filter(unanswered);
    Ok(found.into_tuple::<(String, DateTime<Utc>)>().all(db).await?.into_iter().collect())
}

/// Whether somebody has asked to fetch it now, and that has not come to an end yet.
pub(crate) fn is_asked(row: &mailbox::Model, now: DateTime<Utc>) -> bool {
    row.asked_at.is_some_and(|asked| {
        asked > now - PATIENCE && row.answered_at.is_none_or(|answered| answered < asked)
    })
}

/// Notes that a mailbox was looked at because of what was asked at this time.
pub(crate) async fn answer(work: &Work<'_>, name: &str, asked_at: DateTime<Utc>) -> Result<()> {
    let before = mailbox::Column::AnsweredAt.is_null().or(mailbox::Column::AnsweredAt.lt(asked_at));
    mailbox::Entity::update_many()
        .col_expr(mailbox::Column::AnsweredAt, Expr::value(asked_at))
        .filter(mailbox::Column::Name.eq(name))
        .filter(before)
        .exec(work.tx())
        .await?;
    Ok(())
}

/// When a mailbox was fetched for the first time from where it is fetched now, as far as that is known.
pub(crate) async fn begun(db: &impl ConnectionTrait, name: Option<&str>) -> Result<Option<DateTime<Utc>>> {
    let Some(name) = name else { return Ok(None) };
    let row = mailbox::Entity::find_by_id(name.to_owned()).one(db).await?;
    Ok(row.and_then(|row| row.begun_at))
}

/// Forgets what was wrong with mailboxes: something has changed, and the next attempt will tell.
pub(crate) async fn forget_faults(work: &Work<'_>, names: &[String]) -> Result<()> {
    mailbox::Entity::update_many()
        .col_expr(mailbox::Column::LastError, Expr::value(None::<String>))
        .col_expr(mailbox::Column::LastFault, Expr::value(None::<String>))
        .filter(mailbox::Column::Name.is_in(names))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Notes why a mailbox could not be read, in one word and in a sentence.
pub(crate) async fn put_fault(work: &Work<'_>, name: &str, fault: MailboxFault, error: &str) -> Result<()> {
    mailbox::Entity::update_many()
        .col_expr(mailbox::Column::LastError, Expr::value(error))
        .col_expr(mailbox::Column::LastFault, Expr::value(fault.as_str()))
        .col_expr(mailbox::Column::LastErrorAt, Expr::value(work.now()))
        .filter(mailbox::Column::Name.eq(name))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// How many mailboxes are asked about in one statement; `SQLite` joins no more than 500.
const ASKED: usize = 100;

/// When the last mail came in for each mailbox, however it came: one look at the end of each one's part of the index.
pub(crate) async fn last_mails(
    db: &impl ConnectionTrait,
    names: impl IntoIterator<Item = &String>,
) -> Result<HashMap<String, DateTime<Utc>>> {
    let names: Vec<&String> = names.into_iter().collect();
    let mut found = HashMap::new();
    for names in names.chunks(ASKED) {
        let Some(statement) = statement_of_last_mails(names) else { continue };
        for row in db.query_all(&statement).await? {
            if let Some(at) = row.try_get::<Option<DateTime<Utc>>>("", "last")? {
                found.insert(row.try_get("", "name")?, at);
            }
        }
    }
    Ok(found)
}

/// The statement that asks when the last mail came in for each mailbox; `None`: for none.
pub(crate) fn statement_of_last_mails(names: &[&String]) -> Option<SelectStatement> {
    let mut lasts = names.iter().map(|name| last_mail(name));
    let mut statement = lasts.next()?;
    for last in lasts {
        statement.union(UnionType::All, last);
    }
    Some(statement)
}

/// A mailbox, and when its last mail came in.
fn last_mail(name: &str) -> SelectStatement {
    let last = Query::select()
        .column(incoming_mail::Column::ReceivedAt)
        .from(incoming_mail::Entity)
        .and_where(incoming_mail::Column::Mailbox.eq(name))
        .order_by(incoming_mail::Column::ReceivedAt, Order::Desc)
        .limit(1)
        .to_owned();
    Query::select()
        .expr_as(Expr::value(name), "name")
        .expr_as(Expr::SubQuery(None, Box::new(last.into())), "last")
        .to_owned()
}

/// How many mails came in for each mailbox from then on, however they came.
pub(crate) async fn mails_since(
    db: &impl ConnectionTrait,
    names: impl IntoIterator<Item = &String>,
    since: DateTime<Utc>,
) -> Result<HashMap<String, u64>> {
    let found = incoming_mail::Entity::find()
        .filter(incoming_mail::Column::Mailbox.is_in(names))
        .filter(incoming_mail::Column::ReceivedAt.gte(since));
    counted(db, found).await
}

/// How many mails of each mailbox wait for the staff: an index of its own holds these few, if they are asked for in its words.
pub(crate) async fn held_mails(db: &impl ConnectionTrait) -> Result<HashMap<String, u64>> {
    let found = incoming_mail::Entity::find().filter(Expr::cust("outcome = 'held'"));
    counted(db, found.filter(incoming_mail::Column::Mailbox.is_not_null())).await
}

async fn counted(
    db: &impl ConnectionTrait,
    found: Select<incoming_mail::Entity>,
) -> Result<HashMap<String, u64>> {
    let counts = found
        .select_only()
        .column(incoming_mail::Column::Mailbox)
        .expr_as(Expr::cust("COUNT(*)"), "count")
        .group_by(incoming_mail::Column::Mailbox)
        .into_tuple::<(String, i64)>()
        .all(db)
        .await?;
    Ok(counts.into_iter().map(|(name, count)| (name, u64::try_from(count).unwrap_or_default())).collect())
}
