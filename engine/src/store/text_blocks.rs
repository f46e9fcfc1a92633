//! Rows of text blocks and macros.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder,
};

use super::{
    Work, collation,
    entity::{macros, text_block},
    locks::Lock as _,
};
use crate::{
    error::{Error, Result},
    model::{Macro, MacroId, TextBlock, TextBlockId},
};

/// Every text block, by name.
pub(crate) async fn text_blocks(db: &impl ConnectionTrait) -> Result<Vec<TextBlock>> {
    let rows = text_block::Entity::find()
        .order_by_asc(text_block::Column::SortKey)
        .order_by_asc(text_block::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(block).collect())
}

/// One text block.
pub(crate) async fn text_block(db: &impl ConnectionTrait, id: TextBlockId) -> Result<Option<TextBlock>> {
    Ok(text_block::Entity::find_by_id(id.0).one(db).await?.map(block))
}

/// One text block, locked.
pub(crate) async fn lock_text_block(tx: &DatabaseTransaction, id: TextBlockId) -> Result<TextBlock> {
    let row = text_block::Entity::find_by_id(id.0).locked().one(tx).await?;
    row.map(block).ok_or(Error::NotFound { what: "text block" })
}

/// Whether another text block of this language has this name, and how many there are.
pub(crate) async fn name_of_text_block(tx: &DatabaseTransaction, own: &TextBlock) -> Result<(bool, u64)> {
    let others = text_block::Entity::find().filter(text_block::Column::Id.ne(own.id.0));
    let count = others.clone().count(tx).await?;
    let same = others.filter(text_block::Column::Name.eq(own.name.as_str()));
    let same = match &own.locale {
        Some(locale) => same.filter(text_block::Column::Locale.eq(locale.as_str())),
        None => same.filter(text_block::Column::Locale.is_null()),
    };
    Ok((same.one(tx).await?.is_some(), count))
}

fn block(row: text_block::Model) -> TextBlock {
    let text_block::Model { id, name, locale, text, .. } = row;
    TextBlock { id: id.into(), name, text, locale }
}

/// Writes a new text block.
pub(crate) async fn insert_text_block(work: &Work<'_>, new: &TextBlock) -> Result<()> {
    let row = text_block::ActiveModel { created_at: Set(work.now()), ..row_of_text_block(new) };
    text_block::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Writes what a text block says now.
pub(crate) async fn update_text_block(work: &Work<'_>, changed: &TextBlock) -> Result<()> {
    text_block::Entity::update(row_of_text_block(changed)).exec(work.tx()).await?;
    Ok(())
}

/// Removes a text block.
pub(crate) async fn remove_text_block(work: &Work<'_>, id: TextBlockId) -> Result<()> {
    text_block::Entity::delete_by_id(id.0).exec(work.tx()).await?;
    Ok(())
}

/// The row of a text block; the time of its making is set apart.
fn row_of_text_block(block: &TextBlock) -> text_block::ActiveModel {
    text_block::ActiveModel {
        id: Set(block.id.into()),
        name: Set(block.name.clone()),
        sort_key: Set(collation::key(&block.name)),
        locale: Set(block.locale.clone()),
        text: Set(block.text.clone()),
        ..Default::default()
    }
}

/// Every macro, by name.
pub(crate) async fn macros(db: &impl ConnectionTrait) -> Result<Vec<Macro>> {
    let rows = macros::Entity::find()
        .order_by_asc(macros::Column::SortKey)
        .order_by_asc(macros::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(read_macro).collect()
}

/// One macro.
pub(crate) async fn one_macro(db: &impl ConnectionTrait, id: MacroId) -> Result<Option<Macro>> {
    macros::Entity::find_by_id(id.0).one(db).await?.map(read_macro).transpose()
}

/// One macro, locked.
pub(crate) async fn lock_macro(tx: &DatabaseTransaction, id: MacroId) -> Result<Macro> {
    let row = macros::Entity::find_by_id(id.0).locked().one(tx).await?;
    read_macro(row.ok_or(Error::NotFound { what: "macro" })?)
}

/// Whether another macro has this name, and how many there are.
pub(crate) async fn name_of_macro(tx: &DatabaseTransaction, own: &Macro) -> Result<(bool, u64)> {
    let others = macros::Entity::find().filter(macros::Column::Id.ne(own.id.0));
    let count = others.clone().count(tx).await?;
    let same = others.filter(macros::Column::Name.eq(own.name.as_str()));
    Ok((same.one(tx).await?.is_some(), count))
}

fn read_macro(row: macros::Model) -> Result<Macro> {
    let changes = serde_json::from_str(&row.changes)?;
    Ok(Macro { id: row.id.into(), name: row.name, changes })
}

/// Writes a new macro.
pub(crate) async fn insert_macro(work: &Work<'_>, new: &Macro) -> Result<()> {
    let row = macros::ActiveModel { created_at: Set(work.now()), ..row_of_macro(new)? };
    macros::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Writes what a macro does now.
pub(crate) async fn update_macro(work: &Work<'_>, changed: &Macro) -> Result<()> {
    macros::Entity::update(row_of_macro(changed)?).exec(work.tx()).await?;
    Ok(())
}

/// Removes a macro.
pub(crate) async fn remove_macro(work: &Work<'_>, id: MacroId) -> Result<()> {
    macros::Entity::delete_by_id(id.0).exec(work.tx()).await?;
    Ok(())
}

/// The row of a macro; the time of its making is set apart.
fn row_of_macro(made: &Macro) -> Result<macros::ActiveModel> {
    Ok(macros::ActiveModel {
        id: Set(made.id.into()),
        name: Set(made.name.clone()),
        sort_key: Set(collation::key(&made.name)),
        changes: Set(serde_json::to_string(&made.changes)?),
        ..Default::default()
    })
}
