//! The tables of a report: as they stand beside the charts, and as files for a spreadsheet.

use serde_json::{Value, json};
use words::{Lang, format};

use super::{
    answer::{Group, Report},
    spoken,
};
use crate::{app::App, visitor::Visitor};

/// The tables by the word in the address.
pub(super) const NAMES: [&str; 9] =
    ["days", "statuses", "ages", "hours", "agreements", "queues", "organisations", "agents", "tags"];
const WEEKDAYS: [&str; 7] = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

/// A table: what stands above its columns, and its rows.
pub(super) struct Table {
    heads: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// A cell as a person reads it and as a program does.
struct Cell {
    text: String,
    raw: String,
}

impl Table {
    pub(super) fn of(name: &str, report: &Report, app: &App, visitor: &Visitor) -> Self {
        let say = |key: &str| app.say(visitor, key, &[]);
        let lang = visitor.lang;
        let number = |count: u64| number(lang, count);
        let heads = |keys: &[&str]| keys.iter().map(|key| say(&format!("reports-head-{key}"))).collect();
        match name {
            "days" => Self {
                heads: heads(&["day", "created", "closed"]),
                rows: report
                    .days
                    .iter()
                    .map(|day| {
                        let date =
                            Cell { text: format::calendar_day(lang, day.date), raw: day.date.to_string() };
                        vec![date, number(day.created), number(day.closed)]
                    })
                    .collect(),
            },
            "statuses" => Self {
                heads: heads(&["status", "count"]),
                rows: report
                    .statuses
                    .iter()
                    .map(|line| vec![word(say(&format!("status-{}", line.status))), number(line.count)])
                    .collect(),
            },
            "ages" => Self {
                heads: heads(&["age", "count"]),
                rows: report
                    .ages
                    .iter()
                    .map(|age| vec![word(age_of(app, visitor, age.up_to_days)), number(age.count)])
                    .collect(),
            },
            "hours" => hours(report, app, visitor),
            "agreements" => Self {
                heads: heads(&["clock", "priority", "met", "breached", "share"]),
                rows: report
                    .agreements
                    .iter()
                    .map(|line| {
                        vec![
                            word(say(&format!("reports-clock-{}", line.clock))),
                            word(say(&format!("priority-{}", line.priority))),
                            number(line.met),
                            number(line.breached),
                            share(lang, line.met, line.breached),
                        ]
                    })
                    .collect(),
            },
            "queues" => groups("queue", &report.queues, app, visitor),
            "organisations" => groups("organisation", &report.organisations, app, visitor),
            "agents" => groups("agent", &report.agents, app, visitor),
            _ => groups("tag", &report.tags, app, visitor),
        }
    }

    pub(super) fn view(&self) -> Value {
        let rows = self.rows.iter().map(|row| {
            let mut cells = row.iter().map(|cell| cell.text.as_str());
            json!({ "head": cells.next(), "cells": cells.collect::<Vec<_>>() })
        });
        let mut heads = self.heads.iter();
        json!({ "head": heads.next(), "heads": heads.collect::<Vec<_>>(), "rows": rows.collect::<Vec<_>>() })
    }

    /// The table by RFC 4180, times in minutes and days as ISO dates.
    pub(super) fn csv(&self) -> String {
        let heads = self.heads.iter().map(|head| field(head)).collect::<Vec<_>>();
        let rows = self.rows.iter().map(|row| row.iter().map(|cell| field(&cell.raw)).collect::<Vec<_>>());
        std::iter::once(heads).chain(rows).fold(String::new(), |file, line| file + &line.join(",") + "\r\n")
    }
}

/// Quotes where it must, and defuses what a spreadsheet would take for a formula.
fn field(text: &str) -> String {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', ';', '\r', '\n', '\t', '\'']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

fn number(lang: Lang, count: u64) -> Cell {
    Cell { text: format::number(lang, count), raw: count.to_string() }
}

fn word(text: String) -> Cell {
    Cell { raw: text.clone(), text }
}

fn minutes(lang: Lang, minutes: Option<u64>) -> Cell {
    let raw = minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
    Cell { text: spoken::duration(lang, minutes), raw }
}

fn share(lang: Lang, met: u64, breached: u64) -> Cell {
    let raw = spoken::tenths(met, met + breached);
    let raw = raw.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)).unwrap_or_default();
    Cell { text: spoken::percent(lang, met, met + breached), raw }
}

/// `bis 3 Tage`
pub(super) fn age_of(app: &App, visitor: &Visitor, days: Option<u64>) -> String {
    match days {
        Some(days) => app.say(visitor, "reports-age", &[("n", days.into())]),
        None => app.say(visitor, "reports-age-older", &[]),
    }
}

/// What a line of a group is called.
pub(super) fn name_of(app: &App, visitor: &Visitor, group: &Group) -> String {
    match &group.name {
        Some(name) => name.clone(),
        None => app.say(visitor, &format!("reports-line-{}", group.line), &[]),
    }
}

fn groups(noun: &str, found: &[Group], app: &App, visitor: &Visitor) -> Table {
    let lang = visitor.lang;
    let keys = [
        noun,
        "created",
        "finished",
        "first-median",
        "first-p90",
        "done-median",
        "done-p90",
        "met",
        "breached",
        "share",
        "rated",
        "satisfied",
        "satisfied-share",
    ];
    let rows = found.iter().map(|group| {
        vec![
            word(name_of(app, visitor, group)),
            number(lang, group.created),
            number(lang, group.finished),
            minutes(lang, group.first_answer.median_minutes),
            minutes(lang, group.first_answer.p90_minutes),
            minutes(lang, group.resolution.median_minutes),
            minutes(lang, group.resolution.p90_minutes),
            number(lang, group.met),
            number(lang, group.breached),
            share(lang, group.met, group.breached),
            number(lang, group.rated),
            number(lang, group.satisfied),
            share(lang, group.satisfied, group.rated.saturating_sub(group.satisfied)),
        ]
    });
    Table {
        heads: keys.iter().map(|key| app.say(visitor, &format!("reports-head-{key}"), &[])).collect(),
        rows: rows.collect(),
    }
}

fn hours(report: &Report, app: &App, visitor: &Visitor) -> Table {
    let heads = std::iter::once(app.say(visitor, "reports-head-weekday", &[]));
    let row = |(weekday, counts): (&str, [u64; 24])| {
        let name = word(app.say(visitor, &format!("reports-weekday-{weekday}"), &[]));
        std::iter::once(name).chain(counts.map(|count| number(visitor.lang, count))).collect()
    };
    Table {
        heads: heads.chain((0..24).map(|hour| format!("{hour:02}"))).collect(),
        rows: week(report).into_iter().map(row).collect(),
    }
}

/// Each weekday with what was opened by hour.
pub(super) fn week(report: &Report) -> Vec<(&'static str, [u64; 24])> {
    let day = |weekday: &'static str| {
        let mut counts = [0; 24];
        for hour in report.hours.iter().filter(|hour| hour.weekday == weekday) {
            if let Some(count) = usize::try_from(hour.hour).ok().and_then(|hour| counts.get_mut(hour)) {
                *count = hour.created;
            }
        }
        (weekday, counts)
    };
    WEEKDAYS.into_iter().map(day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_quoted_where_it_must_and_is_never_a_formula() {
        for (text, written) in [
            ("Hochland", "Hochland"),
            ("Meier, \"Söhne\"", "\"Meier, \"\"Söhne\"\"\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("+49 30", "\"'+49 30\""),
            (" -1", "\"' -1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("a\r\nb", "\"a\r\nb\""),
            ("12", "12"),
        ] {
            assert_eq!(field(text), written);
        }
    }
}
