//! Waiting for the thing itself instead of for a time.

use std::{future::Future, time::Duration};

use tokio::time::{Instant, sleep};

/// How long a test waits for something that must come; generous, since two cores may carry everything at once.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Asks until there is an answer, and fails the test with `what` when none comes.
pub async fn until<T, F>(what: &str, mut ask: impl FnMut() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    let begin = Instant::now();
    let mut pause = Duration::from_millis(5);
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(begin.elapsed() < PATIENCE, "waited {PATIENCE:?} in vain for {what}");
        sleep(pause).await;
        pause = (pause * 2).min(Duration::from_millis(100));
    }
}
