//! Changes of accounts: each writes the columns that it names, and no others.

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{self, NotSet, Set, Unchanged},
    EntityTrait, Value,
};

use super::Clash;
use crate::{
    error::Result,
    model::{Role, UserId},
    store::{Work, collation, entity::account, names::findable},
};

/// What is written of an account; `None` leaves it as it is.
#[derive(Default)]
#[expect(clippy::option_option, reason = "as it is, taken away, or another")]
pub(crate) struct AccountChange {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    /// As it is shown, and as it is compared; `Some(None)`: none.
    pub(crate) user_name: Option<Option<(String, String)>>,
    pub(crate) external_id: Option<Option<String>>,
    /// The language, and whether the person chose it.
    pub(crate) locale: Option<(String, bool)>,
    /// The time zone, and whether the person chose it.
    pub(crate) time_zone: Option<(String, bool)>,
    pub(crate) password_hash: Option<String>,
    pub(crate) role: Option<Role>,
    pub(crate) active: Option<bool>,
}

impl AccountChange {
    fn row(self, user: UserId) -> account::ActiveModel {
        let (user_name, user_name_folded) = self.user_name.map(Option::unzip).unzip();
        let (locale, locale_chosen) = self.locale.unzip();
        let (time_zone, time_zone_chosen) = self.time_zone.unzip();
        account::ActiveModel {
            email: written(self.email),
            folded: written(self.name.as_deref().map(findable)),
            sort_key: written(self.name.as_deref().map(collation::key)),
            name: written(self.name),
            user_name: written(user_name),
            user_name_folded: written(user_name_folded),
            external_id: written(self.external_id),
            locale: written(locale),
            locale_chosen: written(locale_chosen.map(Some)),
            time_zone: written(time_zone),
            time_zone_chosen: written(time_zone_chosen.map(Some)),
            password_hash: written(self.password_hash.map(Some)),
            role: written(self.role.map(|role| role.as_str().to_owned())),
            active: written(self.active),
            ..of(user)
        }
    }
}

fn written<T: Into<Value>>(value: Option<T>) -> ActiveValue<T> {
    value.map_or(NotSet, Set)
}

/// Nothing is written of it yet.
fn of(user: UserId) -> account::ActiveModel {
    account::ActiveModel { id: Unchanged(user.into()), ..Default::default() }
}

/// Changes an account; of two who give the same name or id at once the second one learns it from the constraint.
pub(crate) async fn change(
    work: &Work<'_>,
    user: UserId,
    change: AccountChange,
) -> Result<Result<account::Model, Clash>> {
    match account::Entity::update(change.row(user)).exec(work.tx()).await {
        Ok(row) => Ok(Ok(row)),
        Err(cause) => Clash::of_changed(&cause).map_or_else(|| Err(cause.into()), |clash| Ok(Err(clash))),
    }
}

/// Sets the password of an account by its hash.
pub(crate) async fn set_password(work: &Work<'_>, user: UserId, hash: String) -> Result<account::Model> {
    let row = account::ActiveModel { password_hash: Set(Some(hash)), ..of(user) };
    Ok(account::Entity::update(row).exec(work.tx()).await?)
}

/// Lets a person log in by password whatever their role, or no longer.
pub(crate) async fn allow_password(work: &Work<'_>, user: UserId, allowed: bool) -> Result<()> {
    let row = account::ActiveModel { password_allowed: Set(allowed), ..of(user) };
    account::Entity::update(row).exec(work.tx()).await?;
    Ok(())
}

/// Keeps when a person gets the emails that they may switch off; `None`: as somebody who never chose.
pub(crate) async fn set_mail_times(work: &Work<'_>, user: UserId, times: Option<String>) -> Result<()> {
    let row = account::ActiveModel { mail_times: Set(times), ..of(user) };
    row.update(work.tx()).await?;
    Ok(())
}

/// Keeps how a person is told of what.
pub(crate) async fn set_notices(work: &Work<'_>, user: UserId, notices: String) -> Result<()> {
    let row = account::ActiveModel { notices: Set(notices), ..of(user) };
    row.update(work.tx()).await?;
    Ok(())
}

/// Switches an account off.
pub(crate) async fn switch_off(work: &Work<'_>, user: UserId) -> Result<()> {
    let row = account::ActiveModel { active: Set(false), ..of(user) };
    row.update(work.tx()).await?;
    Ok(())
}

/// Puts a placeholder of this address and name in the place of a person who is erased; nobody can log in to what is left.
/// `locale`, `time_zone`: those of the installation.
pub(crate) async fn put_placeholder(
    work: &Work<'_>,
    user: UserId,
    (email, name): (&str, &str),
    locale: &str,
    time_zone: &str,
) -> Result<()> {
    let row = account::ActiveModel {
        email: Set(email.to_owned()),
        name: Set(name.to_owned()),
        folded: Set(findable(name)),
        sort_key: Set(collation::key(name)),
        locale: Set(locale.to_owned()),
        locale_chosen: Set(Some(false)),
        time_zone: Set(time_zone.to_owned()),
        time_zone_chosen: Set(Some(false)),
        password_hash: Set(None),
        active: Set(false),
        user_name: Set(None),
        user_name_folded: Set(None),
        external_id: Set(None),
        erased_at: Set(Some(work.now())),
        ..of(user)
    };
    row.update(work.tx()).await?;
    Ok(())
}
