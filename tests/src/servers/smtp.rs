//! An SMTP receiver inside the test: keeps what it accepts, and fails on request.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::AbortHandle,
};

use crate::{postbox::Mail, wait::until};

/// What the receiver does with the next mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Takes it.
    Accept,
    /// Refuses the recipient for now, for example `451 4.3.0 try again`.
    RefuseRecipient(&'static str),
    /// Takes the data and answers this instead of `250`.
    RefuseData(&'static str),
    /// Cuts the line before the greeting.
    HangUp,
    /// Takes and keeps the mail, and cuts the line before saying so.
    AcceptAndHangUp,
}

/// What came in with one mail.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// The address of `MAIL FROM`, empty for the null sender.
    pub sender: String,
    /// The addresses of `RCPT TO`.
    pub recipients: Vec<String>,
    /// The mail.
    pub mail: Mail,
}

/// Whom the receiver refuses until it is told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Whoever sends: at `MAIL FROM`.
    Sender(&'static str),
    /// Everybody: at `RCPT TO`.
    Everybody(&'static str),
    /// Every mail, after it came.
    Mail(&'static str),
    /// Everybody but this address, such as our own.
    EverybodyBut(&'static str, &'static str),
}

impl Refusal {
    fn of(self, line: &str) -> Option<&'static str> {
        let verb = line.get(..4).unwrap_or_default();
        match self {
            Self::Sender(reply) => verb.eq_ignore_ascii_case("MAIL").then_some(reply),
            Self::Mail(_) => None,
            Self::Everybody(reply) => verb.eq_ignore_ascii_case("RCPT").then_some(reply),
            Self::EverybodyBut(known, reply) => {
                (verb.eq_ignore_ascii_case("RCPT") && in_brackets(line) != known).then_some(reply)
            }
        }
    }
}

#[derive(Debug, Default)]
struct State {
    refusal: Option<Refusal>,
    kept: Vec<Envelope>,
    count: watch::Sender<usize>,
    answers: VecDeque<Answer>,
}

/// A running receiver.
#[derive(Debug)]
pub struct Smtp {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: AbortHandle,
}

impl Smtp {
    /// Starts one on a free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { address, state, task: task.abort_handle() }
    }

    /// The address as the configuration takes it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// What to do with the next mails, in order; afterwards it accepts again.
    pub fn answer(&self, answers: impl IntoIterator<Item = Answer>) {
        self.state.lock().expect("no panic inside").answers.extend(answers);
    }

    /// Whom to refuse from now on; nobody again with `None`.
    pub fn refuse(&self, refusal: Option<Refusal>) {
        self.state.lock().expect("no panic inside").refusal = refusal;
    }

    /// Everything that was accepted so far.
    #[must_use]
    pub fn kept(&self) -> Vec<Envelope> {
        self.state.lock().expect("no panic inside").kept.clone()
    }

    /// How many mails were accepted so far, for whoever waits for the next one.
    #[must_use]
    pub fn count(&self) -> watch::Receiver<usize> {
        self.state.lock().expect("no panic inside").count.subscribe()
    }

    /// What was accepted for this address so far.
    #[must_use]
    pub fn came_to(&self, address: &str) -> Vec<Envelope> {
        let state = self.state.lock().expect("no panic inside");
        let is_for = |kept: &&Envelope| kept.recipients.iter().any(|recipient| recipient == address);
        state.kept.iter().filter(is_for).cloned().collect()
    }

    /// Waits for a mail that fits, and fails with the subjects of those that came.
    pub async fn wait_for(&self, what: &str, mut fits: impl FnMut(&Envelope) -> bool) -> Envelope {
        let state = Arc::clone(&self.state);
        let mut ask = || state.lock().expect("no panic inside").kept.iter().find(|kept| fits(kept)).cloned();
        until(what, || std::future::ready(ask())).await
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let hang_up = state.lock().expect("no panic inside").answers.front() == Some(&Answer::HangUp);
    if hang_up {
        state.lock().expect("no panic inside").answers.pop_front();
        return;
    }
    // A line that breaks ends the conversation, as it does on the other side.
    let _ = converse(&mut stream, &state).await;
}

async fn converse(stream: &mut TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let (read, mut write) = stream.split();
    let mut read = BufReader::new(read);
    let (mut sender, mut recipients) = (String::new(), Vec::new());
    write.write_all(b"220 localhost ready\r\n").await?;
    loop {
        let mut line = String::new();
        if read.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let refusal = state.lock().expect("no panic inside").refusal;
        if let Some(reply) = refusal.and_then(|refusal| refusal.of(&line)) {
            write.write_all(format!("{reply}\r\n").as_bytes()).await?;
            continue;
        }
        let reply = match verb.as_str() {
            "EHLO" => "250-localhost\r\n250-8BITMIME\r\n250 SMTPUTF8",
            "MAIL" => {
                (sender, recipients) = (in_brackets(&line), Vec::new());
                "250 ok"
            }
            "RCPT" => {
                recipients.push(in_brackets(&line));
                let refused = take(state, |answer| matches!(answer, Answer::RefuseRecipient(_)));
                if let Some(Answer::RefuseRecipient(reply)) = refused { reply } else { "250 ok" }
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let raw = data(&mut read).await?;
                let usual = match refusal {
                    Some(Refusal::Mail(reply)) => Answer::RefuseData(reply),
                    _ => Answer::Accept,
                };
                let answer = take(state, |_| true).unwrap_or(usual);
                if let Answer::RefuseData(reply) = answer {
                    reply
                } else {
                    let (sender, recipients) = (sender.clone(), recipients.clone());
                    let kept = Envelope { sender, recipients, mail: Mail::parse(&raw) };
                    keep(state, kept);
                    if answer == Answer::AcceptAndHangUp {
                        return Ok(());
                    }
                    "250 kept"
                }
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 ok",
        };
        write.write_all(reply.as_bytes()).await?;
        write.write_all(b"\r\n").await?;
    }
}

fn keep(state: &Mutex<State>, kept: Envelope) {
    let mut state = state.lock().expect("no panic inside");
    state.kept.push(kept);
    state.count.send_replace(state.kept.len());
}

fn take(state: &Mutex<State>, fits: impl Fn(&Answer) -> bool) -> Option<Answer> {
    let mut state = state.lock().expect("no panic inside");
    if state.answers.front().is_some_and(fits) { state.answers.pop_front() } else { None }
}

/// Reads up to the lone dot, and takes the doubled dots away (RFC 5321, 4.5.2).
async fn data(read: &mut (impl tokio::io::AsyncBufRead + Unpin)) -> std::io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    loop {
        let mut line = Vec::new();
        if read.take(1 << 20).read_until(b'\n', &mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        match line.as_slice() {
            b".\r\n" => return Ok(raw),
            [b'.', rest @ ..] => raw.extend_from_slice(rest),
            all => raw.extend_from_slice(all),
        }
    }
}

fn in_brackets(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or("", |(address, _)| address).to_owned()
}
