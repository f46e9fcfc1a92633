//! What a provider of mail has granted for an account.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub provider: String,
    pub account: String,
    pub refresh_token: String,
    pub access_token: Option<String>,
    pub access_until: Option<DateTimeUtc>,
    pub issued_at: DateTimeUtc,
    pub generation: i64,
    pub holder: Option<String>,
    pub held_until: Option<DateTimeUtc>,
    pub connected_by: Option<Uuid>,
    pub connected_at: DateTimeUtc,
    pub gone_at: Option<DateTimeUtc>,
    pub gone_reason: Option<String>,
    pub servers: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
