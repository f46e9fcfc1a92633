//! A mailbox that an admin added; `password` is sealed under a key of the operator, `oauth` names a provider of the configuration.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mailbox_definition")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub address: String,
    pub queue_id: Uuid,
    pub host: Option<String>,
    pub port: Option<i32>,
    pub security: Option<String>,
    pub login: Option<String>,
    pub folder: Option<String>,
    pub password: Option<String>,
    pub oauth: Option<String>,
    pub reached_since: Option<DateTimeUtc>,
    pub replies: String,
    pub plus_addressing: bool,
    pub cc_watches: bool,
    pub reopen_days: Option<i32>,
    pub paused: bool,
    pub rules: Option<String>,
    pub certificates: Option<String>,
    pub after_fetch: String,
    pub move_to: Option<String>,
    pub only_newer_than: Option<String>,
    pub old_mail: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
