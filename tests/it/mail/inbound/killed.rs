//! A process that is killed at each place where it waits while it is handed a mail: none is acknowledged that is not in the ledger,
//! and the mail that comes once more is not taken in once more.

use std::{path::Path, sync::Arc};

use mail::inbound::{
    handover::{self, Client},
    lmtp::{self, LmtpConfig},
    submit,
};
use tests::{
    MAILBOX, TestApp,
    killed::{Kill, live},
    on_each_database,
    wait::until,
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::UnixStream,
    spawn,
    sync::watch,
};

use crate::mail::desk::{Desk, Tally, node, raw_mail};

on_each_database!(
    a_pipe_killed_at_any_point_leaves_its_mail_once,
    a_delivery_by_lmtp_killed_at_any_point_leaves_its_mail_once,
    a_hand_over_killed_at_any_point_leaves_its_mail_once,
);

/// The number of a mail that no loop comes to.
const LAST: usize = 1_000_000;

async fn a_pipe_killed_at_any_point_leaves_its_mail_once(app: TestApp) {
    killed_at_any_point(app, &Pipe).await;
}

async fn a_delivery_by_lmtp_killed_at_any_point_leaves_its_mail_once(app: TestApp) {
    killed_at_any_point(app, &Lmtp).await;
}

async fn a_hand_over_killed_at_any_point_leaves_its_mail_once(app: TestApp) {
    killed_at_any_point(app, &HandOver).await;
}

/// How a mail is handed to a process.
trait Way {
    /// Does so with a process that begins, and is counted from when it has to receive the mail until it answers. One that `stays` does not
    /// end by itself.
    async fn deliver(&self, app: &Arc<TestApp>, number: usize, kill: &Kill, stays: bool) -> End;
}

/// How that ended.
struct End {
    /// Whether the process was not killed.
    survived: bool,
    /// Whether it said that the mail is stored, so that it never comes again.
    told: bool,
}

async fn killed_at_any_point(app: TestApp, way: &impl Way) {
    let desk = Desk::of(app).await;
    let mut tally = Tally::default();
    for number in 0.. {
        let end = way.deliver(&desk.app, number, &Kill::at(tally.point()), false).await;
        let taken_in = delivered_again(&desk, way, number, &end).await;
        if !end.survived {
            tally.note(taken_in);
        } else if tally.survived(false) {
            break;
        }
    }
    // At last as soon as anybody can see it in the ledger.
    let kill = Kill::never();
    let killing = async {
        desk.until_taken_in(LAST).await;
        kill.now();
    };
    let (end, ()) = tokio::join!(way.deliver(&desk.app, LAST, &kill, true), killing);
    assert!(!end.survived);
    tally.note(delivered_again(&desk, way, LAST, &end).await);
    tally.check();
}

/// Delivers a mail again unless it was acknowledged. Then it is there, once; whether it was before, is answered.
async fn delivered_again(desk: &Desk, way: &impl Way, number: usize, end: &End) -> bool {
    let taken_in = desk.is_taken_in(number).await;
    assert!(taken_in || !end.told, "mail {number} was acknowledged, and is not there");
    assert!(end.told || !end.survived, "mail {number} was not taken in, and nobody was killed");
    if !end.told {
        let again = way.deliver(&desk.app, number, &Kill::never(), false).await;
        assert!(again.survived && again.told, "mail {number} was not taken in by the next process");
    }
    desk.expect_once(number).await;
    taken_in
}

/// `schalter mail import`, while no server runs.
struct Pipe;

impl Way for Pipe {
    async fn deliver(&self, app: &Arc<TestApp>, number: usize, kill: &Kill, stays: bool) -> End {
        let (app, own) = (Arc::clone(app), kill.clone());
        let ended = live(kill.clone(), move || imports(app, number, own, stays)).await;
        End { survived: ended.is_some(), told: ended == Some(true) }
    }
}

async fn imports(app: Arc<TestApp>, number: usize, kill: Kill, stays: bool) -> bool {
    let engine = node(&app).await;
    kill.count();
    let report = submit(&engine, raw_mail(number).into_bytes(), Some(MAILBOX)).await;
    if stays {
        std::future::pending::<()>().await;
    }
    report.is_stored()
}

/// A server that a mail server delivers to.
struct Lmtp;

impl Way for Lmtp {
    async fn deliver(&self, app: &Arc<TestApp>, number: usize, kill: &Kill, stays: bool) -> End {
        let path = app.directory().join("lmtp.sock");
        let (stop, stopped) = watch::channel(false);
        let (app, place) = (Arc::clone(app), lmtp::Place::Unix(path.clone()));
        let process = spawn(live(kill.clone(), move || serves_lmtp(app, place, stopped)));
        let answer = announced_and_sent(&path, number, kill).await;
        kill.enough();
        if !stays {
            stop.send_replace(true);
        }
        let ended = process.await.expect("no panic");
        End { survived: ended.is_some(), told: answer.is_some_and(|answer| answer.starts_with("250 ")) }
    }
}

async fn serves_lmtp(app: Arc<TestApp>, place: lmtp::Place, stop: watch::Receiver<bool>) {
    let engine = node(&app).await;
    let listener = lmtp::Listener::bind(&place).await.expect("one that was killed is replaced");
    let config = LmtpConfig { host: "desk.example.org".to_owned(), message_limit: 10_000 };
    lmtp::run(engine, listener, config, stop).await;
}

/// Says what a mail server says, and answers the reply to the mail; `None`: the other end went away.
async fn announced_and_sent(path: &Path, number: usize, kill: &Kill) -> Option<String> {
    let stream = until("a server of LMTP", async || UnixStream::connect(path).await.ok()).await;
    let mut line = Line(BufReader::new(stream));
    line.reply().await?;
    line.ask("LHLO mx.example.org\r\n").await?;
    line.ask("MAIL FROM:<kim@customer.example>\r\n").await?;
    line.ask(&format!("RCPT TO:<{MAILBOX}>\r\n")).await?;
    line.ask("DATA\r\n").await?;
    kill.count();
    line.ask(&format!("{}.\r\n", raw_mail(number))).await
}

struct Line(BufReader<UnixStream>);

impl Line {
    async fn ask(&mut self, said: &str) -> Option<String> {
        self.0.get_mut().write_all(said.as_bytes()).await.ok()?;
        self.reply().await
    }

    /// The last line of a reply.
    async fn reply(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            let read = self.0.read_line(&mut line).await.ok()?;
            if read == 0 || line.get(3..4) != Some("-") {
                return Some(line).filter(|line| !line.is_empty());
            }
        }
    }
}

/// A server that `schalter mail import` hands its mails over to.
struct HandOver;

impl Way for HandOver {
    async fn deliver(&self, app: &Arc<TestApp>, number: usize, kill: &Kill, stays: bool) -> End {
        let installation = "the desk of this test".to_owned();
        let place = handover::Place { path: app.directory().join("import.sock"), installation };
        let (stop, stopped) = watch::channel(false);
        let (app, own) = (Arc::clone(app), place.clone());
        let process = spawn(live(kill.clone(), move || takes_over(app, own, stopped)));
        let connect = async || Client::connect(&place.path, &place.installation).await;
        let mut client = until("a server that takes mails over", connect).await;
        kill.count();
        let answers = client.hand_over(&[raw_mail(number).as_bytes()], Some(MAILBOX)).await;
        kill.enough();
        drop(client);
        if !stays {
            stop.send_replace(true);
        }
        let ended = process.await.expect("no panic");
        End { survived: ended.is_some(), told: answers.first().is_some_and(|answer| answer.stored) }
    }
}

async fn takes_over(app: Arc<TestApp>, place: handover::Place, stop: watch::Receiver<bool>) {
    let engine = node(&app).await;
    let listener = handover::Listener::bind(&place.path).await.expect("one that was killed is replaced");
    handover::run(engine, place, Some(listener), stop).await;
}
