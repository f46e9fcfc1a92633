//! A provider that says whatever a test wants it to, well signed or not.

use std::sync::{Arc, Mutex, MutexGuard};

use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Map, Value, json};

/// What it says.
pub struct Behaviour {
    /// The header of the next token.
    pub header: Value,
    /// Its claims.
    pub claims: Map<String, Value>,
    /// The key that signs it.
    pub key: EcdsaKeyPair,
    /// The keys that are published, with their names.
    pub published: Vec<Value>,
    /// Instead of a token.
    pub refusal: Option<(u16, String)>,
    /// How often its discovery document was asked for.
    pub discoveries: u32,
    /// Its discovery document.
    pub discovery: Value,
    /// Its userinfo.
    pub userinfo: Value,
    /// Instead of a signature.
    pub signature: Option<String>,
    /// The form that was posted last, and its authorisation.
    pub posted: Vec<(String, String)>,
    pub authorised: Option<String>,
}

/// A provider on a free port.
#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    pub(super) state: Arc<Mutex<Behaviour>>,
}

/// A new key, and how it is published.
pub fn key(kid: &str) -> (EcdsaKeyPair, Value) {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    let key =
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).expect("it");
    let (x, y) = key.public_key().as_ref()[1..].split_at(32);
    let published = json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": kid,
        "x": BASE64.encode(x), "y": BASE64.encode(y) });
    (key, published)
}

impl Provider {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let issuer = format!("http://{}", listener.local_addr().expect("it is bound"));
        let (key, published) = key("one");
        let state = Arc::new(Mutex::new(Behaviour {
            header: json!({ "alg": "ES256", "kid": "one" }),
            claims: Map::new(),
            key,
            published: vec![published],
            refusal: None,
            discoveries: 0,
            discovery: json!({
                "issuer": issuer,
                "authorization_endpoint": format!("{issuer}/authorize"),
                "token_endpoint": format!("{issuer}/token"),
                "jwks_uri": format!("{issuer}/keys"),
                "userinfo_endpoint": format!("{issuer}/userinfo"),
            }),
            userinfo: json!({}),
            signature: None,
            posted: Vec::new(),
            authorised: None,
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(Arc::clone(&state));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { issuer, state }
    }

    /// Its behaviour, to be looked at and changed.
    pub fn behave(&self) -> MutexGuard<'_, Behaviour> {
        self.state.lock().expect("no test panics while it holds it")
    }
}

type Shared = State<Arc<Mutex<Behaviour>>>;

async fn discovery(State(state): Shared) -> Response {
    let document = {
        let mut state = state.lock().expect("the state");
        state.discoveries += 1;
        state.discovery.clone()
    };
    match document {
        Value::String(elsewhere) => (StatusCode::FOUND, [("location", elsewhere)]).into_response(),
        document => Json(document).into_response(),
    }
}

async fn keys(State(state): Shared) -> Json<Value> {
    Json(json!({ "keys": state.lock().expect("the state").published }))
}

async fn userinfo(State(state): Shared, headers: HeaderMap) -> Response {
    if headers.get("authorization").is_none_or(|given| given != "Bearer access") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(state.lock().expect("the state").userinfo.clone()).into_response()
}

async fn token(
    State(state): Shared,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let mut state = state.lock().expect("the state");
    state.posted = form;
    state.authorised = headers.get("authorization").and_then(|it| it.to_str().ok()).map(str::to_owned);
    if let Some((status, error)) = &state.refusal {
        let status = StatusCode::from_u16(*status).expect("a status");
        return (status, Json(json!({ "error": error }))).into_response();
    }
    let part = |value: &Value| BASE64.encode(value.to_string());
    let signed = format!("{}.{}", part(&state.header), part(&Value::Object(state.claims.clone())));
    let signature = state.signature.clone().unwrap_or_else(|| {
        BASE64.encode(state.key.sign(&SystemRandom::new(), signed.as_bytes()).expect("a signature"))
    });
    Json(json!({ "access_token": "access", "token_type": "Bearer", "id_token": format!("{signed}.{signature}") }))
        .into_response()
}
