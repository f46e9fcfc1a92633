//! `schalter mailbox`: what an operator sees of mailboxes, and how one is connected from the command line.

use tests::servers::{binary::Site, dovecot::Dovecot, dovecot::PASSWORD, provider::Provider};

const BIND: &str = "[server]\nbind = \"127.0.0.1:0\"\n";

fn mailbox(dovecot: &Dovecot, address: &str, log_in: &str) -> String {
    let (url, ca) = (dovecot.url("tickets"), dovecot.certificate());
    format!(
        "[[mail.mailbox]]\naddress = \"{address}\"\nqueue = \"Support\"\nimap = \"{url}\"\nca_file = \"{}\"\n{log_in}\n",
        ca.display()
    )
}

/// What a command that failed says.
fn complaint(site: &Site, arguments: &[&str]) -> String {
    let output = site.run(arguments, "");
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

/// The same of a mailbox whose password is typed.
fn refused_add(site: &Site, arguments: &[&str]) -> String {
    let output = site.run(arguments, PASSWORD);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_is_connected_by_a_code_and_then_works() {
    let provider = Provider::start("tickets").await;
    let dovecot = Dovecot::taking_tokens(&provider.introspection()).await;
    let boxes = mailbox(&dovecot, "tickets@example.org", "oauth = \"m365\"");
    let site = Site::migrated(&format!("{BIND}{}{boxes}", provider.configuration()));
    assert!(site.succeed(&["mailbox", "list"], "").contains("\tnot connected\t"));
    let words = complaint(&site, &["mailbox", "test", "tickets@example.org"]);
    assert!(words.contains("not connected") && words.contains("schalter mailbox connect"), "{words}");

    let said = site.succeed(&["mailbox", "connect", "tickets@example.org"], "");
    for part in ["https://provider.example/device", "WDJB-MJHT", "connected", "ok, INBOX holds 0 mails"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(site.succeed(&["mailbox", "status"], "").contains("\tconnected since 20"));
    assert!(site.succeed(&["mailbox", "test", "TICKETS@example.org"], "").contains("ok"));

    assert!(site.succeed(&["mailbox", "disconnect", "tickets@example.org"], "").contains("disconnected"));
    assert!(complaint(&site, &["mailbox", "disconnect", "tickets@example.org"]).contains("not connected"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_with_a_password_is_tried_too() {
    let dovecot = Dovecot::start().await;
    let right = mailbox(&dovecot, "tickets@example.org", &format!("password = \"{PASSWORD}\""));
    let wrong = mailbox(&dovecot, "billing@example.org", "password = \"s3cret-and-wrong\"");
    let pipe = "[[mail.mailbox]]\naddress = \"pipe@example.org\"\nqueue = \"Support\"\n";
    let site = Site::migrated(&format!("{BIND}{right}{wrong}{pipe}"));
    assert!(site.succeed(&["mailbox", "test", "tickets@example.org"], "").contains("ok, INBOX holds"));
    let words = complaint(&site, &["mailbox", "test", "billing@example.org"]);
    assert!(words.contains("refused the login") && !words.contains("s3cret"), "{words}");
    assert!(complaint(&site, &["mailbox", "test", "pipe@example.org"]).contains("pipe or LMTP"));
    assert!(complaint(&site, &["mailbox", "test", "nobody@example.org"]).contains("not found"));
    assert!(complaint(&site, &["mailbox", "connect", "tickets@example.org"]).contains("oauth = "));
    let words = complaint(&site, &["mailbox", "disconnect", "tickets@example.org"]);
    assert!(words.contains("nothing to disconnect"), "{words}");
    let listed = site.succeed(&["mailbox", "list"], "");
    assert_eq!(listed.lines().count(), 3, "{listed}");
    assert!(!listed.contains("s3cret"), "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_is_added_tried_listed_and_removed_from_the_command_line() {
    let dovecot = Dovecot::start().await;
    let file = mailbox(&dovecot, "tickets@example.org", &format!("password = \"{PASSWORD}\""));
    let site = Site::new(&format!("{BIND}[secrets]\nkey_file = \"key\"\n{file}"));
    let key = Site::bare(&["secrets", "key"], site.path()).output().expect("a key");
    std::fs::write(site.path().join("key"), key.stdout).expect("written");
    let open = site.run(&["migrate"], "");
    assert!(String::from_utf8_lossy(&open.stderr).contains("can be read by other users"), "{open:?}");
    let only_mine = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(site.path().join("key"), only_mine).expect("changed");
    let _said = site.succeed(&["migrate"], "");

    let url = format!("imap://tickets@127.0.0.1:{}/INBOX", dovecot.port());
    let add =
        ["mailbox", "add", "Billing@example.org", "--queue", "Support", "--imap", &url, "--password-stdin"];
    assert!(site.succeed(&add, PASSWORD).contains("billing@example.org: added"));
    assert!(
        complaint(&site, &["mailbox", "add", "x@example.org", "--queue", "None"])
            .contains("queue \"None\" not found")
    );
    let shown = "imaps://u:p@imap.example.org";
    let words = complaint(&site, &["mailbox", "add", "x@example.org", "--queue", "Support", "--imap", shown]);
    assert!(words.contains("--password-stdin"), "{words}");
    let words =
        complaint(&site, &["mailbox", "add", "x@example.org", "--queue", "Support", "--move-to", "Done"]);
    assert!(words.contains("--move-to: requires --after-fetch move"), "{words}");
    assert!(site.succeed(&["mailbox", "test", "billing@example.org"], "").contains("ok, INBOX holds 0"));
    let listed = site.succeed(&["mailbox", "list"], "");
    let stands: Vec<_> = listed.lines().filter_map(|line| line.split('\t').next_back()).collect();
    assert_eq!(stands, ["file", "page"], "{listed}");
    let moving =
        ["mailbox", "add", "moved@example.org", "--queue", "Support", "--imap", &url, "--password-stdin"];
    let further = ["--after-fetch", "move", "--move-to", "Entwürfe", "--only-newer-than", "2026-01-31"];
    let moving = [&moving[..], &further, &["--old-mail", "import"]].concat();
    let words = refused_add(&site, &moving);
    assert!(words.contains("--imap: billing@example.org is fetched from this folder"), "{words}");
    assert!(site.succeed(&["mailbox", "remove", "BILLING@example.org"], "").contains("removed"));
    assert!(complaint(&site, &["mailbox", "remove", "billing@example.org"]).contains("not found"));
    assert!(site.succeed(&moving, PASSWORD).contains("moved@example.org: added"));
    let add =
        ["mailbox", "add", "moved@example.org", "--queue", "Support", "--imap", &url, "--password-stdin"];
    for (option, value) in [("--only-newer-than", "2999-01-01"), ("--reopen-days", "-1")] {
        let words = refused_add(&site, &[&add[..], &[option, value]].concat());
        assert!(words.contains(&format!("{option}: ")), "although there is such a mailbox: {words}");
    }
    let words = complaint(&site, &["mailbox", "test", "moved@example.org"]);
    let missing = "cannot be moved to the folder \"Entwürfe\": the server says that it does not exist; existing folders: INBOX";
    assert!(words.contains(missing), "{words}");
    let words = complaint(&site, &["mailbox", "remove", "tickets@example.org"]);
    assert!(words.contains("configuration file"), "{words}");
}

const RULES: &str = "
[[rule]]
pattern = '\\b(INC\\d+)\\b'
priority = \"HIGH\"
tags = [\"partner\"]
queue = \"Support\"

[[rule]]
header = \"X-Monitor\"
pattern = '^OK'
status = \"RESOLVED\"
";

/// A database with one mailbox of the file, which feeds the queue Support.
fn site_with_queue() -> Site {
    Site::migrated(&format!("{BIND}[[mail.mailbox]]\naddress = \"pipe@example.org\"\nqueue = \"Support\"\n"))
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_the_page_can_set_is_set_from_the_command_line() {
    let site = site_with_queue();
    std::fs::write(site.path().join("rules.toml"), RULES).expect("written");
    let add = ["mailbox", "add", "Billing@example.org", "--queue", "Support", "--replies", "hint-only"];
    let more = ["--plus-addressing", "--no-cc-watches", "--reopen-days", "30", "--rules", "rules.toml"];
    let said = site.succeed(&[&add[..], &more].concat(), "");
    assert!(said.contains("billing@example.org: added; its mail arrives by pipe or LMTP"), "{said}");
    let _said = site.succeed(&["mailbox", "add", "plain@example.org", "--queue", "Support"], "");

    let data = site.path().join("data");
    let engine = engine::Engine::builder()
        .database(format!("sqlite://{}", data.join("schalter.db").display()))
        .blobs(format!("file://{}", data.join("blobs").display()))
        .existing();
    let engine = engine.open().await.expect("opened");
    let all = engine.mailbox_health(&engine::Actor::system()).await.expect("mailboxes");
    let of = |address: &str| {
        let mut definitions = all.iter().filter_map(|one| one.definition.as_ref());
        definitions.find(|one| one.address == address).expect("the mailbox").clone()
    };
    let set = of("billing@example.org");
    assert_eq!((set.replies, set.reopen_days), (engine::Replies::HintOnly, Some(30)));
    assert!(set.plus_addressing && !set.cc_watches && !set.paused);
    let [number, monitor] = set.rules.as_slice() else { panic!("two rules: {:?}", set.rules) };
    assert_eq!((number.header.as_str(), number.pattern.as_str()), ("Subject", r"\b(INC\d+)\b"));
    assert_eq!((number.priority, number.queue), (Some(engine::Priority::High), Some(set.queue)));
    assert_eq!(number.tags, ["partner"]);
    assert_eq!((monitor.header.as_str(), monitor.status), ("X-Monitor", Some(engine::Status::Resolved)));
    let usual = of("plain@example.org");
    assert_eq!((usual.replies, usual.reopen_days), (engine::Replies::Append, None));
    assert!(!usual.plus_addressing && usual.cc_watches && usual.rules.is_empty());
    engine.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_mailbox_names_the_option() {
    let site = site_with_queue();
    let file = |name: &str, text: &str| std::fs::write(site.path().join(name), text).expect("written");
    file("status.toml", "[[rule]]\npattern = 'x'\nstatus = \"DONE\"\nqeue = \"Support\"\n");
    file(
        "queue.toml",
        "[[rule]]\npattern = 'x'\ntags = [\"a\"]\n[[rule]]\npattern = 'x'\nqueue = \"None\"\n",
    );
    file("idle.toml", "[[rule]]\npattern = 'INC'\n");
    file("no.pem", "no certificate");
    let imap = "imaps://box@imap.example.org/INBOX";
    let table: [(&[&str], &[&str]); 10] = [
        (&["--queue", "None"], &["--queue: queue \"None\" not found", "Support"]),
        (&["--reopen-days", "-1"], &["--reopen-days: The number of days must be between 0 and 3650"]),
        (&["--imap", "imap.example.org"], &["--imap: "]),
        (&["--imap", imap], &["--password-stdin or --password-file: "]),
        (&["--imap", imap, "--oauth", "none"], &["--oauth: ", "[mail.oauth.none]"]),
        (&["--imap", imap, "--oauth", "none", "--ca-file", "no.pem"], &["--ca-file: "]),
        (&["--rules", "missing.toml"], &["--rules: cannot read missing.toml"]),
        (
            &["--rules", "status.toml"],
            &["--rules: ", "status.toml:3: rule[0].status: must be one of \"NEW\"", "\"queue\""],
        ),
        (&["--rules", "queue.toml"], &["--rules: rule 2, queue: queue \"None\" not found"]),
        (&["--rules", "idle.toml"], &["--rules: rule 1, pattern: This rule does nothing"]),
    ];
    for (options, wanted) in table {
        let queue = if options[0] == "--queue" { &[][..] } else { &["--queue", "Support"][..] };
        let words = complaint(&site, &[&["mailbox", "add", "x@example.org"][..], queue, options].concat());
        for part in wanted {
            assert!(words.contains(part), "{options:?}: {part} in {words}");
        }
    }
    let words = complaint(&site, &["mailbox", "add", "pipe@example.org", "--queue", "Support"]);
    assert!(
        words.contains("ADDRESS: pipe@example.org is already set up in the configuration file"),
        "{words}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_with_a_provider_is_added_connected_and_removed_from_the_command_line() {
    let provider = Provider::start("tickets").await;
    let dovecot = Dovecot::taking_tokens(&provider.introspection()).await;
    let queue = "[[mail.mailbox]]\naddress = \"pipe@example.org\"\nqueue = \"Support\"\n";
    let site = Site::migrated(&format!("{BIND}{}{queue}", provider.configuration()));
    let url = format!("imap://tickets@127.0.0.1:{}/INBOX", dovecot.port());
    let (address, add) = ("box@example.org", ["mailbox", "add", "box@example.org", "--queue", "Support"]);
    let with = |more: &[&'static str]| [&add[..], &["--imap", url.as_str()], more].concat();
    assert!(complaint(&site, &with(&["--oauth", "other"])).contains("[mail.oauth.other]"));
    let said = site.succeed(&with(&["--oauth", "m365"]), "");
    assert!(said.contains("schalter mailbox connect box@example.org"), "{said}");
    let line = || {
        let listed = site.succeed(&["mailbox", "list"], "");
        listed.lines().find(|line| line.starts_with(address)).expect("its line").to_owned()
    };
    assert!(line().contains("\tnot connected\t") && line().ends_with("\tpage"), "{}", line());
    let words = complaint(&site, &["mailbox", "test", address]);
    assert!(words.contains("not connected") && words.contains("schalter mailbox connect"), "{words}");
    let said = site.succeed(&["mailbox", "connect", address], "");
    assert!(said.contains("ok, INBOX holds 0 mails"), "{said}");
    assert!(line().contains("\tconnected since 20"), "{}", line());
    assert!(site.succeed(&["mailbox", "remove", address], "").contains("removed"));
    assert!(complaint(&site, &["mailbox", "connect", address]).contains("not found"));
}
