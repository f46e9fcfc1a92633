//! Lists and a ticket as HTML, as a browser gets them.

use std::time::Duration;

use super::{SECONDS, loads, on, stage, take};
use crate::{
    bench::{Bench, Desk, Served},
    client::Client,
    figures::{Figures, bytes, goal},
};

const GOAL: Duration = Duration::from_millis(10);
const WEIGHT: u64 = 50 * 1_024;

/// Measures each page at one and at eight connections.
pub(super) async fn measure(bench: &Bench, desk: &Desk, served: &Served, figures: &mut Figures) {
    stage("pages", desk);
    let (agent, customer) = (&served.agent, &served.customer);
    let client = Client::new(served.server.url(), None);
    for (name, token, paths) in [
        ("/desk", agent, vec!["/desk".to_owned()]),
        ("/desk?view=all", agent, vec!["/desk?view=all".to_owned()]),
        ("/tickets of a customer's organisation", customer, vec!["/tickets?tab=organisation".to_owned()]),
        ("a ticket's page", agent, loads::ticket_pages(desk)),
    ] {
        let plain = client.weight(&paths[0], &loads::cookie(token), "identity").await;
        let packed = client.weight(&paths[0], &loads::cookie(token), "gzip").await;
        let load = loads::pages(served, token, paths);
        for connections in [1, 8] {
            let taken = take(bench, served, &load, connections, SECONDS).await;
            let mut figure = taken.figure(format!("page {name}; {}", on(desk, connections)));
            if connections == 1 {
                figure.here = format!("{}; {}, gzip {}", figure.here, bytes(plain), bytes(packed));
                let met = taken.shot.p50 < GOAL && plain < WEIGHT;
                figure.goal = goal("p50 under 10 ms, under 50 KB", met);
            }
            figures.add(figure);
        }
    }
}
