//! Whether a trusted mail server vouches for the sender of a mail, as a table.

use engine::incoming::authentication::{Verdict, told, verdict};
use mail::inbound::parse;

/// The verdict on a mail of an agent at `example.org` with these headers above its own.
fn of(headers: &str) -> Verdict {
    let raw = format!("{headers}From: Jana <jana@example.org>\nSubject: Re\n\nText\n");
    let trusted = ["mx.example.org".to_owned()];
    verdict(&parse(raw.as_bytes()).message.authentication, &trusted, "example.org")
}

#[test]
fn only_the_topmost_results_of_a_trusted_server_about_an_aligned_domain_count() {
    let results = |text: &str| format!("Authentication-Results: {text}\n");
    let table = [
        ("no results", String::new(), Verdict::Unknown),
        (
            "dmarc passed",
            results("mx.example.org; dmarc=pass (p=none) header.from=example.org"),
            Verdict::Pass,
        ),
        ("in capitals", results("MX.Example.org 1; DMARC=Pass header.From=Example.ORG"), Verdict::Pass),
        (
            "blanks and comments",
            results("mx.example.org (a;b); dmarc (c) = pass (d=(e)) header.from = example.org"),
            Verdict::Pass,
        ),
        (
            "dmarc failed",
            results("mx.example.org; dmarc=fail (p=none) header.from=example.org"),
            Verdict::Fail,
        ),
        (
            "dmarc failed, spf passed",
            results(
                "mx.example.org; spf=pass smtp.mailfrom=a@example.org; dmarc=fail header.from=example.org",
            ),
            Verdict::Fail,
        ),
        (
            "dmarc of another domain",
            results("mx.example.org; dmarc=pass header.from=evil.example"),
            Verdict::Unknown,
        ),
        ("dmarc without its domain", results("mx.example.org; dmarc=pass"), Verdict::Unknown),
        (
            "dkim of the same organisation",
            results("mx.example.org; dkim=pass header.d=mail.example.org"),
            Verdict::Pass,
        ),
        (
            "dkim by its identity",
            results("mx.example.org; dkim=pass header.i=@example.org header.s=x"),
            Verdict::Pass,
        ),
        ("dkim of a stranger", results("mx.example.org; dkim=pass header.d=evil.example"), Verdict::Unknown),
        (
            "dkim of a domain that only ends so",
            results("mx.example.org; dkim=pass header.d=notexample.org"),
            Verdict::Unknown,
        ),
        (
            "spf of the same organisation",
            results("mx.example.org; spf=pass smtp.mailfrom=bounce@example.org"),
            Verdict::Pass,
        ),
        (
            "spf of the greeting alone",
            results("mx.example.org; spf=pass smtp.helo=example.org"),
            Verdict::Unknown,
        ),
        (
            "spf of a stranger",
            results("mx.example.org; spf=pass smtp.mailfrom=a@evil.example"),
            Verdict::Unknown,
        ),
        ("nothing checked", results("mx.example.org; none"), Verdict::Unknown),
        (
            "a server that nobody trusts",
            results("mx.evil.example; dmarc=pass header.from=example.org"),
            Verdict::Unknown,
        ),
        (
            "a result in a comment",
            results("mx.example.org; spf=none (dmarc=pass header.from=example.org)"),
            Verdict::Unknown,
        ),
        (
            "a result in quotes",
            results("mx.example.org; spf=none reason=\"; dmarc=pass header.from=example.org\""),
            Verdict::Unknown,
        ),
        (
            "a forged one below",
            results("mx.example.org; dmarc=fail header.from=example.org")
                + &results("mx.example.org; dmarc=pass header.from=example.org"),
            Verdict::Fail,
        ),
        (
            "a forged one below a check without result",
            results("mx.example.org; dmarc=none header.from=example.org")
                + &results("mx.example.org; dmarc=pass header.from=example.org"),
            Verdict::Unknown,
        ),
        (
            "another's above",
            results("relay.example.net; dmarc=fail header.from=example.org")
                + &results("mx.example.org; dmarc=pass header.from=example.org"),
            Verdict::Pass,
        ),
        (
            "two senders",
            results("mx.example.org; dmarc=pass header.from=example.org") + "From: Eve <eve@evil.example>\n",
            Verdict::Unknown,
        ),
    ];
    for (what, headers, expected) in table {
        assert_eq!(of(&headers), expected, "{what}");
    }
}

#[test]
fn nobody_is_trusted_unless_configured() {
    let raw = b"Authentication-Results: mx.example.org; dmarc=pass header.from=example.org\nFrom: jana@example.org\n\nText\n";
    let read = parse(raw).message.authentication;
    assert_eq!(read.len(), 1);
    assert_eq!(verdict(&read, &[], "example.org"), Verdict::Unknown);
}

#[test]
fn people_are_told_each_check_of_the_trusted_server_once() {
    let of = |headers: &str| {
        let raw = format!("{headers}From: Jana <jana@example.org>\nSubject: Re\n\nText\n");
        told(&parse(raw.as_bytes()).message.authentication, &["mx.example.org".to_owned()])
    };
    assert_eq!(of(""), None);
    assert_eq!(of("Authentication-Results: mx.evil.example; dmarc=pass\n"), None);
    assert_eq!(of("Authentication-Results: mx.example.org; none\n"), None);
    let all = "Authentication-Results: mx.example.org; spf=pass; dkim=pass header.d=a.example; \
               dkim=fail header.d=b.example; dkim=pass header.d=c.example; dmarc=fail; x-google=neutral\n";
    assert_eq!(of(all).as_deref(), Some("spf=pass dkim=pass dkim=fail dmarc=fail"));
}
