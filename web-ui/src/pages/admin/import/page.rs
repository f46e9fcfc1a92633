//! Taking over people and organisations from a file: what would become of each line is shown before anything is changed.

use axum::{extract::State, http::StatusCode, response::Response};
use graphql::ErrorCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::table;
use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::{FormView, reason},
    forms::MemberForm,
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
    created_organisations: Vec<String>,
    left: i64,
    stopped: Option<String>,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    line: u32,
    name: String,
    outcome: String,
    reason: Option<String>,
    message: Option<String>,
    meant: Option<String>,
    changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Change {
    field: String,
    from: Option<String>,
    to: String,
}

impl Change {
    /// As a line of the page says it.
    fn said(&self, app: &App, visitor: &Visitor) -> Value {
        let field = app.say(visitor, &format!("import-field-{}", self.field.to_lowercase()), &[]);
        json!({ "field": field, "from": self.from, "to": self.to })
    }
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
    let create = posted.has("create");
    let form = form().set("create", if create { "1" } else { "" });
    let csv = match table::of(&posted).await? {
        Ok(csv) => csv,
        Err(unreadable) => {
            let text = app.say(&visitor, unreadable, &[]);
            let form = form.error("csv", text).summarise(&app, &visitor);
            return Ok(page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, form, &Value::Null).await);
        }
    };
    let seen = table::digest(&csv, create);
    let wanted = posted.get("do") == "import";
    let preview = !wanted || posted.get("seen") != seen;
    let input = json!({ "csv": csv, "preview": preview, "createOrganisations": create });
    let document = if of_people(&visitor) { PEOPLE } else { ORGANISATIONS };
    match app.api.run::<Answer>(&visitor, document, json!({ "input": input })).await {
        Ok(answer) => {
            let mut result = result(&app, &visitor, answer.imported, preview);
            result["unseen"] = (wanted && preview).into();
            let form = form.set("csv", csv).set("seen", seen);
            Ok(page(&app, &visitor, StatusCode::OK, form, &result).await)
        }
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            // What was typed can be mended here, a file cannot.
            let form = if posted.files.is_empty() { form.set("csv", csv) } else { form };
            let form = form.explain(&app, &visitor, &failure);
            let status = match failure.code {
                ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            Ok(page(&app, &visitor, status, form, &Value::Null).await)
        }
    }
}

fn of_people(visitor: &Visitor) -> bool {
    visitor.here.path().starts_with("/admin/people")
}

fn form() -> FormView {
    FormView::new(&["csv", "create", "seen"], &["csv"])
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
            reason: row.reason.as_deref().map(Into::into),
            retry_after: None,
            line: Some(row.line),
            part: None,
            challenge: None,
            others: None,
            message,
        };
        Some(reason(app, visitor, &failure))
    };
    let shown = rows.iter().map(|row| {
        let outcome = row.outcome.to_lowercase();
        let changes: Vec<_> = row.changes.iter().map(|change| change.said(app, visitor)).collect();
        json!({
            "line": row.line, "name": row.name, "outcome": outcome, "why": why(row), "meant": row.meant,
            "changes": changes,
        })
    });
    json!({
        "preview": preview,
        "left": imported.left,
        "late": imported.stopped.as_deref() == Some("import-late"),
        "takes": imported.left > 0 || preview && counts.iter().any(|(outcome, n)| matches!(*outcome, "CREATED" | "UPDATED") && *n > 0),
        "refused": count_of(&counts, "REFUSED") > 0,
        "told": told,
        "organisations": imported.created_organisations.join(", "),
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
