//! Lets the demo's stories happen: through commands, as the people in them, on a clock moved through the weeks.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use engine::{
    Actor, AddComment, Builder, Channel, Clock as _, CreateOrganisation, CreateTicket, CreateUser, Engine,
    ManualClock, OrganisationId, Role, Status, SystemClock, UpdateTicket, Upload, UserFilter, UserId,
    Visibility,
};
use tracing::info;

use super::people::{COMPANIES, MIRIAM, PEOPLE, Person, SABINE};
use super::stories::{File, STORIES, Step, Story};
use crate::commands::lookup;
use crate::failure::Failure;

/// The demo's people are set up before its first story begins.
const BEGINNING: Duration = Duration::from_hours(21 * 24);

/// Fills an empty database with the demo; one that holds it already is left as it is.
///
/// # Errors
/// When the database holds anything else: known passwords have no place beside real tickets.
pub(crate) async fn prepare(builder: Builder) -> Result<(), Failure> {
    let now = SystemClock.now();
    let clock = Arc::new(ManualClock::new(now - BEGINNING));
    let engine = builder.clock(clock.clone()).open().await.map_err(Failure::Opening)?;
    let played = prepared(&engine, &clock, now).await;
    engine.close().await;
    played
}

async fn prepared(engine: &Engine, clock: &ManualClock, now: DateTime<Utc>) -> Result<(), Failure> {
    let system = Actor::system();
    if lookup::user(engine, SABINE).await?.is_some() {
        return Ok(());
    }
    if engine.count_users(&system, &UserFilter::default()).await? > 0 {
        return Err(Failure::Refused(
            "--demo needs an empty database, but this one is in use; set another one in database.url, or remove ./data if an earlier start of the demo was interrupted"
                .to_owned(),
        ));
    }
    let people = settle(engine).await?;
    Play { engine, clock, now, people, numbers: HashMap::new() }.run().await?;
    // The last step, by which the next start knows that nothing is missing.
    for person in PEOPLE.iter().filter(|person| person.role == Role::Admin) {
        admit(engine, person, None).await?;
    }
    info!(tickets = STORIES.len(), people = PEOPLE.len(), "the demo company is set up");
    Ok(())
}

/// Creates companies and people, the admin excepted.
async fn settle(engine: &Engine) -> Result<HashMap<&'static str, UserId>, Failure> {
    let system = Actor::system();
    let mut companies: HashMap<&str, OrganisationId> = HashMap::new();
    for company in &COMPANIES {
        let input = CreateOrganisation {
            name: company.name.to_owned(),
            domains: vec![company.domain.to_owned()],
            shares_tickets: Some(company.shares_tickets),
            ..CreateOrganisation::default()
        };
        companies.insert(company.name, engine.create_organisation(&system, input).await?.id);
    }
    let mut people = HashMap::new();
    for person in PEOPLE.iter().filter(|person| person.role != Role::Admin) {
        let organisation = person.organisation.and_then(|name| companies.get(name)).copied();
        people.insert(person.email, admit(engine, person, organisation).await?);
    }
    Ok(people)
}

async fn admit(
    engine: &Engine,
    person: &Person,
    organisation: Option<OrganisationId>,
) -> Result<UserId, Failure> {
    let input = CreateUser {
        email: person.email.to_owned(),
        name: person.name.to_owned(),
        role: person.role,
        organisation,
        locale: Some(person.locale.to_owned()),
        password: Some(person.password.to_owned()),
        ..CreateUser::default()
    };
    Ok(engine.create_user(&Actor::system(), input).await?.id)
}

/// The stories while they happen.
struct Play<'a> {
    engine: &'a Engine,
    clock: &'a ManualClock,
    now: DateTime<Utc>,
    people: HashMap<&'static str, UserId>,
    /// Each story's ticket, by the story's place.
    numbers: HashMap<usize, i64>,
}

impl Play<'_> {
    /// Everything in the order in which it happened, with the timers in between.
    async fn run(mut self) -> Result<(), Failure> {
        let mut moments: Vec<(u32, usize, Option<&Step>)> = Vec::new();
        for (place, story) in STORIES.iter().enumerate() {
            moments.push((story.ago, place, None));
            moments.extend(story.steps.iter().map(|(ago, step)| (*ago, place, Some(step))));
        }
        moments.sort_by_key(|(ago, _, _)| std::cmp::Reverse(*ago));
        for (ago, place, step) in moments {
            let at = self.now - Duration::from_secs(u64::from(ago) * 60);
            self.wait_until(at).await?;
            match (step, STORIES.get(place)) {
                (None, Some(story)) => self.open(place, story).await?,
                (Some(step), Some(story)) => self.step(place, story, step).await?,
                (_, None) => {}
            }
        }
        self.wait_until(self.now).await
    }

    /// Moves the clock on, and lets every timer run at its own time.
    async fn wait_until(&self, at: DateTime<Utc>) -> Result<(), Failure> {
        while let Some(due) = self.engine.next_due().await?.filter(|due| *due <= at) {
            if due > self.clock.now() {
                self.clock.set(due);
            }
            let ran = self.engine.run_due().await?;
            if ran.closed + ran.reminded == 0 {
                break;
            }
        }
        self.clock.set(at);
        Ok(())
    }

    async fn open(&mut self, place: usize, story: &Story) -> Result<(), Failure> {
        let input = CreateTicket {
            title: story.title.to_owned(),
            text: story.text.to_owned(),
            attachments: story.files.iter().map(upload).collect(),
            customer_email: Some(story.customer.to_owned()),
            channel: Some(story.channel),
            priority: Some(story.priority),
            ..CreateTicket::default()
        };
        // Whoever took the call wrote it down; everything else came from the customer.
        let actor = match story.channel {
            Channel::Phone => self.actor(MIRIAM).await?,
            Channel::Email | Channel::Web | Channel::Api => Actor::system(),
        };
        let ticket = self.engine.create_ticket(&actor, input).await?;
        self.numbers.insert(place, ticket.number);
        Ok(())
    }

    async fn step(&self, place: usize, story: &Story, step: &Step) -> Result<(), Failure> {
        let number = self.numbers.get(&place).copied().unwrap_or_default();
        match step {
            Step::Customer(text) => {
                self.comment(story.customer, number, text, Visibility::Public, None).await
            }
            Step::Close(text) => {
                self.comment(story.customer, number, text, Visibility::Public, Some(Status::Closed)).await
            }
            Step::Answer(who, status, text) => {
                self.comment(who, number, text, Visibility::Public, Some(*status)).await
            }
            Step::Note(who, text) => self.comment(who, number, text, Visibility::Internal, None).await,
            Step::Assign(who) => {
                let assignee = self.people.get(who).copied();
                let input = UpdateTicket { number, assignee: Some(assignee), ..UpdateTicket::default() };
                self.engine.update_ticket(&self.actor(who).await?, input).await?;
                Ok(())
            }
        }
    }

    async fn comment(
        &self,
        who: &str,
        number: i64,
        text: &str,
        visibility: Visibility,
        status: Option<Status>,
    ) -> Result<(), Failure> {
        let input = AddComment {
            number,
            text: text.to_owned(),
            attachments: Vec::new(),
            draft_files: Vec::new(),
            visibility,
            status,
            takes: false,
            idempotency_key: None,
            expected_version: None,
        };
        self.engine.add_comment(&self.actor(who).await?, input).await?;
        Ok(())
    }

    async fn actor(&self, who: &str) -> Result<Actor, Failure> {
        let Some(id) = self.people.get(who) else {
            return Err(Failure::Refused(format!("the demo knows no {who}")));
        };
        Ok(self.engine.actor_of(*id).await?)
    }
}

fn upload(file: &File) -> Upload {
    Upload {
        filename: file.name.to_owned(),
        content_type: Some(file.content_type.to_owned()),
        bytes: file.bytes.into(),
    }
}
