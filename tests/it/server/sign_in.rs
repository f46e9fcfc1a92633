//! Logging in by providers, through the binary: two real ones, and one that a test plays.

use engine::{Clock as _, SystemClock};
use reqwest::{Client, Response, StatusCode, Url, redirect::Policy};
use serde_json::{Value, json};
use tests::{
    given::PASSWORD,
    servers::{
        binary::{Server, Site},
        choose_cryptography,
        openid::{CLIENT, OpenId},
    },
};

use crate::oidc::provider::Provider;

/// Where people find the server; the test goes to where it listens instead.
const PUBLIC: &str = "http://schalter.localhost";

/// A browser that follows nothing by itself.
struct Browser(Client);

impl Browser {
    fn new() -> Self {
        choose_cryptography();
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).no_proxy();
        Self(client.build().expect("a client"))
    }

    async fn get(&self, url: &str) -> Response {
        self.0.get(url).header("accept-language", "en").send().await.expect("an answer")
    }

    /// Goes to a provider, answers where it sent us.
    async fn leave(&self, server: &Server, key: &str, query: &str) -> Url {
        let left = self.get(&format!("{}/login/with/{key}{query}", server.url())).await;
        assert_eq!(left.status(), StatusCode::SEE_OTHER);
        location(&left).parse().expect("an address")
    }

    /// Logs in at a real provider, and answers the address of ours that it leads to.
    async fn log_in_there(&self, server: &Server, to: Url, name: &str) -> String {
        let issuer = to.origin().ascii_serialization();
        let mut next = to.to_string();
        for _ in 0..8 {
            let mut answer = self.get(&next).await;
            if answer.status() == StatusCode::OK {
                let form = [("prompt", "login"), ("login", name), ("password", "any")];
                answer = self.0.post(&next).form(&form).send().await.expect("an answer");
            }
            next = match location(&answer) {
                path if path.starts_with('/') => format!("{issuer}{path}"),
                whole => whole,
            };
            if let Some(path) = next.strip_prefix(PUBLIC) {
                return format!("{}{path}", server.url());
            }
        }
        panic!("the provider leads nowhere: {next}");
    }

    /// The whole way: answers what came of it.
    async fn log_in(&self, server: &Server, key: &str, name: &str) -> Response {
        let to = self.leave(server, key, "?next=/profile").await;
        let back = self.log_in_there(server, to, name).await;
        self.get(&back).await
    }

    async fn page(&self, server: &Server, path: &str) -> String {
        self.get(&format!("{}{path}", server.url())).await.text().await.expect("a page")
    }
}

fn location(answer: &Response) -> String {
    let to = answer.headers().get("location").unwrap_or_else(|| panic!("no redirect: {answer:?}"));
    to.to_str().expect("text").to_owned()
}

fn provider(key: &str, issuer: &str, more: &str) -> String {
    format!(
        "[[accounts.provider]]\nkey = \"{key}\"\nname = \"Provider {key}\"\nissuer = \"{issuer}\"\n\
         client_id = \"{}\"\nclient_secret = \"{}\"\n{more}\n",
        CLIENT.0, CLIENT.1
    )
}

fn site(providers: &[String]) -> Site {
    let server = format!("[server]\nbind = \"127.0.0.1:0\"\npublic_url = \"{PUBLIC}\"\n");
    let site = Site::migrated(&format!("{server}{}", providers.concat()));
    let admin = [
        "user",
        "create",
        "--email",
        "ada@example.org",
        "--name",
        "Ada",
        "--role",
        "admin",
        "--password-stdin",
    ];
    let _said = site.succeed(&admin, PASSWORD);
    site
}

async fn refused(answer: Response, status: StatusCode, words: &str) {
    let found = answer.status();
    let page = answer.text().await.expect("a page");
    assert!(found == status && page.contains(words), "{found}: {page}");
}

#[tokio::test]
async fn two_real_providers_let_people_in_and_say_what_they_are() {
    let redirect = |key: &str| format!("{PUBLIC}/login/with/{key}/callback");
    let (one, two) = (OpenId::start(&redirect("one")), OpenId::start(&redirect("two")));
    let nora = |groups: Value| {
        json!({ "nora": { "email": "nora@example.org", "email_verified": true, "name": "Nora New",
        "locale": "en", "groups": groups } })
    };
    one.accounts(&nora(json!(["support"])));
    two.accounts(&json!({ "n": { "email": "nora@example.org", "email_verified": true }, "max": { "email": "max@example.org" } }));
    let site = site(&[
        provider("one", &one.issuer, "create_accounts = true\nagents = [\"support\"]"),
        provider("two", &two.issuer, ""),
    ]);
    let said = site.succeed(&["config", "check", "--providers"], "");
    assert!(said.contains(&format!("two: ok; redirect address: {}", redirect("two"))), "{said}");
    let server = site.serve(&[]).await;
    let browser = Browser::new();
    let door = browser.page(&server, "/login?next=/desk").await;
    for link in ["/login/with/one?next&#x3D;%2Fdesk", "Log in with Provider two"] {
        assert!(door.contains(link), "{link} is missing: {door}");
    }

    let entered = browser.log_in(&server, "one", "nora").await;
    assert_eq!(location(&entered), "/profile");
    assert!(browser.page(&server, "/profile").await.contains("Nora New"));
    assert_eq!(browser.get(&format!("{}/desk", server.url())).await.status(), StatusCode::OK);

    // The address is that of an agent who can log in, so the other provider has to be linked by her.
    let stranger = Browser::new().log_in(&server, "two", "n").await;
    refused(stranger, StatusCode::FORBIDDEN, "already exists").await;
    let access = browser.page(&server, "/profile/access").await;
    assert!(access.contains("href=\"/profile/link/two\""), "{access}");
    // She has no password: her log-in is the proof, as long as it is fresh.
    let page = browser.page(&server, "/profile/link/two").await;
    let csrf = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let form = [("csrf", csrf.expect("a form").to_owned())];
    let shown = browser.0.post(format!("{}/profile/link/two", server.url())).form(&form).send().await;
    let shown = shown.expect("an answer").text().await.expect("a page");
    let link = shown.split("/login/with/two").nth(1).and_then(|rest| rest.split('"').next());
    let link = link.unwrap_or_else(|| panic!("a link: {shown}")).replace("&#x3D;", "=");
    let to = browser.leave(&server, "two", &link).await;
    let back = browser.log_in_there(&server, to, "n").await;
    assert_eq!(location(&browser.get(&back).await), "/profile/access");
    let access = browser.page(&server, "/profile/access").await;
    assert!(access.contains("The login service is linked."), "{access}");
    assert!(!browser.page(&server, "/profile/access").await.contains("The login service is linked."), "once");
    assert_eq!(location(&Browser::new().log_in(&server, "two", "n").await), "/profile");

    // Without her group she is a customer at her next log-in, and unknown or unverified people stay out.
    one.accounts(&nora(json!([])));
    let later = Browser::new();
    assert_eq!(location(&later.log_in(&server, "one", "nora").await), "/profile");
    assert_ne!(later.get(&format!("{}/desk", server.url())).await.status(), StatusCode::OK);
    refused(Browser::new().log_in(&server, "two", "max").await, StatusCode::FORBIDDEN, "has not verified")
        .await;
    assert!(server.stop().await.success());
}

/// A provider that the test plays, a server that knows it, and a browser that has just left.
async fn played() -> (Provider, Server, Browser, Url, Site) {
    let provider_of = Provider::start().await;
    let site = site(&[provider("one", &provider_of.issuer, "create_accounts = true")]);
    let server = site.serve(&[]).await;
    let browser = Browser::new();
    let to = browser.leave(&server, "one", "").await;
    answer_for(&provider_of, &to);
    (provider_of, server, browser, to, site)
}

/// Makes the provider vouch for Nora to whoever left by this address.
fn answer_for(provider: &Provider, to: &Url) {
    let now = SystemClock.now().timestamp();
    let claims = json!({ "iss": provider.issuer, "aud": CLIENT.0, "sub": "nora", "nonce": word(to, "nonce"), "iat": now,
        "exp": now + 300, "email": "nora@example.org", "email_verified": true, "name": "Nora" });
    provider.behave().claims.clone_from(claims.as_object().expect("an object"));
}

fn word(url: &Url, name: &str) -> String {
    url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned()).expect(name)
}

fn callback(server: &Server, to: &Url) -> String {
    format!("{}/login/with/one/callback?code=code&state={}", server.url(), word(to, "state"))
}

#[tokio::test]
async fn a_log_in_is_good_once_and_for_the_browser_that_began_it() {
    let (provider, server, browser, to, _site) = played().await;
    let back = callback(&server, &to);
    refused(Browser::new().get(&back).await, StatusCode::FORBIDDEN, "no longer valid").await;
    let other = Browser::new();
    let others = other.leave(&server, "one", "").await;
    refused(other.get(&back).await, StatusCode::FORBIDDEN, "no longer valid").await;
    assert_eq!(location(&browser.get(&back).await), "/");
    // The cookie that was kept is shown once more.
    let again = Browser::new();
    answer_for(&provider, &others);
    let kept = Browser::new();
    let left = kept.get(&format!("{}/login/with/one", server.url())).await;
    let cookie = left.headers().get_all("set-cookie").iter().find_map(|it| {
        let it = it.to_str().ok()?;
        it.starts_with("schalter_sign_in_").then(|| it.split(';').next().unwrap_or_default().to_owned())
    });
    let (cookie, to) = (cookie.expect("the cookie"), location(&left).parse::<Url>().expect("an address"));
    answer_for(&provider, &to);
    let show = async || {
        let request = again.0.get(callback(&server, &to)).header("cookie", &cookie);
        request.send().await.expect("an answer")
    };
    assert_eq!(location(&show().await), "/");
    assert_eq!(show().await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn two_tabs_log_in_each_and_going_back_leads_to_the_start_page() {
    let (provider, server, browser, first, _site) = played().await;
    let second = browser.leave(&server, "one", "?next=/profile").await;
    assert_eq!(location(&browser.get(&callback(&server, &first)).await), "/");
    answer_for(&provider, &second);
    assert_eq!(location(&browser.get(&callback(&server, &second)).await), "/profile");
    for done in [first, second] {
        assert_eq!(location(&browser.get(&callback(&server, &done)).await), "/", "they are in already");
        let stranger = Browser::new().get(&callback(&server, &done)).await;
        assert_eq!(stranger.status(), StatusCode::FORBIDDEN);
    }
    // Log-ins that are given up are forgotten one day, and the last one goes on.
    let other = Browser::new();
    let mut last = other.leave(&server, "one", "").await;
    for _ in 0..9 {
        last = other.leave(&server, "one", "").await;
    }
    answer_for(&provider, &last);
    assert_eq!(location(&other.get(&callback(&server, &last)).await), "/");
}

/// A proof is good for one link, also where two tabs began with it.
#[tokio::test]
async fn a_proof_that_was_used_links_nothing_more_and_the_page_says_so() {
    let (provider, server, browser, _to, _site) = played().await;
    let send = async |path: &str, more: &[(&str, &str)]| {
        let page = browser.page(&server, path).await;
        let csrf = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let form: Vec<_> = more.iter().copied().chain([("csrf", csrf.expect("a form"))]).collect();
        let sent = browser.0.post(format!("{}{path}", server.url())).form(&form).send().await;
        sent.expect("an answer")
    };
    let entered = send("/login", &[("next", ""), ("email", "ada@example.org"), ("password", PASSWORD)]).await;
    assert_eq!(entered.status(), StatusCode::SEE_OTHER);
    let shown = send("/profile/link/one", &[("password", PASSWORD)]).await.text().await.expect("a page");
    let link = shown.split("/login/with/one").nth(1).and_then(|rest| rest.split('"').next());
    let link = link.unwrap_or_else(|| panic!("a link: {shown}")).replace("&#x3D;", "=");
    let tabs = [browser.leave(&server, "one", &link).await, browser.leave(&server, "one", &link).await];
    answer_for(&provider, &tabs[0]);
    assert_eq!(location(&browser.get(&callback(&server, &tabs[0])).await), "/profile/access");
    answer_for(&provider, &tabs[1]);
    provider.behave().claims.insert("sub".to_owned(), json!("another"));
    refused(browser.get(&callback(&server, &tabs[1])).await, StatusCode::FORBIDDEN, "nicht mehr gültig")
        .await;
}

#[tokio::test]
async fn what_a_provider_gets_wrong_is_told_without_its_words() {
    let (provider, server, browser, to, _site) = played().await;
    provider.behave().claims.insert("nonce".to_owned(), json!("another"));
    let wrong = browser.get(&callback(&server, &to)).await;
    refused(wrong, StatusCode::BAD_GATEWAY, "could not be verified").await;
    assert!(server.log().contains("wrong nonce"), "{}", server.log());

    let to = browser.leave(&server, "one", "").await;
    let denied = format!(
        "{}/login/with/one/callback?error=access_denied&error_description=%3Cb%3Eno&state={}",
        server.url(),
        word(&to, "state")
    );
    let page = browser.get(&denied).await;
    assert_eq!(page.status(), StatusCode::FORBIDDEN);
    let page = page.text().await.expect("a page");
    assert!(page.contains("cancelled the login") && !page.contains("<b>no"), "{page}");

    provider.behave().refusal = Some((503, String::new()));
    let to = browser.leave(&server, "one", "?next=https://evil.example").await;
    refused(browser.get(&callback(&server, &to)).await, StatusCode::SERVICE_UNAVAILABLE, "cannot be reached")
        .await;
    provider.behave().refusal = None;
    let to = browser.leave(&server, "one", "?next=//evil.example").await;
    answer_for(&provider, &to);
    assert_eq!(location(&browser.get(&callback(&server, &to)).await), "/", "only paths of ours are followed");
    let foreign = browser.get(&format!("{}/login/with/one?link=forged", server.url())).await;
    refused(foreign, StatusCode::FORBIDDEN, "nicht mehr gültig").await;
    let unknown = Browser::new().get(&format!("{}/login/with/none", server.url())).await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_provider_that_is_away_keeps_nobody_from_logging_in_by_password() {
    let site = site(&[provider("one", "http://127.0.0.1:1", "")]);
    let checked = site.run(&["config", "check", "--providers"], "");
    assert!(!checked.status.success());
    assert!(String::from_utf8_lossy(&checked.stderr).contains("accounts.provider one: cannot reach"));
    let server = site.serve(&[]).await;
    let browser = Browser::new();
    let away = browser.get(&format!("{}/login/with/one", server.url())).await;
    refused(away, StatusCode::SERVICE_UNAVAILABLE, "cannot be reached").await;
    assert!(browser.page(&server, "/login").await.contains("Log in with Provider one"));
}

#[test]
fn a_password_that_nobody_could_use_is_said_when_the_account_is_made() {
    let alone = "[accounts]\nsingle_sign_on = [\"agent\"]\n";
    let server = format!("[server]\nbind = \"127.0.0.1:0\"\npublic_url = \"{PUBLIC}\"\n");
    let site = Site::migrated(&format!("{server}{alone}{}", provider("one", "https://one.example", "")));
    let create = |email: &'static str, role: &'static str| {
        ["user", "create", "--email", email, "--name", "Ann", "--role", role, "--password-stdin"]
    };
    let said = site.succeed(&create("ann@example.org", "agent"), PASSWORD);
    assert!(said.contains("this role can log in only with single sign-on"), "{said}");
    let said = site.succeed(&create("ada@example.org", "admin"), PASSWORD);
    assert!(!said.contains("single sign-on"), "{said}");
}
