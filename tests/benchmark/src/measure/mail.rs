//! Mail intake by pipe, one process for each mail as a mail server starts them, without and with a running server, and in one
//! process.

use std::{
    fs,
    ops::Range,
    process::Stdio,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use futures::future::join_all;
use sea_orm::{ConnectionTrait as _, Statement};
use tokio::io::AsyncWriteExt as _;

use super::{Beside, disk::Disk, mails::mail, rt::Rate, stage};
use crate::{
    bench::{Bench, Desk, Pools},
    client::Client,
    figures::{Figure, Figures, goal, millis, percentile, rate, times},
    machine::usage,
    options::Kind,
};

/// What we want to be ahead of RT by pipe, and where no process begins for each mail.
const BY_PIPE: f64 = 30.0;
pub(super) const AT_BEST: f64 = 60.0;

/// What was there, and what came.
#[derive(Debug)]
pub(super) struct Books {
    tickets: i64,
    confirmations: i64,
}

/// What an intake of mails cost.
#[derive(Debug)]
pub(super) struct Intake {
    pub(super) count: u64,
    pub(super) took: Duration,
    pub(super) cpu: Duration,
    pub(super) times: Vec<Duration>,
}

/// The emails that a server would send as soon as it runs.
const WAITING: &str = "SELECT count(*) FROM letter WHERE state IN ('WAITING', 'CLAIMED')";
const PATIENCE: Duration = Duration::from_mins(5);

/// Measures one after the other, four at a time, the same beside a running server, and one process for many.
pub(super) async fn measure(bench: &Bench, kind: Kind, beside: Beside, figures: &mut Figures) {
    let desk = Desk::open(bench, kind, bench.options.tickets, "").await;
    stage("mail", &desk);
    let pools = desk.pools().await;
    let Beside { rt, disk } = beside;
    for (first, at_once, rt) in [(0, 1, rt.one), (200, 4, rt.four)] {
        let books = Books::open(&pools).await;
        let cpu = database_cpu(&desk) + usage::cpu_of_the_dead();
        let (took, times) =
            by_pipe(first..first + 200, at_once, async |mail| import(&desk, mail).await).await;
        let cpu = (database_cpu(&desk) + usage::cpu_of_the_dead()).saturating_sub(cpu);
        let intake = Intake { count: 200, took, cpu, times };
        books.close(&pools, &desk, intake.count).await;
        let name = format!("mail by pipe, {at_once} at a time; {kind}");
        figures.add(intake.figure(name, rt, BY_PIPE, disk));
    }
    beside_a_server(&desk, &pools, beside, figures).await;
    for (first, count) in [(400, 200), (600, 2_000)] {
        let books = Books::open(&pools).await;
        let intake = in_one_process(&desk, first, count).await;
        books.close(&pools, &desk, intake.count).await;
        figures.add(intake.figure(
            format!("mail, {count} in one process; {kind}"),
            rt.fastest,
            AT_BEST,
            disk,
        ));
    }
    pools.close().await;
}

/// The same processes while a server runs, which they hand their mails over to. It sends the confirmations meanwhile, as ever.
async fn beside_a_server(desk: &Desk, pools: &Pools, beside: Beside, figures: &mut Figures) {
    let Beside { rt, disk } = beside;
    let server = desk.site.serve().await;
    let client = Client::new(server.url(), None);
    let begin = Instant::now();
    // What the mails before are owed is not to be sent in the time of these.
    while pools.number(WAITING).await > 0 {
        assert!(begin.elapsed() < PATIENCE, "the confirmations do not leave");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let cpu_so_far = || database_cpu(desk) + usage::cpu_of_the_dead() + usage::cpu(server.id());
    for (first, at_once, rt) in [(2_600, 1, rt.one), (2_800, 4, rt.four)] {
        let books = Books::open(pools).await;
        let (before, known) = (cpu_so_far(), handed_over(&client).await);
        let (took, times) = by_pipe(first..first + 200, at_once, async |mail| import(desk, mail).await).await;
        let intake = Intake { count: 200, took, cpu: cpu_so_far().saturating_sub(before), times };
        let taken = handed_over(&client).await - known;
        assert_eq!(taken, intake.count, "mails that were handed over to the server");
        books.close(pools, desk, intake.count).await;
        let name = format!("mail by pipe to a running server, {at_once} at a time; {}", desk.kind);
        figures.add(intake.figure(name, rt, BY_PIPE, disk));
    }
}

/// How many mails this server was handed over.
async fn handed_over(server: &Client) -> u64 {
    let page = server.text("/metrics").await;
    let count = page.lines().find_map(|line| line.strip_prefix("schalter_import_handed_over_total "));
    count.and_then(|count| count.parse().ok()).expect("it is counted")
}

/// Hands over mails, so many at a time; how long that took, in all and each.
pub(super) async fn by_pipe(
    indices: Range<u64>,
    at_once: u64,
    hand: impl AsyncFn(&[u8]),
) -> (Duration, Vec<Duration>) {
    let mails: Vec<Vec<u8>> = indices.map(mail).collect();
    let next = AtomicU64::new(0);
    let begin = Instant::now();
    let workers = (0..at_once).map(|_| async {
        let mut times = Vec::new();
        loop {
            let place = usize::try_from(next.fetch_add(1, Ordering::Relaxed)).expect("small");
            let Some(mail) = mails.get(place) else { return times };
            let begin = Instant::now();
            hand(mail).await;
            times.push(begin.elapsed());
        }
    });
    let times = join_all(workers).await.concat();
    (begin.elapsed(), times)
}

/// A process of ours for a mail.
async fn import(desk: &Desk, mail: &[u8]) {
    let mut command = tokio::process::Command::from(desk.site.command(&["mail", "import", "-"]));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().expect("the binary starts");
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(mail).await.expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().await.expect("it ends");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
}

/// One process for all.
async fn in_one_process(desk: &Desk, first: u64, count: u64) -> Intake {
    let folder = desk.site.path().join(format!("mails-{first}"));
    fs::create_dir(&folder).expect("a new directory");
    let files: Vec<_> = (first..first + count).map(|index| folder.join(format!("{index}.eml"))).collect();
    for (index, file) in (first..).zip(&files) {
        fs::write(file, mail(index)).expect("a mail");
    }
    let (cpu, begin) = (database_cpu(desk) + usage::cpu_of_the_dead(), Instant::now());
    let mut command = tokio::process::Command::from(desk.site.command(&["mail", "import"]));
    let output = command.args(&files).kill_on_drop(true).output().await.expect("it runs");
    let took = begin.elapsed();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Intake {
        count,
        took,
        cpu: (database_cpu(desk) + usage::cpu_of_the_dead()).saturating_sub(cpu),
        times: Vec::new(),
    }
}

fn database_cpu(desk: &Desk) -> Duration {
    desk.database().map(usage::cpu_of_family).unwrap_or_default()
}

impl Books {
    /// Counts what is there.
    pub(super) async fn open(pools: &Pools) -> Self {
        Self {
            tickets: pools.number("SELECT count(*) FROM ticket").await,
            confirmations: pools.number("SELECT count(*) FROM letter WHERE kind = 'CONFIRMATION'").await,
        }
    }

    /// No ticket is lost, each mail has its confirmation, and each lies as a file where it was promised.
    pub(super) async fn close(self, pools: &Pools, desk: &Desk, mails: u64) {
        let now = Self::open(pools).await;
        let mails = i64::try_from(mails).expect("small");
        assert_eq!(now.tickets - self.tickets, mails, "tickets of mails");
        assert_eq!(now.confirmations - self.confirmations, mails, "confirmations of mails");
        let all = Statement::from_string(pools.ro.get_database_backend(), "SELECT sha256 FROM incoming_mail");
        for row in pools.ro.query_all_raw(all).await.expect("rows") {
            let name: String = row.try_get_by_index(0).expect("a text");
            let file = desk.site.path().join("blobs/mails").join(&name[..2]).join(&name[2..4]).join(&name);
            assert!(file.is_file(), "{} is not there", file.display());
        }
    }
}

impl Intake {
    /// Its line, beside RT and the disk.
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    pub(super) fn figure(&self, name: String, rt: Rate, wanted: f64, disk: Disk) -> Figure {
        let here = self.count as f64 / self.took.as_secs_f64();
        let time =
            |part| if self.times.is_empty() { String::new() } else { millis(percentile(&self.times, part)) };
        Figure {
            name,
            here: rate(here),
            reference: format!("{}; fdatasync {}", rt.told(), millis(disk.p50)),
            ratio: times(here / rt.mails),
            p50: time(0.5),
            p99: time(0.99),
            cpu: millis(self.cpu / u32::try_from(self.count).expect("small")),
            goal: goal(&format!("{wanted:.0} × RT"), here >= wanted * rt.mails),
            ..Figure::default()
        }
    }
}
