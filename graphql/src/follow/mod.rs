//! Why: a subscription is opened once, and then answered event by event, as far as possible together with others.
//!
//! Who is who: [`follow`] is the stream of one subscriber. It opens the subscription by running its document, whose
//! resolver leaves the events in [`Opening`]. For each event the document is run again, with that event in [`Preset`]:
//! by one subscriber of its [`group`], for all who asked for the same with the same rights. `variables` says which of
//! a document's variables make an answer different.

mod group;
mod variables;

use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_graphql::{Context, Request, Response};
use engine::{Engine, Followed, Presence, Reader};
use futures::{StreamExt, stream, stream::BoxStream};
use group::{Group, Made};
pub(crate) use group::{Groups, Rendered};
pub(crate) use variables::telling;

use crate::{
    Schema,
    caller::{Caller, Personal},
    error::{ErrorCode, Failure},
    run::{self, Answer, Prepared},
};

/// How long the answer to one event may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The events that a subscriber may see.
type Events = BoxStream<'static, engine::Result<Followed>>;

/// What the resolver of a subscription leaves to be followed.
pub(crate) enum Source {
    /// Events of the journal, answered together with others who may see the same.
    Journal(Events),
    /// Who is at a ticket, answered for each subscriber.
    Presence(Attendance),
}

/// Who is at a ticket, each time it changes.
type Attendance = BoxStream<'static, engine::Result<Vec<Presence>>>;

/// Where the resolver of a subscription that is being opened leaves its events.
#[derive(Clone, Default)]
pub(crate) struct Opening(Arc<Mutex<Option<Source>>>);

impl Opening {
    /// Leaves what is to be followed.
    pub(crate) fn leave(&self, source: Source) -> Result<(), Failure> {
        let mut place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if place.is_some() {
            return Err(Failure::bad_request("A subscription must select exactly one field."));
        }
        *place = Some(source);
        Ok(())
    }

    fn take(&self) -> Option<Source> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// What the document is answered with, instead of opening anything.
#[derive(Clone)]
pub(crate) enum Preset {
    /// An event.
    Event(Followed),
    /// Who is at the ticket.
    Presence(Vec<Presence>),
}

/// What is to be answered, if the subscription is open already.
pub(crate) fn preset<'a>(ctx: &Context<'a>) -> Option<&'a Preset> {
    ctx.data_opt::<Preset>()
}

/// The answers to one subscriber.
pub(crate) fn follow(
    schema: &Schema,
    engine: Engine,
    caller: Caller,
    prepared: Prepared,
) -> BoxStream<'static, Answer> {
    let viewer = Viewer { schema: schema.clone(), engine, caller };
    let subscriber = Subscriber { viewer, state: State::New(prepared) };
    stream::unfold(subscriber, |mut subscriber| async move {
        let answer = subscriber.next().await?;
        Some((answer, subscriber))
    })
    .boxed()
}

struct Subscriber {
    viewer: Viewer,
    state: State,
}

/// On whose behalf documents are run.
struct Viewer {
    schema: Schema,
    engine: Engine,
    caller: Caller,
}

enum State {
    New(Prepared),
    Open(Box<Open>),
    Attending(Box<Attending>),
    Over,
}

/// Who is at a ticket is told to each subscriber: it says of them alone who they are, and few ask.
struct Attending {
    changes: Attendance,
    prepared: Prepared,
}

struct Open {
    events: Events,
    group: Arc<Group>,
    /// The reader whom the group stands for; until the first event, none.
    reader: Option<Arc<Reader>>,
}

impl Subscriber {
    async fn next(&mut self) -> Option<Answer> {
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Over => return None,
                // Boxed, like the answer below: a stream that waits is as large as what it may ever do, and ten
                // thousand wait.
                State::New(prepared) => {
                    if let Some(refusal) = Box::pin(self.open(prepared)).await {
                        return Some(Answer::Own(Box::new(refusal)));
                    }
                }
                State::Open(mut open) => {
                    let event = open.events.next().await?;
                    return Some(Box::pin(self.answer(open, event)).await);
                }
                State::Attending(mut attending) => {
                    let present = attending.changes.next().await?;
                    return Some(Box::pin(self.tell(attending, present)).await);
                }
            }
        }
    }

    /// Runs the document once; the answer is why nothing is followed.
    async fn open(&mut self, prepared: Prepared) -> Option<Response> {
        let opening = Opening::default();
        let refusal = self.viewer.first(&prepared, |request| request.data(opening.clone())).await;
        if refusal.is_none()
            && let Some(source) = opening.take()
        {
            self.state = match source {
                Source::Journal(events) => {
                    let group = Arc::new(Group::alone(prepared));
                    State::Open(Box::new(Open { events, group, reader: None }))
                }
                Source::Presence(changes) => State::Attending(Box::new(Attending { changes, prepared })),
            };
            return None;
        }
        refusal
    }

    /// Tells who is at the ticket now, and goes on unless it was the end.
    async fn tell(&mut self, attending: Box<Attending>, present: engine::Result<Vec<Presence>>) -> Answer {
        let response = match present {
            Ok(present) => self.viewer.answer(&attending.prepared, Preset::Presence(present)).await,
            Err(error) => Failure::from(error).into_response(),
        };
        if response.is_ok() {
            self.state = State::Attending(attending);
        }
        Answer::Own(Box::new(response))
    }

    /// Answers an event, and goes on unless it was the end.
    async fn answer(&mut self, mut open: Box<Open>, event: engine::Result<Followed>) -> Answer {
        let seen = match event {
            Ok(followed) => self.recognise(&mut open, &followed).map(|()| followed),
            Err(error) => Err(Failure::from(error)),
        };
        match seen {
            Ok(followed) => {
                let group = Arc::clone(&open.group);
                let viewer = &self.viewer;
                let answer = group.answer(followed.event.id, || viewer.render(&group, followed)).await;
                if !answer.failed {
                    self.state = State::Open(open);
                }
                Answer::Shared(answer)
            }
            // The subscription as a whole has ended: its client is told by an error, not by one more event.
            Err(failure) => Answer::Own(Box::new(failure.into_response())),
        }
    }

    /// Whether the viewer is still who they were when they subscribed; and if what they see has changed, their new group.
    fn recognise(&mut self, open: &mut Open, followed: &Followed) -> Result<(), Failure> {
        if open.reader.as_ref().is_some_and(|known| Arc::ptr_eq(known, &followed.reader)) {
            return Ok(());
        }
        if !self.viewer.caller.is_still(followed.reader.actor()) {
            return Err(Failure::new(
                ErrorCode::Conflict,
                "Your permissions have changed. Subscribe again after the last cursor.",
            ));
        }
        if let Some(groups) = self.viewer.schema.data::<Groups>() {
            open.group = groups.join(open.group.prepared(), followed.reader.group());
        }
        open.reader = Some(Arc::clone(&followed.reader));
        Ok(())
    }
}

impl Viewer {
    /// Runs the document for one event.
    async fn render(&self, group: &Arc<Group>, followed: Followed) -> Made {
        let personal = Personal::default();
        let reader = Arc::clone(&followed.reader);
        let preset = Preset::Event(followed);
        let response =
            self.run(group.prepared(), |request| request.data(preset).data(personal.clone())).await;
        let rendered = Arc::new(Rendered::new(response));
        if personal.was_asked() {
            return Made::Personal(rendered);
        }
        // Whoever lost rights while the document ran may have seen less than the others may. Alone, they hold their group twice:
        // as theirs, and for this answer.
        let current = Arc::strong_count(group) <= 2
            || rendered.failed
            || self.engine.is_current(&reader).await.unwrap_or_default();
        if current && !rendered.failed { Made::ForAll(rendered) } else { Made::ForOne(rendered) }
    }

    /// Runs the document for one preset.
    async fn answer(&self, prepared: &Prepared, preset: Preset) -> Response {
        self.run(prepared, |request| request.data(preset).data(Personal::default())).await
    }

    async fn run(&self, prepared: &Prepared, with: impl FnOnce(Request) -> Request) -> Response {
        match tokio::time::timeout(PATIENCE, self.first(prepared, with)).await {
            Ok(Some(response)) => response,
            Ok(None) => Failure::internal(&"an event was answered with nothing").into_response(),
            Err(_) => Failure::internal(&format!("an event took longer than {PATIENCE:?}")).into_response(),
        }
    }

    /// The first answer of a document that is run as a subscription; `None`: it says nothing.
    async fn first(&self, prepared: &Prepared, with: impl FnOnce(Request) -> Request) -> Option<Response> {
        let request = with(prepared.request(&self.caller, &self.engine));
        let mut answers = AssertUnwindSafe(self.schema.execute_stream(request)).catch_unwind();
        match answers.next().await? {
            Ok(response) => Some(run::finish(response, None)),
            Err(panic) => Some(run::panicked(panic.as_ref())),
        }
    }
}
