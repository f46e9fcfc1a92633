//! Addresses that are ours, or were until their mailbox was deleted or taken out of the configuration.
//!
//! Those of the configuration are remembered at each start: when one is taken out, no program runs that still knows it.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict,
};

use super::{Work, entity::former_mailbox};
use crate::{content::address::plain, engine::Engine, error::Result, policy};

/// Remembers the addresses and aliases of the mailboxes of the configuration, as far as they are new.
pub(crate) async fn remember_configured(engine: &Engine) -> Result<()> {
    let mailboxes = engine.settings().mail.mailboxes.iter();
    let own = mailboxes.flat_map(|mailbox| std::iter::once(&mailbox.address).chain(&mailbox.aliases));
    let mut new: Vec<String> = own.map(|address| plain(address)).collect();
    let known =
        former_mailbox::Entity::find().filter(former_mailbox::Column::Address.is_in(new.iter().cloned()));
    let known = known.all(engine.database().ro()).await?;
    new.retain(|address| known.iter().all(|row| row.address != *address));
    if new.is_empty() {
        return Ok(());
    }
    let work = Work::begin(engine).await?;
    for address in new {
        remember(&work, &address).await?;
    }
    work.commit(policy::housekeeping(), Vec::new()).await
}

/// Remembers the address of a mailbox that is deleted.
pub(crate) async fn remember(work: &Work<'_>, address: &str) -> Result<()> {
    let row = former_mailbox::ActiveModel { address: Set(plain(address)) };
    let known = OnConflict::column(former_mailbox::Column::Address).do_nothing().to_owned();
    former_mailbox::Entity::insert(row).on_conflict(known).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Whether mail to this address comes to a mailbox of ours, or came to one that is gone.
pub(crate) async fn holds(db: &impl ConnectionTrait, address: &str) -> Result<bool> {
    Ok(former_mailbox::Entity::find_by_id(plain(address)).one(db).await?.is_some())
}
