//! Forms from elsewhere are refused, and what was typed is never lost.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use engine::TicketFilter;
use tests::{Backend, TestApp};
use tower::ServiceExt as _;

use super::Visit;

#[tokio::test]
async fn a_form_without_a_token_is_refused_and_shows_the_typed_text_again() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let fields = [("title", "Drucker"), ("text", "Er <druckt> nicht.")];
    let answer = visit.post("/tickets/new", &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.says("Er <druckt> nicht."), "{}", answer.text());
    assert_eq!(app.engine.count_tickets(&anna.actor, &TicketFilter::default()).await.expect("a count"), 0);
}

#[tokio::test]
async fn the_token_of_another_person_is_worth_nothing() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mallory = app.given().customer("mallory@example.com").await;
    let foreign = Visit::of(&app, &mallory).get("/tickets/new").await.value("csrf");
    let fields = [("csrf", foreign.as_str()), ("title", "Drucker"), ("text", "kaputt")];
    let answer = Visit::of(&app, &anna).post("/tickets/new", &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_page_shows_another_token_and_each_is_good() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let (first, second) =
        (visit.get("/tickets/new").await.value("csrf"), visit.get("/tickets/new").await.value("csrf"));
    assert_ne!(first, second);
    for csrf in [first, second] {
        let answer =
            visit.post("/tickets/new", &[("csrf", &csrf), ("title", "Drucker"), ("text", "x")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
}

#[tokio::test]
async fn after_the_end_of_a_session_a_form_shows_the_typed_text_and_the_way_back() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let csrf = visit.get("/tickets/new").await.value("csrf");
    app.engine.logout(&anna.actor).await.expect("logged out");
    let fields = [
        ("csrf", csrf.as_str()),
        ("key", "0123456789abcdef0123456789abcdef"),
        ("title", "Drucker"),
        ("text", "Ein langer Text"),
    ];
    let answer = visit.post("/tickets/new", &fields).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.says("Ein langer Text"), "{}", answer.text());
    assert!(answer.says("noch nicht gespeichert"), "the form will be empty: {}", answer.text());
    assert!(
        !answer.says("Schlüssel") && !answer.says("0123456789abcdef"),
        "nobody typed it: {}",
        answer.text()
    );
    assert!(answer.body.contains("target=\"_blank\""), "this page stays: {}", answer.body);
    assert!(answer.body.contains("/login?next&#x3D;%2Ftickets%2Fnew"), "{}", answer.body);
}

#[tokio::test]
async fn whatever_a_form_of_ours_lets_one_type_is_shown_again_in_both_languages() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let mut visit = Visit::of(&app, &jana);
    let csrf = visit.get("/tickets/new").await.value("csrf");
    app.engine.logout(&jana.actor).await.expect("logged out");
    let names = [
        "email",
        "title",
        "text",
        "note",
        "tags",
        "q",
        "customer_email",
        "customer_name",
        "reason",
        "signature",
        "notice_de",
        "notice_en",
    ];
    let texts = names.map(|name| format!("getippt in {name}"));
    for lang in ["de", "en"] {
        let mut fields = vec![("csrf", csrf.as_str())];
        fields.extend(names.iter().copied().zip(texts.iter().map(String::as_str)));
        let answer = visit.post(&format!("/tickets/new?lang={lang}"), &fields).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{lang}: {}", answer.text());
        for text in &texts {
            assert!(answer.says(text), "{lang} {text}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn a_form_that_is_no_form_is_refused_with_a_page() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let answer = visit.upload("/tickets/new", &[("title", "a\r\n--line\r\nbroken")], &[]).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
}

#[tokio::test]
async fn the_next_person_at_the_browser_is_not_shown_what_the_one_before_typed() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let secret = "Der Kunde ist schwierig";
    for page in ["/tickets/new".to_owned(), format!("/tickets/{}", ticket.number)] {
        let csrf = Visit::of(&app, &jana).get(&page).await.value("csrf");
        let fields = [("csrf", csrf.as_str()), ("title", secret), ("text", secret)];
        let mut next = Visit::of(&app, &anna);
        let answer = next.post(&page, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{page}");
        assert!(!answer.body.contains(secret), "{page}: {}", answer.text());
        assert!(answer.says("Dieses Formular gehört zu einer anderen Anmeldung"), "{}", answer.text());
        for path in [format!("{page}/draft"), "/desk/change".to_owned(), "/admin/queues".to_owned()] {
            let answer = next.post(&path, &fields).await;
            assert!(!answer.body.contains(secret), "{path}: {}", answer.text());
        }
        let large = "x".repeat(5 << 20);
        let answer = next.post(&page, &[&fields[..], &[("text", large.as_str())]].concat()).await;
        assert!(!answer.body.contains(secret), "too large: {}", answer.text());
        let answer = next.upload(&page, &[&fields[..], &[("text", large.as_str())]].concat(), &[]).await;
        assert!(!answer.body.contains(secret), "too large, with files: {}", answer.text());
    }
}

#[tokio::test]
async fn after_the_log_out_a_form_shows_its_text_to_nobody() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let mut visit = Visit::of(&app, &jana);
    let csrf = visit.get("/tickets/new").await.value("csrf");
    visit.post("/logout", &[("csrf", &csrf)]).await;
    let fields = [("csrf", csrf.as_str()), ("title", "Drucker"), ("text", "nur für uns")];
    for _ in 0..2 {
        let answer = visit.post("/tickets/new", &fields).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(!answer.body.contains("nur für uns"), "{}", answer.text());
        visit.get("/login").await;
    }
}

#[tokio::test]
async fn the_same_person_in_a_new_session_is_shown_what_they_typed() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let csrf = Visit::of(&app, &anna).get("/tickets/new").await.value("csrf");
    let (token, actor) = app.given().log_in("anna@example.com", tests::given::PASSWORD).await;
    let mut again = Visit::of(&app, &tests::Person { token, actor, ..anna });
    let fields = [("csrf", csrf.as_str()), ("title", "Drucker"), ("text", "Ein langer Text")];
    let answer = again.post("/tickets/new", &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.says("Ein langer Text"), "{}", answer.text());
}

#[tokio::test]
async fn a_form_that_a_script_sends_is_told_where_it_leads() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let csrf = Visit::of(&app, &anna).get("/tickets/new").await.value("csrf");
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("csrf", csrf.as_str()), ("title", "Drucker"), ("text", "kaputt")])
        .finish();
    let request = Request::post("/tickets/new")
        .header(header::COOKIE, format!("schalter_session={}", anna.token))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("x-schalter-form", "1")
        .body(Body::from(body))
        .expect("a request");
    let answer = app.router().oneshot(request).await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(answer.headers()["x-schalter-location"], "/tickets/10001");
    assert_eq!(answer.headers().get(header::LOCATION), None);
}

/// How many files of forms lie in the store or on their way.
fn files_on_disk(app: &TestApp) -> usize {
    let count = |place: &str| app.directory().join("blobs").join(place).read_dir().map_or(0, Iterator::count);
    count("attachments") + count("incoming")
}

#[tokio::test]
async fn the_files_of_a_form_are_not_kept_for_somebody_who_may_not_send_it() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let csrf = Visit::of(&app, &anna).get("/tickets/new").await.value("csrf");
    let file = vec![b'x'; 3 << 20];
    let files = [("a.bin", &file[..])];
    let foreign = [("csrf", "foreign"), ("title", "Drucker"), ("text", "Er druckt nicht.")];
    let answer = Visit::of(&app, &anna).upload("/tickets/new", &foreign, &files).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.says("Er druckt nicht."), "{}", answer.text());
    app.engine.logout(&anna.actor).await.expect("logged out");
    let own = [("csrf", csrf.as_str()), ("title", "Drucker"), ("text", "Er druckt nicht.")];
    let answer = Visit::of(&app, &anna).upload("/tickets/new", &own, &files).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.says("Er druckt nicht."), "{}", answer.text());
    assert_eq!(files_on_disk(&app), 0);
}

#[tokio::test]
async fn files_that_do_not_fit_into_the_budget_are_asked_for_again_and_the_text_is_kept() {
    let app = TestApp::with(Backend::Sqlite, |settings| settings.limits.uploads.per_person = 1_000).await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let fields = [("title", "Drucker"), ("text", "Er druckt nicht.")];
    let answer = visit.fill_with_files("/tickets/new", &fields, &[("a.bin", &[0; 1_001])]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.says("Im Moment werden zu viele Dateien gleichzeitig gesendet."), "{}", answer.text());
    assert_eq!(answer.value("text"), "Er druckt nicht.");
    let answer = visit.fill_with_files("/tickets/new", &fields, &[("a.bin", &[0; 1_000]), ("", &[])]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

#[tokio::test]
async fn a_form_with_too_many_files_says_how_many_it_takes() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let files: Vec<(&str, &[u8])> = (0..120).map(|_| ("a.txt", &b"abc"[..])).collect();
    let fields = [("title", "Drucker"), ("text", "Er druckt nicht.")];
    let answer = Visit::of(&app, &anna).fill_with_files("/tickets/new", &fields, &files).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("höchstens 50 Dateien auf einmal"), "{}", answer.text());
    assert_eq!(files_on_disk(&app), 0);
}

#[tokio::test]
async fn what_was_typed_on_a_page_of_administration_is_shown_again_when_the_session_has_ended() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let csrf = Visit::of(&app, &ada).get("/admin/people/new").await.value("csrf");
    app.engine.logout(&ada.actor).await.expect("logged out");
    for (path, name, typed) in [
        ("/admin/people/new", "name", "Maria Muster"),
        ("/admin/queues", "address", "vertrieb@example.org"),
        ("/admin/people/import", "csv", "email,name"),
        ("/admin/organisations", "domains", "acme.example"),
        ("/admin/templates", "subject", "Ihr Ticket"),
        ("/profile", "user_name", "ada.l"),
    ] {
        let fields = [("csrf", csrf.as_str()), (name, typed), ("password", "Not4Production")];
        let answer = Visit::of(&app, &ada).post(path, &fields).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(answer.says(typed), "{path}: {}", answer.text());
        assert!(!answer.body.contains("Not4Production"), "{path}");
    }
}
