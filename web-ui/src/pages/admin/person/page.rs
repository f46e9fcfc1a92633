//! One person, for admins: what they are, where they belong, and what becomes of their tickets when they are switched off.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use graphql::ErrorCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    hand_over::{assigned, hand_over},
    organisation::{self, Found},
};
use crate::{
    absence::with_absences,
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::{self, FormView},
    forms::{MemberForm, Posted},
    pages::admin::{
        people::{
            page::{ROLES, beside, kind},
            place::Place,
        },
        sections::{admins_only, sections},
    },
    phones::{self, Phone},
    view::{self, Named},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const UPDATE: &str = include_str!("update.graphql");
const RESET_SECOND_FACTOR: &str = include_str!("reset_second_factor.graphql");
const TRY_ADDRESS: &str = include_str!("try_address.graphql");
const INVITE: &str = include_str!("invite.graphql");

/// Whether the form has just been taken, and how many tickets were not handed over.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
    left: Option<u32>,
    /// Why no invitation was sent.
    #[serde(skip)]
    refused: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    node: Option<Person>,
    assigned: Count,
    agents: Nodes,
    admins: Nodes,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    total_count: u64,
}

#[derive(Deserialize)]
struct Nodes {
    nodes: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, as the schema answers it")]
struct Person {
    id: String,
    name: String,
    email: String,
    user_name: Option<String>,
    locale: String,
    time_zone: String,
    phones: Vec<Phone>,
    role: String,
    active: bool,
    is_staff: bool,
    sees_organisation: bool,
    is_role_address: bool,
    is_unknown_sender: bool,
    state: Option<String>,
    invited_at: Option<DateTime<Utc>>,
    mail_failed: Option<DateTime<Utc>>,
    second_factor_since: Option<DateTime<Utc>>,
    undeliverable: Option<Value>,
    organisations: Vec<Named>,
}

/// `GET /admin/people/{id}`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, (StatusCode::OK, &id), &asked, None).await
}

/// `POST /admin/people/{id}`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let wrong = async |form: FormView| {
        page(&app, &visitor, (StatusCode::UNPROCESSABLE_ENTITY, &id), &Asked::default(), Some(form)).await
    };
    let (organisations, unknown) = named(&app, &visitor, &posted).await?;
    // Before they lose them: the engine gives the tickets of whoever is switched off back to the queue.
    let heir = posted.some("hand_to").filter(|_| !posted.has("active"));
    let tickets = match heir {
        Some(_) => assigned(&app, &visitor, &id).await?,
        None => Vec::new(),
    };
    let saved: Result<Value, Failure> =
        app.api.run(&visitor, UPDATE, json!({ "input": input(&id, &posted, &organisations) })).await;
    match saved {
        Ok(_) => {}
        Err(failure) if failure.is_ours() => return Err(failure.into()),
        Err(failure) => {
            // What is wrong with the organisations, the fields of their names say better.
            let failure = if unknown.is_empty() { Some(failure) } else { failure.beside("organisations") };
            let form = filled(&posted);
            let form = match failure {
                Some(failure) => form.explain(&app, &visitor, &failure),
                None => form,
            };
            let form = unknown.into_iter().fold(form, |form, (field, text)| form.error(field, text));
            return wrong(form.summarise(&app, &visitor)).await;
        }
    }
    let left = match heir {
        Some(heir) => hand_over(&app, &visitor, &tickets, heir).await?,
        None => 0,
    };
    let done = Place::of(&visitor).with(&[("done", "1"), ("left", &left.to_string())]);
    Ok(Redirect::to(&format!("/admin/people/{id}{done}")).into_response())
}

/// The organisations that the form names, and what is wrong with the names. One that is not known is absent for the schema as well,
/// which then refuses the form with all that is wrong.
async fn named(
    app: &App,
    visitor: &Visitor,
    posted: &Posted,
) -> Result<(Vec<String>, Vec<(&'static str, String)>), PageError> {
    let (mut organisations, mut unknown) = (Vec::new(), Vec::new());
    if posted.some("organisation").is_none() && posted.all("organisation_further").next().is_some() {
        // Otherwise another one would become the first without a word.
        unknown.push(("organisation", app.say(visitor, "reason-organisation-first", &[])));
        organisations.push(organisation::absent());
    }
    for name in ["organisation", "organisation_more"] {
        match organisation::of(app, visitor, posted.get(name)).await? {
            Found::Nothing => {}
            Found::One(id) => organisations.push(id),
            Found::Unknown => {
                unknown.push((name, app.say(visitor, "reason-organisation-unknown", &[])));
                organisations.push(organisation::absent());
            }
        }
        // The boxes of those to which they belong already stand between the two.
        if name == "organisation" {
            organisations.extend(posted.all("organisation_further").map(str::to_owned));
        }
    }
    Ok((organisations, unknown))
}

/// `POST /admin/people/{id}/try-address`: emails go to the person again, to whom one had come back.
pub(crate) async fn try_address(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    MemberForm(viewer, _): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    app.api.run::<Value>(&visitor, TRY_ADDRESS, json!({ "id": id })).await?;
    Ok(Redirect::to(&done(&visitor, &id)).into_response())
}

/// `POST /admin/people/{id}/invite`: whoever has no password yet is sent a link to set one, again if need be.
pub(crate) async fn invite(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    MemberForm(viewer, _): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let invited: Result<Value, Failure> = app.api.run(&visitor, INVITE, json!({ "id": id })).await;
    match invited {
        Ok(_) => {
            let told = Place::of(&visitor).with(&[("done", "invited")]);
            Ok(Redirect::to(&format!("/admin/people/{id}{told}")).into_response())
        }
        Err(failure) => {
            let status = match failure.code {
                ErrorCode::BadUserInput => StatusCode::UNPROCESSABLE_ENTITY,
                ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
                _ => return Err(failure.into()),
            };
            let asked =
                Asked { refused: Some(form_view::reason(&app, &visitor, &failure)), ..Asked::default() };
            page(&app, &visitor, (status, &id), &asked, None).await
        }
    }
}

/// `POST /admin/people/{id}/second-factor`: the person lost theirs.
pub(crate) async fn reset_second_factor(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    MemberForm(viewer, _): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    app.api.run::<Value>(&visitor, RESET_SECOND_FACTOR, json!({ "id": id })).await?;
    Ok(Redirect::to(&done(&visitor, &id)).into_response())
}

/// The person's page, which says that it is done.
fn done(visitor: &Visitor, id: &str) -> String {
    format!("/admin/people/{id}{}", Place::of(visitor).with(&[("done", "1")]))
}

fn input(id: &str, posted: &Posted, organisations: &[String]) -> Value {
    let role = ROLES.iter().find(|role| **role == posted.get("role"));
    let phones = posted.has("phones").then(|| phones::read(posted.get("phones")));
    let mut input = json!({
        "id": id, "name": posted.get("name"), "userName": posted.some("user_name"), "role": role,
        "phones": phones, "organisations": organisations, "active": posted.has("active"),
        // Who belongs to no organisation is none of its selected members.
        "seesOrganisation": posted.has("sees") && !organisations.is_empty(),
    });
    // Who has the installation's follows it, also when that changes: what nobody touched is not written down.
    for (field, name) in [("locale", "locale"), ("timeZone", "time_zone")] {
        if posted.has(name) && posted.get(name).trim() != posted.get(&format!("{name}_before")) {
            input[field] = json!(posted.get(name).trim());
        }
    }
    input
}

fn empty() -> FormView {
    FormView::new(
        &[
            "name",
            "user_name",
            "phones",
            "role",
            "organisation",
            "organisation_more",
            "sees",
            "active",
            "hand_to",
            "locale",
            "time_zone",
        ],
        &["name", "userName", "phones", "role", "organisation", "organisation_more", "locale", "timeZone"],
    )
}

fn filled(posted: &Posted) -> FormView {
    let flag = |name| if posted.has(name) { "1" } else { "" };
    empty().fill(posted).set("sees", flag("sees")).set("active", flag("active"))
}

fn of(person: &Person) -> FormView {
    let flag = |on: bool| if on { "1" } else { "" };
    empty()
        .set("name", person.name.as_str())
        .set("user_name", person.user_name.as_deref().unwrap_or_default())
        .set("phones", phones::lines(&person.phones))
        .set("role", person.role.as_str())
        .set("locale", person.locale.as_str())
        .set("time_zone", person.time_zone.as_str())
        .set("organisation", person.organisations.first().map(|own| own.name.as_str()).unwrap_or_default())
        .set("sees", flag(person.sees_organisation))
        .set("active", flag(person.active))
}

async fn page(
    app: &App,
    visitor: &Visitor,
    (status, id): (StatusCode, &str),
    asked: &Asked,
    form: Option<FormView>,
) -> Result<Response, PageError> {
    let found: Result<Answer, Failure> =
        app.api.run(visitor, PAGE, json!({ "id": id, "assignee": id })).await;
    let Answer { node, assigned, agents, admins } = match found {
        // What is no id of a person is nobody's.
        Err(failure) if failure.code == ErrorCode::BadUserInput => return Err(PageError::NotFound),
        found => found?,
    };
    let person = node.ok_or(PageError::NotFound)?;
    let form = form.unwrap_or_else(|| of(&person));
    let mut staff: Vec<Named> =
        agents.nodes.into_iter().chain(admins.nodes).filter(|one| one.id != person.id).collect();
    staff.sort_by(|one, other| one.sort_key.cmp(&other.sort_key));
    let place = Place::of(visitor);
    let state = person.state.as_deref().unwrap_or_default();
    let page = json!({
        "id": person.id,
        "suffix": place.suffix(),
        "back": place.back(),
        "state": state,
        "kind": kind(state),
        "invitedAt": person.invited_at,
        "email": person.email,
        "staff": person.is_staff,
        "active": person.active,
        "unknown": person.is_unknown_sender,
        "roleAddress": person.is_role_address,
        "mailFailed": person.mail_failed,
        "secondFactor": person.second_factor_since,
        "oneself": visitor.viewer.as_ref().is_some_and(|viewer| viewer.id == person.id),
        "undeliverable": person.undeliverable,
        "assigned": assigned.total_count,
        "heirs": view::named_choices(with_absences(app, visitor, view::told_apart(staff)), form.text("hand_to")),
        "locale": person.locale,
        "timeZone": person.time_zone,
        "locales": app.languages(form.text("locale")),
        "roles": view::choices(&ROLES, form.text("role")),
        "organisations": organisation::suggestions(app, visitor, form.text("organisation")).await?,
        "further": person.organisations.iter().skip(1).collect::<Vec<_>>(),
        "done": asked.done.as_deref().is_some_and(|done| done != "invited"),
        "invited": asked.done.as_deref() == Some("invited"),
        "refused": asked.refused,
        "mayInvite": matches!(state, "NO_PASSWORD" | "INVITED") && !person.is_role_address,
        "left": asked.left.filter(|left| *left > 0),
    });
    let list = beside(app, visitor, &person.id).await;
    let data = json!({ "page": page, "form": form, "list": list, "sections": sections(app, visitor) });
    Ok(app.frame(visitor, status, "admin/person", &person.name, data).await)
}
