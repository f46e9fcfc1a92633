//! What a phone needs to put the pages on its start screen.

use axum::http::StatusCode;
use serde_json::{Value, json};
use tests::{TestApp, servers::chromium::Chromium};

use super::{Shown, Visit, browser::start};

/// The address in the link of the page's head that has this relation.
fn linked(page: &Shown, relation: &str) -> String {
    let link =
        page.body.split("<link ").find(|link| link.contains(&format!("rel=\"{relation}\""))).expect("a link");
    link.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an address").to_owned()
}

fn header<'page>(page: &'page Shown, name: &str) -> &'page str {
    page.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn the_manifest_is_in_the_language_of_the_page_and_names_what_a_phone_needs() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    for (lang, new) in [("de", "Neues Ticket"), ("en", "New ticket")] {
        let mut visit = Visit::of(&app, &anna);
        let page = visit.get(&format!("/tickets?lang={lang}")).await;
        assert!(page.body.contains("<meta name=\"theme-color\" content=\"#"), "{}", page.body);
        // Browsers ask for it without cookies.
        let manifest = Visit::new(&app).get(&linked(&page, "manifest")).await;
        assert_eq!(manifest.status, StatusCode::OK);
        assert_eq!(header(&manifest, "content-type"), "application/manifest+json");
        assert!(
            header(&manifest, "cache-control").starts_with("public") && manifest.headers.contains_key("etag")
        );
        let told: Value = serde_json::from_str(&manifest.body).expect("JSON");
        assert_eq!(
            (&told["lang"], &told["start_url"], &told["display"]),
            (&json!(lang), &json!("/"), &json!("standalone"))
        );
        assert_eq!(told["shortcuts"][0]["name"], new);
        let sizes: Vec<_> =
            told["icons"].as_array().expect("icons").iter().map(|icon| icon["sizes"].clone()).collect();
        assert!(sizes.contains(&json!("192x192")) && sizes.contains(&json!("512x512")), "{sizes:?}");
    }
    let none = Visit::new(&app).get("/assets/x/manifest-fr.webmanifest").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert_eq!(Visit::new(&app).get("/assets/x/icon-64.png").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_accepts_the_manifest_and_draws_the_icons() {
    let (_app, site) = start().await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    window.goto(&format!("{site}/login")).await;
    let sizes = "return Promise.all([...document.querySelectorAll('link[rel=apple-touch-icon]')].map(async ({ href }) => {
        const picture = new Image();
        picture.src = href;
        await picture.decode();
        return picture.naturalWidth;
    }))";
    assert_eq!(window.run(sizes).await, json!([180]));
    let manifest = "return fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json()).then(({ icons }) =>
        Promise.all(icons.map(async ({ src, sizes }) => {
            const picture = new Image();
            picture.src = src;
            await picture.decode();
            return `${picture.naturalWidth}x${picture.naturalHeight}` === sizes;
        })))";
    assert_eq!(window.run(manifest).await, json!([true, true, true]));
    window.close().await;
}
