//! A sender that is killed at each place where it waits: every letter arrives, and once more only if nobody could know that it had.

use std::{collections::BTreeSet, sync::Arc};

use mail::{
    inbound::submit,
    outbound::{self, Transport},
};
use tests::{
    Backend, MAILBOX, TestApp,
    killed::{Kill, live},
    on_each_database,
    servers::smtp::Smtp,
};
use tokio::{select, sync::watch};

use crate::mail::desk::{Desk, node, raw_mail, sender};

on_each_database!(a_sender_killed_at_any_point_repeats_no_letter_that_was_recorded);

/// So often at least it has to be killed: else nothing was tried.
const SOME: usize = 10;

/// So often a process may get to its end without.
const ROUNDS: usize = 100;

/// A desk, and the server that its letters go to.
struct Stage {
    desk: Desk,
    server: Smtp,
}

impl Stage {
    /// A process that begins, owes a letter, and sends what is owed until that letter has come; whether it got so far. It is counted from
    /// when it begins to send.
    async fn send(&self, number: usize, kill: Kill) -> bool {
        let (stop, stopped) = watch::channel(false);
        let process = self.process(number, kill, stopped);
        tokio::pin!(process);
        let ended = select! {
            ended = &mut process => ended,
            () = self.comes(number) => {
                // What is under way is finished and recorded.
                stop.send_replace(true);
                process.await
            }
        };
        ended.is_some()
    }

    async fn process(&self, number: usize, kill: Kill, stop: watch::Receiver<bool>) -> Option<()> {
        let (app, server, own) = (Arc::clone(&self.desk.app), self.server.url(), kill.clone());
        live(kill, move || sends(app, number, server, own, stop)).await
    }

    async fn comes(&self, number: usize) {
        let mut count = self.server.count();
        while self.server.came_to(&sender(number)).is_empty() {
            count.changed().await.expect("the server lives");
        }
    }

    /// How often the letter that answers this mail came: each time the same.
    fn times(&self, number: usize) -> usize {
        let came = self.server.came_to(&sender(number));
        let ids: BTreeSet<&str> = came.iter().map(|kept| kept.mail.message_id.as_str()).collect();
        assert_eq!(ids.len(), 1, "letter {number}");
        came.len()
    }

    /// How often a letter came that a process left behind which died, once the next one has done what is left.
    async fn times_in_the_end(&self, number: usize, next: usize) -> usize {
        let was_recorded = self.desk.is_recorded(number).await;
        assert!(self.send(next, Kill::never()).await);
        for number in [number, next] {
            assert!(self.desk.is_recorded(number).await, "letter {number}");
            self.desk.expect_once(number).await;
        }
        assert_eq!(self.times(next), 1);
        let times = self.times(number);
        assert!(times == 1 || (times == 2 && !was_recorded), "letter {number} came {times} times");
        times
    }
}

async fn sends(app: Arc<TestApp>, number: usize, server: String, kill: Kill, stop: watch::Receiver<bool>) {
    let engine = node(&app).await;
    let report = submit(&engine, raw_mail(number).into_bytes(), Some(MAILBOX)).await;
    assert!(report.is_stored(), "{report:?}");
    let transport = Transport::open(&server, None).expect("an address");
    kill.count();
    outbound::run(engine, transport, Vec::new(), stop).await.expect("the templates can be read");
}

async fn a_sender_killed_at_any_point_repeats_no_letter_that_was_recorded(app: TestApp) {
    let stage = Stage { desk: Desk::of(app).await, server: Smtp::start().await };
    // Killed before the server had a letter or after that was recorded, and between.
    let (mut others, mut between) = (0, 0);
    // SQLite's own thread does what it was handed, whoever is killed, and no wait may lie between the two.
    let may_be_none = stage.desk.app.backend == Backend::Sqlite;
    let mut numbers = (0..).step_by(2);
    let (mut point, mut rounds) = (0, 0);
    for number in &mut numbers {
        let survived = stage.send(number, Kill::at(point)).await;
        let times = stage.times_in_the_end(number, number + 1).await;
        point += 1;
        if !survived {
            if times == 1 {
                others += 1;
            } else {
                between += 1;
            }
            continue;
        }
        assert_eq!(times, 1);
        // Where everything answers at once a sender waits seldom, and elsewhere each time: then the next round begins.
        (point, rounds) = (0, rounds + 1);
        if others >= SOME && (may_be_none || between > 0) || rounds == ROUNDS {
            break;
        }
    }
    // At last as soon as anybody can see that it is recorded.
    let number = numbers.next().expect("a number");
    let (kill, (_stop, stopped)) = (Kill::never(), watch::channel(false));
    let killing = async {
        stage.desk.until_recorded(number).await;
        kill.now();
    };
    let (ended, ()) = tokio::join!(stage.process(number, kill.clone(), stopped), killing);
    assert_eq!((ended, stage.times_in_the_end(number, number + 1).await), (None, 1));
    eprintln!("killed {between} times between acceptance and record, and {others} times before or after");
    assert!(others >= SOME && (may_be_none || between > 0), "{others} {between}");
}
