//! A row of the journal. `seq` and `tx` are the database's: leave both unset when writing.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub tx: i64,
    pub id: Uuid,
    pub kind: String,
    pub ticket_id: Uuid,
    pub actor_id: Option<Uuid>,
    pub cause: String,
    pub comment_id: Option<Uuid>,
    pub changes: String,
    pub internal: bool,
    pub at: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
