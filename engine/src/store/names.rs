//! Names as they are compared: in lower case, whatever the database knows of letters beyond ASCII.

use sea_orm::{
    ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, LikeExpr},
};
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;

use super::entity::{account, organisation};

/// How many rows are filled in at a time.
const BATCH: u64 = 200;

/// A name in lower case and in one spelling, since a letter with its accent can be written in two ways.
pub(crate) fn folded(name: &str) -> String {
    name.nfkc().collect::<String>().to_lowercase().nfc().collect()
}

/// Whether a column of folded texts contains this one, in whatever case; `%` and `_` mean themselves.
pub(crate) fn contains(column: impl ColumnTrait, text: &str) -> Expr {
    column.into_expr().like(LikeExpr::new(format!("%{}%", literal(&folded(text)))).escape('\\'))
}

/// A text as a pattern that matches itself. Databases refuse NUL with an error.
pub(crate) fn literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for letter in text.chars().filter(|letter| *letter != '\0') {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

/// Fills in what was written before there was such a column.
pub(super) async fn fill(db: &DatabaseConnection) -> Result<(), DbErr> {
    loop {
        let people: Vec<(Uuid, String)> = account::Entity::find()
            .select_only()
            .columns([account::Column::Id, account::Column::Name])
            .filter(account::Column::Folded.eq(""))
            .filter(account::Column::Name.ne(""))
            .limit(BATCH)
            .into_tuple()
            .all(db)
            .await?;
        let houses: Vec<(Uuid, String)> = organisation::Entity::find()
            .select_only()
            .columns([organisation::Column::Id, organisation::Column::Name])
            .filter(organisation::Column::Folded.eq(""))
            .filter(organisation::Column::Name.ne(""))
            .limit(BATCH)
            .into_tuple()
            .all(db)
            .await?;
        if people.is_empty() && houses.is_empty() {
            return Ok(());
        }
        if let Some(names) = each(account::Column::Id, &people) {
            account::Entity::update_many()
                .col_expr(account::Column::Folded, names)
                .filter(account::Column::Id.is_in(people.iter().map(|(id, _)| *id)))
                .exec(db)
                .await?;
        }
        if let Some(names) = each(organisation::Column::Id, &houses) {
            organisation::Entity::update_many()
                .col_expr(organisation::Column::Folded, names)
                .filter(organisation::Column::Id.is_in(houses.iter().map(|(id, _)| *id)))
                .exec(db)
                .await?;
        }
    }
}

/// The folded name of each row, for one statement and one commit over all of them; `None`: there are no rows.
fn each(id: impl ColumnTrait, rows: &[(Uuid, String)]) -> Option<Expr> {
    let ((first, name), others) = rows.split_first()?;
    let begin = Expr::case(id.eq(*first), folded(name));
    let all = others.iter().fold(begin, |all, (row, name)| all.case(id.eq(*row), folded(name)));
    Some(all.into())
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use sea_orm::{ConnectionTrait, EntityTrait};

    use super::*;
    use crate::store::{Database, Opening};

    #[test]
    fn names_are_folded_in_every_script_and_spelling() {
        for (name, lower) in [
            ("ÄNNE Österreich", "änne österreich"),
            ("A\u{308}nne", "änne"),
            ("ŁUKASZ", "łukasz"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
            ("?", "?"),
            ("", ""),
        ] {
            assert_eq!(folded(name), lower, "{name:?}");
        }
    }

    #[tokio::test]
    async fn names_from_before_are_filled_in_at_the_start() {
        let directory = tempfile::tempdir().expect("a directory");
        let url = format!("sqlite://{}", directory.path().join("house.db").display());
        let database = Database::open(&url, Opening::Create).await.expect("it opens");
        let old = "INSERT INTO organisation (id, name, sharing, created_at)
                   VALUES (x'00112233445566778899aabbccddeeff', 'ÖPNV Ärmelkanal', 'NOBODY', '2019-01-01T00:00:00+00:00')";
        let tx = database.begin().await.expect("a transaction");
        tx.execute_unprepared(old).await.expect("a row");
        #[allow(clippy::disallowed_methods, reason = "the test stands for a program of before")]
        tx.commit().await.expect("written");
        database.close().await.expect("closed");
        let database = Database::open(&url, Opening::Existing).await.expect("it opens again");
        let row = organisation::Entity::find().one(database.ro()).await.expect("an answer").expect("the row");
        assert_eq!(row.folded, "öpnv ärmelkanal");
        database.close().await.expect("closed");
    }
}
