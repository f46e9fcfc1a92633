//! Who wrote a mail, and to whom the answer goes.

use mail::inbound::parse;

fn from(header: &str) -> (String, String) {
    let from = parse(format!("{header}\nSubject: s\n\nText\n").as_bytes()).message.from.unwrap_or_default();
    (from.name, from.address)
}

#[test]
fn the_sender_is_found_in_every_spelling() {
    for (header, name, address) in [
        ("From: Kim Example <kim@example.org>", "Kim Example", "kim@example.org"),
        ("From: kim@example.org", "", "kim@example.org"),
        ("From: \"Example, Kim\" <kim@example.org>", "Example, Kim", "kim@example.org"),
        ("From: kim@example.org (Kim Example)", "Kim Example", "kim@example.org"),
        ("From: =?utf-8?q?K=C3=AFm?= <kim@example.org>", "Kïm", "kim@example.org"),
        ("From: 'Kim' <kim@example.org>", "Kim", "kim@example.org"),
        ("From: \"Dr. \\\"X\\\"\" <kim@example.org>", "Dr. \"X\"", "kim@example.org"),
        ("From: \"Firma\" GmbH <kim@example.org>", "Firma GmbH", "kim@example.org"),
        ("From: Kim O'Neil <kim@example.org>", "Kim O'Neil", "kim@example.org"),
        ("From: <kim@example.org>", "", "kim@example.org"),
        ("From: Kim", "", ""),
        ("From: Firm <Sales> <kim@example.org>", "Firm Sales", "kim@example.org"),
        ("From: <x@y.example> <kim@example.org>", "x@y.example", "kim@example.org"),
        ("From: <jane> <doe@example.org>", "jane", "doe@example.org"),
        ("From: <<kim@example.org>>", "", "kim@example.org"),
        ("From: \"Kim <x>\" <kim@example.org>", "Kim <x>", "kim@example.org"),
        ("From: Kim [mailto:kim@example.org]", "", "kim@example.org"),
        ("From: Firm <http://firm.example> <kim@example.org>", "Firm http://firm.example", "kim@example.org"),
        ("From: Meier, Hans <kim@example.org>", "Meier, Hans", "kim@example.org"),
        ("From: \"Meier, Hans <kim@example.org>", "Meier, Hans", "kim@example.org"),
        ("From: Meier, Hans <Sales> <kim@example.org>", "Meier, Hans Sales", "kim@example.org"),
        ("From: > <kim@example.org>", "", "kim@example.org"),
        ("From: - <kim@example.org>", "", "kim@example.org"),
        ("From: ' <kim@example.org>", "", "kim@example.org"),
        ("From: \" \" <kim@example.org>", "", "kim@example.org"),
        ("From: =?utf-8?q?=E2=80=93?= <kim@example.org>", "", "kim@example.org"),
        ("From: K. <kim@example.org>", "K.", "kim@example.org"),
        ("From: 李 <kim@example.org>", "李", "kim@example.org"),
        ("From: <>", "", ""),
        ("From:", "", ""),
        ("X-From: x", "", ""),
    ] {
        assert_eq!(from(header), (name.to_owned(), address.to_owned()), "{header}");
    }
}

#[test]
fn a_reply_address_counts_only_if_it_is_another() {
    let reply = |to: &str| {
        parse(format!("From: a@example.org\nReply-To: {to}\nSubject: s\n\nText\n").as_bytes())
            .message
            .reply_to
    };
    assert_eq!(reply("A@example.org"), []);
    assert_eq!(reply("Team <b@example.org>")[0].address, "b@example.org");
    assert_eq!(reply(""), []);
}

#[test]
fn a_reply_address_is_found_beside_a_broken_one() {
    let raw =
        "From: a@example.org\nReply-To: \"Team, East <b@example.org>, c@example.org\nSubject: s\n\nText\n";
    let found: Vec<String> =
        parse(raw.as_bytes()).message.reply_to.into_iter().map(|to| to.address).collect();
    assert_eq!(found, ["b@example.org", "c@example.org"]);
}
