//! Everybody a mail went to.

use mail::inbound::parse;

#[test]
fn delivery_headers_count_and_everybody_counts_once() {
    let raw = "From: a@example.org\nTo: Support <tickets@example.org>, b@example.org\nCc: C <c@example.org>, B@example.org\n\
               Delivered-To: tickets+10034.abc@example.org\nX-Original-To: <d@example.org>\nEnvelope-To: e@example.org, f@example.org\n\nText\n";
    let parsed = parse(raw.as_bytes());
    assert_eq!(parsed.to, ["tickets@example.org", "b@example.org"]);
    assert_eq!(
        parsed.message.recipients,
        [
            "tickets@example.org",
            "b@example.org",
            "c@example.org",
            "tickets+10034.abc@example.org",
            "d@example.org",
            "e@example.org",
            "f@example.org"
        ]
    );
}

#[test]
fn nobody_is_no_fault() {
    for to in ["undisclosed-recipients:;", "", "nobody"] {
        assert!(parse(format!("From: a@example.org\nTo: {to}\n\nText\n").as_bytes()).to.is_empty(), "{to}");
    }
}
