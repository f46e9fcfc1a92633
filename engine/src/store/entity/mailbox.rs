//! How far a mailbox is fetched, by whom, and how it is.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mailbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub uid_validity: Option<i64>,
    pub last_uid: Option<i64>,
    pub holder: Option<String>,
    pub held_until: Option<DateTimeUtc>,
    pub last_success_at: Option<DateTimeUtc>,
    pub last_error: Option<String>,
    pub last_error_at: Option<DateTimeUtc>,
    pub last_fault: Option<String>,
    pub place: Option<String>,
    pub asked_at: Option<DateTimeUtc>,
    pub answered_at: Option<DateTimeUtc>,
    pub begun_at: Option<DateTimeUtc>,
    pub progress_done: Option<i64>,
    pub progress_total: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
