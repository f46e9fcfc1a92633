//! Ten thousand random histories, each compared with an oracle that looks at every single minute.

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use engine::{
    Status,
    sla::{BusinessTime, Clock, ClockKind, Day, History, Hours, Reading, Reason, Terms, Weekday, read},
};
use jiff::{Timestamp, tz::TimeZone};
use proptest::prelude::*;

use super::at;

/// Minutes in which things happen, and how many more the oracle looks ahead for a due time.
const WINDOW: usize = 10 * 24 * 60;
const AHEAD: usize = 60 * 24 * 60;

/// A world: a calendar over a window of time, and what each minute of it is.
struct World {
    begins: DateTime<Utc>,
    calendar: BusinessTime,
    minutes: Vec<Reason>,
}

type Spans = &'static [(u16, u16)];

const OFFICE: [Spans; 7] = [
    &[(480, 720), (780, 1020)],
    &[(480, 720), (780, 1080)],
    &[(480, 720), (780, 1020)],
    &[(480, 720), (780, 1020)],
    &[(480, 960)],
    &[],
    &[],
];
const ALWAYS: [Spans; 7] = [&[(0, 1440)]; 7];
const NIGHTS: [Spans; 7] = [&[(0, 360), (1320, 1440)]; 7];
const ODD: [Spans; 7] = [
    &[(135, 165), (600, 601)],
    &[],
    &[(0, 90)],
    &[],
    &[(1380, 1440)],
    &[(0, 1440)],
    &[(61, 150), (165, 179)],
];

impl World {
    fn new(begins: &str, zone: &str, week: [Spans; 7], holidays: &[&str]) -> Self {
        let begins = at(begins);
        let text = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let hours = Weekday::ALL.into_iter().zip(week).flat_map(|(weekday, spans)| {
            spans.iter().map(move |(from, to)| Hours { weekday, from: text(*from), to: text(*to) })
        });
        let days: Vec<Day> = holidays.iter().map(|date| super::day(date, "x")).collect();
        let calendar = BusinessTime::new(zone, &hours.collect::<Vec<_>>(), &days, None).expect("a calendar");
        let tz = TimeZone::get(zone).expect("a zone");
        let minutes = (0..WINDOW + AHEAD).map(|minute| {
            let second = begins.timestamp() + 60 * i64::try_from(minute).expect("small");
            let local = Timestamp::from_second(second).expect("a time").to_zoned(tz.clone());
            if holidays.contains(&local.date().to_string().as_str()) {
                return Reason::Holiday;
            }
            let weekday = usize::try_from(local.weekday().to_monday_zero_offset()).expect("small");
            let of_day = u16::try_from(local.hour()).expect("small") * 60
                + u16::try_from(local.minute()).expect("small");
            let open = week[weekday].iter().any(|(from, to)| (*from..*to).contains(&of_day));
            if open { Reason::BusinessHours } else { Reason::OutsideHours }
        });
        Self { begins, calendar, minutes: minutes.collect() }
    }

    fn at(&self, minute: usize) -> DateTime<Utc> {
        self.begins + TimeDelta::minutes(i64::try_from(minute).expect("small"))
    }
}

/// Summer time ends and begins, also at midnight and by half an hour; holidays, lunch breaks, nights.
static WORLDS: LazyLock<Vec<World>> = LazyLock::new(|| {
    vec![
        World::new("2026-10-20T22:00:00Z", "Europe/Berlin", OFFICE, &["2026-10-23", "2026-10-31"]),
        World::new("2026-10-20T22:00:00Z", "Europe/Berlin", ODD, &[]),
        World::new("2027-03-23T23:00:00Z", "Europe/Berlin", NIGHTS, &["2027-03-29"]),
        World::new("2027-03-23T23:00:00Z", "Europe/Berlin", ODD, &["2027-03-30"]),
        World::new("2026-10-27T00:00:00Z", "America/New_York", ALWAYS, &["2026-11-01"]),
        World::new("2026-10-01T00:00:00Z", "Australia/Lord_Howe", NIGHTS, &[]),
        World::new("2026-09-02T00:00:00Z", "America/Santiago", ALWAYS, &["2026-09-06"]),
        World::new("2026-12-20T00:00:00Z", "Asia/Kolkata", OFFICE, &["2026-12-25", "2026-12-26"]),
    ]
});

/// A history in minutes of a world.
#[derive(Debug, Clone)]
struct Story {
    opened: usize,
    steps: Vec<(usize, Status)>,
    answered: Option<usize>,
    now: usize,
}

fn story() -> impl Strategy<Value = Story> {
    let statuses = [Status::New, Status::Open, Status::Pending, Status::Resolved, Status::Closed];
    let step = (0..WINDOW, proptest::sample::select(statuses.to_vec()));
    let steps = proptest::collection::vec(step, 0..8);
    (0..WINDOW, steps, proptest::option::of(0..WINDOW), 0..WINDOW).prop_map(
        |(opened, steps, answered, now)| {
            let now = now.max(opened);
            let mut steps: Vec<_> = steps.into_iter().filter(|(at, _)| (opened..=now).contains(at)).collect();
            steps.sort_by_key(|(at, _)| *at);
            let answered = answered.filter(|at| (opened..=now).contains(at));
            Story { opened, steps, answered, now }
        },
    )
}

/// What the oracle says.
#[derive(Debug, PartialEq)]
struct Verdict {
    elapsed: usize,
    due: Option<usize>,
    met: Option<usize>,
    paused: bool,
    /// Of each minute from the opening to now or the end, why it counted or did not.
    why: Vec<Reason>,
}

fn oracle(world: &World, story: &Story, kind: ClockKind, target: usize) -> Verdict {
    let mut status = Status::New;
    let mut done_since = None;
    let mut steps = story.steps.iter().peekable();
    let mut take = |minute: usize, status: &mut Status, done_since: &mut Option<usize>| {
        while let Some((_, next)) = steps.next_if(|(at, _)| *at <= minute) {
            *status = *next;
            let done = matches!(next, Status::Resolved | Status::Closed);
            *done_since = if done { done_since.or(Some(minute)) } else { None };
        }
    };
    let (mut why, mut counted_at_end) = (Vec::new(), 0);
    for minute in story.opened..story.now {
        take(minute, &mut status, &mut done_since);
        if kind == ClockKind::Response && story.answered.is_some_and(|at| at <= minute) {
            break;
        }
        why.push(match status {
            Status::New | Status::Open => world.minutes[minute],
            Status::Pending => Reason::Pending,
            Status::Resolved | Status::Closed => Reason::Resolved,
        });
    }
    take(story.now, &mut status, &mut done_since);
    let met = match kind {
        ClockKind::Response => story.answered,
        ClockKind::Restoration => done_since,
    };
    if let Some(met) = met {
        why.truncate(met - story.opened);
    }
    counted_at_end += why.iter().filter(|reason| reason.counts()).count();
    let running = met.is_none() && matches!(status, Status::New | Status::Open);
    let due = running.then(|| {
        let past = why.iter().copied().enumerate().map(|(index, reason)| (story.opened + index, reason));
        let ahead = (story.now..world.minutes.len()).map(|minute| (minute, world.minutes[minute]));
        let mut counted = past.chain(ahead).filter(|(_, reason)| reason.counts());
        counted.nth(target - 1).map(|(minute, _)| minute + 1)
    });
    Verdict { elapsed: counted_at_end, due: due.flatten(), met, paused: met.is_none() && !running, why }
}

fn verdict(world: &World, story: &Story, reading: &Reading) -> Verdict {
    let minute = |at: DateTime<Utc>| usize::try_from((at - world.begins).num_minutes()).expect("within");
    let mut why = Vec::new();
    let mut last = world.at(story.opened);
    for interval in &reading.intervals {
        assert_eq!(interval.from, last, "a gap");
        assert!(interval.to > interval.from);
        last = interval.to;
        why.extend(std::iter::repeat_n(interval.reason, minute(interval.to) - minute(interval.from)));
    }
    Verdict {
        elapsed: usize::try_from((reading.target_minutes - reading.remaining_minutes()).max(0))
            .expect("positive"),
        due: reading.due_at.map(minute),
        met: match reading.clock {
            Clock::Met(at) => Some(minute(at)),
            Clock::Running | Clock::Paused => None,
        },
        paused: reading.clock == Clock::Paused,
        why,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn s66_s68_ten_thousand_histories_agree_with_an_oracle_that_walks_minute_by_minute(
        which in 0..8_usize, story in story(), targets in (1..3_000_i32, 1..3_000_i32)
    ) {
        let world = &WORLDS[which];
        let history = History {
            opened: world.at(story.opened),
            statuses: story.steps.iter().map(|(minute, status)| (world.at(*minute), *status)).collect(),
            answered: story.answered.map(|minute| world.at(minute)),
        };
        // Two targets: a change of the priority, the queue or the agreement is nothing but other terms of the same history.
        for (kind, target) in [(ClockKind::Response, targets.0), (ClockKind::Restoration, targets.1)] {
            let terms = Terms { calendar: &world.calendar, target_minutes: target, warn_percent: 75 };
            let reading = read(kind, terms, &history, world.at(story.now));
            let expected = oracle(world, &story, kind, usize::try_from(target).expect("positive"));
            let breached = expected.elapsed > usize::try_from(target).expect("positive");
            prop_assert_eq!(reading.breached(), breached);
            prop_assert_eq!(verdict(world, &story, &reading), expected);
        }
    }
}
