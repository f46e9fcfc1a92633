//! One event after the other to many subscribers with differing rights: each of those who may hear it hears it once, and
//! nobody else does.

mod crowd;
mod reads;
mod subscriber;

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    time::timeout,
};

use crowd::{Crowd, Happening};
use subscriber::Heard;

use super::stage;
use crate::{
    bench::{Bench, Desk},
    client::Client,
    figures::{Figure, Figures, bytes, goal, millis, percentile},
    options::Kind,
};

/// From how many subscribers on memory and times have a goal.
const MANY: usize = 10_000;
/// How many events are sent.
const EVENTS: usize = 20;
/// How long everybody may take to hear one of them.
const PATIENCE: Duration = Duration::from_secs(30);
/// After how long no further event is sent.
const ENOUGH: Duration = Duration::from_mins(1);
/// How long nobody may hear anything more of it.
const SILENCE: Duration = Duration::from_millis(400);

const COMMENT: &str = "mutation($n: Int!, $t: String!, $v: Visibility!) { \
    addComment(input: {number: $n, text: $t, visibility: $v}) { comment { id } } }";

/// Measures with so many subscribers, on a server of their own.
pub(super) async fn measure(bench: &Bench, kind: Kind, subscribers: usize, figures: &mut Figures) {
    let desk = Desk::open(bench, kind, bench.options.tickets, "").await;
    stage(&format!("{subscribers} subscribers"), &desk);
    let crowd = Crowd::gather(&desk, subscribers);
    let served = desk.serve().await;
    let agent = served.client(&served.agent);
    let pools = desk.pools().await;
    let (tell, mut hear) = unbounded_channel();
    // What the first ones take, for connections to the database and its cache, is not what one more takes.
    let first = crowd.connect(served.server.url(), 0..subscribers / 5, &tell).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let before = served.memory();
    let others = crowd.connect(served.server.url(), subscribers / 5..subscribers, &tell).await;
    drop(tell);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let each = served.memory().saturating_sub(before) / (subscribers - subscribers / 5) as u64;

    let events = Crowd::happenings(desk.plan, EVENTS);
    let name = format!("events to {subscribers} subscribers; {kind}");
    let last = pools.number("SELECT max(seq) FROM event").await;
    let quiet = reads::quiet(&desk, &served).await;
    let reading = reads::begin(&desk, &served).await;
    let (cpu, begin) = (served.cpu(), Instant::now());
    let (mut times, mut told) = (Vec::new(), 0);
    // Where it takes long, fewer events tell it as well.
    for event in events.iter().take_while(|_| begin.elapsed() < ENOUGH) {
        if let Err(why) = tell_and_listen(&agent, &mut hear, &crowd, event, &mut times).await {
            figures.fail(&name, &why);
            return;
        }
        told += 1;
    }
    let cpu = served.cpu().saturating_sub(cpu) / u32::try_from(times.len()).expect("small");
    let took = reads::end(&desk, &served, &reading).await;
    let written = pools.number(&format!("SELECT count(*) FROM event WHERE seq > {last}")).await;
    assert_eq!(written, i64::try_from(told).expect("small"), "events in the journal");
    pools.close().await;
    let memory = served.memory();
    drop((first, others));

    let p99 = percentile(&times, 0.99);
    let cost = reads::tell(&took, &quiet, told);
    let enough = cost.per_event.is_none_or(|reads| reads <= 1.5);
    let wanted = p99 < Duration::from_millis(300) && each < 10 * 1_024 && enough;
    // The goal is that of the many.
    let goal = if subscribers >= MANY {
        goal("p99 under 300 ms, under 10 KB each, one read per event", wanted)
    } else {
        String::new()
    };
    figures.add(Figure {
        name,
        here: format!("{} deliveries of {told} events; {}", times.len(), cost.words),
        reference: "PostGraphile 45 / 93 ms, yoga 35 / 83 ms to 1,000, as given".to_owned(),
        p50: millis(percentile(&times, 0.5)),
        p99: millis(p99),
        cpu: millis(cpu),
        memory: format!("{} each, {} in all", bytes(each), bytes(memory)),
        goal,
        ..Figure::default()
    });
}

/// Writes a comment, and waits until everybody has heard it who may, and then for a while: nobody hears it twice, and
/// nobody else does.
async fn tell_and_listen(
    agent: &Client,
    hear: &mut UnboundedReceiver<Heard>,
    crowd: &Crowd,
    event: &Happening,
    times: &mut Vec<Duration>,
) -> Result<(), String> {
    let number = event.ticket.number();
    let visibility = if event.internal { "INTERNAL" } else { "PUBLIC" };
    let asked = json!({"n": number, "t": "Wir sind dabei.", "v": visibility});
    let begin = Instant::now();
    let listening = async {
        let mut owed: Vec<bool> = crowd.hears(event);
        let mut left = owed.iter().filter(|owed| **owed).count();
        while let Ok(heard) = timeout(if left > 0 { PATIENCE } else { SILENCE }, hear.recv()).await {
            let heard = heard.expect("the subscribers are there");
            if heard.number != Some(number) || !owed[heard.subscriber] {
                let what = heard.number.map_or(heard.text, |number| format!("ticket {number}"));
                return Err(format!(
                    "subscriber {} heard of {what} while {number} was told",
                    heard.subscriber
                ));
            }
            owed[heard.subscriber] = false;
            left -= 1;
            times.push(heard.at - begin);
        }
        if left == 0 {
            Ok(())
        } else {
            Err(format!("{left} subscribers did not hear of {number} in {PATIENCE:?}"))
        }
    };
    let (heard, _answer) = tokio::join!(listening, agent.ask(COMMENT, &asked));
    heard
}
