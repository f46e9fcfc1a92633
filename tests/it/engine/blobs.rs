//! Files and raw mails by their hash.

use bytes::Bytes;
use engine::{
    Code,
    blobs::{Blobs, Kind, sha256_hex},
};
use tempfile::TempDir;

const HELLO: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

async fn store() -> (Blobs, TempDir) {
    let directory = tempfile::tempdir().expect("a directory");
    let url = format!("file://{}", directory.path().join("not/yet/there").display());
    (Blobs::open(&url).await.expect("a store"), directory)
}

fn file(directory: &TempDir, kind: &str) -> std::path::PathBuf {
    directory.path().join("not/yet/there").join(kind).join("2c").join("f2").join(HELLO)
}

#[tokio::test]
async fn bytes_lie_under_their_hash_and_come_back() {
    let (blobs, directory) = store().await;
    let sha256 = blobs.put(Kind::Attachment, Bytes::from("hello")).await.expect("written");
    assert_eq!(sha256, HELLO);
    assert_eq!(std::fs::read(file(&directory, "attachments")).expect("a file"), b"hello");
    let found = blobs.get(Kind::Attachment, HELLO).await.expect("read");
    assert_eq!(found.as_deref(), Some(b"hello".as_slice()));
    assert_eq!(blobs.get(Kind::Mail, HELLO).await.expect("read"), None, "the two stores are apart");
}

#[tokio::test]
async fn the_same_bytes_twice_and_at_once_are_kept_once() {
    let (blobs, directory) = store().await;
    let put = || blobs.put(Kind::Mail, Bytes::from("hello"));
    let (first, second, third, fourth) = tokio::join!(put(), put(), put(), put());
    for written in [first, second, third, fourth] {
        assert_eq!(written.expect("written"), HELLO);
    }
    let beside = file(&directory, "mails").parent().expect("a directory").read_dir().expect("a list").count();
    assert_eq!(beside, 1, "nothing half-written is left beside it");
}

#[tokio::test]
async fn damaged_bytes_are_never_handed_out_and_are_healed_by_writing_again() {
    let (blobs, directory) = store().await;
    blobs.put(Kind::Attachment, Bytes::from("hello")).await.expect("written");
    std::fs::write(file(&directory, "attachments"), "hell").expect("damaged");
    assert!(blobs.get(Kind::Attachment, HELLO).await.is_err());
    blobs.put(Kind::Attachment, Bytes::from("hello")).await.expect("written");
    assert!(blobs.get(Kind::Attachment, HELLO).await.expect("read").is_some());
}

#[tokio::test]
async fn what_is_deleted_is_gone() {
    let (blobs, directory) = store().await;
    blobs.put(Kind::Attachment, Bytes::from("hello")).await.expect("written");
    assert!(blobs.delete(Kind::Attachment, HELLO).await.expect("deleted"));
    assert!(!file(&directory, "attachments").exists());
    assert_eq!(blobs.get(Kind::Attachment, HELLO).await.expect("read"), None);
    assert!(!blobs.delete(Kind::Attachment, HELLO).await.expect("nothing to delete"));
}

#[tokio::test]
async fn a_directory_that_vanished_is_not_made_again_and_no_file_is_taken_for_removed() {
    let (blobs, directory) = store().await;
    blobs.put(Kind::Attachment, Bytes::from("hello")).await.expect("written");
    let (place, away) = (directory.path().join("not/yet/there"), directory.path().join("away"));
    std::fs::rename(&place, &away).expect("taken away");
    for left in [false, true] {
        if left {
            std::fs::create_dir(&place).expect("what is left of a disk that is not mounted");
        }
        let unwritten = blobs.put(Kind::Mail, Bytes::from("more")).await.expect_err("there is no place");
        let unread = blobs.get(Kind::Attachment, HELLO).await.expect_err("nobody knows");
        let kept = blobs.delete(Kind::Attachment, HELLO).await.expect_err("it would come back");
        assert_eq!([unwritten.code(), unread.code(), kept.code()], [Code::Unavailable; 3]);
        assert_eq!(place.exists(), left);
        assert!(!place.join("mails").exists());
    }
    std::fs::remove_dir(&place).expect("it is empty");
    std::fs::rename(&away, &place).expect("brought back");
    assert!(blobs.get(Kind::Attachment, HELLO).await.expect("read").is_some());
    blobs.put(Kind::Mail, Bytes::from("more")).await.expect("written");
}

#[tokio::test]
async fn what_is_no_hash_leads_nowhere() {
    let (blobs, _directory) = store().await;
    let upper = HELLO.to_uppercase();
    for address in ["", "..", "../../../../etc/passwd", "2cf2", &upper, "ä"] {
        assert!(blobs.get(Kind::Attachment, address).await.is_err(), "{address:?}");
        assert!(blobs.delete(Kind::Attachment, address).await.is_err(), "{address:?}");
    }
}

#[tokio::test]
async fn an_empty_file_is_a_file() {
    let (blobs, _directory) = store().await;
    let sha256 = blobs.put(Kind::Attachment, Bytes::new()).await.expect("written");
    assert_eq!(sha256, sha256_hex(b""));
    assert_eq!(blobs.get(Kind::Attachment, &sha256).await.expect("read"), Some(Bytes::new()));
}

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    for url in ["", "file://", "data/blobs", "http://example.org", "s3://"] {
        assert!(Blobs::open(url).await.is_err(), "{url:?}");
    }
}
