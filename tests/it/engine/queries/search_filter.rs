//! What the search language finds, and for whom.

use engine::{Actor, CreateTicket, Paging, Priority, Status, TicketFilter, UpdateTicket, UpdateUser};
use tests::{TestApp, on_each_database};

on_each_database!(
    s29_words_may_be_beginnings_parts_phrases_and_other_spellings,
    s29_chinese_and_japanese_words_are_found_inside_a_sentence,
    s29_each_property_narrows_the_search_and_a_minus_turns_it_round,
    s29_dates_begin_in_the_time_zone_of_who_searches,
    s29_properties_tell_customers_nothing_that_is_hidden,
    s29_a_search_is_sorted_and_paged_both_ways,
    s30_people_organisations_and_queues_stand_as_a_dictionary_has_them,
    s29_people_and_organisations_are_found_in_any_order_and_spelling,
);

/// The numbers that a search finds, newest first; as many are counted.
pub(crate) async fn searched(app: &TestApp, actor: &Actor, typed: &str) -> Vec<i64> {
    let search = app.engine.read_search(actor, typed).expect("it is read");
    let order = search.order.unwrap_or_default();
    let filter = TicketFilter { search: Some(search), ..TicketFilter::default() };
    let page = app.engine.tickets(actor, &filter, order, &Paging::default()).await.expect("a page");
    let count = app.engine.count_tickets(actor, &filter).await.expect("a count");
    assert_eq!(count, page.items.len() as u64, "the count is that of the list: {typed:?}");
    page.items.into_iter().map(|(_, ticket)| ticket.number).collect()
}

pub(crate) async fn opened(app: &TestApp, by: &Actor, title: &str, text: &str) -> i64 {
    let input = CreateTicket { title: title.to_owned(), text: text.to_owned(), ..CreateTicket::default() };
    app.clock.advance(std::time::Duration::from_mins(1));
    app.engine.create_ticket(by, input).await.expect("a ticket").number
}

async fn s29_words_may_be_beginnings_parts_phrases_and_other_spellings(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await.actor;
    let printer = opened(&app, &anna, "Etikettendrucker druckt doppelt", "Das Netzkabel steckt.").await;
    let crane = opened(&app, &anna, "Kran eins", "Der Motor Zwei steht.").await;
    let cable = opened(&app, &anna, "Kran zwei", "Zwei Kabel am Motor fehlen. Gruß, Jörg Müller").await;
    let spelt = opened(&app, &anna, "Joerg Mueller fragt nach der neuen Quelle", "Blumen?").await;
    let cases: [(&str, &[i64]); 24] = [
        ("etik druck", &[printer]),
        ("doppelt etik", &[printer]),
        ("drucker", &[printer]),
        ("etzkabe", &[printer]),
        ("\"drucker\"", &[]),
        ("\"Etikettendrucker druckt\"", &[printer]),
        ("\"Etikettendrucker druck\"", &[]),
        ("motor zwei", &[cable, crane]),
        ("\"Motor Zwei\"", &[crane]),
        ("„Motor Zwei“", &[crane]),
        ("kran -\"motor zwei\"", &[cable]),
        ("kran -motor", &[]),
        ("-kran", &[spelt, printer]),
        ("müller", &[spelt, cable]),
        ("mueller", &[spelt, cable]),
        ("muller", &[cable]),
        ("\"Joerg Müller\"", &[spelt, cable]),
        ("jörg muel", &[spelt, cable]),
        ("neuen", &[spelt]),
        ("blue", &[]),
        ("blu", &[spelt]),
        ("...", &[]),
        ("-", &[]),
        ("", &[]),
    ];
    for (typed, found) in cases {
        assert_eq!(searched(&app, &anna, typed).await, found, "{typed:?}");
    }
    let pasted = format!("AW: [example.org #{crane}] Kran");
    assert!(searched(&app, &anna, &pasted).await.contains(&crane), "the subject of a letter");
    assert!(searched(&app, &anna, &format!("https://desk.example/tickets/{crane}")).await.contains(&crane));
}

async fn s29_chinese_and_japanese_words_are_found_inside_a_sentence(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await.actor;
    let number = opened(
        &app,
        &anna,
        "仓库的打印机无法连接网络",
        "プリンターが紙を認識しません。USBの接続は正常です。",
    )
    .await;
    for typed in ["打印机", "网络", "仓库", "紙を認識", "プリンター", "USB 接続", "仓库 网络", "\"打印机\""]
    {
        assert_eq!(searched(&app, &anna, typed).await, [number], "{typed}");
    }
    for typed in ["机打", "络网", "紙認識", "打印机 电脑"] {
        assert!(searched(&app, &anna, typed).await.is_empty(), "{typed}");
    }
}

async fn s29_each_property_narrows_the_search_and_a_minus_turns_it_round(app: TestApp) {
    let given = app.given();
    let nord = given.organisation("Nord", false).await;
    given.organisation("Nord West", false).await;
    let anna = given.member(&nord, "anna@nord.example").await;
    let bob = given.customer("bob@else.example").await;
    let agent = given.agent("agent@example.org").await;
    let queue = given.queue("Second Level").await;
    let one = opened(&app, &anna.actor, "Printer one", "Jammed.").await;
    app.clock.advance(std::time::Duration::from_hours(48));
    let two = opened(&app, &bob.actor, "Printer two", "Jammed.").await;
    let input = UpdateTicket {
        number: one,
        assignee: Some(Some(agent.user.id)),
        queue: Some(queue.id),
        priority: Some(Priority::High),
        tags: Some(vec!["vpn".to_owned(), "a, b".to_owned()]),
        is_private: Some(true),
        status: Some(Status::Pending),
        ..UpdateTicket::default()
    };
    app.engine.update_ticket(&agent.actor, input).await.expect("updated");
    let cases: [(&str, &[i64]); 55] = [
        ("printer", &[two, one]),
        ("printer status:pending", &[one]),
        ("STATUS:new,pending", &[two, one]),
        ("-status:pending", &[two]),
        ("status:new status:pending", &[]),
        ("-status:new,pending,open,resolved,closed", &[]),
        ("assignee:me", &[one]),
        ("-assignee:me", &[two]),
        ("assignee:none", &[two]),
        ("-assignee:none", &[one]),
        ("assignee:agent@example.org", &[one]),
        ("assignee:none,AGENT@example.org", &[two, one]),
        ("-assignee:none,agent@example.org", &[]),
        ("-assignee:agent@example.org", &[two]),
        ("assignee:anna@nord.example", &[]),
        ("queue:\"Second Level\"", &[one]),
        ("queue:\"second level\"", &[one]),
        ("-queue:\"Second Level\"", &[two]),
        ("queue:nowhere", &[]),
        ("customer:Anna@nord.example", &[one]),
        ("-customer:anna@nord.example", &[two]),
        ("customer:me", &[]),
        ("organisation:Nord", &[one]),
        ("organization:\"nord\"", &[one]),
        ("organisation:\"Nord West\"", &[]),
        ("organisation:or", &[one]),
        ("-organisation:Nord", &[two]),
        ("tag:vpn", &[one]),
        ("tag:VPN", &[one]),
        ("tag:\"a, b\"", &[one]),
        ("tag:x,vpn", &[one]),
        ("-tag:vpn", &[two]),
        ("priority:high", &[one]),
        ("priority:high,normal", &[two, one]),
        ("-priority:high", &[two]),
        ("channel:web", &[two, one]),
        ("channel:email", &[]),
        ("-channel:email", &[two, one]),
        ("turn:us", &[two]),
        ("turn:customer", &[one]),
        ("-turn:customer", &[two]),
        ("is:unseen", &[two]),
        ("-is:unseen", &[one]),
        ("is:private", &[one]),
        ("-is:private", &[two]),
        ("is:escalated", &[]),
        ("is:at-risk", &[]),
        ("-is:at-risk", &[two, one]),
        ("-is:escalated", &[two, one]),
        ("is:watching", &[]),
        ("is:mentioned", &[]),
        ("created:<1d", &[two]),
        ("created:>1d", &[one]),
        ("-created:>1d printer", &[two]),
        ("sort:created", &[two, one]),
    ];
    for (typed, found) in cases {
        assert_eq!(searched(&app, &agent.actor, typed).await, found, "{typed}");
    }
    assert_eq!(searched(&app, &agent.actor, "-is:watching").await, [two, one]);
    for typed in
        ["status:offen", "created:yesterday", "is:red", "priority:7", "turn:me", "sort:mood", "channel:fax"]
    {
        let refused = app.engine.read_search(&agent.actor, typed).expect_err(typed);
        assert_eq!(refused.field(), Some("query"), "{typed}");
    }
}

async fn s29_dates_begin_in_the_time_zone_of_who_searches(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let number = opened(&app, &anna.actor, "Printer", "Jammed.").await;
    let now = engine::Clock::now(&*app.clock);
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let moved = UpdateUser { time_zone: Some(zone.to_owned()), ..UpdateUser::default() };
        app.engine.update_user(&Actor::system(), anna.user.id, moved).await.expect("moved");
        let actor = app.given().log_in("anna@example.org", tests::given::PASSWORD).await.1;
        let hours = if zone == "Pacific/Kiritimati" { 14 } else { -11 };
        let today = (now + chrono::TimeDelta::hours(hours)).format("%Y-%m-%d");
        for (typed, found) in [
            (format!("created:{today}"), true),
            (format!("created:>={today}"), true),
            (format!("created:<={today}"), true),
            (format!("created:{today}..{today}"), true),
            (format!("created:>{today}"), false),
            (format!("created:<{today}"), false),
            (format!("-created:{today}"), false),
            (format!("updated:{today}"), true),
        ] {
            let expected: &[i64] = if found { &[number] } else { &[] };
            assert_eq!(searched(&app, &actor, &typed).await, expected, "{zone}: {typed}");
        }
    }
}

async fn s29_properties_tell_customers_nothing_that_is_hidden(app: TestApp) {
    let given = app.given();
    let anna = given.customer("anna@example.org").await;
    let bob = given.customer("bob@else.example").await;
    let agent = given.agent("agent@example.org").await;
    let number = opened(&app, &anna.actor, "Printer", "Jammed.").await;
    let input = UpdateTicket {
        number,
        assignee: Some(Some(agent.user.id)),
        tags: Some(vec!["vip".to_owned()]),
        ..UpdateTicket::default()
    };
    app.engine.update_ticket(&agent.actor, input).await.expect("updated");
    for typed in
        ["tag:vip", "is:unseen", "is:escalated", "assignee:agent@example.org", "customer:bob@else.example"]
    {
        assert!(searched(&app, &anna.actor, typed).await.is_empty(), "{typed}");
    }
    for typed in [
        "customer:me",
        "customer:anna@example.org",
        "channel:web",
        "-tag:vip",
        "printer -customer:bob@else.example",
    ] {
        assert_eq!(searched(&app, &anna.actor, typed).await, [number], "{typed}");
        assert!(searched(&app, &bob.actor, typed).await.is_empty(), "{typed}");
        assert!(searched(&app, &Actor::nobody(), typed).await.is_empty(), "{typed}");
    }
}

async fn s29_a_search_is_sorted_and_paged_both_ways(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await.actor;
    let mut numbers = Vec::new();
    for place in 0..5 {
        numbers.push(opened(&app, &anna, &format!("Matter {place}"), "A text.").await);
    }
    assert_eq!(searched(&app, &anna, "matter sort:-created").await, numbers);
    let search = app.engine.read_search(&anna, "matter sort:-updated").expect("it is read");
    let order = search.order.expect("an order");
    let filter = TicketFilter { search: Some(search), ..TicketFilter::default() };
    let first = Paging { first: Some(2), ..Paging::default() };
    let page = app.engine.tickets(&anna, &filter, order, &first).await.expect("a page");
    let after = page.items.last().map(|(cursor, _)| cursor.clone());
    let second = Paging { first: Some(2), after, ..Paging::default() };
    let page = app.engine.tickets(&anna, &filter, order, &second).await.expect("a page");
    let listed: Vec<_> = page.items.iter().map(|(_, ticket)| ticket.number).collect();
    assert_eq!(listed, numbers[2..4]);
    let before = page.items.first().map(|(cursor, _)| cursor.clone());
    let back = Paging { last: Some(2), before, ..Paging::default() };
    let page = app.engine.tickets(&anna, &filter, order, &back).await.expect("a page");
    let listed: Vec<_> = page.items.iter().map(|(_, ticket)| ticket.number).collect();
    assert_eq!(listed, numbers[..2]);
}

async fn renamed(app: &TestApp, email: &str, name: &str) {
    let user = app.given().prepared(email).await;
    let name = UpdateUser { name: Some(name.to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), user.id, name).await.expect("a name");
}

async fn s30_people_organisations_and_queues_stand_as_a_dictionary_has_them(app: TestApp) {
    let agent = app.given().agent("zz@example.org").await;
    let sorted =
        ["anna klein", "Änne Klein", "Bär", "Łukasz Wit", "Moritz Bär", "Özlem Ay", "Petra Alt", "Zoe Zahn"];
    for (place, name) in sorted.iter().rev().enumerate() {
        renamed(&app, &format!("p{place}@a.example"), name).await;
        app.given().organisation(name, false).await;
        app.given().queue(name).await;
    }
    let first = Paging { first: Some(5), ..Paging::default() };
    let filter = engine::UserFilter { role: Some(engine::Role::Customer), ..Default::default() };
    let page = app.engine.users(&agent.actor, &filter, &first).await.expect("a page");
    let after = page.items.last().map(|(cursor, _)| cursor.clone());
    let rest = Paging { first: Some(5), after, ..Paging::default() };
    let rest = app.engine.users(&agent.actor, &filter, &rest).await.expect("a page");
    let people: Vec<_> = page.items.into_iter().chain(rest.items).map(|(_, user)| user.name).collect();
    assert_eq!(people, sorted);
    let page = app
        .engine
        .organisations(&agent.actor, &engine::OrganisationFilter::default(), &Paging::default())
        .await
        .expect("a page");
    let names: Vec<_> = page.items.into_iter().map(|(_, one)| one.name).collect();
    assert_eq!(names, sorted);
    let queues = app.engine.queues(&agent.actor).await.expect("queues");
    let queues: Vec<_> =
        queues.into_iter().map(|queue| queue.name).filter(|name| sorted.contains(&name.as_str())).collect();
    assert_eq!(queues, sorted);
}

async fn s29_people_and_organisations_are_found_in_any_order_and_spelling(app: TestApp) {
    let agent = app.given().agent("zz@example.org").await;
    renamed(&app, "alvaro@klub.example", "Álvaro Nuñez").await;
    renamed(&app, "sinead@klub.example", "Sinéad O'Brien").await;
    renamed(&app, "j.mueller@else.example", "Jörg Müller").await;
    app.given().organisation("Gärtnerei Süd", false).await;
    let found = async |query: &str| {
        let filter = engine::UserFilter { query: Some(query.to_owned()), ..Default::default() };
        let page = app.engine.users(&agent.actor, &filter, &Paging::default()).await.expect("a page");
        page.items.into_iter().map(|(_, user)| user.name).collect::<Vec<_>>()
    };
    for (query, name) in [
        ("ÁLVARO NUÑEZ", "Álvaro Nuñez"),
        ("alvaro nunez", "Álvaro Nuñez"),
        ("Nuñez, Álvaro", "Álvaro Nuñez"),
        ("Nun alv", "Álvaro Nuñez"),
        ("o'brien", "Sinéad O'Brien"),
        ("O\u{2019}Brien", "Sinéad O'Brien"),
        ("sinead@klub", "Sinéad O'Brien"),
        ("Sinéad <sinead@klub.example>", "Sinéad O'Brien"),
        ("mueller", "Jörg Müller"),
        ("muller joerg", "Jörg Müller"),
        ("A\u{301}lvaro  Nun\u{303}ez", "Álvaro Nuñez"),
    ] {
        assert_eq!(found(query).await, [name], "{query:?}");
    }
    for query in ["%", "_", "alvaro brien"] {
        assert!(found(query).await.is_empty(), "{query:?}");
    }
    for query in ["sued gaert", "süd gärt", "SUD"] {
        let count = app.engine.count_organisations(&agent.actor, &named(query)).await.expect("a count");
        assert_eq!(count, 1, "{query:?}");
    }
}

fn named(query: &str) -> engine::OrganisationFilter {
    engine::OrganisationFilter { query: Some(query.to_owned()), external_id: None }
}
