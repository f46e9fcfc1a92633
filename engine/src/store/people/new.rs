//! New accounts: the one way in which their rows are made.

use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, IntoActiveModel, sea_query::OnConflict};

use super::Clash;
use crate::{
    error::Result,
    model::{Role, UserId},
    store::{Work, collation, entity::account, many, names::findable},
};

/// What an account is made of; the rest of its row follows from this, or is the same for all new ones.
pub(crate) struct NewAccount {
    pub(crate) id: UserId,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) role: Role,
    /// The language, and whether the person chose it.
    pub(crate) locale: (String, bool),
    /// That of the installation: nobody has chosen one yet.
    pub(crate) time_zone: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) active: bool,
    /// As it is shown, and as it is compared.
    pub(crate) user_name: Option<(String, String)>,
    pub(crate) external_id: Option<String>,
}

impl NewAccount {
    fn row(self, now: DateTime<Utc>) -> account::Model {
        let (locale, locale_chosen) = self.locale;
        let (user_name, user_name_folded) = self.user_name.unzip();
        account::Model {
            id: self.id.into(),
            email: self.email,
            folded: findable(&self.name),
            sort_key: collation::key(&self.name),
            name: self.name,
            role: self.role.as_str().to_owned(),
            locale,
            locale_chosen: Some(locale_chosen),
            time_zone: self.time_zone,
            time_zone_chosen: Some(false),
            password_hash: self.password_hash,
            active: self.active,
            user_name,
            user_name_folded,
            notices: "{}".to_owned(),
            mail_times: None,
            external_id: self.external_id,
            created_at: now,
            erased_at: None,
            merged_into_id: None,
            password_allowed: false,
        }
    }
}

/// Makes an account; of two who make the same one at once the second one learns it from the constraint.
pub(crate) async fn add(work: &Work<'_>, new: NewAccount) -> Result<Result<(), Clash>> {
    let row = new.row(work.now()).into_active_model();
    match account::Entity::insert(row).exec_without_returning(work.tx()).await {
        Ok(_) => Ok(Ok(())),
        Err(cause) => Clash::of_new(&cause).map_or_else(|| Err(cause.into()), |clash| Ok(Err(clash))),
    }
}

/// Makes an account unless its address is the main one of another; answers it if it is new: of two who make it at once, one
/// does.
pub(crate) async fn add_unless_known(work: &Work<'_>, new: NewAccount) -> Result<Option<account::Model>> {
    let row = new.row(work.now());
    let key = &mut OnConflict::column(account::Column::Email);
    let is_new = many::insert_new(work.tx(), row.clone().into_active_model(), key).await?;
    Ok(is_new.then_some(row))
}
