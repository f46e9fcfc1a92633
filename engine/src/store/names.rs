//! Names as they are compared: in lower case, whatever the database knows of letters beyond ASCII.

use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, LikeExpr},
};
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;

use super::{
    collation,
    entity::{account, organisation, queue},
    fold::{spelt_out, unaccented},
};

/// How many rows are filled in at a time.
const BATCH: u64 = 200;

/// The most words of a name that are looked for.
const PARTS: usize = 12;

/// A name in lower case and in one spelling, since a letter with its accent can be written in two ways.
pub(crate) fn folded(name: &str) -> String {
    name.nfkc().collect::<String>().to_lowercase().nfc().collect()
}

/// Whether a column of folded texts contains this one, in whatever case; `%` and `_` mean themselves.
pub(crate) fn contains(column: impl ColumnTrait, text: &str) -> Expr {
    like(column, &folded(text))
}

fn like(column: impl ColumnTrait, text: &str) -> Expr {
    column.into_expr().like(LikeExpr::new(format!("%{}%", literal(text))).escape('\\'))
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

/// What a name is found by: in lower case without accents, and with umlauts as two letters too.
pub(crate) fn findable(name: &str) -> String {
    let (plain, spelt) = (unaccented(name), unaccented(&spelt_out(name)));
    if plain.is_empty() {
        // Nothing but accents; what is empty counts as not yet filled in.
        return folded(name);
    }
    if plain == spelt { plain } else { format!("{plain}\n{spelt}") }
}

/// The words of what somebody typed to find a name, in whatever order: "Nuñez, Álvaro" has two.
pub(crate) fn parts(typed: &str) -> Vec<&str> {
    let around = |c: char| matches!(c, '"' | '<' | '>' | '(' | ')' | ';' | '„' | '“' | '”');
    let words = typed.split(|c: char| c.is_whitespace() || c == ',').map(|word| word.trim_matches(around));
    let parts: Vec<_> = words.filter(|word| !word.is_empty()).take(PARTS).collect();
    if parts.is_empty() { vec![typed] } else { parts }
}

/// Whether a column of [`findable`] names contains this, accents and the spelling of umlauts aside.
pub(crate) fn part_of(column: impl ColumnTrait, part: &str) -> Condition {
    let (plain, spelt) = (unaccented(part), unaccented(&spelt_out(part)));
    if plain.is_empty() {
        return Condition::any().add(contains(column, part));
    }
    let other = (plain != spelt).then(|| like(column, &spelt));
    Condition::any().add(like(column, &plain)).add_option(other)
}

/// Whether each word of what somebody typed is part of one of these names, case, accents and the spelling of umlauts aside; who
/// typed nothing looks for all. For lists that are read whole.
#[must_use]
pub fn is_called(typed: Option<&str>, names: &[&str]) -> bool {
    let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else { return true };
    let names: Vec<String> = names.iter().map(|name| findable(name)).collect();
    let is_part = |part: &str| {
        let wanted = findable(part);
        wanted.lines().any(|wanted| names.iter().any(|name| name.contains(wanted)))
    };
    parts(typed).into_iter().all(is_part)
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
        let queues: Vec<(Uuid, String)> = queue::Entity::find()
            .select_only()
            .columns([queue::Column::Id, queue::Column::Name])
            .filter(queue::Column::SortKey.eq(""))
            .limit(BATCH)
            .into_tuple()
            .all(db)
            .await?;
        if people.is_empty() && houses.is_empty() && queues.is_empty() {
            return Ok(());
        }
        if let Some((names, keys)) = names_and_keys(account::Column::Id, &people) {
            account::Entity::update_many()
                .col_expr(account::Column::Folded, names)
                .col_expr(account::Column::SortKey, keys)
                .filter(account::Column::Id.is_in(people.iter().map(|(id, _)| *id)))
                .exec(db)
                .await?;
        }
        if let Some((names, keys)) = names_and_keys(organisation::Column::Id, &houses) {
            organisation::Entity::update_many()
                .col_expr(organisation::Column::Folded, names)
                .col_expr(organisation::Column::SortKey, keys)
                .filter(organisation::Column::Id.is_in(houses.iter().map(|(id, _)| *id)))
                .exec(db)
                .await?;
        }
        if let Some(keys) = each(queue::Column::Id, &queues, collation::key) {
            queue::Entity::update_many()
                .col_expr(queue::Column::SortKey, keys)
                .filter(queue::Column::Id.is_in(queues.iter().map(|(id, _)| *id)))
                .exec(db)
                .await?;
        }
    }
}

/// What each row is found and sorted by; `None`: there are no rows.
fn names_and_keys(id: impl ColumnTrait, rows: &[(Uuid, String)]) -> Option<(Expr, Expr)> {
    each(id, rows, findable).zip(each(id, rows, collation::key))
}

/// What is made of the name of each row, for one statement and one commit over all of them; `None`: there are no rows.
fn each(id: impl ColumnTrait, rows: &[(Uuid, String)], made: fn(&str) -> String) -> Option<Expr> {
    let ((first, name), others) = rows.split_first()?;
    let begin = Expr::case(id.eq(*first), made(name));
    let all = others.iter().fold(begin, |all, (row, name)| all.case(id.eq(*row), made(name)));
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

    #[test]
    fn a_name_is_found_without_its_accents_and_in_each_spelling_of_its_umlauts() {
        for (name, key) in [
            ("Álvaro  Nuñez", "alvaro nunez"),
            ("Sinéad O’Brien", "sinead o'brien"),
            ("Jörg Müller", "jorg muller\njoerg mueller"),
            ("Łukasz Groß", "lukasz gross"),
            ("100%_ig", "100%_ig"),
            ("\u{301}", "\u{301}"),
            ("", ""),
        ] {
            assert_eq!(findable(name), key, "{name:?}");
        }
    }

    #[test]
    fn words_of_a_name_come_in_any_order_and_dress() {
        for (typed, words) in [
            ("Nuñez, Álvaro", vec!["Nuñez", "Álvaro"]),
            ("\"Lind, Rosa\" <rosa@a.example>", vec!["Lind", "Rosa", "rosa@a.example"]),
            ("%", vec!["%"]),
            (",", vec![","]),
        ] {
            assert_eq!(parts(typed), words, "{typed:?}");
        }
    }

    #[test]
    fn things_are_called_by_parts_of_their_names() {
        for (typed, found) in [
            (None, true),
            (Some(" "), true),
            (Some("buero sud"), true),
            (Some("Büro example.org"), true),
            (Some("URO"), true),
            (Some("büro nord"), false),
            (Some("%"), false),
        ] {
            assert_eq!(is_called(typed, &["Büro Süd", "sued@example.org"]), found, "{typed:?}");
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
        let database = Database::open(&url, Opening::Create).await.expect("it opens again");
        let row = organisation::Entity::find().one(database.ro()).await.expect("an answer").expect("the row");
        assert_eq!(row.folded, "opnv armelkanal\noepnv aermelkanal");
        assert_eq!(row.sort_key, collation::key("ÖPNV Ärmelkanal"));
        database.close().await.expect("closed");
    }
}
