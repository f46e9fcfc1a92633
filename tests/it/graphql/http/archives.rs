//! All files of a ticket as one zip.

use std::{
    io::{Cursor, Read as _},
    path::{Path, PathBuf},
};

use engine::{AddComment, MergeTickets, Redact, Redaction, Ticket, Upload, Visibility};
use serde_json::json;
use zip::ZipArchive;

use crate::graphql::api::{Api, Person};

async fn attach(api: &Api, by: &Person, ticket: &Ticket, visibility: Visibility, files: &[(&str, &[u8])]) {
    let upload = |(name, bytes): &(&str, &[u8])| Upload {
        filename: (*name).to_owned(),
        content_type: None,
        bytes: bytes.to_vec().into(),
    };
    let comment = AddComment {
        number: ticket.number,
        attachments: files.iter().map(upload).collect(),
        visibility,
        ..AddComment::default()
    };
    api.engine.add_comment(&api.actor(by).await, comment).await.expect("a comment");
}

async fn get(api: &Api, person: Option<&Person>, number: i64) -> reqwest::Response {
    let mut request = api.http.get(api.url(&format!("/attachments/tickets/{number}.zip")));
    if let Some(person) = person {
        request = request.bearer_auth(&person.token);
    }
    request.send().await.expect("an answer")
}

/// Removes the file at this place of the ticket.
async fn redact(api: &Api, ticket: &Ticket, index: usize) {
    let agent = api.actor(&api.agent).await;
    let found = api.engine.files_of_ticket(&agent, ticket.number).await.expect("files").expect("a ticket");
    let file = found.files[index].0.id;
    let redact = Redact { what: Redaction::Attachment(file), reason: "a secret".to_owned() };
    api.engine.redact(&agent, redact).await.expect("redacted");
}

async fn unpacked(api: &Api, person: &Person, number: i64) -> Vec<(String, Vec<u8>)> {
    let answer = get(api, Some(person), number).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/zip");
    let name = format!("attachment; filename=\"ticket-{number}.zip\"");
    assert_eq!(answer.headers()["content-disposition"], name.as_str());
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    assert_eq!(answer.headers()["accept-ranges"], "none");
    assert!(answer.headers().contains_key("content-length"), "{:?}", answer.headers());
    let bytes = answer.bytes().await.expect("the whole");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).expect("a file");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("bytes that match their checksum");
            (file.name().to_owned(), bytes)
        })
        .collect()
}

#[tokio::test]
async fn all_files_that_the_viewer_may_see_come_as_one_zip_with_names_of_their_own() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Files").await;
    let large = vec![7_u8; 300_000];
    let files: [(&str, &[u8]); 3] = [("a.txt", b"one"), ("../../a.txt", b"two"), ("NUL.bin", &large)];
    attach(&api, &api.customer, &ticket, Visibility::Public, &files).await;
    attach(&api, &api.agent, &ticket, Visibility::Internal, &[("secret.txt", b"hidden")]).await;
    let public = [("a.txt", b"one".to_vec()), ("a (2).txt", b"two".to_vec()), ("_NUL.bin", large)];
    let mut expected = public.map(|(name, bytes)| (name.to_owned(), bytes)).to_vec();
    for person in [&api.customer, &api.colleague] {
        assert_eq!(unpacked(&api, person, ticket.number).await, expected);
    }
    expected.push(("secret.txt".to_owned(), b"hidden".to_vec()));
    assert_eq!(unpacked(&api, &api.agent, ticket.number).await, expected);
    let asked = "query($n: Int!) { ticket(number: $n) { fileCount filesUrl } }";
    for (person, count) in [(&api.customer, 3), (&api.agent, 4)] {
        let answer = api.data(person, asked, json!({ "n": ticket.number })).await;
        assert_eq!(answer["ticket"]["fileCount"], count);
        let url = format!("https://tickets.example.org/attachments/tickets/{}.zip", ticket.number);
        assert_eq!(answer["ticket"]["filesUrl"], url);
    }
}

#[tokio::test]
async fn who_may_not_see_the_ticket_gets_no_zip_and_a_redacted_file_is_in_none() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Files").await;
    attach(&api, &api.customer, &ticket, Visibility::Public, &[("a.txt", b"one"), ("b.txt", b"two")]).await;
    let foreign = get(&api, Some(&api.stranger), ticket.number).await;
    let absent = get(&api, Some(&api.stranger), 99_999).await;
    assert_eq!((foreign.status(), absent.status()), (404.try_into().unwrap(), 404.try_into().unwrap()));
    assert_eq!(foreign.text().await.expect("text"), absent.text().await.expect("text"));
    assert_eq!(get(&api, None, ticket.number).await.status(), 401);
    redact(&api, &ticket, 0).await;
    let left = unpacked(&api, &api.agent, ticket.number).await;
    assert_eq!(left, [("b.txt".to_owned(), b"two".to_vec())]);
    let empty = api.ticket(&api.customer, "No files").await;
    assert_eq!(unpacked(&api, &api.customer, empty.number).await, []);
}

#[tokio::test]
async fn a_ticket_that_was_merged_leads_to_the_files_of_both() {
    let api = Api::start().await;
    let [source, target] = [api.ticket(&api.customer, "One").await, api.ticket(&api.customer, "Two").await];
    attach(&api, &api.customer, &source, Visibility::Public, &[("a.txt", b"one")]).await;
    attach(&api, &api.customer, &target, Visibility::Public, &[("b.txt", b"two")]).await;
    let agent = api.actor(&api.agent).await;
    let merge = MergeTickets { from: source.number, into: target.number };
    api.engine.merge_tickets(&agent, merge).await.expect("merged");
    let answer = get(&api, Some(&api.customer), source.number).await;
    let name = format!("attachment; filename=\"ticket-{}.zip\"", target.number);
    assert_eq!(answer.headers()["content-disposition"], name.as_str());
    let mut names: Vec<String> =
        unpacked(&api, &api.customer, target.number).await.into_iter().map(|(name, _)| name).collect();
    names.sort();
    assert_eq!(names, ["a.txt", "b.txt"]);
}

#[tokio::test]
async fn a_head_request_learns_the_length_and_a_range_is_answered_with_the_whole() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Files").await;
    attach(&api, &api.customer, &ticket, Visibility::Public, &[("a.txt", b"one"), ("b.txt", b"two")]).await;
    let whole = get(&api, Some(&api.customer), ticket.number).await.bytes().await.expect("the whole");
    let url = api.url(&format!("/attachments/tickets/{}.zip", ticket.number));
    let head = api.http.head(&url).bearer_auth(&api.customer.token).send().await.expect("an answer");
    assert_eq!(head.status(), 200);
    assert_eq!(head.headers()["content-length"], whole.len().to_string().as_str());
    let part = api.http.get(&url).bearer_auth(&api.customer.token).header("range", "bytes=10-20");
    let part = part.send().await.expect("an answer");
    assert_eq!(part.status(), 200);
    assert_eq!(part.bytes().await.expect("the whole"), whole);
    for nonsense in ["nonsense.zip", "10001", "10001.zip.zip", "-1.zip"] {
        let url = api.url(&format!("/attachments/tickets/{nonsense}"));
        let answer = api.http.get(url).bearer_auth(&api.customer.token).send().await.expect("an answer");
        assert_eq!(answer.status(), 404, "{nonsense}");
    }
}

#[tokio::test]
async fn a_file_that_is_lost_breaks_the_download_off_instead_of_being_left_out() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Files").await;
    attach(&api, &api.customer, &ticket, Visibility::Public, &[("a.txt", b"one"), ("b.txt", b"two")]).await;
    let agent = api.actor(&api.agent).await;
    let found = api.engine.files_of_ticket(&agent, ticket.number).await.expect("files").expect("a ticket");
    let sha256 = &found.files[1].0.sha256;
    let blobs = api.app.directory().join("blobs");
    let lost: Vec<_> = files_below(&blobs).into_iter().filter(|path| path.ends_with(sha256)).collect();
    assert_eq!(lost.len(), 1, "{lost:?}");
    std::fs::remove_file(&lost[0]).expect("removed");
    let request = api.http.get(api.url(&format!("/attachments/tickets/{}.zip", ticket.number)));
    // The connection may end before the head of the answer has left.
    if let Ok(answer) = request.bearer_auth(&api.customer.token).send().await {
        answer.bytes().await.expect_err("a download that ends too early");
    }
}

fn files_below(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).expect("a directory");
    entries
        .flat_map(|entry| {
            let path = entry.expect("an entry").path();
            if path.is_dir() { files_below(&path) } else { vec![path] }
        })
        .collect()
}

#[tokio::test]
async fn a_file_that_is_redacted_while_those_before_it_are_sent_is_not_sent() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Files").await;
    // More than the sockets between the two take.
    let large = vec![7_u8; 20 << 20];
    attach(
        &api,
        &api.customer,
        &ticket,
        Visibility::Public,
        &[("a.bin", &large), ("b.txt", b"a secret word")],
    )
    .await;
    let mut answer = get(&api, Some(&api.customer), ticket.number).await;
    let mut received = answer.chunk().await.expect("a piece").expect("a piece").to_vec();
    redact(&api, &ticket, 1).await;
    let broken = loop {
        match answer.chunk().await {
            Ok(Some(piece)) => received.extend(piece),
            Ok(None) => break false,
            Err(_) => break true,
        }
    };
    assert!(broken, "a zip without the file passed for a whole one");
    assert!(!received.windows(13).any(|window| window == b"a secret word"), "what was redacted was sent");
}

#[tokio::test]
async fn whoever_loses_the_right_while_files_are_sent_gets_no_further_one() {
    let api = Api::start().await;
    for end in ["log-in", "account"] {
        let person =
            api.somebody(&format!("{}@example.net", end.replace('-', "")), engine::Role::Customer).await;
        let ticket = api.ticket(&person, "Files").await;
        let large = vec![7_u8; 20 << 20];
        let files: [(&str, &[u8]); 2] = [("a.bin", &large), ("b.txt", b"a secret word")];
        attach(&api, &person, &ticket, Visibility::Public, &files).await;
        let mut answer = get(&api, Some(&person), ticket.number).await;
        let mut received = answer.chunk().await.expect("a piece").expect("a piece").to_vec();
        if end == "log-in" {
            assert!(api.engine.logout(&api.actor(&person).await).await.expect("an answer"), "logged out");
        } else {
            let off = engine::UpdateUser { active: Some(false), ..engine::UpdateUser::default() };
            api.engine
                .update_user(&engine::Actor::system(), person.user.id, off)
                .await
                .expect("switched off");
        }
        while let Ok(Some(piece)) = answer.chunk().await {
            received.extend(piece);
        }
        assert!(!received.windows(13).any(|window| window == b"a secret word"), "{end}");
    }
}
