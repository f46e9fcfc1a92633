//! What somebody sees is the same set wherever they look: by the engine's queries, by the fields of GraphQL and in letters, for random
//! people, tickets and comments, and it is what the reference says.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use engine::{
    Actor, CreateTicket, Letter, MailContent, Paging, Priority, QueueId, Role, Scopes, Sharing, TicketFilter,
    TicketOrder, UpdateOrganisation, UpdateTicket, UpdateUser, UserId,
};
use graphql::InProcess;
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::TestRunner,
};
use serde_json::{Value, json};
use tests::{TestApp, on_each_database};

use super::sight::{Case, Known, sees};

on_each_database!(what_is_seen_is_the_same_in_the_engine_by_graphql_and_in_letters);

const TICKETS: usize = 16;

/// Chance that is the same in each run.
struct Dice(TestRunner);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        (0..end).new_tree(&mut self.0).expect("a number").current()
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }
}

/// A ticket with what was written and set.
struct Drawn {
    case: Case,
    /// Each text, and whether it is for the staff alone.
    comments: Vec<(String, bool)>,
    tags: BTreeSet<String>,
    priority: Priority,
    assignee: Option<UserId>,
}

/// What somebody sees of a ticket.
#[derive(Debug, PartialEq, Eq)]
struct Face {
    comments: BTreeSet<String>,
    tags: BTreeSet<String>,
    priority: String,
    version: i64,
    updated_at: DateTime<Utc>,
    waits: bool,
}

type Seen = BTreeMap<i64, Face>;

/// Customers of organisations that share or do not, agents of some queues, and an admin, who comes last.
async fn people(app: &TestApp, dice: &mut Dice, queues: &[QueueId]) -> Vec<Known> {
    let given = app.given();
    let mut companies = Vec::new();
    for sharing in Sharing::ALL {
        let made = given.organisation(sharing.as_str(), false).await;
        let input = UpdateOrganisation { sharing: Some(*sharing), ..UpdateOrganisation::default() };
        companies
            .push(app.engine.update_organisation(&Actor::system(), made.id, input).await.expect("it shares"));
    }
    let mut people = Vec::new();
    for index in 0..7 {
        let email = format!("customer{index}@some.example");
        let (person, organisations) = match companies.get(dice.below(companies.len() + 1)) {
            None => (given.customer(&email).await, Vec::new()),
            Some(company) => {
                let person = given.member(company, &email).await;
                let selected = dice.coin();
                let input = UpdateUser { sees_organisation: Some(selected), ..UpdateUser::default() };
                app.engine.update_user(&Actor::system(), person.user.id, input).await.expect("selected");
                (person, vec![(company.id, company.sharing, selected)])
            }
        };
        people.push(Known { person, organisations, queues: Vec::new() });
    }
    for index in 0..3 {
        let person = given.agent(&format!("agent{index}@desk.example")).await;
        let queues = queues.iter().copied().filter(|_| dice.coin()).collect();
        people.push(Known { person, organisations: Vec::new(), queues });
    }
    for queue in queues {
        let members = people.iter().filter(|known| known.queues.contains(queue));
        let members: Vec<UserId> = members.map(|known| known.person.user.id).collect();
        app.engine.set_queue_members(&Actor::system(), *queue, &members).await.expect("members");
    }
    let admin = given.admin("admin@desk.example").await;
    people.push(Known { person: admin, organisations: Vec::new(), queues: Vec::new() });
    for known in &mut people {
        known.person.actor = app.actor(known.person.user.id).await;
    }
    people
}

fn customers(people: &[Known]) -> Vec<&Known> {
    people.iter().filter(|known| known.person.user.role == Role::Customer).collect()
}

/// A ticket of anybody, in any queue, with tags, a priority, watchers, an assignee and comments, as chance has it.
async fn draw(app: &TestApp, dice: &mut Dice, people: &[Known], queues: &[QueueId], index: usize) -> Drawn {
    let admin = people.last().expect("an admin");
    let all = customers(people);
    let opener = all[dice.below(all.len())];
    let is_private = dice.coin();
    let text = format!("request {index}");
    let input = CreateTicket {
        title: "A ticket".to_owned(),
        text: text.clone(),
        is_private,
        ..CreateTicket::default()
    };
    let ticket = app.engine.create_ticket(&opener.person.actor, input).await.expect("a ticket");
    let queue = queues[dice.below(queues.len())];
    let workers: Vec<&Known> = people.iter().filter(|known| known.queues.contains(&queue)).collect();
    let assignee = workers.get(dice.below(workers.len() + 1)).map(|known| known.person.user.id);
    let priority = Priority::ALL[dice.below(Priority::ALL.len())];
    let tags: BTreeSet<String> = (0..dice.below(3)).map(|tag| format!("secret{tag}")).collect();
    let moved = UpdateTicket { number: ticket.number, queue: Some(queue), ..UpdateTicket::default() };
    app.engine.update_ticket(&admin.person.actor, moved).await.expect("moved");
    let set = UpdateTicket {
        number: ticket.number,
        assignee: assignee.map(Some),
        priority: Some(priority),
        tags: Some(tags.iter().cloned().collect()),
        ..UpdateTicket::default()
    };
    app.engine.update_ticket(&admin.person.actor, set).await.expect("set");
    let mut watched_by = Vec::new();
    for known in all.iter().filter(|known| known.person.user.id != opener.person.user.id) {
        if dice.below(4) == 0 {
            let user = known.person.user.id;
            let watched = app.engine.watch_ticket(&admin.person.actor, ticket.number, Some(user), None).await;
            watched.expect("watched");
            watched_by.push(user);
        }
    }
    let mut comments = vec![(text, false)];
    for comment in 0..dice.below(4) {
        let (internal, text) = (dice.coin(), format!("comment {index} {comment}"));
        if internal {
            app.given().internal_note(&admin.person, &ticket, &text).await;
        } else {
            app.given().comment(&opener.person, &ticket, &text).await;
        }
        comments.push((text, internal));
    }
    let organisation = ticket.organisation;
    let customer = opener.person.user.id;
    let case = Case { ticket, customer, organisation, is_private, watched_by, queue };
    Drawn { case, comments, tags, priority, assignee }
}

/// The design in other words.
async fn by_reference(app: &TestApp, known: &Known, drawn: &[Drawn]) -> Seen {
    let staff = known.person.user.role.is_staff();
    let mut seen = Seen::new();
    for one in drawn.iter().filter(|one| sees(known, Scopes::ALL, &one.case)) {
        let number = one.case.ticket.number;
        let ticket = app.engine.ticket(&Actor::system(), number).await.expect("an answer").expect("a ticket");
        let shown = one.comments.iter().filter(|(_, internal)| staff || !internal);
        let face = Face {
            comments: shown.map(|(text, _)| text.clone()).collect(),
            tags: if staff { one.tags.clone() } else { BTreeSet::new() },
            priority: if staff { one.priority } else { Priority::Normal }.as_str().to_owned(),
            version: if staff { ticket.version } else { ticket.public.version },
            updated_at: if staff { ticket.updated_at } else { ticket.public.updated_at },
            waits: staff && ticket.attention.waiting_since.is_some(),
        };
        seen.insert(number, face);
    }
    seen
}

async fn by_engine(app: &TestApp, known: &Known) -> Seen {
    let actor = &known.person.actor;
    let hundred = Paging { first: Some(100), ..Paging::default() };
    let list = app.engine.tickets(actor, &TicketFilter::default(), TicketOrder::default(), &hundred).await;
    let mut seen = Seen::new();
    for (_, ticket) in list.expect("a list").items {
        let comments = app.engine.comments(actor, ticket.id, &hundred).await.expect("comments");
        let face = Face {
            comments: comments.items.into_iter().map(|(_, comment)| comment.text).collect(),
            tags: ticket.tags.into_iter().collect(),
            priority: ticket.priority.as_str().to_owned(),
            version: ticket.version,
            updated_at: ticket.updated_at,
            waits: ticket.attention.waiting_since.is_some(),
        };
        seen.insert(ticket.number, face);
    }
    seen
}

async fn by_graphql(pages: &InProcess, known: &Known, drawn: &[Drawn]) -> Seen {
    const LIST: &str = "{ tickets(first: 100) { nodes { number } } }";
    const ONE: &str =
        "query($number: Int!) { ticket(number: $number) { number tags priority version updatedAt
        waitingSince comments(first: 50) { nodes { text } } } }";
    let token = Some(known.person.token.as_str());
    let run = async |document: &str, variables: Value| {
        let answer = pages.run(token, "de", document, variables, Vec::new()).await;
        assert!(answer.errors.is_empty(), "{:?}", answer.errors);
        answer.data
    };
    let word = |value: &Value| value.as_str().expect("a text").to_owned();
    let words = |values: &Value, key: Option<&str>| -> BTreeSet<String> {
        let all = values.as_array().expect("a list").iter();
        all.map(|value| word(key.map_or(value, |key| &value[key]))).collect()
    };
    let list = run(LIST, Value::Null).await;
    let nodes = list["tickets"]["nodes"].as_array().expect("a list").clone();
    let listed: BTreeSet<i64> = nodes.iter().filter_map(|node| node["number"].as_i64()).collect();
    let mut seen = Seen::new();
    for one in drawn {
        let number = one.case.ticket.number;
        let data = run(ONE, json!({ "number": number })).await;
        let ticket = &data["ticket"];
        assert_eq!(!ticket.is_null(), listed.contains(&number), "{number} in the list and by itself");
        if ticket.is_null() {
            continue;
        }
        let face = Face {
            comments: words(&ticket["comments"]["nodes"], Some("text")),
            tags: words(&ticket["tags"], None),
            priority: word(&ticket["priority"]),
            version: ticket["version"].as_i64().expect("a number"),
            updated_at: word(&ticket["updatedAt"]).parse().expect("a time"),
            waits: !ticket["waitingSince"].is_null(),
        };
        seen.insert(number, face);
    }
    seen
}

/// Something is asked, noted and answered on each ticket; then some are watched no more, and some become private.
async fn go_on(app: &TestApp, dice: &mut Dice, people: &[Known], drawn: &mut [Drawn]) -> Vec<Vec<UserId>> {
    let admin = people.last().expect("an admin");
    let mut watched = Vec::new();
    for (index, one) in drawn.iter_mut().enumerate() {
        let opener =
            people.iter().find(|known| known.person.user.id == one.case.customer).expect("a customer");
        for (who, what, internal) in
            [(opener, "question", false), (admin, "note", true), (admin, "answer", false)]
        {
            let text = format!("{what} {index}");
            if internal {
                app.given().internal_note(&who.person, &one.case.ticket, &text).await;
            } else {
                app.given().comment(&who.person, &one.case.ticket, &text).await;
            }
            one.comments.push((text, internal));
        }
        watched.push(one.case.watched_by.clone());
        if dice.coin()
            && let Some(user) = one.case.watched_by.pop()
        {
            let number = one.case.ticket.number;
            app.engine.unwatch_ticket(&admin.person.actor, number, Some(user)).await.expect("removed");
        }
        if dice.below(4) == 0 {
            let number = one.case.ticket.number;
            let hidden = UpdateTicket { number, is_private: Some(true), ..UpdateTicket::default() };
            app.engine.update_ticket(&admin.person.actor, hidden).await.expect("private");
            one.case.is_private = true;
        }
    }
    watched
}

/// The texts that letters bring to somebody, by ticket: the customer is told of the answer, who watched of both, the assignee of the
/// question; each as far as they see the ticket when the letter leaves.
fn told_by_reference(known: &Known, drawn: &[Drawn], watched: &[Vec<UserId>]) -> BTreeMap<i64, Vec<String>> {
    let id = known.person.user.id;
    let mut told = BTreeMap::new();
    for (index, (one, watched)) in drawn.iter().zip(watched).enumerate() {
        let texts: &[&str] = if one.case.customer == id {
            &["answer"]
        } else if watched.contains(&id) {
            &["question", "answer"]
        } else if one.assignee == Some(id) {
            &["question"]
        } else {
            &[]
        };
        if !texts.is_empty() && sees(known, Scopes::ALL, &one.case) {
            let texts = texts.iter().map(|what| format!("{what} {index}")).collect();
            told.insert(one.case.ticket.number, texts);
        }
    }
    told
}

/// The same, as it stands in letters.
fn told_by_letters(known: &Known, letters: &[Letter]) -> BTreeMap<i64, Vec<String>> {
    let mut told: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for letter in letters.iter().filter(|letter| letter.to.address == known.person.user.email) {
        let ticket = letter.ticket.as_ref().expect("a letter about a ticket");
        let comments = letter.comment.iter().chain(&letter.more_comments);
        told.entry(ticket.number).or_default().extend(comments.map(|comment| comment.text.clone()));
        let written = mail::outbound::Renderer::new().expect("templates").render(letter).expect("a letter");
        for part in [&written.subject, &written.text, &written.html] {
            for hidden in ["note ", "secret"] {
                assert!(!part.contains(hidden), "{}: {part}", known.person.user.email);
            }
        }
    }
    told
}

async fn what_is_seen_is_the_same_in_the_engine_by_graphql_and_in_letters(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| settings.mail.content = MailContent::Full).await;
    let mut dice = Dice(TestRunner::deterministic());
    let queues = [
        app.engine.queues(&Actor::system()).await.expect("queues")[0].id,
        app.given().queue("Elsewhere").await.id,
    ];
    let people = people(&app, &mut dice, &queues).await;
    let mut drawn = Vec::new();
    for index in 0..TICKETS {
        drawn.push(draw(&app, &mut dice, &people, &queues, index).await);
    }
    app.letters().await;
    let watched = go_on(&app, &mut dice, &people, &mut drawn).await;
    let letters = app.letters().await;
    let pages = InProcess::new(app.engine.clone());
    let (mut faces, mut texts) = (0, 0);
    for known in &people {
        let who = &known.person.user.email;
        let expected = by_reference(&app, known, &drawn).await;
        assert_eq!(by_engine(&app, known).await, expected, "{who}: by the engine's queries");
        assert_eq!(by_graphql(&pages, known, &drawn).await, expected, "{who}: by GraphQL");
        let told = told_by_letters(known, &letters);
        assert_eq!(told, told_by_reference(known, &drawn, &watched), "{who}: in letters");
        for (number, told) in &told {
            let face = expected.get(number).unwrap_or_else(|| panic!("{who} was told of {number}"));
            assert!(told.iter().all(|text| face.comments.contains(text)), "{who}: {told:?} of {number}");
            texts += told.len();
        }
        faces += expected.len();
    }
    assert!(faces > TICKETS && texts > TICKETS, "chance has left nothing to compare: {faces} and {texts}");
}
