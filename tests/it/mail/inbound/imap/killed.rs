//! A fetcher that is killed at each place where it waits between receiving a mail and having flagged it, and at each command: the mail is
//! taken in once, and marked, moved or deleted in the end, and never before it is in the ledger.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use engine::{AfterFetch, MailboxHandling};
use mail::inbound::imap::{Endpoint, MailboxConfig, run};
use tests::{
    MAILBOX, TestApp,
    killed::{Kill, live},
    on_each_database,
};
use tokio::sync::watch;

use super::scripted::{Moment, Scripted};
use crate::mail::desk::{Desk, Tally, node, raw_mail};

on_each_database!(
    a_fetcher_killed_at_any_point_takes_its_mail_in_once_and_flags_it,
    a_fetcher_killed_at_any_command_marks_what_it_took_in,
    a_fetcher_killed_at_any_command_moves_what_it_took_in,
    a_fetcher_killed_at_any_command_copies_and_removes_what_it_took_in,
    a_fetcher_killed_at_any_command_deletes_what_it_took_in,
);

/// What becomes of a mail in its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filing {
    Marked,
    /// With MOVE.
    Moved,
    /// Moved by a server that can only copy and remove.
    Copied,
    Deleted,
}

impl Filing {
    const fn abilities(self) -> &'static str {
        match self {
            Self::Marked => "IMAP4rev1",
            Self::Moved => "IMAP4rev1 MOVE UIDPLUS",
            Self::Copied | Self::Deleted => "IMAP4rev1 UIDPLUS",
        }
    }

    fn handling(self) -> MailboxHandling {
        let (after_fetch, move_to) = match self {
            Self::Marked => (AfterFetch::Mark, None),
            Self::Moved | Self::Copied => (AfterFetch::Move, Some("Done".to_owned())),
            Self::Deleted => (AfterFetch::Delete, None),
        };
        MailboxHandling { after_fetch, move_to, ..MailboxHandling::default() }
    }
}

/// A mailbox, and the desk that fetches it.
struct Stage {
    desk: Desk,
    server: Scripted,
    filing: Filing,
}

impl Stage {
    async fn set(app: TestApp, filing: Filing) -> Self {
        let server = Scripted::start().await;
        server.can(filing.abilities());
        Self { desk: Desk::of(app).await, server, filing }
    }

    fn config(&self) -> MailboxConfig {
        let address = format!("imap://tickets@127.0.0.1:{}", self.server.port);
        let usual = MailboxConfig::new(MAILBOX, Endpoint::parse(&address).expect("an address"), "secret");
        MailboxConfig { poll: Duration::from_millis(10), handling: self.filing.handling(), ..usual }
    }

    /// A process that begins, fetches what there is, and stops when it looks for more; whether it did. It is counted from when the
    /// first mail is handed out, and killed at this one of the moments that the server sees from when the folder is opened.
    async fn fetch(&self, kill: Kill, cut: Option<usize>) -> bool {
        let (stop, stopped) = watch::channel(false);
        let (own, seen) = (kill.clone(), AtomicUsize::new(0));
        self.server.watch(move |line, moment| {
            if moment == Moment::Obeyed && line.contains("BODY.PEEK") {
                own.count();
            }
            if line.contains("NOOP") {
                own.enough();
                stop.send_replace(true);
            }
            if seen.load(Ordering::SeqCst) == 0 && !line.contains("SELECT") {
                return false;
            }
            let is_cut = cut == Some(seen.fetch_add(1, Ordering::SeqCst));
            if is_cut {
                own.now();
            }
            is_cut
        });
        let (app, config) = (Arc::clone(&self.desk.app), self.config());
        let ended = live(kill, move || fetches(app, config, stopped)).await;
        self.server.left_alone().await;
        ended.is_some()
    }

    /// Whether a mail is in the ledger, and whether the server has done with it what is to be done.
    async fn found(&self, number: usize) -> (bool, bool) {
        let (raw, mails) = (raw_mail(number), self.server.mails());
        let mut same = mails.iter().filter(|mail| mail.raw == raw);
        let filed = match self.filing {
            Filing::Marked => same.any(|mail| mail.seen),
            Filing::Moved | Filing::Copied | Filing::Deleted => same.all(|mail| mail.gone),
        };
        let taken_in = self.desk.is_taken_in(number).await;
        assert!(taken_in || !filed, "mail {number} was {:?}, and is not in the ledger", self.filing);
        (taken_in, filed)
    }

    /// The next process does what is left.
    async fn ends_well(&self, numbers: impl Iterator<Item = usize>) {
        assert!(self.fetch(Kill::never(), None).await);
        for number in numbers {
            assert_eq!(self.found(number).await, (true, true), "mail {number}");
            self.desk.expect_once(number).await;
            let copies = self.server.elsewhere(&raw_mail(number));
            match self.filing {
                Filing::Marked | Filing::Deleted => assert_eq!(copies, 0),
                Filing::Moved => assert_eq!(copies, 1),
                // To copy and to remove are two commands: who is killed between them copies once more.
                Filing::Copied => assert!((1..=2).contains(&copies), "{copies} copies"),
            }
        }
    }
}

async fn fetches(app: Arc<TestApp>, config: MailboxConfig, stop: watch::Receiver<bool>) {
    let engine = node(&app).await;
    // As the server does when it starts.
    engine.release_abandoned_mailboxes().await.expect("given back");
    run(engine, config, stop).await;
}

async fn a_fetcher_killed_at_any_point_takes_its_mail_in_once_and_flags_it(app: TestApp) {
    let stage = Stage::set(app, Filing::Marked).await;
    let mut tally = Tally::default();
    for number in 0.. {
        stage.server.deliver(&raw_mail(number));
        let survived = stage.fetch(Kill::at(tally.point()), None).await;
        let (taken_in, _) = stage.found(number).await;
        stage.ends_well(number..=number).await;
        if !survived {
            tally.note(taken_in);
            continue;
        }
        assert!(taken_in);
        if tally.survived(true) {
            break;
        }
    }
    tally.check();
}

async fn a_fetcher_killed_at_any_command_marks_what_it_took_in(app: TestApp) {
    killed_at_any_command(app, Filing::Marked).await;
}

async fn a_fetcher_killed_at_any_command_moves_what_it_took_in(app: TestApp) {
    killed_at_any_command(app, Filing::Moved).await;
}

async fn a_fetcher_killed_at_any_command_copies_and_removes_what_it_took_in(app: TestApp) {
    killed_at_any_command(app, Filing::Copied).await;
}

async fn a_fetcher_killed_at_any_command_deletes_what_it_took_in(app: TestApp) {
    killed_at_any_command(app, Filing::Deleted).await;
}

/// Before the server obeys each command, and before it answers: in a mailbox that was read before, and at the first look into one. Two
/// mails come at a time, and are taken in with one commit.
async fn killed_at_any_command(app: TestApp, filing: Filing) {
    let stage = Stage::set(app, filing).await;
    let (mut tally, mut unfiled, mut numbers) = (Tally::default(), 0, (0..).step_by(2));
    for is_first in [false, true] {
        for (cut, number) in (0..).zip(&mut numbers) {
            if is_first {
                stage.server.renew();
            }
            stage.server.deliver(&raw_mail(number));
            stage.server.deliver(&raw_mail(number + 1));
            let survived = stage.fetch(Kill::never(), Some(cut)).await;
            let (found, other) = (stage.found(number).await, stage.found(number + 1).await);
            assert_eq!(found, other, "what was taken in together was flagged together");
            stage.ends_well(number..=number + 1).await;
            if survived {
                assert_eq!(found, (true, true));
                break;
            }
            let (taken_in, filed) = found;
            unfiled += usize::from(taken_in && !filed);
            tally.note(taken_in);
        }
    }
    assert!(unfiled > 0, "nobody was killed between the commit and the flag");
    tally.check();
}
