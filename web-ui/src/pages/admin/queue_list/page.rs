//! The queues, for admins: found by name or address, a page at a time; and making a new one.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    forms::MemberForm,
    pages::admin::{
        part::Part,
        sections::{admins_only, sections},
    },
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const CREATE: &str = include_str!("create.graphql");

#[derive(Deserialize)]
struct Answer {
    queues: Vec<Queue>,
}

#[derive(Deserialize)]
struct Queue {
    id: String,
    name: String,
    address: Option<String>,
    active: bool,
    members: Vec<Value>,
    settings: Settings,
}

#[derive(Deserialize)]
struct Settings {
    agreement: Option<Agreement>,
}

#[derive(Deserialize)]
struct Agreement {
    name: String,
}

/// `GET /admin/queues`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(part): Query<Part>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, StatusCode::OK, &part, form()).await
}

/// `POST /admin/queues`: makes a new one.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let input = json!({ "name": posted.get("name"), "address": posted.some("address") });
    match app.api.run::<Value>(&visitor, CREATE, json!({ "input": input })).await {
        Ok(made) => {
            let id = made.pointer("/createQueue/queue/id").and_then(Value::as_str).unwrap_or_default();
            Ok(Redirect::to(&format!("/admin/queues/{id}?done=1")).into_response())
        }
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            let form = form().fill(&posted).explain(&app, &visitor, &failure);
            page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &Part::default(), form).await
        }
    }
}

fn form() -> FormView {
    FormView::new(&["name", "address"], &["name", "address"])
}

async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    part: &Part,
    form: FormView,
) -> Result<Response, PageError> {
    let Answer { queues } = app.api.run(visitor, PAGE, json!({ "search": part.query() })).await?;
    let pager = part.pager("/admin/queues", queues.len());
    let count = queues.len();
    let queues = part.cut(&queues).iter().map(|one| {
        json!({
            "id": one.id, "name": one.name, "address": one.address, "active": one.active,
            "members": one.members.len(), "agreement": one.settings.agreement.as_ref().map(|own| &own.name),
        })
    });
    let page = json!({ "queues": queues.collect::<Vec<_>>(), "count": count, "query": part.query() });
    let title = app.say(visitor, "section-queues", &[]);
    let data = json!({ "page": page, "form": form, "pager": pager, "sections": sections(app, visitor) });
    Ok(app.frame(visitor, status, "admin/queue-list", &title, data).await)
}
