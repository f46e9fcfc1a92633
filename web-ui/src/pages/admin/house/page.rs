//! The house on one page, for admins: people, organisations, queues, and how the mailboxes fare.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{Answer, Organisation, Person, Queue};
use crate::{
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    urls,
    view::{self, Named},
    visitor::{Member, Viewer, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
pub(crate) const SHARING: [&str; 3] = ["NOBODY", "SELECTED", "ALL"];
pub(super) const ROLES: [&str; 3] = ["CUSTOMER", "AGENT", "ADMIN"];

/// Which people are shown, and whether a form has just been taken.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    q: Option<String>,
    after: Option<String>,
    done: Option<String>,
}

/// `GET /admin`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, StatusCode::OK, &asked, &form()).await
}

/// For everybody else there is no such page.
pub(crate) fn admins_only(viewer: &Viewer) -> Result<(), PageError> {
    if viewer.role == "ADMIN" { Ok(()) } else { Err(PageError::NotFound) }
}

/// The forms that make something new; their names differ, since they stand on one page.
pub(super) fn form() -> FormView {
    FormView::new(
        &[
            "email",
            "name",
            "role",
            "organisation",
            "organisation_name",
            "domains",
            "sharing",
            "queue_name",
            "address",
        ],
        &[],
    )
}

/// The page, after a form that was refused as well.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    asked: &Asked,
    form: &FormView,
) -> Result<Response, PageError> {
    let query = asked.q.as_deref().map(str::trim).filter(|query| !query.is_empty());
    let variables = json!({ "query": query, "after": asked.after });
    let Answer { people, organisations, queues, agents, agreements, mail_server, mailboxes } =
        app.api.run(visitor, PAGE, variables).await?;
    let known: Vec<Named> = organisations
        .nodes
        .iter()
        .map(|one| Named { id: one.id.clone(), name: one.name.clone(), ..Named::default() })
        .collect();
    let next = people.page_info.end_cursor.filter(|_| people.page_info.has_next_page).map(|cursor| {
        let pairs = [("q", query.unwrap_or_default()), ("after", cursor.as_str())];
        format!("/admin?{}", urls::query(&pairs))
    });
    let page = json!({
        "done": asked.done.is_some(),
        "query": query,
        "count": people.total_count,
        "people": people.nodes.iter().map(|one| person(one, &known)).collect::<Vec<_>>(),
        "next": next,
        "roles": view::choices(&ROLES, form.text("role")),
        "sharing": view::choices(&SHARING, form.text("sharing")),
        "organisationChoices": view::named_choices(known, form.text("organisation")),
        "organisations": organisations.nodes.iter().map(|one| json!({
            "id": one.id, "name": one.name, "domains": one.domains.join(", "),
            "sharing": view::choices(&SHARING, &one.sharing),
            "open": one.open_domains.join(", "), "joined": joined(one),
            "agreements": view::named_choices(agreements.clone(), one.agreement.as_ref().map_or("", |own| &own.id)),
        })).collect::<Vec<_>>(),
        "queues": queues.iter().map(|one| queue(one, &agents.nodes, &agreements)).collect::<Vec<_>>(),
        "mailServer": mail_server,
        "mailboxes": mailboxes,
    });
    let title = app.say(visitor, "admin-title", &[]);
    Ok(app.frame(visitor, status, "admin/house", &title, json!({ "page": page, "form": form })).await)
}

/// Who joined by the domain of their address, in one line.
fn joined(one: &Organisation) -> String {
    let joined = one.joined_by_domain.iter().map(|one| format!("{} ({})", one.user.name, one.domain));
    joined.collect::<Vec<_>>().join(", ")
}

fn person(one: &Person, known: &[Named]) -> Value {
    let mut choices = known.to_vec();
    let current = one.organisation.as_ref();
    choices.extend(current.filter(|own| !known.iter().any(|known| known.id == own.id)).cloned());
    json!({
        "id": one.id,
        "name": one.name,
        "email": one.email,
        "active": one.active,
        "sees": one.sees_organisation,
        "roleAddress": one.is_role_address,
        "mailFailed": one.mail_failed,
        "roles": view::choices(&ROLES, &one.role),
        "organisations":
            view::named_choices(choices, current.map(|own| own.id.as_str()).unwrap_or_default()),
    })
}

fn queue(one: &Queue, agents: &[Named], agreements: &[Named]) -> Value {
    let works = |agent: &Named| one.members.iter().any(|member| member.id == agent.id);
    let agents =
        agents.iter().map(|agent| json!({ "id": agent.id, "name": agent.name, "works": works(agent) }));
    json!({
        "id": one.id, "name": one.name, "address": one.address, "agents": agents.collect::<Vec<_>>(),
        "agreements": view::named_choices(
            agreements.to_vec(),
            one.settings.agreement.as_ref().map_or("", |own| &own.id),
        ),
    })
}
