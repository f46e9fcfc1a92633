//! One organisation, for admins: with whom it shares its tickets, and which members are the selected ones.

use std::collections::BTreeSet;

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    error::PageError,
    form_view::{FormView, reason},
    forms::{MemberForm, Posted},
    pages::admin::{
        organisations::page::{SHARING, words},
        sections::{admins_only, sections},
    },
    urls,
    view::{self, Named},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const ORGANISATION: &str = include_str!("update.graphql");
const TAKE_OVER: &str = include_str!("take_over.graphql");
const USER: &str = include_str!("../person/update.graphql");

/// Which members are shown, and whether the form has just been taken.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    after: Option<String>,
    done: Option<String>,
    /// Why nobody was taken over.
    #[serde(skip)]
    refused: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    node: Option<Organisation>,
    agreements: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Organisation {
    name: String,
    domains: Vec<String>,
    sharing: String,
    open_domains: Vec<String>,
    joined_by_domain: Vec<Joined>,
    earlier_senders: Senders,
    agreement: Option<Id>,
    external_id: Option<String>,
    members: Members,
}

/// Who wrote from its domains before these were its own.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Senders {
    total_count: u64,
    users: Vec<Named>,
}

/// Who joined by the domain of their address.
#[derive(Deserialize)]
struct Joined {
    user: Name,
    domain: String,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members {
    total_count: u64,
    page_info: PageInfo,
    nodes: Vec<Person>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    id: String,
    name: String,
    email: String,
    active: bool,
    is_staff: bool,
    sees_organisation: bool,
}

/// `GET /admin/organisations/{id}`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, (StatusCode::OK, &id), &asked, None).await
}

/// `POST /admin/organisations/{id}`: the organisation, and the members whose box is another than it was shown.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let sharing = SHARING.iter().find(|sharing| **sharing == posted.get("sharing"));
    let organisation = json!({
        "id": id, "sharing": sharing, "name": posted.has("name").then(|| posted.get("name")),
        "domains": posted.has("domains").then(|| words(posted.get("domains"))),
        "confirmFreeMail": posted.has("confirm_free_mail"), "agreement": posted.some("agreement"),
        "externalId": posted.get("external_id"),
    });
    let members = changed(&posted).into_iter().map(|(member, sees)| {
        (USER, json!({ "id": member, "seesOrganisation": sees, "ofOrganisation": id }))
    });
    for (document, input) in [(ORGANISATION, organisation)].into_iter().chain(members) {
        let saved = app.api.run::<Value>(&visitor, document, json!({ "input": input })).await;
        if let Err(failure) = saved {
            if failure.is_ours() {
                return Err(failure.into());
            }
            let form = empty().fill(&posted).explain(&app, &visitor, &failure);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return page(&app, &visitor, (status, &id), &Asked::default(), Some(form)).await;
        }
    }
    let after = posted.some("after").unwrap_or_default();
    let query = urls::query(&[("after", after), ("done", "1")]);
    Ok(Redirect::to(&format!("/admin/organisations/{id}?{query}")).into_response())
}

/// `POST /admin/organisations/{id}/senders`: takes over those who are ticked of the people who wrote before.
pub(crate) async fn take_over(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let users: Vec<&str> = posted.all("sender").collect();
    let variables = json!({ "organisation": id, "users": users });
    match app.api.run::<Value>(&visitor, TAKE_OVER, variables).await {
        Ok(_) => Ok(Redirect::to(&format!("/admin/organisations/{id}?done=1")).into_response()),
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            let told = Asked { refused: Some(reason(&app, &visitor, &failure)), ..Asked::default() };
            page(&app, &visitor, (StatusCode::UNPROCESSABLE_ENTITY, &id), &told, None).await
        }
    }
}

/// Whose box is another than it was when the page was shown; what others changed meanwhile stays.
fn changed(posted: &Posted) -> Vec<(&str, bool)> {
    let ticked: BTreeSet<&str> = posted.all("sees").collect();
    let before: BTreeSet<&str> = posted.all("sees_before").collect();
    ticked.symmetric_difference(&before).map(|member| (*member, ticked.contains(member))).collect()
}

fn empty() -> FormView {
    FormView::new(
        &["name", "domains", "sharing", "agreement", "external_id"],
        &["name", "domains", "externalId"],
    )
}

async fn page(
    app: &App,
    visitor: &Visitor,
    (status, id): (StatusCode, &str),
    asked: &Asked,
    form: Option<FormView>,
) -> Result<Response, PageError> {
    let after = asked.after.as_deref().filter(|after| !after.is_empty());
    let answer: Answer = app.api.run(visitor, PAGE, json!({ "id": id, "after": after })).await?;
    let one = answer.node.ok_or(PageError::NotFound)?;
    let next = one.members.page_info.end_cursor.filter(|_| one.members.page_info.has_next_page);
    let form = form.unwrap_or_else(|| {
        empty()
            .set("name", one.name.as_str())
            .set("domains", one.domains.join(", "))
            .set("sharing", one.sharing.as_str())
            .set("external_id", one.external_id.as_deref().unwrap_or_default())
            .set("agreement", one.agreement.as_ref().map_or("", |own| &own.id))
    });
    let joined = one.joined_by_domain.iter().map(|one| format!("{} ({})", one.user.name, one.domain));
    let page = json!({
        "id": id,
        "done": asked.done.is_some(),
        "open": one.open_domains.join(", "),
        "joined": joined.collect::<Vec<_>>().join(", "),
        "sharing": view::choices(&SHARING, form.text("sharing")),
        "agreements": view::named_choices(answer.agreements, form.text("agreement")),
        "senders": one.earlier_senders.users,
        "sendersCount": one.earlier_senders.total_count,
        "refused": asked.refused,
        "count": one.members.total_count,
        "members": one.members.nodes,
        "after": after,
        "next": next.map(|next| format!("/admin/organisations/{id}?{}", urls::query(&[("after", &next)]))),
    });
    let data = json!({ "page": page, "form": form, "sections": sections(app, visitor) });
    Ok(app.frame(visitor, status, "admin/organisation", &one.name, data).await)
}
