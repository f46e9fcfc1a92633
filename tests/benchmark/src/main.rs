//! `tests/bench`: what Schalter costs, each figure beside a reference that was measured in the same run.
//!
//! [`data`] are made once and copied; [`machine`] holds the processes; [`measure`] has a file for each thing that is
//! measured; [`reference`] does the same without Schalter. Every answer is looked at: a wrong one fails the run.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a measure that cannot go on has failed, and says why"
)]
#![allow(clippy::similar_names, reason = "a desk and a disk, a site and a size are what they are")]

mod bench;
mod client;
mod data;
mod figures;
mod machine;
mod measure;
mod options;
mod reference;

use std::process::ExitCode;

use clap::Parser as _;
use tokio::signal::unix::{SignalKind, signal};

use bench::Bench;
use options::Options;

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let mut asked = signal(SignalKind::terminate()).expect("a signal");
    // Dropping the run ends everything that it has started.
    tokio::select! {
        code = run(options) => code,
        _ = tokio::signal::ctrl_c() => ExitCode::from(130),
        _ = asked.recv() => ExitCode::from(143),
    }
}

#[expect(clippy::print_stdout, reason = "the table is what was asked for")]
async fn run(options: Options) -> ExitCode {
    let bench = Bench::new(options).await;
    if bench.options.prepare {
        measure::prepare(&bench).await;
        return ExitCode::SUCCESS;
    }
    let figures = measure::all(&bench).await;
    let table = figures.table();
    if let Some(file) = &bench.options.markdown {
        std::fs::write(file, &table).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
    println!("{table}");
    for wrong in figures.wrong() {
        figures::progress(format!("wrong: {wrong}"));
    }
    if figures.wrong().is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
