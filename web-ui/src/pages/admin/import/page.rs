//! Taking over people and organisations from a file: what would become of each line is shown before anything is changed.

use axum::{extract::State, http::StatusCode, response::Response};
use graphql::ErrorCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::{FormView, reason},
    forms::{MemberForm, Posted},
    pages::admin::sections::{admins_only, sections},
    visitor::{Member, Visitor},
};

const PEOPLE: &str = include_str!("people.graphql");
const ORGANISATIONS: &str = include_str!("organisations.graphql");
/// Lines that are shown at most; those that were refused come first.
const SHOWN: usize = 200;
/// What can become of a line, in the order in which it is shown.
const OUTCOMES: [&str; 4] = ["REFUSED", "CREATED", "UPDATED", "UNCHANGED"];

#[derive(Deserialize)]
struct Answer {
    imported: Imported,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Imported {
    ignored_columns: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    line: u64,
    name: String,
    outcome: String,
    reason: Option<String>,
    message: Option<String>,
}

/// `GET /admin/people/import` and `GET /admin/organisations/import`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    Ok(page(&app, &visitor, StatusCode::OK, form().set("create", "1"), &Value::Null).await)
}

/// `POST /admin/people/import` and `POST /admin/organisations/import`: shows what would become of the lines, or takes them
/// over.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let csv = csv(&posted).await?;
    let form = form().set("csv", csv.as_str()).set("create", if posted.has("create") { "1" } else { "" });
    let preview = posted.get("do") != "import";
    let input = json!({ "csv": csv, "preview": preview, "createOrganisations": posted.has("create") });
    let document = if of_people(&visitor) { PEOPLE } else { ORGANISATIONS };
    match app.api.run::<Answer>(&visitor, document, json!({ "input": input })).await {
        Ok(answer) => {
            let result = result(&app, &visitor, answer.imported, preview);
            Ok(page(&app, &visitor, StatusCode::OK, form, &result).await)
        }
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            let form = form.explain(&app, &visitor, &failure);
            Ok(page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, form, &Value::Null).await)
        }
    }
}

/// The file that was sent, or what was pasted.
async fn csv(posted: &Posted) -> Result<String, PageError> {
    match posted.files.first() {
        Some(file) => file.text().await,
        None => Ok(posted.get("csv").to_owned()),
    }
}

fn of_people(visitor: &Visitor) -> bool {
    visitor.here.path().starts_with("/admin/people")
}

fn form() -> FormView {
    FormView::new(&["csv", "create"], &["csv"])
}

/// What became of the lines, or would.
fn result(app: &App, visitor: &Visitor, imported: Imported, preview: bool) -> Value {
    let place = |row: &Row| OUTCOMES.iter().position(|outcome| *outcome == row.outcome);
    let count = |outcome: &str| imported.rows.iter().filter(|row| row.outcome == outcome).count();
    let counts = OUTCOMES.map(|outcome| (outcome, count(outcome)));
    let total = imported.rows.len();
    let told = counts.iter().filter(|(_, count)| *count > 0).map(|(outcome, count)| {
        let n = i64::try_from(*count).unwrap_or(i64::MAX);
        let key = format!("import-{}-{}", if preview { "would" } else { "was" }, outcome.to_lowercase());
        app.say(visitor, &key, &[("n", n.into())])
    });
    let told: Vec<String> = told.collect();
    let mut rows = imported.rows;
    rows.sort_by_key(place);
    rows.truncate(SHOWN);
    let why = |row: &Row| {
        let message = row.message.clone()?;
        let failure = Failure {
            code: ErrorCode::BadUserInput,
            field: None,
            reason: row.reason.clone(),
            retry_after: None,
            challenge: None,
            message,
        };
        Some(reason(app, visitor, &failure))
    };
    let shown = rows.iter().map(|row| {
        let outcome = row.outcome.to_lowercase();
        json!({ "line": row.line, "name": row.name, "outcome": outcome, "why": why(row) })
    });
    json!({
        "preview": preview,
        "takes": preview && counts.iter().any(|(outcome, n)| matches!(*outcome, "CREATED" | "UPDATED") && *n > 0),
        "refused": count_of(&counts, "REFUSED") > 0,
        "told": told,
        "ignored": imported.ignored_columns.join(", "),
        "rows": shown.collect::<Vec<_>>(),
        "more": total.saturating_sub(SHOWN),
    })
}

fn count_of(counts: &[(&str, usize)], wanted: &str) -> usize {
    counts.iter().find(|(outcome, _)| *outcome == wanted).map_or(0, |(_, count)| *count)
}

async fn page(app: &App, visitor: &Visitor, status: StatusCode, form: FormView, result: &Value) -> Response {
    let people = of_people(visitor);
    let title = app.say(visitor, if people { "import-people" } else { "import-organisations" }, &[]);
    let page = json!({ "people": people, "action": visitor.here.path(), "result": result });
    let data = json!({ "page": page, "form": form, "sections": sections(app, visitor) });
    app.frame(visitor, status, "admin/import", &title, data).await
}
