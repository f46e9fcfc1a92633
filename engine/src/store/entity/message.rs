//! Which ticket a Message-ID belongs to, ours and theirs.

use sea_orm::entity::prelude::*;

#[allow(clippy::struct_field_names, reason = "they are the names of the columns")]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub message_id: String,
    pub ticket_id: Uuid,
    pub comment_id: Option<Uuid>,
    pub letter_id: Option<Uuid>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
