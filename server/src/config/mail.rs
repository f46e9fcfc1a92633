//! `[mail]`, `[mail.smtp]`, `[mail.lmtp]`, `[mail.dkim]` and `[[mail.mailbox]]`: where letters go out and where they come in.

use std::collections::BTreeSet;
use std::iter;
use std::net::SocketAddr;
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ::mail::inbound::imap::{Endpoint, LogIn};
use ::mail::inbound::lmtp::Place as LmtpPlace;
use ::mail::outbound::{
    Transport,
    dkim::{Signer, nearest},
};
use engine::content::quoted;
use engine::{
    DmarcFailure, MailAccount, MailboxHandling,
    content::address::{domain_of, spelled},
    incoming::rules::MailRule,
};
use url::Url;

use super::brand::{address, one_line};
use super::dkim;
use super::mailbox_handling;
use super::oauth::{self, Oauth};
use super::place;
use super::rules;
use super::section::Section;
use super::units;

/// What `sun_path` holds (unix(7)), with the zero at its end.
const LONGEST_SOCKET: usize = 107;

/// What letters to customers carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A link to the ticket, and nothing of its text.
    Link,
    /// The text of the comment as well.
    Full,
}

/// What happens to an answer by mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replies {
    /// It becomes a comment.
    Append,
    /// It becomes a comment, and letters ask to answer on the web.
    AppendHint,
    /// It is kept for the staff, and the sender is asked to answer on the web.
    HintOnly,
    /// It is kept for the staff.
    Quarantine,
}

/// `[mail]`
#[derive(Debug, Clone)]
pub struct Mail {
    /// Who letters are from.
    pub from: Option<Mailing>,
    /// What they carry.
    pub content: Content,
    /// How many bytes of files go along with texts; absent: the engine's own measure.
    pub attachments: Option<u64>,
    /// How many people who write for the first time get a confirmation within an hour.
    pub first_confirmations_per_hour: u64,
    /// How many new senders, and how many mails of one sender, are processed within an hour.
    pub flood: Flood,
    /// Headers by which a filter marks spam; absent: those that are usual.
    pub spam_marks: Option<Vec<String>>,
    /// The mail servers whose `Authentication-Results` are trusted.
    pub trusted_authserv: Vec<String>,
    /// The certificates whose owners say who signs mail.
    pub smime_roots: Vec<Vec<u8>>,
    /// What becomes of mail that they call forged.
    pub dmarc_failure: DmarcFailure,
    /// How long a mail is kept as it came; absent: for ever.
    pub keep_raw: Option<Duration>,
    /// How long the ledger keeps its line about a mail that is in no ticket; absent: for ever.
    pub keep_ledger: Option<Duration>,
    /// How they leave.
    pub smtp: Smtp,
    /// Where a mail server delivers by LMTP; absent: nowhere.
    pub lmtp: Option<LmtpPlace>,
    /// The keys that mail is signed with, each for its domain; none: it is not.
    pub dkim: Vec<Arc<Signer>>,
    /// The providers that are asked for tokens.
    pub oauth: Oauth,
    /// The mailboxes that feed queues.
    pub mailboxes: Vec<Mailbox>,
}

/// How much mail comes in and goes out within an hour; what comes beyond is held for the staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flood {
    /// People who write for the first time.
    pub new_senders_per_hour: u64,
    /// The same from one organisation's domain.
    pub new_senders_per_domain: u64,
    /// The same from one network.
    pub new_senders_per_range: u64,
    /// Mails of one sender.
    pub mails_per_sender: u64,
    /// Automatic letters to one person.
    pub letters_per_person: u64,
}

/// A name and an address, `Support <support@example.org>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailing {
    /// The name, if one was given.
    pub name: Option<String>,
    /// The address.
    pub address: String,
}

/// `[mail.smtp]`
#[derive(Debug, Clone)]
pub struct Smtp {
    /// `smtp://host:25`, `smtps://user:password@host:465`, or `file://directory` to capture.
    pub url: String,
    /// The provider that gives tokens to log in with, instead of a password.
    pub oauth: Option<String>,
    /// Certificates to trust besides the system's.
    pub ca_file: Option<PathBuf>,
}

/// `[[mail.mailbox]]`
#[derive(Debug, Clone)]
pub struct Mailbox {
    /// The address people write to.
    pub address: String,
    /// Further addresses that lead into it.
    pub aliases: Vec<String>,
    /// The queue it feeds; created when it does not exist.
    pub queue: String,
    /// Where to fetch from; absent: mail comes through the pipe.
    pub imap: Option<Imap>,
    /// What happens to answers.
    pub replies: Replies,
    /// Whether `address+anything` arrives here too.
    pub plus_addressing: bool,
    /// Whether people who are copied in watch the ticket.
    pub cc_watches: bool,
    /// How long after a ticket was closed an answer still reopens it; absent: however long.
    pub reopen_within: Option<Duration>,
    /// What is looked for in its mails.
    pub rules: Vec<MailRule>,
}

/// Where a mailbox is fetched from.
#[derive(Debug, Clone)]
pub struct Imap {
    /// The server, the user and the folder.
    pub endpoint: Endpoint,
    /// How to log in there.
    pub log_in: LogIn,
    /// Certificates to trust besides the system's.
    pub ca_file: Option<PathBuf>,
    /// What becomes of the mails in the folder.
    pub handling: MailboxHandling,
}

impl Mail {
    pub(super) fn read(section: Section<'_>) -> Self {
        let contents = [("link", Content::Link), ("full", Content::Full)];
        let smtp = section.section("smtp");
        let oauth = oauth::read(&section);
        let mailboxes = section.sections("mailbox").into_iter().map(|mailbox| Mailbox::read(mailbox, &oauth));
        let mailboxes: Vec<_> = mailboxes.collect();
        let first_confirmations_per_hour = count(&section, "first_confirmations_per_hour")
            .unwrap_or_else(|| engine::MailSettings::default().first_confirmations_per_hour);
        let failures =
            [("mark", DmarcFailure::Mark), ("hold", DmarcFailure::Hold), ("refuse", DmarcFailure::Refuse)];
        let read = Self {
            from: section.parsed("from", mailing),
            content: section.choice("content", &contents).unwrap_or(Content::Link),
            attachments: section.parsed("attachments", files),
            first_confirmations_per_hour,
            flood: Flood::read(&section, first_confirmations_per_hour),
            spam_marks: section.texts_if_given("spam_marks", spam_mark),
            trusted_authserv: section.texts("trusted_authserv", server_name),
            smime_roots: smime_roots(&section),
            dmarc_failure: section.choice("dmarc_failure", &failures).unwrap_or(DmarcFailure::Mark),
            keep_raw: section.parsed("keep_raw", kept),
            keep_ledger: section.parsed("keep_ledger", kept),
            smtp: Smtp::read(smtp, &oauth),
            lmtp: lmtp(section.section("lmtp")),
            dkim: dkim::read(&section),
            oauth,
            mailboxes: mailboxes.into_iter().flatten().collect(),
        };
        let mut named = BTreeSet::new();
        for address in
            read.mailboxes.iter().flat_map(|mailbox| iter::once(&mailbox.address).chain(&mailbox.aliases))
        {
            if !named.insert(spelled(address)) {
                section.wrong("mailbox", format!("{address} is used more than once"));
            }
        }
        let fetched =
            read.mailboxes.iter().filter_map(|one| Some((one.address.as_str(), one.imap.as_ref()?)));
        let fetched = fetched.map(|(address, imap)| (address, &imap.endpoint, &imap.handling));
        mailbox_handling::expect_folders_apart(&section, fetched);
        section.finish();
        read
    }

    /// Notes when mail is to be delivered at the address of the web.
    pub(super) fn keep_apart(&self, lmtp: &Section<'_>, web: &str) {
        let (Some(LmtpPlace::Tcp(ours)), Ok(web)) = (&self.lmtp, web.parse::<SocketAddr>()) else { return };
        if ours.port() == web.port()
            && ours.port() != 0
            && (ours.ip() == web.ip() || web.ip().is_unspecified())
        {
            lmtp.wrong("bind", "is the address of server.bind; use another port");
        }
    }

    /// The domains that mail is signed for, if it is signed and that from this address is not.
    #[must_use]
    pub fn unsigned(&self, from: &str) -> Option<String> {
        let is_unsigned = !self.dkim.is_empty() && nearest(&self.dkim, domain_of(from)).is_none();
        let domains = || self.dkim.iter().map(|signer| signer.domain()).collect::<Vec<_>>().join(", ");
        is_unsigned.then(domains)
    }

    /// What is allowed and probably not meant, if letters are from this address.
    pub(super) fn warnings(&self, from: &str) -> Vec<String> {
        let mut warnings = Vec::new();
        warnings.extend(self.unsigned(from).map(|domains| {
            format!(
                "mail.dkim.domain: signs mail from {domains}, but mail.from is {from}; only queues with a sender at a signed domain send signed mail"
            )
        }));
        if let Some(LmtpPlace::Unix(path)) = &self.lmtp
            && let Some(directory) = path.parent().filter(|directory| !directory.is_dir())
        {
            let directory = directory.display();
            warnings.push(format!(
                "mail.lmtp.bind: the directory {directory} does not exist; it must exist when the server starts"
            ));
        }
        warnings
    }
}

impl Flood {
    fn read(section: &Section<'_>, confirmations: u64) -> Self {
        let usual = engine::MailSettings::default();
        let of = |key, usual| count(section, key).unwrap_or(usual);
        Self {
            // Who wants to confirm more first mails wants to receive them.
            new_senders_per_hour: of("new_senders_per_hour", usual.new_senders_per_hour.max(confirmations)),
            new_senders_per_domain: of("new_senders_per_domain", usual.new_senders_per_domain),
            new_senders_per_range: of("new_senders_per_range", usual.new_senders_per_range),
            mails_per_sender: of("mails_per_sender", usual.mails_per_sender),
            letters_per_person: of("letters_per_person", usual.letters_per_person),
        }
    }
}

/// A count of mails within an hour.
fn count(section: &Section<'_>, key: &'static str) -> Option<u64> {
    section.integer(key, 0, 1_000_000).and_then(|count| u64::try_from(count).ok())
}

fn spam_mark(text: &str) -> Result<String, String> {
    let text = one_line(text)?;
    match text.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() && !value.trim().is_empty() => Ok(text),
        _ => Err("must be a header and the start of its value, such as \"X-Spam-Flag: Yes\"".to_owned()),
    }
}

fn server_name(text: &str) -> Result<String, String> {
    let text = one_line(text)?;
    if text.contains([' ', ';', '@']) {
        return Err(
            "must be the name at the start of Authentication-Results, such as \"mx.example.org\"".to_owned()
        );
    }
    Ok(text)
}

impl Smtp {
    fn read(section: Section<'_>, providers: &Oauth) -> Self {
        let url = section.text_or_file("url", "url_file").unwrap_or_else(|| "file://data/outbox".to_owned());
        let password = section.text_or_file("password", "password_file");
        let ca_file = section.file("ca_file");
        let oauth = oauth::named(&section, providers);
        let url = match with_password(&url, password.as_deref(), smtp_url) {
            Ok(url) => place::file_url(section.directory(), url),
            Err(message) => {
                section.wrong("url", message);
                String::new()
            }
        };
        // Nothing is connected; only whether the way out can be used at all is found out here.
        let checked = match &oauth {
            Some(_) => Transport::token_account(&url, ca_file.as_deref()).map(|_| ()),
            None if url.starts_with("smtp") => Transport::open(&url, ca_file.as_deref()).map(|_| ()),
            None => Ok(()),
        };
        if let (Err(error), false) = (checked, url.is_empty()) {
            section.wrong("url", error.to_string());
        }
        section.finish();
        Self { url, oauth, ca_file }
    }
}

impl Mailbox {
    fn read(section: Section<'_>, providers: &Oauth) -> Option<Self> {
        section.missing("address", "is missing; add address = \"tickets@example.org\"");
        section.missing("queue", "is missing; add queue = \"Support\", the queue for this mailbox");
        let replies = [
            ("append", Replies::Append),
            ("append+hint", Replies::AppendHint),
            ("hint-only", Replies::HintOnly),
            ("quarantine", Replies::Quarantine),
        ];
        let imap = Imap::read(&section, providers);
        let rules = section.sections("rule").into_iter().filter_map(rules::rule).collect();
        let read = (section.parsed("address", address), section.parsed("queue", one_line));
        let mailbox = Self {
            address: read.0.unwrap_or_default(),
            aliases: section.texts("aliases", address),
            queue: read.1.unwrap_or_default(),
            imap,
            replies: section.choice("replies", &replies).unwrap_or(Replies::Append),
            plus_addressing: section.boolean("plus_addressing").unwrap_or(false),
            cc_watches: section.boolean("cc_watches").unwrap_or(true),
            reopen_within: section.parsed("reopen_within", units::duration),
            rules,
        };
        section.finish();
        (!mailbox.address.is_empty() && !mailbox.queue.is_empty()).then_some(mailbox)
    }
}

/// `[mail.lmtp]`
fn lmtp(section: Section<'_>) -> Option<LmtpPlace> {
    let directory = section.directory().to_owned();
    let place = section.parsed("bind", |text| lmtp_place(text, &directory));
    section.finish();
    place
}

/// `127.0.0.1:2424` or `unix:/run/schalter/lmtp.sock`. Whoever can connect may deliver without a password, so an address has to
/// be one of this machine.
fn lmtp_place(text: &str, directory: &Path) -> Result<LmtpPlace, String> {
    if let Some(path) = text.strip_prefix("unix:") {
        if path.is_empty() {
            return Err("must name a file; use unix:/run/schalter/lmtp.sock".to_owned());
        }
        return socket(directory.join(path)).map(LmtpPlace::Unix);
    }
    match text.parse::<SocketAddr>() {
        Ok(address) if address.ip().is_loopback() => Ok(LmtpPlace::Tcp(address)),
        Ok(_) => Err(
            "must be a loopback address such as 127.0.0.1:2424, or unix:/run/schalter/lmtp.sock: anybody \
             who can connect can deliver mail"
                .to_owned(),
        ),
        Err(_) => Err("must be an address such as 127.0.0.1:2424 or unix:/run/schalter/lmtp.sock".to_owned()),
    }
}

/// A path at which a socket can be made.
fn socket(path: PathBuf) -> Result<PathBuf, String> {
    let shown = path.display();
    if path.as_os_str().len() > LONGEST_SOCKET {
        return Err(format!(
            "{shown} is longer than {LONGEST_SOCKET} bytes, the limit for the path of a socket"
        ));
    }
    match std::fs::symlink_metadata(&path) {
        Ok(found) if !found.file_type().is_socket() => Err(format!("{shown} exists and is not a socket")),
        _ => Ok(path),
    }
}

impl Imap {
    fn read(section: &Section<'_>, providers: &Oauth) -> Option<Self> {
        let url = section.text_or_file("imap", "imap_file");
        let password = section.text_or_file("password", "password_file");
        let ca_file = section.file("ca_file");
        let oauth = oauth::named(section, providers);
        let handling = mailbox_handling::read(section);
        let endpoint = Endpoint::parse(&url?);
        let endpoint = endpoint.map_err(|error| section.wrong("imap", error.to_string())).ok()?;
        let password = match (password, endpoint.password.clone()) {
            (None, None) if oauth.is_some() => None,
            (Some(_), _) | (_, Some(_)) if oauth.is_some() => {
                section.wrong("oauth", "cannot be combined with a password; remove one of them");
                return None;
            }
            (Some(password), None) | (None, Some(password)) => Some(password),
            (Some(_), Some(_)) => {
                section.wrong("imap", "already contains a password; remove one of them");
                return None;
            }
            (None, None) => {
                // A provider that is named, and not known, was complained about.
                if !section.has("oauth") {
                    let how = "is missing; add password_file = \"…\" or password = \"…\"";
                    section.missing("password", how);
                }
                return None;
            }
        };
        let token = |provider| LogIn::Token(MailAccount { provider, account: endpoint.user.clone() });
        let log_in = password.map(LogIn::Password).or_else(|| oauth.map(token))?;
        mailbox_handling::expect_another_folder(section, &handling, &endpoint.folder);
        Some(Self { endpoint, log_in, ca_file, handling })
    }
}

/// Reads `Name <address>` or a bare address.
fn mailing(text: &str) -> Result<Mailing, String> {
    let text = one_line(text)?;
    let Some((name, rest)) = text.rsplit_once('<') else {
        return Ok(Mailing { name: None, address: address(&text)? });
    };
    let Some(bare) = rest.strip_suffix('>') else {
        return Err(format!("the closing > is missing in {}", quoted(&text)));
    };
    let name = name.trim().trim_matches('"').trim();
    Ok(Mailing { name: (!name.is_empty()).then(|| name.to_owned()), address: address(bare.trim())? })
}

fn with_password(
    text: &str,
    password: Option<&str>,
    check: impl FnOnce(&Url) -> Result<(), String>,
) -> Result<String, String> {
    // The text may hold a password, so no message quotes it.
    let mut url = Url::parse(text).map_err(|error| format!("is not a valid URL: {error}"))?;
    check(&url)?;
    let Some(password) = password else { return Ok(text.to_owned()) };
    if url.password().is_some() {
        return Err("already contains a password; remove one of them".to_owned());
    } else if url.username().is_empty() {
        return Err("must name the user for the password".to_owned());
    }
    url.set_password(Some(password)).map_err(|()| "cannot contain a password".to_owned())?;
    Ok(url.into())
}

fn smtp_url(url: &Url) -> Result<(), String> {
    match url.scheme() {
        "file" => Ok(()),
        "smtp" | "smtps" | "smtp+starttls" if url.host_str().is_some_and(|host| !host.is_empty()) => Ok(()),
        "smtp" | "smtps" | "smtp+starttls" => Err("must name a host".to_owned()),
        other => Err(format!(
            "unsupported scheme \"{other}\"; use smtp://host:25, smtps://user:password@host:465 or file://data/outbox"
        )),
    }
}

/// How long something is kept. A slip of the unit must not remove all that came within the hour.
fn kept(text: &str) -> Result<Duration, String> {
    let kept = units::duration(text)?;
    if kept < Duration::from_hours(24) { Err("must not be less than 1d".to_owned()) } else { Ok(kept) }
}

/// How large the files of an email may be in all; it is held in memory while it is sent.
fn files(text: &str) -> Result<u64, String> {
    match units::size(text)? {
        bytes if bytes > 100 << 20 => Err("must not exceed 100MB".to_owned()),
        bytes => Ok(bytes),
    }
}

/// The certificates of a file, PEM, below each other.
fn smime_roots(section: &Section<'_>) -> Vec<Vec<u8>> {
    let Some(path) = section.file("smime_roots") else { return Vec::new() };
    let roots = std::fs::read_to_string(&path).ok().and_then(|pem| engine::incoming::signature::roots(&pem));
    roots.unwrap_or_else(|| {
        section.wrong(
            "smime_roots",
            format!("{} contains no PEM certificates", quoted(&path.display().to_string())),
        );
        Vec::new()
    })
}
