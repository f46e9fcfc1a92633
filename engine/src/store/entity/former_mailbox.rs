//! The address of a mailbox that is in the configuration, or was there, or that an admin deleted.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "former_mailbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub address: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
