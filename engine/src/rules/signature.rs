//! What stands below an answer of the staff. Pure.

/// The lines below an answer that somebody wrote on a page: their own signature, and below it that of the queue. Without one of the queue
/// our name stands there, as it does below the usual farewell; `None`: nobody has one, and that farewell stands there.
#[must_use]
pub fn below(own: Option<&str>, queue: Option<&str>, brand: &str) -> Option<String> {
    match (own, queue) {
        (Some(own), Some(queue)) => Some(format!("{own}\n\n{queue}")),
        (Some(own), None) => Some(format!("{own}\n\n{brand}")),
        (None, queue) => queue.map(str::to_owned),
    }
}
