//! The commands as a person or a script uses them: what they print, how they end, and what they say when they cannot.

use std::process::{Output, Stdio};

use engine::{Clock as _, SystemClock};
use serde_json::{Value, json};
use tests::{
    given::PASSWORD,
    second_factor::App,
    servers::{
        binary::{Server, Site},
        postfix::user,
    },
};

/// A site with a database, that needs no other server.
fn site() -> Site {
    Site::migrated("[server]\nbind = \"127.0.0.1:0\"\n")
}

/// The one line on standard error of a command that failed.
fn complaint(output: &Output) -> String {
    assert!(!output.status.success(), "it should have failed: {output:?}");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(errors.trim_end().lines().count(), 1, "one clear line: {errors:?}");
    errors.trim_end().to_owned()
}

#[test]
fn help_shows_the_way_and_version_the_version() {
    let site = site();
    let help = site.succeed(&["--help"], "");
    let alone =
        std::process::Command::new(tests::servers::binary::binary()).arg("help").output().expect("it starts");
    assert_eq!(String::from_utf8_lossy(&alone.stdout).trim(), help);
    for word in ["serve", "migrate", "mail", "user", "token", "schema", "config", "backup", "First steps"] {
        assert!(help.contains(word), "{word} is missing:\n{help}");
    }
    assert!(site.succeed(&["--version"], "").starts_with("schalter "));
    assert!(site.succeed(&["mail", "import", "--help"], "").contains("--mailbox"));
}

#[test]
fn a_slip_on_the_command_line_is_one_line_and_status_2() {
    let site = site();
    for arguments in
        [&["srve"][..], &["serve", "--dmeo"], &["user", "create"], &["user", "create", "--role", "boss"]]
    {
        let output = site.run(arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(complaint(&output).contains("see schalter --help"), "{arguments:?}");
    }
}

#[test]
fn files_that_a_running_server_may_still_want_are_never_swept() {
    let site = site();
    assert!(site.succeed(&["migrate"], "").contains("up to date"));
    for age in ["0s", "59m"] {
        let output = site.run(&["blobs", "sweep", "--older-than", age], "");
        assert_eq!(output.status.code(), Some(1), "{age}");
        assert!(complaint(&output).contains("--older-than: at least 1h"), "{age}");
    }
    assert!(
        site.succeed(&["blobs", "sweep", "--older-than", "1h"], "").contains("0 files, 0 bytes: removed")
    );
}

#[test]
fn the_configuration_is_checked_and_every_mistake_named() {
    assert!(site().succeed(&["config", "check"], "").ends_with("schalter.toml: ok"));
    let wrong = Site::new("[server]\nbnid = \"x\"\n\n[brand]\nlocale = \"fr\"\n");
    for arguments in
        [&["config", "check"][..], &["serve"], &["migrate"], &["token", "create", "--user", "a@b.example"]]
    {
        let output = wrong.run(arguments, "");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let errors = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<&str> = errors.lines().collect();
        assert_eq!(lines.len(), 2, "{errors}");
        assert!(
            lines[0].contains("schalter.toml:2: server.bnid: unknown key; did you mean \"bind\"?"),
            "{errors}"
        );
        assert!(lines[1].contains("schalter.toml:5: brand.locale: "), "{errors}");
    }
    assert!(!wrong.path().join("data").exists(), "a wrong configuration touches nothing");
}

#[test]
fn a_directory_in_which_no_file_could_arrive_is_named() {
    let closed = tempfile::tempdir().expect("a directory of this user alone");
    let incoming = closed.path().join("incoming");
    let site = Site::new(&format!(
        "[server]\nbind = \"127.0.0.1:0\"\n[blobs]\nincoming = \"{}\"\n",
        incoming.display()
    ));
    for arguments in [&["config", "check"][..], &["serve"]] {
        let mut command = site.command_as(arguments, user("nobody"));
        let line = complaint(&command.stdin(Stdio::null()).output().expect("it runs"));
        let begins =
            format!("schalter: blobs.incoming: this user cannot write to \"{}\"", closed.path().display());
        assert!(line.starts_with(&begins), "{line}");
    }
    assert!(!incoming.exists());
    assert!(site.succeed(&["config", "check"], "").ends_with("schalter.toml: ok"), "this user could");
}

#[test]
fn a_named_file_must_exist_and_a_missing_default_is_fine() {
    let site = site();
    let missing = site.path().join("missing.toml");
    let mut command = site.command(&["schema"]);
    let output = command.env("SCHALTER_CONFIG", &missing).output().expect("it runs");
    assert!(output.status.success(), "schema needs no configuration, and --config wins over the variable");
    let elsewhere = tempfile::tempdir().expect("a directory");
    let mut bare = std::process::Command::new(tests::servers::binary::binary());
    let output = bare.args(["config", "check"]).current_dir(elsewhere.path()).output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let mut named = std::process::Command::new(tests::servers::binary::binary());
    let output =
        named.args(["config", "check", "--config", "missing.toml"]).current_dir(elsewhere.path()).output();
    let line = complaint(&output.expect("it runs"));
    assert!(line.starts_with("missing.toml: cannot read the configuration: "), "{line}");
}

#[test]
fn people_are_created_once_and_with_a_password_that_meets_the_rule() {
    let site = site();
    let create = ["user", "create", "--email", "ann@example.org", "--name", "Ann", "--role", "admin"];
    let with_password = [&create[..], &["--password-stdin"]].concat();
    let weak = complaint(&site.run(&with_password, "short\n"));
    assert!(weak.contains("password"), "{weak}");
    let created = site.succeed(&with_password, "Geheim-WORT-1\n");
    assert_eq!(created, "created ann@example.org (admin)");
    let again = complaint(&site.run(&with_password, "Geheim-WORT-1\n"));
    assert!(again.starts_with("schalter: "), "{again}");
    let none = complaint(&site.run(&with_password, ""));
    assert_eq!(none, "schalter: no password was given on standard input");
    let bad = ["user", "create", "--email", "not an address", "--name", "Bad"];
    assert!(complaint(&site.run(&bad, "")).starts_with("schalter: "));
}

#[test]
fn an_organisation_is_created_only_when_that_is_asked_for() {
    let site = site();
    let create =
        ["user", "create", "--email", "bo@example.org", "--name", "Bo", "--organisation", "Musterstadt AG"];
    let refused = complaint(&site.run(&create, ""));
    assert_eq!(
        refused,
        "schalter: organisation \"Musterstadt AG\" not found; add --create-organisation to create it"
    );
    let created = site.succeed(&[&create[..], &["--create-organisation"]].concat(), "");
    assert!(created.starts_with("created bo@example.org (customer); to set a password: "), "{created}");
    let second =
        ["user", "create", "--email", "cy@example.org", "--name", "Cy", "--organisation", "Musterstadt AG"];
    let _said = site.succeed(&second, "");
}

#[tokio::test]
async fn a_token_is_printed_alone_and_works() {
    let site = site();
    let _said = site
        .succeed(&["user", "create", "--email", "ann@example.org", "--name", "Ann", "--role", "agent"], "");
    let missing = complaint(&site.run(&["token", "create", "--user", "nobody@example.org"], ""));
    assert!(missing.starts_with("schalter: user \"nobody@example.org\" not found"), "{missing}");
    let unknown = ["token", "create", "--user", "ann@example.org", "--scopes", "tickets:rule"];
    complaint(&site.run(&unknown, ""));
    let create = ["token", "create", "--user", "Ann@example.org", "--scopes", "tickets:read,tickets:write"];
    let token = site.succeed(&create, "");
    assert!(token.starts_with("schalter_t_") && !token.contains(char::is_whitespace), "{token}");

    tests::servers::choose_cryptography();
    let server = site.serve(&[]).await;
    let request = reqwest::Client::new()
        .post(format!("{}/graphql", server.url()))
        .bearer_auth(&token)
        .json(&serde_json::json!({ "query": "{ viewer { email } }" }));
    let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
    assert_eq!(answer["data"]["viewer"]["email"], "ann@example.org", "{answer}");
    assert!(server.stop().await.success());
}

#[test]
fn a_token_that_nobody_sees_is_not_left_behind() {
    let site = site();
    let _said = site
        .succeed(&["user", "create", "--email", "ann@example.org", "--name", "Ann", "--role", "agent"], "");
    for (output, words) in [
        (">&-", "standard output is closed or /dev/null"),
        (">/dev/null", "standard output is closed or /dev/null"),
        (">/dev/full", "cannot write to standard output"),
    ] {
        let line = format!("exec \"$0\" token create --user ann@example.org --config schalter.toml {output}");
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &line]).arg(tests::servers::binary::binary()).current_dir(site.path());
        let said = complaint(&command.stdin(Stdio::null()).output().expect("it runs"));
        assert!(said.contains(words), "{output}: {said}");
        assert_eq!(site.succeed(&["token", "list"], ""), "", "{output}");
    }
}

#[tokio::test]
async fn a_token_is_revoked_by_the_id_of_the_list_and_by_that_of_the_api() {
    tests::servers::choose_cryptography();
    let site = site();
    let create = ["user", "create", "--email", "ada@example.org", "--name", "Ada", "--role", "admin"];
    let _created = site.succeed(&create, "");
    let token = || site.succeed(&["token", "create", "--user", "ada@example.org", "--scopes", "admin"], "");
    let (first, _second) = (token(), token());
    let server = site.serve(&[]).await;
    let shown = ask(&server, Some(&first), "{ apiTokens { id } }", json!({})).await;
    assert!(server.stop().await.success());
    let by_api = shown["data"]["apiTokens"][0]["id"].as_str().expect("an id").to_owned();
    let _revoked = site.succeed(&["token", "revoke", &by_api], "");
    let left = site.succeed(&["token", "list"], "");
    assert_eq!(left.lines().count(), 1, "{left}");
    let by_list = left.split('\t').next().expect("an id");
    assert!(site.succeed(&["token", "revoke", by_list], "").contains(by_list));
    assert_eq!(site.succeed(&["token", "list"], ""), "");
    for other in ["nonsense", "VXNlcjox"] {
        let refused = complaint(&site.run(&["token", "revoke", other], ""));
        assert!(refused.contains("is not a valid token id"), "{refused}");
    }
}

/// Asks the server; `bearer` is a token of a session or an API token.
async fn ask(server: &Server, bearer: Option<&str>, query: &str, variables: Value) -> Value {
    let request = reqwest::Client::new().post(format!("{}/graphql", server.url()));
    let request = bearer.iter().fold(request, reqwest::RequestBuilder::bearer_auth);
    let request = request.json(&json!({ "query": query, "variables": variables }));
    request.send().await.expect("an answer").json().await.expect("JSON")
}

#[tokio::test]
async fn a_second_factor_is_required_by_the_setting_and_reset_by_the_command() {
    const LOGIN: &str =
        "mutation($p: String!) { login(input: { email: \"ada@example.org\", password: $p }) { token } }";
    const BEGIN: &str = "mutation($p: String!) { beginSecondFactor(input: { password: $p }) { secret uri } }";
    const CONFIRM: &str = "mutation($c: String!) { confirmSecondFactor(code: $c) { recoveryCodes } }";
    let site = Site::migrated("[server]\nbind = \"127.0.0.1:0\"\n[accounts]\nsecond_factor = [\"admin\"]\n");
    let create = ["user", "create", "--email", "ada@example.org", "--name", "Ada", "--role", "admin"];
    let _said = site.succeed(&[&create[..], &["--password-stdin"]].concat(), PASSWORD);
    let token = site.succeed(&["token", "create", "--user", "ada@example.org", "--scopes", "admin"], "");
    tests::servers::choose_cryptography();
    let server = site.serve(&[]).await;
    let secret = json!({ "p": PASSWORD });

    let by_token = ask(&server, Some(&token), "{ viewer { email } }", json!({})).await;
    assert_eq!(by_token["data"]["viewer"]["email"], "ada@example.org", "programs have no phone: {by_token}");
    let begun = ask(&server, None, LOGIN, secret.clone()).await;
    let session = begun["data"]["login"]["token"].as_str().expect("a token").to_owned();
    let refused = ask(&server, Some(&session), "{ viewer { email } }", json!({})).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "SECOND_FACTOR_REQUIRED", "{refused}");
    let begun = ask(&server, Some(&session), BEGIN, secret.clone()).await;
    let begun = &begun["data"]["beginSecondFactor"];
    let code = App::reading(begun["uri"].as_str().expect("an address")).code(SystemClock.now());
    let made = ask(&server, Some(&session), CONFIRM, json!({ "c": code })).await;
    let codes = &made["data"]["confirmSecondFactor"]["recoveryCodes"];
    assert_eq!(codes.as_array().map(Vec::len), Some(10), "{made}");
    let asked = ask(&server, None, LOGIN, secret.clone()).await;
    assert_eq!(asked["errors"][0]["extensions"]["code"], "CODE_REQUIRED", "{asked}");

    let reset = ["user", "reset-second-factor", "ada@example.org"];
    assert_eq!(site.succeed(&reset, ""), "reset the second factor of ada@example.org");
    assert_eq!(site.succeed(&reset, ""), "ada@example.org has no second factor");
    let missing = complaint(&site.run(&["user", "reset-second-factor", "nobody@example.org"], ""));
    assert_eq!(missing, "schalter: user \"nobody@example.org\" not found");
    let ended = ask(&server, Some(&session), "{ secondFactor { enabledAt } }", json!({})).await;
    assert_eq!(ended["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{ended}");
    let again = ask(&server, None, LOGIN, secret).await;
    assert!(again["data"]["login"]["token"].is_string(), "{again}");

    let log = server.log();
    for word in [begun["secret"].as_str(), codes[0].as_str(), Some(PASSWORD), Some(&code)] {
        assert!(!log.contains(word.expect("text")), "a secret is in the log:\n{log}");
    }
    assert!(server.stop().await.success());
}

#[test]
fn the_schema_is_printed_and_a_closed_pipe_is_no_panic() {
    let site = site();
    assert!(site.succeed(&["schema"], "").contains("type Ticket"));
    let mut command = site.command(&["schema"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!errors.contains("panicked"), "{errors}");
}

#[test]
fn migrating_twice_changes_nothing_and_a_bad_place_is_named() {
    let site = site();
    for _ in 0..2 {
        assert_eq!(site.succeed(&["migrate"], ""), "the database is up to date");
    }
    let blocked = Site::new("[database]\nurl = \"sqlite:///proc/nowhere/schalter.db\"\n");
    let line = complaint(&blocked.run(&["migrate"], ""));
    assert!(line.contains("/proc/nowhere"), "the operator is told what lies beneath: {line}");
}

#[test]
fn where_the_staff_log_in_by_single_sign_on_alone_the_command_makes_an_exception() {
    let site = Site::migrated(
        "[accounts]\nsingle_sign_on = [\"admin\"]\n[[accounts.provider]]\nkey = \"work\"\nname = \"Work\"\n\
         issuer = \"https://sso.example.org\"\nclient_id = \"schalter\"\n",
    );
    let create = ["user", "create", "--email", "ada@example.org", "--name", "Ada", "--role", "admin"];
    let _said = site.succeed(&[&create[..], &["--password-stdin"]].concat(), PASSWORD);
    let allow = ["user", "allow-password", "ada@example.org"];
    for _ in 0..2 {
        assert_eq!(
            site.succeed(&allow, ""),
            "ada@example.org can log in with a password even if the role requires single sign-on"
        );
    }
    let revoke = [&allow[..], &["--revoke"]].concat();
    assert_eq!(
        site.succeed(&revoke, ""),
        "ada@example.org can no longer log in with a password if the role requires single sign-on"
    );
    let missing = complaint(&site.run(&["user", "allow-password", "nobody@example.org"], ""));
    assert_eq!(missing, "schalter: user \"nobody@example.org\" not found");
}

#[tokio::test]
async fn s14_config_check_names_the_senders_that_no_mailbox_fetches() {
    let mailbox =
        "[[mail.mailbox]]\naddress = \"a@b.example\"\nqueue = \"Support\"\naliases = [\"Help@b.example\"]\n";
    let site = Site::new(mailbox);
    let data = site.path().join("data");
    let engine = engine::Engine::builder()
        .database(format!("sqlite://{}", data.join("schalter.db").display()))
        .blobs(format!("file://{}", data.join("blobs").display()));
    let engine = engine.open().await.expect("a database");
    let admin = engine::Actor::system();
    let queue = engine.queues(&admin).await.expect("queues").remove(0);
    let led = engine.create_queue(&admin, "Sales", Some("sales@b.example")).await.expect("a queue");
    for (id, sender, warns) in [
        (queue.id, "desk@b.example", true),
        (queue.id, "help@B.example", false),
        (queue.id, "a@b.example", false),
        (led.id, "sales@b.example", false),
    ] {
        let own = engine::QueueSetting::SenderAddress(Some(sender.to_owned()));
        let update = engine::UpdateQueue { settings: vec![own], ..engine::UpdateQueue::default() };
        engine.update_queue(&admin, id, update).await.expect("a sender");
        let output = site.run(&["config", "check"], "");
        assert!(output.status.success(), "{output:?}");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            told.contains("is the sender of a queue, but no mailbox receives its mail"),
            warns,
            "{sender}: {told}"
        );
    }
    engine.close().await;
}

#[tokio::test]
async fn config_check_names_the_senders_that_no_key_signs() {
    let made = std::process::Command::new("openssl").args(["genpkey", "-algorithm", "ed25519"]).output();
    let key = String::from_utf8(made.expect("openssl runs").stdout).expect("PEM");
    let entry = |domain: &str| {
        format!("[[mail.dkim]]\ndomain = \"{domain}\"\nselector = \"s1\"\nkey = '''\n{key}'''\n")
    };
    let site =
        Site::new(&["[mail]\nfrom = \"a@b.example\"\n", &entry("b.example"), &entry("c.example")].concat());
    let warned = || {
        let output = site.run(&["config", "check"], "");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(warned().contains("the senders of queues were not checked"), "there is no database yet");
    let data = site.path().join("data");
    let engine = engine::Engine::builder()
        .database(format!("sqlite://{}", data.join("schalter.db").display()))
        .blobs(format!("file://{}", data.join("blobs").display()));
    let engine = engine.open().await.expect("a database");
    let admin = engine::Actor::system();
    let queue = engine.queues(&admin).await.expect("queues").remove(0);
    for (sender, unsigned) in [("desk@mail.c.example", false), ("desk@d.example", true)] {
        let own = engine::QueueSetting::SenderAddress(Some(sender.to_owned()));
        let update = engine::UpdateQueue { settings: vec![own], ..engine::UpdateQueue::default() };
        engine.update_queue(&admin, queue.id, update).await.expect("a sender");
        let named = "mail.dkim.domain: signs mail from b.example, c.example, but desk@d.example is the sender of a queue";
        assert_eq!(warned().contains(named), unsigned, "{sender}");
        let unfetched = format!("{sender} is the sender of a queue, but no mailbox receives its mail");
        assert!(warned().contains(&unfetched), "{}", warned());
        assert_eq!(warned().lines().count(), 1 + usize::from(unsigned), "{sender}");
    }
    engine.close().await;
    let records = site.succeed(&["dkim", "record"], "");
    assert!(
        records.contains("s1._domainkey.b.example. IN TXT")
            && records.contains("s1._domainkey.c.example. IN TXT")
    );
}

/// RSA takes long without optimisation: that of 2048 bits is proven beside the mails that it signs.
#[test]
fn dkim_key_makes_a_file_for_us_alone_and_prints_its_record_and_never_overwrites_one() {
    use std::os::unix::fs::PermissionsExt as _;

    let site = Site::new("");
    let file = site.path().join("dkim.pem");
    let path = file.to_str().expect("a path");
    let make = ["dkim", "key", "--domain", "Example.org", "--selector", "s1", "--algorithm", "ed25519", path];
    let record = site.succeed(&make, "");
    assert!(record.starts_with("s1._domainkey.example.org. IN TXT ( \"v=DKIM1; k=ed25519; p="), "{record}");
    let written = std::fs::metadata(&file).expect("a file");
    assert_eq!(written.permissions().mode() & 0o777, 0o600);
    let before = std::fs::read_to_string(&file).expect("a key");
    assert!(complaint(&site.run(&make, "")).contains("already exists"));
    assert_eq!(std::fs::read_to_string(&file).expect("a key"), before);
    let signing = Site::new(&format!(
        "[mail.dkim]\ndomain = \"example.org\"\nselector = \"s1\"\nkey_file = \"{path}\"\n"
    ));
    assert_eq!(signing.succeed(&["dkim", "record"], ""), record, "the configuration reads it");
    let other = format!("{path}.2");
    for domain in ["nowhere", "a b.example"] {
        let refused = site.run(&["dkim", "key", "--domain", domain, &other], "");
        assert!(complaint(&refused).contains("must be a domain"), "{domain}");
    }
    for (option, given) in [("--domain", ["", "s1"]), ("--selector", ["example.org", ""])] {
        let refused = site.run(&["dkim", "key", "--domain", given[0], "--selector", given[1], &other], "");
        assert!(complaint(&refused).contains(&format!("{option}: ")), "{refused:?}");
    }
    assert!(!std::path::Path::new(&other).exists());
}

#[test]
fn what_dkim_key_prints_holds_in_a_configuration_of_any_directory_and_twice() {
    let site = Site::new("");
    let mut entries = Vec::new();
    for (domain, file) in [("b.example", "b.pem"), ("c.example", "the \"new\" key.pem")] {
        let output = site.run(&["dkim", "key", "--domain", domain, "--algorithm", "ed25519", file], "");
        assert!(output.status.success(), "{output:?}");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let at = told.find("[[mail.dkim]]").expect("an entry for the configuration");
        entries.push(told[at..].to_owned());
    }
    let elsewhere = Site::new(&entries.concat());
    let records = elsewhere.succeed(&["dkim", "record"], "");
    for domain in ["b.example", "c.example"] {
        assert!(records.contains(&format!("schalter._domainkey.{domain}. IN TXT")), "{records}");
    }
}
