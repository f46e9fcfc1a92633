//! What a process has used, as Linux tells it in `/proc`.

use std::{fs, time::Duration};

/// The kernel counts processor time in hundredths of a second, whatever it ticks by.
const TICK: Duration = Duration::from_millis(10);

/// The memory of a process that is resident now, in bytes.
#[must_use]
pub fn memory(pid: u32) -> u64 {
    status(pid, "VmRSS:")
}

/// The most memory of a process that was ever resident, in bytes.
#[must_use]
pub fn peak_memory(pid: u32) -> u64 {
    status(pid, "VmHWM:")
}

/// The processor time that a process has used so far, by itself and for it in the kernel.
#[must_use]
pub fn cpu_time(pid: u32) -> Duration {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).expect("the process runs");
    // The name of the program may hold blanks and brackets.
    let (_, fields) = text.rsplit_once(") ").expect("a name");
    let ticks = fields.split(' ').skip(11).take(2).map(|count| count.parse::<u32>().expect("a count"));
    TICK * ticks.sum::<u32>()
}

fn status(pid: u32, field: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).expect("the process runs");
    let line = text.lines().find_map(|line| line.strip_prefix(field)).expect("a field of it");
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().expect("a size");
    kilobytes * 1024
}
