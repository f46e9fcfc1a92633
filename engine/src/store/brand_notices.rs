//! Every version of the privacy notice of the configuration. A text that changed without its version gets a version of its own:
//! what tickets have recorded goes on meaning what their customers were shown.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict,
};

use super::{Database, Opening, entity::brand_notice};
use crate::{error::Result, settings::Settings};

/// The language of the row that says that a version has no text of its own.
pub(crate) const NONE: &str = "";

/// Keeps the notice of these settings, and answers them with the version under which it is kept: the one that they name, or, if
/// that had other texts before, the same with a number.
pub(crate) async fn keep(
    database: &Database,
    mut settings: Settings,
    opening: Opening,
    now: DateTime<Utc>,
) -> Result<Settings> {
    if opening == Opening::AsItIs {
        return Ok(settings);
    }
    let named = settings.brand.notice_version.clone();
    for number in 1_u64.. {
        let version = if number == 1 { named.clone() } else { format!("{named}.{number}") };
        let mut kept = of_version(database.ro(), &version).await?;
        if kept.is_empty() {
            kept = write(database, &version, &settings.brand.notices, now).await?;
        }
        let kept = kept.into_iter().filter(|row| row.locale != NONE).map(|row| (row.locale, row.text));
        if kept.collect::<BTreeMap<_, _>>() == settings.brand.notices {
            settings.brand.notice_version = version;
            break;
        }
    }
    Ok(settings)
}

/// Writes a version, unless another node was quicker; what it says then.
#[expect(clippy::disallowed_methods, reason = "there is no engine yet, hence no unit of work")]
async fn write(
    database: &Database,
    version: &str,
    texts: &BTreeMap<String, String>,
    now: DateTime<Utc>,
) -> Result<Vec<brand_notice::Model>> {
    let none = [(NONE.to_owned(), String::new())];
    let row = |(locale, text): (String, String)| brand_notice::ActiveModel {
        version: Set(version.to_owned()),
        locale: Set(locale),
        text: Set(text),
        created_at: Set(now),
    };
    let rows = none.into_iter().chain(texts.clone()).map(row);
    let keep_first = OnConflict::columns([brand_notice::Column::Version, brand_notice::Column::Locale])
        .do_nothing()
        .to_owned();
    let tx = database.begin().await?;
    // The row without a language comes first in each version: of two nodes with other texts the second one waits there, and writes
    // nothing beside those of the first.
    for row in rows {
        let written = brand_notice::Entity::insert(row).on_conflict(keep_first.clone());
        if written.exec_without_returning(&tx).await? == 0 {
            break;
        }
    }
    tx.commit().await?;
    of_version(database.ro(), version).await
}

/// The texts of a version, by language; none: there is no such version.
pub(crate) async fn of_version(db: &impl ConnectionTrait, version: &str) -> Result<Vec<brand_notice::Model>> {
    let found = brand_notice::Entity::find().filter(brand_notice::Column::Version.eq(version));
    Ok(found.all(db).await?)
}
