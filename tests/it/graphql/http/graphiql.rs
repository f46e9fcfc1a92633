//! GraphiQL needs no other site.

use crate::graphql::api::Api;

#[tokio::test]
async fn a_browser_is_shown_a_page_that_loads_everything_from_here() {
    let api = Api::start().await;
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let answer = api.http.get(api.url("/graphql")).header("accept", browser).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let policy = answer.headers()["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self';"), "{policy}");
    let page = answer.text().await.expect("a page");
    assert!(!page.contains("http"), "no other site: {page}");
    assert!(!page.contains("<script>") && !page.contains("onload"), "no inline script: {page}");
    let mut assets = 0;
    for attribute in ["src=\"", "href=\"/"] {
        for rest in page.split(attribute).skip(1) {
            let path = rest.split('"').next().expect("a path");
            let path = format!("/{}", path.trim_start_matches('/'));
            let asset = api.http.get(api.url(&path)).send().await.expect("an answer");
            assert_eq!(asset.status(), 200, "{path}");
            let tag = asset.headers()["etag"].clone();
            let again =
                api.http.get(api.url(&path)).header("if-none-match", tag).send().await.expect("an answer");
            assert_eq!(again.status(), 304, "{path}");
            assets += 1;
        }
    }
    assert_eq!(assets, 6);
    let missing = api.http.get(api.url("/graphql/assets/..%2FCargo.toml")).send().await.expect("an answer");
    assert_eq!(missing.status(), 404);
}

#[tokio::test]
async fn in_a_browser_it_runs_a_document_with_the_session_of_that_browser() {
    let api = Api::start().await;
    let chromium = tests::servers::chromium::Chromium::start().await;
    let window = chromium.window().await;
    window.goto(&api.url("/graphql")).await;
    let cookie = format!("document.cookie = '{}={}; path=/'", graphql::SESSION_COOKIE, api.customer.token);
    window.run(&cookie).await;
    window.click(".graphiql-execute-button").await;
    window.wait_for_text("carla@acme.example").await;
    // The schema was fetched too: its explorer knows the root types.
    window.click("[aria-label='Show Documentation Explorer']").await;
    window.wait_for_text("Subscription").await;
    window.close().await;
}

#[test]
fn the_vendored_files_are_those_that_their_readme_names() {
    use sha2::{Digest, Sha256};
    use std::fmt::Write;

    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../graphql/assets/graphiql");
    let readme = std::fs::read_to_string(format!("{folder}/README.md")).expect("a README");
    for name in
        ["graphiql.min.js", "graphiql.min.css", "react.production.min.js", "react-dom.production.min.js"]
    {
        let bytes = std::fs::read(format!("{folder}/{name}")).expect("a file");
        let sum = Sha256::digest(&bytes).iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("a string");
            text
        });
        assert!(readme.contains(&sum), "{name} is not the one of the README: {sum}");
    }
}
