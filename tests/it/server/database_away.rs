//! The running server when its PostgreSQL is frozen, shut down or not there yet.

use std::{
    io::Read as _,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use futures::{SinkExt as _, StreamExt as _};
use reqwest::{Response, StatusCode, redirect::Policy};
use serde_json::{Value, json};
use tests::{
    postbox,
    servers::{
        binary::{Server, Site},
        cluster::Cluster,
        free_port,
    },
    wait::until,
};
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest as _};

const PASSWORD: &str = "GeHeim-2019";

/// Nobody waits longer than this for an answer: well below the half minute that a statement may take, and above the two
/// seconds that are promised, since a busy machine is no fault.
const PATIENCE: Duration = Duration::from_secs(8);

fn site(database: &str) -> Site {
    Site::new(&format!(
        "[server]\nbind = \"127.0.0.1:0\"\n[database]\nurl = \"{database}\"\n[brand]\nlocale = \"de\"\n\
         [[mail.mailbox]]\naddress = \"tickets@example.org\"\nqueue = \"Support\"\n"
    ))
}

/// Somebody who is logged in, in a browser.
struct Browser {
    client: reqwest::Client,
    server: String,
    cookies: String,
}

impl Browser {
    async fn log_in(server: &Server) -> Self {
        tests::servers::choose_cryptography();
        let client = reqwest::Client::builder().redirect(Policy::none()).timeout(PATIENCE).build();
        let mut browser = Self {
            client: client.expect("a client"),
            server: server.url().to_owned(),
            cookies: String::new(),
        };
        let page = browser.get("/login").await;
        browser.take_cookies(&page);
        let csrf = csrf(&page.text().await.expect("a page"));
        let fields = [("csrf", csrf.as_str()), ("email", "kim@example.org"), ("password", PASSWORD)];
        let answer = browser.post("/login", &fields).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        browser.take_cookies(&answer);
        browser
    }

    fn take_cookies(&mut self, answer: &Response) {
        let set = answer.headers().get_all("set-cookie").iter();
        for cookie in set.filter_map(|line| line.to_str().ok()?.split(';').next()) {
            let cookies = format!("{}; {cookie}", self.cookies);
            cookies.trim_start_matches("; ").clone_into(&mut self.cookies);
        }
    }

    async fn get(&self, path: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.server)).header("cookie", &self.cookies);
        request.header("accept-language", "de").send().await.expect("an answer in time")
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.client.post(format!("{}{path}", self.server)).header("cookie", &self.cookies);
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
        request.header("accept-language", "de").send().await.expect("an answer in time")
    }

    fn session(&self) -> &str {
        let (_, rest) = self.cookies.split_once("schalter_session=").expect("logged in");
        rest.split(';').next().expect("a token")
    }

    /// Everything says that it is unavailable, and nobody is logged out.
    async fn finds_it_away(&self, csrf: &str) {
        let page = self.get("/tickets").await;
        assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.headers().contains_key("retry-after"));
        assert!(!page.headers().contains_key("set-cookie"), "the session stays: {:?}", page.headers());
        assert!(page.text().await.expect("a page").contains("Vorübergehend nicht erreichbar"));

        let fields = [("csrf", csrf), ("title", "Drucker"), ("text", "Er druckt seit Montag nicht mehr.")];
        let page = self.post("/tickets/new", &fields).await;
        assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
        let text = page.text().await.expect("a page");
        assert!(text.contains("Er druckt seit Montag nicht mehr."), "what was typed comes back: {text}");
        let fields = [("csrf", "foreign"), ("text", "Er druckt seit Montag nicht mehr.")];
        let page = self.post("/tickets/new", &fields).await.text().await.expect("a page");
        assert!(!page.contains("seit Montag"), "a form of another page is not answered with its text");

        let live = self.get("/live").await;
        assert_eq!(live.status(), StatusCode::OK, "a browser gives up after any other answer");
        assert!(live.text().await.expect("an end").contains("retry"));

        let answer = self.client.post(format!("{}/graphql", self.server)).bearer_auth(self.session());
        let answer = answer.json(&json!({ "query": "{ viewer { id } }" })).send().await.expect("in time");
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers().contains_key("retry-after"));
        let answer: Value = answer.json().await.expect("JSON");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAVAILABLE", "{answer}");

        assert_eq!(self.get("/readyz").await.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(self.get("/healthz").await.status(), StatusCode::OK);
        self.hears_it_on_a_socket().await;
    }

    async fn hears_it_on_a_socket(&self) {
        let address = format!("{}/graphql/ws", self.server.replace("http://", "ws://"));
        let mut request = address.into_client_request().expect("a request");
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", "graphql-transport-ws".parse().expect("a value"));
        let (mut socket, _) = tokio_tungstenite::connect_async(request).await.expect("a socket");
        let init = json!({ "type": "connection_init", "payload": { "token": self.session() } });
        let ask = json!({ "type": "subscribe", "id": "1", "payload": { "query": "{ viewer { id } }" } });
        for message in [init, ask] {
            socket.send(Message::text(message.to_string())).await.expect("sent");
        }
        let heard = async {
            while let Some(Ok(message)) = socket.next().await {
                if message.to_text().is_ok_and(|text| text.contains("UNAVAILABLE")) {
                    return true;
                }
            }
            false
        };
        assert!(tokio::time::timeout(PATIENCE, heard).await.expect("in time"), "an error with the code");
    }

    async fn finds_it_back(&self) {
        until("the list of tickets", || async {
            (self.get("/tickets").await.status() == StatusCode::OK).then_some(())
        })
        .await;
        until("readiness", || async { (self.get("/readyz").await.status() == StatusCode::OK).then_some(()) })
            .await;
    }
}

fn csrf(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"csrf\" value=\"").expect("a form");
    rest.split('"').next().expect("a value").to_owned()
}

fn message(id: &str) -> String {
    format!(
        "From: {id}@customer.example\r\nTo: tickets@example.org\r\nSubject: Printer\r\n\
         Message-ID: <{id}@customer.example>\r\n\r\nIt does not print.\r\n"
    )
}

async fn confirmed(site: &Site, address: &str) {
    let outbox = site.path().join("data/outbox");
    until("the confirmation", || {
        let sent = postbox::captured(&outbox);
        std::future::ready(sent.into_iter().any(|mail| mail.to.contains(address)).then_some(()))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_freezes_or_goes_away_is_told_at_once_and_everything_recovers() {
    let mut cluster = Cluster::start().await;
    let site = site(&cluster.database("house").await);
    let _migrated = site.succeed(&["migrate"], "");
    let create = ["user", "create", "--email", "kim@example.org", "--name", "Kim", "--role", "customer"];
    let _created = site.succeed(&[&create[..], &["--password-stdin"]].concat(), PASSWORD);
    let server = site.serve(&[]).await;
    let kim = Browser::log_in(&server).await;
    let csrf = csrf(&kim.get("/tickets/new").await.text().await.expect("a page"));

    cluster.freeze();
    kim.finds_it_away(&csrf).await;
    cluster.thaw();
    kim.finds_it_back().await;
    assert!(site.succeed(&["mail", "import"], message("one")).contains("\"created\""));
    confirmed(&site, "one@customer.example").await;

    cluster.stop().await;
    kim.finds_it_away(&csrf).await;
    let refused = site.run(&["mail", "import"], message("two"));
    assert_eq!(refused.status.code(), Some(75), "the mail server keeps it: {refused:?}");
    cluster.resume().await;
    kim.finds_it_back().await;
    assert!(site.succeed(&["mail", "import"], message("two")).contains("\"created\""));
    confirmed(&site, "two@customer.example").await;
    assert!(server.stop().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_database_is_frozen_ends_within_the_time_it_has() {
    let cluster = Cluster::start().await;
    let database = cluster.database("house").await;
    let site = Site::new(&format!(
        "[server]\nbind = \"127.0.0.1:0\"\nstop_within = \"3s\"\n[database]\nurl = \"{database}\"\n"
    ));
    let mut server = site.serve(&[]).await;
    tests::servers::choose_cryptography();
    let client = reqwest::Client::builder().timeout(PATIENCE).build().expect("a client");
    cluster.freeze();
    // Somebody waits for the database, so that a connection to it is in use when the server is to stop.
    let asked = client.get(format!("{}/readyz", server.url())).send().await.expect("an answer");
    assert_eq!(asked.status(), StatusCode::SERVICE_UNAVAILABLE);
    let asked = Instant::now();
    server.signal("TERM");
    let status = until("the end", || std::future::ready(server.ended())).await;
    assert!(status.success(), "{status:?}");
    assert!(asked.elapsed() < PATIENCE, "it took {:?}", asked.elapsed());
    until("the last line", || {
        let told = server.log();
        std::future::ready(told.lines().last().is_some_and(|line| line.ends_with("stopped")).then_some(()))
    })
    .await;
}

fn start(site: &Site) -> Child {
    let mut command = site.command(&["serve"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
}

#[tokio::test]
async fn a_start_without_its_database_ends_with_host_port_and_reason() {
    let port = free_port();
    let site = site(&format!("postgres://schalter:hunter2@127.0.0.1:{port}/house"));
    let mut child = start(&site);
    let status =
        until("the start to give up", || std::future::ready(child.try_wait().expect("a child"))).await;
    assert!(!status.success());
    let mut said = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut said).expect("text");
    let last = said.lines().last().unwrap_or_default();
    assert!(last.contains(&format!("127.0.0.1:{port}")), "{said}");
    assert!(last.contains("refused"), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
}

#[tokio::test]
async fn a_signal_ends_the_wait_for_the_database() {
    // It takes connections and never answers.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = silent.local_addr().expect("it is bound").port();
    let site = site(&format!("postgres://schalter@127.0.0.1:{port}/house"));
    let mut child = start(&site);
    // It has connected, so it waits.
    let _held = tokio::task::spawn_blocking(move || silent.accept().expect("it connects")).await;
    let kill = std::process::Command::new("sh").args(["-c", &format!("kill -TERM {}", child.id())]).status();
    assert!(kill.expect("a shell").success());
    let status = until("the end", || std::future::ready(child.try_wait().expect("a child"))).await;
    assert!(status.success(), "{status:?}");
    let mut said = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut said).expect("text");
    child.stdout.take().expect("piped").read_to_string(&mut said).expect("text");
    assert!(said.contains("stopped before the database was open"), "{said}");
}
