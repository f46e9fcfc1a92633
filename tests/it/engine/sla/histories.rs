//! Ten thousand random histories, each compared with an oracle that looks at every single minute.

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use engine::{
    Status,
    sla::{
        BusinessTime, Clock, ClockKind, Day, History, Hours, Reading, Reason, Terms, Weekday, counted_by,
        read,
    },
};
use jiff::{Timestamp, tz::TimeZone};
use proptest::prelude::*;

use super::at;

/// Minutes in which things happen, and how many more the oracle looks ahead for a due time.
const WINDOW: usize = 10 * 24 * 60;
const AHEAD: usize = 60 * 24 * 60;

/// A world: a window of time with two calendars, one of which may take the place of the other while a clock runs.
struct World {
    begins: DateTime<Utc>,
    calendars: [Calendar; 2],
}

/// A calendar, and what each minute of the window is in it.
struct Calendar {
    time: BusinessTime,
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
        // The other one is of another zone, and open at other times.
        let other = Calendar::new(begins, "Pacific/Auckland", if week == OFFICE { ODD } else { OFFICE }, &[]);
        Self { begins, calendars: [Calendar::new(begins, zone, week, holidays), other] }
    }

    fn at(&self, minute: usize) -> DateTime<Utc> {
        self.begins + TimeDelta::minutes(i64::try_from(minute).expect("small"))
    }
}

impl Calendar {
    fn new(begins: DateTime<Utc>, zone: &str, week: [Spans; 7], holidays: &[&str]) -> Self {
        let text = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let hours = Weekday::ALL.into_iter().zip(week).flat_map(|(weekday, spans)| {
            spans.iter().map(move |(from, to)| Hours { weekday, from: text(*from), to: text(*to) })
        });
        let days: Vec<Day> = holidays.iter().map(|date| super::day(date, "x")).collect();
        let time = BusinessTime::new(zone, &hours.collect::<Vec<_>>(), &days, None).expect("a calendar");
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
        Self { time, minutes: minutes.collect() }
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

/// What is agreed: which calendar of the world, and how many minutes for each clock. Another priority or agreement has other
/// minutes, another queue or organisation another agreement, and a calendar that is changed is another calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Agreed {
    calendar: usize,
    targets: [i32; 2],
}

impl Agreed {
    fn target(self, kind: ClockKind) -> i32 {
        self.targets[usize::from(kind == ClockKind::Restoration)]
    }
}

/// A history in minutes of a world.
#[derive(Debug, Clone)]
struct Story {
    opened: usize,
    steps: Vec<(usize, Status)>,
    answered: Option<usize>,
    /// From when on what is agreed; from the opening on the first. `None`: nothing, such as in a queue without an agreement.
    terms: Vec<(usize, Option<Agreed>)>,
    now: usize,
}

impl Story {
    /// What is agreed at a minute.
    fn holds(&self, minute: usize) -> Option<Agreed> {
        self.terms.iter().rev().find(|(at, _)| *at <= minute).and_then(|(_, agreed)| *agreed)
    }

    /// What had happened at a minute.
    fn history(&self, world: &World, minute: usize) -> History {
        let steps = self.steps.iter().filter(|(at, _)| *at <= minute);
        History {
            opened: world.at(self.opened),
            statuses: steps.map(|(at, status)| (world.at(*at), *status)).collect(),
            answered: self.answered.filter(|at| *at <= minute).map(|at| world.at(at)),
        }
    }

    /// By what a clock is counted now, as the engine keeps it: asked again whenever something happens.
    fn counted_by(&self, world: &World, kind: ClockKind) -> Option<Agreed> {
        let happens = self.steps.iter().map(|(at, _)| *at).chain(self.answered);
        // In one minute the ticket changes first, and then what is agreed.
        let mut moments: Vec<(usize, bool)> = happens.map(|at| (at, false)).collect();
        moments.extend(self.terms.iter().map(|(at, _)| (*at, true)));
        moments.sort_unstable();
        let opening = History { opened: world.at(self.opened), statuses: Vec::new(), answered: None };
        let mut kept = counted_by(kind, &opening, world.at(self.opened), (None, self.holds(self.opened)));
        for (minute, agreed) in moments {
            let before = if agreed || minute == self.opened { minute } else { minute - 1 };
            let holds = self.holds(before);
            kept = counted_by(kind, &self.history(world, minute), world.at(minute), (kept, holds));
        }
        kept
    }
}

fn story() -> impl Strategy<Value = Story> {
    let statuses = [Status::New, Status::Open, Status::Pending, Status::Resolved, Status::Closed];
    let step = (0..WINDOW, proptest::sample::select(statuses.to_vec()));
    let steps = proptest::collection::vec(step, 0..8);
    let agreed = (0..2_usize, 1..3_000_i32, 1..3_000_i32)
        .prop_map(|(calendar, response, restoration)| Agreed { calendar, targets: [response, restoration] });
    let terms = proptest::collection::vec((0..WINDOW, proptest::option::weighted(0.8, agreed)), 1..6);
    (0..WINDOW, steps, proptest::option::of(0..WINDOW), terms, 0..WINDOW).prop_map(
        |(opened, steps, answered, terms, now)| {
            let now = now.max(opened);
            let within = |at: usize| (opened..=now).contains(&at);
            let mut steps: Vec<_> = steps.into_iter().filter(|(at, _)| within(*at)).collect();
            steps.sort_by_key(|(at, _)| *at);
            let mut terms = terms.into_iter();
            let first = terms.next().map(|(_, agreed)| (opened, agreed));
            // One change of what is agreed in a minute, and none with the opening.
            let mut later: Vec<_> = terms.filter(|(at, _)| within(*at) && *at > opened).collect();
            later.sort_by_key(|(at, _)| *at);
            later.dedup_by_key(|(at, _)| *at);
            let terms = first.into_iter().chain(later).collect();
            Story { opened, steps, answered: answered.filter(|at| within(*at)), terms, now }
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

/// By what a clock is counted, minute by minute: what is agreed then, until it ends.
fn agreed(story: &Story, kind: ClockKind) -> Option<Agreed> {
    let (mut status, mut agreed) = (Status::New, story.holds(story.opened));
    let mut steps = story.steps.iter().peekable();
    for minute in story.opened..=story.now {
        while let Some((_, next)) = steps.next_if(|(at, _)| *at <= minute) {
            status = *next;
        }
        let ended = match kind {
            ClockKind::Response => story.answered.is_some_and(|at| at <= minute),
            ClockKind::Restoration => matches!(status, Status::Resolved | Status::Closed),
        };
        if !ended || agreed.is_none() {
            agreed = story.holds(minute);
        }
    }
    agreed
}

fn oracle(minutes: &[Reason], story: &Story, kind: ClockKind, target: usize) -> Verdict {
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
    for (minute, reason) in minutes.iter().enumerate().take(story.now).skip(story.opened) {
        take(minute, &mut status, &mut done_since);
        if kind == ClockKind::Response && story.answered.is_some_and(|at| at <= minute) {
            break;
        }
        why.push(match status {
            Status::New | Status::Open => *reason,
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
        let ahead = (story.now..minutes.len()).map(|minute| (minute, minutes[minute]));
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
        which in 0..8_usize, story in story()
    ) {
        let world = &WORLDS[which];
        let history = story.history(world, story.now);
        for kind in ClockKind::ALL {
            let counted = story.counted_by(world, kind);
            prop_assert_eq!(counted, agreed(&story, kind), "by what {:?} is counted", kind);
            let Some(by) = counted else { continue };
            let (calendar, target_minutes) = (&world.calendars[by.calendar], by.target(kind));
            let target = usize::try_from(target_minutes).expect("positive");
            let terms = Terms { calendar: &calendar.time, target_minutes, warn_percent: 75 };
            let reading = read(kind, terms, &history, world.at(story.now));
            let expected = oracle(&calendar.minutes, &story, kind, target);
            prop_assert_eq!(reading.breached(), expected.elapsed > target);
            prop_assert_eq!(verdict(world, &story, &reading), expected);
        }
    }
}
