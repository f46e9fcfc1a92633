//! For whom a mail of the staff opens a ticket, as a table.

use engine::incoming::{
    authentication::Verdict,
    behalf::{Behalf, OfStaff, behalf, reports},
};

const AGENT: OfStaff = OfStaff {
    works_queue: true,
    automatic: false,
    verdict: Verdict::Unknown,
    checked: false,
    passes_on: false,
    names_nobody: false,
    addressed: false,
};

#[test]
fn the_staff_open_tickets_for_those_whose_mail_they_pass_on_and_for_those_they_write_to() {
    let passes_on = OfStaff { passes_on: true, ..AGENT };
    let names_nobody = OfStaff { names_nobody: true, ..AGENT };
    let addressed = OfStaff { addressed: true, ..AGENT };
    for (mail, wanted) in [
        (AGENT, Behalf::Sender),
        (passes_on, Behalf::PassedOn),
        (OfStaff { checked: true, ..passes_on }, Behalf::Unproven),
        (OfStaff { checked: true, ..names_nobody }, Behalf::Unproven),
        (OfStaff { checked: true, verdict: Verdict::Pass, ..passes_on }, Behalf::PassedOn),
        (OfStaff { verdict: Verdict::Fail, ..passes_on }, Behalf::Sender),
        (OfStaff { automatic: true, ..passes_on }, Behalf::Sender),
        (OfStaff { works_queue: false, ..passes_on }, Behalf::Sender),
        (names_nobody, Behalf::Nobody),
        (OfStaff { passes_on: true, ..names_nobody }, Behalf::PassedOn),
        (OfStaff { addressed: true, ..names_nobody }, Behalf::Addressed),
        (OfStaff { verdict: Verdict::Fail, ..names_nobody }, Behalf::Sender),
        (OfStaff { works_queue: false, ..names_nobody }, Behalf::Sender),
        (addressed, Behalf::Addressed),
        (OfStaff { checked: true, ..addressed }, Behalf::Unproven),
        (OfStaff { checked: true, ..AGENT }, Behalf::Unproven),
        (OfStaff { checked: true, verdict: Verdict::Pass, ..AGENT }, Behalf::Sender),
        (OfStaff { checked: true, automatic: true, ..AGENT }, Behalf::Sender),
        (OfStaff { checked: true, works_queue: false, ..AGENT }, Behalf::Unproven),
        (OfStaff { checked: true, verdict: Verdict::Fail, ..passes_on }, Behalf::Unproven),
        (OfStaff { checked: true, verdict: Verdict::Pass, ..addressed }, Behalf::Addressed),
        (OfStaff { verdict: Verdict::Fail, ..addressed }, Behalf::Sender),
        (OfStaff { automatic: true, ..addressed }, Behalf::Sender),
        (OfStaff { passes_on: true, ..addressed }, Behalf::PassedOn),
    ] {
        assert_eq!(behalf(mail), wanted, "{mail:?}");
    }
}

#[test]
fn a_report_that_is_passed_on_counts_if_it_is_the_agents_as_far_as_one_can_tell() {
    for (works_queue, checked, verdict, counts) in [
        (true, false, Verdict::Unknown, true),
        (true, true, Verdict::Pass, true),
        (true, true, Verdict::Unknown, false),
        (true, true, Verdict::Fail, false),
        (true, false, Verdict::Fail, false),
        (false, false, Verdict::Unknown, false),
        (false, true, Verdict::Pass, false),
    ] {
        assert_eq!(reports(works_queue, checked, verdict), counts, "{works_queue} {checked} {verdict:?}");
    }
}
