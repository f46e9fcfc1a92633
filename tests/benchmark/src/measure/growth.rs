//! What a hundred times as many tickets cost: the same pages on 10,000 tickets and on the chosen size.

use super::{loads, stage, take};
use crate::{
    bench::{Bench, Desk, Served},
    data::words::COMMON,
    figures::{Figure, Figures, bytes, goal, millis, times},
    machine::load::Load,
    options::{Kind, Size},
};

const SECONDS: u32 = 3;
const GOAL: f64 = 1.5;

/// Measures both in turn.
pub(super) async fn measure(bench: &Bench, kind: Kind, figures: &mut Figures) {
    let size = bench.options.tickets;
    let small = Desk::open(bench, kind, Size::Small, "").await;
    let large = Desk::open(bench, kind, size, "").await;
    stage("growth", &large);
    let (few, many) = (small.serve().await, large.serve().await);
    let pairs = loads_of(&small, &few).into_iter().zip(loads_of(&large, &many));
    for ((name, before), (_, after)) in pairs {
        // The first round fills the caches of both.
        for seconds in [1, SECONDS] {
            let one = take(bench, &few, &before, 1, seconds).await;
            let other = take(bench, &many, &after, 1, seconds).await;
            if seconds == SECONDS {
                let ratio = other.shot.p50.as_secs_f64() / one.shot.p50.as_secs_f64();
                figures.add(Figure {
                    name: format!("growth from 10k to {size}, {name}; {kind}"),
                    here: millis(other.shot.p50),
                    reference: format!("on 10k: {}", millis(one.shot.p50)),
                    ratio: times(ratio),
                    p50: millis(other.shot.p50),
                    p99: millis(other.shot.p99),
                    cpu: millis(other.cpu),
                    memory: bytes(other.memory),
                    goal: goal("at most 1.5 ×", ratio <= GOAL),
                });
            }
        }
    }
}

fn loads_of(desk: &Desk, served: &Served) -> Vec<(&'static str, Load)> {
    let page = |path: &str| loads::pages(served, &served.agent, vec![path.to_owned()]);
    vec![
        ("/desk?view=all", page("/desk?view=all")),
        ("/desk", page("/desk")),
        ("a ticket's page", loads::pages(served, &served.agent, loads::ticket_pages(desk))),
        ("A", loads::a(desk, served, false)),
        ("B", loads::b(desk, served)),
        ("numbers beside the lists", loads::counts(served)),
        ("search, common", loads::search(served, COMMON)),
    ]
}
