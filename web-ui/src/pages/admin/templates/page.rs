//! Emails with words of one's own, for admins: which email, its templates, what it would say, and the default beside them.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::{FormView, reason},
    forms::MemberForm,
    pages::admin::{
        part::Part,
        sections::{admins_only, sections},
    },
    urls,
    view::{self, Named},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const PREVIEW: &str = include_str!("preview.graphql");
const SET: &str = include_str!("set.graphql");
const PATH: &str = "/admin/templates";

/// Which email is shown.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    kind: Option<String>,
    locale: Option<String>,
    queue: Option<String>,
    number: Option<String>,
    done: Option<String>,
    q: Option<String>,
    page: Option<usize>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    email_templates: Vec<Template>,
    email_defaults: Vec<Texts>,
    queues: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Template {
    kind: String,
    locale: String,
    queue: Option<Named>,
    subject: String,
    text: String,
    html: String,
    updated_at: DateTime<Utc>,
    default_changed: bool,
    default_then: Then,
    failed_at: Option<DateTime<Utc>>,
    failure: Option<String>,
}

#[derive(Deserialize)]
struct Then {
    text: String,
}

#[derive(Deserialize)]
struct Texts {
    kind: String,
    subject: String,
    text: String,
    html: String,
}

/// `GET /admin/templates`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, StatusCode::OK, &asked, None).await
}

/// `POST /admin/templates`: shows what an email would say, saves it, or goes back to the default.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let word = |name: &str| posted.some(name).map(str::to_owned);
    let asked = Asked {
        kind: word("kind"),
        locale: word("locale"),
        queue: word("queue"),
        number: word("number"),
        ..Asked::default()
    };
    if posted.has("preview") {
        return page(&app, &visitor, StatusCode::OK, &asked, Some(empty().fill(&posted))).await;
    }
    let own = |name: &str| if posted.has("back") { "" } else { posted.get(name) };
    let input = json!({
        "kind": asked.kind, "locale": asked.locale, "queue": asked.queue,
        "subject": own("subject"), "text": own("text"), "html": own("html"),
    });
    match app.api.run::<Value>(&visitor, SET, json!({ "input": input })).await {
        Ok(_) => {
            let place = [("kind", &asked.kind), ("locale", &asked.locale), ("queue", &asked.queue)];
            let mut pairs = vec![("done", "1")];
            pairs.extend(place.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?))));
            Ok(Redirect::to(&format!("{PATH}?{}", urls::query(&pairs))).into_response())
        }
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            let form = explained(&app, &visitor, empty().fill(&posted), &failure);
            page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &asked, Some(form)).await
        }
    }
}

fn empty() -> FormView {
    FormView::new(&["subject", "text", "html", "number"], &["subject", "text", "html", "number"])
}

/// What is wrong with a template: the reason in the reader's language, and where it is.
fn explained(app: &App, visitor: &Visitor, form: FormView, failure: &Failure) -> FormView {
    let field = failure.field.as_deref().unwrap_or("form");
    let text = format!("{} ({})", reason(app, visitor, failure), failure.message);
    form.error(field, text).summarise(app, visitor)
}

async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    asked: &Asked,
    form: Option<FormView>,
) -> Result<Response, PageError> {
    let Answer { email_templates, email_defaults, queues } = app.api.run(visitor, PAGE, json!({})).await?;
    let kind = asked.kind.as_deref().unwrap_or("confirmation");
    let locale = asked.locale.as_deref().unwrap_or_else(|| visitor.lang.as_str());
    let queue = asked.queue.as_deref().filter(|queue| !queue.is_empty());
    let default = email_defaults.iter().find(|one| one.kind == kind).ok_or(PageError::NotFound)?;
    let saved = email_templates.iter().find(|one| {
        one.kind == kind && one.locale == locale && one.queue.as_ref().map(|queue| queue.id.as_str()) == queue
    });
    let refused = form.as_ref().is_some_and(FormView::is_wrong);
    let given = form.is_some();
    let mut form = form.unwrap_or_else(|| match saved {
        Some(one) => empty()
            .set("subject", one.subject.as_str())
            .set("text", one.text.as_str())
            .set("html", one.html.as_str()),
        None => empty(),
    });
    if !given {
        form = form.set("number", asked.number.as_deref().unwrap_or_default());
    }
    let mut preview = Value::Null;
    if !refused {
        let number = form.text("number").trim().trim_start_matches('#').to_owned();
        let mut variables = json!({ "kind": kind, "locale": locale, "queue": queue });
        if let Some(variables) = variables.as_object_mut() {
            for part in ["subject", "text", "html"] {
                variables.insert(part.to_owned(), json!(form.text(part)));
            }
            if !number.is_empty() {
                variables.insert("number".to_owned(), json!(number.parse::<i32>().unwrap_or(-1)));
            }
        }
        match app.api.run::<Value>(visitor, PREVIEW, variables).await {
            Ok(answer) => preview = answer.get("previewEmail").cloned().unwrap_or_default(),
            Err(failure) if failure.is_ours() => return Err(failure.into()),
            Err(failure) if failure.code == graphql::ErrorCode::NotFound => {
                form = form.error("number", app.say(visitor, "templates-no-ticket", &[]));
            }
            Err(failure) => form = explained(app, visitor, form, &failure),
        }
    }
    let kinds: Vec<&str> = email_defaults.iter().map(|one| one.kind.as_str()).collect();
    let part = Part::new(asked.q.clone(), asked.page);
    let found: Vec<&Template> =
        email_templates.iter().filter(|one| is_called(app, visitor, one, &part)).collect();
    let own: Vec<Value> = part.cut(&found).iter().map(|one| entry(one)).collect();
    let page = json!({
        "done": asked.done.is_some(),
        "kind": kind,
        "locale": locale,
        "queue": queue,
        "kinds": view::choices(&kinds, kind),
        "locales": app.languages(locale),
        "queues": view::named_choices(queues, queue.unwrap_or_default()),
        "own": own,
        "hasOwn": !email_templates.is_empty(),
        "query": part.query(),
        "saved": saved.map(entry),
        "default": { "subject": default.subject, "text": default.text, "html": default.html },
        "preview": preview,
    });
    let title = app.say(visitor, "templates-title", &[]);
    let pager = part.pager(PATH, found.len());
    let data = json!({ "page": page, "form": form, "pager": pager, "sections": sections(app, visitor) });
    Ok(app.frame(visitor, status, "admin/templates", &title, data).await)
}

/// Whether the words that are searched for stand in what the list says of an email.
fn is_called(app: &App, visitor: &Visitor, one: &Template, part: &Part) -> bool {
    let kind = app.say(visitor, &format!("email-kind-{}", one.kind), &[]);
    let queue = one
        .queue
        .as_ref()
        .map_or_else(|| app.say(visitor, "templates-every-queue", &[]), |queue| queue.name.clone());
    let told = format!("{kind} {} {queue}", one.locale).to_lowercase();
    let mut words = part.query().unwrap_or_default().split_whitespace();
    words.all(|word| told.contains(&word.to_lowercase()))
}

/// An email that has words of one's own, as the list shows it.
fn entry(one: &Template) -> Value {
    let mut pairs = vec![("kind", one.kind.as_str()), ("locale", one.locale.as_str())];
    pairs.extend(one.queue.as_ref().map(|queue| ("queue", queue.id.as_str())));
    json!({
        "href": format!("{PATH}?{}", urls::query(&pairs)),
        "kind": one.kind,
        "locale": one.locale,
        "queue": one.queue.as_ref().map(|queue| queue.name.as_str()),
        "updatedAt": one.updated_at,
        "defaultChanged": one.default_changed,
        "defaultThen": one.default_then.text,
        "failedAt": one.failed_at,
        "failure": one.failure,
    })
}
