//! How the pages look in one browser: its colours, and how dense the lists of the desk are. A cookie keeps it, so that it holds
//! without a script, and from the first line of a page on.

use axum_extra::extract::cookie::Cookie;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{session, settings::Settings};

/// The colours, besides those of the device.
const THEMES: [&str; 2] = ["light", "dark"];

/// What stands in the cookie for wide rows.
const WIDE: &str = "wide";

/// What somebody chose for this browser.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub(crate) struct Look {
    /// The colours; without, those of the device.
    theme: Option<&'static str>,
    /// Whether the rows of the desk's lists are wide.
    wide: bool,
}

impl Look {
    /// Reads the cookies of this name; words that it does not know say nothing, since anybody can write a cookie.
    pub(crate) fn parse(cookies: &[&str]) -> Self {
        let words: Vec<&str> = cookies.first().map(|cookie| cookie.split('.').collect()).unwrap_or_default();
        Self::of(words.first().copied().unwrap_or_default(), words.contains(&WIDE))
    }

    /// The look with these colours.
    pub(crate) fn of(theme: &str, wide: bool) -> Self {
        Self { theme: THEMES.into_iter().find(|known| *known == theme), wide }
    }

    /// The cookie that keeps it.
    pub(crate) fn cookie(self, settings: &Settings) -> Cookie<'static> {
        let theme = self.theme.unwrap_or_default();
        session::look(settings, if self.wide { format!("{theme}.{WIDE}") } else { theme.to_owned() })
    }

    /// The colours as a form offers them.
    pub(crate) fn themes(self) -> Vec<Value> {
        let choice =
            |value: &str| json!({ "value": value, "selected": self.theme.unwrap_or("device") == value });
        ["device", "light", "dark"].map(choice).to_vec()
    }

    /// The heights of rows as a form offers them.
    pub(crate) fn rows(self) -> Vec<Value> {
        let choice = |value: &str| json!({ "value": value, "selected": self.wide == (value == WIDE) });
        ["dense", WIDE].map(choice).to_vec()
    }

    /// Whether a form says that rows are wide.
    pub(crate) fn is_wide(word: &str) -> bool {
        word == WIDE
    }
}

#[cfg(test)]
mod tests {
    use super::Look;

    #[test]
    fn what_a_cookie_says_wrongly_is_the_look_of_the_device() {
        assert_eq!(Look::parse(&["dark.wide"]), Look { theme: Some("dark"), wide: true });
        assert_eq!(Look::parse(&[".wide"]), Look { theme: None, wide: true });
        assert_eq!(Look::parse(&["light"]), Look { theme: Some("light"), wide: false });
        for nonsense in [&[][..], &[""], &["pink.huge"], &["\"><script>.x"]] {
            assert_eq!(Look::parse(nonsense), Look::default(), "{nonsense:?}");
        }
    }
}
