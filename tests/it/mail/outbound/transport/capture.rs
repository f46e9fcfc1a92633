//! Mails captured as files.

use std::fs;
use std::path::Path;

use engine::{Letter, LetterId, LetterKind};
use mail::outbound::message::{Outgoing, message};
use mail::outbound::{Renderer, Transport, sample};
use words::Lang;

fn outgoing(letter: &Letter) -> Outgoing {
    message(letter, &Renderer::new().unwrap().render(letter).unwrap()).unwrap()
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn open(directory: &Path) -> Transport {
    Transport::open(&format!("file://{}", directory.display()), None).unwrap()
}

#[tokio::test]
async fn a_mail_becomes_one_whole_file_with_the_bytes_of_the_wire() {
    let home = tempfile::tempdir().unwrap();
    let directory = home.path().join("not/yet/there");
    let mail = outgoing(&sample(LetterKind::Changed, Lang::De));
    open(&directory).send(&mail).await.unwrap();
    assert_eq!(names(&directory), ["20190104T133955.000000Z-00000000-0000-0000-0000-000000000000.eml"]);
    assert_eq!(fs::read(directory.join(&mail.name)).unwrap(), mail.raw);
}

#[tokio::test]
async fn a_mail_that_is_sent_again_takes_the_place_of_its_file() {
    let directory = tempfile::tempdir().unwrap();
    let mut letter = sample(LetterKind::PasswordRequest, Lang::De);
    let transport = open(directory.path());
    transport.send(&outgoing(&letter)).await.unwrap();
    (letter.attempt, letter.link) = (2, Some("https://tickets.example.org/password/second".to_owned()));
    transport.send(&outgoing(&letter)).await.unwrap();
    let files = names(directory.path());
    assert_eq!(files.len(), 1);
    assert!(fs::read_to_string(directory.path().join(&files[0])).unwrap().contains("password/second"));
}

#[tokio::test]
async fn files_sort_by_time_and_never_collide() {
    let directory = tempfile::tempdir().unwrap();
    let transport = open(directory.path());
    let mut expected = Vec::new();
    for step in 0..30_u16 {
        let mut letter = sample(LetterKind::Changed, Lang::De);
        // three letters of the same moment, then the next moment
        letter.created_at += chrono::TimeDelta::milliseconds(i64::from(step / 3) * 700);
        letter.id = format!("00000000-0000-0000-0000-{step:012}").parse::<LetterId>().unwrap();
        let mail = outgoing(&letter);
        expected.push(mail.name.clone());
        transport.send(&mail).await.unwrap();
    }
    assert_eq!(names(directory.path()), expected);
}

#[tokio::test]
async fn a_directory_that_went_away_comes_back_and_one_that_cannot_is_a_passing_fault() {
    let home = tempfile::tempdir().unwrap();
    let directory = home.path().join("outbox");
    let transport = open(&directory);
    let mail = outgoing(&sample(LetterKind::Changed, Lang::De));
    fs::remove_dir(&directory).unwrap();
    transport.send(&mail).await.unwrap();
    fs::remove_dir_all(&directory).unwrap();
    fs::write(&directory, "a file in its place").unwrap();
    let error = transport.send(&mail).await.unwrap_err();
    assert!(!error.permanent(), "{error}");
}
