//! Where a mail entered, and what filters wrote into it.

use mail::inbound::parse;

#[test]
fn the_topmost_public_address_is_where_a_mail_entered() {
    for (hops, expected) in [
        ("", None),
        (
            "Received: from mail.kunde.example (mail.kunde.example [203.0.113.7]) by mx.example.org\n",
            Some("203.0.113.7"),
        ),
        ("Received: from [198.51.100.1] (unknown [203.0.113.7]) by mx.example.org\n", Some("203.0.113.7")),
        (
            "Received: from rdns.example ([203.0.113.7] helo=[198.51.100.1]) by mx.example.org\n",
            Some("203.0.113.7"),
        ),
        ("Received: from x (x [IPv6:2001:db8::7]) by mx.example.org\n", Some("2001:db8::7")),
        (
            "Received: from localhost (localhost [127.0.0.1]) by mx.example.org\n\
             Received: from relay (relay.lan [10.0.0.2]) by mx.example.org\n\
             Received: from far.example (far.example [203.0.113.7]) by relay\n\
             Received: from forged (forged [198.51.100.1]) by far.example\n",
            Some("203.0.113.7"),
        ),
        ("Received: by mx.example.org with local (from 203.0.113.7)\n", None),
        ("Received: nonsense\n", None),
    ] {
        let raw = format!("{hops}From: a@b.example\n\nText\n");
        let expected = expected.map(|address| address.parse().unwrap());
        assert_eq!(parse(raw.as_bytes()).message.client, expected, "{hops}");
    }
}

#[test]
fn what_filters_wrote_is_kept_and_other_headers_are_not() {
    let raw = b"From: a@b.example\nX-Spam-Flag: YES\nX-Spam-Flag: NO\nReceived-SPF: pass\nSpam: 1\n\nText\n";
    let marks = parse(raw).message.marks;
    let found: Vec<_> = marks.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(found, [("Spam", "1"), ("X-Spam-Flag", "YES"), ("X-Spam-Flag", "NO")]);
}

#[test]
fn an_empty_sender_is_known_by_envelope_or_header() {
    for (header, expected) in [
        ("Return-Path: <>\nFrom: a@b.example\n", true),
        ("From: <>\n", true),
        ("From: Nobody <>\n", true),
        ("Return-Path: <a@b.example>\nFrom: a@b.example\n", false),
        ("Subject: x\n", false),
    ] {
        let raw = format!("{header}To: c@d.example\n\nText\n");
        assert_eq!(parse(raw.as_bytes()).message.null_sender, expected, "{header}");
    }
}
