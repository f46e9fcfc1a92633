//! What the story is played on: the servers, the configured site, the running binary.

use std::path::{Path, PathBuf};

use tests::{
    BRAND, Backend, MAILBOX,
    postbox::Mail,
    servers::{
        binary::{Server, Site},
        chromium::Chromium,
        dovecot::{Dovecot, PASSWORD},
        free_port,
        smtp::{Envelope, Smtp},
        webdriver::Window,
    },
};

/// Who asks.
pub(super) const ANNA: &str = "anna.kurz@example.com";

/// Who answers.
pub(super) const MAX: &str = "max.muster@example.org";

/// What both log in with.
pub(super) const SECRET: &str = "GeHeim-2019";

/// Everything that runs while the story is played.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) dovecot: Dovecot,
    pub(super) smtp: Smtp,
    pub(super) chromium: Chromium,
    pub(super) site: Site,
    server: Server,
    pictures: PathBuf,
}

impl Stage {
    /// Starts everything; the agent's account is prepared on the command line.
    pub(super) async fn set(backend: Backend) -> Self {
        let (dovecot, smtp, chromium) =
            (Dovecot::start().await, Smtp::start().await, Chromium::start().await);
        let database = match backend {
            Backend::Sqlite => "sqlite://{data}/schalter.db".to_owned(),
            Backend::Postgres => tests::servers::postgres::fresh_database().await,
        };
        let site = Site::new(&configuration(&database, &dovecot, &smtp));
        std::fs::write(site.path().join("mailbox-password"), PASSWORD).expect("a secret");
        let _said = site.succeed(&["migrate"], "");
        let max =
            ["user", "create", "--email", MAX, "--name", "Max Muster", "--role", "agent", "--password-stdin"];
        let _printed = site.succeed(&max, SECRET);
        let server = site.serve(&[]).await;
        let pictures = format!("../target/screens/story-{backend:?}").to_lowercase();
        let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join(pictures);
        Self { dovecot, smtp, chromium, site, server, pictures }
    }

    /// Where the pages are.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.url())
    }

    /// Waits for a mail to this person whose text has `words`.
    pub(super) async fn mail_to(&self, address: &str, words: &str) -> Mail {
        let what = format!("a mail to {address} with {words:?}");
        let fits = |kept: &Envelope| kept.mail.to == address && kept.mail.text.contains(words);
        self.smtp.wait_for(&what, fits).await.mail
    }

    /// Every mail that went out so far.
    pub(super) fn mails(&self) -> Vec<Mail> {
        self.smtp.kept().into_iter().map(|kept| kept.mail).collect()
    }

    /// Keeps a picture of what somebody sees now.
    pub(super) async fn picture(&self, window: &Window, name: &str) {
        window.screenshot(&self.pictures.join(format!("{name}.png"))).await;
    }

    /// Stops the server as an operator does; it must take leave of everybody and say nothing of errors.
    pub(super) async fn strike(self) {
        let log = self.server.log();
        assert!(!log.contains("ERROR"), "{log}");
        let status = self.server.stop().await;
        assert!(status.success(), "{status}");
    }
}

fn configuration(database: &str, dovecot: &Dovecot, smtp: &Smtp) -> String {
    // The port is chosen here, since links in mails must lead back to it.
    let bind = format!("127.0.0.1:{}", free_port());
    let (smtp, imap, ca_file) = (smtp.url(), dovecot.url("tickets"), dovecot.certificate());
    format!(
        r#"[server]
bind = "{bind}"
public_url = "http://{bind}"

[database]
url = "{database}"

[blobs]
url = "file://{{data}}/blobs"

[brand]
name = "{BRAND}"
locale = "de"
contact = "support@example.org"

[tickets]
first_number = 10034
subject_tag = "example.org"
pending_closes_after = "1h"
resolved_closes_after = "12s"
remind_before = "7s"

[mail]
from = "{BRAND} <{MAILBOX}>"
content = "link"

[mail.smtp]
url = "{smtp}"

[[mail.mailbox]]
address = "{MAILBOX}"
queue = "Support"
imap = "{imap}"
password_file = "{{data}}/mailbox-password"
ca_file = "{}"
replies = "append"
plus_addressing = true
"#,
        ca_file.display()
    )
}
