//! A file for each thing that is measured; here is what they share, and their order.

mod counts;
mod disk;
mod fanout;
mod graphql;
mod growth;
mod imap;
mod loads;
mod mail;
mod mails;
mod pages;
mod peer;
mod rt;
mod search;
mod start;

use std::time::Duration;

use crate::{
    bench::{Bench, Desk, Served},
    data,
    figures::{Figure, Figures, bytes, millis, progress, rate},
    machine::load::{Load, Shot},
    options::{Size, What},
};

/// How long a load lasts, in seconds.
const SECONDS: u32 = 4;

/// Makes the data that a run would need.
pub(crate) async fn prepare(bench: &Bench) {
    for kind in bench.options.kinds() {
        for size in [Size::Small, bench.options.tickets] {
            data::kept(bench, *kind, size).await;
        }
    }
}

/// Measures everything that was asked for.
pub(crate) async fn all(bench: &Bench) -> Figures {
    let mut figures = Figures::default();
    let wants = |what| bench.options.wants(what);
    let disk = disk::measure(bench);
    if wants(What::Disk) {
        figures.add(disk::figure(disk));
    }
    let beside = if wants(What::Mail) || wants(What::Imap) {
        Some(Beside { rt: rt::measure(bench).await, disk })
    } else {
        None
    };
    for kind in bench.options.kinds() {
        let size = bench.options.tickets;
        if let Some(beside) = beside.filter(|_| wants(What::Mail)) {
            mail::measure(bench, *kind, beside, &mut figures).await;
        }
        if let Some(beside) = beside.filter(|_| wants(What::Imap)) {
            imap::measure(bench, *kind, beside, &mut figures).await;
        }
        if [What::Graphql, What::Pages, What::Counts, What::Search].into_iter().any(wants) {
            let desk = Desk::open(bench, *kind, size, "").await;
            let served = desk.serve().await;
            if wants(What::Pages) {
                pages::measure(bench, &desk, &served, &mut figures).await;
            }
            if wants(What::Counts) {
                counts::measure(bench, &desk, &served, &mut figures).await;
            }
            if wants(What::Search) {
                search::measure(bench, &desk, &served, &mut figures).await;
            }
            // The last, since C writes.
            if wants(What::Graphql) {
                graphql::measure(bench, &desk, &served, &mut figures).await;
            }
        }
        if wants(What::Fanout) {
            for subscribers in [1_000, 10_000] {
                fanout::measure(bench, *kind, subscribers, &mut figures).await;
            }
        }
        if wants(What::Start) {
            start::measure(bench, *kind, &mut figures).await;
        }
        if wants(What::Growth) && size != Size::Small {
            growth::measure(bench, *kind, &mut figures).await;
        }
    }
    figures
}

/// Beside what the intake of mails stands.
#[derive(Debug, Clone, Copy)]
struct Beside {
    rt: rt::Rates,
    disk: disk::Disk,
}

/// A load, and what it cost.
#[derive(Debug, Clone, Copy)]
struct Taken {
    shot: Shot,
    cpu: Duration,
    memory: u64,
}

/// Loads a server for so long.
async fn take(bench: &Bench, served: &Served, load: &Load, connections: u32, seconds: u32) -> Taken {
    let before = served.cpu();
    let shot = load.run(bench, connections, seconds).await;
    let count = u32::try_from(shot.count).expect("small");
    Taken { shot, cpu: served.cpu().saturating_sub(before) / count, memory: served.memory() }
}

impl Taken {
    /// A line with everything that a load tells.
    fn figure(&self, name: String) -> Figure {
        Figure {
            name,
            here: rate(self.shot.rate()),
            p50: millis(self.shot.p50),
            p99: millis(self.shot.p99),
            cpu: millis(self.cpu),
            memory: bytes(self.memory),
            ..Figure::default()
        }
    }
}

/// What stands behind the name of a figure.
fn on(desk: &Desk, connections: u32) -> String {
    let s = if connections == 1 { "" } else { "s" };
    format!("{}, {connections} connection{s}", desk.kind)
}

/// Tells what comes now.
fn stage(name: &str, desk: &Desk) {
    progress(format!("{name} on {}, {} tickets", desk.kind, desk.plan.tickets));
}
