//! A comment.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "comment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_id: Uuid,
    pub author_id: Uuid,
    pub visibility: String,
    pub channel: String,
    pub text: String,
    pub html: String,
    pub automatic: bool,
    pub created_at: DateTimeUtc,
    pub redacted_at: Option<DateTimeUtc>,
    pub redacted_files: i32,
    pub has_more: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
