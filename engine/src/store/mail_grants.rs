//! Rows of what providers of mail have granted; their tokens are sealed, each for its row alone.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{Work, entity::mail_grant, living::LIVING};
use crate::{
    engine::Engine,
    error::{Error, Result},
    model::{GrantedTokens, MailAccount, MailGrant, MailGrantId, MailSecret, UserId},
};

/// How long a token is taken to hold whose provider does not say.
const UNSAID: Duration = Duration::from_mins(10);

/// How long a token is taken to hold at most, whatever its provider says: it is renewed before.
const LONGEST: Duration = Duration::from_hours(24);

/// How names of accounts are compared and kept: a provider takes them in any case.
fn folded(account: &str) -> String {
    account.to_lowercase()
}

/// What was granted for an account.
pub(crate) async fn find(db: &impl ConnectionTrait, of: &MailAccount) -> Result<Option<mail_grant::Model>> {
    let found = mail_grant::Entity::find()
        .filter(mail_grant::Column::Provider.eq(&of.provider))
        .filter(mail_grant::Column::Account.eq(folded(&of.account)));
    Ok(found.one(db).await?)
}

/// All that was granted.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<(MailAccount, MailGrant)>> {
    let rows = mail_grant::Entity::find().order_by_asc(mail_grant::Column::ConnectedAt).all(db).await?;
    let grants = rows.into_iter().map(|row| {
        let account = MailAccount { provider: row.provider.clone(), account: row.account.clone() };
        (account, grant(row))
    });
    Ok(grants.collect())
}

fn grant(row: mail_grant::Model) -> MailGrant {
    MailGrant {
        id: row.id.into(),
        connected_at: row.connected_at,
        connected_by: row.connected_by.map(Into::into),
        gone_at: row.gone_at,
        gone_reason: row.gone_reason,
        servers: row.servers.map(|servers| servers.lines().map(str::to_owned).collect()),
    }
}

/// Keeps what somebody has just been granted, in the place of what was granted before.
pub(crate) async fn put(
    work: &Work<'_>,
    of: &MailAccount,
    by: Option<UserId>,
    (tokens, refresh): (&GrantedTokens, &MailSecret),
    servers: String,
) -> Result<MailGrantId> {
    let before = find(work.tx(), of).await?;
    let id = match &before {
        Some(before) => before.id,
        None => work.id::<MailGrantId>()?.into(),
    };
    let kept = Kept::seal(work.engine(), id, tokens, work.now())?;
    let row = mail_grant::ActiveModel {
        id: if before.is_some() { Unchanged(id) } else { Set(id) },
        provider: Set(of.provider.clone()),
        account: Set(folded(&of.account)),
        refresh_token: Set(work
            .engine()
            .secret()
            .seal(&purpose(id, "refresh"), refresh.reveal().as_bytes())?),
        access_token: Set(Some(kept.access)),
        access_until: Set(Some(kept.until)),
        issued_at: Set(work.now()),
        generation: Set(before.as_ref().map_or(1, |before| before.generation + 1)),
        holder: Set(None),
        held_until: Set(None),
        connected_by: Set(by.map(Into::into)),
        connected_at: Set(work.now()),
        gone_at: Set(None),
        gone_reason: Set(None),
        servers: Set(Some(servers)),
    };
    if before.is_some() {
        row.update(work.tx()).await?;
    } else {
        mail_grant::Entity::insert(row).exec_without_returning(work.tx()).await?;
    }
    Ok(id.into())
}

/// Takes the right to ask for fresh tokens, of which one node at a time has it; `false`: another one asks, or has asked.
pub(crate) async fn claim(
    work: &Work<'_>,
    row: &mail_grant::Model,
    life: String,
    until: DateTime<Utc>,
) -> Result<bool> {
    let mut free = Condition::any()
        .add(mail_grant::Column::Holder.is_null())
        .add(mail_grant::Column::HeldUntil.lte(work.now()));
    if work.engine().database().backend() == DbBackend::Postgres {
        // What a node held that died is free as soon as the database knows.
        free = free.add(Expr::cust(format!("holder NOT IN ({LIVING})")));
    }
    let claimed = mail_grant::Entity::update_many()
        .col_expr(mail_grant::Column::Holder, Expr::value(life))
        .col_expr(mail_grant::Column::HeldUntil, Expr::value(until))
        .filter(unchanged(row))
        .filter(free)
        .exec(work.tx())
        .await?;
    Ok(claimed.rows_affected > 0)
}

/// Keeps fresh tokens, unless somebody else has meanwhile kept others.
pub(crate) async fn renew(work: &Work<'_>, row: &mail_grant::Model, tokens: &GrantedTokens) -> Result<bool> {
    let kept = Kept::seal(work.engine(), row.id, tokens, work.now())?;
    let refresh = match &tokens.refresh {
        Some(refresh) => {
            work.engine().secret().seal(&purpose(row.id, "refresh"), refresh.reveal().as_bytes())?
        }
        None => row.refresh_token.clone(),
    };
    let renewed = mail_grant::Entity::update_many()
        .col_expr(mail_grant::Column::RefreshToken, Expr::value(refresh))
        .col_expr(mail_grant::Column::AccessToken, Expr::value(kept.access))
        .col_expr(mail_grant::Column::AccessUntil, Expr::value(kept.until))
        .col_expr(mail_grant::Column::IssuedAt, Expr::value(work.now()))
        .col_expr(mail_grant::Column::Generation, Expr::value(row.generation + 1))
        .col_expr(mail_grant::Column::Holder, Expr::value(None::<String>))
        .filter(unchanged(row))
        .exec(work.tx())
        .await?;
    Ok(renewed.rows_affected > 0)
}

/// Lets others ask for fresh tokens.
pub(crate) async fn release(work: &Work<'_>, row: &mail_grant::Model) -> Result<()> {
    mail_grant::Entity::update_many()
        .col_expr(mail_grant::Column::Holder, Expr::value(None::<String>))
        .filter(unchanged(row))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Notes that what was granted is gone, unless somebody has meanwhile been granted it anew.
pub(crate) async fn gone(work: &Work<'_>, row: &mail_grant::Model, reason: &str) -> Result<bool> {
    let gone = mail_grant::Entity::update_many()
        .col_expr(mail_grant::Column::GoneAt, Expr::value(work.now()))
        .col_expr(mail_grant::Column::GoneReason, Expr::value(reason))
        .col_expr(mail_grant::Column::Holder, Expr::value(None::<String>))
        .filter(unchanged(row))
        .exec(work.tx())
        .await?;
    Ok(gone.rows_affected > 0)
}

/// Throws a grant away.
pub(crate) async fn remove(work: &Work<'_>, id: Uuid) -> Result<()> {
    mail_grant::Entity::delete_by_id(id).exec(work.tx()).await?;
    Ok(())
}

/// The row for as long as nobody has changed what was granted.
fn unchanged(row: &mail_grant::Model) -> Condition {
    Condition::all()
        .add(mail_grant::Column::Id.eq(row.id))
        .add(mail_grant::Column::Generation.eq(row.generation))
        .add(mail_grant::Column::GoneAt.is_null())
}

/// The token that opens the mailbox, if it still does at `until`.
pub(crate) fn access(
    engine: &Engine,
    row: &mail_grant::Model,
    until: DateTime<Utc>,
) -> Result<Option<MailSecret>> {
    let (Some(token), Some(ends)) = (&row.access_token, row.access_until) else { return Ok(None) };
    if ends <= until { Ok(None) } else { opened(engine, row.id, "access", token).map(Some) }
}

/// By what fresh tokens are asked for.
pub(crate) fn refresh(engine: &Engine, row: &mail_grant::Model) -> Result<MailSecret> {
    opened(engine, row.id, "refresh", &row.refresh_token)
}

fn opened(engine: &Engine, id: Uuid, kind: &str, sealed: &str) -> Result<MailSecret> {
    let bytes = engine.secret().open_kept(&purpose(id, kind), sealed);
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.map(MailSecret::new).ok_or_else(|| Error::internal("a token cannot be unsealed"))
}

/// A token copied into another row, or another column, opens nothing.
fn purpose(id: Uuid, kind: &str) -> String {
    format!("mail-grant {kind} {id}")
}

/// An access token as it is kept.
struct Kept {
    access: String,
    until: DateTime<Utc>,
}

impl Kept {
    fn seal(engine: &Engine, id: Uuid, tokens: &GrantedTokens, now: DateTime<Utc>) -> Result<Self> {
        let access = engine.secret().seal(&purpose(id, "access"), tokens.access.reveal().as_bytes())?;
        Ok(Self { access, until: now + tokens.expires_in.unwrap_or(UNSAID).min(LONGEST) })
    }
}
