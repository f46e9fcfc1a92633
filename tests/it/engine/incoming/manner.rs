//! How a mail becomes part of the ticket that it answers, as a table.

use engine::{
    Replies,
    incoming::{
        authentication::Verdict,
        manner::{Answer, Manner, manner},
    },
    lifecycle::Step,
};

const CUSTOMER: Answer = Answer {
    anonymous: false,
    staff: false,
    works_queue: false,
    is_customer: true,
    signed: false,
    note: false,
    uninvited: false,
    verdict: Verdict::Unknown,
    unattended: false,
    replies: Replies::Append,
};

const AGENT: Answer = Answer { staff: true, works_queue: true, is_customer: false, ..CUSTOMER };

#[test]
fn a_mail_speaks_for_the_staff_only_with_proof() {
    let table = [
        ("the thread alone", AGENT, Manner::Unproven),
        ("the signed address", Answer { signed: true, ..AGENT }, Manner::Staff),
        ("a trusted pass", Answer { verdict: Verdict::Pass, ..AGENT }, Manner::Staff),
        ("an answer to a note", Answer { signed: true, note: true, ..AGENT }, Manner::Note),
        (
            "an answer to a note with a trusted pass",
            Answer { verdict: Verdict::Pass, note: true, ..AGENT },
            Manner::Note,
        ),
        (
            "an answer to a note on a ticket of one's own",
            Answer { is_customer: true, note: true, ..AGENT },
            Manner::Unproven,
        ),
        ("a trusted failure", Answer { verdict: Verdict::Fail, ..AGENT }, Manner::Forged),
        (
            "a trusted failure with the signed address, which may have been passed on",
            Answer { verdict: Verdict::Fail, signed: true, ..AGENT },
            Manner::Forged,
        ),
        (
            "another queue, with every proof",
            Answer { works_queue: false, signed: true, verdict: Verdict::Pass, ..AGENT },
            Manner::FormerStaff,
        ),
        ("on a ticket of one's own", Answer { is_customer: true, ..AGENT }, Manner::Customer),
        (
            "forged, on a ticket of one's own",
            Answer { is_customer: true, verdict: Verdict::Fail, ..AGENT },
            Manner::Forged,
        ),
        ("an absence notice", Answer { unattended: true, signed: true, ..AGENT }, Manner::StaffMachine),
        (
            "the mailbox holds replies back",
            Answer { signed: true, replies: Replies::Quarantine, ..AGENT },
            Manner::Staff,
        ),
    ];
    for (what, answer, expected) in table {
        let found = manner(answer);
        assert_eq!(found, expected, "{what}");
        let public = found == Manner::Staff || found == Manner::Customer;
        assert_eq!(found.is_internal(answer.replies), !public, "{what}");
        assert_eq!(found.step() == Step::StaffAnswers, found == Manner::Staff, "{what}");
        assert_eq!(found.reason().is_none(), public || found == Manner::Note, "{what}");
    }
}

#[test]
fn a_customers_words_reopen_unless_a_machine_answered_for_them() {
    let held = Answer { replies: Replies::HintOnly, ..CUSTOMER };
    let table = [
        (CUSTOMER, Manner::Customer, Step::CustomerComments),
        (Answer { verdict: Verdict::Fail, ..CUSTOMER }, Manner::Customer, Step::CustomerComments),
        (Answer { is_customer: false, ..CUSTOMER }, Manner::Customer, Step::CustomerComments),
        (Answer { unattended: true, ..CUSTOMER }, Manner::Machine, Step::AutomaticReply),
        (held, Manner::HeldBack, Step::MailIsHeldBack),
        (Answer { unattended: true, ..held }, Manner::Machine, Step::AutomaticReply),
        (Answer { is_customer: false, uninvited: true, ..CUSTOMER }, Manner::Uninvited, Step::MailIsHeldBack),
        (Answer { anonymous: true, ..CUSTOMER }, Manner::Anonymous, Step::MailIsHeldBack),
        (
            Answer { anonymous: true, unattended: true, ..CUSTOMER },
            Manner::ServerReport,
            Step::AutomaticReply,
        ),
    ];
    for (answer, expected, step) in table {
        assert_eq!((manner(answer), expected.step()), (expected, step), "{answer:?}");
    }
    assert!(!Manner::Machine.is_internal(Replies::Append));
    assert!(Manner::Machine.is_internal(Replies::HintOnly));
}
