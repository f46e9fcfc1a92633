//! What follows from a list of changes. The printed table is the documentation: who does what to a ticket in which status,
//! and what becomes of it, of the journal and of the people.

use std::{collections::HashMap, fmt::Write as _, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use engine::{
    Cause, CommentChange, EventChange, EventKind, FromTo, LetterKind, Nature, Priority, QueueId, Status,
    TicketChange, UserId, Visibility,
    attention::Attention,
    lifecycle::Delays,
    rules::{
        Assignable, By, Customs, DecidedEvent, DecidedLetter, Fact, Known, Outcome, Recipient, Side, Terms,
        TicketState, Undecided, decide,
    },
    sla::Delay,
};
use uuid::Uuid;

const CUSTOMER: UserId = UserId(Uuid::from_u128(1));
const COLLEAGUE: UserId = UserId(Uuid::from_u128(2));
const JANA: UserId = UserId(Uuid::from_u128(3));
const OLE: UserId = UserId(Uuid::from_u128(4));
/// Was an agent once.
const FORMER: UserId = UserId(Uuid::from_u128(5));
const SUPPORT: QueueId = QueueId(Uuid::from_u128(10));
/// Which Jana does not work.
const RETURNS: QueueId = QueueId(Uuid::from_u128(11));
/// Which does not exist.
const NOWHERE: QueueId = QueueId(Uuid::from_u128(12));

fn now() -> DateTime<Utc> {
    "2026-11-23T08:00:00Z".parse().unwrap()
}

fn ticket(status: Status) -> TicketState {
    let waits = matches!(status, Status::Pending | Status::Resolved);
    TicketState {
        title: "Drucker".to_owned(),
        status,
        priority: Priority::Normal,
        queue: SUPPORT,
        customer: CUSTOMER,
        assignee: None,
        organisation: None,
        is_private: false,
        external_id: None,
        tags: vec!["vpn".to_owned()],
        auto_close_at: waits.then(|| now() + TimeDelta::days(1)),
        closes_from: None,
        reminded_at: None,
        first_answer_at: None,
        attention: Attention::default(),
    }
}

/// A ticket for which Ole is responsible.
fn of_ole(status: Status) -> TicketState {
    TicketState { assignee: Some(OLE), ..ticket(status) }
}

const CUSTOMS: Customs = Customs {
    delays: Delays {
        resolved: Delay::Time(Duration::from_hours(7 * 24)),
        pending: Delay::Time(Duration::from_hours(14 * 24)),
    },
    emails_quote: false,
};

fn terms() -> Terms {
    let staff = |allowed| Some(Assignable { allowed, away: false });
    Terms {
        answer_assigns: false,
        known: Known {
            organisations: HashMap::new(),
            customer_is_reachable: Some(true),
            customs: HashMap::from([(SUPPORT, CUSTOMS), (RETURNS, CUSTOMS)]),
            closing_calendars: HashMap::new(),
            unanswered: Some(Attention::default()),
            assignable: HashMap::from([
                ((JANA, SUPPORT), staff(true)),
                ((OLE, SUPPORT), staff(true)),
                ((FORMER, SUPPORT), staff(false)),
                ((CUSTOMER, SUPPORT), staff(false)),
                ((JANA, RETURNS), staff(false)),
                ((OLE, RETURNS), staff(true)),
            ]),
            queues: HashMap::from([(SUPPORT, true), (RETURNS, true), (NOWHERE, false)]),
        },
    }
}

const fn customer(cause: Cause) -> By {
    By { user: Some(CUSTOMER), side: Side::Customer, cause }
}

const fn jana(cause: Cause) -> By {
    By { user: Some(JANA), side: Side::Staff, cause }
}

const SYSTEM: By = By { user: None, side: Side::Staff, cause: Cause::System };

fn comment(text: &str) -> TicketChange {
    TicketChange::Comment(CommentChange { text: text.to_owned(), ..CommentChange::default() })
}

fn note(text: &str) -> TicketChange {
    let visibility = Visibility::Internal;
    TicketChange::Comment(CommentChange { text: text.to_owned(), visibility, ..CommentChange::default() })
}

fn mail(nature: Nature, visibility: Visibility) -> TicketChange {
    TicketChange::Comment(CommentChange { nature, visibility, ..CommentChange::default() })
}

fn tags(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

fn decided(ticket: &TicketState, by: By, changes: &[TicketChange]) -> Outcome {
    decided_on(ticket, by, changes, &terms())
}

fn decided_on(ticket: &TicketState, by: By, changes: &[TicketChange], terms: &Terms) -> Outcome {
    decide(ticket, by, changes, terms, now()).unwrap_or_else(|why| panic!("{changes:?} by {by:?}: {why:?}"))
}

/// The path and the reason of a refusal.
fn refused(ticket: &TicketState, by: By, changes: &[TicketChange]) -> (String, &'static str) {
    match decide(ticket, by, changes, &terms(), now()) {
        Err(Undecided::Refused(error)) => (error.path().unwrap_or_default(), error.reason()),
        other => panic!("{changes:?} by {by:?}: {other:?}"),
    }
}

fn fields(event: &DecidedEvent) -> String {
    let fields: Vec<_> = event.changes.iter().map(EventChange::field).collect();
    let internal = if event.internal { " internal" } else { "" };
    format!("{}({}){internal}", event.kind, fields.join(" "))
}

fn person(to: Recipient) -> String {
    match to {
        Recipient::User(CUSTOMER) => "customer".to_owned(),
        Recipient::User(OLE) => "assignee".to_owned(),
        Recipient::User(other) => format!("{other}"),
        Recipient::Watchers => "watchers".to_owned(),
        Recipient::WorkersOf(_) => "queue".to_owned(),
    }
}

fn letters(outcome: &Outcome) -> Vec<(String, LetterKind)> {
    outcome.letters.iter().map(|letter| (person(letter.to), letter.kind)).collect()
}

fn rows() -> Vec<(&'static str, By, Vec<TicketChange>)> {
    use TicketChange::{Assign, CloseByTime, Move, Prioritise, Remind, SetStatus};
    let colleague = By { user: Some(COLLEAGUE), ..customer(Cause::Web) };
    vec![
        ("customer comments", customer(Cause::Web), vec![comment("Und?")]),
        ("colleague comments", colleague, vec![comment("Und?")]),
        ("customer comments by mail", customer(Cause::Mail), vec![mail(Nature::Written, Visibility::Public)]),
        ("customer closes", customer(Cause::Web), vec![SetStatus(Status::Closed)]),
        (
            "customer comments and closes",
            customer(Cause::Web),
            vec![comment("Danke!"), SetStatus(Status::Closed)],
        ),
        ("customer picks OPEN", customer(Cause::Web), vec![SetStatus(Status::Open)]),
        ("machine replies", customer(Cause::Mail), vec![mail(Nature::Automatic, Visibility::Public)]),
        ("reply is held back", customer(Cause::Mail), vec![mail(Nature::HeldBack, Visibility::Internal)]),
        ("staff answer", jana(Cause::Web), vec![comment("Bitte neu starten.")]),
        ("staff ask", jana(Cause::Web), vec![comment("Welche Version?"), SetStatus(Status::Pending)]),
        ("staff answer and resolve", jana(Cause::Web), vec![comment("Fertig."), SetStatus(Status::Resolved)]),
        ("staff resolve", jana(Cause::Web), vec![SetStatus(Status::Resolved)]),
        ("staff note", jana(Cause::Web), vec![note("Unter uns.")]),
        ("staff assign", jana(Cause::Web), vec![Assign(Some(JANA))]),
        ("staff assign nobody", jana(Cause::Web), vec![Assign(None)]),
        ("staff move", jana(Cause::Web), vec![Move(RETURNS), Prioritise(Priority::High)]),
        ("system answers", SYSTEM, vec![comment("Wartung am Montag.")]),
        ("time closes", By::TIMER, vec![CloseByTime]),
        ("time reminds", By::TIMER, vec![Remind]),
    ]
}

#[test]
fn s75_who_does_what_in_which_status_is_reviewed_as_a_table() {
    let mut table = String::from("A ticket for which Ole is responsible.\n");
    for (name, by, changes) in rows() {
        writeln!(table, "\n{name}").unwrap();
        for from in Status::ALL {
            let before = of_ole(*from);
            let line = match decide(&before, by, &changes, &terms(), now()) {
                Err(Undecided::Refused(error)) => format!("refused: {}", error.path().unwrap_or_default()),
                Err(Undecided::Needs(fact)) => format!("needs {fact:?}"),
                Ok(outcome) => {
                    let events: Vec<_> = outcome.events.iter().map(fields).collect();
                    let told: Vec<_> = letters(&outcome)
                        .iter()
                        .map(|(to, kind)| format!("{to}: {}", kind.as_str()))
                        .collect();
                    let (events, told) = (events.join(", "), told.join(", "));
                    format!("{:<8} | {events:<52} | {told}", outcome.state.status.as_str())
                }
            };
            writeln!(table, "  {:<8} {}", from.as_str(), line.trim_end()).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn what_ends_where_it_began_is_nothing() {
    let before = of_ole(Status::Open);
    for list in [
        vec![],
        vec![TicketChange::SetStatus(Status::Open)],
        vec![TicketChange::Assign(Some(OLE))],
        vec![TicketChange::Move(SUPPORT)],
        vec![TicketChange::Prioritise(Priority::Normal)],
        vec![TicketChange::Retitle(" Drucker ".to_owned())],
        vec![TicketChange::AddTags(tags(&["VPN"]))],
        vec![TicketChange::RemoveTags(tags(&["unknown"]))],
        vec![TicketChange::SetTags(tags(&["vpn", "vpn"]))],
        vec![TicketChange::AddTags(tags(&["new"])), TicketChange::RemoveTags(tags(&["new"]))],
        vec![TicketChange::Prioritise(Priority::Low), TicketChange::Prioritise(Priority::Normal)],
    ] {
        let outcome = decided(&before, jana(Cause::Web), &list);
        assert!(outcome.is_nothing(&before), "{list:?}: {outcome:?}");
        assert!(!outcome.counts, "{list:?}");
    }
}

#[test]
fn a_list_is_one_change_to_whoever_looks() {
    let list = [
        comment("Ich gebe weiter."),
        comment("Bitte haben Sie Geduld."),
        note("Kunde drängt."),
        TicketChange::Prioritise(Priority::Urgent),
        TicketChange::AddTags(tags(&["Eilt"])),
        TicketChange::Retitle("Drucker brennt".to_owned()),
        TicketChange::Move(RETURNS),
        TicketChange::Assign(Some(OLE)),
        TicketChange::SetStatus(Status::Pending),
    ];
    let outcome = decided(&ticket(Status::New), jana(Cause::Api), &list);
    let events: Vec<_> = outcome.events.iter().map(fields).collect();
    let expected = [
        "COMMENTED()",
        "COMMENTED()",
        "COMMENTED() internal",
        "ASSIGNED(assignee)",
        "CHANGED(title)",
        "CHANGED(priority queue tags) internal",
        "STATUS_CHANGED(status autoCloseAt)",
    ];
    assert_eq!(events, expected);
    let told = [
        ("customer".to_owned(), LetterKind::Question),
        ("assignee".to_owned(), LetterKind::Changed),
        ("watchers".to_owned(), LetterKind::Changed),
    ];
    assert_eq!(letters(&outcome), told);
    let quoted = outcome.letters.iter().map(|letter| letter.comment);
    assert_eq!(quoted.collect::<Vec<_>>(), [Some(1); 3], "the last one that customers may read");
    assert_eq!(outcome.state.tags, ["eilt", "vpn"]);
}

#[test]
fn s74_a_picked_status_holds_wherever_in_the_list_it_stands() {
    for (by, from, picked) in [
        (customer(Cause::Api), Status::Resolved, Status::Closed),
        (customer(Cause::Api), Status::Closed, Status::Closed),
        (jana(Cause::Api), Status::New, Status::Resolved),
        (jana(Cause::Api), Status::Open, Status::New),
    ] {
        let says = || comment("Danke!");
        let after = decided(&of_ole(from), by, &[TicketChange::SetStatus(picked), says()]);
        assert_eq!(after.state.status, picked, "{by:?} from {from}");
        let usual = decided(&of_ole(from), by, &[says(), TicketChange::SetStatus(picked)]);
        assert_eq!((after.state, after.events), (usual.state, usual.events), "{by:?} from {from}");
    }
    let given = [TicketChange::SetStatus(Status::New), TicketChange::Assign(Some(JANA))];
    let after = decided(&ticket(Status::Open), jana(Cause::Api), &given);
    assert_eq!((after.state.status, after.state.assignee), (Status::New, Some(JANA)));
    let forged = [TicketChange::SetStatus(Status::Open), comment("Ja.")];
    let refusal = ("changes.0.status".to_owned(), "status-refused");
    assert_eq!(refused(&ticket(Status::New), customer(Cause::Api), &forged), refusal);
}

#[test]
fn where_emails_quote_the_customer_and_the_watchers_get_each_public_comment() {
    let mut quoting = terms();
    quoting.known.customs.insert(SUPPORT, Customs { emails_quote: true, ..CUSTOMS });
    let list = [comment("Eins."), note("Zwei."), comment("Drei."), TicketChange::SetStatus(Status::Resolved)];
    let outcome = decided_on(&of_ole(Status::Open), jana(Cause::Web), &list, &quoting);
    let told = |watchers: bool| -> Vec<_> {
        let to = |letter: &&DecidedLetter| (letter.to == Recipient::Watchers) == watchers;
        outcome.letters.iter().filter(to).map(|letter| (letter.kind, letter.comment)).collect()
    };
    assert_eq!(told(false), [(LetterKind::Changed, Some(0)), (LetterKind::Resolved, Some(2))]);
    assert_eq!(told(true), [(LetterKind::Changed, Some(0)), (LetterKind::Changed, Some(2))]);
}

#[test]
fn a_refusal_names_the_change_and_its_field() {
    let (new, staff) = (ticket(Status::New), jana(Cause::Web));
    let first = || comment("Ja.");
    let many: Vec<String> = (0..20).map(|number| number.to_string()).collect();
    for (by, change, path, reason) in [
        (customer(Cause::Web), TicketChange::SetStatus(Status::Open), "changes.1.status", "status-refused"),
        (staff, comment(" \n"), "changes.1.comment.text", "text-required"),
        (staff, TicketChange::Retitle(" ".to_owned()), "changes.1.title", "title-required"),
        (staff, TicketChange::Retitle("x".repeat(251)), "changes.1.title", "title-too-long"),
        (staff, TicketChange::Move(NOWHERE), "changes.1.queue", "queue-unknown"),
        (staff, TicketChange::Assign(Some(FORMER)), "changes.1.assignee", "assignee-unknown"),
        (staff, TicketChange::Assign(Some(CUSTOMER)), "changes.1.assignee", "assignee-unknown"),
        (staff, TicketChange::AddTags(many), "changes.1.addTags", "tags-too-many"),
        (staff, TicketChange::SetTags(tags(&[&"x".repeat(41)])), "changes.1.tags", "tags-too-many"),
        (staff, TicketChange::CloseByTime, "changes.1.status", "forbidden"),
        (SYSTEM, TicketChange::Remind, "changes.1.autoCloseAt", "forbidden"),
    ] {
        assert_eq!(refused(&new, by, &[first(), change]), (path.to_owned(), reason));
    }
}

#[test]
fn who_is_assigned_must_work_the_queue_in_which_the_ticket_ends_up() {
    let new = ticket(Status::New);
    let away = [TicketChange::Assign(Some(JANA)), TicketChange::Move(RETURNS)];
    let refusal = ("changes.0.assignee".to_owned(), "assignee-unknown");
    assert_eq!(refused(&new, jana(Cause::Web), &away), refusal);
    let there = [TicketChange::Assign(Some(OLE)), TicketChange::Move(RETURNS)];
    assert_eq!(decided(&new, jana(Cause::Web), &there).state.assignee, Some(OLE));
}

#[test]
fn moving_ends_the_assignment_of_whoever_does_not_work_there_and_tells_the_queue() {
    let of_jana = TicketState { assignee: Some(JANA), ..ticket(Status::Open) };
    let moved = decided(&of_jana, SYSTEM, &[TicketChange::Move(RETURNS)]);
    assert_eq!(moved.state.assignee, None);
    let ended = EventChange::Assignee(FromTo::was(JANA));
    assert_eq!(moved.events.last().unwrap().changes, std::slice::from_ref(&ended));
    let expected = DecidedLetter {
        to: Recipient::WorkersOf(RETURNS),
        kind: LetterKind::Changed,
        comment: None,
        changes: vec![ended.into()],
        by_hand: false,
        notice: None,
    };
    assert_eq!(moved.letters, [expected]);
    let stays = decided(&of_ole(Status::Open), SYSTEM, &[TicketChange::Move(RETURNS)]);
    assert_eq!((stays.state.assignee, stays.letters), (Some(OLE), Vec::new()));
}

#[test]
fn reopening_ends_the_assignment_of_whoever_left() {
    let closed = TicketState { assignee: Some(FORMER), ..ticket(Status::Closed) };
    let reopened = decided(&closed, customer(Cause::Web), &[comment("Doch nicht.")]);
    assert_eq!((reopened.state.status, reopened.state.assignee), (Status::Open, None));
    let told = ["watchers", "queue"].map(|to| (to.to_owned(), LetterKind::Changed));
    assert_eq!(letters(&reopened), told);
}

#[test]
fn a_public_answer_assigns_its_author_where_that_is_agreed() {
    let assigning = Terms { answer_assigns: true, ..terms() };
    let assignee = |before: &TicketState, by, list: &[TicketChange]| {
        decided_on(before, by, list, &assigning).state.assignee
    };
    let (new, answer) = (ticket(Status::New), [comment("Wir sehen nach.")]);
    assert_eq!(assignee(&new, jana(Cause::Web), &answer), Some(JANA));
    assert_eq!(assignee(&new, jana(Cause::Mail), &answer), Some(JANA), "also by mail");
    assert_eq!(assignee(&of_ole(Status::New), jana(Cause::Web), &answer), Some(OLE), "it has somebody");
    assert_eq!(assignee(&new, jana(Cause::Web), &[note("Unter uns.")]), None, "a note answers nobody");
    assert_eq!(assignee(&new, customer(Cause::Web), &answer), None);
    assert_eq!(assignee(&new, SYSTEM, &answer), None, "the system is nobody");
    let given = [comment("Ole übernimmt."), TicketChange::Assign(Some(OLE))];
    assert_eq!(assignee(&new, jana(Cause::Web), &given), Some(OLE), "the list says otherwise");
    let away = [comment("Falsche Abteilung."), TicketChange::Move(RETURNS)];
    assert_eq!(assignee(&new, jana(Cause::Web), &away), None, "she does not work there");
    let mut gone = assigning.clone();
    let absent = Assignable { allowed: true, away: true };
    gone.known.assignable.insert((JANA, SUPPORT), Some(absent));
    let answered = |list: &[TicketChange]| decided_on(&new, jana(Cause::Web), list, &gone).state.assignee;
    assert_eq!(answered(&answer), None, "she is away");
    assert_eq!(answered(&[TicketChange::Assign(Some(JANA))]), Some(JANA), "by hand she can be assigned");
    let outcome = decided_on(&new, jana(Cause::Web), &answer, &assigning);
    let kinds: Vec<_> = outcome.events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::Commented, EventKind::Assigned, EventKind::StatusChanged]);
    assert_eq!(decided(&new, jana(Cause::Web), &answer).state.assignee, None, "not agreed");
}

#[test]
fn s68_s73_waiting_begins_anew_and_only_if_the_customer_can_be_told() {
    let ask = [TicketChange::SetStatus(Status::Pending)];
    let open = ticket(Status::Open);
    let asked = decided(&open, jana(Cause::Web), &ask);
    assert_eq!(asked.state.auto_close_at, Some(now() + TimeDelta::days(14)), "S73");
    let resolved = decided(&open, jana(Cause::Web), &[TicketChange::SetStatus(Status::Resolved)]);
    assert_eq!(resolved.state.auto_close_at, Some(now() + TimeDelta::days(7)), "S68");
    let mut unreachable = terms();
    unreachable.known.customer_is_reachable = Some(false);
    let asked = decided_on(&open, jana(Cause::Web), &ask, &unreachable);
    assert_eq!((asked.state.status, asked.state.auto_close_at), (Status::Pending, None));
    let answered = decided(&ticket(Status::Pending), customer(Cause::Web), &[comment("Version 3.")]);
    assert_eq!(answered.state.auto_close_at, None);
}

#[test]
fn a_reminder_is_an_email_and_no_change_of_the_ticket() {
    let before = ticket(Status::Resolved);
    let reminded = decided(&before, By::TIMER, &[TicketChange::Remind]);
    assert_eq!(letters(&reminded), [("customer".to_owned(), LetterKind::Reminder)]);
    assert_eq!((reminded.counts, reminded.events.as_slice()), (false, [].as_slice()));
    assert_eq!(reminded.state, TicketState { reminded_at: Some(now()), ..before });
}

#[test]
fn the_first_public_answer_of_the_staff_is_remembered() {
    let first =
        |before: &TicketState, by, change: TicketChange| decided(before, by, &[change]).state.first_answer_at;
    let new = ticket(Status::New);
    assert_eq!(first(&new, customer(Cause::Web), comment("Und?")), None);
    assert_eq!(first(&new, jana(Cause::Web), note("Unter uns.")), None);
    assert_eq!(first(&new, jana(Cause::Web), comment("Ja.")), Some(now()));
    let earlier = Some(now() - TimeDelta::days(1));
    let answered = TicketState { first_answer_at: earlier, ..new };
    assert_eq!(first(&answered, jana(Cause::Web), comment("Ja.")), earlier);
}

#[test]
fn what_nobody_answered_waits_again_when_the_staff_open_a_ticket() {
    let wrote = Some(now() - TimeDelta::hours(3));
    let unanswered =
        Attention { waiting_since: wrote, customer_wrote_at: wrote, customer_posts: 1, held_back: None };
    let mut terms = terms();
    terms.known.unanswered = Some(unanswered);
    let seen = Attention { customer_posts: 2, ..Attention::default() };
    let waits = |from: Status, changes: &[TicketChange]| {
        let before = TicketState { attention: seen, ..ticket(from) };
        decided_on(&before, jana(Cause::Web), changes, &terms).state.attention
    };
    let (new, open) = (TicketChange::SetStatus(Status::New), TicketChange::SetStatus(Status::Open));
    let again = Attention { customer_posts: 2, ..unanswered };
    for settled in [Status::Pending, Status::Resolved, Status::Closed] {
        assert_eq!(waits(settled, std::slice::from_ref(&new)), again, "{settled:?}");
        assert_eq!(waits(settled, std::slice::from_ref(&open)), again, "{settled:?}");
        assert_eq!(waits(settled, &[note("Doch nicht."), open.clone()]), again, "{settled:?}");
        assert_eq!(
            waits(settled, &[comment("Wir sehen nach."), open.clone()]),
            seen,
            "{settled:?}: it is answered"
        );
        assert_eq!(waits(settled, &[TicketChange::SetStatus(Status::Resolved)]), seen, "{settled:?}");
    }
    // What waited as long as it was open does not change by another status in which it waits.
    assert_eq!(waits(Status::New, &[open]), seen);
}

#[test]
fn a_fact_that_is_missing_is_asked_for_and_nothing_that_does_not_matter() {
    let unknown = Terms { known: Known::default(), ..terms() };
    let needs = |before: &TicketState, change: TicketChange| match decide(
        before,
        jana(Cause::Web),
        &[change],
        &unknown,
        now(),
    ) {
        Err(Undecided::Needs(fact)) => Some(fact),
        other => {
            assert!(other.is_ok(), "{other:?}");
            None
        }
    };
    let open = of_ole(Status::Open);
    assert_eq!(needs(&open, comment("Ja.")), None);
    assert_eq!(needs(&open, TicketChange::SetStatus(Status::Closed)), None);
    assert_eq!(needs(&open, TicketChange::SetStatus(Status::Resolved)), Some(Fact::Customs(SUPPORT)));
    assert_eq!(needs(&open, TicketChange::Move(RETURNS)), Some(Fact::Queue(RETURNS)));
    assert_eq!(needs(&open, TicketChange::Assign(Some(JANA))), Some(Fact::Assignable(JANA, SUPPORT)));
    assert_eq!(needs(&open, TicketChange::Assign(None)), None);
    assert_eq!(needs(&open, TicketChange::SetStatus(Status::New)), None);
    assert_eq!(
        needs(&of_ole(Status::Pending), TicketChange::SetStatus(Status::Open)),
        Some(Fact::Unanswered)
    );
}
