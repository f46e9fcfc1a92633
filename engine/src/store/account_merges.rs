//! Rows of merged accounts: everything of one becomes the other's, and what came is noted, so that it can be given back.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Value,
    sea_query::{Alias, Condition, Expr, ExprTrait, Query},
};
use uuid::Uuid;

use super::{
    Work,
    entity::{account, account_merge, account_merge_item},
    logins, many, memberships, people, second_factors, tokens,
};
use crate::{
    error::{Error, Result},
    model::MergedAccount,
};

/// What belongs to a person: its kind in the notes, its table, the column that says whose it is, and the one that tells it
/// from others of theirs.
struct Belonging {
    kind: &'static str,
    table: &'static str,
    owner: &'static str,
    item: &'static str,
    /// Whether a person has each of these once: then what both have stays where it is.
    once: bool,
}

const fn of_many(kind: &'static str, table: &'static str, owner: &'static str) -> Belonging {
    Belonging { kind, table, owner, item: "id", once: false }
}

const fn once(kind: &'static str, table: &'static str, item: &'static str) -> Belonging {
    Belonging { kind, table, owner: "user_id", item, once: true }
}

const IDENTITY: &str = "IDENTITY";

const BELONGINGS: [Belonging; 16] = [
    of_many("TICKET", "ticket", "customer_id"),
    of_many("ASSIGNED", "ticket", "assignee_id"),
    of_many("COMMENT", "comment", "author_id"),
    of_many("EVENT", "event", "actor_id"),
    of_many("LETTER", "letter", "recipient_id"),
    of_many("VIEW", "saved_view", "owner_id"),
    of_many("NOTIFICATION", "notification", "user_id"),
    of_many("DRAFT_FILE", "draft_file", "user_id"),
    of_many("PHONE", "account_phone", "user_id"),
    of_many(IDENTITY, "identity", "user_id"),
    once("PARTICIPANT", "participant", "ticket_id"),
    once("WATCHER", "watcher", "ticket_id"),
    once("MENTION", "mention", "comment_id"),
    once("DRAFT", "draft", "ticket_id"),
    once("QUEUE", "queue_member", "queue_id"),
    once("MEMBERSHIP", "membership", "organisation_id"),
];

/// Addresses are told apart by themselves.
const ADDRESS: Belonging =
    Belonging { kind: "ADDRESS", table: "account_address", owner: "user_id", item: "address", once: false };

/// What the account was called: told apart from what others may take by being gone from its row.
const MAIN: Belonging = Belonging { kind: "MAIN", table: "account", owner: "id", item: "email", once: false };
const USER_NAME: Belonging =
    Belonging { kind: "USER_NAME", table: "account", owner: "id", item: "user_name", once: false };
const COMPARED: Belonging =
    Belonging { kind: "COMPARED", table: "account", owner: "id", item: "user_name_folded", once: false };

/// Which organisation was the first of the one who was merged; it is only noted.
const FIRST: Belonging = once("FIRST_ORGANISATION", "membership", "organisation_id");

/// Makes everything of `source` that of `target`, and switches the account off. `identities`: those at providers too, which let
/// whoever has them into the account.
pub(crate) async fn merge(
    work: &Work<'_>,
    source: account::Model,
    target: Uuid,
    identities: bool,
) -> Result<()> {
    let (id, from) = (work.id::<Uuid>()?, source.id);
    let row = account_merge::ActiveModel {
        id: Set(id),
        source_id: Set(from),
        target_id: Set(target),
        was_active: Set(source.active),
        merged_at: Set(work.now()),
        undone_at: Set(None),
    };
    account_merge::Entity::insert(row).exec_without_returning(work.tx()).await?;
    let leads = memberships::first(work.tx(), target.into()).await?.map(|row| row.organisation_id);
    let first = memberships::unmark(work.tx(), from).await?;
    note(work.tx(), id, &FIRST, first.iter().map(|item| item.simple().to_string())).await?;
    for belonging in BELONGINGS.iter().filter(|it| identities || it.kind != IDENTITY) {
        let items: Vec<Uuid> = items_of(work.tx(), belonging, from, target).await?;
        note(work.tx(), id, belonging, items.iter().map(|item| item.simple().to_string())).await?;
        give(work.tx(), belonging, (from, target), &items).await?;
    }
    memberships::settle(work.tx(), target, leads.or(first)).await?;
    memberships::settle(work.tx(), from, first).await?;
    let addresses: Vec<String> = items_of(work.tx(), &ADDRESS, from, target).await?;
    note(work.tx(), id, &ADDRESS, addresses.iter().cloned()).await?;
    give(work.tx(), &ADDRESS, (from, target), &addresses).await?;
    logins::end_all(work.tx(), from).await?;
    tokens::end_all(work.tx(), from).await?;
    second_factors::remove(work.tx(), from).await?;
    note(work.tx(), id, &MAIN, [source.email.clone()].into_iter()).await?;
    note(work.tx(), id, &USER_NAME, source.user_name.clone().into_iter()).await?;
    note(work.tx(), id, &COMPARED, source.user_name_folded.clone().into_iter()).await?;
    let placeholder = released(from);
    let mut row = source.into_active_model();
    // The addresses and the user name are the other's, who may give them up or make them their main ones.
    row.email = Set(placeholder.clone());
    row.user_name = Set(None);
    row.user_name_folded = Set(None);
    row.active = Set(false);
    row.merged_into_id = Set(Some(target));
    row.update(work.tx()).await?;
    people::lead_no_more(work.tx(), from.into(), &[&placeholder]).await
}

/// The accounts that became part of each of these, also with another one in between, the one that was merged last first.
pub(crate) async fn merged_into(
    db: &impl ConnectionTrait,
    users: &[Uuid],
) -> Result<HashMap<Uuid, Vec<MergedAccount>>> {
    // Whose each account is in the end.
    let mut holders: HashMap<Uuid, Uuid> = users.iter().map(|user| (*user, *user)).collect();
    let (mut level, mut sources) = (users.to_vec(), Vec::new());
    while !level.is_empty() {
        let mut next = Vec::new();
        for some in level.chunks(many::AT_ONCE) {
            let merged = account::Entity::find()
                .filter(account::Column::MergedIntoId.is_in(some.iter().copied()))
                .filter(account::Column::ErasedAt.is_null());
            for row in merged.all(db).await? {
                let holder = row.merged_into_id.and_then(|into| holders.get(&into).copied());
                holders.extend(holder.map(|holder| (row.id, holder)));
                next.push(row.id);
                sources.push(row);
            }
        }
        level = next;
    }
    let mut merges = merges_of(db, &sources).await?;
    let mut found: HashMap<Uuid, Vec<MergedAccount>> = HashMap::new();
    for row in sources {
        let (Some(holder), Some((merged_at, email))) = (holders.get(&row.id), merges.remove(&row.id)) else {
            continue;
        };
        let account = MergedAccount { id: row.id.into(), name: row.name, email, merged_at };
        found.entry(*holder).or_default().push(account);
    }
    for merged in found.values_mut() {
        merged.sort_by_key(|one| (std::cmp::Reverse(one.merged_at), one.id));
    }
    Ok(found)
}

/// When each of these accounts was merged, and the main address that it had.
async fn merges_of(
    db: &impl ConnectionTrait,
    sources: &[account::Model],
) -> Result<HashMap<Uuid, (DateTime<Utc>, String)>> {
    let mut found = HashMap::new();
    for some in sources.chunks(many::AT_ONCE) {
        let merges = account_merge::Entity::find()
            .filter(account_merge::Column::SourceId.is_in(some.iter().map(|row| row.id)))
            .filter(account_merge::Column::UndoneAt.is_null())
            .all(db)
            .await?;
        let mains = account_merge_item::Entity::find()
            .filter(account_merge_item::Column::MergeId.is_in(merges.iter().map(|merge| merge.id)))
            .filter(account_merge_item::Column::Kind.eq(MAIN.kind))
            .all(db)
            .await?;
        let mut mains: HashMap<Uuid, String> =
            mains.into_iter().map(|main| (main.merge_id, main.item)).collect();
        found.extend(merges.into_iter().map(|merge| {
            let main = mains.remove(&merge.id).unwrap_or_default();
            (merge.source_id, (merge.merged_at, main))
        }));
    }
    Ok(found)
}

/// What stands in the place of the address of an account that is merged into another.
fn released(account: Uuid) -> String {
    format!("merged-{}@sender.invalid", account.simple())
}

/// Gives back what came with `source`, as far as it still belongs to the other; what was added since stays there.
pub(crate) async fn part(work: &Work<'_>, source: account::Model) -> Result<account::Model> {
    let merges = account_merge::Entity::find()
        .filter(account_merge::Column::SourceId.eq(source.id))
        .filter(account_merge::Column::UndoneAt.is_null())
        .order_by_desc(account_merge::Column::MergedAt);
    let merge = merges.one(work.tx()).await?.ok_or_else(|| Error::internal("a merge is missing"))?;
    let items = account_merge_item::Entity::find()
        .filter(account_merge_item::Column::MergeId.eq(merge.id))
        .all(work.tx())
        .await?;
    let of =
        |kind: &'static str| items.iter().filter(move |row| row.kind == kind).map(|row| row.item.clone());
    // The other may have been merged in its turn.
    let holder = people::holder(work.tx(), merge.target_id.into()).await?;
    let ends = (holder.0, merge.source_id);
    disclaim(work.tx(), &merge, &items).await?;
    let leads = memberships::unmark(work.tx(), holder.0).await?;
    memberships::unmark(work.tx(), merge.source_id).await?;
    for belonging in &BELONGINGS {
        let items: Vec<Uuid> = of(belonging.kind).filter_map(|item| item.parse().ok()).collect();
        give(work.tx(), belonging, ends, &items).await?;
    }
    memberships::settle(work.tx(), holder.0, leads).await?;
    let first = of(FIRST.kind).find_map(|item| item.parse().ok());
    memberships::settle(work.tx(), merge.source_id, first).await?;
    let addresses: Vec<String> = of(ADDRESS.kind).collect();
    give(work.tx(), &ADDRESS, ends, &addresses).await?;
    let (main, name) = (of(MAIN.kind).next(), of(USER_NAME.kind).next().zip(of(COMPARED.kind).next()));
    let row = name_again(work, source, main, name).await?;
    let was_active = merge.was_active;
    let mut merge = merge.into_active_model();
    merge.undone_at = Set(Some(work.now()));
    merge.update(work.tx()).await?;
    let mut row = row.into_active_model();
    row.active = Set(was_active);
    row.merged_into_id = Set(None);
    Ok(row.update(work.tx()).await?)
}

/// What came with `merge` and went on with later ones is no longer what came with these: parting them gives none of it to
/// whom it never was.
async fn disclaim(
    tx: &DatabaseTransaction,
    merge: &account_merge::Model,
    items: &[account_merge_item::Model],
) -> Result<()> {
    let mut holder = merge.target_id;
    loop {
        let later = account_merge::Entity::find()
            .filter(account_merge::Column::SourceId.eq(holder))
            .filter(account_merge::Column::UndoneAt.is_null());
        let Some(later) = later.one(tx).await? else { return Ok(()) };
        for belonging in BELONGINGS.iter().chain([&ADDRESS]) {
            let came = items.iter().filter(|row| row.kind == belonging.kind);
            let came: Vec<&str> = came.map(|row| row.item.as_str()).collect();
            for some in came.chunks(many::AT_ONCE) {
                account_merge_item::Entity::delete_many()
                    .filter(account_merge_item::Column::MergeId.eq(later.id))
                    .filter(account_merge_item::Column::Kind.eq(belonging.kind))
                    .filter(account_merge_item::Column::Item.is_in(some.iter().copied()))
                    .exec(tx)
                    .await?;
            }
        }
        holder = later.target_id;
    }
}

/// Gives an account its main address and its user name back, as far as they are nobody else's meanwhile.
async fn name_again(
    work: &Work<'_>,
    source: account::Model,
    main: Option<String>,
    name: Option<(String, String)>,
) -> Result<account::Model> {
    let own = people::led_to(work.tx(), source.id.into()).await?;
    let email = main.filter(|main| own.contains(main)).or_else(|| own.into_iter().next());
    let email = email.ok_or_else(|| {
        let message = "All addresses of this account now belong to somebody else. Free one of them first.";
        Error::bad("id", "account-without-address", message)
    })?;
    let mut row = source.into_active_model();
    row.email = Set(email);
    if let Some((shown, compared)) = name
        && people::by_user_name(work.tx(), &compared).await?.is_none()
    {
        row.user_name = Set(Some(shown));
        row.user_name_folded = Set(Some(compared));
    }
    Ok(row.update(work.tx()).await?)
}

/// Forgets what came with merged accounts, their addresses among it.
pub(crate) async fn forget(tx: &DatabaseTransaction, users: &[Uuid]) -> Result<()> {
    let merges = account_merge::Entity::find()
        .select_only()
        .column(account_merge::Column::Id)
        .filter(
            Condition::any()
                .add(account_merge::Column::SourceId.is_in(users.iter().copied()))
                .add(account_merge::Column::TargetId.is_in(users.iter().copied())),
        )
        .into_query();
    account_merge_item::Entity::delete_many()
        .filter(account_merge_item::Column::MergeId.in_subquery(merges))
        .exec(tx)
        .await?;
    Ok(())
}

/// What of this kind belongs to `from` and can become `to`'s.
async fn items_of<T: sea_orm::TryGetable>(
    tx: &DatabaseTransaction,
    belonging: &Belonging,
    from: Uuid,
    to: Uuid,
) -> Result<Vec<T>> {
    let (table, owner, item) =
        (Alias::new(belonging.table), Alias::new(belonging.owner), Alias::new(belonging.item));
    let mut found = Query::select();
    found.column(item.clone()).from(table.clone()).and_where(Expr::col(owner.clone()).eq(from));
    if belonging.once {
        let mut theirs = Query::select();
        theirs.column(item.clone()).from(table).and_where(Expr::col(owner).eq(to));
        found.and_where(Expr::col(item).in_subquery(theirs).not());
    }
    let rows = tx.query_all(&found).await?;
    rows.iter().map(|row| Ok(row.try_get("", belonging.item)?)).collect()
}

/// Makes these that of another, if they are `from`'s.
async fn give<T: Clone + Into<Value>>(
    tx: &DatabaseTransaction,
    belonging: &Belonging,
    (from, to): (Uuid, Uuid),
    items: &[T],
) -> Result<()> {
    for some in items.chunks(many::AT_ONCE) {
        let mut update = Query::update();
        update
            .table(Alias::new(belonging.table))
            .value(Alias::new(belonging.owner), to)
            .and_where(Expr::col(Alias::new(belonging.owner)).eq(from))
            .and_where(
                Expr::col(Alias::new(belonging.item))
                    .is_in(some.iter().map(|item| Expr::value(item.clone()))),
            );
        tx.execute(&update).await?;
    }
    Ok(())
}

async fn note(
    tx: &DatabaseTransaction,
    merge: Uuid,
    belonging: &Belonging,
    items: impl Iterator<Item = String>,
) -> Result<()> {
    let row = |item| account_merge_item::ActiveModel {
        merge_id: Set(merge),
        kind: Set(belonging.kind.to_owned()),
        item: Set(item),
    };
    Ok(many::insert(tx, items.map(row).collect(), None).await?)
}
