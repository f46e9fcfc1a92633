//! The numbers beside the lists: exact, for the rights of who looks.

use serde_json::json;

use super::{SECONDS, loads, on, stage, take};
use crate::{
    bench::{Bench, Desk, Served},
    figures::Figures,
};

const ALL: &str = "{ all: tickets(first: 1) { totalCount } open: tickets(filter: {status: [OPEN]}, first: 1) { totalCount } }";

/// Measures, and compares two of the numbers with what lies in the database.
pub(super) async fn measure(bench: &Bench, desk: &Desk, served: &Served, figures: &mut Figures) {
    stage("counts", desk);
    let told = served.client(&served.agent).ask(ALL, &json!({})).await;
    let pools = desk.pools().await;
    for (name, sql) in [
        ("all", "SELECT count(*) FROM ticket"),
        ("open", "SELECT count(*) FROM ticket WHERE status = 'OPEN'"),
    ] {
        assert_eq!(told[name]["totalCount"], pools.number(sql).await, "{name}");
    }
    pools.close().await;
    let load = loads::counts(served);
    for connections in [1, 8] {
        let taken = take(bench, served, &load, connections, SECONDS).await;
        figures.add(taken.figure(format!("numbers beside the lists; {}", on(desk, connections))));
    }
}
