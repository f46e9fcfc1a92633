//! The organisations, for admins: found by name or domain, a page at a time; and making a new one.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    forms::MemberForm,
    pages::admin::sections::{Cut, Listed, admins_only, sections},
    view,
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const CREATE: &str = include_str!("create.graphql");
pub(crate) const SHARING: [&str; 3] = ["NOBODY", "SELECTED", "ALL"];

/// Which organisations are asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    q: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    organisations: Listed<Organisation>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all(deserialize = "camelCase"))]
struct Organisation {
    id: String,
    name: String,
    domains: Vec<String>,
    sharing: String,
    open_domains: Vec<String>,
    agreement: Option<Agreement>,
}

#[derive(Deserialize, Serialize)]
struct Agreement {
    name: String,
}

/// `GET /admin/organisations`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
    Query(cut): Query<Cut>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, StatusCode::OK, &asked, &cut, form()).await
}

/// `POST /admin/organisations`: makes a new one.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let sharing = SHARING.iter().find(|sharing| **sharing == posted.get("sharing"));
    let input = json!({
        "name": posted.get("name"), "domains": words(posted.get("domains")),
        "sharing": sharing, "confirmFreeMail": posted.has("confirm_free_mail"),
    });
    match app.api.run::<Value>(&visitor, CREATE, json!({ "input": input })).await {
        Ok(made) => {
            let id = made.pointer("/createOrganisation/organisation/id").and_then(Value::as_str);
            let id = id.unwrap_or_default();
            Ok(Redirect::to(&format!("/admin/organisations/{id}?done=1")).into_response())
        }
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            let form = form().fill(&posted).explain(&app, &visitor, &failure);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&app, &visitor, status, &Asked::default(), &Cut::default(), form).await
        }
    }
}

/// Mail domains as somebody types them.
pub(crate) fn words(text: &str) -> Vec<&str> {
    text.split([',', ' ', '\n']).map(str::trim).filter(|word| !word.is_empty()).collect()
}

fn form() -> FormView {
    FormView::new(&["name", "domains", "sharing"], &["name", "domains"])
}

async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    asked: &Asked,
    cut: &Cut,
    form: FormView,
) -> Result<Response, PageError> {
    let query = asked.q.as_deref().map(str::trim).filter(|query| !query.is_empty());
    let mut variables = cut.variables();
    variables["query"] = json!(query);
    let Answer { organisations } = app.api.run(visitor, PAGE, variables).await?;
    let page = json!({
        "query": query,
        "count": organisations.total_count,
        "organisations": organisations.nodes.iter().map(|one| json!({
            "id": one.id, "name": one.name, "domains": one.domains.join(", "), "sharing": one.sharing,
            "open": one.open_domains.join(", "), "agreement": one.agreement.as_ref().map(|own| &own.name),
        })).collect::<Vec<_>>(),
        "sharing": view::choices(&SHARING, form.text("sharing")),
    });
    let pager = organisations.page_info.pager("/admin/organisations", &[("q", query.unwrap_or_default())]);
    let title = app.say(visitor, "section-organisations", &[]);
    let data = json!({ "page": page, "form": form, "pager": pager, "sections": sections(app, visitor) });
    Ok(app.frame(visitor, status, "admin/organisations", &title, data).await)
}
