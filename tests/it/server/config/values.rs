//! What the configuration becomes when all is well.

use std::{fs, net::IpAddr, time::Duration};

use engine::{AfterFetch, MailContent, OldMail, Role, sla::Delay};
use mail::inbound::imap::LogIn;
use server::config::{Content, LogFormat, Replies};

use super::read;

const DAY: u64 = 24 * 60 * 60;

#[test]
fn without_any_file_everything_has_a_working_default() {
    let config = read("", &[]).expect("no mistake");
    assert_eq!(config.server.bind, "127.0.0.1:8080");
    let here = std::env::current_dir().expect("a directory");
    let here = here.display();
    assert_eq!(config.database.url, format!("sqlite://{here}/data/schalter.db"));
    assert_eq!(config.blobs.url, format!("file://{here}/data/blobs"));
    assert_eq!(config.mail.smtp.url, format!("file://{here}/data/outbox"));
    let settings = config.settings("http://127.0.0.1:8080");
    assert_eq!(settings.public_url, "http://127.0.0.1:8080");
    assert_eq!(settings.tickets.first_number, 10_001);
    assert_eq!(settings.tickets.resolved_closes_after, Delay::Time(Duration::from_secs(7 * DAY)));
    assert_eq!(settings.tickets.pending_closes_after, Delay::Time(Duration::from_secs(14 * DAY)));
    assert!(settings.tickets.answer_assigns);
    assert_eq!(settings.tickets.remind_before, Duration::from_secs(2 * DAY));
    assert_eq!(settings.mail.from.address, "support@localhost");
    assert_eq!(settings.brand.contact, "support@localhost");
    assert_eq!(settings.mail.first_confirmations_per_hour, 500);
    assert!(settings.mail.role_addresses.contains(&"postfach".to_owned()));
}

#[test]
fn s15_emails_carry_a_link_alone_unless_the_operator_wants_texts() {
    for (file, content) in [("", MailContent::Link), ("[mail]\ncontent = \"full\"\n", MailContent::Full)] {
        let settings = read(file, &[]).expect("no mistake").settings("http://127.0.0.1:8080");
        assert_eq!(settings.mail.content, content, "{file:?}");
    }
}

#[test]
fn s54_the_addresses_of_functions_can_be_listed() {
    let text =
        "[tickets]\nrole_addresses = [\"Info@\", \"dispo\"]\n[mail]\nfirst_confirmations_per_hour = 0\n";
    let settings = read(text, &[]).expect("no mistake").settings("http://127.0.0.1:8080");
    assert_eq!(settings.mail.role_addresses, ["info", "dispo"]);
    assert_eq!(settings.mail.first_confirmations_per_hour, 0);
    let none = read("[tickets]\nrole_addresses = []\n", &[]).expect("no mistake");
    assert!(none.settings("http://127.0.0.1:8080").mail.role_addresses.is_empty());
    let address = read("[tickets]\nrole_addresses = [\"info@example.org\"]\n", &[]).expect_err("an address");
    assert!(address.to_string().contains("the part before the @"), "{address}");
}

#[test]
fn a_second_factor_is_required_of_the_roles_that_are_named_and_by_default_of_none() {
    let required = |text: &str| {
        read(text, &[]).expect("no mistake").settings("http://127.0.0.1:8080").accounts.second_factor
    };
    assert_eq!(required(""), []);
    let text = "[accounts]\nsecond_factor = [\"admin\", \"agent\"]\n";
    assert_eq!(required(text), [Role::Admin, Role::Agent]);
    let variable = [("SCHALTER_ACCOUNTS__SECOND_FACTOR", "customer")];
    let settings = read(text, &variable).expect("no mistake").settings("http://127.0.0.1:8080");
    assert_eq!(settings.accounts.second_factor, [Role::Customer]);
}

#[test]
fn the_example_of_the_documentation_is_understood() {
    let text = r##"
[server]
bind = "127.0.0.1:8080"
public_url = "https://tickets.example.org/"
[database]
url = "postgres://schalter@db/schalter"
password = "p@ss"
[blobs]
url = "file://data/blobs"
incoming = "arriving"
[brand]
name = "Support Example Ltd"
locale = "en"
contact = "support@example.org"
accent = "#0A5C8F"
[tickets]
first_number = 20001
subject_tag = "example.org"
resolved_closes_after = "7bd"
pending_closes_after = "1d12h"
remind_before = "0s"
[mail]
from = "Support Example Ltd <tickets@example.org>"
content = "full"
[mail.smtp]
url = "smtps://user:password@host:465"
[[mail.mailbox]]
address = "tickets@example.org"
queue = "Support"
imap = "imaps://user@host:993/INBOX"
password = "s/cret"
replies = "append+hint"
after_fetch = "move"
move_to = "Erledigt"
only_newer_than = "2026-01-31"
old_mail = "import"
plus_addressing = true
aliases = ["help@example.org"]
reopen_within = "90d"
[limits]
attachment = "2MB"
message = "1GiB"
uploads_per_person = "2GiB"
[password]
min_length = 12
[log]
format = "json"
level = "info,mail=debug"
"##;
    let config = read(text, &[]).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    assert_eq!(config.server.address(None), "https://tickets.example.org");
    assert_eq!(config.database.url, "postgres://schalter:p%40ss@db/schalter");
    assert_eq!(config.brand.accent.as_deref(), Some("#0a5c8f"));
    assert_eq!(config.mail.content, Content::Full);
    assert_eq!(config.log.format, LogFormat::Json);
    let mailbox = &config.mail.mailboxes[0];
    let imap = mailbox.imap.as_ref().expect("it is fetched");
    assert_eq!(imap.log_in, LogIn::Password("s/cret".to_owned()));
    assert_eq!(imap.endpoint.to_string(), "imaps://host:993/INBOX");
    assert_eq!(mailbox.replies, Replies::AppendHint);
    let handling = mailbox.imap.as_ref().map(|imap| &imap.handling).expect("it is fetched");
    assert_eq!((handling.after_fetch, handling.move_to.as_deref()), (AfterFetch::Move, Some("Erledigt")));
    let day = handling.only_newer_than.map(|day| day.to_string());
    assert_eq!((day.as_deref(), handling.old_mail), (Some("2026-01-31"), OldMail::Import));
    let settings = config.settings("https://tickets.example.org");
    assert_eq!(settings.mail.subject_tag, "example.org");
    assert_eq!(settings.mail.from.name, "Support Example Ltd");
    assert_eq!(settings.tickets.pending_closes_after, Delay::Time(Duration::from_secs(DAY * 3 / 2)));
    assert_eq!(settings.tickets.resolved_closes_after, Delay::BusinessDays(7));
    assert_eq!(settings.limits.attachment, 2 << 20);
    assert_eq!(settings.limits.uploads.per_person, 2 << 30);
    assert_eq!(settings.limits.uploads.total, 8 << 30, "eight of the largest messages fit in");
    assert!(settings.limits.incoming.is_some_and(|directory| directory.ends_with("arriving")));
    assert_eq!(settings.accounts.password.min_length, 12);
    assert!(settings.mail.mailboxes[0].plus_addressing);
    assert_eq!(settings.mail.mailboxes[0].aliases, ["help@example.org"]);
    assert_eq!(settings.mail.mailboxes[0].reopen_within, Some(Duration::from_hours(90 * 24)));
}

#[test]
fn what_is_not_given_follows_from_what_is() {
    let text = "[brand]\nname = \"Haus\"\n[[mail.mailbox]]\naddress = \"t@haus.example\"\nqueue = \"S\"\n";
    let config = read(text, &[]).expect("no mistake");
    let settings = config.settings("https://hilfe.haus.example");
    assert_eq!(settings.mail.subject_tag, "hilfe.haus.example");
    assert_eq!(settings.mail.from.address, "t@haus.example");
    assert_eq!(settings.mail.from.name, "Haus");
    assert_eq!(settings.brand.contact, "t@haus.example");
}

#[test]
fn variables_lie_over_the_file() {
    let text = "[server]\nbind = \"127.0.0.1:1\"\n[[mail.mailbox]]\naddress = \"a@b.example\"\nqueue = \"S\"\n\
                imap = \"imap://u@h/INBOX\"\n";
    let variables = [
        ("SCHALTER_SERVER__BIND", "localhost:0"),
        ("SCHALTER_SERVER__TRUSTED_PROXIES", "10.0.0.1, ::1"),
        ("SCHALTER_TICKETS__FIRST_NUMBER", "500"),
        ("SCHALTER_MAIL__MAILBOX__0__PASSWORD", "secret"),
        ("SCHALTER_MAIL__MAILBOX__0__PLUS_ADDRESSING", "true"),
        ("SCHALTER_MAIL__MAILBOX__1__ADDRESS", "c@d.example"),
        ("SCHALTER_MAIL__MAILBOX__1__QUEUE", "Second"),
        ("SCHALTER_HOME", "is not ours"),
        ("PATH", "/bin"),
    ];
    let config = read(text, &variables).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    assert_eq!(config.server.bind, "localhost:0");
    let proxies: Vec<IpAddr> =
        vec!["10.0.0.1".parse().expect("an address"), "::1".parse().expect("an address")];
    assert_eq!(config.server.trusted_proxies, proxies);
    assert_eq!(config.tickets.first_number, 500);
    assert_eq!(config.mail.mailboxes.len(), 2);
    assert_eq!(
        config.mail.mailboxes[0].imap.as_ref().map(|imap| imap.log_in.clone()),
        Some(LogIn::Password("secret".to_owned()))
    );
    assert!(config.mail.mailboxes[0].plus_addressing);
    assert_eq!(config.mail.mailboxes[1].queue, "Second");
}

#[test]
fn a_secret_may_lie_in_a_file_of_its_own() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("secret");
    fs::write(&file, "geheim\n").expect("written");
    let path = file.display();
    let text = format!("[mail.smtp]\nurl = \"smtp://u@h\"\npassword_file = \"{path}\"\n");
    assert_eq!(read(&text, &[]).expect("no mistake").mail.smtp.url, "smtp://u:geheim@h");
    let both = format!("{text}password = \"x\"\n");
    let complaint = read(&both, &[]).expect_err("two passwords").to_string();
    assert!(complaint.contains("mail.smtp.password_file: give either password or password_file, not both"));
}

#[test]
fn the_address_to_open_follows_the_port_that_was_taken() {
    let config = read("[server]\nbind = \"0.0.0.0:0\"\n", &[]).expect("no mistake");
    let taken = "0.0.0.0:4711".parse().expect("an address");
    assert_eq!(config.server.address(Some(taken)), "http://localhost:4711");
    let taken = "127.0.0.1:4711".parse().expect("an address");
    assert_eq!(config.server.address(Some(taken)), "http://127.0.0.1:4711");
}

#[test]
fn relative_paths_count_from_the_directory_of_the_file() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("schalter.toml");
    fs::write(directory.path().join("secret"), "geheim\n").expect("written");
    fs::write(directory.path().join("place"), "sqlite:inner/a.db\n").expect("written");
    let text = "[database]\nurl_file = \"place\"\n[blobs]\nurl = \"file://./files\"\n[mail.smtp]\n\
                url = \"smtp://u@h\"\npassword_file = \"secret\"\n";
    fs::write(&file, text).expect("written");
    let place = directory.path().display();
    let by_file = server::config::load(Some(&file), []).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let by_directory = server::config::load(Some(directory.path()), []).expect("the same");
    for config in [by_file, by_directory] {
        assert_eq!(config.database.url, format!("sqlite://{place}/inner/a.db"));
        assert_eq!(config.blobs.url, format!("file://{place}/files"));
        assert_eq!(config.mail.smtp.url, "smtp://u:geheim@h");
        assert_eq!(config.flag(), format!(" --config {place}/schalter.toml"));
        assert_eq!(config.database_name(), format!("{place}/inner/a.db"));
    }
    let variable = ("SCHALTER_DATABASE__URL".to_owned(), "sqlite://b.db".to_owned());
    fs::write(&file, "").expect("written");
    let config = server::config::load(Some(&file), [variable]).expect("no mistake");
    assert_eq!(config.database.url, format!("sqlite://{place}/b.db"));
    fs::remove_file(&file).expect("removed");
    let without = server::config::load(Some(directory.path()), []).expect("the defaults");
    assert_eq!(without.database.url, format!("sqlite://{place}/data/schalter.db"));
    assert_eq!(without.flag(), format!(" --config {place}"));
}
