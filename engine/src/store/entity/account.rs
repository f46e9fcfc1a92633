//! A person; the model's word is `User`, the table's is not, because PostgreSQL reserves it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub email: String,
    pub name: String,
    pub folded: String,
    pub sort_key: String,
    pub role: String,
    pub locale: String,
    pub locale_chosen: Option<bool>,
    pub time_zone: String,
    pub time_zone_chosen: Option<bool>,
    pub password_hash: Option<String>,
    pub active: bool,
    pub user_name: Option<String>,
    pub user_name_folded: Option<String>,
    pub notices: String,
    pub mail_times: Option<String>,
    pub external_id: Option<String>,
    pub created_at: DateTimeUtc,
    pub erased_at: Option<DateTimeUtc>,
    pub merged_into_id: Option<Uuid>,
    pub password_allowed: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
