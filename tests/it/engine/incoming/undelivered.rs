//! What a mail is that looks like a report of a failed delivery, as a table.

use engine::incoming::undelivered::{Report, Undelivered, undelivered};

#[test]
fn a_letter_fails_only_by_a_report_that_names_it() {
    let standard = Report { standard: true, by_machine: true, ..Report::default() };
    let plain = Report { by_machine: true, ..Report::default() };
    let (ours, others) = (Some(true), Some(false));
    let table = [
        ("a standard report about anything", standard, Undelivered::Noted),
        ("that encloses ours", Report { encloses_ours: true, ..standard }, Undelivered::Fails),
        (
            "and names its recipient",
            Report { encloses_ours: true, names_recipient: ours, ..standard },
            Undelivered::Fails,
        ),
        (
            "and names another",
            Report { encloses_ours: true, names_recipient: others, ..standard },
            Undelivered::Noted,
        ),
        ("that answers ours", Report { answers_ours: true, ..standard }, Undelivered::Noted),
        (
            "and names another",
            Report { answers_ours: true, names_recipient: others, ..standard },
            Undelivered::Noted,
        ),
        (
            "and names its recipient",
            Report { answers_ours: true, names_recipient: ours, ..standard },
            Undelivered::Fails,
        ),
        ("words of a mail server", plain, Undelivered::Words),
        ("that quote ours", Report { encloses_ours: true, ..plain }, Undelivered::Fails),
        ("that answer ours", Report { answers_ours: true, ..plain }, Undelivered::Words),
        (
            "and name its recipient",
            Report { answers_ours: true, names_recipient: ours, ..plain },
            Undelivered::Fails,
        ),
        (
            "of a person at postmaster@ who quotes ours",
            Report { encloses_ours: true, names_recipient: ours, by_recipient: true, ..plain },
            Undelivered::Words,
        ),
        (
            "of a person who quotes ours",
            Report { encloses_ours: true, names_recipient: ours, ..Report::default() },
            Undelivered::Words,
        ),
    ];
    for (what, report, expected) in table {
        assert_eq!(undelivered(report), expected, "{what}: {report:?}");
    }
}
