//! A provider of mail inside the test: gives tokens (OAuth 2), tells a mail server about them, and fails on request.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard},
};

use axum::{
    Form, Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use engine::{ConfiguredMailAccount, GrantedTokens, MailAccount, MailSecret};
use mail::oauth::Providers;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::{net::TcpListener, sync::Semaphore, task::AbortHandle};

/// Its name in the configuration.
pub const NAME: &str = "m365";

/// The secret of the application that is registered there.
const CLIENT_SECRET: &str = "the-secret-of-the-application";

/// A form as a client posts it.
type Fields = HashMap<String, String>;

/// A running provider.
#[derive(Debug)]
pub struct Provider {
    address: String,
    state: Arc<Shared>,
    task: AbortHandle,
}

#[derive(Debug)]
struct Shared {
    inner: Mutex<Inner>,
    /// Answers go out while it has permits.
    open: Semaphore,
}

#[derive(Debug, Default)]
struct Inner {
    /// The account whose tokens these are.
    user: String,
    count: u32,
    rotates: bool,
    codes: HashMap<String, (String, String)>,
    refresh: HashSet<String>,
    access: HashSet<String>,
    asked: Vec<Fields>,
    answers: VecDeque<(u16, String)>,
}

impl Inner {
    /// Fresh tokens; the former ones of a provider that rotates are of no use any more.
    fn issue(&mut self, refresh: Option<String>) -> Value {
        self.count += 1;
        let access = format!("access-{}-{}", self.user, self.count);
        self.access.insert(access.clone());
        let mut answer = json!({ "access_token": access, "token_type": "Bearer", "expires_in": 3600 });
        if refresh.is_none() || self.rotates {
            let new = format!("refresh-{}", self.count);
            self.refresh.insert(new.clone());
            if let Some(old) = refresh {
                self.refresh.remove(&old);
            }
            answer["refresh_token"] = json!(new);
        }
        answer
    }
}

impl Provider {
    /// Starts one that knows this account.
    pub async fn start(user: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("it is bound"));
        let inner = Inner { user: user.to_owned(), ..Inner::default() };
        let state =
            Arc::new(Shared { inner: Mutex::new(inner), open: Semaphore::new(Semaphore::MAX_PERMITS) });
        let app = Router::new()
            .route("/token", post(token))
            .route("/device", post(device))
            .route("/introspect", post(introspect))
            .with_state(Arc::clone(&state));
        let task = tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, state, task: task.abort_handle() }
    }

    /// What a mail server asks about tokens.
    #[must_use]
    pub fn introspection(&self) -> String {
        format!("{}/introspect", self.address)
    }

    /// What the configuration says of it.
    #[must_use]
    pub fn configuration(&self) -> String {
        let address = &self.address;
        format!(
            "[mail.oauth.{NAME}]\nauthorize_url = \"{address}/authorize\"\ntoken_url = \"{address}/token\"\n\
             device_url = \"{address}/device\"\nscopes = [\"mail\", \"offline\"]\nclient_id = \"schalter\"\n\
             client_secret = \"{CLIENT_SECRET}\"\n"
        )
    }

    /// What the engine asks.
    #[must_use]
    pub fn providers(&self) -> Arc<Providers> {
        let known = mail::oauth::Provider {
            title: "Microsoft".to_owned(),
            authorize_url: format!("{}/authorize", self.address),
            token_url: format!("{}/token", self.address),
            device_url: Some(format!("{}/device", self.address)),
            scopes: vec!["mail".to_owned(), "offline".to_owned()],
            extra: Vec::new(),
            client_id: "schalter".to_owned(),
            client_secret: Some(MailSecret::new(CLIENT_SECRET)),
        };
        Arc::new(Providers::new([(NAME.to_owned(), known)]).expect("TLS"))
    }

    /// The account at this provider.
    #[must_use]
    pub fn account(&self) -> MailAccount {
        MailAccount { provider: NAME.to_owned(), account: self.inner().user.clone() }
    }

    /// The same as the engine's settings have it, for a mailbox.
    #[must_use]
    pub fn configured(&self, mailbox: &str) -> Vec<ConfiguredMailAccount> {
        vec![ConfiguredMailAccount {
            account: self.account(),
            provider_title: "Microsoft".to_owned(),
            mailboxes: vec![mailbox.to_owned()],
            sends: true,
            servers: vec!["imaps://imap.example.org:993".to_owned()],
        }]
    }

    /// Tokens, as somebody gets them who has just signed in.
    #[must_use]
    pub fn grant(&self) -> GrantedTokens {
        let answer = self.inner().issue(None);
        let text = |key: &str| MailSecret::new(answer[key].as_str().expect("a token"));
        let hour = std::time::Duration::from_hours(1);
        GrantedTokens {
            access: text("access_token"),
            expires_in: Some(hour),
            refresh: Some(text("refresh_token")),
        }
    }

    /// Somebody signs in on the page at `url`: what the browser brings back, state and code.
    #[must_use]
    pub fn sign_in(&self, url: &str) -> (String, String) {
        let url = url::Url::parse(url).expect("an address");
        let fields: Fields = url.query_pairs().into_owned().collect();
        assert_eq!(fields["response_type"], "code");
        assert_eq!(fields["code_challenge_method"], "S256");
        assert_eq!(fields["client_id"], "schalter");
        let mut inner = self.inner();
        inner.count += 1;
        let code = format!("code-{}", inner.count);
        inner.codes.insert(code.clone(), (fields["code_challenge"].clone(), fields["redirect_uri"].clone()));
        (fields["state"].clone(), code)
    }

    /// From now on fresh tokens come with another refresh token, and the former one is of no use.
    pub fn rotate(&self) {
        self.inner().rotates = true;
    }

    /// Somebody withdraws the consent.
    pub fn withdraw(&self) {
        let mut inner = self.inner();
        inner.refresh.clear();
        inner.access.clear();
    }

    /// The tokens that open mailboxes are of no use any more.
    pub fn revoke_access(&self) {
        self.inner().access.clear();
    }

    /// What the next questions for tokens are answered with.
    pub fn answer(&self, answers: impl IntoIterator<Item = (u16, &'static str)>) {
        let answers = answers.into_iter().map(|(status, body)| (status, body.to_owned()));
        self.inner().answers.extend(answers);
    }

    /// Holds answers back, until [`Provider::go_on`].
    pub fn hold(&self) {
        self.state.open.forget_permits(Semaphore::MAX_PERMITS);
    }

    /// Lets all answers go out.
    pub fn go_on(&self) {
        self.state.open.add_permits(Semaphore::MAX_PERMITS / 2);
    }

    /// What tokens were asked for with, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<HashMap<String, String>> {
        self.inner().asked.clone()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.state.inner.lock().expect("no panic inside")
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn refused(error: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": error, "error_description": format!("{error} it is") })))
        .into_response()
}

async fn token(State(state): State<Arc<Shared>>, Form(fields): Form<Fields>) -> Response {
    state.inner.lock().expect("no panic inside").asked.push(fields.clone());
    let _open = state.open.acquire().await.expect("never closed");
    let mut inner = state.inner.lock().expect("no panic inside");
    if let Some((status, body)) = inner.answers.pop_front() {
        let status = StatusCode::from_u16(status).expect("a status");
        return (status, [("content-type", "application/json")], body).into_response();
    }
    let field = |key: &str| fields.get(key).cloned().unwrap_or_default();
    if field("client_id") != "schalter" || field("client_secret") != CLIENT_SECRET {
        return refused("invalid_client");
    }
    match field("grant_type").as_str() {
        "refresh_token" if inner.refresh.contains(&field("refresh_token")) => {
            Json(inner.issue(Some(field("refresh_token")))).into_response()
        }
        "authorization_code" => {
            let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier")));
            let expected = inner.codes.remove(&field("code"));
            if expected != Some((challenge, field("redirect_uri"))) {
                return refused("invalid_grant");
            }
            Json(inner.issue(None)).into_response()
        }
        "urn:ietf:params:oauth:grant-type:device_code" if field("device_code") == "the-device" => {
            Json(inner.issue(None)).into_response()
        }
        _ => refused("invalid_grant"),
    }
}

async fn device() -> Json<Value> {
    Json(json!({
        "device_code": "the-device", "user_code": "WDJB-MJHT", "expires_in": 900, "interval": 1,
        "verification_uri": "https://provider.example/device",
    }))
}

async fn introspect(State(state): State<Arc<Shared>>, Form(fields): Form<Fields>) -> Json<Value> {
    let inner = state.inner.lock().expect("no panic inside");
    let active = fields.get("token").is_some_and(|token| inner.access.contains(token));
    Json(json!({ "active": active, "username": inner.user }))
}
