//! One connection of LMTP: the commands of RFC 2033 and 5321, with a reply for each recipient after the mail.

use std::{io, sync::Arc, time::Duration};

use engine::Engine;
use smtp_proto::{
    Error as Unreadable, Request,
    request::receiver::{DataReceiver, DummyDataReceiver, RequestReceiver},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    sync::watch,
    time::timeout,
};

use super::{LmtpConfig, Stream};
use crate::inbound::{Report, prepare, report::Became, take_in};

/// RFC 5321, 4.5.3.2.7.
const PATIENCE: Duration = Duration::from_mins(5);
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

/// The mail that is being announced.
#[derive(Default)]
struct Envelope {
    sender: Option<String>,
    recipients: Vec<Recipient>,
}

pub(super) struct Session {
    engine: Engine,
    stream: Box<dyn Stream>,
    config: Arc<LmtpConfig>,
    stop: watch::Receiver<bool>,
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
        config: Arc<LmtpConfig>,
        stop: watch::Receiver<bool>,
    ) -> Self {
        let (envelope, out) = (Envelope::default(), Vec::new());
        Self { engine, stream, config, stop, greeted: false, envelope, mistakes: 0, out, open: true }
    }

    /// Serves the connection to its end.
    pub(super) async fn run(mut self) -> io::Result<()> {
        self.say(&format!("220 {} LMTP", self.config.host));
        self.flush().await?;
        let mut commands = RequestReceiver::default();
        let mut reading = Reading::Commands;
        let mut chunk = vec![0; CHUNK];
        while self.open {
            let read = tokio::select! {
                biased;
                _ = self.stop.wait_for(|stop| *stop) => None,
                read = timeout(PATIENCE, self.stream.read(&mut chunk)) => Some(read),
            };
            let Some(read) = read else {
                self.say("421 4.3.2 The server stops; deliver again later");
                break;
            };
            let Ok(read) = read else {
                self.say("421 4.4.2 Nothing was heard for five minutes");
                break;
            };
            let count = read?;
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
                    Ok(request) => self.obey(request),
                    Err(Unreadable::NeedsMoreData { .. }) => break_off(&mut rest),
                    Err(error) => {
                        self.mistake(&complaint(&error));
                        Reading::Commands
                    }
                },
                Reading::Mail { mut receiver, mut raw } => {
                    if receiver.ingest(&mut rest, &mut raw) {
                        self.deliver(raw).await?;
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
                            self.say(&format!("552 5.3.4 <{address}> A mail may have {limit} bytes"));
                        }
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
            Request::Ehlo { .. } | Request::Helo { .. } => self.mistake("500 5.5.1 This is LMTP: say LHLO"),
            Request::Mail { from } => self.mail(from.address, from.size),
            Request::Rcpt { to } => self.rcpt(to.address),
            Request::Data if self.envelope.recipients.is_empty() => {
                self.mistake("503 5.5.1 There are no recipients");
            }
            Request::Data => {
                self.say("354 End the mail with a line that has only a full stop");
                return Reading::Mail { receiver: DataReceiver::new(), raw: Vec::new() };
            }
            Request::Rset => {
                self.envelope = Envelope::default();
                self.say("250 2.0.0 Forgotten");
            }
            Request::Noop { .. } => self.say("250 2.0.0 Nothing done"),
            Request::Vrfy { .. } => self.say("252 2.1.5 Try to deliver"),
            Request::Quit => {
                self.say("221 2.0.0 Bye");
                self.open = false;
            }
            _ => self.mistake("502 5.5.1 There is no such command here"),
        }
        Reading::Commands
    }

    fn mail(&mut self, sender: String, size: usize) {
        if !self.greeted {
            self.mistake("503 5.5.1 Say LHLO first");
        } else if self.envelope.sender.is_some() {
            self.mistake("503 5.5.1 One mail at a time");
        } else if size as u64 > self.config.message_limit {
            self.say(&format!("552 5.3.4 A mail may have {} bytes", self.config.message_limit));
        } else {
            self.envelope.sender = Some(sender);
            self.say("250 2.1.0 Sender noted");
        }
    }

    fn rcpt(&mut self, address: String) {
        if self.envelope.sender.is_none() {
            self.mistake("503 5.5.1 Say MAIL first");
        } else if self.envelope.recipients.len() >= RECIPIENTS {
            self.say("452 4.5.3 So many recipients are enough; deliver to the others in another mail");
        } else if let Some(mailbox) = self.config.mailbox(&address).map(str::to_owned) {
            self.say(&format!("250 2.1.5 <{address}> is one of ours"));
            self.envelope.recipients.push(Recipient { address, mailbox });
        } else {
            self.say(&format!("550 5.1.1 <{address}> is no address of ours"));
        }
    }

    /// Takes the mail in for one recipient after the other, and answers for each.
    async fn deliver(&mut self, raw: Vec<u8>) -> io::Result<()> {
        let Envelope { sender, recipients } = std::mem::take(&mut self.envelope);
        for Recipient { address, mailbox } in recipients {
            let sender = sender.as_deref().unwrap_or_default();
            // RFC 5321, 4.4: whoever delivers at last notes the sender of the envelope.
            let mut noted = format!("Return-Path: <{sender}>\r\nDelivered-To: {address}\r\n").into_bytes();
            let answer = if raw.iter().all(u8::is_ascii_whitespace) {
                format!("250 2.0.0 <{address}> There was nothing in it")
            } else {
                noted.extend_from_slice(&raw);
                let prepared = prepare(&self.engine, noted).await;
                answer(&address, &take_in(&self.engine, prepared, Some(&mailbox)).await)
            };
            self.say(&answer);
            // Each answer leaves at once: what was stored must not be delivered again because the next one takes long.
            self.flush().await?;
        }
        Ok(())
    }

    fn mistake(&mut self, complaint: &str) {
        self.mistakes += 1;
        self.say(complaint);
        if self.mistakes >= MISTAKES {
            self.say("421 4.7.0 Too many mistakes");
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

/// Everything that came has been looked at.
fn break_off(rest: &mut std::slice::Iter<'_, u8>) -> Reading {
    *rest = [].iter();
    Reading::Commands
}

/// What became of a mail for one recipient. What could not be stored is to be delivered again: nothing in a mail makes it fail
/// for good.
fn answer(address: &str, report: &Report) -> String {
    if !report.is_stored() {
        return format!("451 4.3.0 <{address}> could not be stored; deliver it again");
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
        Unreadable::InvalidSenderAddress => "553 5.1.7 The sender is no address".to_owned(),
        Unreadable::InvalidRecipientAddress => "553 5.1.3 The recipient is no address".to_owned(),
        Unreadable::SyntaxError { syntax } => format!("501 5.5.2 Write {syntax}"),
        Unreadable::InvalidParameter { param } => format!("501 5.5.4 {param} has no such value"),
        Unreadable::UnsupportedParameter { .. } => "555 5.5.4 There is no such parameter".to_owned(),
        Unreadable::ResponseTooLong => "500 5.5.2 The line is too long".to_owned(),
        _ => "500 5.5.2 There is no such command".to_owned(),
    }
}

impl LmtpConfig {
    /// The mailbox that an address is, in any case of letters.
    fn mailbox(&self, address: &str) -> Option<&str> {
        let same = |one: &super::Mailbox, address: &str| one.address.eq_ignore_ascii_case(address);
        let (local, domain) = address.rsplit_once('@')?;
        let bare = local.split_once('+').map(|(name, _)| format!("{name}@{domain}"));
        let exact = self.mailboxes.iter().find(|one| same(one, address));
        let plus = |bare: &String| self.mailboxes.iter().find(|one| one.plus_addressing && same(one, bare));
        exact.or_else(|| bare.as_ref().and_then(plus)).map(|one| one.address.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Mailbox, LmtpConfig};

    #[test]
    fn a_mailbox_is_found_by_its_address_and_by_what_follows_a_plus_where_that_arrives() {
        let mailbox =
            |address: &str, plus_addressing| Mailbox { address: address.to_owned(), plus_addressing };
        let config = LmtpConfig {
            host: "mail.example.org".to_owned(),
            mailboxes: vec![mailbox("support@example.org", true), mailbox("sales@example.org", false)],
            message_limit: 1000,
        };
        for (address, expected) in [
            ("support@example.org", Some("support@example.org")),
            ("Support@EXAMPLE.org", Some("support@example.org")),
            ("support+10034-1-abc@example.org", Some("support@example.org")),
            ("sales+x@example.org", None),
            ("support@example.com", None),
            ("support", None),
            ("@example.org", None),
        ] {
            assert_eq!(config.mailbox(address), expected, "{address}");
        }
    }
}
