//! What of a line of the audit log is found by text: the values that it tells, without the words of the schema around them.

use sea_orm::{
    ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use serde_json::Value;
use uuid::Uuid;

use super::{entity::audit_entry, names::findable};

/// How many lines are filled in at a time.
const BATCH: u64 = 200;

/// Stands for the kind of a line that cannot be read.
const UNREADABLE: &str = "UNKNOWN";

/// What stands in no value of its own: words of the schema.
const NOT_TOLD: [&str; 3] = ["kind", "version", "field"];

/// The searchable words of a line, folded as names are.
pub(super) fn content(detail: &str) -> String {
    let mut told = Vec::new();
    if let Ok(detail) = serde_json::from_str::<Value>(detail) {
        tell(&detail, &mut told);
    }
    findable(&told.join("\n"))
}

fn tell(value: &Value, told: &mut Vec<String>) {
    match value {
        Value::String(text) if Uuid::try_parse(text).is_err() => told.push(text.clone()),
        Value::Number(number) => told.push(number.to_string()),
        Value::Array(values) => {
            for value in values {
                tell(value, told);
            }
        }
        Value::Object(fields) => {
            for (_, value) in fields.iter().filter(|(name, _)| !NOT_TOLD.contains(&name.as_str())) {
                tell(value, told);
            }
        }
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

fn kind(detail: &str) -> String {
    let detail = serde_json::from_str::<Value>(detail).unwrap_or_default();
    detail.get("kind").and_then(Value::as_str).unwrap_or(UNREADABLE).to_owned()
}

/// Fills in what was written before a line had its kind and its words.
pub(super) async fn fill(db: &DatabaseConnection) -> Result<(), DbErr> {
    loop {
        let lines: Vec<(i64, String)> = audit_entry::Entity::find()
            .select_only()
            .columns([audit_entry::Column::Seq, audit_entry::Column::Detail])
            .filter(audit_entry::Column::Kind.eq(""))
            .limit(BATCH)
            .into_tuple()
            .all(db)
            .await?;
        let Some((kinds, contents)) = each(&lines, kind).zip(each(&lines, content)) else { return Ok(()) };
        audit_entry::Entity::update_many()
            .col_expr(audit_entry::Column::Kind, kinds)
            .col_expr(audit_entry::Column::Content, contents)
            .filter(audit_entry::Column::Seq.is_in(lines.iter().map(|(seq, _)| *seq)))
            .filter(audit_entry::Column::Kind.eq(""))
            .exec(db)
            .await?;
    }
}

/// What is made of each line, for one statement over all of them; `None`: there are none.
fn each(lines: &[(i64, String)], made: fn(&str) -> String) -> Option<Expr> {
    let ((first, detail), others) = lines.split_first()?;
    let begin = Expr::case(audit_entry::Column::Seq.eq(*first), made(detail));
    let all = others
        .iter()
        .fold(begin, |all, (seq, detail)| all.case(audit_entry::Column::Seq.eq(*seq), made(detail)));
    Some(all.into())
}

#[cfg(test)]
mod tests {
    use super::{content, kind};

    #[test]
    fn values_are_told_and_words_of_the_schema_are_not() {
        for (detail, told) in [
            (
                r#"{"version":1,"kind":"QUEUE_CHANGED","queue":"0198c0de-0000-7000-8000-000000000001",
                "changes":[{"field":"name","from":"Süd","to":"Nord-Ost"},{"field":"active","from":null,"to":"true"}]}"#,
                "sud\nnord-ost\ntrue\nsued\nnord-ost\ntrue",
            ),
            (r#"{"version":1,"kind":"ROLE_CHANGED","from":"AGENT","to":"ADMIN"}"#, "agent\nadmin"),
            (
                r#"{"kind":"REDACTED","number":10034,"file":false,"reason":"card number"}"#,
                "10034\ncard number",
            ),
            ("not of ours", ""),
        ] {
            let said: Vec<_> = content(detail).split_whitespace().map(str::to_owned).collect();
            let wanted: Vec<_> = told.split_whitespace().map(str::to_owned).collect();
            assert_eq!(said, wanted, "{detail}");
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_has_a_kind_too() {
        assert_eq!(kind(r#"{"kind":"ROLE_CHANGED"}"#), "ROLE_CHANGED");
        assert_eq!(kind("{}"), "UNKNOWN");
        assert_eq!(kind(""), "UNKNOWN");
    }
}
