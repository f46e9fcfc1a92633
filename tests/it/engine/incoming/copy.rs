//! Which mails are copies that a gateway has changed, as a table.

use engine::incoming::copy::{Content, is_changed_copy};

#[test]
fn s02_a_mark_a_banner_and_a_disclaimer_make_no_other_mail() {
    let (subject, text) = ("Drucker geht nicht", "Guten Tag,\n\nder Drucker geht nicht.");
    let framed =
        "ACHTUNG: Diese Mail kommt von außen.\n\nGuten Tag, der Drucker\ngeht nicht.\n\nVertraulich.";
    let table = [
        ("a mark", "[EXTERN] Drucker geht nicht", text, true),
        ("another mark", "EXTERNAL: Drucker geht nicht", text, true),
        ("stars", "***SPAM*** Drucker geht nicht", text, true),
        ("a banner and a disclaimer", subject, framed, true),
        ("all of it", "[EXT] Drucker geht nicht", framed, true),
        ("another subject", "Mein Drucker geht nicht", text, false),
        (
            "a long mark",
            "[und noch viel mehr Worte als ein Gateway vor einen Betreff setzt] Drucker geht nicht",
            text,
            false,
        ),
        ("another text", subject, "Guten Tag, der Scanner geht nicht.", false),
        ("no text", subject, "", false),
        ("nothing changed", subject, text, false),
    ];
    for (what, other_subject, other_text, same) in table {
        let one = Content { subject, text, files: &[] };
        let other = Content { subject: other_subject, text: other_text, files: &[] };
        assert_eq!(is_changed_copy(one, other), same, "{what}");
        assert_eq!(is_changed_copy(other, one), same, "{what}, the other way round");
        let files = ["00".to_owned()];
        assert!(!is_changed_copy(one, Content { files: &files, ..other }), "{what}, with another file");
    }
}
