//! The desk's counts are exact, whatever happened to the tickets, and cheap, however many there are.

use engine::{Actor, Engine, OrderField, Paging, Priority, Status, TicketFilter, TicketOrder, UpdateTicket};
use futures::future::join_all;
use sea_orm::{ConnectionTrait as _, Database, Statement};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    s30_counts_are_those_of_the_lists_whatever_happened,
    s23_counts_stay_exact_while_two_nodes_move_tickets_to_and_fro,
);

/// How many tickets a list has, found by reading all of it.
async fn listed(engine: &Engine, actor: &Actor, filter: &TicketFilter) -> u64 {
    let mut paging = Paging { first: Some(100), ..Paging::default() };
    let mut count = 0;
    loop {
        let page = engine.tickets(actor, filter, TicketOrder::default(), &paging).await.expect("a page");
        count += page.items.len() as u64;
        match page.items.last() {
            Some((cursor, _)) if page.has_next => paging.after = Some(cursor.clone()),
            _ => return count,
        }
    }
}

async fn assert_exact(engine: &Engine, actors: &[&Actor], filters: &[TicketFilter]) {
    for actor in actors {
        for filter in filters {
            let count = engine.count_tickets(actor, filter).await.expect("a count");
            assert_eq!(count, listed(engine, actor, filter).await, "{actor:?} {filter:?}");
        }
    }
}

fn filters(agent: &Person, queue: engine::QueueId) -> Vec<TicketFilter> {
    let none = TicketFilter::default;
    let work = || vec![Status::New, Status::Open, Status::Pending];
    vec![
        none(),
        TicketFilter { status: vec![Status::Open], ..none() },
        TicketFilter { unassigned: Some(true), status: work(), ..none() },
        TicketFilter { unassigned: Some(false), ..none() },
        TicketFilter { mine: Some(true), status: work(), ..none() },
        TicketFilter { mine: Some(false), ..none() },
        TicketFilter { assignee: Some(agent.user.id), ..none() },
        TicketFilter { queue: Some(queue), ..none() },
        TicketFilter { escalated: Some(true), ..none() },
        TicketFilter { escalated: Some(false), queue: Some(queue), ..none() },
        TicketFilter { customer: Some(agent.user.id), ..none() },
    ]
}

async fn s30_counts_are_those_of_the_lists_whatever_happened(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let (agent, other) =
        (app.given().agent("agent@example.org").await, app.given().agent("other@example.org").await);
    let admin = app.given().admin("admin@example.org").await;
    let sales = app.given().queue("Sales").await;
    app.engine.set_queue_members(&Actor::system(), sales.id, &[agent.user.id]).await.expect("members");
    let nobody = Actor::nobody();
    let actors = [&anna.actor, &agent.actor, &other.actor, &admin.actor, &nobody];
    let filters = filters(&agent, sales.id);
    assert_exact(&app.engine, &actors, &filters).await;
    let mut tickets = Vec::new();
    for _ in 0..9 {
        tickets.push(app.given().ticket(&anna, "A ticket").await);
    }
    assert_exact(&app.engine, &actors, &filters).await;
    for (place, ticket) in tickets.iter().enumerate() {
        let change = UpdateTicket {
            number: ticket.number,
            status: (place % 2 == 0).then(|| Status::ALL[place / 2]),
            assignee: (place % 3 == 0).then_some(Some(agent.user.id)),
            queue: (place % 4 == 0).then_some(sales.id),
            priority: (place == 5).then_some(Priority::Urgent),
            ..UpdateTicket::default()
        };
        app.engine.update_ticket(&admin.actor, change).await.expect("changed");
    }
    let back = UpdateTicket { number: tickets[3].number, assignee: Some(None), ..UpdateTicket::default() };
    app.engine.update_ticket(&admin.actor, back).await.expect("changed");
    assert_exact(&app.engine, &actors, &filters).await;
    let statistics = app.engine.statistics().await.expect("statistics");
    assert_eq!(statistics.tickets.iter().map(|(_, count)| count).sum::<i64>(), 9);
    app.engine.run_due().await.expect("folded");
    assert_exact(&app.engine, &actors, &filters).await;
}

/// Tickets go from hand to hand and back at once on two nodes, which at single lines would wait for each other.
async fn s23_counts_stay_exact_while_two_nodes_move_tickets_to_and_fro(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let nodes = [app.engine.clone(), app.another_node().await];
    let mut tickets = Vec::new();
    for _ in 0..4 {
        tickets.push(app.given().ticket(&anna, "A ticket").await.number);
    }
    let movers = tickets.iter().enumerate().map(|(place, number)| {
        let (node, actor) = (nodes[place % 2].clone(), agent.actor.clone());
        let number = *number;
        async move {
            for turn in 0..40 {
                let there = (turn + place) % 2 == 0;
                let status = if there { Status::Open } else { Status::Pending };
                let assignee = Some(there.then_some(agent.user.id));
                let change =
                    UpdateTicket { number, status: Some(status), assignee, ..UpdateTicket::default() };
                node.update_ticket(&actor, change).await.expect("moved");
            }
        }
    });
    let folding = async {
        for _ in 0..10 {
            nodes[0].run_due().await.expect("folded");
            nodes[1].run_due().await.expect("folded");
        }
    };
    futures::join!(join_all(movers), folding);
    let queue = app.engine.queues(&Actor::system()).await.expect("queues")[0].id;
    assert_exact(&app.engine, &[&agent.actor], &filters(&agent, queue)).await;

    nodes[1].run_due().await.expect("folded");
    let connection = Database::connect(app.database()).await.expect("a connection");
    let lines = Statement::from_string(
        connection.get_database_backend(),
        "SELECT count(*) AS lines FROM ticket_tally",
    );
    let row = connection.query_one_raw(lines).await.expect("an answer").expect("a row");
    let lines: i64 = row.try_get("", "lines").expect("a number");
    assert!(lines < 250, "{lines} lines after folding");
    assert_exact(&app.engine, &[&agent.actor], &filters(&agent, queue)).await;
    let by_number = TicketOrder { field: OrderField::Number, ..TicketOrder::default() };
    let all = app.engine.tickets(&agent.actor, &TicketFilter::default(), by_number, &Paging::default()).await;
    assert_eq!(all.expect("a page").items.len(), 4);
}
