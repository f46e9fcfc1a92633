//! An emoji is a short answer that asks for nothing.

use engine::Unattended;
use mail::inbound::parse;

fn raw(reaction: &str) -> String {
    format!(
        "From: Re <re@example.org>\r\nSubject: Re: Printer\r\nIn-Reply-To: <1@x>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/alternative; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nRe reacted via Gmail\r\n\
         --b\r\nContent-Type: text/vnd.google.email-reaction+json; charset=utf-8\r\n\r\n{reaction}\r\n\
         --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Re reacted via Gmail</p>\r\n--b--\r\n"
    )
}

#[test]
fn a_reaction_is_read_as_its_emoji() {
    let message = parse(raw("{\"emoji\":\"👍\",\"version\":1}").as_bytes()).message;
    assert_eq!((message.text.as_str(), message.unattended), ("👍", Some(Unattended::Reaction)));
    assert!(message.attachments.is_empty(), "what programs read is no file for people");
}

#[test]
fn what_is_no_emoji_is_an_ordinary_answer() {
    for reaction in ["{}", "x", "{\"emoji\":\"\"}", &format!("{{\"emoji\":\"{}\"}}", "a".repeat(100))] {
        let message = parse(raw(reaction).as_bytes()).message;
        assert_eq!((message.text.as_str(), message.unattended), ("Re reacted via Gmail", None), "{reaction}");
    }
}
