//! A ticket. `priority_rank` repeats `priority` as a number, so that lists can be ordered by it, and
//! `title_key` is the place of `title` in a dictionary; what begins with
//! `public_` is what its customer is shown in the place of the column of that name.

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
    pub public_version: i64,
    pub public_updated_at: DateTimeUtc,
    pub public_priority_rank: i32,
    pub waiting_since: Option<DateTimeUtc>,
    pub customer_wrote_at: Option<DateTimeUtc>,
    pub customer_posts: i64,
    pub held_back_at: Option<DateTimeUtc>,
    pub held_back_from: Option<Uuid>,
    pub due_at: Option<DateTimeUtc>,
    pub escalates_at: Option<DateTimeUtc>,
    pub warns_at: Option<DateTimeUtc>,
    pub closes_from: Option<DateTimeUtc>,
    pub is_private: bool,
    pub merged_into_id: Option<Uuid>,
    pub external_id: Option<String>,
    pub title_key: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
