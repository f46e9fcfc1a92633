//! The search index: what is written into it, and the condition under which it finds a ticket.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter,
    QuerySelect, QueryTrait, Statement,
    sea_query::{self, Asterisk, Expr, ExprTrait, SelectStatement},
};

use super::{
    entity::{search_entry, ticket},
    fold::fold,
};
use crate::{
    error::Result,
    model::{CommentId, TicketId},
};

/// The most terms of a query that are looked for; what follows only costs.
const TERMS: usize = 12;

/// From how many letters on the last term is taken for the beginning of a word; shorter ones begin too many.
const BEGINNING: usize = 3;

/// How many of the newest entries are looked at before all are: enough for common words, and then, where the index tells
/// the few that fit from the others at no cost, enough for most.
const RECENT: [u32; 2] = [5_000, 100_000];

/// By how much the order of entries and that of their times may differ, when several nodes write at once.
const MARGIN: TimeDelta = TimeDelta::minutes(10);

/// Lets the search find a ticket, or a comment of it, by `text`. `internal`: for the staff alone.
pub(crate) async fn add(
    tx: &DatabaseTransaction,
    ticket: TicketId,
    comment: Option<CommentId>,
    internal: bool,
    text: &str,
) -> Result<()> {
    let content = fold(text);
    if content.is_empty() {
        return Ok(());
    }
    let row = search_entry::ActiveModel {
        ticket_id: Set(ticket.into()),
        comment_id: Set(comment.map(Into::into)),
        internal: Set(internal),
        content: Set(content),
        ..Default::default()
    };
    search_entry::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Lets the search find a ticket by its number and its title, and no more by an earlier one.
pub(crate) async fn retitle(
    tx: &DatabaseTransaction,
    ticket: TicketId,
    number: i64,
    title: &str,
) -> Result<()> {
    search_entry::Entity::delete_many()
        .filter(search_entry::Column::TicketId.eq(ticket.0))
        .filter(search_entry::Column::CommentId.is_null())
        .exec(tx)
        .await?;
    add(tx, ticket, None, false, &format!("{number} {title}")).await
}

/// What a person looks for: a number ("10034" or "#10034"), or terms of which each stands somewhere in title, comments or
/// names of files. A term with punctuation is a phrase, the last one may be the beginning of a word.
#[derive(Debug)]
pub(crate) struct Query {
    number: Option<i64>,
    phrases: Vec<Phrase>,
}

/// Folded words that stand one behind the other.
#[derive(Debug)]
struct Phrase {
    words: String,
    unfinished: bool,
}

impl Query {
    /// Reads what a person typed. Nothing but punctuation looks for nothing, and finds nothing.
    pub(crate) fn read(typed: &str) -> Self {
        let words = typed.split_whitespace().map(fold).filter(|words| !words.is_empty());
        let mut phrases: Vec<_> =
            words.take(TERMS).map(|words| Phrase { words, unfinished: false }).collect();
        if let Some(last) = phrases.last_mut() {
            last.unfinished =
                last.words.rsplit(' ').next().is_some_and(|word| word.chars().count() >= BEGINNING);
        }
        Self { number: number(typed), phrases }
    }

    /// The phrase by which PostgreSQL is to find tickets, in whose entries it then looks for the others: to fetch all
    /// entries of a common word takes seconds among millions. The longest is most likely the rarest.
    fn leading(&self) -> usize {
        let lengths = self.phrases.iter().map(|phrase| phrase.words.chars().count()).enumerate();
        lengths.max_by_key(|(_, length)| *length).map_or(0, |(place, _)| place)
    }

    /// The condition on `ticket`. `internal`: look into internal comments too. `after`: look at no entry before this one;
    /// see [`recent`].
    pub(crate) fn condition(&self, internal: bool, backend: DbBackend, after: Option<i64>) -> Condition {
        let mut found = Condition::any();
        if let Some(number) = self.number {
            found = found.add(ticket::Column::Number.eq(number));
        }
        if self.phrases.is_empty() {
            return found.add(Expr::value(false));
        }
        let mut each = Condition::all();
        let leading = self.leading();
        for (place, phrase) in self.phrases.iter().enumerate() {
            let mut entries = search_entry::Entity::find()
                .select_only()
                .column(search_entry::Column::TicketId)
                .filter(phrase.stands_in_entry(backend, after));
            if !internal {
                entries = entries.filter(search_entry::Column::Internal.eq(false));
            }
            let mut entries = entries.into_query();
            if backend == DbBackend::Postgres {
                fence(&mut entries, after);
            }
            if backend == DbBackend::Postgres && after.is_none() && place != leading {
                let of_ticket = search_entry::Column::TicketId.into_expr().eq(ticket::Column::Id.into_expr());
                each = each.add(Expr::exists(entries.and_where(of_ticket).take()));
            } else {
                each = each.add(ticket::Column::Id.in_subquery(entries));
            }
        }
        found.add(each)
    }
}

/// The newest entries of the index, in which a page of tickets that have a common word is found; whatever is rarer is
/// found by the index at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recent {
    /// The entry behind which they begin.
    pub(crate) after: i64,
    /// They decide about every ticket that was opened since: whatever stands further back was written before, and so
    /// belongs to tickets that were opened before.
    pub(crate) since: DateTime<Utc>,
}

/// How many of the newest entries to look at, one attempt after the other, before all of them are.
pub(crate) fn attempts(backend: DbBackend) -> &'static [u32] {
    match backend {
        // PostgreSQL would read each of a hundred thousand.
        DbBackend::Postgres => &RECENT[..1],
        _ => &RECENT,
    }
}

/// Where so many newest entries begin; `None`: there are no others.
pub(crate) async fn recent(db: &impl ConnectionTrait, count: u32) -> Result<Option<Recent>> {
    // A title counts by the ticket's last change.
    let sql = format!(
        "SELECT search_entry.id AS entry, coalesce(comment.created_at, ticket.updated_at) AS written
         FROM search_entry JOIN ticket ON ticket.id = search_entry.ticket_id
         LEFT JOIN comment ON comment.id = search_entry.comment_id
         WHERE search_entry.id <= (SELECT max(id) FROM search_entry) - {count}
         ORDER BY search_entry.id DESC LIMIT 1"
    );
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let Some(row) = row else { return Ok(None) };
    let written: DateTime<Utc> = row.try_get("", "written")?;
    let since = written.checked_add_signed(MARGIN).unwrap_or(written);
    Ok(Some(Recent { after: row.try_get("", "entry")?, since }))
}

impl Phrase {
    /// Its words are letters and digits alone and need no escape; they are quoted all the same, since "and" or "near"
    /// are words of a query language too.
    fn quoted(&self, backend: DbBackend) -> String {
        if backend == DbBackend::Postgres {
            let words: Vec<_> = self.words.split(' ').map(|word| format!("'{word}'")).collect();
            return words.join(" <-> ") + if self.unfinished { ":*" } else { "" };
        }
        format!("\"{}\"{}", self.words, if self.unfinished { "*" } else { "" })
    }

    fn stands_in_entry(&self, backend: DbBackend, after: Option<i64>) -> Expr {
        let quoted = [self.quoted(backend)];
        match (backend, after) {
            (DbBackend::Postgres, _) => {
                Expr::cust_with_values("\"search_entry\".\"terms\" @@ CAST($1 AS tsquery)", quoted)
            }
            (_, after) => {
                let after = after.map(|after| format!(" AND rowid > {after}")).unwrap_or_default();
                Expr::cust_with_values(
                    format!(
                        "\"search_entry\".\"id\" IN \
                         (SELECT rowid FROM search_index WHERE search_index MATCH ?{after})"
                    ),
                    quoted,
                )
            }
        }
    }
}

/// Keeps PostgreSQL to the order in which entries are cheap to read; it cannot know how many a word has. Behind `after`,
/// those few are looked through one by one: the index would first gather all that have the word. Otherwise the index comes
/// first, before tickets are walked in the hope that many fit.
fn fence(entries: &mut SelectStatement, after: Option<i64>) {
    let Some(after) = after else {
        entries.offset(0);
        return;
    };
    let mut newest = sea_query::Query::select();
    newest
        .column(Asterisk)
        .from(search_entry::Entity)
        .and_where(search_entry::Column::Id.gt(after))
        .offset(0);
    entries.from_clear().from_subquery(newest, search_entry::Entity);
}

/// The number that a query consists of.
fn number(typed: &str) -> Option<i64> {
    let typed = typed.trim();
    let digits = typed.strip_prefix('#').unwrap_or(typed);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}
