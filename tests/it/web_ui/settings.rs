//! What a host decides: colours and texts of the brand, and when live connections end.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use engine::Clock as _;
use futures::StreamExt as _;
use tests::TestApp;
use tokio::sync::watch;
use tower::ServiceExt as _;
use web_ui::{Brand, Localised, Notice, Settings};
use words::Lang;

fn router(app: &TestApp, brand: Brand, stopping: Option<watch::Receiver<bool>>) -> Router {
    let clock = Arc::clone(&app.clock);
    let settings = Settings {
        brand,
        lang: Lang::De,
        time_zone: "Europe/Berlin".to_owned(),
        https: true,
        clock: Arc::new(move || clock.now()),
        stopping,
        heartbeat: Settings::HEARTBEAT,
        sign_on: None,
        sign_on_alone: false,
        passkeys: false,
    };
    web_ui::router(graphql::InProcess::new(app.engine.clone()), settings)
        .expect("texts and templates are fine")
}

async fn get(router: &Router, path: &str, token: &str) -> (StatusCode, String) {
    let request = Request::get(path)
        .header(header::COOKIE, format!("schalter_session={token}"))
        .header(header::ACCEPT_LANGUAGE, "de")
        .body(Body::empty())
        .expect("a request");
    let response = router.clone().oneshot(request).await.expect("an answer");
    let status = response.status();
    let body = to_bytes(response.into_body(), 1 << 20).await.expect("a whole answer");
    (status, String::from_utf8(body.to_vec()).expect("text"))
}

fn both(de: &str, en: &str) -> Localised {
    Localised(BTreeMap::from([(Lang::De, de.to_owned()), (Lang::En, en.to_owned())]))
}

#[tokio::test]
async fn s53_the_brand_brings_its_colour_its_notice_and_its_sentence_on_the_log_in_page() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let brand = Brand {
        name: "Haus & Hof".to_owned(),
        accent: Some("#aa3300".to_owned()),
        registered_hint: Some(both("Kunden haben ein Konto.", "Customers have an account.")),
        privacy_notice: Some(Notice {
            title: both("Nichts Geheimes <hier>", "Nothing secret"),
            text: both("Wirklich nicht.", "Really."),
        }),
        ..Brand::default()
    };
    let router = router(&app, brand, None);
    let (_, login) = get(&router, "/login", "").await;
    assert!(login.contains("Haus &amp; Hof") && login.contains("Kunden haben ein Konto."), "{login}");
    assert!(!login.contains("mailto:"), "without a contact nothing is promised");
    let (_, english) = get(&router, "/login?lang=en", "").await;
    assert!(english.contains("Customers have an account."), "S53: {english}");
    let style = login.split('"').find(|part| part.ends_with("/brand.css")).expect("the brand's style sheet");
    let (status, style) = get(&router, style, "").await;
    assert!(status == StatusCode::OK && style.contains("--brand: #aa3300"), "{style}");
    let (_, form) = get(&router, "/tickets/new", &anna.token).await;
    assert!(form.contains("Nichts Geheimes &lt;hier&gt;") && form.contains("Wirklich nicht."), "{form}");
}

#[tokio::test]
async fn a_colour_that_is_none_gets_into_no_style_sheet() {
    let app = TestApp::start().await;
    for accent in ["red", "#12345", "#12345g", "#000000;} body{display:none"] {
        let brand = Brand { accent: Some(accent.to_owned()), ..Brand::default() };
        let router = router(&app, brand, None);
        assert!(!get(&router, "/login", "").await.1.contains("brand.css"), "{accent}");
        assert_eq!(get(&router, "/assets/x/brand.css", "").await.1, "", "{accent}");
    }
}

#[tokio::test]
async fn live_connections_end_when_the_server_stops() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let (stop, stopping) = watch::channel(false);
    let router = router(&app, Brand::default(), Some(stopping));
    let request = Request::get("/live")
        .header(header::COOKIE, format!("schalter_session={}", anna.token))
        .body(Body::empty())
        .expect("a request");
    let response = router.oneshot(request).await.expect("an answer");
    let mut stream = response.into_body().into_data_stream();
    stream.next().await.expect("a greeting").expect("bytes");
    stop.send(true).expect("somebody listens");
    let end = tokio::time::timeout(Duration::from_secs(10), stream.next()).await.expect("it ends soon");
    assert!(end.is_none(), "nothing more comes");
}
