//! The search, by words that come ten times, in one comment of a thousand, and in seven of a hundred.

use std::time::Duration;

use serde_json::json;

use super::{SECONDS, loads, on, stage, take};
use crate::{
    bench::{Bench, Desk, Served},
    data::{
        plan::COMMENTS,
        words::{self, COMMON, MIDDLE, RARE},
    },
    figures::{Figures, goal},
};

const GOAL: Duration = Duration::from_millis(25);

/// Measures the first page, the newest first.
pub(super) async fn measure(bench: &Bench, desk: &Desk, served: &Served, figures: &mut Figures) {
    stage("search", desk);
    count(desk, served, RARE).await;
    count(desk, served, MIDDLE).await;
    let two = format!("{COMMON} {MIDDLE}");
    for (name, words) in [("rare", RARE), ("middle", MIDDLE), ("common", COMMON), ("two words", &two)] {
        let load = loads::search(served, words);
        for connections in [1, 8] {
            let taken = take(bench, served, &load, connections, SECONDS).await;
            let mut figure = taken.figure(format!("search, {name}; {}", on(desk, connections)));
            // The goal is that of single words.
            if connections == 1 && name != "two words" {
                figure.goal = goal("p50 under 25 ms", taken.shot.p50 < GOAL);
            }
            figures.add(figure);
        }
    }
}

/// As many tickets are found as were given the word.
async fn count(desk: &Desk, served: &Served, word: &str) {
    let document = "query($q: String!) { search(query: $q, first: 1) { totalCount } }";
    let told = served.client(&served.agent).ask(document, &json!({"q": word})).await;
    let having = (0..desk.plan.comments()).filter(|index| words::has(word, *index, desk.plan.comments()));
    let mut tickets: Vec<u64> = having.map(|index| index / COMMENTS).collect();
    tickets.dedup();
    assert_eq!(told["search"]["totalCount"], tickets.len(), "tickets with {word}");
}
