//! A, B and C over HTTP with real log-ins and rights, beside the same rows by sea-orm and by SQL, and beside fixed bytes.

use std::sync::Arc;

use chrono::TimeDelta;

use super::{SECONDS, Taken, loads, on, stage, take};
use crate::{
    bench::{Bench, Desk, Pools, Served},
    data::{
        numbers,
        plan::{Person, Ticket, id, moment, organisation_id},
    },
    figures::{Figures, goal, rate, times},
    machine::load::{Load, Shot},
    reference::{
        fixed::Fixed,
        orm::{self, New},
        plain, shots,
    },
};

const CONNECTIONS: [u32; 3] = [1, 8, 64];
/// How long a reference is measured, in seconds.
const SHORT: u32 = 3;
/// What sea-orm's single query may be ahead.
const GOAL: f64 = 0.7;
/// A tick after the last comment of the largest data.
const LATER: u64 = 1_100_000;

/// The same rows without Schalter.
struct Beside {
    orm: Shot,
    plain: Shot,
    fixed: Option<Shot>,
}

/// Measures all three, the writing one last.
pub(super) async fn measure(bench: &Bench, desk: &Desk, served: &Served, figures: &mut Figures) {
    stage("graphql", desk);
    let size = look_at_a(desk, served).await;
    let fixed = Fixed::start(size).await;
    let pools = Arc::new(desk.pools().await);
    let (a, of_customer) = (loads::a(desk, served, false), loads::a(desk, served, true));
    let (b, c) = (loads::b(desk, served), loads::c(desk, served));
    for connections in CONNECTIONS {
        let taken = take(bench, served, &a, connections, SECONDS).await;
        let orm = orm_a(&pools, desk, connections).await;
        let plain = plain_a(&pools, desk, connections).await;
        let bytes = fixed_load(&fixed).run(bench, connections, SHORT).await;
        add(figures, "A", desk, connections, &taken, &Beside { orm, plain, fixed: Some(bytes) });
        let taken = take(bench, served, &of_customer, connections, SECONDS).await;
        add(
            figures,
            "A of a customer",
            desk,
            connections,
            &taken,
            &Beside { orm, plain, fixed: Some(bytes) },
        );
    }
    for connections in CONNECTIONS {
        let taken = take(bench, served, &b, connections, SECONDS).await;
        let numbers: Arc<[i64]> = desk.plan.some(500, |_| true).iter().map(Ticket::number).collect();
        let (of, own) = (Arc::clone(&numbers), Arc::clone(&pools));
        let orm = shots(connections, SHORT, move |n| {
            let (of, own) = (Arc::clone(&of), Arc::clone(&own));
            async move { orm::b(&own, of[n % of.len()]).await }
        })
        .await;
        let (own, kind) = (Arc::clone(&pools), desk.kind);
        let plain = shots(connections, SHORT, move |n| {
            let (of, own) = (Arc::clone(&numbers), Arc::clone(&own));
            async move { plain::b(kind, &own, of[n % of.len()]).await }
        })
        .await;
        add(figures, "B", desk, connections, &taken, &Beside { orm, plain, fixed: None });
    }
    for (round, connections) in (0..).zip(CONNECTIONS) {
        let before = comments(&pools).await;
        let taken = take(bench, served, &c, connections, SECONDS).await;
        let written = comments(&pools).await - before;
        // Those that were on their way when the load ended were written too.
        let most = taken.shot.count + u64::from(connections);
        let fits = (taken.shot.count..=most).contains(&u64::try_from(written).expect("more"));
        assert!(fits, "{} comments were confirmed, {written} were written", taken.shot.count);
        settle(&pools).await;
        let orm = write(&pools, desk, connections, round * 2, false).await;
        let plain = write(&pools, desk, connections, round * 2 + 1, true).await;
        add(figures, "C", desk, connections, &taken, &Beside { orm, plain, fixed: None });
    }
    Arc::into_inner(pools).expect("the tasks have ended").close().await;
}

fn add(figures: &mut Figures, name: &str, desk: &Desk, connections: u32, taken: &Taken, beside: &Beside) {
    let mut figure = taken.figure(format!("GraphQL {name}; {}", on(desk, connections)));
    let (orm, plain) = (rate(beside.orm.rate()), rate(beside.plain.rate()));
    figure.reference = format!("sea-orm {orm}, SQL {plain}");
    if let Some(fixed) = &beside.fixed {
        figure.reference.push_str(", fixed bytes ");
        figure.reference.push_str(&rate(fixed.rate()));
    }
    let ratio = taken.shot.rate() / beside.orm.rate();
    figure.ratio = times(ratio);
    figure.goal = goal("0.7 × sea-orm", ratio >= GOAL);
    figures.add(figure);
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
