//! Names of files in a zip, as a table.

use engine::content::zip_names;

#[test]
fn every_system_can_unpack_every_name_and_no_file_covers_another() {
    for (given, expected) in [
        (vec!["a.txt", "b.txt"], vec!["a.txt", "b.txt"]),
        (vec!["a.txt", "a.txt", "A.TXT"], vec!["a.txt", "a (2).txt", "A (3).TXT"]),
        (vec!["a (2).txt", "a.txt", "a.txt"], vec!["a (2).txt", "a.txt", "a (3).txt"]),
        (vec!["../../etc/passwd", "..\\..\\boot.ini", "C:\\x.txt"], vec!["passwd", "boot.ini", "x.txt"]),
        (vec!["/etc/passwd", "..", ".", ""], vec!["passwd", "file", "file (2)", "file (3)"]),
        (
            vec!["CON", "nul.txt", "Com1.log", "LPT9", "comet"],
            vec!["_CON", "_nul.txt", "_Com1.log", "_LPT9", "comet"],
        ),
        (vec!["what?.txt", "a:b|c*.md", "<x>\"y\""], vec!["what_.txt", "a_b_c_.md", "_x__y_"]),
        (vec![".bashrc", "x. ", "Büro – Ü.pdf"], vec!["_.bashrc", "x", "Büro – Ü.pdf"]),
    ] {
        assert_eq!(zip_names(given.iter().copied()), expected, "{given:?}");
    }
}

#[test]
fn fifty_thousand_files_of_one_name_are_told_apart_at_once() {
    let names = zip_names(std::iter::repeat_n("image.png", 50_000));
    assert_eq!((names[0].as_str(), names[49_999].as_str()), ("image.png", "image (50000).png"));
}
