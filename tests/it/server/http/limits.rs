//! What is too large is refused in words, by the program as it runs.

use tests::servers::binary::{Server, Site};

const CONFIG: &str = "[server]\nbind = \"127.0.0.1:0\"\n[limits]\nattachment = \"1MB\"\nmessage = \"2MB\"\n";

const PASSWORD: &str = "Geheim-WORT-1";

/// A server with small limits, and the cookie of a customer who is logged in.
async fn stage(site: &Site) -> (Server, reqwest::Client, String) {
    let create = ["user", "create", "--email", "kim@example.org", "--name", "Kim", "--role", "customer"];
    let create = [&create[..], &["--locale", "de", "--password-stdin"]].concat();
    let _said = site.succeed(&create, format!("{PASSWORD}\n"));
    let server = site.serve(&[]).await;
    tests::servers::choose_cryptography();
    let client = reqwest::Client::new();
    let query = format!(
        "mutation {{ login(input: {{email: \"kim@example.org\", password: \"{PASSWORD}\"}}) {{ token }} }}"
    );
    let request = client.post(format!("{}/graphql", server.url())).header("x-csrf-token", "1");
    let answer = request.json(&serde_json::json!({ "query": query })).send().await.expect("an answer");
    let answer: serde_json::Value = answer.json().await.expect("JSON");
    let token = answer["data"]["login"]["token"].as_str().unwrap_or_else(|| panic!("{answer}"));
    (server, client, format!("schalter_session={token}"))
}

fn value_of<'p>(page: &'p str, name: &str) -> &'p str {
    let rest = page.split_once(&format!("name=\"{name}\" value=\"")).expect("the field").1;
    rest.split('"').next().unwrap_or_default()
}

#[tokio::test]
async fn s33_s35_a_form_with_too_large_a_file_comes_back_with_its_text_and_names_the_file() {
    let site = Site::migrated(CONFIG);
    let (server, client, session) = stage(&site).await;
    let url = format!("{}/tickets/new", server.url());
    let form = client.get(&url).header("cookie", &session).send().await.expect("an answer");
    let cookies: Vec<_> =
        form.headers().get_all("set-cookie").iter().filter_map(|it| it.to_str().ok()).collect();
    let cookies: Vec<_> = cookies.iter().filter_map(|it| it.split(';').next()).map(str::to_owned).collect();
    let cookies = format!("{session}; {}", cookies.join("; "));
    let form = form.text().await.expect("text");
    let part = |name: &str, value: &str| {
        format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let mut head = part("csrf", value_of(&form, "csrf")) + &part("key", value_of(&form, "key"));
    head += &(part("title", "Drucker druckt nicht") + &part("text", "Er zieht kein Papier ein."));
    head += "--line\r\nContent-Disposition: form-data; name=\"files\"; filename=\"film.mp4\"\r\n\r\n";
    for (size, named) in [(7 << 20, true), (10 << 20, false)] {
        let mut body = head.clone().into_bytes();
        body.resize(body.len() + size, b'x');
        body.extend_from_slice(b"\r\n--line--\r\n");
        let request = client.post(&url).header("cookie", &cookies).body(body);
        let request = request.header("content-type", "multipart/form-data; boundary=line");
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 413);
        let page = answer.text().await.expect("text");
        assert!(page.contains("Er zieht kein Papier ein."), "{size}: {page}");
        assert!(page.contains("/tickets/new"), "{size}: there is a way back");
        assert_eq!(page.contains("film.mp4"), named, "{size}: {page}");
    }
    assert!(server.stop().await.success());
}

#[tokio::test]
async fn graphql_says_in_its_own_words_that_a_request_is_too_large() {
    let site = Site::migrated(CONFIG);
    let (server, client, session) = stage(&site).await;
    let url = format!("{}/graphql", server.url());
    let large = "x".repeat(7 << 20);
    let operations = serde_json::json!({
        "query": "mutation($input: CreateTicketInput!) { createTicket(input: $input) { ticket { number } } }",
        "variables": { "input": { "title": "A", "text": "B", "attachments": [null] } },
    });
    let file = reqwest::multipart::Part::text(large.clone()).file_name("film.mp4");
    let form = reqwest::multipart::Form::new()
        .text("operations", operations.to_string())
        .text("map", r#"{"0": ["variables.input.attachments.0"]}"#)
        .part("0", file);
    let post = || client.post(&url).header("cookie", &session).header("x-csrf-token", "1");
    let json = serde_json::json!({ "query": "{ viewer { id } }", "variables": { "a": large } });
    for (request, says) in [(post().multipart(form), "film.mp4"), (post().json(&json), "larger than")] {
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 413);
        let answer: serde_json::Value = answer.json().await.expect("JSON");
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
        assert!(error["message"].as_str().is_some_and(|message| message.contains(says)), "{answer}");
    }
    assert!(server.stop().await.success());
}
