//! A small IMAP server that can do what Dovecot seldom does: lack IDLE, and fail over one mail.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A mail in the only folder.
#[derive(Debug, Clone)]
pub(super) struct Mail {
    pub(super) raw: String,
    pub(super) seen: bool,
    /// Whether the server refuses to hand out more than the header.
    pub(super) broken: bool,
    /// Whether it cannot even tell its size, and hangs up over that.
    pub(super) sizeless: bool,
}

/// The server, shared with the test.
#[derive(Debug, Clone)]
pub(super) struct Scripted {
    mails: Arc<Mutex<Vec<Mail>>>,
    pub(super) port: u16,
}

impl Scripted {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let server = Self { mails: Arc::default(), port: listener.local_addr().expect("it is bound").port() };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(stream));
            }
        });
        server
    }

    pub(super) fn deliver(&self, raw: &str, broken: bool) {
        let mail = Mail { raw: raw.to_owned(), seen: false, broken, sizeless: false };
        self.mails.lock().expect("not poisoned").push(mail);
    }

    /// A mail of which the server has nothing but the name.
    pub(super) fn lose(&self, raw: &str) {
        let mail = Mail { raw: raw.to_owned(), seen: false, broken: true, sizeless: true };
        self.mails.lock().expect("not poisoned").push(mail);
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
            answer = self.answer(&line);
            if answer.contains("* BYE\r\n") {
                let _ = stream.write_all(answer.as_bytes()).await;
                return;
            }
        }
    }

    fn answer(&self, line: &str) -> String {
        let words: Vec<&str> = line.split_whitespace().collect();
        let tag = words[0];
        let uid = |word: &str| word.split(':').next().and_then(|uid| uid.parse::<usize>().ok()).unwrap_or(0);
        let mut mails = self.mails.lock().expect("not poisoned");
        match (words[1].to_uppercase().as_str(), words.get(2).map(|word| word.to_uppercase()).as_deref()) {
            ("CAPABILITY", _) => format!("* CAPABILITY IMAP4rev1\r\n{tag} OK\r\n"),
            ("SELECT", _) => format!("* {} EXISTS\r\n* OK [UIDVALIDITY 7] fine\r\n{tag} OK\r\n", mails.len()),
            ("LOGOUT", _) => format!("* BYE\r\n{tag} OK\r\n"),
            ("UID", Some("FETCH")) if line.contains("BODY.PEEK") => {
                let uid = uid(words[3]);
                let mail = &mails[uid - 1];
                if mail.sizeless {
                    return format!("{tag} NO it is gone\r\n* BYE\r\n");
                }
                let (section, bytes) = match line.contains("HEADER") {
                    true => (
                        "BODY[HEADER]",
                        mail.raw.split("\r\n\r\n").next().unwrap_or_default().to_owned() + "\r\n\r\n",
                    ),
                    false if mail.broken => return format!("{tag} NO cannot read it\r\n"),
                    false => ("BODY[]", mail.raw.clone()),
                };
                format!("* {uid} FETCH (UID {uid} {section} {{{}}}\r\n{bytes})\r\n{tag} OK\r\n", bytes.len())
            }
            ("UID", Some("FETCH")) => {
                let first = uid(words[3]);
                let last = if words[3].ends_with('*') { mails.len() } else { first };
                let with_size = line.contains("SIZE");
                let mut lines = String::new();
                for uid in first.max(1)..=last {
                    let mail = &mails[uid - 1];
                    if with_size && mail.sizeless {
                        return lines + &format!("{tag} NO cannot tell its size\r\n* BYE\r\n");
                    }
                    let flags = if mail.seen { "\\Seen" } else { "" };
                    let size =
                        if with_size { format!("RFC822.SIZE {} ", mail.raw.len()) } else { String::new() };
                    lines += &format!("* {uid} FETCH (UID {uid} {size}FLAGS ({flags}))\r\n");
                }
                lines + &format!("{tag} OK\r\n")
            }
            ("UID", Some("SEARCH")) => {
                let uids: Vec<String> =
                    (uid(words[4]).max(1)..=mails.len()).map(|uid| uid.to_string()).collect();
                format!("* SEARCH {}\r\n{tag} OK\r\n", uids.join(" "))
            }
            ("UID", Some("STORE")) => {
                mails[uid(words[3]) - 1].seen = true;
                format!("{tag} OK\r\n")
            }
            _ => format!("{tag} OK\r\n"),
        }
    }
}
