//! The media type of a file.

use engine::content::content_type::{is_safe_image, of_file, of_name};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

#[test]
fn the_bytes_make_a_picture_and_markup_is_none() {
    for (filename, declared, bytes, expected) in [
        ("a.png", None, PNG, "image/png"),
        (
            "encrypted.asc",
            Some("application/octet-stream"),
            b"-----BEGIN PGP MESSAGE-----\n",
            "application/pgp-encrypted",
        ),
        ("signature.asc", None, b"-----BEGIN PGP SIGNATURE-----\n", "application/pgp-signature"),
        ("a.txt", Some("text/plain"), PNG, "image/png"),
        ("a", None, b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a", None, b"GIF89a", "image/gif"),
        ("a", None, b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        ("a", None, b"%PDF-1.7", "application/pdf"),
        ("a.png", Some("image/png"), b"<script>", "application/octet-stream"),
        ("a.png", None, b"", "application/octet-stream"),
        ("a.png", None, b"\xef\xbb\xbf \n<svg>", "application/octet-stream"),
        ("a.webp", Some("application/octet-stream"), b"a version of its own", "image/webp"),
        ("a.heic", Some("application/octet-stream"), b"x", "image/heic"),
        ("a.svg", None, b"<svg>", "image/svg+xml"),
        ("a.TXT", None, b"x", "text/plain"),
        ("a.txt", Some("application/octet-stream"), b"x", "text/plain"),
        ("a.bin", Some("Application/X-Own; name=a"), b"x", "application/x-own"),
        ("a", Some("nonsense"), b"x", "application/octet-stream"),
        ("a", Some("text/html\r\nX-Evil: 1"), b"x", "application/octet-stream"),
        ("a", Some(""), b"x", "application/octet-stream"),
    ] {
        assert_eq!(of_file(filename, declared, bytes), expected, "{filename:?} {declared:?}");
    }
}

#[test]
fn only_pictures_without_script_are_shown() {
    assert!(is_safe_image("image/png"));
    assert!(!is_safe_image("image/svg+xml"));
    assert!(!is_safe_image("text/html"));
    assert_eq!(of_name("no extension"), None);
}
