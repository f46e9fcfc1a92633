//! How long the disk takes to make four kilobytes durable: nothing that is durable can be faster, unless it shares.

use std::{
    fs::OpenOptions,
    io::Write as _,
    time::{Duration, Instant},
};

use crate::{
    bench::Bench,
    figures::{Figure, millis, percentile, progress, rate},
};

const TIMES: usize = 500;

/// The middle, and what one in a hundred exceeds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Disk {
    pub(super) p50: Duration,
    p99: Duration,
}

/// Appends and syncs.
pub(super) fn measure(bench: &Bench) -> Disk {
    progress("disk");
    let path = bench.place().join("append");
    let mut file = OpenOptions::new().create(true).append(true).open(&path).expect("a file");
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let begin = Instant::now();
        file.write_all(&[0; 4_096]).expect("written");
        file.sync_data().expect("synced");
        times.push(begin.elapsed());
    }
    std::fs::remove_file(path).expect("removed");
    Disk { p50: percentile(&times, 0.5), p99: percentile(&times, 0.99) }
}

/// Its line.
pub(super) fn figure(disk: Disk) -> Figure {
    Figure {
        name: "disk: append 4 KiB, fdatasync".to_owned(),
        here: rate(1.0 / disk.p50.as_secs_f64()),
        p50: millis(disk.p50),
        p99: millis(disk.p99),
        ..Figure::default()
    }
}
