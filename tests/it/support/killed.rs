//! A program that is killed at each of its waits ends there, with all that it had started.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use engine::Actor;
use tests::{
    TestApp,
    killed::{Kill, live},
    on_each_database,
    remains::Remains,
};
use tokio::{spawn, time::sleep};

/// Takes two steps three times, the second in a task of its own that waits before.
async fn steps(taken: Arc<AtomicUsize>, kill: Kill) {
    kill.count();
    for _ in 0..3 {
        taken.fetch_add(1, Ordering::SeqCst);
        let own = Arc::clone(&taken);
        let task = spawn(async move {
            sleep(Duration::from_millis(1)).await;
            own.fetch_add(1, Ordering::SeqCst);
        });
        task.await.expect("no panic");
    }
}

#[tokio::test]
async fn a_program_is_killed_at_each_of_its_waits_and_nothing_of_it_goes_on() {
    let mut seen = BTreeSet::new();
    for point in 0.. {
        let taken = Arc::new(AtomicUsize::new(0));
        let (own, kill) = (Arc::clone(&taken), Kill::at(point));
        let ended = live(kill.clone(), move || steps(own, kill)).await;
        assert_eq!(Arc::strong_count(&taken), 1, "all that it had is dropped");
        let taken = taken.load(Ordering::SeqCst);
        if ended.is_some() {
            assert_eq!(taken, 6);
            break;
        }
        // It waits in the task alone.
        assert_eq!(taken % 2, 1, "{taken} steps");
        seen.insert(taken);
    }
    assert!(seen.contains(&1) && seen.len() > 1, "{seen:?}");
}

#[tokio::test]
async fn a_program_that_nobody_kills_ends_and_one_that_never_ends_can_be_killed() {
    let (taken, kill) = (Arc::new(AtomicUsize::new(0)), Kill::never());
    let own = kill.clone();
    assert_eq!(live(kill, move || steps(taken, own)).await, Some(()));
    let kill = Kill::never();
    let own = kill.clone();
    let ended = live(kill, move || async move {
        own.now();
        std::future::pending::<()>().await;
    });
    assert_eq!(ended.await, None);
}

on_each_database!(nothing_of_a_process_that_died_is_under_way_once_it_is_settled);

async fn nothing_of_a_process_that_died_is_under_way_once_it_is_settled(app: TestApp) {
    let remains = Remains::of(&app).await;
    app.engine.close().await;
    let app = Arc::new(app);
    let (kill, node) = (Kill::never(), Arc::clone(&app));
    let own = kill.clone();
    let ended = live(kill, move || async move {
        let engine = node.another_node().await;
        own.now();
        // It dies in one of these.
        for number in 0.. {
            let queue = format!("Queue {number}");
            engine.create_queue(&Actor::system(), &queue, None).await.expect("a queue");
        }
    });
    assert_eq!(ended.await, None);
    remains.settle().await;
    let queues = remains.number("SELECT COUNT(*) FROM queue").await;
    app.another_node().await.create_queue(&Actor::system(), "After", None).await.expect("a queue");
    assert_eq!(remains.number("SELECT COUNT(*) FROM queue").await, queues + 1);
}
