//! Live updates: server-sent events that say that something changed; the script then asks for its page again.
//!
//! An event carries the journal's cursor as its id, so that a browser which reconnects goes on where it was.

use std::{convert::Infallible, time::Duration};

use axum::{
    Json,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{
    FutureExt, Stream, StreamExt,
    future::ready,
    stream::{self, BoxStream},
};
use graphql::ErrorCode;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::{
    app::{App, Shared},
    error::PageError,
    nav,
    presence::{self, Present},
    urls,
    visitor::{Member, Visitor},
};

mod tabs;

const DOCUMENT: &str = include_str!("live.graphql");
const PRESENCE: &str = include_str!("live_presence.graphql");
const LATEST: &str = include_str!("live_latest.graphql");
/// How long a browser waits before it connects again while the database is away.
const LATER: Duration = Duration::from_secs(5);
/// How long a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(2);

/// What is followed: one ticket, or everything that the viewer sees, for all tabs of a browser at once.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    number: Option<i32>,
    after: Option<String>,
    /// The tickets that tabs show, see [`tabs::read`].
    at: Option<String>,
}

/// `GET /live`
pub(crate) async fn follow(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    if visitor.viewer.is_none() {
        // Anything but 200 makes the browser give up, which is right: there is nobody to tell.
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let resumed = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let after = match resumed.or(asked.after).filter(|cursor| !cursor.is_empty()) {
        Some(cursor) => Some(cursor),
        None => latest(&app, &visitor).await,
    };
    let present = present(&app, &visitor, asked.number).await;
    let shown = tabs::follow(&app, &visitor, &tabs::read(asked.at.as_deref()), after.as_deref()).await;
    let variables = json!({ "after": after, "number": asked.number });
    let answers = app.api.follow(&visitor, DOCUMENT, variables).await;
    let events = answers.filter_map(|answer| async move {
        let failed = answer.errors.first();
        // A cursor that a restored backup does not know is bad input; the page begins anew.
        if let Some(error) = failed
            && matches!(error.code, ErrorCode::Internal | ErrorCode::TooComplex)
        {
            tracing::warn!(message = error.message, "live updates stopped");
        }
        failed.map(|error| ended(error.code)).or_else(|| event(&answer.data))
    });
    // The page learns how often it will hear of us, and so after which silence the connection is dead. Heartbeats are
    // events of their own, since a script does not see comments. It also learns from where on it hears of everything.
    let beat = app.settings.heartbeat;
    let told = json!({ "beat": u64::try_from(beat.as_millis()).unwrap_or(u64::MAX), "after": after });
    let hello = Event::default().event("hello").retry(RETRY).data(told.to_string());
    let alive = KeepAlive::new().interval(beat).event(Event::default().event("beat").data("{}"));
    // Who is there is told beside, and for no longer.
    let events = events.map(Some).chain(stream::iter([None]));
    let beside = stream::select(present, shown).map(Some);
    let told = stream::select(events, beside).take_while(|event| ready(event.is_some()));
    let all = stream::iter([hello]).chain(told.filter_map(ready)).map(Ok::<_, Infallible>);
    Sse::new(until_stop(all, app.settings.stopping.clone())).keep_alive(alive).into_response()
}

/// `GET /live/unseen`: how many tickets that wait hold something that the viewer has not seen, for the titles of tabs that
/// nobody looks at.
pub(crate) async fn unseen(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
) -> Result<Json<Value>, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let unseen = nav::unseen(&app, &visitor).await?;
    Ok(Json(json!({ "viewer": visitor.mark(), "unseen": unseen })))
}

/// Which colleagues are at the ticket that the viewer has open, in words; nothing for customers and for lists.
async fn present(app: &Shared, visitor: &Visitor, number: Option<i32>) -> BoxStream<'static, Event> {
    let Some(number) = number.filter(|_| visitor.is_staff()) else { return stream::empty().boxed() };
    let answers = app.api.follow(visitor, PRESENCE, json!({ "number": number })).await;
    let (app, visitor) = (app.clone(), visitor.clone());
    // Why it ends is told by the events of the ticket.
    let told = answers.filter_map(move |mut answer| {
        let present: Option<Vec<Present>> = serde_json::from_value(answer.data["presence"].take()).ok();
        let told = present.map(|present| presence::sentence(&app, &visitor, &present));
        ready(told.map(|text| {
            Event::default().event("presence").data(json!({ "number": number, "text": text }).to_string())
        }))
    });
    told.boxed()
}

/// An empty stream: the browser comes back by itself. Any other answer would make it give up for good.
pub(crate) fn later() -> Response {
    let retry = Event::default().event("later").retry(LATER).data("{}");
    Sse::new(stream::iter([Ok::<_, Infallible>(retry)])).into_response()
}

/// Where a page of all tickets begins to listen: to be asked before the page reads its tickets, so that nothing falls
/// between the two.
pub(crate) async fn address(app: &App, visitor: &Visitor) -> String {
    match latest(app, visitor).await {
        Some(cursor) => format!("/live?{}", urls::query(&[("after", &cursor)])),
        None => "/live".to_owned(),
    }
}

/// The journal's end.
async fn latest(app: &App, visitor: &Visitor) -> Option<String> {
    let data: Value = app.api.run(visitor, LATEST, json!({})).await.ok()?;
    data.get("journalEnd")?.as_str().map(str::to_owned)
}

/// The last event of a stream whose viewer may not follow it any longer: the page is asked for anew, and is answered as it
/// is for them now.
fn ended(code: ErrorCode) -> Event {
    Event::default().event("ended").data(json!({ "code": code }).to_string())
}

fn event(data: &Value) -> Option<Event> {
    let happened = data.get("ticketEvents")?;
    let cursor = happened.get("cursor")?.as_str()?;
    let news = json!({ "number": happened["ticket"]["number"], "kind": happened["kind"] });
    // A cursor is one word; an id with a line break in it would panic in `Event::id`.
    let cursor: String = cursor.chars().filter(|c| !c.is_control()).collect();
    Some(Event::default().event("changed").id(cursor).data(news.to_string()))
}

/// Ends the stream when the server stops.
fn until_stop<S: Stream>(events: S, stopping: Option<watch::Receiver<bool>>) -> impl Stream<Item = S::Item> {
    let stop = async move {
        match stopping {
            Some(mut stopping) => {
                // A sender that is gone will never say stop.
                if stopping.wait_for(|stop| *stop).await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
            None => std::future::pending().await,
        }
    };
    events.take_until(stop.boxed())
}
