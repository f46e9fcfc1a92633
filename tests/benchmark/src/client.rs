//! A client that asks one thing at a time and looks at every answer.

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde_json::{Value, json};

/// Speaks with one server, with the rights of one token.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
}

impl Client {
    /// A client with this token, or with none.
    pub(crate) fn new(url: &str, token: Option<&str>) -> Self {
        tests::servers::choose_cryptography();
        let mut headers = HeaderMap::new();
        if let Some(token) = token {
            let value = HeaderValue::from_str(&format!("Bearer {token}")).expect("letters and digits");
            headers.insert(AUTHORIZATION, value);
        }
        let http = reqwest::Client::builder().default_headers(headers).build().expect("a client");
        Self { http, url: url.to_owned() }
    }

    /// The `data` of an answer; errors fail the run.
    pub(crate) async fn ask(&self, document: &str, variables: &Value) -> Value {
        let mut answer = self.answer(document, variables).await;
        assert!(answer.get("errors").is_none(), "{document}: {answer}");
        answer["data"].take()
    }

    /// A whole answer, be it a refusal.
    pub(crate) async fn answer(&self, document: &str, variables: &Value) -> Value {
        let body = json!({"query": document, "variables": variables});
        let answer = self.http.post(format!("{}/graphql", self.url)).json(&body).send().await;
        answer.expect("an answer").json().await.expect("JSON")
    }

    /// Logs in, and answers the token.
    pub(crate) async fn login(&self, email: &str, password: &str) -> String {
        let document =
            "mutation($e: String!, $p: String!) { login(input: {email: $e, password: $p}) { token } }";
        let data = self.ask(document, &json!({"e": email, "p": password})).await;
        data["login"]["token"].as_str().expect("a token").to_owned()
    }

    /// A page's text.
    pub(crate) async fn text(&self, path: &str) -> String {
        let answer = self.http.get(format!("{}{path}", self.url)).send().await.expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.text().await.expect("text")
    }

    /// How many bytes a page has on the wire, with a session's cookie.
    pub(crate) async fn weight(&self, path: &str, cookie: &str, encoding: &str) -> u64 {
        let request = self.http.get(format!("{}{path}", self.url));
        let request = request.header("Cookie", cookie).header("Accept-Encoding", encoding);
        let answer = request.send().await.expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.bytes().await.expect("bytes").len() as u64
    }
}

/// An id as the schema shows it.
pub(crate) fn global(kind: &str, id: uuid::Uuid) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(format!("{kind}:{id}"))
}
