//! Mercurius beside us, on PostgreSQL alone: the same documents with the same tokens, and the same answers, or the run fails.

use std::time::Duration;

use serde_json::{Value, json};

use super::{SECONDS, Taken, loads};
use crate::{
    bench::{Bench, Desk, Pools, Served},
    client::Client,
    data::plan::Ticket,
    machine::{load::Load, usage},
    reference::mercurius::Mercurius,
};

/// How long it gets to be compiled while it runs, in seconds, with each kind of request.
const WARM: u32 = 3;
/// How many answers of each kind are compared.
const COMPARED: usize = 50;
/// What a comment writes once, beside itself.
const ONCE: [&str; 3] = ["letter", "message", "search_entry"];

/// A running Mercurius whose answers are like ours.
#[derive(Debug)]
pub(super) struct Peer {
    mercurius: Mercurius,
    /// The first process of the database that it shares with us.
    database: u32,
}

impl Peer {
    /// Starts one, compares what it answers, and warms it; `None`: another database, or no Node.js.
    pub(super) async fn start(bench: &Bench, desk: &Desk, served: &Served) -> Option<Self> {
        let database = desk.database()?;
        let peer = Self { mercurius: Mercurius::start(bench, desk.url()).await?, database };
        peer.compare_pages(desk, served).await;
        peer.compare_comments(desk, served).await;
        for load in [loads::empty(served), loads::a(desk, served, false), loads::b(desk, served)] {
            peer.mercurius.load(&load).run(bench, 8, WARM).await;
        }
        Some(peer)
    }

    /// A load that reads.
    pub(super) async fn read(&self, bench: &Bench, load: &Load, connections: u32) -> Taken {
        let before = self.cpu();
        let shot = self.mercurius.load(load).run(bench, connections, SECONDS).await;
        let cpu = self.cpu().saturating_sub(before) / u32::try_from(shot.count).expect("small");
        Taken { shot, cpu, memory: usage::memory(self.mercurius.id()) }
    }

    /// A load of comments; all that belongs to one is written with it.
    pub(super) async fn write(&self, bench: &Bench, pools: &Pools, load: &Load, connections: u32) -> Taken {
        let before = (written(pools).await, pools.number("SELECT count(*) FROM comment").await);
        let taken = self.read(bench, load, connections).await;
        let count = taken.shot.count;
        let more = pools.number("SELECT count(*) FROM comment").await - before.1;
        // Those that were on their way when the load ended are written too.
        let most = count + u64::from(connections);
        let fits = (count..=most).contains(&u64::try_from(more).expect("more"));
        assert!(fits, "Mercurius confirmed {count} comments and wrote {more}");
        assert_eq!(written(pools).await, before.0, "what Mercurius writes with a comment");
        taken
    }

    /// Processor time of Mercurius and the database so far.
    fn cpu(&self) -> Duration {
        usage::cpu(self.mercurius.id()) + usage::cpu_of_family(self.database)
    }

    /// A and B as an agent and as a customer see them.
    async fn compare_pages(&self, desk: &Desk, served: &Served) {
        for token in [&served.agent, &served.customer] {
            let (ours, theirs) = (served.client(token), self.mercurius.client(token));
            for organisation in loads::organisations(desk.plan).take(COMPARED) {
                same(&ours, &theirs, loads::A, &loads::a_of(organisation)).await;
            }
            let mut tickets = desk.plan.some(COMPARED, |ticket| ticket.organisation == 0);
            tickets.extend(desk.plan.some(COMPARED, |ticket| ticket.organisation != 0));
            for number in tickets.iter().map(Ticket::number) {
                same(&ours, &theirs, loads::B, &json!({"n": number})).await;
            }
        }
    }

    /// C: each counts on what the other wrote, and a stranger writes on neither.
    async fn compare_comments(&self, desk: &Desk, served: &Served) {
        for ticket in desk.plan.some(COMPARED, |ticket| ticket.organisation == 1) {
            let of = json!({"n": ticket.number(), "t": "Wir sehen uns das an."});
            let ours = served.client(&served.agent).ask(loads::C, &of).await;
            let theirs = self.mercurius.client(&served.agent).ask(loads::C, &of).await;
            let (mut ours, theirs) = (ours["addComment"]["ticket"].clone(), &theirs["addComment"]["ticket"]);
            ours["version"] = json!(ours["version"].as_i64().expect("a version") + 1);
            assert_eq!(&ours, theirs, "C of ticket {}", ticket.number());
            for stranger in [served.client(&served.customer), self.mercurius.client(&served.customer)] {
                let refused = stranger.answer(loads::C, &of).await;
                assert!(refused["data"].is_null() && refused["errors"].is_array(), "{refused}");
            }
        }
    }
}

async fn same(ours: &Client, theirs: &Client, document: &str, variables: &Value) {
    let (ours, theirs) = (ours.ask(document, variables).await, theirs.ask(document, variables).await);
    assert_eq!(ours, theirs, "{document} of {variables}: ours, and that of Mercurius");
}

/// How many more comments there are than of what is written with one; and whether the journal tells of all.
async fn written(pools: &Pools) -> Vec<i64> {
    let mut differences = Vec::new();
    for table in ONCE {
        let sql = format!("SELECT (SELECT count(*) FROM comment) - (SELECT count(*) FROM {table})");
        differences.push(pools.number(&sql).await);
    }
    let silent = "SELECT count(*) FROM comment c WHERE NOT EXISTS \
                  (SELECT 1 FROM event e WHERE e.ticket_id = c.ticket_id AND e.comment_id = c.id)";
    differences.push(pools.number(silent).await);
    differences
}
