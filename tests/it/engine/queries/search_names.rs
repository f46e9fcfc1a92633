//! Tickets are found by whose they are: which words name whom, and for which searcher.

use engine::{
    Actor, CreateOrganisation, Organisation, Paging, TicketFilter, TicketOrder, UpdateTicket, UpdateUser,
};
use sea_orm::{ConnectionTrait as _, Database};
use tests::{Person, TestApp, on_each_database};

use super::search_filter::{opened, searched};

on_each_database!(
    s29_words_find_the_tickets_of_people_organisations_and_tags,
    s29_customers_find_by_the_names_of_those_alone_whom_they_may_see,
    s29_a_word_that_names_many_finds_all_of_their_tickets,
    s29_whose_a_ticket_is_counts_beside_thousands_of_newer_texts,
    s29_a_name_that_was_given_up_finds_nothing_any_more,
);

/// An organisation whose members see each other's tickets.
async fn acme(app: &TestApp) -> Organisation {
    let input = CreateOrganisation {
        name: "Acme Gerätebau AG".to_owned(),
        domains: vec!["acme-werke.example".to_owned()],
        shares_tickets: Some(true),
        ..CreateOrganisation::default()
    };
    app.engine.create_organisation(&Actor::system(), input).await.expect("an organisation")
}

async fn rename(app: &TestApp, person: &Person, name: &str) {
    let name = UpdateUser { name: Some(name.to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), person.user.id, name).await.expect("a name");
}

async fn s29_words_find_the_tickets_of_people_organisations_and_tags(app: TestApp) {
    let given = app.given();
    let acme = acme(&app).await;
    let anna = given.member(&acme, "anna.kurz@post.example").await;
    let ben = given.member(&acme, "ben@post.example").await;
    rename(&app, &ben, "Benedikt Müller").await;
    let cleo = given.customer("cleo.former@else.example").await;
    rename(&app, &cleo, "Cleo O'Kurzen").await;
    let agent = given.agent("agent@desk.example").await;
    let paper = opened(&app, &anna.actor, "Druckpapier fehlt", "Es ist leer.").await;
    let toner = opened(&app, &ben.actor, "Toner leer", "Bitte tauschen.").await;
    let cable = opened(&app, &cleo.actor, "Kabel defekt", "Es ist gebrochen.").await;
    let email = UpdateUser { email: Some("cleo.now@else.example".to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), cleo.user.id, email).await.expect("another address");
    let tags = Some(vec!["wartung".to_owned(), "qa".to_owned()]);
    let input = UpdateTicket { number: toner, tags, ..UpdateTicket::default() };
    app.engine.update_ticket(&agent.actor, input).await.expect("tagged");
    let cases: [(&str, &[i64]); 38] = [
        // People.
        ("Kurz", &[cable, paper]),
        ("kur", &[cable, paper]),
        ("ku", &[]),
        ("urz", &[]),
        ("\"Anna Kurz\"", &[paper]),
        ("\"Kurz Anna\"", &[]),
        ("kurz anna", &[paper]),
        ("o'kurz", &[cable]),
        ("mueller", &[toner]),
        ("Müller", &[toner]),
        ("muller bene", &[toner]),
        // A word of the name and one of the text.
        ("Kurz Druckpapier", &[paper]),
        ("kurz leer", &[paper]),
        ("Kurz toner", &[]),
        // Addresses, those from before too.
        ("anna.kurz@post.example", &[paper]),
        ("anna.kurz@", &[paper]),
        ("cleo.now@else.example", &[cable]),
        ("cleo.former@else.example", &[cable]),
        ("else.example", &[cable]),
        ("post", &[toner, paper]),
        // Organisations.
        ("Acme", &[toner, paper]),
        ("gerätebau", &[toner, paper]),
        ("geraete", &[toner, paper]),
        ("\"Acme Gerätebau\"", &[toner, paper]),
        ("acme-werke.example", &[toner, paper]),
        ("werke", &[toner, paper]),
        ("Acme Müller", &[toner]),
        ("ag", &[toner, paper]),
        // Tags.
        ("Wartung", &[toner]),
        ("wart", &[toner]),
        ("\"wart\"", &[]),
        ("wa", &[]),
        ("qa", &[toner]),
        ("acme wartung leer", &[toner]),
        // The opposite.
        ("-kurz", &[toner]),
        ("-acme", &[cable]),
        ("leer -wartung", &[paper]),
        ("kurz -acme status:new", &[cable]),
    ];
    for (typed, found) in cases {
        assert_eq!(searched(&app, &agent.actor, typed).await, found, "{typed:?}");
    }
    // A number names its ticket alone.
    assert_eq!(searched(&app, &agent.actor, &cable.to_string()).await, [cable]);
    for typed in ["kurz", "acme", "wartung"] {
        assert!(searched(&app, &Actor::nobody(), typed).await.is_empty(), "{typed:?}");
    }
}

async fn s29_customers_find_by_the_names_of_those_alone_whom_they_may_see(app: TestApp) {
    let given = app.given();
    let acme = acme(&app).await;
    let anna = given.member(&acme, "anna.kurz@post.example").await;
    let ben = given.member(&acme, "ben.lang@brief.example").await;
    let cleo = given.customer("cleo.kurz@else.example").await;
    let agent = given.agent("agent@desk.example").await;
    let paper = opened(&app, &anna.actor, "Druckpapier fehlt", "Es ist leer.").await;
    let toner = opened(&app, &ben.actor, "Toner leer", "Bitte tauschen.").await;
    let cable = opened(&app, &cleo.actor, "Kabel defekt", "Es ist gebrochen.").await;
    let tags = Some(vec!["wartung".to_owned()]);
    let input = UpdateTicket { number: toner, tags, ..UpdateTicket::default() };
    app.engine.update_ticket(&agent.actor, input).await.expect("tagged");
    let cases: [(&Person, &str, &[i64]); 14] = [
        (&anna, "lang", &[toner]),
        (&anna, "kurz", &[paper]),
        (&anna, "leer -lang", &[paper]),
        // Neither the address of a colleague, nor what a stranger is called, nor a tag.
        (&anna, "ben.lang@brief.example", &[]),
        (&anna, "brief", &[]),
        (&anna, "cleo", &[]),
        (&anna, "wartung", &[]),
        (&anna, "-wartung", &[toner, paper]),
        (&anna, "-brief", &[toner, paper]),
        (&anna, "acme-werke", &[]),
        // Whose only tickets are their own has nobody to tell from themselves.
        (&cleo, "kurz", &[]),
        (&cleo, "lang", &[]),
        (&cleo, "-lang", &[cable]),
        (&cleo, "kabel", &[cable]),
    ];
    for (who, typed, found) in cases {
        assert_eq!(searched(&app, &who.actor, typed).await, found, "{} {typed:?}", who.user.name);
    }
}

/// More people than a list of their tickets is worth.
async fn s29_a_word_that_names_many_finds_all_of_their_tickets(app: TestApp) {
    let agent = app.given().agent("agent@desk.example").await;
    for place in 0..201 {
        app.given().prepared(&format!("serie.nummer{place}@post.example")).await;
    }
    let last = app.given().customer("serie.letzte@post.example").await;
    let other = app.given().customer("anna@else.example").await;
    let one = opened(&app, &last.actor, "Toner leer", "Bitte tauschen.").await;
    let two = opened(&app, &other.actor, "Eine Serie", "Noch etwas.").await;
    let three = opened(&app, &other.actor, "Kabel defekt", "Noch etwas.").await;
    for (typed, found) in [
        ("serie", vec![two, one]),
        ("serie toner", vec![one]),
        ("letzte", vec![one]),
        ("-serie", vec![three]),
        ("etwas -serie", vec![three]),
    ] {
        assert_eq!(searched(&app, &agent.actor, typed).await, found, "{typed:?}");
    }
}

/// The newest entries are looked at first; that they have the word often hides nobody's ticket.
async fn s29_whose_a_ticket_is_counts_beside_thousands_of_newer_texts(app: TestApp) {
    let agent = app.given().agent("agent@desk.example").await;
    let acme = acme(&app).await;
    let anna = app.given().member(&acme, "anna@post.example").await;
    let cleo = app.given().customer("cleo@else.example").await;
    let mut numbers = Vec::new();
    for place in 0..6 {
        let title = if place % 2 == 0 { "Toner leer" } else { "Die Acme liefert nicht" };
        let by = if place % 2 == 0 { &anna } else { &cleo };
        numbers.insert(0, opened(&app, &by.actor, title, "Bitte tauschen.").await);
        app.clock.advance(std::time::Duration::from_hours(1));
    }
    let connection = Database::connect(app.database()).await.expect("a connection");
    let many = "INSERT INTO search_entry (ticket_id, internal, content)
        SELECT ticket.id, false, 'acme'
        FROM ticket, (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
                      SELECT i FROM n) AS many
        WHERE ticket.number = 10002";
    connection.execute_unprepared(many).await.expect("written");
    assert_eq!(searched(&app, &agent.actor, "acme").await, numbers);
    assert_eq!(searched(&app, &agent.actor, "acme bitte").await, numbers);

    let filter = TicketFilter { search: Some("acme".into()), ..TicketFilter::default() };
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let paging = Paging { first: Some(2), after, ..Paging::default() };
        let page =
            app.engine.tickets(&agent.actor, &filter, TicketOrder::default(), &paging).await.expect("a page");
        seen.extend(page.items.iter().map(|(_, ticket)| ticket.number));
        after = page.items.last().map(|(cursor, _)| cursor.clone());
        if !page.has_next {
            break;
        }
    }
    assert_eq!(seen, numbers);
}

async fn s29_a_name_that_was_given_up_finds_nothing_any_more(app: TestApp) {
    let agent = app.given().agent("agent@desk.example").await;
    let anna = app.given().customer("anna@post.example").await;
    rename(&app, &anna, "Anna Vorher").await;
    let number = opened(&app, &anna.actor, "Toner leer", "Bitte tauschen.").await;
    assert_eq!(searched(&app, &agent.actor, "vorher").await, [number]);
    rename(&app, &anna, "Anna Nachher").await;
    assert!(searched(&app, &agent.actor, "vorher").await.is_empty());
    assert_eq!(searched(&app, &agent.actor, "nachher").await, [number]);
}
