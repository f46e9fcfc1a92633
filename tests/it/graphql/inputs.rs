//! Whatever is handed in, no answer is a fault of ours: every argument and input field of the schema is given what a
//! database, a parser or a clock might stumble over.

use std::collections::{BTreeSet, HashMap, VecDeque};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use engine::{Actor, CreateApiToken, Role};
use graphql::{ErrorCode, InProcess};
use serde_json::{Value, json};
use tests::{Person, TestApp, on_each_database};

use crate::graphql::api::{Api, id, text};

on_each_database!(no_input_is_answered_by_internal_and_what_is_wrong_is_named);

const SCHEMA: &str = "{ __schema { types { kind name enumValues { name }
    fields { name args { name ...T } ...T } inputFields { name ...T } } } }
    fragment T on __Type { name }";

async fn no_input_is_answered_by_internal_and_what_is_wrong_is_named(app: TestApp) {
    let admin = app.given().admin("ada@example.org").await;
    let scopes = ["tickets:read", "tickets:write", "admin"].map(str::to_owned).to_vec();
    let token = CreateApiToken {
        name: "all".to_owned(),
        scopes,
        for_user: Some(admin.user.id),
        ..CreateApiToken::default()
    };
    let (token, _) = app.engine.create_api_token(&Actor::system(), token).await.unwrap();
    let agent = app.given().agent("alan@example.org").await;
    assert_eq!(agent.user.role, Role::Agent);
    let api = InProcess::new(app.engine.clone());
    let shape = Shape::of(&api, &token, real(&app, &agent).await).await;
    let mut found = Found::default();
    for (operation, root) in [("query", "Query"), ("mutation", "Mutation")] {
        for field in shape.fields(root) {
            found.try_field(&api, &token, &shape, (operation, &[], field)).await;
        }
    }
    assert!(found.wrong.is_empty(), "{} of {}:\n{}", found.wrong.len(), found.tried, found.wrong.join("\n"));
    assert!(found.tried > 500, "{}", found.tried);
    let outer = std::mem::take(&mut found.tried);
    // What lists inside of others are asked for.
    for (path, name) in shape.reached() {
        for field in shape.fields(&name) {
            found.try_field(&api, &token, &shape, ("query", &path, field)).await;
        }
    }
    assert!(found.wrong.is_empty(), "{} of {}:\n{}", found.wrong.len(), found.tried, found.wrong.join("\n"));
    assert!(found.tried > 100, "{} inside, {outer} outside", found.tried);
}

/// Things that are there: the ids of each kind, so that what is given beside a nasty value leads somewhere. The person is nobody
/// whom the test needs afterwards.
async fn real(app: &TestApp, agent: &Person) -> HashMap<&'static str, String> {
    let anna = app.given().customer("anna@example.org").await;
    let tom = app.given().customer("tom@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.given().ticket(&anna, "Papier").await;
    let comment = app.given().comment_with(agent, &ticket, "Anbei.", &[("a.txt", b"a")]).await;
    let files = app.engine.attachments_of(&Actor::system(), &[comment.id]).await.unwrap();
    let organisation = app.given().organisation("Muster", true).await;
    let calendar = app.given().calendar("Werktags").await;
    let agreement = app.given().agreement(&calendar, 60, 240).await;
    [
        ("User", id("User", tom.user.id)),
        ("Ticket", id("Ticket", ticket.id)),
        ("Comment", id("Comment", comment.id)),
        ("Attachment", id("Attachment", files[&comment.id][0].id)),
        ("Queue", id("Queue", ticket.queue)),
        ("Organisation", id("Organisation", organisation.id)),
        ("Calendar", id("Calendar", calendar.id)),
        ("Agreement", id("Agreement", agreement.id)),
    ]
    .into()
}

/// What was tried, and what was wrong with the answers.
#[derive(Default)]
struct Found {
    tried: usize,
    wrong: Vec<String>,
}

impl Found {
    /// Gives each argument of a field everything over which something might stumble.
    async fn try_field(
        &mut self,
        api: &InProcess,
        token: &str,
        shape: &Shape,
        (operation, path, field): (&str, &[&Value], &Value),
    ) {
        for argument in list(&field["args"]) {
            let place = (text(&argument["name"]), text(&field["name"]));
            for value in shape.nasty(&argument["type"], (&place.0, &place.1)) {
                let call = shape.call(operation, path, field, (argument, &value));
                let answer = api.run(Some(token), "en", &call.0, call.1, Vec::new()).await;
                for error in &answer.errors {
                    let shown: String = value.to_string().chars().take(200).collect();
                    let said = format!("{} {}: {shown} {error:?}", field["name"], argument["name"]);
                    let named = error
                        .field
                        .as_ref()
                        .is_some_and(|field| field.trim_start_matches('v').parse::<u8>().is_err());
                    if error.code == ErrorCode::Internal
                        || (error.code == ErrorCode::BadUserInput && !named)
                        || error.message.chars().count() > 600
                    {
                        self.wrong.push(said);
                    }
                }
                self.tried += 1;
            }
        }
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The type that is left when lists and "not null" are taken off.
fn bare(mut ty: &Value) -> &Value {
    while !ty["ofType"].is_null() {
        ty = &ty["ofType"];
    }
    ty
}

/// The schema as introspection tells it, and the ids of things that are there.
struct Shape {
    types: Value,
    real: HashMap<&'static str, String>,
}

/// How many fields a path may have.
const DEEPEST: usize = 5;

impl Shape {
    async fn of(api: &InProcess, token: &str, real: HashMap<&'static str, String>) -> Self {
        let document = SCHEMA
            .replace("name ...T } ...T }", "name type { ...T } } type { ...T } }")
            .replace("name ...T } } } }", "name type { ...T } } } } }")
            .replace(
                "on __Type { name }",
                "on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }",
            );
        let answer = api.run(Some(token), "en", &document, json!({}), Vec::new()).await;
        assert!(answer.errors.is_empty(), "{:?}", answer.errors);
        Self { types: answer.data["__schema"]["types"].clone(), real }
    }

    fn named(&self, name: &str) -> &Value {
        list(&self.types).find(|ty| ty["name"] == name).expect("a type of the schema")
    }

    fn fields(&self, name: &str) -> impl Iterator<Item = &Value> {
        list(&self.named(name)["fields"])
    }

    /// The kinds of objects that a query reaches, each with a path that leads to one: from the ticket if it can be, since
    /// that is there.
    fn reached(&self) -> Vec<(Vec<&Value>, String)> {
        let mut roots: Vec<&Value> = self.fields("Query").collect();
        let first = ["ticket", "users", "organisations", "queues"];
        roots.sort_by_key(|root| first.iter().position(|name| root["name"] == *name).unwrap_or(first.len()));
        let mut known = BTreeSet::new();
        let mut reached = Vec::new();
        for root in roots {
            let mut waiting = VecDeque::from([vec![root]]);
            while let Some(path) = waiting.pop_front() {
                let Some(last) = path.last() else { continue };
                let ty = bare(&last["type"]);
                let name = text(&ty["name"]);
                if ty["kind"] != "OBJECT" || !known.insert(name.clone()) {
                    continue;
                }
                if path.len() < DEEPEST {
                    waiting.extend(self.fields(&name).map(|field| [path.as_slice(), &[field]].concat()));
                }
                reached.push((path, name));
            }
        }
        reached
    }

    /// A document that gives this argument of the field at the end of the path this value, and the others something harmless.
    fn call(
        &self,
        operation: &str,
        path: &[&Value],
        field: &Value,
        tested: (&Value, &Value),
    ) -> (String, Value) {
        let (mut declared, mut variables) = (Vec::new(), json!({}));
        let mut document = String::new();
        for step in path {
            let given = self.given(step, None, &mut declared, &mut variables);
            document += &format!("{}{given} {{ ", text(&step["name"]));
        }
        let given = self.given(field, Some(tested), &mut declared, &mut variables);
        let leaf = matches!(bare(&field["type"])["kind"].as_str(), Some("SCALAR" | "ENUM"));
        let selected = if leaf { "" } else { "{ __typename }" };
        document += &format!("{}{given} {selected}{}", text(&field["name"]), " }".repeat(path.len()));
        (format!("{operation}({}) {{ {document} }}", declared.join(", ")), variables)
    }

    /// The arguments of a field, as variables that are declared and given beside them: those that it needs, and the tested one.
    fn given(
        &self,
        field: &Value,
        tested: Option<(&Value, &Value)>,
        declared: &mut Vec<String>,
        variables: &mut Value,
    ) -> String {
        let mut given = Vec::new();
        for argument in list(&field["args"]) {
            let value = tested.filter(|(tested, _)| tested["name"] == argument["name"]);
            if value.is_none() && argument["type"]["kind"] != "NON_NULL" {
                continue;
            }
            let (name, variable) = (text(&argument["name"]), format!("v{}", declared.len()));
            declared.push(format!("${variable}: {}", text_of(&argument["type"])));
            given.push(format!("{name}: ${variable}"));
            variables[variable] = match value {
                Some((_, value)) => value.clone(),
                None => self.usual(&argument["type"], (&name, &text(&field["name"]))),
            };
        }
        if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) }
    }

    /// A value that the type takes, for what is called so in what is called so.
    fn usual(&self, ty: &Value, place: (&str, &str)) -> Value {
        let (name, of) = place;
        match ty["kind"].as_str().unwrap() {
            "NON_NULL" => self.usual(&ty["ofType"], place),
            "LIST" => json!([self.usual(&ty["ofType"], place)]),
            "ENUM" => self.named(ty["name"].as_str().unwrap())["enumValues"][0]["name"].clone(),
            "INPUT_OBJECT" => {
                let input = text(&ty["name"]);
                let mut object = json!({});
                for field in list(&self.named(&input)["inputFields"]) {
                    if field["type"]["kind"] == "NON_NULL" {
                        let name = text(&field["name"]);
                        object[&name] = self.usual(&field["type"], (&name, &input));
                    }
                }
                object
            }
            _ => match (ty["name"].as_str().unwrap(), name) {
                ("Int", "number" | "from") => json!(10_001),
                ("Int", "other" | "into") => json!(10_002),
                ("Int", _) => json!(1),
                ("Boolean", _) => json!(false),
                ("DateTime", _) => json!("2019-01-25T16:00:00Z"),
                ("ID", _) => json!(self.id_for(name, of)),
                (_, "email" | "customerEmail") => json!("somebody@example.net"),
                (_, "url") => json!("https://example.net/x"),
                (_, "timeZone") => json!("Europe/Berlin"),
                (_, "locale") => json!("de"),
                _ => json!("x"),
            },
        }
    }

    /// The id of something that is there: of the kind that the argument names, or what it stands in.
    fn id_for(&self, name: &str, of: &str) -> &str {
        let kinds = ["Comment", "Attachment", "Queue", "Organisation", "Calendar", "Agreement", "Ticket"];
        let named = |place: &str| {
            let place = place.to_lowercase();
            kinds.into_iter().find(|kind| place.contains(&kind.to_lowercase()))
        };
        &self.real[named(name).or_else(|| named(of)).unwrap_or("User")]
    }

    /// Values over which something might stumble.
    fn nasty(&self, ty: &Value, place: (&str, &str)) -> Vec<Value> {
        let inner = &ty["ofType"];
        match ty["kind"].as_str().unwrap() {
            "NON_NULL" => self.nasty(inner, place),
            "LIST" => {
                let mut values: Vec<Value> =
                    self.nasty(inner, place).into_iter().map(|value| json!([value])).collect();
                values.push(json!([]));
                values.push(Value::Array(vec![self.usual(inner, place); 40_000]));
                values.push(Value::Array(vec![self.usual(inner, place); 900]));
                values
            }
            "ENUM" => vec![json!("NONSENSE"), json!(7)],
            "INPUT_OBJECT" => {
                let mut values = vec![json!({}), json!("text"), json!({ "unknown": 1 })];
                let input = text(&ty["name"]);
                for field in list(&self.named(&input)["inputFields"]) {
                    let name = text(&field["name"]);
                    for value in self.nasty(&field["type"], (&name, &input)) {
                        let mut object = self.usual(ty, place);
                        object[&name] = value;
                        values.push(object);
                    }
                }
                values
            }
            _ => scalars(ty["name"].as_str().unwrap()),
        }
    }
}

fn text_of(ty: &Value) -> String {
    match ty["kind"].as_str().unwrap() {
        "NON_NULL" => format!("{}!", text_of(&ty["ofType"])),
        "LIST" => format!("[{}]", text_of(&ty["ofType"])),
        _ => ty["name"].as_str().unwrap().to_owned(),
    }
}

fn scalars(name: &str) -> Vec<Value> {
    let ids = ["User:x", "Ticket:00000000-0000-0000-0000-000000000000", "Queue:\0", "User:\u{1f}", ":"];
    let places = ["created\u{1f}i0\u{1f}t9999999999999999", "name\u{1f}i1\u{1f}s\0", "number\u{1f}\u{1f}n-9"];
    let encoded = ids.iter().chain(&places).map(|text| json!(URL_SAFE_NO_PAD.encode(text)));
    match name {
        "Int" => vec![
            json!(-1),
            json!(0),
            json!(i32::MAX),
            json!(i32::MIN),
            json!(i64::MAX),
            json!(i64::MIN),
            json!(u64::MAX),
            json!(1e300),
            json!(1.5),
            json!("1"),
        ],
        "Boolean" => vec![json!("yes"), json!(2)],
        "DateTime" => [
            "",
            "x",
            "0000-01-01T00:00:00Z",
            "0001-01-01T00:00:00+23:59",
            "9999-12-31T23:59:59-23:59",
            "+262142-01-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01\0T00:00:00Z",
        ]
        .into_iter()
        .map(|text| json!(text))
        .collect(),
        _ => {
            let long = ["x".repeat(60_000), "😀".repeat(50_000), "%".repeat(60_000), "a ".repeat(30_000)];
            let short = [
                "",
                "\0",
                "a\0b",
                "\u{1}\u{7f}\u{85}\u{202e}\u{feff}",
                "%_\\'\";--",
                "\u{fffd}",
                "NaN",
                "null",
                "status:new,open sort:due created:>2026-99-99",
                "\"",
                "((",
                "a* OR b",
                "-",
                "'",
            ];
            let mut values: Vec<Value> = short.iter().map(|text| json!(text)).collect();
            values.extend(long.iter().map(|text| json!(text)));
            values.extend([json!(7), json!(true), json!({ "a": 1 })]);
            values.extend(encoded);
            values
        }
    }
}

#[tokio::test]
async fn json_that_is_no_text_is_refused_before_anything_runs() {
    let api = Api::start().await;
    for body in [
        r#"{"query":"query($q: String!) { search(query: $q) { totalCount } }","variables":{"q":"\ud800"}}"#,
        r#"{"query":"{ search(query: \"\\ud800\") { totalCount } }"}"#,
        r#"{"query":"{ search(query: \"\\u0000\") { totalCount } }"}"#,
        r#"{"query":7}"#,
    ] {
        let request = api.http.post(api.url("/graphql")).bearer_auth(&api.agent.token);
        let answer = request.header("content-type", "application/json").body(body).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{body}\n{answer}");
    }
}

#[tokio::test]
async fn a_variable_that_is_wrong_is_named_by_its_argument() {
    let api = Api::start().await;
    for (document, variables, field) in [
        (
            "query($q: String) { users(query: $q) { totalCount } }",
            json!({ "q": "x".repeat(60_000) }),
            "query",
        ),
        ("query($q: String) { users(query: $q) { totalCount } }", json!({ "q": 7 }), "query"),
        ("query($n: Int!) { ticket(number: $n) { number } }", json!({}), "number"),
        ("query($n: Int!) { ticket(number: $n) { number } }", json!({ "n": "seven" }), "number"),
        ("query($n: Int!) { ticket(number: $n) { number } }", json!({ "n": null }), "number"),
        (
            "query($f: TicketFilter) { tickets(filter: $f) { totalCount } }",
            json!({ "f": { "status": vec!["NEW"; 40_000] } }),
            "status",
        ),
        (
            "query($f: TicketFilter) { tickets(filter: $f) { totalCount } }",
            json!({ "f": { "tag": "a\u{0}b" } }),
            "tag",
        ),
        (
            "query($f: TicketFilter) { tickets(filter: $f) { totalCount } }",
            json!({ "f": { "createdAfter": "x" } }),
            "createdAfter",
        ),
        (
            "query($a: String) { tickets(after: $a) { totalCount nodes { id } } }",
            json!({ "a": "x" }),
            "after",
        ),
        (
            "mutation($i: CreateTicketInput!) { createTicket(input: $i) { ticket { id } } }",
            json!({ "i": { "text": "b" } }),
            "title",
        ),
    ] {
        let refused = api.refusal(Some(&api.agent), document, variables).await;
        assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), field.to_owned()), "{document}");
    }
}
