//! What processes took so far, as the kernel tells in `/proc`.

use std::{fs, time::Duration};

/// The kernel counts in hundredths of a second on every machine that we know.
const TICK: Duration = Duration::from_millis(10);
/// The kernel counts memory in pages.
const PAGE: u64 = 4_096;

/// Processor time of a process, with all its threads.
pub(crate) fn cpu(id: u32) -> Duration {
    stat(&id.to_string()).map_or(Duration::ZERO, |fields| ticks(&fields, 11))
}

/// Processor time of a process and of its children that still run.
pub(crate) fn cpu_of_family(id: u32) -> Duration {
    let all = fs::read_dir("/proc").expect("procfs").flatten();
    let families = all.filter_map(|entry| stat(entry.file_name().to_str()?));
    let children = families.filter(|fields| fields.get(1).is_some_and(|parent| *parent == id.to_string()));
    cpu(id) + children.map(|fields| ticks(&fields, 11)).sum::<Duration>()
}

/// Processor time of our children that have ended.
pub(crate) fn cpu_of_the_dead() -> Duration {
    stat("self").map_or(Duration::ZERO, |fields| ticks(&fields, 13))
}

/// Resident memory of a process.
pub(crate) fn memory(id: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{id}/statm")).unwrap_or_default();
    text.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or_default() * PAGE
}

/// Two neighbouring counts, in user mode and in the kernel.
fn ticks(fields: &[String], at: usize) -> Duration {
    let count = |at: usize| fields.get(at).and_then(|field| field.parse::<u32>().ok()).unwrap_or_default();
    TICK * (count(at) + count(at + 1))
}

/// The fields behind the name, which may hold blanks: 0 is the state, 1 the parent, 11 and 12 the times.
fn stat(id: &str) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(") ")?;
    Some(rest.split(' ').map(str::to_owned).collect())
}
