//! A new ticket: what a customer asks, or what the staff take down on the phone.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use graphql::ErrorCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use words::format;

use super::{
    draft,
    look::{Look, look},
    similar::{Similar, similar},
};
use crate::{
    app::{App, Shared},
    error::{PageError, later},
    form_view::FormView,
    forms::{MemberForm, Posted},
    pages::home,
    random,
    view::{self, Limits, Named},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const CUSTOMER: &str = include_str!("customer.graphql");
const CREATE: &str = include_str!("create.graphql");
const CHANNELS: [&str; 4] = ["PHONE", "EMAIL", "WEB", "API"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    limits: Limits,
    queues: Option<Vec<Named>>,
    /// For the staff; a customer's ticket is new.
    opening_statuses: Option<Vec<String>>,
    new_ticket_draft: Option<Draft>,
    privacy_notice: Option<QueueNotice>,
}

/// The notice of the queue in which the ticket will wait.
#[derive(Default, Deserialize)]
struct QueueNotice {
    version: String,
    de: Option<String>,
    en: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Draft {
    title: String,
    text: String,
    note: String,
    customer_email: String,
    customer_name: String,
    saved_at: DateTime<Utc>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Created {
    create_ticket: Payload,
}

#[derive(Deserialize)]
struct Payload {
    ticket: Number,
}

#[derive(Deserialize)]
struct Number {
    number: i32,
}

#[derive(Deserialize)]
struct Customers {
    users: Nodes,
}

#[derive(Deserialize)]
struct Nodes {
    nodes: Vec<Customer>,
}

#[derive(Deserialize)]
struct Customer {
    email: String,
    reachable: Option<bool>,
    active: bool,
}

/// The data-protection notice beside the form.
#[derive(Serialize)]
struct NoticeView {
    title: String,
    text: String,
    version: String,
    open: bool,
}

/// What is shown beside the form.
#[derive(Default)]
struct Beside {
    /// What is known of the caller.
    look: Option<Look>,
    /// What the customer asked for: tickets that are like the new one.
    similar: Option<Vec<Similar>>,
}

/// `GET /tickets/new`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, _): Member,
) -> Result<Response, PageError> {
    let form = form().set("key", random::word()).set("status", "NEW").set("channel", "PHONE");
    page(&app, &visitor, StatusCode::OK, form).await
}

/// `POST /tickets/new`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, mut posted): MemberForm,
) -> Result<Response, PageError> {
    if let Some(pick) = posted.some("customer_pick").map(str::to_owned) {
        posted.replace("customer_email", pick);
    }
    let mut entered = form().fill(&posted).set("unreachable", "");
    // Whatever becomes of the ticket, its text is kept; that it could not be is said by what follows.
    if let Err(failure) = draft::save(&app, &visitor, &posted).await {
        tracing::debug!(message = failure.message, "a draft could not be saved");
    }
    if !viewer.is_staff && posted.has("find") {
        let found = similar(&app, &visitor, posted.get("title")).await?;
        let beside = Beside { similar: Some(found), ..Beside::default() };
        return shown(&app, &visitor, StatusCode::OK, entered, beside).await;
    }
    if !viewer.is_staff && posted.has("organisation") && posted.some("organisation").is_none() {
        let wrong = unpicked(&app, &visitor, entered);
        return page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, wrong).await;
    }
    if let Some((status, wrong)) = refuse_files(&app, &visitor, &posted, entered.clone()) {
        return page(&app, &visitor, status, wrong).await;
    }
    if viewer.is_staff
        && let Some(answer) = caller(&app, &visitor, &mut posted, &mut entered).await?
    {
        return Ok(answer);
    }
    if viewer.is_staff
        && posted.some("anyway").is_none()
        && let Some(warning) = unreachable(&app, &visitor, posted.get("customer_email")).await?
    {
        let warned = entered.set("unreachable", warning);
        return page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, warned).await;
    }
    let uploads = posted.take_uploads();
    let variables = json!({ "input": input(&posted, viewer.is_staff) });
    match app.api.send::<Created>(&visitor, CREATE, variables, uploads).await {
        Ok(created) => {
            let number = created.create_ticket.ticket.number;
            Ok(Redirect::to(&format!("/tickets/{number}?created=1")).into_response())
        }
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            // What was sent before with other content may be sent as something new, once that is known.
            let sent_before = failure.reason.as_deref() == Some("key-used");
            let entered = if sent_before { entered.set("key", random::word()) } else { entered };
            let wrong = entered.explain(&app, &visitor, &failure);
            let status = match failure.reason.as_deref() {
                Some("too-large" | "too-large-together") => StatusCode::PAYLOAD_TOO_LARGE,
                _ if failure.code == ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            Ok(later(page(&app, &visitor, status, wrong).await?, failure.retry_after))
        }
    }
}

/// Finds the caller by what was typed, and shows what they have open already, before another ticket is made of it; `None`:
/// it may be made.
async fn caller(
    app: &App,
    visitor: &Visitor,
    posted: &mut Posted,
    entered: &mut FormView,
) -> Result<Option<Response>, PageError> {
    let typed = posted.get("customer_email").trim().to_owned();
    let mut found = look(app, visitor, &typed, posted.get("title")).await?;
    let asks = posted.has("find");
    if !asks && !typed.contains('@') {
        if let [only] = found.matches.as_slice() {
            let email = only.email.clone();
            let several = only.has_several();
            *entered = entered.clone().set("customer_email", email.as_str());
            if several {
                found = look(app, visitor, &email, posted.get("title")).await?;
            }
            posted.replace("customer_email", email);
            if !several {
                return Ok(None);
            }
        }
        if found.matches.is_empty() && !found.offers_choice() {
            return Ok(None);
        }
    }
    let organisation = posted.get("organisation");
    let unsaid = !asks && found.offers_choice() && organisation.is_empty();
    let overlooked = found.similar && !posted.has("open_seen");
    if !asks && posted.get("customer_email").contains('@') && !overlooked && !unsaid {
        return Ok(None);
    }
    let found = found.picked(organisation);
    if unsaid {
        *entered = unpicked(app, visitor, entered.clone());
    }
    let status = if asks { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let form = entered.clone();
    let beside = Beside { look: Some(found), ..Beside::default() };
    Ok(Some(shown(app, visitor, status, form, beside).await?))
}

/// The form that asks for the organisation. None is preset: a ticket that was meant for another one would be read by the
/// wrong people.
fn unpicked(app: &App, visitor: &Visitor, form: FormView) -> FormView {
    let text = app.say(visitor, "reason-organisation-unpicked", &[]);
    form.error("organisation", text).summarise(app, visitor)
}

/// The key of the warning, if the customer is known and no email reaches them.
async fn unreachable(app: &App, visitor: &Visitor, email: &str) -> Result<Option<&'static str>, PageError> {
    let email = email.trim();
    if email.is_empty() || email.len() > 254 {
        return Ok(None);
    }
    let found: Customers = app.api.run(visitor, CUSTOMER, json!({ "email": email })).await?;
    let known = found.users.nodes.into_iter().find(|one| one.email.eq_ignore_ascii_case(email));
    Ok(known
        .filter(|one| one.reachable == Some(false))
        .map(|one| if one.active { "fact-customer-no-address" } else { "fact-customer-off" }))
}

/// Files that are over a limit, each by its name, or that there is no room for at the moment.
pub(crate) fn refuse_files(
    app: &App,
    visitor: &Visitor,
    posted: &Posted,
    form: FormView,
) -> Option<(StatusCode, FormView)> {
    let (status, text) = refused_files(app, visitor, posted)?;
    Some((status, form.error("files", text).summarise(app, visitor)))
}

/// The same, in words.
pub(crate) fn refused_files(app: &App, visitor: &Visitor, posted: &Posted) -> Option<(StatusCode, String)> {
    if posted.crowded {
        return Some((StatusCode::TOO_MANY_REQUESTS, app.say(visitor, "files-crowded", &[])));
    }
    let text = if posted.too_large.is_empty() {
        let (name, limit) = posted.too_much.as_ref()?;
        let size = format::bytes(visitor.lang, *limit);
        let named: [(&str, words::Value<'_>); 2] =
            [("file", name.as_str().into()), ("size", size.as_str().into())];
        app.say(visitor, "reason-too-large-together", &named)
    } else {
        app.say(visitor, "file-too-big", &[("names", posted.too_large.join(", ").into())])
    };
    Some((StatusCode::PAYLOAD_TOO_LARGE, text))
}

fn input(posted: &Posted, staff: bool) -> Value {
    let mut input = json!({
        "title": posted.get("title").trim(),
        "text": posted.get("text"),
        "attachments": [],
        "idempotencyKey": posted.some("key"),
        "status": posted.some("status").filter(|status| *status != "NEW"),
        "isPrivate": posted.has("is_private"),
        "organisation": posted.some("organisation"),
        // On the phone nobody is shown it.
        "noticeVersion": posted.some("notice_version").filter(|_| !staff),
    });
    if staff {
        input["customerEmail"] = json!(posted.some("customer_email"));
        input["customerName"] = json!(posted.some("customer_name"));
        input["note"] = json!(posted.some("note"));
        input["channel"] = json!(posted.some("channel"));
        input["queue"] = json!(posted.some("queue"));
    }
    input
}

/// The empty form.
pub(super) fn form() -> FormView {
    FormView::new(
        &[
            "title",
            "text",
            "status",
            "key",
            "customer_email",
            "customer_name",
            "note",
            "channel",
            "queue",
            "is_private",
            "organisation",
            "unreachable",
        ],
        &["title", "text", "files", "status", "customerEmail", "customerName", "organisation"],
    )
}

/// The page with this form; one in which nothing is written yet shows the draft.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    form: FormView,
) -> Result<Response, PageError> {
    shown(app, visitor, status, form, Beside::default()).await
}

/// The same with what was looked for; what was typed to find it stands in the place of the draft.
async fn shown(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    mut form: FormView,
    beside: Beside,
) -> Result<Response, PageError> {
    let Beside { look, similar } = beside;
    let staff = visitor.is_staff();
    let answer: Page = app.api.run(visitor, PAGE, json!({ "staff": staff })).await?;
    let draft = answer.new_ticket_draft;
    if let Some(draft) =
        draft.as_ref().filter(|_| status == StatusCode::OK && look.is_none() && similar.is_none())
    {
        form = form
            .set("title", draft.title.as_str())
            .set("text", draft.text.as_str())
            .set("note", draft.note.as_str())
            .set("customer_email", draft.customer_email.as_str())
            .set("customer_name", draft.customer_name.as_str());
    }
    let statuses = answer.opening_statuses.unwrap_or_else(|| vec!["NEW".to_owned()]);
    let page = json!({
        "statuses": view::choices(&statuses, form.text("status")),
        "channels": view::choices(&CHANNELS, form.text("channel")),
        "queues": view::named_choices(answer.queues.unwrap_or_default(), form.text("queue")),
        "organisations": view::named_choices(visitor.choice_of_organisations(), form.text("organisation")),
        "offersPrivacy": staff || visitor.has_colleagues(),
        "back": home::home(staff),
        "draftAction": "/tickets/new/draft",
        "draft": draft.map(|draft| draft.saved_at),
        "look": look,
        "sought": similar.is_some(),
        "similar": similar,
    });
    let data = json!({ "form": form, "page": page, "limits": answer.limits, "notice": notice(app, visitor, &form, answer.privacy_notice.unwrap_or_default()) });
    let title = app.say(visitor, "new-ticket", &[]);
    Ok(app.frame(visitor, status, "ticket/new", &title, data).await)
}

fn notice(app: &App, visitor: &Visitor, form: &FormView, shown: QueueNotice) -> NoticeView {
    let own = app.settings.brand.privacy_notice.as_ref();
    let text = |own: Option<&str>, key| own.map_or_else(|| app.say(visitor, key, &[]), str::to_owned);
    let mut of_queue = by_language(shown.de, shown.en);
    of_queue.sort_by_key(|(tag, _)| *tag != visitor.lang.as_str());
    let of_queue = of_queue.into_iter().find_map(|(_, text)| text);
    NoticeView {
        version: shown.version,
        title: text(own.and_then(|notice| notice.title.get(visitor.lang)), "privacy-title"),
        text: of_queue.unwrap_or_else(|| general_notice(app, visitor)),
        open: form.is_wrong(),
    }
}

/// The texts of a notice, each with its language.
pub(crate) fn by_language(de: Option<String>, en: Option<String>) -> [(&'static str, Option<String>); 2] {
    [("de", de), ("en", en)]
}

/// What stands beside the form where the queue has no notice of its own.
pub(crate) fn general_notice(app: &App, visitor: &Visitor) -> String {
    let own = app.settings.brand.privacy_notice.as_ref().and_then(|notice| notice.text.get(visitor.lang));
    own.map_or_else(|| app.say(visitor, "privacy-text", &[]), str::to_owned)
}
