//! A program that is killed while it waits: at one place where it does after the other, and not by luck.
//!
//! What would be a process of its own is a runtime of its own here, on a thread of its own. When nothing in it can go on before a disk, a
//! database or another server answers, tokio is about to park that thread. Those moments are counted, and at the one that was asked
//! for the program ends with all that it has: its tasks are dropped where they stand, and their transactions and connections with them.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use tokio::{runtime, select, sync::Notify, task::spawn_blocking, time::timeout};

use crate::wait::PATIENCE;

/// When a program is killed; shared with whoever decides on that.
#[derive(Debug, Clone)]
pub struct Kill(Arc<State>);

#[derive(Debug, Default)]
struct State {
    /// At which wait; `None`: at none.
    at: Option<usize>,
    counts: AtomicBool,
    waits: AtomicUsize,
    now: Notify,
}

impl Kill {
    /// When it waits, and has waited so often since [`Kill::count`].
    #[must_use]
    pub fn at(point: usize) -> Self {
        Self(Arc::new(State { at: Some(point), ..State::default() }))
    }

    /// Only when somebody says so.
    #[must_use]
    pub fn never() -> Self {
        Self(Arc::default())
    }

    /// Counts its waits from now on.
    pub fn count(&self) {
        self.0.counts.store(true, Ordering::SeqCst);
    }

    /// Counts them no more: what comes now is of no matter.
    pub fn enough(&self) {
        self.0.counts.store(false, Ordering::SeqCst);
    }

    /// Kills it, whatever it does.
    pub fn now(&self) {
        self.0.now.notify_one();
    }

    /// It is about to wait.
    fn waits(&self) {
        if self.0.counts.load(Ordering::SeqCst) {
            let before = self.0.waits.fetch_add(1, Ordering::SeqCst);
            if self.0.at.is_some_and(|at| before >= at) {
                self.now();
            }
        }
    }
}

/// Runs a program, and answers what came of it; `None`: it was killed, and nothing of it is left.
///
/// A statement that a database has got by then may still be carried out, as after the end of a real process: see
/// [`Remains::settle`](crate::remains::Remains::settle).
pub async fn live<T, F>(kill: Kill, program: impl FnOnce() -> F + Send + 'static) -> Option<T>
where
    F: Future<Output = T> + 'static,
    T: Send + 'static,
{
    let own = kill.clone();
    let mut life = spawn_blocking(move || lived(&own, program));
    let ended = match timeout(PATIENCE, &mut life).await {
        Ok(ended) => ended,
        Err(_elapsed) => {
            // Or the test would wait for its thread for ever.
            kill.now();
            drop(life.await);
            panic!("waited {PATIENCE:?} in vain for a program to end");
        }
    };
    ended.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
}

/// Where a program lives. The runtime ends with this, and with it whatever was started in it.
fn lived<T, F: Future<Output = T>>(kill: &Kill, program: impl FnOnce() -> F) -> Option<T> {
    let counting = kill.clone();
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .on_thread_park(move || counting.waits())
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        select! {
            // It dies before anything in it goes on.
            biased;
            () = kill.0.now.notified() => None,
            ended = Box::pin(program()) => Some(ended),
        }
    })
}
