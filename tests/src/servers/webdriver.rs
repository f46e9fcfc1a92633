//! The few WebDriver commands that the tests need (W3C WebDriver), over plain HTTP.

use std::{fmt::Debug, fs, path::Path, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::wait::until;

/// The key under which an element's reference travels, fixed by the standard.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// One browser window that a test drives; elements are named by CSS selectors.
#[derive(Debug)]
pub struct Window {
    client: Client,
    session: String,
}

impl Window {
    /// Opens a session at the driver.
    pub(super) async fn open(driver: &str, arguments: &[String]) -> Self {
        super::choose_cryptography();
        let client = Client::builder().timeout(Duration::from_mins(1)).build().expect("a client");
        let options = json!({"args": arguments, "prefs": {"intl.accept_languages": "de,en"}});
        let wanted = json!({"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}});
        let answer =
            client.post(format!("{driver}/session")).json(&wanted).send().await.expect("the driver answers");
        let answer: Value = answer.json().await.expect("JSON");
        let id = answer["value"]["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {answer}"));
        Self { client, session: format!("{driver}/session/{id}") }
    }

    /// Closes the browser; without it the driver would leave it running.
    pub async fn close(self) {
        let _ = self.client.delete(&self.session).send().await;
    }

    /// Goes to an address and waits until it is loaded.
    pub async fn goto(&self, url: &str) {
        self.post("url", json!({"url": url})).await;
    }

    /// Where the window is.
    pub async fn url(&self) -> String {
        text(self.get("url").await)
    }

    /// The page's source as it is now.
    pub async fn source(&self) -> String {
        text(self.get("source").await)
    }

    /// What a person reads in the element.
    pub async fn text(&self, selector: &str) -> String {
        text(self.of(selector, Method::GET, "text", None).await)
    }

    /// The current value of a field.
    pub async fn value(&self, selector: &str) -> String {
        text(self.of(selector, Method::GET, "property/value", None).await)
    }

    /// Whether there is such an element now.
    pub async fn has(&self, selector: &str) -> bool {
        let found = self.try_send(Method::POST, "elements", Some(css(selector))).await;
        found.is_ok_and(|found| found.as_array().is_some_and(|list| !list.is_empty()))
    }

    /// Waits until there is such an element.
    pub async fn wait_for(&self, selector: &str) {
        self.of(selector, Method::GET, "name", None).await;
    }

    /// Waits until the page shows `words`, wherever.
    pub async fn wait_for_text(&self, words: &str) {
        let what = format!("{words:?} on the page");
        until(&what, || async { self.text("body").await.contains(words).then_some(()) }).await;
    }

    /// Waits until the window's address contains `part`.
    pub async fn wait_for_url(&self, part: &str) {
        let what = format!("an address with {part}");
        until(&what, || async { self.url().await.contains(part).then_some(()) }).await;
    }

    /// Waits for an element and clicks it.
    pub async fn click(&self, selector: &str) {
        self.of(selector, Method::POST, "click", Some(json!({}))).await;
    }

    /// Empties a field and types into it.
    pub async fn fill(&self, selector: &str, words: &str) {
        self.of(selector, Method::POST, "clear", Some(json!({}))).await;
        self.of(selector, Method::POST, "value", Some(json!({"text": words}))).await;
    }

    /// Chooses a file.
    pub async fn choose_file(&self, selector: &str, file: &Path) {
        let path = file.display().to_string();
        self.of(selector, Method::POST, "value", Some(json!({"text": path}))).await;
    }

    /// Chooses an option of a select by its value.
    pub async fn select(&self, selector: &str, value: &str) {
        self.click(&format!("{selector} option[value=\"{value}\"]")).await;
    }

    /// Runs a script and answers what it returns.
    pub async fn run(&self, script: &str) -> Value {
        self.post("execute/sync", json!({"script": script, "args": []})).await
    }

    /// Shows pages as somebody sees them who prefers them dark.
    pub async fn prefer_dark(&self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let params = json!({ "features": features });
        self.post("goog/cdp/execute", json!({ "cmd": "Emulation.setEmulatedMedia", "params": params })).await;
    }

    /// Shows pages as they are put on paper.
    pub async fn print_media(&self) {
        let params = json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "media": "print" } });
        self.post("goog/cdp/execute", params).await;
    }

    /// Presses the Tab key as a person does, so that the browser moves the focus.
    pub async fn tab(&self) {
        for kind in ["rawKeyDown", "keyUp"] {
            let key = json!({ "type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 });
            let params = json!({ "cmd": "Input.dispatchKeyEvent", "params": key });
            self.post("goog/cdp/execute", params).await;
        }
    }

    /// Presses the Enter key as a person does, so that the browser sends what it would send by itself.
    pub async fn enter(&self) {
        for kind in ["keyDown", "keyUp"] {
            let key = json!({
                "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r",
            });
            let params = json!({ "cmd": "Input.dispatchKeyEvent", "params": key });
            self.post("goog/cdp/execute", params).await;
        }
    }

    /// What a screen reader is told of everything that can be reached: role and name.
    pub async fn told(&self) -> Vec<(String, String)> {
        let params = json!({ "cmd": "Accessibility.getFullAXTree", "params": {} });
        let tree = self.post("goog/cdp/execute", params).await;
        let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
        let is_focusable = |node: &Value| {
            let properties = node["properties"].as_array().cloned().unwrap_or_default();
            properties.iter().any(|one| one["name"] == "focusable" && one["value"]["value"] == true)
        };
        let word =
            |node: &Value, part: &str| node[part]["value"].as_str().unwrap_or_default().trim().to_owned();
        let reached = nodes.iter().filter(|node| node["ignored"] != true && is_focusable(node));
        reached.map(|node| (word(node, "role"), word(node, "name"))).collect()
    }

    /// Runs no script of a page from now on, as a browser that knows none. Scripts of the test run no more either.
    pub async fn without_script(&self) {
        let params = json!({ "cmd": "Emulation.setScriptExecutionDisabled", "params": { "value": true } });
        self.post("goog/cdp/execute", params).await;
    }

    /// Goes back to the page before.
    pub async fn back(&self) {
        self.post("back", json!({})).await;
    }

    /// Gives the browser an authenticator that makes and shows passkeys at once, as if a finger lay on it.
    pub async fn add_authenticator(&self) {
        let built_in = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
            "isUserVerified": true,
        });
        self.post("webauthn/authenticator", built_in).await;
    }

    /// Makes the window this large.
    pub async fn resize(&self, width: u32, height: u32) {
        self.post("window/rect", json!({"width": width, "height": height})).await;
    }

    /// Forgets who is logged in.
    pub async fn forget_cookies(&self) {
        self.send(Method::DELETE, "cookie", None).await;
    }

    /// Keeps a picture of the window, for people to look at.
    pub async fn screenshot(&self, file: &Path) {
        let picture = text(self.get("screenshot").await);
        let picture = BASE64_STANDARD.decode(picture).expect("base64");
        fs::create_dir_all(file.parent().expect("a directory")).expect("a directory");
        fs::write(file, picture).expect("a picture");
    }

    /// Does something with an element. Pages update themselves, so it may be another one, or covered, a moment later:
    /// then it is looked for again.
    async fn of(&self, selector: &str, method: Method, what: &str, body: Option<Value>) -> Value {
        let told = format!("{what} of {selector}");
        let ask = || async {
            let found = self.try_send(Method::POST, "element", Some(css(selector))).await.ok()?;
            let path = format!("element/{}/{what}", found[ELEMENT].as_str()?);
            self.try_send(method.clone(), &path, body.clone()).await.ok()
        };
        until(&told, ask).await
    }

    async fn get(&self, path: &str) -> Value {
        self.send(Method::GET, path, None).await
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.send(Method::POST, path, Some(body)).await
    }

    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let sent = self.try_send(method, path, body).await;
        sent.unwrap_or_else(|error| panic!("WebDriver {path}: {error}"))
    }

    async fn try_send(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value, Value> {
        let request = self.client.request(method, format!("{}/{path}", self.session));
        let request = if let Some(body) = &body { request.json(body) } else { request };
        let answer = request.send().await.expect("the driver answers");
        let fine = answer.status().is_success();
        let mut answer: Value = answer.json().await.expect("JSON");
        let mut value = answer["value"].take();
        if fine { Ok(value) } else { Err(value["message"].take()) }
    }
}

fn css(selector: &str) -> Value {
    json!({"using": "css selector", "value": selector})
}

fn text(value: impl Into<Value> + Debug) -> String {
    match value.into() {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
