//! A peer: Request Tracker 5 as Debian packages it, with a PostgreSQL of its own, ready to be handed mail.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use reqwest::multipart::{Form, Part};
use sea_orm::sqlx::{Connection as _, PgConnection, query_scalar};
use tests::servers::{choose_cryptography, free_port};
use tokio::io::AsyncWriteExt as _;

use crate::{
    bench::Bench,
    figures::progress,
    machine::{cluster::Cluster, process::Process},
};

const SETUP: &str = "/usr/sbin/rt-setup-database-5";
const SERVER: &str = "/usr/share/request-tracker5/libexec/rt-server";
const GATE: &str = "/usr/bin/rt-mailgate-5";

/// Everybody may write, as to a mailbox for customers.
const GRANT: &str = "@ACL = map { { GroupDomain => 'SystemInternal', GroupType => 'Everyone', Right => $_ } } \
                     qw(CreateTicket ReplyToTicket);\n1;\n";
/// Takes each confirmation and keeps none, as our SMTP server does.
const SENDMAIL: &str = "#!/bin/sh\nexec cat >/dev/null\n";
/// As many at once as mails come.
const WORKERS: &str = "4";

/// A running RT. What is first here ends first.
#[derive(Debug)]
pub(crate) struct RequestTracker {
    _server: Process,
    cluster: Cluster,
    url: String,
    http: reqwest::Client,
}

impl RequestTracker {
    /// Sets one up and starts it; `None`: it is not installed.
    pub(crate) async fn start(bench: &Bench) -> Option<Self> {
        if ![SETUP, SERVER, GATE].into_iter().all(|program| Path::new(program).is_file()) {
            return None;
        }
        progress("setting up RT");
        let data = bench.fresh("rt-cluster");
        Cluster::init(&data);
        let cluster = Cluster::start(&data, &[]).await;
        let place = Place(bench.fresh("rt"));
        let port = free_port();
        place.fill(port, cluster.port());
        place.set_up(&["--action", "init"]);
        place.set_up(&["--action", "insert", "--datafile", &place.path("grant")]);
        let mut command = place.command(SERVER);
        command.args(["--host", "127.0.0.1", "--port", &port.to_string(), "--max-workers", WORKERS]);
        let log = place.path("log");
        command.stdout(Stdio::null()).stderr(fs::File::create(&log).expect("a log"));
        let mut server = Process::start(&mut command, "TERM");
        let url = format!("http://127.0.0.1:{port}");
        choose_cryptography();
        let http = reqwest::Client::new();
        for _ in 0..600 {
            let told = || fs::read_to_string(&log).unwrap_or_default();
            assert!(server.runs(), "RT gave up: {}", told());
            if http.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Some(Self { _server: server, cluster, url, http });
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("RT does not answer: see {log}");
    }

    /// Hands over a mail as a mail server does: a process that reads it.
    pub(crate) async fn pipe(&self, mail: &[u8]) {
        let mut command = tokio::process::Command::new(GATE);
        command.args(["--queue", "General", "--action", "correspond", "--url", &self.url]);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().expect("rt-mailgate starts");
        let mut stdin = child.stdin.take().expect("piped");
        stdin.write_all(mail).await.expect("it reads");
        drop(stdin);
        let output = child.wait_with_output().await.expect("it ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Hands over a mail without a process: what rt-mailgate sends, over connections that stay open.
    pub(crate) async fn post(&self, mail: &[u8]) {
        let message = Part::bytes(mail.to_vec()).mime_str("application/octet-stream").expect("a type");
        let form = Form::new().text("queue", "General").text("action", "correspond").part("message", message);
        let request = self.http.post(format!("{}/REST/1.0/NoAuth/mail-gateway", self.url)).multipart(form);
        let answer = request.send().await.expect("an answer").text().await.expect("text");
        assert!(answer.starts_with("ok"), "RT says {answer}");
    }

    /// How many tickets it has, and how many confirmations it sent.
    pub(crate) async fn count(&self) -> (i64, i64) {
        let mut db = PgConnection::connect(&self.cluster.url_of("rt")).await.expect("the database of RT");
        let tickets = query_scalar("SELECT count(*) FROM tickets").fetch_one(&mut db);
        let tickets = tickets.await.expect("a number");
        let sent = "SELECT count(*) FROM transactions WHERE type = 'EmailRecord'";
        (tickets, query_scalar(sent).fetch_one(&mut db).await.expect("a number"))
    }
}

/// Where RT finds its configuration, and keeps what it makes.
struct Place(PathBuf);

impl Place {
    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    /// Writes what RT reads. Its own defaults hold, but for addresses and for HTML, which it turns into text faster itself than by
    /// a program such as w3m.
    fn fill(&self, port: u16, database: u16) {
        fs::create_dir(&self.0).expect("a new directory");
        for folder in ["snippets", "mason", "sessions"] {
            fs::create_dir(self.0.join(folder)).expect("a new directory");
        }
        let sendmail = self.path("sendmail");
        let config = format!(
            "Set($rtname, 'bench.example');\nSet($Organization, 'bench.example');\n\
             Set($CorrespondAddress, 'tickets@example.org');\nSet($CommentAddress, 'notes@example.org');\n\
             Set($WebDomain, '127.0.0.1');\nSet($WebPort, {port});\nSet($WebPath, '');\n\
             Set($DatabaseType, 'Pg');\nSet($DatabaseHost, '127.0.0.1');\nSet($DatabasePort, {database});\n\
             Set($DatabaseName, 'rt');\nSet($DatabaseUser, 'rt');\nSet($DatabasePassword, 'rt');\n\
             Set($SendmailPath, '{sendmail}');\nSet($HTMLFormatter, 'core');\n\
             Set($LogToSyslog, undef);\nSet($LogToSTDERR, 'error');\n\
             $RT::VarPath = '{place}';\n$RT::MasonDataDir = '{place}/mason';\n\
             $RT::MasonSessionDir = '{place}/sessions';\n1;\n",
            place = self.0.display()
        );
        for (name, text) in [("config.pm", config.as_str()), ("grant", GRANT), ("sendmail", SENDMAIL)] {
            fs::write(self.0.join(name), text).expect("a file");
        }
        fs::set_permissions(sendmail, fs::Permissions::from_mode(0o755)).expect("our own file");
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("RT_SITE_CONFIG", self.path("config.pm"))
            .env("RT_SITE_CONFIG_DIR", self.path("snippets"));
        command.current_dir(&self.0);
        command
    }

    fn set_up(&self, arguments: &[&str]) {
        let mut command = self.command(SETUP);
        // The cluster trusts everybody; without a password it would ask for one.
        command.args(arguments).args(["--dba", "schalter", "--dba-password", "none"]);
        let output = command.output().expect("the set-up of RT starts");
        let told = [output.stdout, output.stderr].concat();
        assert!(output.status.success(), "RT cannot be set up: {}", String::from_utf8_lossy(&told));
    }
}
