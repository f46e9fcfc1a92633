//! Why: subscriptions travel over one connection, whose client says once who it is and is heard from now and then.

use std::{collections::HashMap, sync::Arc, time::Duration};

use axum::{
    extract::{
        FromRequestParts, Request, State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade},
    },
    response::{IntoResponse, Response},
};
use futures::StreamExt;
use tokio::{
    sync::mpsc,
    task::{AbortHandle, JoinSet},
    time::{Instant, MissedTickBehavior, interval, timeout},
};

use super::{
    House,
    budget::{self, Held},
    credentials::{self, Credentials},
    json,
    protocol::{self, ClientMessage, Closing, MESSAGE},
};
use crate::{
    Client,
    caller::{Caller, first_valid},
    error::{ErrorCode, Failure},
    run::{self, Answer, Answers},
};

/// How long a client may take to say who it is.
const INIT: Duration = Duration::from_secs(10);
/// How often an idle client is asked whether it is there.
const PING: Duration = Duration::from_secs(25);
/// How long it may be silent before the connection is closed.
const SILENCE: Duration = Duration::from_mins(1);
/// How long a client may take to read one message.
const SLOWNESS: Duration = Duration::from_secs(30);
/// How much of a message is read. It is more than one may have, so that a client who says somewhat too much is told so: where
/// reading stops in the middle, the connection breaks off without a word.
const READ: usize = 2 * MESSAGE;
/// How many bytes are read at once: as much as clients usually say.
const BUFFER: usize = 1024;
/// How many operations may run at once.
const OPERATIONS: usize = 100;
/// How many answers may wait for a slow client before its operations wait too.
const BACKLOG: usize = 16;

/// `/graphql/ws`: becomes a WebSocket that speaks graphql-transport-ws.
pub(super) async fn upgrade(State(house): State<House>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &house).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let credentials = Credentials::of(&parts.headers);
    let ours = credentials::from_our_pages(&parts.headers, &house.origin)
        && credentials::is_our_origin(&parts.headers, &house.origin).unwrap_or_default();
    let door = Door {
        client: Arc::new(credentials::client(&parts.headers, &parts.extensions)),
        // A browser sends the cookie from any page; only ours may use it.
        forged: matches!(credentials, Credentials::Cookies(_)) && !ours,
        tokens: credentials.tokens().to_vec(),
        house,
    };
    upgrade
        .protocols([protocol::NAME])
        .max_message_size(READ)
        .max_frame_size(READ)
        // Most connections say little: what each of them holds counts.
        .read_buffer_size(BUFFER)
        .write_buffer_size(0)
        .on_upgrade(move |socket| serve(socket, door))
}

/// What was known at the handshake.
struct Door {
    house: House,
    client: Arc<Client>,
    /// What may show who the client is: a token, or all that came under the name of our cookie.
    tokens: Vec<String>,
    forged: bool,
}

/// A connection that was acknowledged.
struct Connection {
    door: Door,
    operations: HashMap<String, Operation>,
    tasks: JoinSet<()>,
    /// Tells an operation from an earlier one with the same id.
    count: u64,
    /// Boxed: a channel has room for many from the beginning, and most say little.
    outbox: mpsc::Sender<Box<Outgoing>>,
}

struct Operation {
    number: u64,
    task: AbortHandle,
}

/// What an operation wants to say.
struct Outgoing {
    id: String,
    number: u64,
    say: Say,
    /// The room of a large answer, until the client has taken it.
    _room: Option<Held>,
}

enum Say {
    /// An answer, and more may follow.
    More(String),
    /// The last word.
    Last(String),
    /// A subscription has ended by itself, which they do only when this server stops: the client is to come back, and
    /// not to believe that all has been told.
    GoAway,
}

async fn serve(mut socket: WebSocket, door: Door) {
    let closing = if socket.protocol().is_none_or(|name| name.as_bytes() != protocol::NAME.as_bytes()) {
        Some(Closing::new(4406, "Subprotocol not acceptable"))
    } else {
        match Box::pin(greet(&mut socket, door)).await {
            Ok(connection) => converse(&mut socket, connection).await,
            Err(closing) => closing,
        }
    };
    if let Some(Closing { code, reason }) = closing {
        let frame = CloseFrame { code, reason: reason.into() };
        let _ = timeout(SLOWNESS, socket.send(Message::Close(Some(frame)))).await;
    }
}

/// Waits for `connection_init` and acknowledges it. `None` instead of a reason to close: the client has gone.
async fn greet(socket: &mut WebSocket, door: Door) -> Result<Connections, Option<Closing>> {
    let payload = match timeout(INIT, first_message(socket)).await {
        Ok(payload) => payload?,
        Err(_) => return Err(Some(Closing::new(4408, "Connection initialisation timeout"))),
    };
    let door = door.with(&payload).await.map_err(Some)?;
    send(socket, protocol::ack()).await.map_err(|()| None)?;
    let (outbox, inbox) = mpsc::channel(BACKLOG);
    let connection = Connection { door, operations: HashMap::new(), tasks: JoinSet::new(), count: 0, outbox };
    Ok((connection, inbox))
}

type Connections = (Connection, mpsc::Receiver<Box<Outgoing>>);

async fn first_message(socket: &mut WebSocket) -> Result<serde_json::Value, Option<Closing>> {
    loop {
        let text = match socket.recv().await {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
            Some(Ok(Message::Binary(_))) => return Err(Some(Closing::invalid("Messages must be text"))),
            Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(None),
        };
        match ClientMessage::parse(&text).map_err(Some)? {
            ClientMessage::ConnectionInit { payload } => return Ok(payload),
            ClientMessage::Ping { payload } => {
                send(socket, protocol::pong(&payload)).await.map_err(|()| None)?;
            }
            ClientMessage::Pong {} => {}
            ClientMessage::Subscribe { .. } | ClientMessage::Complete { .. } => {
                return Err(Some(Closing::unauthorized()));
            }
        }
    }
}

impl Door {
    /// Looks at who the client says it is. A token must be good; without any, the client is nobody, and its operations
    /// are told to log in.
    async fn with(mut self, payload: &serde_json::Value) -> Result<Self, Closing> {
        if let Some(token) = protocol::token(payload) {
            self.tokens = vec![token.to_owned()];
        } else if self.forged {
            return Err(Closing::forbidden());
        }
        match self.caller().await {
            Ok(caller) if !self.tokens.is_empty() && caller.anybody().user().is_none() => {
                Err(Closing::forbidden())
            }
            // While the database is away nobody can be recognised: each operation looks again, and says so until then.
            Err(failure) if failure.code != ErrorCode::Unavailable => {
                Err(Closing::new(4500, "Internal server error"))
            }
            Ok(_) | Err(_) => Ok(self),
        }
    }

    /// Recognises the client anew for each operation: a login may have ended meanwhile.
    async fn caller(&self) -> Result<Caller, Failure> {
        let (caller, _) = first_valid(&self.house.engine, &self.tokens).await?;
        Ok(caller.at(Arc::clone(&self.client)))
    }
}

/// Passes messages to and fro until either side has had enough.
async fn converse(socket: &mut WebSocket, (mut connection, mut inbox): Connections) -> Option<Closing> {
    let mut clock = interval(PING);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut heard = Instant::now();
    loop {
        tokio::select! {
            message = socket.recv() => {
                heard = Instant::now();
                match connection.hear(message).await {
                    Ok(Some(reply)) => send(socket, reply).await.ok()?,
                    Ok(None) => {}
                    Err(closing) => return closing,
                }
            }
            // The connection holds a sender, so the channel cannot end before it.
            Some(outgoing) = inbox.recv() => {
                if connection.is_wanted(&outgoing) {
                    match outgoing.say {
                        Say::More(text) | Say::Last(text) => send(socket, text).await.ok()?,
                        Say::GoAway => return Some(Closing::new(1001, "Going away")),
                    }
                }
            }
            _ = clock.tick() => {
                if heard.elapsed() > SILENCE {
                    return Some(Closing::new(4408, "No message received for too long"));
                }
                timeout(SLOWNESS, socket.send(Message::Ping(bytes::Bytes::new()))).await.ok()?.ok()?;
            }
            Some(_) = connection.tasks.join_next() => {}
        }
    }
}

impl Connection {
    /// Does what a message asks for; the answer is a reply at once, or why the connection ends.
    async fn hear(
        &mut self,
        message: Option<Result<Message, axum::Error>>,
    ) -> Result<Option<String>, Option<Closing>> {
        let text = match message {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(None),
            Some(Ok(Message::Binary(_))) => return Err(Some(Closing::invalid("Messages must be text"))),
            Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(None),
        };
        match ClientMessage::parse(&text).map_err(Some)? {
            ClientMessage::ConnectionInit { .. } => {
                Err(Some(Closing::new(4429, "Too many initialisation requests")))
            }
            ClientMessage::Ping { payload } => Ok(Some(protocol::pong(&payload))),
            ClientMessage::Pong {} => Ok(None),
            ClientMessage::Complete { id } => {
                if let Some(operation) = self.operations.remove(&id) {
                    operation.task.abort();
                }
                Ok(None)
            }
            ClientMessage::Subscribe { id, payload } => {
                // Boxed: a connection that waits need not be as large as what begins an operation.
                Box::pin(self.start(id, payload)).await.map_err(Some)?;
                Ok(None)
            }
        }
    }

    /// Starts an operation as a task of its own; its answers come back through the channel.
    async fn start(&mut self, id: String, payload: serde_json::Value) -> Result<(), Closing> {
        if self.operations.contains_key(&id) {
            let shown: String = id.chars().filter(char::is_ascii).take(60).collect();
            return Err(Closing::new(4409, format!("Subscriber for {shown} already exists")));
        }
        if self.operations.len() >= OPERATIONS {
            return Err(Closing::new(4429, "Too many operations at once"));
        }
        let incoming = json::from_value(payload).map_err(|failure| Closing::invalid(&failure.message))?;
        let mut person = String::new();
        let answers = match self.door.caller().await {
            Ok(caller) => {
                person = budget::person(&caller);
                run::stream(&self.door.house.schema, caller, incoming)
            }
            Err(failure) if failure.code == ErrorCode::Unavailable => Answers::refusal(failure),
            Err(_) => return Err(Closing::new(4500, "Internal server error")),
        };
        self.count += 1;
        let speaker = Speaker {
            id: id.clone(),
            number: self.count,
            person,
            house: self.door.house.clone(),
            outbox: self.outbox.clone(),
        };
        let number = self.count;
        let task = self.tasks.spawn(speaker.speak(answers));
        self.operations.insert(id, Operation { number, task });
        Ok(())
    }

    /// Whether the client still waits for this; forgets operations that have ended.
    fn is_wanted(&mut self, outgoing: &Outgoing) -> bool {
        let wanted = self.operations.get(&outgoing.id).is_some_and(|known| known.number == outgoing.number);
        if wanted && !matches!(outgoing.say, Say::More(_)) {
            self.operations.remove(&outgoing.id);
        }
        wanted
    }
}

/// Passes on the answers of one operation.
struct Speaker {
    id: String,
    number: u64,
    /// On whose account its answers count while they are under way.
    person: String,
    house: House,
    outbox: mpsc::Sender<Box<Outgoing>>,
}

impl Speaker {
    async fn speak(self, mut answers: Answers) {
        // A subscription lasts; what runs now and then is its documents' answers.
        let mut turn = None;
        if !answers.endless {
            turn = self.house.turns.next(&self.person).await;
            if turn.is_none() {
                return self.refuse("Too many of your requests are running at once. Try again.").await;
            }
        }
        let mut failed = false;
        while let Some(answer) = answers.stream.next().await {
            failed = answer.is_err();
            let (text, last) = protocol::answer(&self.id, &answer);
            let Some(room) = self.house.answers.room(&self.person, text.len(), self.largest()) else {
                // A subscription ends here, and its client goes on from its cursor.
                return self
                    .refuse("Too many large responses are in progress. Try again in a few seconds.")
                    .await;
            };
            let say = if last { Say::Last(text) } else { Say::More(text) };
            if self.send(say, room).await.is_err() || last {
                return;
            }
        }
        drop(turn);
        let end =
            if answers.endless && !failed { Say::GoAway } else { Say::Last(protocol::complete(&self.id)) };
        // Nobody is left to hear it when the connection has gone.
        let _ = self.send(end, None).await;
    }

    async fn refuse(&self, message: &str) {
        let (_, failure) = budget::later(message);
        let (text, _) = protocol::answer(&self.id, &Answer::Own(Box::new(failure.into_response())));
        let _ = self.send(Say::Last(text), None).await;
    }

    async fn send(&self, say: Say, room: Option<Held>) -> Result<(), ()> {
        let outgoing = Outgoing { id: self.id.clone(), number: self.number, say, _room: room };
        self.outbox.send(Box::new(outgoing)).await.map_err(drop)
    }

    fn largest(&self) -> usize {
        usize::try_from(self.house.engine.settings().limits.answer).unwrap_or(usize::MAX)
    }
}

async fn send(socket: &mut WebSocket, text: String) -> Result<(), ()> {
    match timeout(SLOWNESS, socket.send(Message::Text(text.into()))).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(()),
    }
}
