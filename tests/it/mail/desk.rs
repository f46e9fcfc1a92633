//! A desk whose processes are killed while mail comes and goes, and what has to be true of each mail afterwards.

use std::sync::Arc;

use engine::{Engine, Settings};
use tests::{MAILBOX, TestApp, remains::Remains, wait::until};

/// More people write for the first time within one standing hour than a desk expects.
const MANY: u64 = 1_000_000;

/// So often at least a process has to be killed before a mail is in the ledger: else nothing was tried.
const SOME: usize = 10;

/// So often a process may get to its end without: where everything answers at once it hardly ever waits.
const ROUNDS: usize = 100;

/// The mail of that number, the first of its sender.
pub(super) fn raw_mail(number: usize) -> String {
    format!(
        "From: Kim <{}>\r\nTo: {MAILBOX}\r\nSubject: Request {number}\r\nMessage-ID: <m{number}@customer.example>\r\n\r\n\
         This is mail {number}.\r\n",
        sender(number)
    )
}

/// Who wrote it.
pub(super) fn sender(number: usize) -> String {
    format!("kim{number}@customer.example")
}

/// The engine of a process that begins.
pub(super) async fn node(app: &TestApp) -> Engine {
    app.node_with(plenty).await
}

fn plenty(settings: &mut Settings) {
    let mail = &mut settings.mail;
    mail.new_senders_per_hour = MANY;
    mail.new_senders_per_domain = MANY;
    mail.first_confirmations_per_hour = MANY;
}

/// The database, the files and the clock of a desk; each process has an engine of its own.
pub(super) struct Desk {
    pub(super) app: Arc<TestApp>,
    remains: Remains,
}

impl Desk {
    pub(super) async fn of(app: TestApp) -> Self {
        let remains = Remains::of(&app).await;
        app.engine.close().await;
        Self { app: Arc::new(app), remains }
    }

    /// Whether a mail is in the ledger, once nothing of a process that died is under way any more.
    pub(super) async fn is_taken_in(&self, number: usize) -> bool {
        self.remains.settle().await;
        self.lines(number).await > 0
    }

    /// Returns once it is.
    pub(super) async fn until_taken_in(&self, number: usize) {
        until("the mail to be in the ledger", async || (self.lines(number).await > 0).then_some(())).await;
    }

    async fn lines(&self, number: usize) -> i64 {
        let sql = "SELECT COUNT(*) FROM incoming_mail WHERE message_id";
        self.remains.number(&format!("{sql} = 'm{number}@customer.example'")).await
    }

    /// Whether the letter that the mail is answered with is recorded as sent, once nothing of a process that died is under way any
    /// more.
    pub(super) async fn is_recorded(&self, number: usize) -> bool {
        self.remains.settle().await;
        self.recorded(number).await > 0
    }

    /// Returns once it is.
    pub(super) async fn until_recorded(&self, number: usize) {
        until("the letter to be recorded", async || (self.recorded(number).await > 0).then_some(())).await;
    }

    async fn recorded(&self, number: usize) -> i64 {
        let sql = "SELECT COUNT(*) FROM letter WHERE state = 'SENT' AND address";
        self.remains.number(&format!("{sql} = '{}'", sender(number))).await
    }

    /// One line of the ledger says that the mail became a ticket, it is one, and one letter answers it.
    pub(super) async fn expect_once(&self, number: usize) {
        let id = format!("m{number}@customer.example");
        let all = [
            format!("incoming_mail WHERE message_id = '{id}'"),
            format!("incoming_mail WHERE message_id = '{id}' AND outcome = 'created'"),
            format!("ticket WHERE title = 'Request {number}'"),
            format!("comment WHERE text = 'This is mail {number}.'"),
            format!("letter WHERE address = '{}'", sender(number)),
        ];
        for rows in all {
            assert_eq!(self.remains.number(&format!("SELECT COUNT(*) FROM {rows}")).await, 1, "{rows}");
        }
    }
}

/// How often a process was killed before a mail was in the ledger, and after.
#[derive(Debug, Default)]
pub(super) struct Tally {
    before: usize,
    after: usize,
    /// At which of its waits the next process is to be killed, and how many got to their end before that.
    point: usize,
    survived: usize,
}

impl Tally {
    pub(super) const fn note(&mut self, taken_in: bool) {
        if taken_in {
            self.after += 1;
        } else {
            self.before += 1;
        }
        self.point += 1;
    }

    /// The wait at which the next one is killed.
    pub(super) const fn point(&self) -> usize {
        self.point
    }

    /// One got to its end: whether that is enough. How often a process waits is different each time, and so is where it was killed; the
    /// next round begins at its first wait.
    pub(super) const fn survived(&mut self, with_after: bool) -> bool {
        self.point = 0;
        self.survived += 1;
        let enough = self.before >= SOME && (self.after > 0 || !with_after);
        enough || self.survived == ROUNDS
    }

    /// Both have happened.
    pub(super) fn check(&self) {
        eprintln!("killed before the mail was in the ledger, and after: {self:?}");
        assert!(self.before >= SOME && self.after > 0, "{self:?}");
    }
}
