//! Who is asking: session, language, and what is needed to answer in a form that fits.

use std::sync::{Arc, OnceLock};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use graphql::{Client, ErrorCode, cookies};
use serde::Deserialize;
use serde_json::json;
use words::Lang;

use crate::{
    acted::Acted,
    api::Runner,
    app::App,
    csrf,
    error::{Kept, PageError},
    locale,
    look::Look,
    random,
    recent::Recent,
    session,
    urls::{self, Target},
    view::Named,
    whence::Opened,
};

const VIEWER: &str = include_str!("nav/viewer.graphql");

/// The person at the other end, logged in or not.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// Who that is; nobody before the log-in.
    pub(crate) viewer: Option<Viewer>,
    /// Whether somebody has logged in who has yet to set up the second factor that their role requires.
    pub(crate) unready: bool,
    /// The language of the answer.
    pub(crate) lang: Lang,
    /// The time zone of the answer.
    pub(crate) zone: String,
    /// What has been asked for: path and query, without the choice of language.
    pub(crate) here: Target,
    /// Tickets opened last.
    pub(crate) recent: Recent,
    /// How the pages look in their browser.
    pub(crate) look: Look,
    /// The status that they have just set and can take back.
    pub(crate) acted: Option<Acted>,
    /// From which lists the tickets were opened that they have just changed.
    pub(crate) whence: Opened,
    /// Runs documents with the visitor's rights.
    pub(crate) runner: Runner,
    /// Whether the visitor picked the language with this very request.
    pub(crate) picked_lang: bool,
    /// The word that this visit starts with, when the browser brought none.
    pub(crate) new_visit: Option<String>,
    /// The session, while it holds.
    token: Option<String>,
    /// Everything that came under the name of the session's cookie, whether it still holds or not.
    sessions: Vec<String>,
    /// Everything that came under the name of the visit's cookie; the first one is used for new forms.
    visits: Vec<String>,
    /// Why it could not be found out who that is.
    trouble: Option<PageError>,
    /// What the form that was sent holds, for a page that has to say that it was not accepted.
    typed: Arc<OnceLock<Kept>>,
}

/// A person who is logged in.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Viewer {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) is_staff: bool,
    pub(crate) locale: String,
    pub(crate) time_zone: String,
    pub(crate) organisations: Vec<Organisation>,
}

/// An organisation of the viewer's.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Organisation {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) shared_with_viewer: bool,
}

/// Whose session it is.
enum Found {
    Nobody,
    Viewer(Viewer),
    /// Somebody who has yet to set up a second factor.
    Unready,
}

#[derive(Deserialize)]
struct Answer {
    viewer: Option<Viewer>,
}

impl Visitor {
    /// Finds out who sent the request.
    pub(crate) async fn of(app: &App, request: &Parts) -> Self {
        let headers = &request.headers;
        let all = |name| cookies(headers, name).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let mut visits = all(session::VISIT);
        let new_visit = visits.is_empty().then(random::word);
        visits.extend(new_visit.clone());
        let (here, asked) = urls::without_lang(&request.uri);
        let client = client(request);
        let sessions = all(session::SESSION);
        let (runner, token) = app.api.runner(client, &sessions).await;
        let mut visitor = Self {
            viewer: None,
            unready: false,
            lang: app.settings.lang,
            zone: app.settings.time_zone.clone(),
            here,
            recent: Recent::default(),
            look: Look::parse(&cookies(headers, session::LOOK)),
            acted: None,
            whence: Opened::default(),
            runner,
            picked_lang: asked.as_deref().and_then(Lang::parse).is_some(),
            visits,
            new_visit,
            token,
            sessions,
            trouble: None,
            typed: Arc::default(),
        };
        match visitor.look_up(app).await {
            Ok(Found::Viewer(viewer)) => visitor.viewer = Some(viewer),
            Ok(Found::Unready) => visitor.unready = true,
            Ok(Found::Nobody) => {}
            Err(trouble) => visitor.trouble = Some(trouble),
        }
        match &visitor.viewer {
            Some(viewer) => visitor.zone.clone_from(&viewer.time_zone),
            // The session may well hold: nobody can tell at the moment.
            None if visitor.trouble.is_some() || visitor.unready => {}
            None => visitor.token = None,
        }
        visitor.recent = Recent::parse(&cookies(headers, session::RECENT), &visitor.mark());
        let now = (app.settings.clock)();
        visitor.acted = Acted::parse(&cookies(headers, session::ACTED), &visitor.mark(), now);
        visitor.whence = Opened::parse(&cookies(headers, session::WHENCE), &visitor.mark());
        visitor.lang = locale::choose(
            asked.as_deref(),
            cookies(headers, session::LANG).into_iter().find(|lang| Lang::parse(lang).is_some()),
            visitor.viewer.as_ref().map(|viewer| viewer.locale.as_str()),
            text(headers, header::ACCEPT_LANGUAGE).as_deref(),
            app.settings.lang,
        );
        visitor
    }

    /// Who holds the session; an error when that cannot be found out, which says nothing about the session.
    async fn look_up(&self, app: &App) -> Result<Found, PageError> {
        if self.token.is_none() {
            return Ok(Found::Nobody);
        }
        match app.api.run::<Answer>(self, VIEWER, json!({})).await {
            Ok(answer) => Ok(answer.viewer.map_or(Found::Nobody, Found::Viewer)),
            Err(failure) if failure.is_ours() => Err(failure.into()),
            Err(failure) if failure.code == ErrorCode::SecondFactorRequired => Ok(Found::Unready),
            Err(failure) => {
                tracing::debug!(message = failure.message, "a session cookie was not accepted");
                Ok(Found::Nobody)
            }
        }
    }

    /// Why it could not be found out who that is, if so.
    pub(crate) const fn trouble(&self) -> Option<&PageError> {
        self.trouble.as_ref()
    }

    /// Keeps what a form of ours brought.
    pub(crate) fn keep(&self, typed: Kept) {
        // A request brings one form.
        let _first = self.typed.set(typed);
    }

    /// What the form of this request brought, if it came from one of our pages.
    pub(crate) fn typed(&self) -> Kept {
        self.typed.get().cloned().unwrap_or_default()
    }

    /// The session's token, for documents.
    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Whether the staff's side of the pages is shown.
    pub(crate) fn is_staff(&self) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| viewer.is_staff)
    }

    /// The organisations that share their tickets with the viewer, by id; none for the staff.
    pub(crate) fn shared_organisations(&self) -> Vec<&str> {
        let viewer = self.viewer.as_ref().filter(|viewer| !viewer.is_staff);
        let all = viewer.map(|viewer| viewer.organisations.as_slice()).unwrap_or_default();
        all.iter().filter(|one| one.shared_with_viewer).map(|one| one.id.as_str()).collect()
    }

    /// Between which organisations the viewer may choose when they ask.
    pub(crate) fn choice_of_organisations(&self) -> Vec<Named> {
        let own = self.viewer.as_ref().filter(|viewer| !viewer.is_staff);
        let all = own.map(|viewer| viewer.organisations.as_slice()).unwrap_or_default();
        if all.len() < 2 {
            return Vec::new();
        }
        let named =
            |one: &Organisation| Named { id: one.id.clone(), name: one.name.clone(), ..Named::default() };
        all.iter().map(named).collect()
    }

    /// Whether the viewer belongs to an organisation.
    pub(crate) fn has_colleagues(&self) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| !viewer.organisations.is_empty())
    }

    /// A token for the forms of the page that is being shown.
    pub(crate) fn csrf(&self) -> String {
        let visit = || self.visits.first().map_or("", String::as_str);
        csrf::token(self.token.as_deref().map_or_else(visit, session::family), self.person())
    }

    /// Whether a form was sent from one of our pages. A session that has ended since then does not make it foreign.
    pub(crate) fn sent(&self, token: &str) -> bool {
        csrf::Token::read(token).is_some_and(|token| self.holds(&token))
    }

    /// Whether what was typed into a form may be shown in the answer: not if the form was shown to somebody else, who
    /// was at this browser before. A token that we never made was shown to nobody.
    pub(crate) fn may_read(&self, token: &str) -> bool {
        csrf::Token::read(token).is_none_or(|token| {
            self.holds(&token) || (self.viewer.is_some() && token.was_shown_to(self.person()))
        })
    }

    fn holds(&self, token: &csrf::Token) -> bool {
        // A cookie that somebody planted beside a session that holds must not vouch for it.
        if let Some(session) = &self.token {
            return token.is_of(session::family(session));
        }
        let sessions = self.sessions.iter().map(|cookie| session::family(cookie));
        sessions.chain(self.visits.iter().map(String::as_str)).any(|cookie| token.is_of(cookie))
    }

    /// The viewer's id; the empty text for nobody.
    fn person(&self) -> &str {
        self.viewer.as_ref().map_or("", |viewer| viewer.id.as_str())
    }

    /// A short name by which a page and its script tell one person from another; empty for nobody.
    pub(crate) fn mark(&self) -> String {
        self.viewer.as_ref().map(|viewer| csrf::mark(&viewer.id)).unwrap_or_default()
    }
}

/// Somebody who is logged in; others are sent to the log-in and come back afterwards.
#[derive(Clone, Debug)]
pub(crate) struct Member(pub(crate) Visitor, pub(crate) Viewer);

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| PageError::fault("no visitor in the request"))
    }
}

impl<S: Sync> FromRequestParts<S> for Member {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        match visitor.viewer.clone() {
            Some(viewer) => Ok(Self(visitor, viewer)),
            None if visitor.unready => Err(PageError::set_up()),
            None => Err(PageError::login(&visitor.here)),
        }
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(|value| value.chars().take(400).collect())
}

/// Where a request comes from, and what its browser calls itself.
pub(crate) fn client(request: &Parts) -> Client {
    Client { address: address(request), user_agent: text(&request.headers, header::USER_AGENT) }
}

/// The address as the server sees it; a host behind a proxy replaces `ConnectInfo` by what it trusts.
fn address(request: &Parts) -> Option<String> {
    request
        .extensions
        .get::<axum::extract::ConnectInfo<std::net::SocketAddr>>()
        .map(|info| info.0.ip().to_string())
}
