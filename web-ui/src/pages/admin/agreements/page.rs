//! Agreements and calendars, for admins: the list of both beside the form of one.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::sheet::{self, Agreement, Calendar, DAYS, PRIORITIES, TARGETS};
use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    forms::{MemberForm, Posted},
    pages::admin::{
        part::Part,
        sections::{admins_only, sections},
    },
    view::{self, Named},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const PATH: &str = "/admin/agreements";
/// The regions whose public holidays are known.
const REGIONS: [&str; 19] = [
    "AT", "CH", "DE", "DE-BB", "DE-BE", "DE-BW", "DE-BY", "DE-HB", "DE-HE", "DE-HH", "DE-MV", "DE-NI",
    "DE-NW", "DE-RP", "DE-SH", "DE-SL", "DE-SN", "DE-ST", "DE-TH",
];

/// Which agreement or calendar is shown; `new` in the place of an id: an empty form.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    agreement: Option<String>,
    calendar: Option<String>,
    done: Option<String>,
    q: Option<String>,
    page: Option<usize>,
}

impl Asked {
    /// Which part of the lists stands beside the form.
    fn part(&self) -> Part {
        Part::new(self.q.clone(), self.page)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    found_agreements: Vec<Named>,
    found_calendars: Vec<Named>,
    agreements: Vec<Agreement>,
    calendars: Vec<Calendar>,
}

/// `GET /admin/agreements`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, StatusCode::OK, &asked, None).await
}

/// `POST /admin/agreements`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let id = posted.get("id").to_owned();
    let of_calendar = posted.get("change") != "agreement";
    // The list stands as it stood.
    let q = posted.some("q").map(str::to_owned);
    let at = posted.some("page").and_then(|page| page.parse().ok());
    let one = Some(id.clone());
    let (agreement, calendar) = if of_calendar { (None, one) } else { (one, None) };
    let asked = Asked { agreement, calendar, done: None, q, page: at };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let ics = ics(&posted).await?;
    let Ok((document, input)) = change(&posted, &id, &ics) else {
        let wrong = app.say(&visitor, "reason-target-invalid", &[]);
        let form = empty().fill(&posted).error("targets", wrong).summarise(&app, &visitor);
        return page(&app, &visitor, status, &asked, Some(form)).await;
    };
    let saved: Result<Value, Failure> = app.api.run(&visitor, document, json!({ "input": input })).await;
    match saved {
        Ok(answer) => {
            let (name, pointer) =
                if of_calendar { ("calendar", "/calendar/id") } else { ("agreement", "/agreement/id") };
            let payload = answer.as_object().and_then(|answer| answer.values().next());
            let id = payload.and_then(|payload| payload.pointer(pointer)).and_then(Value::as_str);
            let beside = [(name, id.unwrap_or_default()), ("done", "1")];
            Ok(Redirect::to(&asked.part().href_of(PATH, &beside)).into_response())
        }
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            let form = empty().fill(&posted).explain(&app, &visitor, &failure);
            page(&app, &visitor, status, &asked, Some(form)).await
        }
    }
}

/// The document and the input of the form that was sent.
///
/// # Errors
/// When an agreed time cannot be read.
fn change(posted: &Posted, id: &str, ics: &str) -> Result<(&'static str, Value), ()> {
    let new = id == "new";
    let mut input = match posted.get("change") {
        "agreement" => json!({
            "name": posted.get("name"), "calendar": posted.get("calendar"), "targets": sheet::targets(posted)?,
        }),
        "holidays" => json!({ "ics": ics }),
        _ => json!({
            "name": posted.get("name"), "timeZone": posted.get("time_zone"), "hours": sheet::hours(posted),
            "holidays": sheet::holidays(posted), "holidayRegion": posted.some("region"),
        }),
    };
    if let (false, Some(input)) = (new, input.as_object_mut()) {
        input.insert("id".to_owned(), json!(id));
    }
    let document = match (posted.get("change"), new) {
        ("agreement", true) => include_str!("create_agreement.graphql"),
        ("agreement", false) => include_str!("update_agreement.graphql"),
        ("holidays", _) => include_str!("import_holidays.graphql"),
        (_, true) => include_str!("create_calendar.graphql"),
        (_, false) => include_str!("update_calendar.graphql"),
    };
    Ok((document, input))
}

/// The iCalendar file that was sent, or nothing.
async fn ics(posted: &Posted) -> Result<String, PageError> {
    match posted.files.first() {
        Some(file) => file.text().await,
        None => Ok(String::new()),
    }
}

fn empty() -> FormView {
    let mut names = vec!["id", "name", "calendar", "time_zone", "region", "holidays"];
    names.extend(DAYS);
    names.extend(TARGETS.iter().flat_map(|(response, restoration)| [*response, *restoration]));
    let errors = ["name", "calendar", "targets", "timeZone", "hours", "holidays", "holidayRegion", "ics"];
    FormView::new(&names, &errors)
}

fn of_agreement(agreement: &Agreement) -> FormView {
    let mut form =
        empty().set("name", agreement.name.as_str()).set("calendar", agreement.calendar.id.as_str());
    for (priority, (response, restoration)) in PRIORITIES.iter().zip(TARGETS) {
        if let Some(target) = agreement.targets.iter().find(|target| target.priority == *priority) {
            form = form
                .set(response, sheet::written(target.response_minutes))
                .set(restoration, sheet::written(target.restoration_minutes));
        }
    }
    form
}

fn of_calendar(calendar: &Calendar) -> FormView {
    let mut form = empty()
        .set("name", calendar.name.as_str())
        .set("time_zone", calendar.time_zone.as_str())
        .set("region", calendar.holiday_region.clone().unwrap_or_default())
        .set("holidays", calendar.own_lines());
    for day in DAYS {
        form = form.set(day, calendar.hours_of(day));
    }
    form
}

/// A calendar that is to be made: Monday to Friday, where the installation is.
fn new_calendar(app: &App) -> FormView {
    let mut form = empty().set("time_zone", app.settings.time_zone.as_str());
    for day in &DAYS[..5] {
        form = form.set(day, "08:00–17:00");
    }
    form
}

/// The page, after a form that was refused as well.
async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    asked: &Asked,
    refused: Option<FormView>,
) -> Result<Response, PageError> {
    let part = asked.part();
    let answer: Answer = app.api.run(visitor, PAGE, json!({ "search": part.query() })).await?;
    let Answer { found_agreements, found_calendars, agreements, calendars } = answer;
    let calendar = asked.calendar.as_deref();
    let first = agreements.first().map_or("new", |agreement| agreement.id.as_str());
    // Without a calendar there can be no agreement.
    let calendar = if calendars.is_empty() { Some("new") } else { calendar };
    let agreement = if calendar.is_none() { asked.agreement.as_deref().or(Some(first)) } else { None };
    let shown_calendar = calendars.iter().find(|one| Some(one.id.as_str()) == calendar);
    let shown_agreement = agreements.iter().find(|one| Some(one.id.as_str()) == agreement);
    let id = calendar.or(agreement).unwrap_or("new");
    if id != "new" && shown_calendar.is_none() && shown_agreement.is_none() {
        return Err(PageError::NotFound);
    }
    let form = refused.unwrap_or_else(|| match (shown_calendar, shown_agreement) {
        (Some(calendar), _) => of_calendar(calendar),
        (None, Some(agreement)) => of_agreement(agreement),
        (None, None) if calendar.is_some() => new_calendar(app),
        (None, None) => empty(),
    });
    let links = |kind: &str, all: &[Named]| {
        let link = |one: &Named| {
            let href = part.href_of(PATH, &[(kind, one.id.as_str())]);
            json!({ "href": href, "name": one.name, "current": one.id == id })
        };
        part.cut(all).iter().map(link).collect::<Vec<_>>()
    };
    let named: Vec<Named> = calendars.iter().map(Calendar::named).collect();
    let page = json!({
        "done": asked.done.is_some(),
        "id": id,
        "new": id == "new",
        "isCalendar": calendar.is_some(),
        "query": part.query(),
        "at": asked.page,
        "agreements": links("agreement", &found_agreements),
        "calendars": links("calendar", &found_calendars),
        "hasCalendars": !calendars.is_empty(),
        "calendarChoices": view::named_choices(named, form.text("calendar")),
        "regions": view::choices(&REGIONS, form.text("region")),
        "targets": PRIORITIES.iter().zip(TARGETS).map(|(priority, (response, restoration))| json!({
            "priority": priority, "response": response, "restoration": restoration,
            "responseValue": form.text(response), "restorationValue": form.text(restoration),
        })).collect::<Vec<_>>(),
        "days": DAYS.iter().map(|day| json!({ "day": day, "value": form.text(day) })).collect::<Vec<_>>(),
        "holidays": shown_calendar.map(Calendar::listed).unwrap_or_default(),
    });
    // Both lists are leafed through together.
    let pager = part.pager(PATH, found_agreements.len().max(found_calendars.len()));
    let title = app.say(visitor, "agreements-title", &[]);
    let data = json!({ "page": page, "form": form, "pager": pager, "sections": sections(app, visitor) });
    Ok(app.frame(visitor, status, "admin/agreements", &title, data).await)
}
