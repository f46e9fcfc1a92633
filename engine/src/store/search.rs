//! The search index: what is written into it, and the condition under which it finds a ticket.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Statement,
    sea_query::{self, Asterisk, Expr, ExprTrait, SelectStatement, UnionType},
};

use super::{
    entity::{counter, search_entry, ticket},
    fold::{PART, SHORTEST_PART, fold, indexed, spelt_out, umlauts_folded},
    search_names::Owned,
};
use crate::{
    error::Result,
    model::{CommentId, Search, SearchTerm, TicketId},
};

/// From how many letters on a word is taken for the beginning of a word; shorter ones begin too many.
pub(super) const BEGINNING: usize = 3;

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
    let content = indexed(text);
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
    entitle(tx, ticket, number, title).await
}

/// Lets the search find a new ticket by its number and its title.
pub(crate) async fn entitle(
    tx: &DatabaseTransaction,
    ticket: TicketId,
    number: i64,
    title: &str,
) -> Result<()> {
    add(tx, ticket, None, false, &format!("{number} {title}")).await
}

/// What a search looks for in the index: terms of which each stands somewhere in title, comments or names of files, or names
/// whose ticket it is; with `negated` it does neither. A term with punctuation is a phrase; its last word may be the
/// beginning of a longer one.
#[derive(Debug)]
pub(crate) struct Query {
    number: Option<i64>,
    phrases: Vec<Phrase>,
    /// Something was typed as words, be it only punctuation, which finds nothing.
    words: bool,
}

/// Folded words that stand one behind the other.
#[derive(Debug)]
struct Phrase {
    /// Its spellings, the one that was typed first.
    spellings: Vec<Spelling>,
    negated: bool,
    /// Whom and what it names beside.
    owned: Owned,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Spelling {
    pub(super) words: String,
    /// The last word may be the beginning of a longer one.
    pub(super) unfinished: bool,
}

impl Query {
    pub(crate) fn of(search: &Search) -> Self {
        let phrase = |(place, term): (usize, &SearchTerm)| {
            Some(Phrase { owned: Owned::of(search, place), ..Phrase::of(term)? })
        };
        let phrases = search.terms.iter().enumerate().filter_map(phrase).collect();
        let everything = search.terms.is_empty() && !(search.clauses.is_empty() && search.order.is_none());
        Self { number: search.number, phrases, words: !everything }
    }

    /// Whether it names something that stands in the index.
    pub(crate) fn looks_for_words(&self) -> bool {
        self.phrases.iter().any(|phrase| !phrase.negated)
    }

    /// The phrase by which PostgreSQL is to find tickets, in whose entries it then looks for the others: to fetch all
    /// entries of a common word takes seconds among millions. The longest is most likely the rarest.
    fn leading(&self) -> usize {
        let wanted = self.phrases.iter().enumerate().filter(|(_, phrase)| !phrase.negated);
        let lengths = wanted.map(|(place, phrase)| (place, phrase.typed().chars().count()));
        lengths.max_by_key(|(_, length)| *length).map_or(0, |(place, _)| place)
    }

    /// The condition on `ticket`. `internal`: look into internal comments too. `newest`: look at no entry before these; see
    /// [`recent`].
    pub(crate) fn condition(&self, internal: bool, backend: DbBackend, newest: Option<Recent>) -> Condition {
        let mut found = Condition::any();
        if let Some(number) = self.number {
            found = found.add(ticket::Column::Number.eq(number));
        }
        if self.phrases.is_empty() {
            return found.add(Expr::value(!self.words));
        }
        let leading = self.leading();
        let mut each = Condition::all();
        for (place, phrase) in self.phrases.iter().enumerate() {
            each = each.add(phrase.of_ticket(internal, backend, newest, place == leading));
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
    /// `None`: nothing but punctuation.
    fn of(term: &SearchTerm) -> Option<Self> {
        let typed = fold(&term.text);
        if typed.is_empty() {
            return None;
        }
        let begins = |words: &str| !term.exact && last_word(words).chars().count() >= BEGINNING;
        let mut spellings = vec![Spelling { unfinished: begins(&typed), words: typed.clone() }];
        let spelt_out = fold(&spelt_out(&term.text));
        let short = umlauts_folded(&typed);
        // Of "blue" an umlaut leaves "blu", with which other words begin.
        let ends_short = typed.ends_with('e') && !short.ends_with('e');
        for (words, whole) in [(spelt_out, false), (short, ends_short)] {
            if spellings.iter().all(|other| other.words != words) {
                spellings.push(Spelling { unfinished: begins(&words) && !whole, words });
            }
        }
        if let Some(part) = (!term.exact).then(|| part(&typed)).flatten() {
            spellings.push(part);
        }
        Some(Self { spellings, negated: term.negated, owned: Owned::default() })
    }

    fn typed(&self) -> &str {
        self.spellings.first().map_or("", |typed| &typed.words)
    }

    fn quoted(&self, backend: DbBackend) -> String {
        quoted(&self.spellings, backend)
    }

    /// Whether it stands in an entry of `ticket` or names whose that is, or, when negated, does neither.
    fn of_ticket(
        &self,
        internal: bool,
        backend: DbBackend,
        newest: Option<Recent>,
        leads: bool,
    ) -> Condition {
        // What stands nowhere stands not in the newest entries either, but the rest must be asked too.
        let newest = newest.filter(|_| !self.negated);
        let after = newest.map(|newest| newest.after);
        let mut entries = search_entry::Entity::find()
            .select_only()
            .column(search_entry::Column::TicketId)
            .filter(self.stands_in_entry(backend, after));
        if !internal {
            entries = entries.filter(search_entry::Column::Internal.eq(false));
        }
        let mut entries = entries.into_query();
        if backend == DbBackend::Postgres {
            fence(&mut entries, after);
        }
        let mut found = Condition::any();
        if backend == DbBackend::Postgres && after.is_none() && (self.negated || !leads) {
            let of_ticket = search_entry::Column::TicketId.into_expr().eq(ticket::Column::Id.into_expr());
            found = found.add(Expr::exists(entries.and_where(of_ticket).take()));
            found = self.owned.asked_of_each(found, backend);
        } else if self.negated {
            found = found.add(ticket::Column::Id.in_subquery(entries));
            found = self.owned.asked_of_each(found, backend);
        } else {
            // One list of tickets, so that they are found as those are whose text has the word.
            for tickets in self.owned.lists(backend, newest.map(|newest| newest.since)) {
                entries.union(UnionType::All, tickets);
            }
            found = found.add(ticket::Column::Id.in_subquery(entries));
            found = self.owned.of_many(found, backend);
        }
        if self.negated { found.not() } else { found }
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

/// Either of these, in the query language of the database. Words are letters and digits alone and need no escape; they are
/// quoted all the same, since "and" or "near" are words of such a language too.
pub(super) fn quoted(spellings: &[Spelling], backend: DbBackend) -> String {
    if backend == DbBackend::Postgres {
        let spelling = |Spelling { words, unfinished }: &Spelling| {
            let words: Vec<_> = words.split(' ').map(|word| format!("'{word}'")).collect();
            format!("({}{})", words.join(" <-> "), if *unfinished { ":*" } else { "" })
        };
        return spellings.iter().map(spelling).collect::<Vec<_>>().join(" | ");
    }
    let spelling = |Spelling { words, unfinished }: &Spelling| {
        format!("\"{words}\"{}", if *unfinished { "*" } else { "" })
    };
    spellings.iter().map(spelling).collect::<Vec<_>>().join(" OR ")
}

pub(super) fn last_word(words: &str) -> &str {
    words.rsplit(' ').next().unwrap_or(words)
}

/// Inside a long word, as the index marks it; see [`indexed`].
fn part(words: &str) -> Option<Spelling> {
    let word = words.chars().count() >= SHORTEST_PART && words.chars().all(char::is_alphabetic);
    word.then(|| Spelling { words: format!("{PART}{words}"), unfinished: true })
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

/// The counter that stands while entries from before are to be folded anew.
const UNFOLDED: &str = "search_by_letter";

/// How many entries are read at a time.
const BATCH: u64 = 500;

/// Folds entries anew that were written when scripts without blanks were not yet split into their letters.
pub(super) async fn fold_by_letter(db: &DatabaseConnection) -> Result<(), DbErr> {
    let Some(counter) = counter::Entity::find_by_id(UNFOLDED).one(db).await? else { return Ok(()) };
    let letters = match db.get_database_backend() {
        DbBackend::Postgres => "\"search_entry\".\"content\" ~ '[\u{e01}-\u{17d3}\u{3005}-\u{9fff}]{2}'",
        _ => {
            "\"search_entry\".\"content\" GLOB '*[\u{e01}-\u{17d3}\u{3005}-\u{9fff}][\u{e01}-\u{17d3}\u{3005}-\u{9fff}]*'"
        }
    };
    let mut after = counter.value;
    loop {
        let entries: Vec<(i64, String)> = search_entry::Entity::find()
            .select_only()
            .columns([search_entry::Column::Id, search_entry::Column::Content])
            .filter(search_entry::Column::Id.gt(after))
            .filter(Expr::cust(letters))
            .order_by_asc(search_entry::Column::Id)
            .limit(BATCH)
            .into_tuple()
            .all(db)
            .await?;
        let Some((last, _)) = entries.last() else { break };
        after = *last;
        for (id, content) in entries {
            search_entry::Entity::update_many()
                .col_expr(search_entry::Column::Content, Expr::value(indexed(&content)))
                .filter(search_entry::Column::Id.eq(id))
                .exec(db)
                .await?;
        }
    }
    counter::Entity::delete_by_id(UNFOLDED).exec(db).await?;
    Ok(())
}
