//! How the databases read the lists, with enough tickets that it matters: no list reads all tickets or sorts them.

use std::fmt::Write as _;

use engine::{
    Actor, Beside, Direction, Engine, OrderField, OrganisationId, Paging, Status, Texts, TicketFilter,
    TicketOrder,
};
use sea_orm::{ConnectionTrait as _, Database, DbBackend};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    a_list_is_walked_on_an_index_and_neither_read_nor_sorted_as_a_whole,
    a_count_of_few_reads_the_few,
    the_last_mail_of_a_mailbox_is_looked_up_and_not_looked_for,
);

/// Twenty thousand copies of one ticket and its comment, in all statuses, half of them of nobody, with numbers and times of their own.
async fn fill(app: &TestApp, agent: &Person, backend: DbBackend) {
    let copy = |id: &str, number: &str, at: &str, n: &str| {
        format!(
            "SELECT {id}, {number}, 'Ticket ' || {n}, 'Key ' || {n}, CASE WHEN {n} % 10 < 6 THEN 'CLOSED' WHEN {n} % 10 = 6 THEN 'NEW'
                 WHEN {n} % 10 = 7 THEN 'OPEN' WHEN {n} % 10 = 8 THEN 'PENDING' ELSE 'RESOLVED' END,
                 priority, priority_rank, channel, queue_id, customer_id, organisation_id,
                 CASE WHEN {n} % 2 = 0 THEN {} END, {at}, {at}, NULL, version, {at}, {at}",
            match backend {
                DbBackend::Postgres => format!("'{}'::uuid", agent.user.id),
                _ => format!("x'{}'", agent.user.id.0.simple()),
            }
        )
    };
    let columns = "id, number, title, title_key, status, priority, priority_rank, channel, queue_id, customer_id, organisation_id, \
                   assignee_id, created_at, updated_at, auto_close_at, version, public_updated_at, waiting_since";
    let sql = match backend {
        DbBackend::Postgres => format!(
            "INSERT INTO ticket ({columns}) {} FROM ticket, generate_series(1, 20000) AS n",
            copy("gen_random_uuid()", "number + n", "created_at + n * interval '1 minute'", "n")
        ),
        _ => format!(
            "WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 20000)
             INSERT INTO ticket ({columns}) {} FROM ticket, series",
            copy(
                "randomblob(16)",
                "number + n",
                "strftime('%Y-%m-%dT%H:%M:%S+00:00', created_at, '+' || n || ' minutes')",
                "n"
            )
        ),
    };
    let id = if backend == DbBackend::Postgres { "gen_random_uuid()" } else { "randomblob(16)" };
    let comments = format!(
        "INSERT INTO comment (id, ticket_id, author_id, visibility, channel, text, html, automatic, created_at)
         SELECT {id}, ticket.id, author_id, visibility, comment.channel, text, html, automatic, ticket.created_at
         FROM ticket, comment"
    );
    let connection = Database::connect(app.database()).await.expect("a connection");
    connection.execute_unprepared(&sql).await.expect("filled");
    connection.execute_unprepared(&comments).await.expect("filled");
    if backend == DbBackend::Postgres {
        connection.execute_unprepared("ANALYZE").await.expect("analysed");
    }
}

fn views(organisation: OrganisationId, agent: &Person) -> Vec<(&'static str, TicketFilter)> {
    let none = TicketFilter::default;
    let work = || vec![Status::New, Status::Open, Status::Pending];
    vec![
        ("all", none()),
        ("unassigned", TicketFilter { unassigned: Some(true), status: work(), ..none() }),
        ("mine", TicketFilter { mine: Some(true), status: work(), ..none() }),
        ("open", TicketFilter { status: vec![Status::Open], ..none() }),
        ("of an organisation", TicketFilter { organisation: Some(organisation), ..none() }),
        (
            "open ones of an organisation",
            TicketFilter { organisation: Some(organisation), status: vec![Status::Open], ..none() },
        ),
        ("of an agent", TicketFilter { assignee: Some(agent.user.id), status: work(), ..none() }),
    ]
}

const ALL: Beside = Beside {
    customer: true,
    assignee: true,
    organisation: true,
    domains: true,
    last_comment: true,
    texts: Texts::ALL,
};

async fn plan(engine: &Engine, actor: &Actor, filter: &TicketFilter, order: TicketOrder) -> Vec<String> {
    let paging = Paging { first: Some(50), ..Paging::default() };
    // Behind the first page the plan is that of any page.
    let page = engine.tickets(actor, filter, order, &paging).await.expect("a page");
    let after = page.items.last().map(|(cursor, _)| cursor.clone());
    engine.explain_tickets(actor, filter, order, &Paging { after, ..paging }, ALL).await.expect("a plan")
}

async fn a_list_is_walked_on_an_index_and_neither_read_nor_sorted_as_a_whole(app: TestApp) {
    let organisation = app.given().organisation("Shares", true).await;
    let anna = app.given().member(&organisation, "anna@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    app.given().ticket(&anna, "The first").await;
    let connection = Database::connect(app.database()).await.expect("a connection");
    let backend = connection.get_database_backend();
    fill(&app, &agent, backend).await;

    let newest = TicketOrder::default();
    let fields = [
        OrderField::CreatedAt,
        OrderField::UpdatedAt,
        OrderField::Number,
        OrderField::DueAt,
        OrderField::Priority,
        OrderField::Title,
        OrderField::Status,
        OrderField::WaitingSince,
    ];
    let mut plans = String::new();
    let mut wrong = Vec::new();
    // The page itself is put in order once more when its neighbours have been joined, and so is what several walks of a
    // page each gave; a customer's own tickets are few.
    let mut look = |title: String, plan: Vec<String>, sorted: usize| {
        writeln!(plans, "{title}").expect("written");
        for step in &plan {
            // What was asked for differs from run to run; how it is found does not.
            if !step.contains("Cond:") && !step.contains("Filter:") {
                writeln!(plans, "    {step}").expect("written");
            }
        }
        let steps = || plan.iter().map(|step| step.trim().trim_start_matches("->").trim());
        // The page, which stands in a subquery of that name, is all that is read whole.
        let page = usize::from(steps().any(|step| step == "CO-ROUTINE ticket"));
        if steps().filter(|step| reads_all(step)).count() > page
            || steps().filter(|step| sorts(step)).count() > sorted
        {
            wrong.push(title);
        }
    };
    let escalated = TicketFilter { escalated: Some(true), ..TicketFilter::default() };
    let due = TicketOrder { field: OrderField::DueAt, direction: Direction::Asc };
    // What is escalated is found by an index of its own and is little.
    look("agent: escalated, by due".to_owned(), plan(&app.engine, &agent.actor, &escalated, due).await, 2);
    for (name, actor) in [("agent", &agent.actor), ("customer", &anna.actor)] {
        for (view, filter) in views(organisation.id, &agent) {
            let parts = filter.status.len();
            let sorted = if name == "customer" {
                9
            } else if parts > 1 {
                parts + 2
            } else {
                1
            };
            look(format!("{name}: {view}"), plan(&app.engine, actor, &filter, newest).await, sorted);
        }
        for field in fields {
            for direction in [Direction::Asc, Direction::Desc] {
                let order = TicketOrder { field, direction };
                let plan = plan(&app.engine, actor, &TicketFilter::default(), order).await;
                let sorted = if name == "customer" { 9 } else { 1 };
                look(format!("{name}: all by {field:?}, {direction:?}"), plan, sorted);
            }
        }
    }
    assert!(wrong.is_empty(), "these read or sort more than a page: {wrong:#?}\n{plans}");
    insta::assert_snapshot!(format!("plans-{}", backend.as_str()), plans);
}

/// What the staff's pages count beside each list, and what few tickets are: each has an index that holds those few alone.
async fn a_count_of_few_reads_the_few(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    app.given().ticket(&anna, "The first").await;
    let connection = Database::connect(app.database()).await.expect("a connection");
    fill(&app, &agent, connection.get_database_backend()).await;
    let few = ["held_back", "warns_at", "escalates_at", "unanswered"];
    let counted = [
        "turn:us",
        "is:at-risk",
        "is:escalated",
        "turn:us is:unseen",
        "is:at-risk is:unseen",
        "is:escalated is:unseen",
        "status:open is:unseen",
        "assignee:none status:new,open,pending is:unseen",
        "is:unseen",
    ];
    for (name, actor) in [("agent", &agent.actor), ("admin", &admin.actor)] {
        for typed in counted {
            let search = Some(app.engine.read_search(actor, typed).expect("a search"));
            let filter = TicketFilter { search, ..TicketFilter::default() };
            let plan = app.engine.explain_count(actor, &filter).await.expect("a plan");
            let on_tickets = |step: &&String| step.contains(" ticket ") || step.contains("ticket_");
            let mut indexes = plan.iter().filter(on_tickets).filter(|step| step.contains("_idx"));
            let all = plan.iter().any(|step| reads_all(step.trim().trim_start_matches("->").trim()));
            assert!(
                !all && indexes.all(|step| few.iter().any(|few| step.contains(few))),
                "{name}, {typed}: {plan:#?}"
            );
        }
    }
}

/// Whether a step reads all tickets.
fn reads_all(step: &str) -> bool {
    let table = |step: &str, scan: &str| {
        let name = step.strip_prefix(scan).map(|rest| rest.split(' ').next().unwrap_or_default().to_owned());
        name.is_some_and(|name| name == "ticket")
    };
    (table(step, "SCAN ") && !step.contains("INDEX")) || table(step, "Seq Scan on ")
}

/// Whether a step sorts what it is given.
fn sorts(step: &str) -> bool {
    step == "USE TEMP B-TREE FOR ORDER BY" || step == "Sort"
}

/// A busy desk has a million mails in its ledger, and a page that asks for the last of each mailbox.
async fn the_last_mail_of_a_mailbox_is_looked_up_and_not_looked_for(app: TestApp) {
    let connection = Database::connect(app.database()).await.expect("a connection");
    let backend = connection.get_database_backend();
    let columns = "id, dedupe, sha256, mailbox, outcome, received_at";
    let sql = match backend {
        DbBackend::Postgres => format!(
            "INSERT INTO incoming_mail ({columns})
             SELECT gen_random_uuid(), 'd' || n, '', CASE n % 3 WHEN 0 THEN 'b' ELSE 'a' END, 'ignored', now() + n * interval '1 minute'
             FROM generate_series(1, 20000) AS n"
        ),
        _ => format!(
            "WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 20000)
             INSERT INTO incoming_mail ({columns})
             SELECT randomblob(16), 'd' || n, '', CASE n % 3 WHEN 0 THEN 'b' ELSE 'a' END, 'ignored',
                 strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now', '+' || n || ' minutes') FROM series"
        ),
    };
    connection.execute_unprepared(&sql).await.expect("filled");
    if backend == DbBackend::Postgres {
        connection.execute_unprepared("ANALYZE incoming_mail").await.expect("analysed");
    }
    let names = ["a", "b", "c"].map(str::to_owned);
    let plan = app.engine.explain_last_mails(&names).await.expect("a plan");
    let steps = plan.iter().filter(|step| !step.contains("Cond:"));
    let steps = steps.map(|step| format!("{step}\n")).collect::<String>();
    insta::assert_snapshot!(format!("last-mails-{}", backend.as_str()), steps);
}
