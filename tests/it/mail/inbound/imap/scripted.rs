//! A small IMAP server that can do what Dovecot seldom does: lack IDLE, fail over one mail, and fall silent at any command.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
};

use tests::wait::until;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A mail in the only folder.
#[derive(Debug, Clone)]
pub(super) struct Mail {
    pub(super) raw: String,
    pub(super) seen: bool,
    /// Whether it is marked to be removed.
    deleted: bool,
    /// Whether it has left the folder.
    pub(super) gone: bool,
    /// What the server does wrong about it.
    fault: Option<Fault>,
}

/// What a server does wrong about a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It refuses to hand out more than the header.
    Broken,
    /// It has nothing of it, cannot even tell its size, and hangs up over that.
    Lost,
    /// It hands out an empty mail.
    Empty,
    /// It says nothing when it is asked for the mail, nor anything else from then on.
    Silent,
    /// It announces more bytes than there are.
    Short,
    /// It knows no day on which the mail came.
    Dateless,
}

/// When somebody who watches the server is told of a command: before it is obeyed, or before it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Heard,
    Obeyed,
}

/// Is told of each command; whether the server says nothing more.
type Watcher = dyn Fn(&str, Moment) -> bool + Send + Sync;

/// The server, shared with the test.
#[derive(Clone)]
pub(super) struct Scripted {
    mails: Arc<Mutex<Vec<Mail>>>,
    /// What lies in other folders.
    elsewhere: Arc<Mutex<Vec<String>>>,
    uid_validity: Arc<AtomicU32>,
    abilities: Arc<Mutex<&'static str>>,
    watcher: Arc<Mutex<Option<Arc<Watcher>>>>,
    /// How many connections are open.
    open: Arc<AtomicUsize>,
    locked: Arc<AtomicBool>,
    simple: Arc<AtomicBool>,
    log_ins: Arc<AtomicUsize>,
    pub(super) port: u16,
}

impl Scripted {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let server = Self {
            mails: Arc::default(),
            elsewhere: Arc::default(),
            uid_validity: Arc::new(AtomicU32::new(7)),
            abilities: Arc::new(Mutex::new("IMAP4rev1")),
            watcher: Arc::default(),
            open: Arc::default(),
            locked: Arc::default(),
            simple: Arc::default(),
            log_ins: Arc::default(),
            port: listener.local_addr().expect("it is bound").port(),
        };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (serving, open) = (serving.clone(), Arc::clone(&serving.open));
                open.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(async move {
                    serving.serve(stream).await;
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    /// Whether it refuses every log-in.
    pub(super) fn lock(&self, locked: bool) {
        self.locked.store(locked, Ordering::SeqCst);
    }

    /// Knows of no command that copies mails from now on.
    pub(super) fn forget_copies(&self) {
        self.simple.store(true, Ordering::SeqCst);
    }

    /// What it says that it can do.
    pub(super) fn can(&self, abilities: &'static str) {
        *self.abilities.lock().expect("not poisoned") = abilities;
    }

    /// Empties the folder and numbers what comes anew, so that nobody knows their place in it any more.
    pub(super) fn renew(&self) {
        self.mails.lock().expect("not poisoned").clear();
        self.uid_validity.fetch_add(1, Ordering::SeqCst);
    }

    /// Tells of each command from now on, and of no earlier one. A connection on which it is to say nothing more stays open until its
    /// client goes.
    pub(super) fn watch(&self, watcher: impl Fn(&str, Moment) -> bool + Send + Sync + 'static) {
        *self.watcher.lock().expect("not poisoned") = Some(Arc::new(watcher));
    }

    /// Returns once every client is gone, and whatever it said was obeyed.
    pub(super) async fn left_alone(&self) {
        until("the connections to end", async || (self.open.load(Ordering::SeqCst) == 0).then_some(())).await;
    }

    /// How often this lies in another folder.
    pub(super) fn elsewhere(&self, raw: &str) -> usize {
        self.elsewhere.lock().expect("not poisoned").iter().filter(|other| *other == raw).count()
    }

    /// How often somebody logged in.
    pub(super) fn log_ins(&self) -> usize {
        self.log_ins.load(Ordering::SeqCst)
    }

    pub(super) fn deliver(&self, raw: &str) {
        self.deliver_with(raw, None);
    }

    /// A mail over which the server fails.
    pub(super) fn fail(&self, raw: &str, fault: Fault) {
        self.deliver_with(raw, Some(fault));
    }

    fn deliver_with(&self, raw: &str, fault: Option<Fault>) {
        let mail = Mail { raw: raw.to_owned(), seen: false, deleted: false, gone: false, fault };
        self.mails.lock().expect("not poisoned").push(mail);
    }

    /// Does nothing wrong about a mail any more.
    pub(super) fn mend(&self, uid: usize) {
        self.mails.lock().expect("not poisoned")[uid - 1].fault = None;
    }

    /// Somebody looks at a mail with another program.
    pub(super) fn see(&self, uid: usize) {
        self.mails.lock().expect("not poisoned")[uid - 1].seen = true;
    }

    pub(super) fn mails(&self) -> Vec<Mail> {
        self.mails.lock().expect("not poisoned").clone()
    }

    async fn serve(self, stream: TcpStream) {
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        let mut answer = "* OK ready\r\n".to_owned();
        while stream.write_all(answer.as_bytes()).await.is_ok() {
            line.clear();
            if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            if self.falls_silent(&line, Moment::Heard) {
                break;
            }
            answer = self.answer(&line);
            if answer.is_empty() {
                std::future::pending::<()>().await;
            }
            if self.falls_silent(&line, Moment::Obeyed) {
                break;
            }
            if answer.contains("* BYE\r\n") {
                let _ = stream.write_all(answer.as_bytes()).await;
                return;
            }
        }
        while stream.read_line(&mut line).await.unwrap_or(0) > 0 {}
    }

    fn falls_silent(&self, line: &str, moment: Moment) -> bool {
        let watcher = self.watcher.lock().expect("not poisoned").clone();
        watcher.is_some_and(|watcher| watcher(line, moment))
    }

    fn answer(&self, line: &str) -> String {
        let words: Vec<&str> = line.split_whitespace().collect();
        let tag = words[0];
        let uid = |word: &str| word.split(':').next().and_then(|uid| uid.parse::<usize>().ok()).unwrap_or(0);
        let mut mails = self.mails.lock().expect("not poisoned");
        match (words[1].to_uppercase().as_str(), words.get(2).map(|word| word.to_uppercase()).as_deref()) {
            ("CAPABILITY", _) => {
                let abilities = *self.abilities.lock().expect("not poisoned");
                format!("* CAPABILITY {abilities}\r\n{tag} OK\r\n")
            }
            ("LOGIN", _) if self.locked.load(Ordering::SeqCst) => format!("{tag} NO not you\r\n"),
            ("LOGIN", _) => {
                self.log_ins.fetch_add(1, Ordering::SeqCst);
                format!("{tag} OK\r\n")
            }
            ("SELECT", _) => {
                let exist = mails.iter().filter(|mail| !mail.gone).count();
                let uid_validity = self.uid_validity.load(Ordering::SeqCst);
                format!("* {exist} EXISTS\r\n* OK [UIDVALIDITY {uid_validity}] fine\r\n{tag} OK\r\n")
            }
            ("LOGOUT", _) => format!("* BYE\r\n{tag} OK\r\n"),
            ("UID", Some("FETCH")) if line.contains("BODY.PEEK") => {
                let uid = uid(words[3]);
                let mail = &mails[uid - 1];
                if mail.gone {
                    return format!("{tag} OK\r\n");
                }
                match mail.fault {
                    Some(Fault::Lost) => return format!("{tag} NO it is gone\r\n* BYE\r\n"),
                    Some(Fault::Silent) => return String::new(),
                    _ => {}
                }
                let (section, bytes) = match line.contains("HEADER") {
                    true => (
                        "BODY[HEADER]",
                        mail.raw.split("\r\n\r\n").next().unwrap_or_default().to_owned() + "\r\n\r\n",
                    ),
                    false if mail.fault == Some(Fault::Broken) => {
                        return format!("{tag} NO cannot read it\r\n");
                    }
                    false => ("BODY[]", mail.raw.clone()),
                };
                if mail.fault == Some(Fault::Empty) {
                    return format!("* {uid} FETCH (UID {uid} {section} \"\")\r\n{tag} OK\r\n");
                }
                let length = bytes.len() + if mail.fault == Some(Fault::Short) { 50 } else { 0 };
                format!("* {uid} FETCH (UID {uid} {section} {{{length}}}\r\n{bytes})\r\n{tag} OK\r\n")
            }
            ("UID", Some("FETCH")) => {
                let first = uid(words[3]);
                let last = if words[3].ends_with('*') { mails.len() } else { first };
                let with_size = line.contains("SIZE");
                let mut lines = String::new();
                for uid in (first.max(1)..=last).filter(|uid| !mails[uid - 1].gone) {
                    let mail = &mails[uid - 1];
                    if with_size && mail.fault == Some(Fault::Lost) {
                        return lines + &format!("{tag} NO cannot tell its size\r\n* BYE\r\n");
                    }
                    let flags = if mail.seen { "\\Seen" } else { "" };
                    let size =
                        if with_size { format!("RFC822.SIZE {} ", mail.raw.len()) } else { String::new() };
                    let came = if mail.fault == Some(Fault::Dateless) { "INTERNALDATE NIL " } else { "" };
                    lines += &format!("* {uid} FETCH (UID {uid} {came}{size}FLAGS ({flags}))\r\n");
                }
                lines + &format!("{tag} OK\r\n")
            }
            ("UID", Some("SEARCH")) => {
                let there = (uid(words[4]).max(1)..=mails.len()).filter(|uid| !mails[uid - 1].gone);
                let uids: Vec<String> = there.map(|uid| uid.to_string()).collect();
                format!("* SEARCH {}\r\n{tag} OK\r\n", uids.join(" "))
            }
            ("UID", Some("COPY")) if self.simple.load(Ordering::SeqCst) => {
                format!("{tag} BAD what is that\r\n")
            }
            ("UID", Some(command @ ("STORE" | "COPY" | "MOVE" | "EXPUNGE"))) => {
                for word in words[3].split(',') {
                    let mail = &mut mails[uid(word) - 1];
                    match command {
                        "STORE" if line.contains("\\Deleted") => mail.deleted = true,
                        "STORE" => mail.seen = true,
                        "EXPUNGE" => mail.gone |= mail.deleted,
                        _ => {
                            self.elsewhere.lock().expect("not poisoned").push(mail.raw.clone());
                            mail.gone |= command == "MOVE";
                        }
                    }
                }
                format!("{tag} OK\r\n")
            }
            _ => format!("{tag} OK\r\n"),
        }
    }
}
