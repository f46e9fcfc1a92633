//! One connection of LMTP: the commands of RFC 2033 and 5321, with a reply for each recipient after the mail.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
    io,
    sync::Arc,
    time::Duration,
};

use engine::{
    Causes, Engine, LastingFault, MailboxSettings, Mailboxes,
    content::address::{domain_of, spelled},
};
use smtp_proto::{
    Error as Unreadable, MAIL_BODY_BINARYMIME, MailFrom, Request,
    request::receiver::{DataReceiver, DummyDataReceiver, RequestReceiver},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    sync::watch,
    time::{Instant, timeout, timeout_at},
};

use super::{
    LmtpConfig, Stream,
    places::{Doing, Place},
};
use crate::inbound::{Report, prepare, read, report::Became, take_in, utf16};

/// RFC 5321, 4.5.3.2.7.
const PATIENCE: Duration = Duration::from_mins(5);
/// Whoever has a mail says so at once.
const FIRST: Duration = Duration::from_secs(30);
/// A whole mail, over a connection that does not leave this machine.
const WHOLE_MAIL: Duration = Duration::from_mins(10);
/// RFC 5321, 4.5.3.1.8.
const RECIPIENTS: usize = 100;
/// Whoever makes so many mistakes speaks another protocol.
const MISTAKES: u32 = 20;
const CHUNK: usize = 16 * 1024;

/// What is read next.
enum Reading {
    Commands,
    Mail {
        receiver: DataReceiver,
        raw: Vec<u8>,
    },
    /// More than a mail may have; the rest of it is read and forgotten.
    TooLarge(DummyDataReceiver),
}

/// For whom a mail is.
struct Recipient {
    /// As the mail server named them.
    address: String,
    /// The mailbox that this is.
    mailbox: String,
}

/// Why nothing more is read.
enum Ended {
    Stopping,
    GaveWay,
    Late,
}

/// The mail that is being announced.
#[derive(Default)]
struct Envelope {
    sender: Option<String>,
    recipients: Vec<Recipient>,
    /// The mailboxes that were in force when its first recipient was named, if that could be found out.
    mailboxes: Option<Mailboxes>,
}

pub(super) struct Session {
    engine: Engine,
    stream: Box<dyn Stream>,
    place: Place,
    config: Arc<LmtpConfig>,
    stop: watch::Receiver<bool>,
    /// Until when what is being read has to be there.
    until: Instant,
    greeted: bool,
    envelope: Envelope,
    mistakes: u32,
    out: Vec<u8>,
    open: bool,
}

impl Session {
    pub(super) fn new(
        engine: Engine,
        stream: Box<dyn Stream>,
        place: Place,
        config: Arc<LmtpConfig>,
        stop: watch::Receiver<bool>,
    ) -> Self {
        Self {
            engine,
            stream,
            place,
            config,
            stop,
            until: Instant::now() + FIRST,
            greeted: false,
            envelope: Envelope::default(),
            mistakes: 0,
            out: Vec::new(),
            open: true,
        }
    }

    /// Serves the connection to its end.
    pub(super) async fn run(mut self) -> io::Result<()> {
        self.say(&format!("220 {} LMTP", self.config.host));
        self.flush().await?;
        let mut commands = RequestReceiver::default();
        let mut reading = Reading::Commands;
        let mut chunk = vec![0; CHUNK];
        while self.open {
            let count = match self.read(&mut chunk).await? {
                Ok(count) => count,
                Err(ended) => {
                    self.say(match ended {
                        Ended::Stopping => "421 4.3.2 Server shutting down, try again later",
                        Ended::GaveWay => "421 4.3.2 Connection needed for others, try again later",
                        Ended::Late => "421 4.4.2 Timeout",
                    });
                    break;
                }
            };
            if count == 0 {
                return Ok(());
            }
            let bytes = chunk.get(..count).unwrap_or_default();
            reading = Box::pin(self.take(bytes, &mut commands, reading)).await?;
            self.flush().await?;
        }
        self.flush().await?;
        self.stream.shutdown().await
    }

    /// Some bytes, if nothing else ends the connection.
    async fn read(&mut self, chunk: &mut [u8]) -> io::Result<Result<usize, Ended>> {
        let leave = self.place.leave();
        let read = tokio::select! {
            biased;
            _ = self.stop.wait_for(|stop| *stop) => return Ok(Err(Ended::Stopping)),
            () = leave.notified() => return Ok(Err(Ended::GaveWay)),
            read = timeout_at(self.until, self.stream.read(chunk)) => read,
        };
        match read {
            Ok(count) => count.map(Ok),
            Err(_elapsed) => Ok(Err(Ended::Late)),
        }
    }

    /// Waits for something that may take so long.
    fn await_for(&mut self, doing: Doing, patience: Duration) {
        self.place.doing(doing);
        self.until = Instant::now() + patience;
    }

    /// Goes through what was read; the answer is what comes next.
    async fn take(
        &mut self,
        bytes: &[u8],
        commands: &mut RequestReceiver,
        mut reading: Reading,
    ) -> io::Result<Reading> {
        let mut rest = bytes.iter();
        while self.open && !rest.as_slice().is_empty() {
            reading = match reading {
                Reading::Commands => match commands.ingest(&mut rest).map(Request::into_owned) {
                    Ok(request) => {
                        self.await_for(Doing::Waiting, PATIENCE);
                        if matches!(request, Request::Rcpt { .. }) {
                            self.look_up().await;
                        }
                        self.obey(request)
                    }
                    Err(Unreadable::NeedsMoreData { .. }) => break_off(&mut rest),
                    Err(error) => {
                        self.mistake(&complaint(&error));
                        Reading::Commands
                    }
                },
                Reading::Mail { mut receiver, mut raw } => {
                    if receiver.ingest(&mut rest, &mut raw) {
                        self.await_for(Doing::Deciding, PATIENCE);
                        self.deliver(raw).await?;
                        self.await_for(Doing::Waiting, PATIENCE);
                        Reading::Commands
                    } else if raw.len() as u64 > self.config.message_limit {
                        Reading::TooLarge(DummyDataReceiver::new_data(&receiver))
                    } else {
                        Reading::Mail { receiver, raw }
                    }
                }
                Reading::TooLarge(mut receiver) => {
                    if receiver.ingest(&mut rest) {
                        let limit = self.config.message_limit;
                        for recipient in std::mem::take(&mut self.envelope).recipients {
                            let address = recipient.address;
                            self.say(&format!(
                                "552 5.3.4 <{address}> Message exceeds the limit of {limit} bytes"
                            ));
                        }
                        self.await_for(Doing::Waiting, PATIENCE);
                        Reading::Commands
                    } else {
                        Reading::TooLarge(receiver)
                    }
                }
            };
        }
        Ok(reading)
    }

    fn obey(&mut self, request: Request<String>) -> Reading {
        match request {
            Request::Lhlo { .. } => {
                self.greeted = true;
                self.envelope = Envelope::default();
                let (host, limit) = (&self.config.host, self.config.message_limit);
                let answer = format!(
                    "250-{host}\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {limit}"
                );
                self.say(&answer);
            }
            // RFC 2033, 4.1: a client of SMTP has to learn that this is no SMTP.
            Request::Ehlo { .. } | Request::Helo { .. } => self.mistake("500 5.5.1 This is LMTP, use LHLO"),
            Request::Mail { from } => self.mail(from),
            Request::Rcpt { to } => self.rcpt(to.address),
            // No mistake: where commands come in a row (RFC 2920), these come also behind a sender that was refused.
            Request::Data if self.envelope.recipients.is_empty() => {
                self.say("503 5.5.1 No valid recipients");
            }
            Request::Data => {
                self.say("354 End data with <CR><LF>.<CR><LF>");
                self.await_for(Doing::Receiving, WHOLE_MAIL);
                return Reading::Mail { receiver: data(), raw: Vec::new() };
            }
            Request::Rset => {
                self.envelope = Envelope::default();
                self.say("250 2.0.0 Reset");
            }
            Request::Noop { .. } => self.say("250 2.0.0 Nothing done"),
            Request::Vrfy { .. } => self.say("252 2.1.5 Cannot verify, try to deliver"),
            Request::Quit => {
                self.say("221 2.0.0 Bye");
                self.open = false;
            }
            _ => self.mistake("502 5.5.1 Command not implemented"),
        }
        Reading::Commands
    }

    fn mail(&mut self, from: MailFrom<String>) {
        if !self.greeted {
            self.mistake("503 5.5.1 Send LHLO first");
        } else if self.envelope.sender.is_some() {
            self.mistake("503 5.5.1 Transaction already started");
        } else if from.flags & MAIL_BODY_BINARYMIME != 0 {
            // RFC 3030 wants it offered first; without BDAT its lines could not be told from the end of the mail.
            self.say("555 5.5.4 BODY=BINARYMIME is not supported");
        } else if from.size as u64 > self.config.message_limit {
            self.say(&format!("552 5.3.4 Message exceeds the limit of {} bytes", self.config.message_limit));
        } else {
            self.envelope = Envelope { sender: Some(from.address), ..Envelope::default() };
            self.say("250 2.1.0 Sender OK");
        }
    }

    /// Finds out which mailboxes there are, once for each mail: admins add and delete them while the server runs.
    async fn look_up(&mut self) {
        static UNKNOWN: LastingFault = LastingFault::new();
        if self.envelope.mailboxes.is_some() {
            return;
        }
        match self.engine.available(self.engine.mailboxes_in_force()).await {
            Ok(mailboxes) => self.envelope.mailboxes = Some(mailboxes),
            Err(error) => {
                let error = Causes(&error).to_string();
                if UNKNOWN.comes(&error) {
                    tracing::warn!(error, "a recipient of a delivery by LMTP could not be looked up");
                }
            }
        }
    }

    fn rcpt(&mut self, address: String) {
        // The reader of commands makes an empty address of a postmaster without a domain.
        let address = if address.is_empty() { "postmaster".to_owned() } else { address };
        if self.envelope.sender.is_none() {
            self.say("503 5.5.1 Send MAIL first");
        } else if self.envelope.recipients.len() >= RECIPIENTS {
            self.say("452 4.5.3 Too many recipients, deliver to the others in another message");
        } else {
            // While the database is away, those of the configuration are known; what cannot be stored is told behind the mail.
            let configured = || Mailboxes::of(&self.engine.settings().mail.mailboxes, []);
            let known = self.envelope.mailboxes.as_ref();
            let (is_known, all) = (known.is_some(), known.cloned().unwrap_or_else(configured));
            match (mailbox_of(&all, &address).map(str::to_owned), is_known) {
                (Some(mailbox), _) => {
                    self.say(&format!("250 2.1.5 <{address}> Recipient OK"));
                    self.envelope.recipients.push(Recipient { address, mailbox });
                }
                (None, true) => self.say(&format!("550 5.1.1 <{address}> Unknown recipient")),
                (None, false) => {
                    self.say(&format!("451 4.3.0 <{address}> Lookup failed, try again later"));
                }
            }
        }
    }

    /// Takes the mail in for one mailbox after the other, and answers for each recipient in the order of their commands
    /// (RFC 2033, 4.2). All recipients of one mailbox get one mail, which names them.
    async fn deliver(&mut self, mut raw: Vec<u8>) -> io::Result<()> {
        let Envelope { sender, recipients, .. } = std::mem::take(&mut self.envelope);
        let mut left: HashSet<&str> = recipients.iter().map(|one| one.mailbox.as_str()).collect();
        let is_empty = raw.iter().all(u8::is_ascii_whitespace);
        let mut decided: HashMap<&str, Report> = HashMap::new();
        for Recipient { address, mailbox } in &recipients {
            if is_empty {
                self.say(&format!("250 2.0.0 <{address}> Empty message ignored"));
                continue;
            }
            if !decided.contains_key(mailbox.as_str()) {
                let sharing = recipients.iter().filter(|other| other.mailbox == *mailbox);
                let addresses = sharing.map(|other| other.address.as_str());
                left.remove(mailbox.as_str());
                // It may be large: the last mailbox, which mostly is the only one, gets these bytes and no copy.
                let own = if left.is_empty() { std::mem::take(&mut raw) } else { raw.clone() };
                let noted = noted(sender.as_deref().unwrap_or_default(), addresses, own);
                let prepared = prepare(&self.engine, noted).await;
                decided.insert(mailbox, take_in(&self.engine, prepared, Some(mailbox)).await);
            }
            if let Some(report) = decided.get(mailbox.as_str()) {
                self.say(&answer(address, report));
            }
            // Each answer leaves at once: what was stored must not be delivered again because the next one takes long.
            self.flush().await?;
        }
        Ok(())
    }

    fn mistake(&mut self, complaint: &str) {
        self.mistakes += 1;
        self.say(complaint);
        if self.mistakes >= MISTAKES {
            self.say("421 4.7.0 Too many errors");
            self.open = false;
        }
    }

    fn say(&mut self, line: &str) {
        self.out.extend_from_slice(line.as_bytes());
        self.out.extend_from_slice(b"\r\n");
    }

    async fn flush(&mut self) -> io::Result<()> {
        let out = std::mem::take(&mut self.out);
        let written = async {
            self.stream.write_all(&out).await?;
            self.stream.flush().await
        };
        timeout(PATIENCE, written).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }
}

/// What a mail is read with. The line end of the command counts as the one before its first line (RFC 5321, 4.1.1.4), so that a
/// mail without a line has an end, and a full stop at its beginning is undone.
fn data() -> DataReceiver {
    let mut receiver = DataReceiver::new();
    let _goes_on = receiver.ingest(&mut b"\r\n".iter(), &mut Vec::new());
    receiver
}

/// The mail under the lines that whoever delivers at last writes (RFC 5321, 4.4). Without a header of its own it is all text,
/// and begins behind an empty line.
fn noted<'a>(sender: &str, recipients: impl Iterator<Item = &'a str>, raw: Vec<u8>) -> Vec<u8> {
    let mut noted = format!("Return-Path: <{sender}>\r\n");
    for recipient in recipients {
        let _written = write!(noted, "Delivered-To: {recipient}\r\n");
    }
    let mut mail = utf16::decode(&raw).map_or(raw, String::into_bytes);
    let own = read::skip_blank(&mail);
    let blank = if read::has_header(own) {
        mail.len() - own.len()
    } else {
        noted.push_str("\r\n");
        0
    };
    mail.splice(..blank, noted.into_bytes());
    mail
}

/// Everything that came has been looked at.
fn break_off(rest: &mut std::slice::Iter<'_, u8>) -> Reading {
    *rest = [].iter();
    Reading::Commands
}

/// What became of a mail for one recipient. What could not be stored is to be delivered again: nothing in a mail makes it fail
/// for good.
fn answer(address: &str, report: &Report) -> String {
    if !report.is_stored() {
        return format!("451 4.3.0 <{address}> could not be stored, try again later");
    }
    match (report.outcome, report.ticket) {
        (Became::Created | Became::Commented, Some(ticket)) => {
            format!("250 2.0.0 <{address}> stored in ticket {ticket}")
        }
        _ => format!("250 2.0.0 <{address}> stored"),
    }
}

fn complaint(error: &Unreadable) -> String {
    match error {
        Unreadable::InvalidSenderAddress => "553 5.1.7 Invalid sender address".to_owned(),
        Unreadable::InvalidRecipientAddress => "553 5.1.3 Invalid recipient address".to_owned(),
        Unreadable::SyntaxError { syntax } => format!("501 5.5.2 Syntax: {syntax}"),
        Unreadable::InvalidParameter { param } => format!("501 5.5.4 Invalid value of {param}"),
        Unreadable::UnsupportedParameter { .. } => "555 5.5.4 Unknown parameter".to_owned(),
        Unreadable::ResponseTooLong => "500 5.5.2 Line too long".to_owned(),
        _ => "500 5.5.2 Unknown command".to_owned(),
    }
}

/// The mailbox that an address is, whatever the case of its letters and the spelling of its domain.
///
/// RFC 5321, 4.5.1: a postmaster is there for every domain, and without one; unless there is such a mailbox, the first
/// of the domain is theirs.
fn mailbox_of<'m>(mailboxes: &'m Mailboxes, address: &str) -> Option<&'m str> {
    let address = spelled(address);
    let (local, domain) = address.rsplit_once('@').unwrap_or((&address, ""));
    let bare = local.split_once('+').map(|(name, _)| format!("{name}@{domain}"));
    let plus = |bare: &String| mailboxes.at(bare).filter(|one| one.plus_addressing);
    let of_domain = |one: &&MailboxSettings| domain.is_empty() || domain_of(&spelled(&one.address)) == domain;
    let postmaster = || mailboxes.iter().find(of_domain).filter(|_| local == "postmaster");
    let found = mailboxes.at(&address).or_else(|| bare.as_ref().and_then(plus)).or_else(postmaster);
    found.map(|one| one.address.as_str())
}

#[cfg(test)]
mod tests {
    use engine::{MailboxSettings, Mailboxes};

    use super::mailbox_of;

    #[test]
    fn a_mailbox_is_found_by_its_address_and_by_what_follows_a_plus_where_that_arrives() {
        let mailbox = |address: &str, plus_addressing| MailboxSettings {
            plus_addressing,
            ..MailboxSettings::new(address, "Support")
        };
        let mut configured = [mailbox("support@example.org", true), mailbox("sales@example.org", false)];
        let added = [mailbox("Tickets@bücher.example", true), mailbox("hilfe@xn--mller-kva.example", false)];
        configured[1].aliases = vec!["orders@example.org".to_owned()];
        let mailboxes = Mailboxes::of(&configured, added);
        for (address, expected) in [
            ("support@example.org", Some("support@example.org")),
            ("Support@EXAMPLE.org", Some("support@example.org")),
            ("support+10034-1-abc@example.org", Some("support@example.org")),
            ("sales+x@example.org", None),
            ("Orders@example.org", Some("sales@example.org")),
            ("tickets@xn--bcher-kva.example", Some("Tickets@bücher.example")),
            ("tickets+10034-1-abc@XN--bcher-kva.example", Some("Tickets@bücher.example")),
            ("TICKETS@BÜCHER.example", Some("Tickets@bücher.example")),
            ("hilfe@Müller.example", Some("hilfe@xn--mller-kva.example")),
            ("postmaster", Some("support@example.org")),
            ("Postmaster@EXAMPLE.org", Some("support@example.org")),
            ("postmaster@bücher.example", Some("Tickets@bücher.example")),
            ("postmaster@example.com", None),
            ("support@example.com", None),
            ("support", None),
            ("@example.org", None),
        ] {
            assert_eq!(mailbox_of(&mailboxes, address), expected, "{address}");
        }
    }
}
