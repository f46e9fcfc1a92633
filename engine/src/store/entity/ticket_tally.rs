//! How many tickets a group has; the sum over its lines. Written by the database's own triggers.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket_tally")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub queue_id: Uuid,
    pub status: String,
    pub assignee_id: Option<Uuid>,
    pub count: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
