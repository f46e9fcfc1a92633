//! A second factor as its owner holds it: an authenticator app, and the recovery codes on paper.

use chrono::{DateTime, Utc};
use engine::ProveIdentity;
use totp_rs::Totp;

use crate::{Person, given::Given, given::PASSWORD};

/// An authenticator app that knows one secret.
#[derive(Debug, Clone)]
pub struct App {
    uri: String,
    /// Those that were shown when the second factor was put in use.
    pub recovery_codes: Vec<String>,
}

impl App {
    /// The app, after it has read the square.
    #[must_use]
    pub fn reading(uri: &str) -> Self {
        Self { uri: uri.to_owned(), recovery_codes: Vec::new() }
    }

    /// What it shows at this time.
    #[must_use]
    pub fn code(&self, now: DateTime<Utc>) -> String {
        let totp = Totp::from_url(&self.uri).expect("an otpauth address");
        totp.generate(u64::try_from(now.timestamp()).expect("after 1970")).to_string()
    }

    /// A code that is not its own, nor that of the steps beside it.
    #[must_use]
    pub fn wrong_code(&self, now: DateTime<Utc>) -> String {
        let near = [-30, 0, 30].map(|seconds| self.code(now + chrono::TimeDelta::seconds(seconds)));
        let others = ["000000", "111111", "222222", "333333"].map(str::to_owned);
        others.into_iter().find(|code| !near.contains(code)).expect("three of four at most are taken")
    }
}

/// What somebody shows who has [`PASSWORD`].
#[must_use]
pub fn shown(code: Option<&str>) -> ProveIdentity {
    ProveIdentity { password: PASSWORD.to_owned(), code: code.map(str::to_owned), passkey: None }
}

impl Given<'_> {
    /// Sets up a second factor. Its code of this moment is used.
    pub async fn second_factor(&self, person: &Person) -> App {
        let begun = self.engine().begin_second_factor(&person.actor, shown(None)).await.expect("begun");
        let app = App::reading(&begun.uri);
        let code = app.code(self.engine().clock().now());
        let codes = self.engine().confirm_second_factor(&person.actor, &code).await.expect("the right code");
        App { recovery_codes: codes, ..app }
    }
}
