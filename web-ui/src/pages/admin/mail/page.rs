//! How mail fares, for admins: the outgoing mail server, the mailboxes, and the accounts that are used by tokens.
//!
//! To connect an account is a form that answers with a link to the provider: a form must not lead to a foreign page (CSP
//! `form-action`). The provider sends the browser back to [`callback`], whose state was made for this session and is good once.
//!
//! While a mailbox is fetched because somebody asked, the page asks the browser to look again soon: without a script, too.

use axum::{
    extract::{Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::reason,
    forms::MemberForm,
    pages::{
        admin::{
            mailbox::page::fault_key,
            part::Part,
            sections::{admins_only, sections},
        },
        desk::mail::page::address,
    },
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const CONNECT: &str = include_str!("connect.graphql");
const FINISH: &str = include_str!("finish.graphql");
const CANCEL: &str = include_str!("cancel.graphql");
const DISCONNECT: &str = include_str!("disconnect.graphql");
const FETCH: &str = include_str!("fetch.graphql");

/// Where the list of mailboxes stands.
const MAILBOXES: &str = "/admin/mail#mailboxes";

/// What the last act came to.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
    look: Option<String>,
    q: Option<String>,
    page: Option<usize>,
}

/// What a provider sends a browser back with (RFC 6749, 4.1.2).
#[derive(Deserialize)]
pub(crate) struct Brought {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    error: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Started {
    start_mail_sign_in: Url,
}

#[derive(Deserialize)]
struct Url {
    url: String,
}

/// What stands above the page.
#[derive(Default)]
struct Above {
    done: Option<String>,
    /// The account with its provider, and where to sign in for it.
    sign_in: Option<([String; 2], String)>,
    error: Option<String>,
    /// Which part of the list of mailboxes is shown.
    part: Part,
    /// After how many seconds, and where, the page may come anew by itself.
    again: Option<HeaderValue>,
}

/// `GET /admin/mail`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let done = asked.done.filter(|done| ["connected", "disconnected", "deleted"].contains(&done.as_str()));
    let part = Part::new(asked.q, asked.page);
    // In turns, since an address that differs in what follows the `#` alone is not asked for again.
    let look: &[_] = if asked.look.is_some() { &[] } else { &[("look", "1")] };
    let again = HeaderValue::from_str(&format!("3;url={}", part.href_of(MAILBOXES, look))).ok();
    page(&app, &visitor, StatusCode::OK, Above { done, part, again, ..Above::default() }).await
}

/// `POST /admin/mail`: begins a sign-in, throws away what was granted, or has mailboxes fetched now.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let account = [posted.get("account").to_owned(), posted.get("provider").to_owned()];
    let variables = json!({ "account": account[0], "provider": account[1] });
    match posted.get("do") {
        "connect" => match app.api.run::<Started>(&visitor, CONNECT, variables).await {
            Ok(started) => {
                let sign_in = Some((account, started.start_mail_sign_in.url));
                page(&app, &visitor, StatusCode::OK, Above { sign_in, ..Above::default() }).await
            }
            Err(failure) => refused(&app, &visitor, failure).await,
        },
        "disconnect" => {
            app.api.run::<Value>(&visitor, DISCONNECT, variables).await?;
            Ok(Redirect::to("/admin/mail?done=disconnected").into_response())
        }
        "fetch" => {
            let input = json!({ "input": { "address": posted.some("address") } });
            match app.api.run::<Value>(&visitor, FETCH, input).await {
                Ok(_) => Ok(Redirect::to("/admin/mail#mailboxes").into_response()),
                Err(failure) => refused(&app, &visitor, failure).await,
            }
        }
        _ => Err(PageError::Unreadable),
    }
}

/// `GET /admin/mail/callback`: where a provider sends the browser back to.
pub(crate) async fn callback(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(brought): Query<Brought>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    if let Some(error) = brought.error {
        // Anybody can lead a browser here: what the provider is said to have answered counts for whoever has begun alone.
        if let Err(failure) = app.api.run::<Value>(&visitor, CANCEL, json!({ "state": brought.state })).await
        {
            return refused(&app, &visitor, failure).await;
        }
        let words = error.chars().filter(|letter| !letter.is_control()).take(100).collect::<String>();
        let error = Some(app.say(&visitor, "admin-account-denied", &[("error", words.as_str().into())]));
        let above = Above { error, ..Above::default() };
        return page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, above).await;
    }
    let variables = json!({ "state": brought.state, "code": brought.code });
    match app.api.run::<Value>(&visitor, FINISH, variables).await {
        Ok(_) => Ok(Redirect::to("/admin/mail?done=connected").into_response()),
        Err(failure) => refused(&app, &visitor, failure).await,
    }
}

/// The page with what went wrong; what a provider says stands as it is.
async fn refused(app: &App, visitor: &Visitor, failure: Failure) -> Result<Response, PageError> {
    let error = match failure.reason.as_deref() {
        Some("stale") => app.say(visitor, "admin-account-stale", &[]),
        Some("no-refresh-token") => app.say(visitor, "admin-account-no-refresh", &[]),
        Some("provider") => {
            app.say(visitor, "admin-account-refused", &[("error", failure.message.as_str().into())])
        }
        Some("mailbox-unknown" | "mailbox-not-fetched" | "servers-changed") => reason(app, visitor, &failure),
        _ => return Err(failure.into()),
    };
    let above = Above { error: Some(error), ..Above::default() };
    page(app, visitor, StatusCode::UNPROCESSABLE_ENTITY, above).await
}

async fn page(app: &App, visitor: &Visitor, status: StatusCode, above: Above) -> Result<Response, PageError> {
    let part = &above.part;
    let mut page: Value = app.api.run(visitor, PAGE, json!({ "search": part.query() })).await?;
    let mut away = None;
    for account in objects(&mut page, "mailAccounts") {
        let text = |key: &str| account.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let mailboxes = account.get("mailboxes").and_then(Value::as_array).into_iter().flatten();
        let list = mailboxes.filter_map(Value::as_str).collect::<Vec<_>>().join(", ");
        let servers = account.get("servers").and_then(Value::as_array).into_iter().flatten();
        let servers = servers.filter_map(Value::as_str).collect::<Vec<_>>().join(", ");
        let wanted = [text("account"), text("providerName")];
        let url = above.sign_in.as_ref().filter(|(named, _)| *named == wanted).map(|(_, url)| url.clone());
        let (connected, gone) = (text("status") == "CONNECTED", text("status") == "CONSENT_GONE");
        if !connected && account.get("sends").and_then(Value::as_bool).unwrap_or_default() {
            away = Some(text("account"));
        }
        for (key, value) in [
            ("list", json!(list)),
            ("usedAt", json!(servers)),
            ("url", json!(url)),
            ("connected", json!(connected)),
            ("gone", json!(gone)),
        ] {
            account.insert(key.to_owned(), value);
        }
    }
    let (mut any_fetched, mut fetching) = (false, false);
    for mailbox in objects(&mut page, "mailboxes") {
        let flag = |key: &str| mailbox.get(key).and_then(Value::as_bool).unwrap_or_default();
        let failing =
            !flag("paused") && !flag("overridden") && mailbox.get("lastError") != Some(&Value::Null);
        any_fetched |= flag("isFetched");
        fetching |= flag("fetching");
        let fault = mailbox.get("lastFault").and_then(Value::as_str).map(str::to_owned);
        let password = matches!(fault.as_deref(), Some("LOG_IN" | "PASSWORD_UNREADABLE"));
        let consent = matches!(fault.as_deref(), Some("NOT_CONNECTED" | "CONSENT_GONE"));
        let moves = is_of_filing(mailbox);
        let words = fault.map(|fault| fault_words(app, visitor, mailbox, &fault));
        let text = |key: &str| mailbox.get(key).and_then(Value::as_str).unwrap_or_default();
        let since = text("dayBeganAt").parse::<DateTime<Utc>>().ok();
        let today = address("all", text("name"), since);
        let held = address("held", text("name"), None);
        for (key, value) in [
            ("fault", json!(words)),
            ("todayHref", json!(today)),
            ("heldHref", json!(held)),
            ("failing", json!(failing)),
            ("filing", json!(moves)),
            ("password", json!(password)),
            ("consent", json!(consent)),
            ("page", json!(mailbox.get("id").is_some_and(Value::is_string))),
        ] {
            mailbox.insert(key.to_owned(), value);
        }
    }
    let shown = shown(&page, part);
    let pager = part.pager(MAILBOXES, page.get("found").and_then(Value::as_array).map_or(0, Vec::len));
    let fault = page.pointer("/mailServer/lastFault").and_then(Value::as_str);
    let fault = fault.map(|fault| app.say(visitor, &key("admin-outgoing-fault", fault), &[]));
    let unsigned = objects(&mut page, "mailSenders").filter(|one| one.get("signedBy") == Some(&Value::Null));
    let unsigned = unsigned.filter_map(|one| one.get("address")?.as_str()).collect::<Vec<_>>().join(", ");
    let signed =
        objects(&mut page, "mailSenders").filter(|one| one.get("signedBy").is_some_and(Value::is_string));
    let signed = signed.count();
    let title = app.say(visitor, "section-mail", &[]);
    let data = json!({
        "sections": sections(app, visitor), "done": above.done, "error": above.error, "away": away, "fault": fault,
        "unsigned": unsigned, "signed": signed > 0, "page": page,
        "anyFetched": any_fetched, "shown": shown, "query": part.query(), "pager": pager,
    });
    let mut response = app.frame(visitor, status, "admin/mail", &title, data).await;
    if let Some(again) = above.again.filter(|_| fetching) {
        response.headers_mut().insert(header::REFRESH, again);
    }
    Ok(response)
}

/// The mailboxes of the list: those that were found, a page of them. What is wrong with the others is told all the same.
fn shown(page: &Value, part: &Part) -> Vec<Value> {
    let list = |name: &str| page.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let found: Vec<&Value> = part.cut(list("found")).iter().filter_map(|one| one.get("name")).collect();
    let mailboxes = list("mailboxes").iter();
    mailboxes.filter(|one| one.get("name").is_some_and(|name| found.contains(&name))).cloned().collect()
}

/// What is wrong with a mailbox, in words.
fn fault_words(app: &App, visitor: &Visitor, mailbox: &Map<String, Value>, fault: &str) -> String {
    match mailbox.get("moveTo").and_then(Value::as_str) {
        Some(folder) if fault == "TARGET" => {
            app.say(visitor, "mailbox-fault-target-named", &[("folder", folder.into())])
        }
        _ => app.say(visitor, &fault_key(fault), &[]),
    }
}

/// Whether a mailbox is fetched all the same, and only its mails cannot be moved or deleted there: it was looked into since.
fn is_of_filing(mailbox: &Map<String, Value>) -> bool {
    let at = |key: &str| mailbox.get(key)?.as_str()?.parse::<DateTime<Utc>>().ok();
    match mailbox.get("lastFault").and_then(Value::as_str) {
        Some("TARGET") => true,
        Some("SERVER") => {
            at("lastSuccessAt").zip(at("lastErrorAt")).is_some_and(|(read, failed)| read >= failed)
        }
        _ => false,
    }
}

/// The name of the text for a word of the schema.
fn key(of: &str, word: &str) -> String {
    format!("{of}-{}", word.to_lowercase().replace('_', "-"))
}

/// The objects of a list, to be added to.
fn objects<'p>(page: &'p mut Value, list: &str) -> impl Iterator<Item = &'p mut Map<String, Value>> {
    let list = page.get_mut(list).and_then(Value::as_array_mut);
    list.into_iter().flatten().filter_map(Value::as_object_mut)
}
