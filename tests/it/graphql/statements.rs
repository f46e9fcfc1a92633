//! Counts the statements that reach the database, by the spans that the database library opens around each.
//!
//! It sees the thread of one test alone, which is where all tasks of a `#[tokio::test]` run.

use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

use tracing::{Event, Metadata, Subscriber, span};

/// Waits for `work`, and answers how many statements ran meanwhile.
pub async fn counting<T>(work: impl Future<Output = T>) -> (T, usize) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Counter { count: Arc::clone(&count), next: AtomicU64::new(1) };
    let guard = tracing::subscriber::set_default(counter);
    let answer = work.await;
    drop(guard);
    (answer, count.load(Ordering::SeqCst))
}

struct Counter {
    count: Arc<AtomicUsize>,
    next: AtomicU64,
}

impl Subscriber for Counter {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.target().starts_with("sea_orm::d")
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        let metadata = span.metadata();
        let is_statement =
            ["execute", "execute_raw", "query_one", "query_one_raw", "query_all", "query_all_raw"];
        if metadata.target().starts_with("sea_orm::driver") && is_statement.contains(&metadata.name()) {
            self.count.fetch_add(1, Ordering::SeqCst);
        }
        span::Id::from_u64(self.next.fetch_add(1, Ordering::SeqCst))
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}
