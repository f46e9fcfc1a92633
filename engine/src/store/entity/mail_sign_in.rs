//! A sign-in at a provider of mail that an admin has begun on the page.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_sign_in")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub state: String,
    pub user_id: Uuid,
    pub session: String,
    pub provider: String,
    pub account: String,
    pub verifier: String,
    pub expires_at: DateTimeUtc,
    pub servers: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
