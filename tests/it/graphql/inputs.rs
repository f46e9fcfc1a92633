//! Whatever is handed in, no answer is a fault of ours: every argument and input field of the schema is given what a
//! database, a parser or a clock might stumble over.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use engine::{Actor, CreateApiToken, Role};
use graphql::{ErrorCode, InProcess};
use serde_json::{Value, json};
use tests::{TestApp, on_each_database};

use crate::graphql::api::Api;

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
    let shape = Shape::of(&api, &token).await;
    let (mut tried, mut wrong) = (0, Vec::new());
    for (operation, root) in [("query", "Query"), ("mutation", "Mutation")] {
        for field in shape.fields(root) {
            for argument in list(&field["args"]) {
                for value in shape.nasty(&argument["type"]) {
                    let call = shape.call(operation, field, argument, &value);
                    let answer = api.run(Some(&token), "en", &call.0, call.1, Vec::new()).await;
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
                            wrong.push(said);
                        }
                    }
                    tried += 1;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried > 500, "{tried}");
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The schema as introspection tells it.
struct Shape(Value);

impl Shape {
    async fn of(api: &InProcess, token: &str) -> Self {
        let document = SCHEMA
            .replace("name ...T } ...T }", "name type { ...T } } type { ...T } }")
            .replace("name ...T } } } }", "name type { ...T } } } } }")
            .replace(
                "on __Type { name }",
                "on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }",
            );
        let answer = api.run(Some(token), "en", &document, json!({}), Vec::new()).await;
        assert!(answer.errors.is_empty(), "{:?}", answer.errors);
        Self(answer.data["__schema"]["types"].clone())
    }

    fn named(&self, name: &str) -> &Value {
        list(&self.0).find(|ty| ty["name"] == name).expect("a type of the schema")
    }

    fn fields(&self, name: &str) -> impl Iterator<Item = &Value> {
        list(&self.named(name)["fields"])
    }

    /// A document that gives this argument this value, and the others something harmless.
    fn call(&self, operation: &str, field: &Value, tested: &Value, value: &Value) -> (String, Value) {
        let (mut declared, mut given, mut variables) = (Vec::new(), Vec::new(), json!({}));
        for (at, argument) in list(&field["args"]).enumerate() {
            let is_tested = argument["name"] == tested["name"];
            if !is_tested && argument["type"]["kind"] != "NON_NULL" {
                continue;
            }
            let name = argument["name"].as_str().unwrap();
            declared.push(format!("$v{at}: {}", text_of(&argument["type"])));
            given.push(format!("{name}: $v{at}"));
            variables[format!("v{at}")] =
                if is_tested { value.clone() } else { self.usual(&argument["type"]) };
        }
        let (name, mut of) = (field["name"].as_str().unwrap(), &field["type"]);
        while !of["ofType"].is_null() {
            of = &of["ofType"];
        }
        let leaf = matches!(of["kind"].as_str(), Some("SCALAR" | "ENUM"));
        let selected = if leaf { "" } else { "{ __typename }" };
        let document =
            format!("{operation}({}) {{ {name}({}) {selected} }}", declared.join(", "), given.join(", "));
        (document, variables)
    }

    /// A value that the type takes.
    fn usual(&self, ty: &Value) -> Value {
        match ty["kind"].as_str().unwrap() {
            "NON_NULL" => self.usual(&ty["ofType"]),
            "LIST" => json!([self.usual(&ty["ofType"])]),
            "ENUM" => self.named(ty["name"].as_str().unwrap())["enumValues"][0]["name"].clone(),
            "INPUT_OBJECT" => {
                let mut object = json!({});
                for field in list(&self.named(ty["name"].as_str().unwrap())["inputFields"]) {
                    if field["type"]["kind"] == "NON_NULL" {
                        object[field["name"].as_str().unwrap()] = self.usual(&field["type"]);
                    }
                }
                object
            }
            _ => match ty["name"].as_str().unwrap() {
                "Int" => json!(1),
                "Boolean" => json!(false),
                "DateTime" => json!("2019-01-25T16:00:00Z"),
                _ => json!("x"),
            },
        }
    }

    /// Values over which something might stumble.
    fn nasty(&self, ty: &Value) -> Vec<Value> {
        let inner = &ty["ofType"];
        match ty["kind"].as_str().unwrap() {
            "NON_NULL" => self.nasty(inner),
            "LIST" => {
                let mut values: Vec<Value> =
                    self.nasty(inner).into_iter().map(|value| json!([value])).collect();
                values.push(json!([]));
                values.push(Value::Array(vec![self.usual(inner); 40_000]));
                values.push(Value::Array(vec![self.usual(inner); 900]));
                values
            }
            "ENUM" => vec![json!("NONSENSE"), json!(7)],
            "INPUT_OBJECT" => {
                let mut values = vec![json!({}), json!("text"), json!({ "unknown": 1 })];
                for field in list(&self.named(ty["name"].as_str().unwrap())["inputFields"]) {
                    for value in self.nasty(&field["type"]) {
                        let mut object = self.usual(ty);
                        object[field["name"].as_str().unwrap()] = value;
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
