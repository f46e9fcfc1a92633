//! A, B, C and the smallest document over HTTP with real log-ins and rights, beside the same rows by sea-orm and by SQL,
//! beside fixed bytes, and on PostgreSQL beside Mercurius.

use std::sync::Arc;

use chrono::TimeDelta;

use super::{SECONDS, Taken, loads, on, peer::Peer, stage, take};
use crate::{
    bench::{Bench, Desk, Pools, Served},
    data::{
        numbers,
        plan::{Person, Ticket, id, moment, organisation_id},
    },
    figures::{Figures, bytes, goal, millis, rate, times},
    machine::load::{Load, Shot},
    reference::{
        fixed::Fixed,
        orm::{self, New},
        plain, shots,
    },
};

const CONNECTIONS: [u32; 3] = [1, 8, 64];
/// At how many of these Mercurius is measured too: more only wait for its one thread.
const OF_PEERS: u32 = 8;
/// How long a reference is measured, in seconds.
const SHORT: u32 = 3;
/// What sea-orm's single query may be ahead.
const GOAL: f64 = 0.7;
/// A tick after the last comment of the largest data.
const LATER: u64 = 1_100_000;

/// What we want to be ahead of Mercurius, by document.
const A_AHEAD: f64 = 1.5;
const B_AHEAD: f64 = 1.3;
const C_AHEAD: f64 = 1.5;
const EMPTY_AHEAD: f64 = 3.0;

/// Measures all of them, the writing one last.
pub(super) async fn measure(bench: &Bench, desk: &Desk, served: &Served, figures: &mut Figures) {
    stage("graphql", desk);
    let size = look_at_a(desk, served).await;
    let pools = Arc::new(desk.pools().await);
    let run = Run { bench, desk, served, pools, peer: Peer::start(bench, desk, served).await };
    run.empty(figures).await;
    run.a(&Fixed::start(size).await, figures).await;
    run.b(figures).await;
    run.c(figures).await;
    Arc::into_inner(run.pools).expect("the tasks have ended").close().await;
}

/// What is measured, and beside what.
struct Run<'a> {
    bench: &'a Bench,
    desk: &'a Desk,
    served: &'a Served,
    pools: Arc<Pools>,
    peer: Option<Peer>,
}

/// The same without Schalter.
#[derive(Default)]
struct Beside {
    orm: Option<Shot>,
    plain: Option<Shot>,
    fixed: Option<Shot>,
    /// By how much we want to be ahead of Mercurius, and what it does.
    peer: Option<(f64, Taken)>,
}

impl Run<'_> {
    /// The smallest document, which only has to be recognised as somebody's.
    async fn empty(&self, figures: &mut Figures) {
        let load = loads::empty(self.served);
        for connections in CONNECTIONS {
            let taken = take(self.bench, self.served, &load, connections, SECONDS).await;
            let peer = self.peer(&load, connections, EMPTY_AHEAD).await;
            self.add(figures, "empty document", connections, &taken, &Beside { peer, ..Beside::default() });
        }
    }

    async fn a(&self, fixed: &Fixed, figures: &mut Figures) {
        let of = |customer| loads::a(self.desk, self.served, customer);
        let (of_agent, of_customer) = (of(false), of(true));
        for connections in CONNECTIONS {
            let taken = take(self.bench, self.served, &of_agent, connections, SECONDS).await;
            let peer = self.peer(&of_agent, connections, A_AHEAD).await;
            let orm = Some(orm_a(&self.pools, self.desk, connections).await);
            let plain = Some(plain_a(&self.pools, self.desk, connections).await);
            let fixed = Some(fixed_load(fixed).run(self.bench, connections, SHORT).await);
            self.add(figures, "A", connections, &taken, &Beside { orm, plain, fixed, peer });
            let taken = take(self.bench, self.served, &of_customer, connections, SECONDS).await;
            let peer = self.peer(&of_customer, connections, A_AHEAD).await;
            self.add(figures, "A of a customer", connections, &taken, &Beside { orm, plain, fixed, peer });
        }
    }

    async fn b(&self, figures: &mut Figures) {
        let load = loads::b(self.desk, self.served);
        let numbers: Arc<[i64]> = self.desk.plan.some(500, |_| true).iter().map(Ticket::number).collect();
        for connections in CONNECTIONS {
            let taken = take(self.bench, self.served, &load, connections, SECONDS).await;
            let peer = self.peer(&load, connections, B_AHEAD).await;
            let (of, own) = (Arc::clone(&numbers), Arc::clone(&self.pools));
            let orm = shots(connections, SHORT, move |n| {
                let (of, own) = (Arc::clone(&of), Arc::clone(&own));
                async move { orm::b(&own, of[n % of.len()]).await }
            })
            .await;
            let (of, own, kind) = (Arc::clone(&numbers), Arc::clone(&self.pools), self.desk.kind);
            let plain = shots(connections, SHORT, move |n| {
                let (of, own) = (Arc::clone(&of), Arc::clone(&own));
                async move { plain::b(kind, &own, of[n % of.len()]).await }
            })
            .await;
            let beside = Beside { orm: Some(orm), plain: Some(plain), fixed: None, peer };
            self.add(figures, "B", connections, &taken, &beside);
        }
    }

    async fn c(&self, figures: &mut Figures) {
        let load = loads::c(self.desk, self.served);
        let pools = &self.pools;
        for (round, connections) in (0..).zip(CONNECTIONS) {
            let before = comments(pools).await;
            let taken = take(self.bench, self.served, &load, connections, SECONDS).await;
            let written = comments(pools).await - before;
            // Those that were on their way when the load ended were written too.
            let most = taken.shot.count + u64::from(connections);
            let fits = (taken.shot.count..=most).contains(&u64::try_from(written).expect("more"));
            assert!(fits, "{} comments were confirmed, {written} were written", taken.shot.count);
            settle(pools).await;
            let peer = match self.peer_at(connections) {
                Some(peer) => Some((C_AHEAD, peer.write(self.bench, pools, &load, connections).await)),
                None => None,
            };
            let orm = Some(write(pools, self.desk, connections, round * 2, false).await);
            let plain = Some(write(pools, self.desk, connections, round * 2 + 1, true).await);
            self.add(figures, "C", connections, &taken, &Beside { orm, plain, fixed: None, peer });
        }
    }

    /// What Mercurius does with a load that reads.
    async fn peer(&self, load: &Load, connections: u32, ahead: f64) -> Option<(f64, Taken)> {
        let peer = self.peer_at(connections)?;
        Some((ahead, peer.read(self.bench, load, connections).await))
    }

    fn peer_at(&self, connections: u32) -> Option<&Peer> {
        self.peer.as_ref().filter(|_| connections <= OF_PEERS)
    }

    fn add(&self, figures: &mut Figures, name: &str, connections: u32, taken: &Taken, beside: &Beside) {
        let mut figure = taken.figure(format!("GraphQL {name}; {}", on(self.desk, connections)));
        let here = taken.shot.rate();
        let each = [("sea-orm", beside.orm), ("SQL", beside.plain), ("fixed bytes", beside.fixed)];
        let told = each.into_iter().filter_map(|(name, shot)| Some(format!("{name} {}", rate(shot?.rate()))));
        let told = told.chain(beside.peer.map(|(_, Taken { shot, cpu, memory })| {
            format!("Mercurius {} ({} of CPU, {})", rate(shot.rate()), millis(cpu), bytes(memory))
        }));
        figure.reference = told.collect::<Vec<_>>().join(", ");
        let (mut ratios, mut goals) = (Vec::new(), Vec::new());
        for (name, rival) in [
            ("sea-orm", beside.orm.map(|shot| (GOAL, shot))),
            ("Mercurius", beside.peer.map(|(wanted, taken)| (wanted, taken.shot))),
        ] {
            let Some((wanted, shot)) = rival else { continue };
            let ratio = here / shot.rate();
            ratios.push(format!("{} {name}", times(ratio)));
            goals.push(goal(&format!("{wanted} × {name}"), ratio >= wanted));
        }
        (figure.ratio, figure.goal) = (ratios.join(", "), goals.join(", "));
        figures.add(figure);
    }
}

/// Looks at one answer of A from each side, and tells how long it is.
async fn look_at_a(desk: &Desk, served: &Served) -> usize {
    let agent = served.client(&served.agent);
    for organisation in loads::organisations(desk.plan).take(5) {
        let told = agent.ask(loads::A, &loads::a_of(organisation)).await;
        let nodes = told["tickets"]["nodes"].as_array().expect("a list");
        assert_eq!(nodes.len(), 50, "tickets of organisation {organisation}");
        let whole = |node: &serde_json::Value| {
            node["customer"]["name"].is_string() && node["comments"]["nodes"][0]["text"].is_string()
        };
        assert!(nodes.iter().all(whole), "a ticket lacks its customer or its comment: {told}");
    }
    let customer = served.client(&served.customer);
    let told = customer.ask(loads::A, &loads::a_of(1)).await;
    assert_eq!(told["tickets"]["nodes"].as_array().map(Vec::len), Some(0), "another organisation's tickets");
    let told = customer.ask(loads::A, &loads::a_of(0)).await;
    assert_eq!(
        told["tickets"]["nodes"].as_array().map(Vec::len),
        Some(50),
        "their own organisation's tickets"
    );
    told.to_string().len()
}

fn fixed_load(fixed: &Fixed) -> Load {
    Load {
        url: fixed.url.clone(),
        method: "GET",
        headers: Vec::new(),
        requests: vec![("/".to_owned(), String::new())],
        holds: "xxx",
        lacks: "\"errors\":",
    }
}

async fn orm_a(pools: &Arc<Pools>, desk: &Desk, tasks: u32) -> Shot {
    let (pools, count) = (Arc::clone(pools), loads::organisations(desk.plan).count());
    shots(tasks, SHORT, move |n| {
        let pools = Arc::clone(&pools);
        async move { orm::a(&pools, organisation_id((n % count) as u64)).await }
    })
    .await
}

async fn plain_a(pools: &Arc<Pools>, desk: &Desk, tasks: u32) -> Shot {
    let (pools, count, kind) = (Arc::clone(pools), loads::organisations(desk.plan).count(), desk.kind);
    shots(tasks, SHORT, move |n| {
        let pools = Arc::clone(&pools);
        async move { plain::a(kind, &pools, organisation_id((n % count) as u64)).await }
    })
    .await
}

/// C by the reference; what it wrote is counted too.
async fn write(pools: &Arc<Pools>, desk: &Desk, tasks: u32, round: u64, plainly: bool) -> Shot {
    let before = comments(pools).await;
    let tickets: Arc<[Ticket]> = desk.plan.some(500, |_| true).into();
    let (own, kind) = (Arc::clone(pools), desk.kind);
    let serial = Arc::new(std::sync::atomic::AtomicU64::new(round << 32));
    let shot = shots(tasks, SHORT, move |n| {
        let (own, tickets) = (Arc::clone(&own), Arc::clone(&tickets));
        let new = new(serial.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        async move {
            let of = &tickets[n % tickets.len()];
            if plainly { plain::c(kind, &own, of, &new).await } else { orm::c(&own, of, &new).await }
        }
    })
    .await;
    assert_eq!(comments(pools).await - before, i64::try_from(shot.count).expect("small"), "written comments");
    shot
}

fn new(serial: u64) -> New {
    let at = moment(LATER) + TimeDelta::milliseconds((serial & 0xffff_ffff).cast_signed());
    New {
        comment: id(31, serial, at),
        event: id(32, serial, at),
        letter: id(33, serial, at),
        author: Person::Agent(numbers::pick(34, serial, 12)).id(),
        at,
        text: "Bitte versuchen Sie es noch einmal und sagen Sie uns, was auf der Anzeige steht. ".repeat(4),
    }
}

async fn comments(pools: &Pools) -> i64 {
    pools.number("SELECT count(*) FROM comment").await
}

/// Waits until the letters of a load have left: they are not to share the machine with the reference.
async fn settle(pools: &Pools) {
    for _ in 0..300 {
        if pools.number("SELECT count(*) FROM letter WHERE state IN ('WAITING', 'CLAIMED')").await == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
}
