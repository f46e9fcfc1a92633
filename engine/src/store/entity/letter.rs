//! A mail that is owed or was sent: the outbox.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "letter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub ticket_id: Option<Uuid>,
    pub comment_id: Option<Uuid>,
    pub recipient_id: Uuid,
    pub address: String,
    pub message_id: String,
    pub dedupe: Option<String>,
    pub state: String,
    pub attempts: i32,
    pub next_at: DateTimeUtc,
    pub claimed_by: Option<String>,
    pub claimed_until: Option<DateTimeUtc>,
    pub last_error: Option<String>,
    pub created_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
    pub changes: String,
    pub accepted: Option<String>,
    pub settled_at: Option<DateTimeUtc>,
    pub notice: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
