//! What a person has written for a ticket that is not opened yet.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "new_ticket_draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    pub title: String,
    pub text: String,
    pub note: String,
    pub customer_email: String,
    pub customer_name: String,
    pub saved_at: DateTimeUtc,
    pub writer: Option<String>,
    pub written_at: Option<DateTimeUtc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
