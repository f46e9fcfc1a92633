//! Killed at any moment while mails come in: every mail is exactly one ticket or comment, and every letter leaves, again
//! only where nobody could know that it had left.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{BuildHasher as _, RandomState},
    process::Stdio,
    time::Duration,
};

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use tests::{
    servers::{
        binary::{Server, Site},
        dovecot::{Dovecot, PASSWORD},
        postgres::fresh_database,
        smtp::Smtp,
    },
    wait::until,
};

/// How often the server is killed, unless [`VARIABLE`] says another number.
const ROUNDS: u64 = 12;
/// The variable that says how often, such as 70 for a night.
const VARIABLE: &str = "SCHALTER_TEST_KILLS";
/// How many mails come in each round.
const MAILS: u64 = 6;
/// A round's longest time until the kill, in milliseconds: around what a round's mails take.
const LONGEST: u64 = 700;

fn rounds() -> u64 {
    std::env::var(VARIABLE).map_or(ROUNDS, |rounds| rounds.parse().expect("a number of rounds"))
}

/// Where a server is killed, and the database that it leaves behind.
struct Place {
    site: Site,
    smtp: Smtp,
    database: String,
    backend: DbBackend,
}

impl Place {
    async fn on_sqlite(mailbox: &str) -> Self {
        let smtp = Smtp::start().await;
        let site = Site::new(&config(&smtp, "", mailbox));
        let database = format!("sqlite://{}?mode=ro", site.path().join("data/schalter.db").display());
        Self { site, smtp, database, backend: DbBackend::Sqlite }
    }

    async fn on_postgres() -> Self {
        let smtp = Smtp::start().await;
        let database = fresh_database().await;
        let site = Site::new(&config(&smtp, &format!("[database]\nurl = \"{database}\"\n"), ""));
        Self { site, smtp, database, backend: DbBackend::Postgres }
    }

    async fn column(&self, sql: &str) -> Vec<String> {
        let database = sea_orm::Database::connect(&self.database).await.expect("a database");
        let rows = database.query_all_raw(Statement::from_string(self.backend, sql)).await.expect(sql);
        database.close().await.expect("closed");
        rows.iter().map(|row| row.try_get_by_index(0).expect("text")).collect()
    }
}

/// More people write for the first time than a desk expects within an hour.
fn config(smtp: &Smtp, database: &str, mailbox: &str) -> String {
    format!(
        "[server]\nbind = \"127.0.0.1:0\"\n{database}[mail]\nfrom = \"Support <tickets@example.org>\"\n\
         new_senders_per_domain = 100000\nnew_senders_per_hour = 100000\nfirst_confirmations_per_hour = 100000\n\
         [mail.smtp]\nurl = \"{}\"\n\
         [[mail.mailbox]]\naddress = \"tickets@example.org\"\nqueue = \"Support\"\n{mailbox}",
        smtp.url()
    )
}

/// The mail of that number: each third answers the confirmation of the one before by its thread, the others are new.
fn mail(number: u64) -> String {
    let thread = match number % 3 {
        2 => format!("In-Reply-To: <m{}@customer.example>\r\n", number - 1),
        _ => String::new(),
    };
    format!(
        "From: Kim <kim{}@customer.example>\r\nTo: tickets@example.org\r\nSubject: Request {number}\r\n\
         Message-ID: <m{number}@customer.example>\r\n{thread}\r\nThis is mail {number}.\r\n",
        number / 3
    )
}

/// A moment within a round, another in each run; a failure prints the seed.
fn moment(seed: u64, round: u64) -> Duration {
    let mut state = seed ^ round.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    state ^= state >> 31;
    Duration::from_millis(state.wrapping_mul(0xBF58_476D_1CE4_E5B9) % LONGEST)
}

/// How often each letter arrived, by Message-ID.
fn arrived(smtp: &Smtp) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for envelope in smtp.kept() {
        *count.entry(envelope.mail.message_id).or_default() += 1;
    }
    count
}

/// Letters of which a kill left behind that they were sent, with how often they had arrived by then.
#[derive(Default)]
struct Acknowledged(BTreeMap<String, usize>);

impl Acknowledged {
    async fn note(&mut self, place: &Place) {
        let arrived = arrived(&place.smtp);
        for id in place.column("SELECT message_id FROM letter WHERE state = 'SENT'").await {
            let times = arrived.get(&id).copied().unwrap_or_default();
            self.0.entry(id).or_insert(times);
        }
    }

    fn check(&self, smtp: &Smtp) {
        let arrived = arrived(smtp);
        for (id, times) in &self.0 {
            assert!(*times > 0, "{id} counts as sent and never arrived");
            assert_eq!(arrived.get(id), Some(times), "{id} was known to be sent and was sent again");
        }
    }
}

/// At most one letter at a time has left without being recorded, so each kill repeats one at most.
fn once_more_for_each_kill_at_most(smtp: &Smtp) {
    let (arrived, kills) = (arrived(smtp), rounds());
    let repeats: usize = arrived.values().map(|times| times - 1).sum();
    eprintln!("{repeats} of {} letters were repeated after {kills} kills", arrived.len());
    assert!(repeats as u64 <= kills, "{repeats} letters were repeated after {kills} kills");
}

async fn settled(place: &Place, mails: u64) {
    until("every mail to be in and every letter to be out", || async {
        let open = place.column("SELECT message_id FROM letter WHERE state <> 'SENT'").await;
        let taken = place.column("SELECT message_id FROM incoming_mail WHERE message_id IS NOT NULL").await;
        let known: BTreeSet<_> = taken.into_iter().collect();
        (open.is_empty() && known.len() as u64 >= mails).then_some(())
    })
    .await;
}

/// Every mail is one comment, on the ticket it belongs to, and every ticket was confirmed.
async fn check(place: &Place, mails: u64) {
    let mut texts = place.column("SELECT text FROM comment").await;
    texts.sort();
    let mut expected: Vec<_> = (0..mails).map(|number| format!("This is mail {number}.")).collect();
    expected.sort();
    assert_eq!(texts, expected, "every mail is exactly one ticket or comment");
    let titles = place.column("SELECT title FROM ticket").await;
    let answers = (0..mails).filter(|number| number % 3 == 2).count();
    assert_eq!(titles.len(), expected.len() - answers, "every third mail answers the one before");
    let numbers: BTreeSet<_> =
        place.column("SELECT CAST(number AS TEXT) FROM ticket").await.into_iter().collect();
    assert_eq!(numbers.len(), titles.len(), "no number twice");
    let subjects: Vec<_> = place.smtp.kept().into_iter().map(|envelope| envelope.mail.subject).collect();
    for number in numbers {
        let tag = format!("#{number}]");
        assert!(subjects.iter().any(|subject| subject.contains(&tag)), "{number} was never confirmed");
    }
    if place.backend == DbBackend::Sqlite {
        assert_eq!(place.column("PRAGMA integrity_check").await, ["ok"]);
    }
}

/// Hands a mail over as a mail server does: again and again until it is told that it is stored. The first attempt is
/// killed when it has not ended by then.
async fn hand_over(site: &Site, number: u64, patience: Duration) {
    let file = site.path().join(format!("{number}.eml"));
    std::fs::write(&file, mail(number)).expect("written");
    let attempt = || {
        let mut command = site.command(&["mail", "import"]);
        command.arg(&file).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts")
    };
    let mut first = attempt();
    tokio::time::sleep(patience).await;
    first.kill().expect("it is ours");
    first.wait().expect("it ends");
    until("the mail to be stored", || async {
        let mut child = attempt();
        let status =
            until("the import to end", || std::future::ready(child.try_wait().expect("a child"))).await;
        status.success().then_some(())
    })
    .await;
}

async fn killed_after(server: Server, moment: Duration) {
    tokio::time::sleep(moment).await;
    server.kill();
}

/// Kills the server in each round while the pipe delivers.
async fn killed_while_the_pipe_delivers(place: &Place, seed: u64) {
    eprintln!("seed {seed:#x}");
    let mut acknowledged = Acknowledged::default();
    for round in 0..rounds() {
        let server = place.site.serve(&[]).await;
        let feed = async {
            for number in round * MAILS..(round + 1) * MAILS {
                hand_over(&place.site, number, moment(seed, number + 1000) / 4).await;
            }
        };
        tokio::join!(feed, killed_after(server, moment(seed, round)));
        acknowledged.note(place).await;
    }
    ends_well(place, &acknowledged, async || ()).await;
}

/// A server that is not killed does what is left; then everything is there, and once.
async fn ends_well(place: &Place, acknowledged: &Acknowledged, and: impl AsyncFnOnce()) {
    let server = place.site.serve(&[]).await;
    settled(place, rounds() * MAILS).await;
    and().await;
    assert!(server.stop().await.success());
    check(place, rounds() * MAILS).await;
    acknowledged.check(&place.smtp);
    once_more_for_each_kill_at_most(&place.smtp);
}

#[tokio::test(flavor = "multi_thread")]
async fn s02_killed_while_the_pipe_delivers_no_mail_is_lost_or_doubled() {
    let place = Place::on_sqlite("").await;
    killed_while_the_pipe_delivers(&place, RandomState::new().hash_one(1)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s02_killed_on_postgresql_while_the_pipe_delivers_no_mail_is_lost_or_doubled() {
    let place = Place::on_postgres().await;
    killed_while_the_pipe_delivers(&place, RandomState::new().hash_one(3)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s02_killed_while_a_mailbox_is_fetched_no_mail_is_lost_or_doubled() {
    let seed = RandomState::new().hash_one(2);
    eprintln!("seed {seed:#x}");
    let dovecot = Dovecot::start().await;
    let mailbox = format!(
        "imap = \"{}\"\npassword = \"{PASSWORD}\"\nca_file = \"{}\"\n",
        dovecot.url("tickets"),
        dovecot.certificate().display()
    );
    let place = Place::on_sqlite(&mailbox).await;
    let mut acknowledged = Acknowledged::default();
    for round in 0..rounds() {
        let server = place.site.serve(&[]).await;
        let feed = async {
            for number in round * MAILS..(round + 1) * MAILS {
                dovecot.deliver("tickets", mail(number));
                tokio::time::sleep(moment(seed, number + 1000) / 8).await;
            }
        };
        tokio::join!(feed, killed_after(server, moment(seed, round)));
        acknowledged.note(&place).await;
    }
    let flagged = async || {
        until("every mail to be flagged", || {
            let flagged = dovecot.inbox("tickets").iter().all(|kept| kept.flags.contains('S'));
            std::future::ready(flagged.then_some(()))
        })
        .await;
    };
    ends_well(&place, &acknowledged, flagged).await;
}
