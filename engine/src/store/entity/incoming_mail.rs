//! A line of the ledger of incoming mails.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incoming_mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub dedupe: String,
    pub message_id: Option<String>,
    pub sha256: String,
    pub mailbox: Option<String>,
    pub sender: Option<String>,
    pub sender_name: Option<String>,
    pub subject: Option<String>,
    pub queue_id: Option<Uuid>,
    pub outcome: String,
    pub reason: Option<String>,
    pub reason_code: Option<String>,
    pub reason_detail: Option<String>,
    pub relation: Option<String>,
    pub authentication: Option<String>,
    pub signature: Option<String>,
    pub ticket_id: Option<Uuid>,
    pub comment_id: Option<Uuid>,
    pub received_at: DateTimeUtc,
    pub repeats: i64,
    pub repeated_at: Option<DateTimeUtc>,
    pub old_at: Option<DateTimeUtc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
