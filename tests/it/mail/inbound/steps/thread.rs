//! The ids of a thread.

use mail::inbound::parse;

#[test]
fn ids_stand_without_brackets_in_order() {
    let raw = "From: a@example.org\nMessage-ID: <3@example.org>\nIn-Reply-To: <2@example.org>\n\
               References: <1@example.org>\n\t<2@example.org>\n\nText\n";
    let message = parse(raw.as_bytes()).message;
    assert_eq!(message.message_id.as_deref(), Some("3@example.org"));
    assert_eq!(message.in_reply_to, ["2@example.org"]);
    assert_eq!(message.references, ["1@example.org", "2@example.org"]);
}

#[test]
fn broken_ids_are_taken_as_far_as_they_go() {
    let raw = "From: a@example.org\nMessage-ID: 3@example.org\nIn-Reply-To: <>\nReferences: 1@example.org, <2@example.org>\n\nText\n";
    let message = parse(raw.as_bytes()).message;
    assert_eq!(message.message_id.as_deref(), Some("3@example.org"));
    assert!(message.in_reply_to.is_empty());
    assert!(message.references.contains(&"2@example.org".to_owned()), "{:?}", message.references);
}

#[test]
fn endless_references_keep_the_first_and_the_newest() {
    let ids: Vec<String> = (0..1000).map(|number| format!("<{number}@example.org>")).collect();
    let message =
        parse(format!("From: a@example.org\nReferences: {}\n\nText\n", ids.join("\n ")).as_bytes()).message;
    assert_eq!(message.references.len(), 200);
    assert_eq!(message.references[0], "0@example.org");
    assert_eq!(message.references[199], "999@example.org");
}
