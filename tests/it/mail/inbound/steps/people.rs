//! Nobody whom a header names is lost because another entry of it is broken, and nobody is made up.

use mail::inbound::parse;

/// Whom a Cc names.
fn copied(header: &str) -> Vec<String> {
    let raw = format!("From: a@example.org\nCc: {header}\nSubject: s\n\nText\n");
    parse(raw.as_bytes()).message.addressees.into_iter().map(|person| person.address).collect()
}

/// The same with the names.
fn named(header: &str) -> Vec<(String, String)> {
    let raw = format!("From: a@example.org\nTo: {header}\nSubject: s\n\nText\n");
    parse(raw.as_bytes()).message.to.into_iter().map(|person| (person.name, person.address)).collect()
}

const THREE: [&str; 3] = ["h@x.example", "b@x.example", "c@x.example"];

#[test]
fn each_readable_address_survives_a_broken_entry_beside_it() {
    for header in [
        "h@x.example, b@x.example, c@x.example",
        "\"Meier, Hans <h@x.example>, b@x.example, c@x.example",
        "Meier, Hans\" <h@x.example>, b@x.example, c@x.example",
        "\"Meier, Hans <h@x.example>, b@x.example, \"Otto, P.\" <c@x.example>",
        "\"Meier, Hans <h@x.example>,\n\tb@x.example,\n \"Otto, P. <c@x.example>",
        "h@x.example; b@x.example; c@x.example",
        "Hans <h@x.example>; \"B, C\" <b@x.example>; c@x.example;",
        "'h@x.example'; 'b@x.example'; 'c@x.example'",
        "Hans <h@x.example, b@x.example, C <c@x.example>",
        "Hans <h@x.example; b@x.example>; C <c@x.example",
        "Hans (the boss <h@x.example>, b@x.example, c@x.example",
        "h@x.example b@x.example c@x.example",
        "Hans <h@x.example> B <b@x.example> C <c@x.example>",
        "<h@x.example> <b@x.example>\n <c@x.example>",
        "Team: h@x.example, \"B <b@x.example>, c@x.example;",
        "h@x.example,, ,b@x.example,,c@x.example,",
        "\"h@x.example, b@x.example, c@x.example\"",
        "Hans <mailto:h@x.example>; B [mailto:b@x.example]; c@x.example (C)",
        "=?utf-8?q?Meier=2C_Hans?= <h@x.example>; b@x.example; c@x.example",
    ] {
        assert_eq!(copied(header), THREE, "{header}");
    }
}

#[test]
fn nobody_is_made_up_and_no_two_are_run_together() {
    for (header, expected) in [
        ("\"Kim <x@y.example>, Otto\" <kim@example.org>", vec!["kim@example.org"]),
        ("\"x@y.example\" <kim@example.org>, b@x.example", vec!["kim@example.org", "b@x.example"]),
        ("x@y.example <kim@example.org>; b@x.example", vec!["kim@example.org", "b@x.example"]),
        ("kim@example.org (formerly x@y.example); b@x.example", vec!["kim@example.org", "b@x.example"]),
        ("kim@example.org (not (any more) x@y.example); b@x.example", vec!["kim@example.org", "b@x.example"]),
        ("Firm <Sales> <a@firm.example>; b@x.example", vec!["a@firm.example", "b@x.example"]),
        ("=?utf-8?q?x@y.example?= <kim@example.org>; b@x.example", vec!["kim@example.org", "b@x.example"]),
        ("kim at x@y.example today <kim@example.org>; b@x.example", vec!["kim@example.org", "b@x.example"]),
        ("\"Meier, Hans <h at x.example>, b@, @c", vec![]),
        ("undisclosed-recipients:;", vec![]),
        ("<>", vec![]),
        ("\"", vec![]),
    ] {
        assert_eq!(copied(header), expected, "{header}");
    }
}

#[test]
fn a_name_that_was_split_at_its_comma_is_put_together() {
    let pair = |name: &str, address: &str| (name.to_owned(), address.to_owned());
    for (header, expected) in [
        ("Meier, Hans <h@x.example>", vec![pair("Meier, Hans", "h@x.example")]),
        ("\"Meier, Hans\" <h@x.example>", vec![pair("Meier, Hans", "h@x.example")]),
        ("\"Meier, Hans <h@x.example>", vec![pair("Meier, Hans", "h@x.example")]),
        ("=?utf-8?q?M=C3=BCller?=, Hans <h@x.example>", vec![pair("Müller, Hans", "h@x.example")]),
        ("Meier, Hans, Dr. <h@x.example>", vec![pair("Meier, Hans, Dr.", "h@x.example")]),
        (
            "von der Heide, Karl <k@x.example>, Otto, Eva <e@x.example>",
            vec![pair("von der Heide, Karl", "k@x.example"), pair("Otto, Eva", "e@x.example")],
        ),
        ("root, Hans <h@x.example>", vec![pair("Hans", "h@x.example")]),
        ("Support, \"Meier, Hans\" <h@x.example>", vec![pair("Meier, Hans", "h@x.example")]),
        ("Support, h@x.example", vec![pair("", "h@x.example")]),
        (
            "b@x.example, Meier, Hans <h@x.example>",
            vec![pair("", "b@x.example"), pair("Meier, Hans", "h@x.example")],
        ),
    ] {
        assert_eq!(named(header), expected, "{header}");
    }
}

#[test]
fn a_long_hostile_header_is_read_to_its_end() {
    for piece in ["\"a ", "(", "\" ", "<", "\"a\"b \"", "a@b ", "a@b;", "\\\"", "\"a@b, \" "] {
        let people = copied(&piece.repeat(50_000 / piece.len()));
        assert!(people.len() <= 500, "{piece}: {}", people.len());
    }
}
