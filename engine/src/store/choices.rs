//! Of what people chose to be told, and when.

use sea_orm::{ConnectionTrait, EntityTrait};

use super::entity::account;
use crate::{
    error::Result,
    model::{MailTimes, NoticeChoices, UserId},
};

/// Of what a person chose to be told, and how; `None`: there is no such person.
pub(crate) async fn notices(db: &impl ConnectionTrait, user: UserId) -> Result<Option<NoticeChoices>> {
    let row = account::Entity::find_by_id(user.0).one(db).await?;
    Ok(row.map(|row| serde_json::from_str(&row.notices)).transpose()?)
}

/// When a person chose to get the emails that they may switch off; `None`: as usual.
pub(crate) async fn mail_times(db: &impl ConnectionTrait, user: UserId) -> Result<Option<MailTimes>> {
    let row = account::Entity::find_by_id(user.0).one(db).await?;
    let chosen = row.and_then(|row| row.mail_times);
    Ok(chosen.map(|chosen| serde_json::from_str(&chosen)).transpose()?)
}
