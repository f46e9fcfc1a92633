//! Frees the mailboxes that a process held which was killed, where nobody else can hold them.

use sea_orm::{ColumnTrait, DbBackend, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{
    engine::Engine,
    error::Result,
    policy,
    store::{Work, entity::mailbox},
};

impl Engine {
    /// Gives back the mailboxes of an earlier run that had no time to do so. For the start of the one server on a SQLite
    /// database; with PostgreSQL there may be other servers, so nothing happens and the claims run out by themselves.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn release_abandoned_mailboxes(&self) -> Result<()> {
        if self.database().backend() != DbBackend::Sqlite {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        mailbox::Entity::update_many()
            .col_expr(mailbox::Column::Holder, Expr::value(None::<String>))
            .filter(mailbox::Column::Holder.ne(self.node()))
            .exec(work.tx())
            .await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }
}
