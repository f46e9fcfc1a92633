//! Who a bearer is, by the row of a session or of a token; whether anybody can log in at all, and how everybody is logged out.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter, Statement,
    Value, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Database, confirmed_devices,
    entity::{account, api_token, session},
    identities, last_seen, passkeys, password_links,
};
use crate::{
    actor::{Actor, Scopes, Via, Viewer},
    error::{Error, Result},
    model::{Role, SessionId, Sharing, TokenId, UserId},
};

/// By what a user is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Known {
    /// The hash of a session's token.
    SessionHash(String),
    /// The hash of an API token.
    TokenHash(String),
    /// A session that was recognised before.
    Session(SessionId),
    /// An API token that was recognised before.
    Token(TokenId),
    /// The account itself, for the program that runs the engine.
    User(UserId),
}

/// A user who was recognised, before anybody asked whether they still may.
#[derive(Debug, Clone, Default, FromQueryResult)]
pub(crate) struct Recognised {
    via: Uuid,
    scopes: Option<String>,
    expires_at: Option<DateTime<Utc>>,
    renewed_at: Option<DateTime<Utc>>,
    confirmed_at: Option<DateTime<Utc>>,
    /// When the session or the token was last used.
    pub(crate) seen_at: Option<DateTime<Utc>>,
    active: bool,
    id: Uuid,
    email: String,
    name: String,
    role: String,
    locale: String,
    time_zone: String,
    organisation_id: Option<Uuid>,
    sees_tickets: Option<bool>,
    sharing: Option<String>,
    /// Whose second factor is in use, an app or a passkey: their own, if they have one.
    second_factor: Option<Uuid>,
    /// Whether a provider of single sign-on vouched for them.
    vouched: Option<bool>,
    /// Whether they may log in by password whatever their role.
    password_allowed: bool,
    /// A row for each further organisation.
    #[sea_orm(skip)]
    further: Vec<Recognised>,
}

const SESSION: &str = "SELECT b.id AS via, NULL AS scopes, b.expires_at, b.last_seen_at AS seen_at, \
    b.renewed_at, b.confirmed_at, b.vouched, ";
const TOKEN: &str = "SELECT b.id AS via, b.scopes, b.expires_at, b.last_used_at AS seen_at, \
    NULL AS renewed_at, NULL AS confirmed_at, NULL AS vouched, ";
const NEITHER: &str = "SELECT a.id AS via, NULL AS scopes, NULL AS expires_at, NULL AS seen_at, \
    NULL AS renewed_at, NULL AS confirmed_at, NULL AS vouched, ";
const ACCOUNT: &str = "a.id, a.email, a.name, a.role, a.locale, a.time_zone, a.active, a.password_allowed, \
    m.organisation_id, m.sees_tickets, o.sharing, \
    COALESCE(f.user_id, (SELECT p.user_id FROM passkey p WHERE p.user_id = a.id LIMIT 1)) AS second_factor ";
const MEMBER: &str = "LEFT JOIN membership m ON m.user_id = a.id LEFT JOIN organisation o ON o.id = m.organisation_id \
    LEFT JOIN second_factor f ON f.user_id = a.id AND f.enabled_at IS NOT NULL ";

impl Known {
    /// By what somebody is recognised again who was recognised before.
    pub(crate) const fn again(viewer: &Viewer) -> Self {
        match viewer.via {
            Via::Session(id) => Self::Session(id),
            Via::Token(id) => Self::Token(id),
            Via::Letter | Via::Local => Self::User(viewer.id),
        }
    }

    /// Asks the database: token, account, membership and organisation in one query, since every request asks it.
    pub(crate) async fn recognise(&self, database: &Database) -> Result<Option<Recognised>> {
        self.recognise_in(database.ro()).await
    }

    /// The same, inside a transaction.
    pub(crate) async fn recognise_in(&self, db: &impl ConnectionTrait) -> Result<Option<Recognised>> {
        let session = "FROM session b JOIN account a ON a.id = b.user_id ";
        let token = "FROM api_token b JOIN account a ON a.id = b.user_id ";
        let (columns, from, condition, value): (_, _, _, Value) = match self {
            Self::SessionHash(hash) => (SESSION, session, "b.token_hash = $1", hash.into()),
            Self::Session(id) => (SESSION, session, "b.id = $1", id.0.into()),
            Self::TokenHash(hash) => (TOKEN, token, "b.token_hash = $1", hash.into()),
            Self::Token(id) => (TOKEN, token, "b.id = $1", id.0.into()),
            Self::User(id) => (NEITHER, "FROM account a ", "a.id = $1", id.0.into()),
        };
        let order = "ORDER BY m.main DESC, m.organisation_id";
        let sql = format!("{columns}{ACCOUNT}{from}{MEMBER}WHERE {condition} {order}");
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [value]);
        let mut rows = Recognised::find_by_statement(statement).all(db).await?.into_iter();
        Ok(rows.next().map(|first| Recognised { further: rows.collect(), ..first }))
    }
}

impl Recognised {
    /// Whether it holds at `now`.
    pub(crate) fn holds(&self, now: DateTime<Utc>) -> bool {
        self.active && self.expires_at.is_none_or(|until| until > now)
    }

    /// Whether it is a session that began without a provider, of somebody who logs in by single sign-on alone: it began before that
    /// was so, and is none any more.
    pub(crate) fn is_barred(&self, known: &Known, alone: &[Role]) -> Result<bool> {
        let role: Role = self.role.parse().map_err(Error::internal)?;
        let by_password = matches!(self.via(known), Via::Session(_)) && !self.vouched.unwrap_or(false);
        Ok(by_password && !self.password_allowed && alone.contains(&role))
    }

    /// Whose it is.
    pub(crate) const fn user(&self) -> Uuid {
        self.id
    }

    /// Whether its token was exchanged and the new one has not been seen yet.
    pub(crate) const fn is_unconfirmed(&self) -> bool {
        self.renewed_at.is_some() && self.confirmed_at.is_none()
    }

    /// How the user was recognised.
    pub(crate) fn via(&self, known: &Known) -> Via {
        match known {
            Known::SessionHash(_) | Known::Session(_) => Via::Session(self.via.into()),
            Known::TokenHash(_) | Known::Token(_) => Via::Token(self.via.into()),
            Known::User(_) => Via::Local,
        }
    }

    /// When it ends by itself.
    pub(crate) const fn until(&self) -> Option<DateTime<Utc>> {
        self.expires_at
    }

    /// Whether the organisation of this row shares its tickets with them.
    fn reaches(&self) -> Result<bool> {
        let sharing: Sharing =
            self.sharing.as_deref().map_or(Ok(Sharing::Nobody), str::parse).map_err(Error::internal)?;
        Ok(sharing.reaches(self.sees_tickets.unwrap_or(false)))
    }

    /// The actor: a person who logged in with a password, and whose role requires a second factor that they have not set up, is
    /// one who may do no more than that. This is the one place that says so; those for whom a provider vouched, API tokens,
    /// letters and the host program are not asked.
    pub(crate) fn actor(self, known: &Known, required: &[Role]) -> Result<Actor> {
        let has_none = self.second_factor.is_none();
        let vouched = self.vouched.unwrap_or(false);
        let viewer = self.viewer(known)?;
        let by_password = matches!(viewer.via, Via::Session(_)) && !vouched;
        let unready = by_password && has_none && required.contains(&viewer.role);
        Ok(if unready { Actor::unready(viewer) } else { Actor::viewer(viewer) })
    }

    /// The user as the rules know them.
    pub(crate) fn viewer(self, known: &Known) -> Result<Viewer> {
        let via = self.via(known);
        let (mut organisations, mut shared) = (Vec::new(), Vec::new());
        for row in std::iter::once(&self).chain(&self.further) {
            let Some(organisation) = row.organisation_id else { continue };
            organisations.push(organisation.into());
            if row.reaches()? {
                shared.push(organisation.into());
            }
        }
        Ok(Viewer {
            id: self.id.into(),
            email: self.email,
            name: self.name,
            role: self.role.parse().map_err(Error::internal)?,
            organisations,
            shared,
            locale: self.locale,
            time_zone: self.time_zone,
            via,
            scopes: self.scopes.as_deref().map_or(Scopes::ALL, Scopes::parse),
        })
    }
}

/// Notes that a session or a token was used.
pub(crate) async fn seen(tx: &DatabaseTransaction, via: Via, now: DateTime<Utc>) -> Result<()> {
    match via {
        Via::Session(id) => {
            let update =
                session::Entity::update_many().col_expr(session::Column::LastSeenAt, Expr::value(now));
            update.filter(session::Column::Id.eq(id.0)).exec(tx).await?;
            last_seen::note_session(tx, id.0, now).await?;
        }
        Via::Token(id) => {
            let update =
                api_token::Entity::update_many().col_expr(api_token::Column::LastUsedAt, Expr::value(now));
            update.filter(api_token::Column::Id.eq(id.0)).exec(tx).await?;
        }
        Via::Letter | Via::Local => {}
    }
    Ok(())
}

/// Whether anybody can log in to this account, or is logged in.
pub(crate) async fn exist(db: &impl ConnectionTrait, account: &account::Model) -> Result<bool> {
    if account.password_hash.is_some() {
        return Ok(true);
    }
    let session = session::Entity::find().filter(session::Column::UserId.eq(account.id));
    if session.one(db).await?.is_some() {
        return Ok(true);
    }
    let token = api_token::Entity::find().filter(api_token::Column::UserId.eq(account.id));
    if token.one(db).await?.is_some() || passkeys::exist(db, account.id).await? {
        return Ok(true);
    }
    identities::exist(db, account.id).await
}

/// Ends every session of a user, makes every link they were sent useless, and knows their browsers no longer.
pub(crate) async fn end_all(tx: &DatabaseTransaction, user: Uuid) -> Result<()> {
    session::Entity::delete_many().filter(session::Column::UserId.eq(user)).exec(tx).await?;
    password_links::end_all(tx, user).await?;
    confirmed_devices::forget_all(tx, user).await
}
