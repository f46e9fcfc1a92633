//! Mail intake from a mailbox: a real Dovecot in which the mails lie, and a server that is started.

use std::time::{Duration, Instant};

use tests::servers::dovecot::{Dovecot, PASSWORD};

use super::{
    Beside,
    mail::{AT_BEST, Books, Intake},
    mails::mail,
    stage,
};
use crate::{
    bench::{Bench, Desk},
    figures::Figures,
    machine::usage,
    options::Kind,
};

const NUMBER: &str = "SELECT max(number) FROM ticket";
const PATIENCE: Duration = Duration::from_mins(10);

/// From the start of the server until the last of the mails is a ticket.
pub(super) async fn measure(bench: &Bench, kind: Kind, beside: Beside, figures: &mut Figures) {
    let dovecot = Dovecot::start().await;
    let mailbox = format!(
        "imap = \"{}\"\npassword = \"{PASSWORD}\"\nca_file = \"{}\"\n",
        dovecot.url("tickets"),
        dovecot.certificate().display()
    );
    let desk = Desk::open(bench, kind, bench.options.tickets, &mailbox).await;
    stage("imap", &desk);
    let pools = desk.pools().await;
    for (first, count) in [(10_000, 200), (11_000, 2_000)] {
        for index in first..first + count {
            dovecot.deliver("tickets", mail(index));
        }
        let books = Books::open(&pools).await;
        let wanted = pools.number(NUMBER).await + i64::try_from(count).expect("small");
        let before = desk.database().map(usage::cpu_of_family).unwrap_or_default();
        let begin = Instant::now();
        let server = desk.site.serve().await;
        while pools.number(NUMBER).await < wanted {
            assert!(begin.elapsed() < PATIENCE, "the mailbox is not emptied: {}", dovecot.log());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let took = begin.elapsed();
        let database = desk.database().map(usage::cpu_of_family).unwrap_or_default();
        let cpu = usage::cpu(server.id()) + database.saturating_sub(before);
        books.close(&pools, &desk, count).await;
        drop(server);
        let intake = Intake { count, took, cpu, times: Vec::new() };
        let Beside { rt, disk } = beside;
        figures.add(intake.figure(format!("mail, {count} by IMAP; {kind}"), rt.fastest, AT_BEST, disk));
    }
    pools.close().await;
}
