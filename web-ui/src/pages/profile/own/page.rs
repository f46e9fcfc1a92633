//! The viewer's own account: name, user name, language, time zone and password.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use graphql::ErrorCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    app::Shared,
    error::{PageError, later},
    form_view::FormView,
    forms::{MemberForm, Posted},
    look::Look,
    pages::{
        password::reset::page::{Rule, rules},
        profile::second_factor::page::Factors,
    },
    phones::{self, Phone},
    visitor::{Member, Viewer, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const UPDATE: &str = include_str!("update.graphql");
const CHOOSE_NOTICE: &str = include_str!("choose_notice.graphql");
const CHOOSE_MAIL_TIMES: &str = include_str!("choose_mail_times.graphql");
const CHOOSE_ABSENCE: &str = include_str!("choose_absence.graphql");
const CHOOSE_SIGNATURE: &str = include_str!("choose_signature.graphql");
const CHANGE_PASSWORD: &str = include_str!("change_password.graphql");

/// What the forms hold.
const FIELDS: [&str; 12] = [
    "name",
    "user_name",
    "phones",
    "time_zone",
    "daily_at",
    "quiet_from",
    "quiet_until",
    "quiet_weekends",
    "away",
    "first_day",
    "last_day",
    "signature",
];
/// Of what a form may be refused.
const ERRORS: [&str; 13] = [
    "name",
    "userName",
    "phones",
    "locale",
    "timeZone",
    "current",
    "new",
    "dailyAt",
    "quietFrom",
    "quietUntil",
    "from",
    "until",
    "text",
];
/// How often emails go out, as the schema names it.
const PACES: [&str; 3] = ["AT_ONCE", "HOURLY", "DAILY"];

/// What has just been done.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    viewer: Own,
    password_rule: Rule,
    notices: Vec<Choice>,
    mail_times: MailTimes,
    password_allowed: bool,
    own_signature: Option<String>,
    signature_reach: String,
    second_factor: Factors,
}

/// When the viewer gets the emails that they may switch off.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MailTimes {
    pace: String,
    daily_at: String,
    quiet_from: Option<String>,
    quiet_until: Option<String>,
    quiet_weekends: bool,
}

/// How the viewer is told of something.
#[derive(Deserialize)]
struct Choice {
    notice: String,
    email: bool,
    page: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Own {
    addresses: Vec<String>,
    name: String,
    user_name: Option<String>,
    phones: Vec<Phone>,
    locale: String,
    time_zone: String,
    absence: Option<Absence>,
    organisations: Vec<Named>,
}

/// When the viewer is away.
#[derive(Deserialize)]
struct Absence {
    from: String,
    until: Option<String>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

/// `GET /profile`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, _): Member,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    page(&app, &visitor, StatusCode::OK, asked.done.as_deref(), None).await
}

/// `POST /profile`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    match posted.get("change") {
        "notices" => return choose(&app, &visitor, &posted).await,
        "look" => return Ok(look(&app, &posted)),
        _ => {}
    }
    let (document, variables, done) = match posted.get("change") {
        "own" => (UPDATE, json!({ "input": own(&viewer, &posted) }), "own"),
        "password" => {
            let variables = json!({ "current": posted.get("current"), "new": posted.get("new") });
            (CHANGE_PASSWORD, variables, "password")
        }
        "absence" => (CHOOSE_ABSENCE, json!({ "input": absence(&posted) }), "own"),
        "signature" => (CHOOSE_SIGNATURE, json!({ "text": posted.get("signature") }), "own"),
        "times" => (CHOOSE_MAIL_TIMES, json!({ "input": times(&posted) }), "own"),
        _ => return Err(PageError::Unreadable),
    };
    match app.api.run::<Value>(&visitor, document, variables).await {
        Ok(_) => Ok(Redirect::to(&format!("/profile?done={done}")).into_response()),
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            let status = match failure.code {
                ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let answer = page(&app, &visitor, status, None, Some((&posted, &failure))).await?;
            Ok(later(answer, failure.retry_after))
        }
    }
}

/// Keeps in this browser how the pages look there.
fn look(app: &Shared, posted: &Posted) -> Response {
    let look = Look::of(posted.get("theme"), Look::is_wide(posted.get("rows")));
    let jar = CookieJar::new().add(look.cookie(&app.settings));
    (jar, Redirect::to("/profile?done=own#look")).into_response()
}

/// Each row of the form whose boxes are others than they were shown.
async fn choose(app: &Shared, visitor: &Visitor, posted: &Posted) -> Result<Response, PageError> {
    let ticked = |name: &str, notice: &str| posted.all(name).any(|word| word == notice);
    for notice in posted.all("notice") {
        let email = ticked("email", notice);
        let page = ticked("page", notice);
        let changed = |now: bool, before: &str| (now != ticked(before, notice)).then_some(now);
        let (email, page) = (changed(email, "email_before"), changed(page, "page_before"));
        if email.is_some() || page.is_some() {
            let input = json!({ "notice": notice, "email": email, "page": page });
            app.api.run::<Value>(visitor, CHOOSE_NOTICE, json!({ "input": input })).await?;
        }
    }
    Ok(Redirect::to("/profile?done=own#notices").into_response())
}

fn shown(one: &Choice) -> Value {
    json!({
        "notice": one.notice, "email": one.email,
        "on_page": one.page.is_some(), "page": one.page.unwrap_or_default(),
    })
}

fn times(posted: &Posted) -> Value {
    json!({
        "pace": posted.get("pace"), "dailyAt": posted.get("daily_at"), "quietFrom": posted.get("quiet_from"),
        "quietUntil": posted.get("quiet_until"), "quietWeekends": posted.has("quiet_weekends"),
    })
}

/// When the viewer is away; nothing, if they are not.
fn absence(posted: &Posted) -> Option<Value> {
    posted.has("away").then(|| json!({ "from": posted.get("first_day"), "until": posted.get("last_day") }))
}

/// What the form about the person changes: what was left as it was shown stays the choice that it was.
fn own(viewer: &Viewer, posted: &Posted) -> Value {
    let mut input = json!({
        "id": viewer.id, "name": posted.get("name"), "userName": posted.get("user_name").trim(),
    });
    if posted.has("phones") {
        input["phones"] = json!(phones::read(posted.get("phones")));
    }
    if posted.get("locale") != viewer.locale {
        input["locale"] = json!(posted.get("locale"));
    }
    if posted.get("time_zone").trim() != viewer.time_zone {
        input["timeZone"] = json!(posted.get("time_zone").trim());
    }
    input
}

async fn page(
    app: &Shared,
    visitor: &Visitor,
    status: StatusCode,
    done: Option<&str>,
    refused: Option<(&Posted, &crate::api::Failure)>,
) -> Result<Response, PageError> {
    let answer: Answer = app.api.run(visitor, PAGE, json!({})).await?;
    let Answer { viewer, password_rule, notices, mail_times, .. } = answer;
    let mut chosen = mail_times.pace;
    let flag = |on: bool| if on { "1" } else { "" };
    let away = viewer.absence.is_some();
    let (first_day, last_day) = viewer.absence.map(|absence| (absence.from, absence.until)).unzip();
    let mut form = FormView::new(&FIELDS, &ERRORS)
        .set("signature", answer.own_signature.unwrap_or_default())
        .set("away", flag(away))
        .set("first_day", first_day.unwrap_or_default())
        .set("last_day", last_day.flatten().unwrap_or_default())
        .set("daily_at", mail_times.daily_at)
        .set("quiet_from", mail_times.quiet_from.unwrap_or_default())
        .set("quiet_until", mail_times.quiet_until.unwrap_or_default())
        .set("quiet_weekends", flag(mail_times.quiet_weekends))
        .set("name", viewer.name)
        .set("user_name", viewer.user_name.unwrap_or_default())
        .set("phones", phones::lines(&viewer.phones))
        .set("time_zone", viewer.time_zone);
    if let Some((posted, failure)) = refused {
        form = form.fill(posted).explain(app, visitor, failure);
        if posted.get("change") == "times" {
            posted.get("pace").clone_into(&mut chosen);
            form = form.set("quiet_weekends", flag(posted.has("quiet_weekends")));
        }
        if posted.get("change") == "absence" {
            form = form.set("away", flag(posted.has("away")));
        }
    }
    let page = json!({
        "done": done == Some("own"),
        "changed": done == Some("password"),
        "email": viewer.addresses.first(),
        "addresses": viewer.addresses.join(", "),
        "organisations": viewer.organisations.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", "),
        "locales": app.languages(&viewer.locale),
        "paces": PACES.map(|value| json!({ "value": value, "selected": value == chosen })),
        "on_page": notices.iter().any(|one| one.page.is_some()),
        "notices": notices.iter().map(shown).collect::<Vec<_>>(),
        "staff": visitor.viewer.as_ref().is_some_and(|viewer| viewer.is_staff),
        // Where every email carries texts, there is nothing to say.
        "signatureReach": Some(&answer.signature_reach).filter(|reach| *reach != "EVERYWHERE"),
        "themes": visitor.look.themes(),
        "rows": visitor.look.rows(),
        "password": answer.password_allowed,
        "factors": answer.second_factor.shown(),
        "rules": rules(&password_rule),
    });
    let title = app.say(visitor, "profile-title", &[]);
    let shown = json!({ "page": page, "form": form });
    Ok(app.frame(visitor, status, "profile/own", &title, shown).await)
}
