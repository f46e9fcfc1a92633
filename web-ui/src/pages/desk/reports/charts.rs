//! The charts of a report as shapes for the template: coordinates are computed here, words are escaped there.

use serde_json::{Value, json};
use words::format;

use super::{
    answer::Report,
    spoken,
    tables::{age_of, name_of, week},
};
use crate::{app::App, visitor::Visitor};

/// Left, right, top and bottom of the area of the days.
const AREA: (u64, u64, u64, u64) = (36, 630, 20, 206);
/// Where bars begin and how long the longest is.
const BAR: (u64, u64) = (104, 176);
/// How many letters of a name stand beside a bar.
const LETTERS: usize = 16;
/// How many groups are drawn.
const DRAWN: usize = 5;

/// What was opened and closed each day.
pub(super) fn days(report: &Report, app: &App, visitor: &Visitor) -> Value {
    let (left, right, top, bottom) = AREA;
    let most = report.days.iter().map(|day| day.created.max(day.closed)).max().unwrap_or(0);
    let step = step(most);
    let height = step * most.div_ceil(step).max(1);
    let last = u64::try_from(report.days.len()).unwrap_or(1).saturating_sub(1);
    let x = |at: u64| left + (right - left) * at / last.max(1);
    let y = |count: u64| bottom - (bottom - top) * count / height;
    let line = |count: fn(&super::answer::Day) -> u64| {
        let points = (0_u64..).zip(&report.days).map(|(at, day)| format!("{},{}", x(at), y(count(day))));
        let mut points: Vec<String> = points.collect();
        // A single day is a line as well.
        if let ([_], Some(day)) = (points.as_slice(), report.days.first()) {
            points.push(format!("{right},{}", y(count(day))));
        }
        points.join(" ")
    };
    let grid = (0..=height / step).map(|at| {
        json!({ "y": y(at * step), "text": y(at * step) + 4, "label": format::number(visitor.lang, at * step) })
    });
    let every = (last / 5).max(1);
    let ticks = (0_u64..)
        .zip(&report.days)
        .filter(|(at, _)| *at == last || (at % every == 0 && last - at > every / 2));
    let ticks = ticks.map(
        |(at, day)| json!({ "x": x(at), "label": format::calendar_day_and_month(visitor.lang, day.date) }),
    );
    let created = line(|day| day.created);
    // Names of lines that end at the same height stand one below the other.
    let ends = report.days.last().map_or((bottom, bottom), |day| (y(day.created), y(day.closed)));
    let (new, closed) = apart(ends.0, ends.1);
    let busiest = report.days.iter().max_by_key(|day| day.created).filter(|day| day.created > 0);
    let numbers = [("created", report.created.into()), ("closed", report.closed.into())];
    let mut told = app.say(visitor, "reports-days-told", &numbers);
    if let Some(day) = busiest {
        let date = format::calendar_day(visitor.lang, day.date);
        let arguments = [("day", date.into()), ("n", day.created.into())];
        told = format!("{told} {}", app.say(visitor, "reports-days-most", &arguments));
    }
    json!({
        "told": told, "grid": grid.collect::<Vec<_>>(), "ticks": ticks.collect::<Vec<_>>(),
        "area": format!("{left},{bottom} {created} {right},{bottom}"),
        "created": created, "closed": line(|day| day.closed), "new": new + 4, "shut": closed + 4,
    })
}

/// Two heights at least a line apart.
const fn apart(one: u64, other: u64) -> (u64, u64) {
    if one.abs_diff(other) >= 14 {
        (one, other)
    } else if one <= other {
        (other.saturating_sub(14), other)
    } else {
        (one, one.saturating_sub(14))
    }
}

/// A round number of which about four make `most`.
fn step(most: u64) -> u64 {
    let mut unit = 1;
    loop {
        for times in [1, 2, 5] {
            if unit * times * 5 >= most {
                return unit * times;
            }
        }
        unit *= 10;
    }
}

/// A chart of bars: each with its name, class and count.
fn bars(lines: Vec<(String, &'static str, u64)>, app: &App, visitor: &Visitor) -> Value {
    let (left, width) = BAR;
    let most = lines.iter().map(|(.., count)| *count).max().unwrap_or(0).max(1);
    let number = |count: u64| format::number(visitor.lang, count);
    let told: Vec<_> = lines.iter().map(|(name, _, count)| format!("{name} {}", number(*count))).collect();
    let height = 24 * lines.len();
    let bars = (0_u64..).zip(lines).map(|(at, (name, class, count))| {
        let long = width * count / most;
        let (name, top) = (cut(&name), 24 * at);
        json!({
            "name": name, "class": class, "count": number(count), "text": top + 18, "top": top + 6,
            "left": left, "width": long, "after": left + long + 6,
        })
    });
    let told = if told.is_empty() { app.say(visitor, "reports-nothing", &[]) } else { told.join(", ") };
    json!({ "told": told, "height": height.max(24), "bars": bars.collect::<Vec<_>>() })
}

fn cut(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    name.chars().take(LETTERS - 1).chain(['…']).collect()
}

/// What stands now, by status.
pub(super) fn statuses(report: &Report, app: &App, visitor: &Visitor) -> Value {
    let line = |line: &super::answer::Standing| {
        let class = match line.status.as_str() {
            "NEW" => "f-new",
            "OPEN" => "f-open",
            "PENDING" => "f-pending",
            _ => "f-resolved",
        };
        (app.say(visitor, &format!("status-{}", line.status), &[]), class, line.count)
    };
    bars(report.statuses.iter().map(line).collect(), app, visitor)
}

/// What is unfinished now, by age.
pub(super) fn ages(report: &Report, app: &App, visitor: &Visitor) -> Value {
    let line = |age: &super::answer::Age| {
        let class = if age.up_to_days.is_some() { "f-open" } else { "f-late" };
        (age_of(app, visitor, age.up_to_days), class, age.count)
    };
    bars(report.ages.iter().map(line).collect(), app, visitor)
}

/// The organisations with the most tickets.
pub(super) fn organisations(report: &Report, app: &App, visitor: &Visitor) -> Value {
    let named = report.organisations.iter().filter(|group| group.line != "OTHERS").take(DRAWN);
    let line = |group: &super::answer::Group| (name_of(app, visitor, group), "f-open", group.created);
    bars(named.map(line).collect(), app, visitor)
}

/// How one clock was kept, by priority, the most urgent first.
pub(super) fn agreements(clock: &str, report: &Report, app: &App, visitor: &Visitor) -> Value {
    let lines: Vec<_> = report.agreements.iter().rev().filter(|line| line.clock == clock).collect();
    let mut told = Vec::new();
    let mut bars = Vec::new();
    for (at, line) in (0_u64..).zip(&lines) {
        let (all, top) = (line.met + line.breached, 27 * at);
        let name = app.say(visitor, &format!("priority-{}", line.priority), &[]);
        let share = spoken::percent(visitor.lang, line.met, all);
        let (met, of) = (format::number(visitor.lang, line.met), format::number(visitor.lang, all));
        let of = app.say(visitor, "reports-of", &[("met", met.into()), ("all", of.into())]);
        told.push(format!("{name} {share} ({of})"));
        // A breach is to be seen however rare.
        let kept = (134 * line.met / all.max(1)).min(if line.breached > 0 { 128 } else { 134 });
        bars.push(json!({
            "name": name, "share": share, "of": of, "text": top + 18, "top": top + 6, "kept": kept,
            "late": line.breached > 0, "rest": 66 + kept + 2, "width": (134 - kept).saturating_sub(2),
        }));
    }
    let told = if told.is_empty() { app.say(visitor, "reports-nothing", &[]) } else { told.join(", ") };
    json!({ "clock": clock, "told": told, "height": (27 * lines.len()).max(27), "bars": bars })
}

/// When tickets come in, by weekday and hour.
pub(super) fn hours(report: &Report, app: &App, visitor: &Visitor) -> Value {
    let week = week(report);
    let most = week.iter().flat_map(|(_, counts)| counts).max().copied().unwrap_or(0);
    let name = |weekday: &str| app.say(visitor, &format!("reports-weekday-{weekday}"), &[]);
    let mut told = app.say(visitor, "reports-nothing", &[]);
    let mut rows = Vec::new();
    for (at, (weekday, counts)) in (0_u64..).zip(&week) {
        let cells = (0_u64..).zip(counts).map(|(hour, count)| {
            let percent = (100 * count).checked_div(most).unwrap_or(0);
            json!({ "x": 26 + hour * 12, "heat": *count > 0, "opacity": format!("{}.{:02}", percent / 100, percent % 100) })
        });
        rows.push(json!({
            "name": name(weekday).chars().take(2).collect::<String>(), "text": 30 + at * 20, "y": 17 + at * 20,
            "cells": cells.collect::<Vec<_>>(),
        }));
        if let Some((hour, _)) = (0_u64..).zip(counts).find(|(_, count)| most > 0 && **count == most) {
            let arguments = [("weekday", name(weekday).into()), ("hour", hour.into()), ("n", most.into())];
            told = app.say(visitor, "reports-hours-told", &arguments);
        }
    }
    let marks = (0_u64..24).step_by(4).map(|hour| json!({ "x": 31 + hour * 12, "hour": hour }));
    json!({ "told": told, "rows": rows, "marks": marks.collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_has_round_steps() {
        for (most, round) in [(0, 1), (1, 1), (5, 1), (6, 2), (18, 5), (26, 10), (251, 100), (1204, 500)] {
            assert_eq!(step(most), round, "{most}");
        }
    }

    #[test]
    fn names_of_lines_do_not_lie_on_each_other() {
        assert_eq!(apart(100, 100), (86, 100));
        assert_eq!(apart(100, 95), (100, 86));
        assert_eq!(apart(40, 100), (40, 100));
    }
}
