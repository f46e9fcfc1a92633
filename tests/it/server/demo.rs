//! `schalter serve --demo`: a company to look around in, kept between starts, and shut to everybody else.

use tests::{servers::binary::Site, wait::until};

fn client() -> reqwest::Client {
    tests::servers::choose_cryptography();
    reqwest::Client::builder().cookie_store(true).build().expect("a client")
}

async fn get(client: &reqwest::Client, url: String) -> (u16, String) {
    let response = client.get(url).header("accept-language", "de").send().await.expect("an answer");
    (response.status().as_u16(), response.text().await.expect("text"))
}

#[tokio::test]
async fn the_demo_prints_its_logins_and_shows_its_mails_and_keeps_them() {
    let site = Site::new("[server]\nbind = \"127.0.0.1:0\"\n");
    let server = site.serve(&["--demo"]).await;
    let log = until("the log-ins", || {
        let log = server.log();
        std::future::ready(log.contains("/demo/mail").then_some(log))
    })
    .await;
    for word in
        ["kerstin.vogel@musterstadt.example", "Beispiel-KUNDE-1", "sabine.lindner@support-beispiel.example"]
    {
        assert!(log.contains(word), "{word} is missing:\n{log}");
    }
    let client = client();
    let list = until("the captured mails", || async {
        let (status, list) = get(&client, format!("{}/demo/mail", server.url())).await;
        assert_eq!(status, 200);
        list.contains("/demo/mail/").then_some(list)
    })
    .await;
    let at = list.find("/demo/mail/").expect("a link");
    let link: String = list[at..].chars().take_while(|letter| *letter != '"').collect();
    let (status, letter) = get(&client, format!("{}{link}", server.url())).await;
    assert_eq!(status, 200);
    assert!(
        letter.contains("<iframe") && letter.contains("sandbox=") && letter.contains("<pre>"),
        "{letter}"
    );
    let (status, _) = get(&client, format!("{}/demo/mail/..%2f..%2fschalter.toml", server.url())).await;
    assert_eq!(status, 404);
    assert!(server.stop().await.success());

    let again = site.serve(&["--demo"]).await;
    assert!(again.stop().await.success());
}

#[tokio::test]
async fn the_demo_holds_tickets_in_every_status() {
    let site = Site::new("[server]\nbind = \"127.0.0.1:0\"\n");
    let server = site.serve(&["--demo"]).await;
    let token = site.succeed(
        &["token", "create", "--user", "sabine.lindner@support-beispiel.example", "--scopes", "tickets:read"],
        "",
    );
    let query = "{ tickets(first: 100) { totalCount nodes { status comments(first: 1) { totalCount } } } }";
    let request = client().post(format!("{}/graphql", server.url())).bearer_auth(token);
    let answer = request.json(&serde_json::json!({ "query": query })).send().await.expect("an answer");
    let answer: serde_json::Value = answer.json().await.expect("JSON");
    let tickets = answer["data"]["tickets"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}"));
    for status in ["NEW", "OPEN", "PENDING", "RESOLVED", "CLOSED"] {
        assert!(tickets.iter().any(|ticket| ticket["status"] == status), "no ticket is {status}: {answer}");
    }
    assert!(server.stop().await.success());
}

#[test]
fn the_demo_refuses_a_database_with_other_people_and_an_open_address() {
    let site = Site::migrated("[server]\nbind = \"127.0.0.1:0\"\n");
    let _said = site.succeed(&["user", "create", "--email", "ann@example.org", "--name", "Ann"], "");
    let output = site.run(&["serve", "--demo"], "");
    assert!(String::from_utf8_lossy(&output.stderr).contains("--demo needs an empty database"), "{output:?}");
    let open = Site::new("[server]\nbind = \"0.0.0.0:0\"\n");
    let output = open.run(&["serve", "--demo"], "");
    assert!(String::from_utf8_lossy(&output.stderr).contains("listens only on this machine"), "{output:?}");
}
