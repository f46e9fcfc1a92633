//! Which database a command works on: the same wherever it is called, never a new one by accident, and always named.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use tests::{
    servers::{
        binary::{Server, Site, binary},
        postgres::fresh_database,
    },
    wait::until,
};

const CONFIG: &str = "[server]\nbind = \"127.0.0.1:0\"\n[[mail.mailbox]]\naddress = \"tickets@example.org\"\n\
                      queue = \"Support\"\n";
const MESSAGE: &str = "From: kim@customer.example\r\nTo: tickets@example.org\r\nSubject: Printer\r\n\
                       Message-ID: <one@customer.example>\r\n\r\nIt does not print.\r\n";

fn run(mut command: Command, input: &str) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("piped");
    // A command that reads nothing may be gone before everything is written.
    let _gone = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

fn entries(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("a directory").flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// The line by which the first admin is created, as the server prints it.
async fn hint(server: &Server) -> String {
    until("the hint", || {
        let log = server.log();
        let line = log.lines().find(|line| line.contains("schalter user create")).map(str::to_owned);
        std::future::ready(line)
    })
    .await
}

/// Runs a line in a shell, somewhere else, with the program in its path.
fn in_a_shell(line: &str, elsewhere: &Path) -> Output {
    let programs = binary().parent().expect("a directory").display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).current_dir(elsewhere).env("PATH", format!("{programs}:{path}"));
    run(shell, "Geheim-WORT-1\n")
}

#[tokio::test]
async fn the_printed_line_works_on_the_database_of_the_server_from_any_directory() {
    let elsewhere = tempfile::tempdir().expect("a directory");
    // With a file that is named by a relative path, and without any file.
    for configuration in [Some(CONFIG), None] {
        let site = Site::new(configuration.unwrap_or_default());
        let mut command = Site::bare(&["serve"], site.path());
        if configuration.is_some() {
            command.args(["--config", "schalter.toml"]);
        } else {
            fs::remove_file(site.path().join("schalter.toml")).expect("removed");
            command.env("SCHALTER_SERVER__BIND", "127.0.0.1:0");
        }
        let server = Server::start(command).await;
        let line = hint(&server).await;
        let output = in_a_shell(&line, elsewhere.path());
        assert!(output.status.success(), "{line}: {output:?}");
        let database = site.path().join("data/schalter.db");
        assert_eq!(errors(&output), format!("database: {}", database.display()));
        let again = in_a_shell(&line, elsewhere.path());
        assert!(errors(&again).contains("you@example.org"), "it is the same database: {again:?}");
        assert!(server.log().contains(&format!("Database: {}", database.display())), "{}", server.log());
        assert!(server.stop().await.success());
    }
    assert_eq!(entries(elsewhere.path()), Vec::<String>::new());
}

#[test]
fn a_command_called_elsewhere_works_on_the_same_database() {
    let site = Site::migrated(CONFIG);
    let elsewhere = tempfile::tempdir().expect("a directory");
    let database = format!("database: {}", site.path().join("data/schalter.db").display());
    let call = |arguments: &[&str], input: &str| {
        let mut command = Site::bare(arguments, elsewhere.path());
        command.env("SCHALTER_CONFIG", site.path().join("schalter.toml"));
        let output = run(command, input);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        assert_eq!(errors(&output), database, "{arguments:?}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    call(&["user", "create", "--email", "ann@example.org", "--name", "Ann", "--role", "agent"], "");
    let token = call(&["token", "create", "--user", "ann@example.org"], "");
    assert!(token.starts_with("schalter_t_") && token.lines().count() == 1, "{token}");
    let imported = call(&["mail", "import"], MESSAGE);
    assert!(imported.contains("\"created\"") && imported.lines().count() == 1, "{imported}");
    call(&["migrate"], "");
    call(&["backup", "copy"], "");
    assert_eq!(entries(elsewhere.path()), ["copy"], "what is named on the command line counts from there");
    assert!(fs::metadata(elsewhere.path().join("copy/schalter.db")).expect("a copy").len() > 0);
}

#[test]
fn only_serve_and_migrate_make_a_database() {
    let commands: [(&[&str], i32); 4] = [
        (&["user", "create", "--email", "ann@example.org", "--name", "Ann"], 1),
        (&["token", "create", "--user", "ann@example.org"], 1),
        (&["backup", "copy"], 1),
        (&["mail", "import"], 75),
    ];
    for empty_file in [false, true] {
        for (arguments, status) in commands {
            let site = Site::new(CONFIG);
            let database = site.path().join("data/schalter.db");
            if empty_file {
                fs::create_dir(site.path().join("data")).expect("a directory");
                fs::write(&database, "").expect("a file");
            }
            let before = entries(site.path());
            let output = site.run(arguments, MESSAGE);
            assert_eq!(output.status.code(), Some(status), "{arguments:?}: {output:?}");
            let line = errors(&output);
            assert!(line.contains(&format!("there is no database {}", database.display())), "{line}");
            assert_eq!(line.lines().count(), 1, "{line}");
            assert_eq!(String::from_utf8_lossy(&output.stdout), "", "nothing is acknowledged");
            assert_eq!(entries(site.path()), before, "{arguments:?}");
        }
    }
}

#[test]
fn a_file_that_is_no_database_is_named() {
    let site = Site::new(CONFIG);
    let database = site.path().join("data/schalter.db");
    fs::create_dir(site.path().join("data")).expect("a directory");
    fs::write(&database, "No database at all. ".repeat(500)).expect("a file");
    let line = errors(&site.run(&["token", "list"], ""));
    let named = format!("cannot use the database {}: ", database.display());
    assert!(line.contains(&named) && line.contains("file is not a database"), "{line}");
    assert_eq!(line.lines().count(), 1, "{line}");
}

#[tokio::test]
async fn an_empty_postgresql_database_is_none_without_showing_its_password() {
    let database = fresh_database().await;
    let mut url: url::Url = database.parse().expect("an address");
    if url.password().is_none() {
        url.set_password(Some("secret")).expect("it has a host");
    }
    let site = Site::new(&format!("{CONFIG}[database]\nurl = \"{url}\"\n"));
    let output = site.run(&["mail", "import"], MESSAGE);
    assert_eq!(output.status.code(), Some(75), "{output:?}");
    let line = errors(&output);
    assert!(line.contains("there is no database postgres") && !line.contains("secret"), "{line}");
    let _said = site.succeed(&["migrate"], "");
    assert!(site.succeed(&["mail", "import"], MESSAGE).contains("\"created\""));
}

#[test]
fn a_disk_that_is_not_mounted_is_no_empty_store() {
    let site = Site::migrated(CONFIG);
    fs::rename(site.path().join("data/blobs"), site.path().join("elsewhere")).expect("moved");
    let output = site.run(&["mail", "import"], MESSAGE);
    assert_eq!(output.status.code(), Some(75), "{output:?}");
    let line = errors(&output);
    assert!(line.contains(&format!("{:?}", site.path().join("data/blobs"))), "{line}");
    assert!(!site.path().join("data/blobs").exists());
}
