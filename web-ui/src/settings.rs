//! What a host decides about the pages: the brand, the default language, the clock, and when to stop.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use words::Lang;

use crate::sign_in::SingleSignOn;

/// Everything that the pages need to know and the schema does not tell.
#[derive(Clone)]
pub struct Settings {
    /// Whose counter this is.
    pub brand: Brand,
    /// The language of a visitor whose browser and account ask for none of ours.
    pub lang: Lang,
    /// The time zone of visitors who are not logged in, as an IANA name.
    pub time_zone: String,
    /// Whether people reach the pages over https; cookies are then marked `Secure`.
    pub https: bool,
    /// What time it is; the engine's clock, so that a test can let days pass.
    pub clock: Clock,
    /// Turns to `true` when the server stops: live connections then end, so that the stop need not wait for them.
    pub stopping: Option<watch::Receiver<bool>>,
    /// How often a live connection on which nothing happens shows that it lives: [`Settings::HEARTBEAT`], unless a test
    /// cannot wait that long. A page that hears nothing for two and a half times as long says so.
    pub heartbeat: Duration,
    /// Who lets people in by single sign-on; without, there are passwords alone.
    pub sign_on: Option<Arc<dyn SingleSignOn>>,
    /// Whether some log in by single sign-on alone; the page on which a password is asked for then says so to everybody.
    pub sign_on_alone: bool,
    /// Whether browsers use passkeys at the public address, see `Engine::passkeys_available`.
    pub passkeys: bool,
}

impl Settings {
    /// The usual heartbeat: a page tells of a dead connection within 26 seconds.
    pub const HEARTBEAT: Duration = Duration::from_secs(10);
}

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// How the support organisation presents itself.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// The name that stands above every page, such as `Support Example Ltd`.
    pub name: String,
    /// The mail address for people who have no account yet; nothing is shown when it is empty.
    pub contact: String,
    /// The accent colour as `#rrggbb`; the look's own blue when absent.
    pub accent: Option<String>,
    /// The data-protection notice beside the form of a new ticket, instead of the one that the pages bring.
    pub privacy_notice: Option<Notice>,
    /// The sentence on the log-in page that says who has an account, instead of the one that the pages bring.
    pub registered_hint: Option<Localised>,
}

/// A heading and a text in every language.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// The line that is always visible.
    pub title: Localised,
    /// The text below it.
    pub text: Localised,
}

/// A text in several languages.
#[derive(Clone, Debug, Default)]
pub struct Localised(pub BTreeMap<Lang, String>);

impl Localised {
    /// The text in `lang`, or in another language when there is none: better than a gap.
    #[must_use]
    pub fn get(&self, lang: Lang) -> Option<&str> {
        self.0.get(&lang).or_else(|| self.0.values().next()).map(String::as_str)
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("brand", &self.brand)
            .field("lang", &self.lang)
            .field("time_zone", &self.time_zone)
            .field("https", &self.https)
            .finish_non_exhaustive()
    }
}
