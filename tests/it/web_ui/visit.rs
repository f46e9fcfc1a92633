//! A browser without scripts: it keeps cookies, follows nothing by itself, and fills in forms from the page it sees.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use tests::{TestApp, given::Person};
use tower::ServiceExt as _;

/// Somebody's browser.
pub struct Visit {
    router: Router,
    cookies: BTreeMap<String, String>,
    foreign: Vec<u8>,
    language: &'static str,
}

/// What the browser got.
#[derive(Debug)]
pub struct Shown {
    pub status: StatusCode,
    pub to: String,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Visit {
    /// Nobody yet.
    pub fn new(app: &TestApp) -> Self {
        Self { router: app.router(), cookies: BTreeMap::new(), foreign: Vec::new(), language: "de" }
    }

    /// Somebody who is logged in.
    pub fn of(app: &TestApp, person: &Person) -> Self {
        let mut visit = Self::new(app);
        visit.cookies.insert("schalter_session".to_owned(), person.token.clone());
        visit
    }

    /// The same person with a browser that prefers English.
    pub fn english(mut self) -> Self {
        self.language = "en";
        self
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Writes a cookie, as anybody can with their own browser.
    pub fn set(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Sends these bytes in front of its own cookies, as browsers do with what others on the host or its parent set.
    pub fn beside(&mut self, cookies: &[u8]) {
        self.foreign = cookies.to_vec();
    }

    pub async fn get(&mut self, path: &str) -> Shown {
        self.send(Request::get(path), Body::empty()).await
    }

    /// What the script of an open list asks for, which shows these rows.
    pub async fn refresh(&mut self, path: &str, rows: &[i64]) -> Shown {
        let rows: Vec<String> = rows.iter().map(i64::to_string).collect();
        let request = Request::get(path).header("x-fragment", "1").header("x-rows", rows.join(","));
        self.send(request, Body::empty()).await
    }

    /// Opens the page with the form, and sends it with these values.
    pub async fn fill(&mut self, page: &str, fields: &[(&str, &str)]) -> Shown {
        let csrf = self.get(page).await.value("csrf");
        let with_token = [&[("csrf", csrf.as_str())], fields].concat();
        self.post(page, &with_token).await
    }

    /// Sends exactly these values.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        let body = body.extend_pairs(fields).finish();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body)).await
    }

    /// Opens the page with the form, and sends it with these values and files.
    pub async fn fill_with_files(
        &mut self,
        page: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Shown {
        let form = self.get(page).await;
        let (csrf, key) = (form.value("csrf"), form.value("key"));
        let hidden = [("csrf", csrf.as_str()), ("key", key.as_str())];
        self.upload(page, &[&hidden, fields].concat(), files).await
    }

    /// Sends exactly these values and files.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Shown {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend_from_slice(
                format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .as_bytes(),
            );
        }
        for (name, bytes) in files {
            let head = format!(
                "--line\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--line--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=line");
        self.send(request, Body::from(body)).await
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Shown {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut line = self.foreign.clone();
        line.extend_from_slice(cookies.join("; ").as_bytes());
        let request = request
            .header(header::COOKIE, line)
            .header(header::ACCEPT_LANGUAGE, self.language)
            .body(body)
            .expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().expect("text"));
        }
        let body = to_bytes(body, 16 << 20).await.expect("a whole answer");
        let to = parts.headers.get(header::LOCATION).map(|to| to.to_str().expect("text").to_owned());
        Shown {
            status: parts.status,
            to: to.unwrap_or_default(),
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).expect("text"),
        }
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, attributes) = cookie.split_once(';').expect("attributes");
        assert!(attributes.contains("HttpOnly"), "no script reads {cookie}");
        assert!(attributes.contains("SameSite=Lax") && attributes.contains("Secure"), "{cookie}");
        let (name, value) = pair.split_once('=').expect("a cookie");
        if attributes.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Shown {
    /// Whether the page says this, tags and escapes aside.
    pub fn says(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// The page as a person reads it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut inside = false;
        for letter in self.body.chars() {
            match letter {
                '<' => inside = true,
                '>' if inside => inside = false,
                _ if !inside => text.push(letter),
                _ => {}
            }
        }
        let plain = unescape(&text);
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The value of the first input of this name, or what stands in the text area.
    pub fn value(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\"");
        let at = self.body.find(&mark).unwrap_or_else(|| panic!("no field {name} in\n{}", self.body));
        let start = self.body[..at].rfind('<').expect("a tag");
        let tag_end = start + self.body[start..].find('>').expect("a tag's end");
        let tag = &self.body[start..tag_end];
        if tag.starts_with("<textarea") {
            let rest = &self.body[tag_end + 1..];
            let text = rest.split("</textarea>").next().expect("an end");
            return unescape(text.strip_prefix('\n').unwrap_or(text));
        }
        tag.split_once("value=\"")
            .and_then(|(_, rest)| rest.split('"').next())
            .map(unescape)
            .unwrap_or_default()
    }
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#x60;", "`")
        .replace("&#x3D;", "=")
        .replace("&#x3d;", "=")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}
