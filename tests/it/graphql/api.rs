//! An API on a fresh database, served on a port of its own, with people who hold tokens.

use std::{net::SocketAddr, sync::Arc};

use engine::{
    Actor, CreateApiToken, CreateOrganisation, CreateTicket, CreateUser, Engine, ManualClock, Organisation,
    Role, Settings, Ticket, User,
};
use serde_json::{Value, json};
use tests::{Backend, TestApp, given::PASSWORD};

/// A running API.
pub struct Api {
    pub engine: Engine,
    pub clock: Arc<ManualClock>,
    pub http: reqwest::Client,
    pub address: SocketAddr,
    pub org: Organisation,
    pub admin: Person,
    pub agent: Person,
    /// A member of `org`, which shares its tickets.
    pub customer: Person,
    /// Another member of `org`.
    pub colleague: Person,
    /// A customer of nobody's.
    pub stranger: Person,
    pub app: TestApp,
}

/// Somebody with a token that allows everything they may.
pub struct Person {
    pub user: User,
    pub token: String,
}

impl Api {
    pub async fn start() -> Self {
        Self::with(|_| ()).await
    }

    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::of(TestApp::with(Backend::Sqlite, change).await).await
    }

    /// On an application that a test has made.
    pub async fn of(app: TestApp) -> Self {
        let (engine, clock) = (app.engine.clone(), Arc::clone(&app.clock));
        let new = CreateOrganisation {
            name: "Acme".into(),
            domains: vec!["acme.example".into()],
            shares_tickets: Some(true),
            ..CreateOrganisation::default()
        };
        let org = engine.create_organisation(&Actor::system(), new).await.expect("an organisation");
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let service = graphql::router(engine.clone()).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await.expect("a server") });
        Self {
            admin: person(&engine, "ada@desk.example", "Ada Admin", Role::Admin).await,
            agent: person(&engine, "alan@desk.example", "Alan Agent", Role::Agent).await,
            customer: person(&engine, "carla@acme.example", "Carla Customer", Role::Customer).await,
            colleague: person(&engine, "cleo@acme.example", "Cleo Colleague", Role::Customer).await,
            stranger: person(&engine, "sam@elsewhere.example", "Sam Stranger", Role::Customer).await,
            http: reqwest::Client::new(),
            engine,
            clock,
            address,
            org,
            app,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Runs a document as this person; `None` is nobody.
    pub async fn run(&self, person: Option<&Person>, document: &str, variables: Value) -> Value {
        let mut request = self.http.post(self.url("/graphql"));
        if let Some(person) = person {
            request = request.bearer_auth(&person.token);
        }
        let body = json!({ "query": document, "variables": variables });
        request.json(&body).send().await.expect("an answer").json().await.expect("JSON")
    }

    /// Runs a document that must work, and answers its data.
    pub async fn data(&self, person: &Person, document: &str, variables: Value) -> Value {
        let mut answer = self.run(Some(person), document, variables).await;
        assert!(answer.get("errors").is_none(), "{document}\n{answer:#}");
        answer["data"].take()
    }

    /// Runs a document that must fail, and answers the first error's code and field.
    pub async fn refusal(
        &self,
        person: Option<&Person>,
        document: &str,
        variables: Value,
    ) -> (String, String) {
        let answer = self.run(person, document, variables).await;
        let error = &answer["errors"][0]["extensions"];
        assert!(error["code"].is_string(), "{document}\nshould fail with a code, but answers\n{answer:#}");
        (text(&error["code"]), error["field"].as_str().unwrap_or_default().to_owned())
    }

    /// Opens a ticket for this person, through the engine.
    pub async fn ticket(&self, person: &Person, title: &str) -> Ticket {
        let actor = self.actor(person).await;
        let new =
            CreateTicket { title: title.into(), text: "It does not work.".into(), ..CreateTicket::default() };
        self.engine.create_ticket(&actor, new).await.expect("a ticket")
    }

    pub async fn actor(&self, person: &Person) -> Actor {
        self.engine.authenticate(&person.token).await.expect("a database").expect("a good token")
    }

    /// A session of somebody who has a password.
    pub async fn login(&self, email: &str) -> Person {
        let document = "mutation($i: LoginInput!) { login(input: $i) { token } }";
        let answer = self.run(None, document, json!({ "i": { "email": email, "password": PASSWORD } })).await;
        let token = text(&answer["data"]["login"]["token"]);
        let actor = self.engine.authenticate(&token).await.expect("a database").expect("a session");
        let id = actor.user().expect("a user").id;
        let users = self.engine.users_by_id(&Actor::system(), &[id]).await.expect("users");
        Person { user: users.into_values().next().expect("a user"), token }
    }

    /// An agent with the rights of `agent`.
    pub async fn another_agent(&self, email: &str) -> Person {
        person(&self.engine, email, "Another Agent", Role::Agent).await
    }

    /// Somebody new, with a password and a session.
    pub async fn somebody(&self, email: &str, role: Role) -> Person {
        let new = CreateUser {
            email: email.into(),
            name: "Some Body".into(),
            role,
            password: Some(PASSWORD.into()),
            ..CreateUser::default()
        };
        self.engine.create_user(&Actor::system(), new).await.expect("a user");
        self.login(email).await
    }
}

async fn person(engine: &Engine, email: &str, name: &str, role: Role) -> Person {
    let new = CreateUser { email: email.into(), name: name.into(), role, ..CreateUser::default() };
    let user = engine.create_user(&Actor::system(), new).await.expect("a user");
    let mut scopes = vec!["tickets:read".to_owned(), "tickets:write".to_owned()];
    if role == Role::Admin {
        scopes.push("admin".to_owned());
    }
    let token = token(engine, &user, scopes).await;
    Person { user, token }
}

pub async fn token(engine: &Engine, user: &User, scopes: Vec<String>) -> String {
    let new =
        CreateApiToken { name: "test".into(), scopes, for_user: Some(user.id), ..CreateApiToken::default() };
    engine.create_api_token(&Actor::system(), new).await.expect("a token").0
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}")).to_owned()
}

/// The id as clients see it.
pub fn id(kind: &str, id: impl std::fmt::Display) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(format!("{kind}:{id}"))
}
