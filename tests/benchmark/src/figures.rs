//! The table that is printed in the end, and how numbers are written in it.

use std::{fmt::Write as _, time::Duration};

/// A line of the table; what a measure does not have stays empty.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figure {
    /// What was measured, and on what.
    pub(crate) name: String,
    /// What came out.
    pub(crate) here: String,
    /// Beside what it stands.
    pub(crate) reference: String,
    /// One by the other.
    pub(crate) ratio: String,
    /// The middle of all times.
    pub(crate) p50: String,
    /// What one in a hundred exceeds.
    pub(crate) p99: String,
    /// Of the server and, on PostgreSQL, of the database.
    pub(crate) cpu: String,
    /// Of the server, resident.
    pub(crate) memory: String,
    /// What is wanted, and whether it is so.
    pub(crate) goal: String,
}

/// All lines so far, and what was wrong.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    lines: Vec<Figure>,
    wrong: Vec<String>,
}

const HEAD: [&str; 9] =
    ["figure", "here", "reference", "ratio", "p50", "p99", "CPU per op", "memory", "goal"];

impl Figures {
    /// Adds a line, and tells it to whoever waits.
    pub(crate) fn add(&mut self, figure: Figure) {
        let cells = figure.cells();
        let told: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        progress(format!("  {}", told.join(" | ")));
        self.lines.push(figure);
    }

    /// Adds a line for what did not come out as it must; the run goes on, and fails in the end.
    pub(crate) fn fail(&mut self, name: &str, why: &str) {
        self.add(Figure { name: name.to_owned(), here: format!("**wrong**: {why}"), ..Figure::default() });
        self.wrong.push(format!("{name}: {why}"));
    }

    /// What did not come out as it must.
    pub(crate) fn wrong(&self) -> &[String] {
        &self.wrong
    }

    /// The table in Markdown.
    pub(crate) fn table(&self) -> String {
        let mut text = format!("| {} |\n|{}\n", HEAD.join(" | "), " --- |".repeat(HEAD.len()));
        for figure in &self.lines {
            writeln!(text, "| {} |", figure.cells().join(" | ")).expect("a string takes everything");
        }
        text
    }
}

impl Figure {
    fn cells(&self) -> [String; 9] {
        [
            self.name.clone(),
            self.here.clone(),
            self.reference.clone(),
            self.ratio.clone(),
            self.p50.clone(),
            self.p99.clone(),
            self.cpu.clone(),
            self.memory.clone(),
            self.goal.clone(),
        ]
    }
}

/// A goal, and whether it is met.
pub(crate) fn goal(text: &str, met: bool) -> String {
    format!("{text}: {}", if met { "met" } else { "**missed**" })
}

/// So many a second.
pub(crate) fn rate(per_second: f64) -> String {
    if per_second >= 100.0 { format!("{}/s", thousands(per_second)) } else { format!("{per_second:.1}/s") }
}

/// A time that people compare.
pub(crate) fn millis(time: Duration) -> String {
    let millis = time.as_secs_f64() * 1_000.0;
    if millis >= 100.0 {
        format!("{} ms", thousands(millis))
    } else if millis >= 10.0 {
        format!("{millis:.1} ms")
    } else {
        format!("{millis:.2} ms")
    }
}

/// A time that people wait.
pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// One by the other, and `×` for what is better when it is more.
pub(crate) fn times(ratio: f64) -> String {
    if ratio >= 10.0 { format!("{ratio:.0} ×") } else { format!("{ratio:.2} ×") }
}

/// So much memory or disk.
#[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
pub(crate) fn bytes(count: u64) -> String {
    let kilobytes = count as f64 / 1_024.0;
    if kilobytes >= 1_024.0 { format!("{:.1} MB", kilobytes / 1_024.0) } else { format!("{kilobytes:.1} KB") }
}

/// The value below which this part of all lies; `times` need not be sorted.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a place in a list"
)]
pub(crate) fn percentile(times: &[Duration], part: f64) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let place = (sorted.len() as f64 * part).ceil() as usize;
    sorted.get(place.saturating_sub(1)).copied().unwrap_or_default()
}

/// Tells whoever waits what is going on.
#[expect(clippy::print_stderr, reason = "a program on a terminal")]
pub(crate) fn progress(words: impl AsRef<str>) {
    eprintln!("{}", words.as_ref());
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number to be read")]
fn thousands(number: f64) -> String {
    let digits = (number.round() as u64).to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
