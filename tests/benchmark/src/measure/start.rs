//! How long a server takes until it is ready on a database that is there, and what it holds while nobody asks.

use std::{fs, time::Duration};

use super::stage;
use crate::{
    bench::{Bench, Desk},
    figures::{Figure, Figures, bytes, goal, millis, percentile},
    machine::usage,
    options::Kind,
};

const TIMES: usize = 10;
const QUICK: Duration = Duration::from_millis(100);
const SMALL: u64 = 64 << 20;

/// Starts it ten times.
pub(super) async fn measure(bench: &Bench, kind: Kind, figures: &mut Figures) {
    let desk = Desk::open(bench, kind, bench.options.tickets, "").await;
    stage("start", &desk);
    let mut times = Vec::new();
    let mut memory = 0;
    for time in 0..TIMES {
        let server = desk.site.serve().await;
        times.push(server.took());
        if time == TIMES - 1 {
            tokio::time::sleep(Duration::from_secs(5)).await;
            memory = usage::memory(server.id());
        }
    }
    let p50 = percentile(&times, 0.5);
    let size = fs::metadata(&bench.binary).expect("the binary").len();
    figures.add(Figure {
        name: format!("start until ready, then idle; {kind}"),
        here: format!("program {}", bytes(size)),
        reference: "RT 1.24 s, 478 MB; Znuny 0.56 s, 267 MB; Roundup 0.26 s, 28 MB, as given".to_owned(),
        p50: millis(p50),
        p99: millis(percentile(&times, 0.99)),
        memory: bytes(memory),
        goal: goal("under 100 ms, under 64 MB", p50 < QUICK && memory < SMALL),
        ..Figure::default()
    });
}
