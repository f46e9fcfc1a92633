//! Reports for the staff: how many tickets came, how they fared, and each table as a file.

use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};
use words::format;

use super::{
    answer::{Answer, Report, Times},
    charts, spoken,
    tables::{NAMES, Table},
};
use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    urls,
    view::{Named, named_choices, told_apart},
    visitor::{Member, Viewer, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const CHOICES: &str = include_str!("choices.graphql");

/// The periods that are a click away, in days.
const PERIODS: [u16; 3] = [7, 30, 90];

/// What of all tickets is asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    days: Option<String>,
    from: Option<String>,
    to: Option<String>,
    queue: Option<String>,
    organisation: Option<String>,
    agent: Option<String>,
}

#[derive(Deserialize)]
struct Choices {
    viewer: Option<Named>,
    queues: Vec<Queue>,
    organisations: Nodes,
}

#[derive(Deserialize)]
struct Nodes {
    nodes: Vec<Named>,
}

#[derive(Deserialize)]
struct Queue {
    id: String,
    name: String,
    /// For admins.
    #[serde(default)]
    members: Vec<Named>,
}

impl Asked {
    /// A value of the address; an empty field of the form is none.
    fn value(text: Option<&String>) -> Option<&str> {
        text.map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    fn days(&self) -> Option<u16> {
        let free = Self::value(self.from.as_ref()).is_none();
        free.then(|| Self::value(self.days.as_ref()).and_then(|days| days.parse().ok()).unwrap_or(30))
    }

    fn variables(&self) -> Value {
        json!({
            "from": Self::value(self.from.as_ref()),
            "to": Self::value(self.to.as_ref()),
            "days": self.days(),
            "queue": Self::value(self.queue.as_ref()),
            "organisation": Self::value(self.organisation.as_ref()),
            "agent": Self::value(self.agent.as_ref()),
        })
    }

    fn narrowed(&self) -> Vec<(&'static str, &str)> {
        let values = [("queue", &self.queue), ("organisation", &self.organisation), ("agent", &self.agent)];
        values.into_iter().filter_map(|(name, value)| Some((name, Self::value(value.as_ref())?))).collect()
    }

    /// The query of the same tickets, of these days.
    fn query(&self) -> String {
        let days = self.days().map(|days| days.to_string());
        let period = [("days", days.as_deref()), ("from", Self::value(self.from.as_ref()))];
        let period = period.into_iter().chain([("to", Self::value(self.to.as_ref()))]);
        let period = period.filter_map(|(name, value)| Some((name, value?)));
        urls::query(&period.chain(self.narrowed()).collect::<Vec<_>>())
    }
}

/// `GET /desk/reports`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let choices: Choices = app.api.run(&visitor, CHOICES, json!({ "admin": viewer.role == "ADMIN" })).await?;
    let answer = app.api.run::<Answer>(&visitor, PAGE, asked.variables()).await;
    let (status, refused, report) = match answer {
        Ok(Answer { report }) => (StatusCode::OK, None, Some(report)),
        Err(failure) if failure.is_ours() => return Err(failure.into()),
        Err(failure) => (StatusCode::UNPROCESSABLE_ENTITY, Some(refusal(&app, &visitor, &failure)), None),
    };
    let page = json!({
        "refused": refused,
        "form": form(&asked, choices, &viewer, report.as_ref()),
        "report": report.map(|report| view(&app, &visitor, &asked, &report)),
    });
    let title = app.say(&visitor, "reports-title", &[]);
    Ok(app.frame(&visitor, status, "desk/reports", &title, json!({ "page": page })).await)
}

/// `GET /desk/reports/{table}.csv`
pub(crate) async fn download(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let name = file.strip_suffix(".csv").and_then(|file| NAMES.into_iter().find(|name| *name == file));
    let Some(name) = name.filter(|_| viewer.is_staff) else { return Err(PageError::NotFound) };
    let Answer { report } = app.api.run(&visitor, PAGE, asked.variables()).await?;
    let file = format!("attachment; filename=\"{name}-{}-{}.csv\"", report.from, report.to);
    let file = HeaderValue::from_str(&file).map_err(|error| PageError::fault(error.to_string()))?;
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, file)];
    Ok((headers, Table::of(name, &report, &app, &visitor).csv()).into_response())
}

/// What was wrong with the period or the filters.
fn refusal(app: &App, visitor: &Visitor, failure: &Failure) -> String {
    let key = match failure.reason.as_deref() {
        Some("report-order") => "reports-wrong-order",
        Some("report-days") => "reports-wrong-days",
        Some("report-too-much") => "reports-wrong-much",
        _ if matches!(failure.field.as_deref(), Some("from" | "to" | "days")) => "reports-wrong-date",
        _ => "reports-wrong-filter",
    };
    app.say(visitor, key, &[])
}

fn form(asked: &Asked, choices: Choices, viewer: &Viewer, report: Option<&Report>) -> Value {
    let picked = |value: &Option<String>| Asked::value(value.as_ref()).unwrap_or_default().to_owned();
    let periods = PERIODS.iter().map(|days| {
        let number = days.to_string();
        let pairs: Vec<_> = [("days", number.as_str())].into_iter().chain(asked.narrowed()).collect();
        json!({
            "days": days, "href": format!("/desk/reports?{}", urls::query(&pairs)),
            "current": asked.days() == Some(*days),
        })
    });
    // Agents see figures of themselves alone.
    let mut agents: Vec<Named> = choices.viewer.into_iter().filter(|_| viewer.role != "ADMIN").collect();
    for agent in choices.queues.iter().flat_map(|queue| &queue.members) {
        if agents.iter().all(|known| known.id != agent.id) {
            agents.push(agent.clone());
        }
    }
    agents.sort_by_key(|agent| agent.name.to_lowercase());
    let named = |queue: Queue| Named { id: queue.id, name: queue.name, ..Named::default() };
    let queues = choices.queues.into_iter().map(named).collect();
    let free = asked.days().is_none();
    json!({
        "periods": periods.collect::<Vec<_>>(),
        "free": free,
        "days": asked.days(),
        "from": report.map_or_else(|| picked(&asked.from), |report| report.from.to_string()),
        "to": report.map_or_else(|| picked(&asked.to), |report| report.to.to_string()),
        "queues": named_choices(queues, &picked(&asked.queue)),
        "organisations": named_choices(choices.organisations.nodes, &picked(&asked.organisation)),
        "agents": named_choices(told_apart(agents), &picked(&asked.agent)),
    })
}

fn view(app: &App, visitor: &Visitor, asked: &Asked, report: &Report) -> Value {
    let lang = visitor.lang;
    let query = asked.query();
    let table = |name: &str| {
        let mut table = Table::of(name, report, app, visitor).view();
        table["href"] = json!(format!("/desk/reports/{name}.csv?{query}"));
        table
    };
    let breakdown = |name: &str| {
        let title = app.say(visitor, &format!("reports-by-{name}"), &[]);
        json!({ "title": title, "name": name, "table": table(name) })
    };
    let agreements = ["RESPONSE", "RESTORATION"].map(|clock| charts::agreements(clock, report, app, visitor));
    let breakdowns = ["queues", "organisations", "agents", "tags"].map(breakdown);
    json!({
        "from": format::calendar_day(lang, report.from),
        "to": format::calendar_day(lang, report.to),
        "at": report.at,
        "created": format::number(lang, report.created),
        "closed": format::number(lang, report.closed),
        "tiles": tiles(app, visitor, report),
        "days": { "chart": charts::days(report, app, visitor), "table": table("days") },
        "statuses": { "chart": charts::statuses(report, app, visitor), "table": table("statuses") },
        "ages": { "chart": charts::ages(report, app, visitor), "table": table("ages") },
        "agreements": {
            "charts": agreements,
            "table": table("agreements"),
        },
        "hours": { "chart": charts::hours(report, app, visitor), "table": table("hours") },
        "organisations": { "chart": charts::organisations(report, app, visitor) },
        "breakdowns": breakdowns,
    })
}

fn tiles(app: &App, visitor: &Visitor, report: &Report) -> Vec<Value> {
    let lang = visitor.lang;
    let tile = |name: &str, value: String, more: String| json!({ "name": app.say(visitor, &format!("reports-tile-{name}"), &[]), "value": value, "more": more });
    let open = report.ages.iter().map(|age| age.count).sum();
    let new = report.statuses.iter().find(|line| line.status == "NEW").map_or(0, |line| line.count);
    let decided = report.met + report.breached;
    let number = |count| format::number(lang, count);
    vec![
        tile("open", number(open), app.say(visitor, "reports-tile-open-more", &[("n", number(new).into())])),
        tile(
            "first",
            spoken::duration(lang, report.first_answer.median_minutes),
            measured(app, visitor, report.first_answer),
        ),
        tile(
            "kept",
            spoken::percent(lang, report.met, decided),
            app.say(
                visitor,
                "reports-tile-kept-more",
                &[("n", number(report.breached).into()), ("all", number(decided).into())],
            ),
        ),
        tile(
            "done",
            spoken::duration(lang, report.resolution.median_minutes),
            measured(app, visitor, report.resolution),
        ),
        tile(
            "reopened",
            spoken::percent(lang, report.reopened, report.finished),
            app.say(
                visitor,
                "reports-of",
                &[("met", number(report.reopened).into()), ("all", number(report.finished).into())],
            ),
        ),
        tile(
            "satisfied",
            spoken::percent(lang, report.satisfied, report.rated),
            app.say(
                visitor,
                "reports-satisfied-of",
                &[("met", number(report.satisfied).into()), ("all", number(report.rated).into())],
            ),
        ),
    ]
}

/// The ninetieth percentile, and by which clock it was measured.
fn measured(app: &App, visitor: &Visitor, times: Times) -> String {
    if times.count == 0 {
        return app.say(visitor, "reports-nothing", &[]);
    }
    let p90 = spoken::duration(visitor.lang, times.p90_minutes);
    let clock = match times.business_count {
        0 => "reports-elapsed",
        business if business == times.count => "reports-business",
        _ => "reports-mixed",
    };
    let number = |count| format::number(visitor.lang, count);
    let clock = app.say(
        visitor,
        clock,
        &[("business", number(times.business_count).into()), ("all", number(times.count).into())],
    );
    app.say(visitor, "reports-p90", &[("time", p90.into()), ("clock", clock.into())])
}
