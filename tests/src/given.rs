//! What a test starts from: people, organisations and tickets, made through commands and never as rows.

use engine::{
    Actor, AddComment, Agreement, Calendar, ChooseNotice, Comment, CreateAgreement, CreateApiToken,
    CreateCalendar, CreateOrganisation, CreateTicket, CreateUser, Engine, Login, Notice, Organisation,
    Priority, Queue, Role, Status, Target, Ticket, UpdateOrganisation, UpdateTicket, Upload, User,
    Visibility,
    sla::{Hours, Weekday},
};

/// A password that the default rule takes.
pub const PASSWORD: &str = "GeHeim-2019";

/// Makes things in an engine; got by [`crate::TestApp::given`].
#[derive(Debug, Clone, Copy)]
pub struct Given<'a>(pub(crate) &'a Engine);

/// A user who is logged in: what the engine knows of them, and what they act with.
#[derive(Debug, Clone)]
pub struct Person {
    /// Who they are.
    pub user: User,
    /// On whose behalf their commands run.
    pub actor: Actor,
    /// What they send as `Authorization: Bearer …` or as session cookie.
    pub token: String,
}

impl Given<'_> {
    /// In what the things are made.
    pub(crate) const fn engine(&self) -> &Engine {
        self.0
    }

    /// A customer without an organisation, with [`PASSWORD`], logged in; speaks German.
    pub async fn customer(&self, email: &str) -> Person {
        self.person(email, Role::Customer, None).await
    }

    /// A customer of this organisation.
    pub async fn member(&self, organisation: &Organisation, email: &str) -> Person {
        self.person(email, Role::Customer, Some(organisation)).await
    }

    /// An agent who works every queue. They chose to get no email about new tickets: tests count the letters they are about.
    pub async fn agent(&self, email: &str) -> Person {
        let person = self.person(email, Role::Agent, None).await;
        let quiet = ChooseNotice { notice: Notice::NewTicket, email: Some(false), page: None };
        self.0.choose_notice(&person.actor, quiet).await.expect("it is chosen");
        person
    }

    /// An admin.
    pub async fn admin(&self, email: &str) -> Person {
        self.person(email, Role::Admin, None).await
    }

    async fn person(&self, email: &str, role: Role, organisation: Option<&Organisation>) -> Person {
        let input = CreateUser {
            email: email.to_owned(),
            user_name: None,
            name: name_of(email),
            role,
            organisation: organisation.map(|organisation| organisation.id),
            locale: Some("de".to_owned()),
            password: Some(PASSWORD.to_owned()),
            invite: false,
            ..CreateUser::default()
        };
        let user = self.0.create_user(&Actor::system(), input).await.expect("a user");
        let (token, actor) = self.log_in(email, PASSWORD).await;
        Person { user, actor, token }
    }

    /// Logs somebody in, and answers the token and the actor.
    pub async fn log_in(&self, email: &str, password: &str) -> (String, Actor) {
        let login = Login {
            identifier: email.to_owned(),
            password: password.to_owned(),
            remember: false,
            user_agent: None,
            address: None,
            device: None,
        };
        let session = self.0.login(login).await.expect("the password is right");
        let actor = self.0.authenticate(&session.token).await.expect("an answer").expect("a session");
        (session.token, actor)
    }

    /// An account as support prepares it: known, but without a password.
    pub async fn prepared(&self, email: &str) -> User {
        let input = CreateUser { email: email.to_owned(), name: name_of(email), ..CreateUser::default() };
        self.0.create_user(&Actor::system(), input).await.expect("a user")
    }

    /// An organisation that shares its tickets among its members or not.
    pub async fn organisation(&self, name: &str, shares_tickets: bool) -> Organisation {
        let input = CreateOrganisation {
            name: name.to_owned(),
            shares_tickets: Some(shares_tickets),
            ..CreateOrganisation::default()
        };
        self.0.create_organisation(&Actor::system(), input).await.expect("an organisation")
    }

    /// A calendar: Monday to Friday from 8 to 17 in Berlin.
    pub async fn calendar(&self, name: &str) -> Calendar {
        let hours = Weekday::ALL[..5].iter().map(|weekday| Hours {
            weekday: *weekday,
            from: "08:00".to_owned(),
            to: "17:00".to_owned(),
        });
        let input = CreateCalendar {
            name: name.to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            hours: hours.collect(),
            ..CreateCalendar::default()
        };
        self.0.create_calendar(&Actor::system(), input).await.expect("a calendar")
    }

    /// An agreement on that calendar with these minutes for response and restoration, whatever the priority.
    pub async fn agreement(&self, calendar: &Calendar, response: i32, restoration: i32) -> Agreement {
        let target = |priority: &Priority| Target {
            priority: *priority,
            response_minutes: Some(response),
            restoration_minutes: Some(restoration),
        };
        let input = CreateAgreement {
            name: format!("{response}/{restoration} on {}", calendar.name),
            calendar: calendar.id,
            targets: Priority::ALL.iter().map(target).collect(),
        };
        self.0.create_agreement(&Actor::system(), input).await.expect("an agreement")
    }

    /// Gives an organisation an agreement.
    pub async fn agreed(&self, organisation: &Organisation, agreement: &Agreement) {
        let input =
            UpdateOrganisation { agreement: Some(Some(agreement.id)), ..UpdateOrganisation::default() };
        self.0.update_organisation(&Actor::system(), organisation.id, input).await.expect("changed");
    }

    /// A further queue.
    pub async fn queue(&self, name: &str) -> Queue {
        self.0.create_queue(&Actor::system(), name, None).await.expect("a queue")
    }

    /// A token of this person, narrowed to these scopes, and its actor.
    pub async fn token(&self, person: &Person, scopes: &[&str]) -> (String, Actor) {
        let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        let input = CreateApiToken { name: "a partner".to_owned(), scopes, ..CreateApiToken::default() };
        let (token, _) = self.0.create_api_token(&person.actor, input).await.expect("a token");
        let actor = self.0.authenticate(&token).await.expect("an answer").expect("a token");
        (token, actor)
    }

    /// A ticket that this person opened on the web.
    pub async fn ticket(&self, by: &Person, title: &str) -> Ticket {
        let text = format!("{title}: please have a look.");
        let input = CreateTicket { title: title.to_owned(), text, ..CreateTicket::default() };
        self.0.create_ticket(&by.actor, input).await.expect("a ticket")
    }

    /// A ticket that this customer opened and that this agent put into `status`.
    pub async fn ticket_in(&self, by: &Person, agent: &Person, status: Status) -> Ticket {
        let ticket = self.ticket(by, &format!("A ticket in {status}")).await;
        self.set(agent, &ticket, status).await
    }

    /// Puts a ticket into a status, as staff do.
    pub async fn set(&self, agent: &Person, ticket: &Ticket, status: Status) -> Ticket {
        let input = UpdateTicket { number: ticket.number, status: Some(status), ..UpdateTicket::default() };
        self.0.update_ticket(&agent.actor, input).await.expect("staff may set any status")
    }

    /// A public comment.
    pub async fn comment(&self, by: &Person, ticket: &Ticket, text: &str) -> Comment {
        self.write(by, ticket, text, Visibility::Public).await
    }

    /// A comment for the staff alone.
    pub async fn internal_note(&self, by: &Person, ticket: &Ticket, text: &str) -> Comment {
        self.write(by, ticket, text, Visibility::Internal).await
    }

    /// A public comment with files, each of its name and its bytes.
    pub async fn comment_with(
        &self,
        by: &Person,
        ticket: &Ticket,
        text: &str,
        files: &[(&str, &[u8])],
    ) -> Comment {
        let file = |(name, bytes): &(&str, &[u8])| Upload {
            filename: (*name).to_owned(),
            content_type: None,
            bytes: bytes.to_vec().into(),
        };
        let files = files.iter().map(file).collect();
        self.write_with(by, ticket, (text, files), Visibility::Public).await
    }

    async fn write(&self, by: &Person, ticket: &Ticket, text: &str, visibility: Visibility) -> Comment {
        self.write_with(by, ticket, (text, Vec::new()), visibility).await
    }

    async fn write_with(
        &self,
        by: &Person,
        ticket: &Ticket,
        (text, attachments): (&str, Vec<Upload>),
        visibility: Visibility,
    ) -> Comment {
        let input = AddComment {
            number: ticket.number,
            text: text.to_owned(),
            attachments,
            draft_files: Vec::new(),
            visibility,
            status: None,
            takes: false,
            idempotency_key: None,
            expected_version: None,
        };
        self.0.add_comment(&by.actor, input).await.expect("a comment").comment
    }
}

/// `anna.kurz@…` is called Anna Kurz.
fn name_of(email: &str) -> String {
    let local = email.split('@').next().unwrap_or(email);
    let words = local.split(['.', '-', '_', '+']).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    words.map(capital).collect::<Vec<_>>().join(" ")
}
