//! The running server: health, metrics, what its answers carry, and how it stops.

use std::time::{Duration, Instant};

use tests::{
    servers::binary::{Server, Site},
    wait::until,
};

const CONFIG: &str = "[server]\nbind = \"127.0.0.1:0\"\n[[mail.mailbox]]\naddress = \"tickets@example.org\"\n\
                      queue = \"Support\"\n";

fn client() -> reqwest::Client {
    tests::servers::choose_cryptography();
    reqwest::Client::new()
}

async fn text(server: &Server, path: &str) -> (u16, String) {
    let response = client().get(format!("{}{path}", server.url())).send().await.expect("an answer");
    (response.status().as_u16(), response.text().await.expect("text"))
}

#[tokio::test]
async fn health_and_metrics_are_there_for_whoever_watches() {
    let site = Site::new(CONFIG);
    let server = site.serve(&[]).await;
    assert_eq!(text(&server, "/healthz").await, (200, "ok\n".to_owned()));
    assert_eq!(text(&server, "/readyz").await, (200, "ready\n".to_owned()));
    let message =
        "From: kim@customer.example\r\nTo: tickets@example.org\r\nMessage-ID: <1@c.example>\r\n\r\nHello\r\n";
    let _said = site.succeed(&["mail", "import"], message);
    let metrics = until("the confirmation in the metrics", || async {
        let (_, metrics) = text(&server, "/metrics").await;
        metrics.contains("schalter_letters{state=\"sent\"} 1").then_some(metrics)
    })
    .await;
    for line in [
        "schalter_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1",
        "schalter_http_request_duration_seconds_bucket{method=\"GET\",route=\"/readyz\",le=",
        "schalter_mails_received{outcome=\"created\"} 1",
        "schalter_tickets{status=\"new\"} 1",
        "schalter_build_info{version=",
    ] {
        assert!(metrics.contains(line), "{line} is missing:\n{metrics}");
    }
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn the_first_start_tells_how_to_create_an_admin_and_the_second_does_not() {
    let site = Site::new(CONFIG);
    let server = site.serve(&[]).await;
    let log = until("the hint", || {
        let log = server.log();
        std::future::ready(log.contains("schalter user create").then_some(log))
    })
    .await;
    assert!(
        log.contains("--role admin --password-stdin --config "),
        "the command can be copied as it is: {log}"
    );
    assert!(server.stop().await.success());
    let _said =
        site.succeed(&["user", "create", "--email", "a@example.org", "--name", "A", "--role", "admin"], "");
    let server = site.serve(&[]).await;
    assert_eq!(text(&server, "/healthz").await.0, 200);
    assert!(!server.log().contains("schalter user create"), "{}", server.log());
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn a_hang_up_is_told_in_the_log_and_ends_nothing() {
    let site = Site::new(CONFIG);
    let mut server = site.serve(&[]).await;
    server.signal("HUP");
    until("the signal in the log", || {
        std::future::ready(server.log().contains("restart the server after a change").then_some(()))
    })
    .await;
    assert!(server.ended().is_none());
    assert_eq!(text(&server, "/healthz").await.0, 200);
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn a_second_server_on_the_same_address_says_so() {
    let site = Site::new(CONFIG);
    let server = site.serve(&[]).await;
    let address = server.url().trim_start_matches("http://").to_owned();
    let second = Site::new(&format!("[server]\nbind = \"{address}\"\n"));
    let output = second.run(&["serve"], "");
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains(&format!("cannot listen on {address}")), "{errors}");
    assert!(!second.path().join("data").exists(), "nothing was begun");
}

#[tokio::test]
async fn the_log_holds_no_secret_of_a_path_or_a_query() {
    let site = Site::new(&format!("{CONFIG}[log]\nlevel = \"debug\"\n"));
    let server = site.serve(&[]).await;
    text(&server, "/password/sehr-geheimes-zeichen").await;
    text(&server, "/search?q=sehr-geheime-frage").await;
    until("the requests in the log", || {
        let log = server.log();
        std::future::ready(log.contains("/password/{token}").then_some(()))
    })
    .await;
    assert!(!server.log().contains("sehr-geheim"), "{}", server.log());
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn every_answer_carries_an_id_that_no_client_can_choose() {
    let site = Site::new(CONFIG);
    let server = site.serve(&[]).await;
    let request = client().get(format!("{}/healthz", server.url())).header("x-request-id", "chosen");
    let response = request.send().await.expect("an answer");
    let id = response.headers().get("x-request-id").and_then(|id| id.to_str().ok()).expect("an id");
    assert_ne!(id, "chosen");
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn a_request_under_way_is_answered_before_the_server_ends() {
    let site = Site::new(CONFIG);
    let server = site.serve(&[]).await;
    let (sender, body) = tokio::sync::mpsc::channel::<Result<Vec<u8>, std::io::Error>>(1);
    let stream = futures::stream::unfold(body, async |mut body| body.recv().await.map(|part| (part, body)));
    let url = format!("{}/graphql", server.url());
    let request = tokio::spawn(async move {
        let request =
            client().post(url).header("content-type", "application/json").header("x-csrf-token", "1");
        request.body(reqwest::Body::wrap_stream(stream)).send().await
    });
    sender.send(Ok(b"{\"query\": \"{ viewer ".to_vec())).await.expect("it reads");
    tokio::time::sleep(Duration::from_millis(300)).await;
    let stopping = tokio::spawn(server.stop());
    tokio::time::sleep(Duration::from_millis(300)).await;
    sender.send(Ok(b"{ email } }\"}".to_vec())).await.expect("it still reads");
    drop(sender);
    let response = request.await.expect("no panic").expect("an answer");
    assert_eq!(response.status().as_u16(), 200);
    assert!(stopping.await.expect("no panic").success());
}

#[tokio::test]
async fn a_request_that_never_ends_does_not_keep_the_server() {
    let site = Site::new(&CONFIG.replace("[server]\n", "[server]\nstop_within = \"1s\"\n"));
    let server = site.serve(&[]).await;
    let address = server.url().trim_start_matches("http://").to_owned();
    let mut stuck = tokio::net::TcpStream::connect(address).await.expect("a connection");
    let head =
        b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nContent-Type: application/json\r\n\r\n{";
    tokio::io::AsyncWriteExt::write_all(&mut stuck, head).await.expect("written");
    tokio::time::sleep(Duration::from_millis(200)).await;
    let asked = Instant::now();
    assert!(server.stop().await.success());
    assert!(asked.elapsed() < Duration::from_secs(8), "it took {:?}", asked.elapsed());
}

#[tokio::test]
async fn live_connections_do_not_keep_the_server() {
    let site = Site::migrated(CONFIG);
    let create =
        ["user", "create", "--email", "a@example.org", "--name", "A", "--role", "agent", "--password-stdin"];
    let _said = site.succeed(&create, "Geheim-WORT-1\n");
    let server = site.serve(&[]).await;
    let query =
        "mutation { login(input: {email: \"a@example.org\", password: \"Geheim-WORT-1\"}) { token } }";
    let request = client().post(format!("{}/graphql", server.url())).header("x-csrf-token", "1");
    let answer = request.json(&serde_json::json!({ "query": query })).send().await.expect("an answer");
    let answer: serde_json::Value = answer.json().await.expect("JSON");
    let token = answer["data"]["login"]["token"].as_str().unwrap_or_else(|| panic!("{answer}"));

    let live =
        client().get(format!("{}/live", server.url())).header("cookie", format!("schalter_session={token}"));
    let mut live = live.send().await.expect("an answer");
    let kind =
        live.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
    assert!(kind.starts_with("text/event-stream"), "{kind}");
    let socket = server.url().replace("http://", "ws://");
    let mut request = tokio_tungstenite::tungstenite::client::IntoClientRequest::into_client_request(
        format!("{socket}/graphql/ws"),
    )
    .expect("a request");
    request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().expect("a value"));
    let (_socket, _) = tokio_tungstenite::connect_async(request).await.expect("a socket");

    let asked = Instant::now();
    assert!(server.stop().await.success());
    assert!(asked.elapsed() < Duration::from_secs(5), "it took {:?}", asked.elapsed());
    // The browser sees an end, not a break, and comes back by itself.
    while live.chunk().await.expect("no break").is_some() {}
}

#[tokio::test]
async fn a_second_signal_ends_the_server_at_once() {
    let site = Site::new(&CONFIG.replace("[server]\n", "[server]\nstop_within = \"5m\"\n"));
    let server = site.serve(&[]).await;
    let address = server.url().trim_start_matches("http://").to_owned();
    let mut stuck = tokio::net::TcpStream::connect(address).await.expect("a connection");
    let head =
        b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nContent-Type: application/json\r\n\r\n{";
    tokio::io::AsyncWriteExt::write_all(&mut stuck, head).await.expect("written");
    tokio::time::sleep(Duration::from_millis(200)).await;
    server.signal("TERM");
    until("the server to be stopping", || {
        std::future::ready(server.log().contains("stopping").then_some(()))
    })
    .await;
    assert_eq!(server.stop().await.code(), Some(130));
}

#[tokio::test]
async fn not_even_at_debug_does_the_log_hold_names_addresses_or_texts() {
    let site = Site::new(&format!("[log]\nlevel = \"debug\"\n{CONFIG}"));
    let server = site.serve(&[]).await;
    let create =
        ["user", "create", "--email", "agnes@example.org", "--name", "Agnes Amsel", "--role", "admin"];
    let _made = site.succeed(&[&create[..], &["--password-stdin"]].concat(), "GeHeim-2019\n");
    let message = "From: Zacharias Zander <zacharias@customer.example>\r\nTo: tickets@example.org\r\n\
                   Subject: Zylinder\r\nMessage-ID: <1@c.example>\r\n\r\nDer Zylinder klemmt.\r\n";
    let _said = site.succeed(&["mail", "import"], message);
    let login = serde_json::json!({
        "query": "mutation($i: LoginInput!) { login(input: $i) { token } }",
        "variables": { "i": { "email": "agnes@example.org", "password": "GeHeim-2019" } },
    });
    let answer =
        client().post(format!("{}/graphql", server.url())).json(&login).send().await.expect("an answer");
    let answer: serde_json::Value = answer.json().await.expect("JSON");
    let token = answer["data"]["login"]["token"].as_str().expect("a token").to_owned();
    for path in ["/desk?view=all", "/tickets/10001", "/admin/people", "/search?q=Zylinder"] {
        let page = client().get(format!("{}{path}", server.url()));
        let page = page.header("cookie", format!("schalter_session={token}")).send().await.expect("a page");
        assert!(page.status().is_success(), "{path}: {}", page.status());
        assert!(page.text().await.expect("text").contains("Agnes Amsel"), "{path} shows who is logged in");
    }
    let log = server.log();
    assert!(log.contains("DEBUG") || log.contains("INFO"), "it logs: {log}");
    for personal in ["Agnes", "agnes@", "Zacharias", "zacharias@", "Zylinder", &token] {
        assert!(!log.contains(personal), "{personal} stands in the log: {log}");
    }
}
