//! A file goes to those who may see it, and can do no harm in their browser.

use engine::{AddComment, AttachmentId, Upload, Visibility};

use crate::graphql::api::{Api, Person, id};

async fn attach(api: &Api, filename: &str, kind: &str, visibility: Visibility) -> AttachmentId {
    let ticket = api.ticket(&api.customer, "Files").await;
    let bytes = if kind == "image/png" { b"\x89PNG\r\n\x1a\n".to_vec() } else { b"<script>".to_vec() };
    let upload = Upload { filename: filename.into(), content_type: Some(kind.into()), bytes: bytes.into() };
    let comment = AddComment {
        number: ticket.number,
        text: "See file.".into(),
        attachments: vec![upload],
        draft_files: Vec::new(),
        visibility,
        status: None,
        takes: false,
        idempotency_key: None,
        expected_version: None,
    };
    let actor = api.actor(&api.agent).await;
    let comment = api.engine.add_comment(&actor, comment).await.expect("a comment").comment;
    let files = api.engine.attachments_of(&actor, &[comment.id]).await.expect("files");
    files[&comment.id][0].id
}

async fn get(api: &Api, person: Option<&Person>, path: &str) -> reqwest::Response {
    let mut request = api.http.get(api.url(path));
    if let Some(person) = person {
        request = request.bearer_auth(&person.token);
    }
    request.send().await.expect("an answer")
}

fn path(file: AttachmentId) -> String {
    format!("/attachments/{}/any%20name", id("Attachment", file))
}

#[tokio::test]
async fn those_who_may_see_it_get_it_and_others_learn_nothing() {
    let api = Api::start().await;
    let path = path(attach(&api, "a.txt", "text/plain", Visibility::Public).await);
    for person in [&api.customer, &api.colleague, &api.agent] {
        assert_eq!(get(&api, Some(person), &path).await.status(), 200);
    }
    let foreign = get(&api, Some(&api.stranger), &path).await;
    assert_eq!(foreign.status(), 404);
    let absent =
        get(&api, Some(&api.stranger), &format!("/attachments/{}/x", id("Attachment", api.org.id))).await;
    assert_eq!(absent.status(), 404);
    assert_eq!(absent.text().await.expect("text"), foreign.text().await.expect("text"));
    assert_eq!(get(&api, None, &path).await.status(), 401);
    assert_eq!(get(&api, Some(&api.agent), "/attachments/nonsense/x").await.status(), 404);
}

#[tokio::test]
async fn a_file_of_an_internal_note_is_not_the_customers() {
    let api = Api::start().await;
    let path = path(attach(&api, "a.txt", "text/plain", Visibility::Internal).await);
    assert_eq!(get(&api, Some(&api.customer), &path).await.status(), 404);
    assert_eq!(get(&api, Some(&api.agent), &path).await.status(), 200);
}

#[tokio::test]
async fn a_session_cookie_is_enough_to_download() {
    let api = Api::start().await;
    let path = path(attach(&api, "a.txt", "text/plain", Visibility::Public).await);
    let cookie = format!("{}={}", graphql::SESSION_COOKIE, api.customer.token);
    let answer = api.http.get(api.url(&path)).header("cookie", cookie).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn s35_nothing_is_shown_in_place_but_pictures_on_request() {
    let api = Api::start().await;
    let page = path(attach(&api, "Bö\"se\r\n.html", "text/html", Visibility::Public).await);
    let picture = path(attach(&api, "a.png", "image/png", Visibility::Public).await);
    let vector = path(attach(&api, "a.svg", "image/svg+xml", Visibility::Public).await);
    for (path, shown) in [
        (page.clone(), "attachment"),
        (format!("{page}?inline=1"), "attachment"),
        (picture.clone(), "attachment"),
        (format!("{picture}?inline=1"), "inline"),
        (format!("{vector}?inline=1"), "attachment"),
    ] {
        let answer = get(&api, Some(&api.agent), &path).await;
        let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
        assert!(header("content-disposition").starts_with(&format!("{shown};")), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(header("cache-control"), "private, no-cache");
    }
    let answer = get(&api, Some(&api.agent), &page).await;
    let disposition = answer.headers()["content-disposition"].to_str().expect("text").to_owned();
    assert!(disposition.contains("filename*=UTF-8''B%C3%B6"), "{disposition}");
    assert_eq!(disposition.matches('"').count(), 2, "{disposition}");
}

#[tokio::test]
async fn an_unchanged_file_is_not_sent_again() {
    let api = Api::start().await;
    let path = path(attach(&api, "a.txt", "text/plain", Visibility::Public).await);
    let tag = get(&api, Some(&api.agent), &path).await.headers()["etag"].clone();
    let again = |person: &Person| {
        api.http.get(api.url(&path)).bearer_auth(&person.token).header("if-none-match", tag.clone()).send()
    };
    assert_eq!(again(&api.agent).await.expect("an answer").status(), 304);
    assert_eq!(again(&api.stranger).await.expect("an answer").status(), 404);
}

#[tokio::test]
async fn a_part_of_a_file_is_answered_as_a_part() {
    let api = Api::start().await;
    let path = path(attach(&api, "a.txt", "text/plain", Visibility::Public).await);
    let whole = get(&api, Some(&api.agent), &path).await;
    assert_eq!(whole.headers()["accept-ranges"], "bytes");
    assert_eq!(whole.headers()["content-length"], "8");
    let tag = whole.headers()["etag"].to_str().expect("a tag").to_owned();
    let ask = async |range: &str, if_range: Option<&str>| {
        let mut request = api.http.get(api.url(&path)).bearer_auth(&api.agent.token).header("range", range);
        if let Some(tag) = if_range {
            request = request.header("if-range", tag);
        }
        let answer = request.send().await.expect("an answer");
        let range =
            answer.headers().get("content-range").map(|range| range.to_str().expect("text").to_owned());
        (answer.status().as_u16(), range, answer.text().await.expect("text"))
    };
    let part = |range: &str, text: &str| (206, Some(range.to_owned()), text.to_owned());
    assert_eq!(ask("bytes=1-6", None).await, part("bytes 1-6/8", "script"));
    assert_eq!(ask("bytes=7-", None).await, part("bytes 7-7/8", ">"));
    assert_eq!(ask("bytes=-3", None).await, part("bytes 5-7/8", "pt>"));
    assert_eq!(ask("bytes=1-6", Some(&tag)).await, part("bytes 1-6/8", "script"));
    assert_eq!(ask("bytes=1-6", Some("\"another\"")).await, (200, None, "<script>".to_owned()));
    assert_eq!(ask("bytes=0-1,3-4", None).await.0, 200, "several at once: the whole");
    assert_eq!(ask("bytes=5-1", None).await, (200, None, "<script>".to_owned()), "it ends before it begins");
    let beyond = ask("bytes=8-", None).await;
    assert_eq!((beyond.0, beyond.1.as_deref()), (416, Some("bytes */8")));
    let head = api.http.head(api.url(&path)).bearer_auth(&api.agent.token).send().await.expect("an answer");
    assert_eq!(
        (head.status().as_u16(), head.headers()["content-length"].to_str().expect("text")),
        (200, "8")
    );
}
