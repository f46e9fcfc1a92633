//! A ticket. `priority_rank` repeats `priority` as a number, so that lists can be ordered by it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: i64,
    pub title: String,
    pub status: String,
    pub priority: String,
    pub priority_rank: i32,
    pub channel: String,
    pub queue_id: Uuid,
    pub customer_id: Uuid,
    pub organisation_id: Option<Uuid>,
    pub assignee_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub auto_close_at: Option<DateTimeUtc>,
    pub reminded_at: Option<DateTimeUtc>,
    pub first_answer_at: Option<DateTimeUtc>,
    pub notice_version: Option<String>,
    pub version: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
