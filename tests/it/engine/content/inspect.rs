//! What a file is that somebody hands in.

use engine::content::{Inspected, inspect_upload};

#[test]
fn a_file_is_known_by_one_look() {
    assert_eq!(
        inspect_upload("C:\\logs\\app.log", None, b"hello"),
        Inspected {
            filename: "app.log".to_owned(),
            content_type: "text/plain".to_owned(),
            size: 5,
            sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824".to_owned(),
            encrypted: false,
            weak_encryption: false,
        }
    );
}
