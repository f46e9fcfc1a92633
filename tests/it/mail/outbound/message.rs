//! The mail as it goes over the wire, read back by another library.

use engine::{Address, Letter, LetterKind, LetterOrigin};
use mail::inbound::parse;
use mail::outbound::message::{File, MessageError, Outgoing, message, message_with_files};
use mail::outbound::{Renderer, sample, sample_with_text};
use mail_parser::{HeaderValue, Message, MessageParser};
use proptest::prelude::*;
use words::Lang;

fn outgoing(letter: &Letter) -> Result<Outgoing, MessageError> {
    message(letter, &Renderer::new().unwrap().render(letter).unwrap())
}

fn header<'a>(mail: &'a Message<'_>, name: &'a str) -> Option<&'a str> {
    mail.header_raw(name).map(str::trim)
}

#[test]
fn s19_every_notice_says_that_a_machine_sent_it_and_wants_no_answer_from_one() {
    for kind in LetterKind::ALL {
        for lang in Lang::ALL {
            let mail = outgoing(&sample(*kind, lang)).unwrap();
            assert_eq!(mail.envelope.from(), None, "the null sender");
            assert_eq!(
                mail.envelope.to().iter().map(ToString::to_string).collect::<Vec<_>>(),
                ["maria@customer.example"]
            );
            let read = MessageParser::new().parse(&mail.raw).unwrap();
            let submitted = if *kind == LetterKind::Confirmation { "auto-replied" } else { "auto-generated" };
            assert_eq!(header(&read, "Auto-Submitted"), Some(submitted));
            assert_eq!(header(&read, "X-Auto-Response-Suppress"), Some("All"));
            assert!(header(&read, "X-Schalter-Loop").is_some());
            assert_eq!(header(&read, "Precedence"), None);
            assert_eq!(header(&read, "MIME-Version"), Some("1.0"));
        }
    }
}

#[test]
fn an_answer_that_a_person_wrote_does_not_pass_for_a_machine() {
    let letter = Letter { origin: LetterOrigin::Answer, ..sample(LetterKind::Changed, Lang::De) };
    let mail = outgoing(&letter).unwrap();
    let read = MessageParser::new().parse(&mail.raw).unwrap();
    assert_eq!(header(&read, "Auto-Submitted"), None);
    assert_eq!(header(&read, "X-Auto-Response-Suppress"), None);
    assert!(header(&read, "X-Schalter-Loop").is_some(), "our own mail is known when it comes back");
}

/// Whatever another desk cuts off as a quotation, the text of an answer is not in it: our own does as the others do.
#[test]
fn no_desk_takes_the_text_of_an_answer_for_a_quotation() {
    use LetterKind::{Changed, Closed, Question, Resolved};
    for (kind, lang) in
        [Changed, Question, Resolved, Closed].into_iter().flat_map(|kind| Lang::ALL.map(|lang| (kind, lang)))
    {
        let letter = Letter { origin: LetterOrigin::Answer, ..sample_with_text(kind, lang) };
        let read = parse(&outgoing(&letter).unwrap().raw).message;
        assert!(read.text.contains("welche Version verwenden Sie?"), "{kind:?} {lang}: {}", read.text);
    }
}

/// Base64 is for no part that is a mail or holds several (RFC 2046, 5.2.1): readers find an empty mail in it.
#[test]
fn a_file_that_is_a_mail_goes_along_as_the_bytes_that_it_is() {
    let letter = sample(LetterKind::Changed, Lang::De);
    let rendered = Renderer::new().unwrap().render(&letter).unwrap();
    let inner = b"From: kim@customer.example\r\nSubject: Inside\r\n\r\nHello\r\n".to_vec();
    let types = ["message/rfc822", "Message/Delivery-Status", "multipart/mixed; boundary=x", "text/plain"];
    let files = types.map(|content_type| File {
        name: "mail.eml".to_owned(),
        content_type: content_type.to_owned(),
        bytes: inner.clone(),
    });
    let mail = message_with_files(&letter, &rendered, files.into()).unwrap();
    let read = MessageParser::new().parse(&mail.raw).unwrap();
    let parts: Vec<_> = read.attachments().collect();
    let bytes = ("application".to_owned(), "octet-stream".to_owned());
    let text = ("text".to_owned(), "plain".to_owned());
    for (part, expected) in parts.iter().zip([bytes.clone(), bytes.clone(), bytes, text]) {
        let found = mail_parser::MimeHeaders::content_type(*part).unwrap();
        let found = (found.c_type.to_string(), found.c_subtype.as_deref().unwrap_or_default().to_owned());
        assert_eq!(found, expected);
        assert_eq!(mail_parser::MimeHeaders::attachment_name(*part), Some("mail.eml"));
        assert_eq!(part.contents(), inner);
    }
    assert_eq!(parts.len(), 4);
}

#[test]
fn a_confirmation_of_a_ticket_from_the_web_replies_to_nothing() {
    let mut letter = sample(LetterKind::Confirmation, Lang::De);
    letter.references.clear();
    let mail = outgoing(&letter).unwrap();
    let read = MessageParser::new().parse(&mail.raw).unwrap();
    assert_eq!(header(&read, "Auto-Submitted"), Some("auto-generated"));
    assert_eq!((header(&read, "References"), header(&read, "In-Reply-To")), (None, None));
}

#[test]
fn the_reader_sees_who_when_and_what() {
    let letter = sample(LetterKind::Resolved, Lang::De);
    let mail = outgoing(&letter).unwrap();
    let read = MessageParser::new().parse(&mail.raw).unwrap();
    let one = |list: Option<&mail_parser::Address<'_>>| {
        let first = list.and_then(|list| list.first()).cloned().unwrap();
        (first.name.unwrap_or_default().into_owned(), first.address.unwrap_or_default().into_owned())
    };
    assert_eq!(one(read.from()), ("Support Example Ltd".to_owned(), "tickets@example.org".to_owned()));
    assert_eq!(one(read.to()), ("Maria Muster".to_owned(), "maria@customer.example".to_owned()));
    assert_eq!(one(read.reply_to()).1, "tickets+10034.sample@example.org");
    assert_eq!(read.subject(), Some("Composer startet nicht [example.org #10034]"));
    assert_eq!(read.message_id(), Some("letter.sample@example.org"));
    assert_eq!(read.in_reply_to(), &HeaderValue::Text("request.sample@customer.example".into()));
    assert_eq!(read.references(), &HeaderValue::Text("request.sample@customer.example".into()));
    assert_eq!(read.date().map(mail_parser::DateTime::to_timestamp), Some(letter.now.timestamp()));
}

#[test]
fn both_parts_arrive_as_they_were_written_in_both_languages() {
    for kind in LetterKind::ALL {
        for lang in Lang::ALL {
            let letter = sample(*kind, lang);
            let rendered = Renderer::new().unwrap().render(&letter).unwrap();
            let mail = message(&letter, &rendered).unwrap();
            assert!(mail.raw.is_ascii(), "every server takes it, with or without 8BITMIME");
            let longest = mail.raw.split(|byte| *byte == b'\n').map(<[u8]>::len).max();
            assert!(longest <= Some(999), "RFC 5322, 2.1.1: {longest:?}");
            let read = MessageParser::new().parse(&mail.raw).unwrap();
            assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n"), rendered.text);
            assert_eq!(read.body_html(0).unwrap().replace("\r\n", "\n"), rendered.html);
            assert_eq!((read.text_body_count(), read.html_body_count(), read.attachment_count()), (1, 1, 0));
        }
    }
}

#[test]
fn s19_a_letter_is_the_same_mail_at_every_attempt() {
    let mut letter = sample(LetterKind::Changed, Lang::De);
    let first = outgoing(&letter).unwrap();
    letter.attempt = 2;
    let second = outgoing(&letter).unwrap();
    assert_eq!(first.raw, second.raw);
    assert_eq!(first.name, second.name);
}

#[test]
fn a_domain_beyond_ascii_is_written_so_that_every_server_can_carry_it() {
    let mut letter = sample(LetterKind::Changed, Lang::De);
    letter.to.address = "maria@müller.example".to_owned();
    let mail = outgoing(&letter).unwrap();
    assert_eq!(mail.envelope.to()[0].to_string(), "maria@xn--mller-kva.example");
    assert!(mail.raw.is_ascii());
}

#[test]
fn an_address_or_id_that_is_none_is_refused() {
    let bad = |address: &str| Address { name: "X".to_owned(), address: address.to_owned() };
    for address in ["", "nobody", "a b@example.org", "a@b\r\nRCPT TO:<c@d>", "<a@example.org>", "a@"] {
        let letter = Letter { to: bad(address), ..sample(LetterKind::Changed, Lang::De) };
        assert!(matches!(outgoing(&letter), Err(MessageError::Address("recipient's"))), "{address:?}");
        let letter = Letter { from: bad(address), ..sample(LetterKind::Changed, Lang::De) };
        assert!(matches!(outgoing(&letter), Err(MessageError::Address("sender's"))), "{address:?}");
        let letter = Letter { reply_to: Some(address.to_owned()), ..sample(LetterKind::Changed, Lang::De) };
        assert!(matches!(outgoing(&letter), Err(MessageError::Address("reply"))), "{address:?}");
    }
    let letter = Letter { message_id: "a\r\nb@x".to_owned(), ..sample(LetterKind::Changed, Lang::De) };
    assert!(matches!(outgoing(&letter), Err(MessageError::MessageId)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn s19_no_title_or_name_adds_a_header_or_gets_lost(title in any::<String>(), name in any::<String>()) {
        let mut letter = sample(LetterKind::Changed, Lang::De);
        letter.ticket.as_mut().unwrap().title.clone_from(&title);
        letter.to.name = format!("{name}\r\nBcc: x@example.net");
        letter.from.name.clone_from(&name);
        let rendered = Renderer::new().unwrap().render(&letter).unwrap();
        let mail = message(&letter, &rendered).unwrap();
        let read = MessageParser::new().parse(&mail.raw).unwrap();
        prop_assert_eq!(read.subject(), Some(rendered.subject.as_str()));
        let names: Vec<_> = read.headers_raw().map(|(name, _)| name.to_owned()).collect();
        let expected = ["From", "To", "Subject", "Date", "Reply-To", "Message-ID", "Auto-Submitted",
            "X-Auto-Response-Suppress", "X-Schalter-Loop", "In-Reply-To", "References", "MIME-Version", "Content-Type"];
        prop_assert_eq!(names, expected);
    }
}
