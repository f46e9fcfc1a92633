//! Fills in the place in a dictionary of titles that were written before tickets had it.

use sea_orm::{
    ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{collation, entity::ticket};

/// How many tickets are filled in at a time.
const BATCH: u64 = 500;

/// Each batch is found by the index of the keys, and is one statement and one commit.
pub(super) async fn fill(db: &DatabaseConnection) -> Result<(), DbErr> {
    loop {
        let titles: Vec<(Uuid, String)> = ticket::Entity::find()
            .select_only()
            .columns([ticket::Column::Id, ticket::Column::Title])
            .filter(ticket::Column::TitleKey.eq(""))
            .limit(BATCH)
            .into_tuple()
            .all(db)
            .await?;
        let Some(((first, title), others)) = titles.split_first() else { return Ok(()) };
        let begin = Expr::case(ticket::Column::Id.eq(*first), collation::title_key(title));
        let keys = others.iter().fold(begin, |keys, (id, title)| {
            keys.case(ticket::Column::Id.eq(*id), collation::title_key(title))
        });
        let keys: Expr = keys.into();
        ticket::Entity::update_many()
            .col_expr(ticket::Column::TitleKey, keys)
            .filter(ticket::Column::Id.is_in(titles.iter().map(|(id, _)| *id)))
            // Another node may have given one another title meanwhile, with its key.
            .filter(ticket::Column::TitleKey.eq(""))
            .exec(db)
            .await?;
    }
}
