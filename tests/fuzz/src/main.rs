//! From the bytes of a mail to the decision on it, as libFuzzer makes them up: nothing panics, every mail is in the ledger,
//! and the same mail a second time is the same mail.
#![no_main]

mod desk;

use std::cell::RefCell;

use desk::Desk;
use engine::content::{address, sanitise};
use libfuzzer_sys::fuzz_target;
use mail::inbound::{parse, report::Became};

thread_local! {
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
}

fuzz_target!(|bytes: &[u8]| {
    DESK.with_borrow_mut(|kept| {
        // A desk that holds thousands of tickets is slow, and decides as a young one does.
        let mut desk = kept.take().filter(Desk::is_young).unwrap_or_else(Desk::open);
        let raw = desk.filled_in(bytes);
        read(&raw);
        decide(&mut desk, raw);
        *kept = Some(desk);
    });
});

/// What is read in it holds what the rest of the program relies on.
fn read(raw: &[u8]) {
    let message = parse(raw).message;
    assert!(!message.text.contains('\0'), "a text cannot hold a zero");
    for address in message.from.iter().chain(&message.reply_to) {
        if let Some(normal) = address::normalise(&address.address) {
            assert_eq!(address::normalise(&normal).as_ref(), Some(&normal), "an address is normalised once");
        }
    }
    let passed_on = message.forwarded.iter().flat_map(|mail| mail.html.iter().chain(&mail.answer_html));
    for html in message.html.iter().chain(&message.answer_html).chain(passed_on) {
        let clean = sanitise(html);
        assert!(!clean.contains("<script") && !clean.contains("src=\"http"), "{clean}");
    }
}

/// It is decided on, and decided on once.
fn decide(desk: &mut Desk, raw: Vec<u8>) {
    let first = desk.receive(raw.clone());
    assert!(first.is_stored(), "{first:?}");
    let again = desk.receive(raw);
    assert!(again.is_stored(), "{again:?}");
    // What is empty is in no ledger, and what comes back as our own copy is no second mail either.
    let once = matches!(again.outcome, Became::Duplicate | Became::Ignored);
    assert!(once, "the same mail again was {:?}, and {:?} before", again.outcome, first.outcome);
}
